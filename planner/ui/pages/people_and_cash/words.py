"""The People and cash page in words."""

from collections.abc import Mapping, Sequence

from planner.analysis.readings.lowest_cash import Rescue
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit.words import cash, dollars
from planner.vocabulary.lever_text import brief, name, name_within, span
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, month_name, percent
from planner.vocabulary.roles import ROLES

WHOLE = "Whole people who add up to the headcount: a role may be rounded up or down by up to one person."


FROM_REVENUE_TO_CASH = (
    "Annual contracts are invoiced upfront, earned month by month, and paid when the customer pays. Prepaid: more "
    "invoiced than earned. Owed: invoiced or used, and not paid yet."
)


def people_and_cash(result: Result, heads: Mapping[str, tuple[int, int]], rescues: Sequence[Rescue]) -> str:
    """Growth of headcount, cash, and the lever that would help most when cash runs out.

    heads: whole people in the first and the last month, by the id of the role. rescues: of `lowest_cash`.
    """
    plan = result.plan
    first, last = (sum(pair[at] for pair in heads.values()) for at in (0, 1))
    role = max(heads, key=lambda one: heads[one][1] - heads[one][0])
    added = heads[role][1] - heads[role][0]
    start, end = month_name(plan.start, 1), month_name(plan.start, plan.months)
    verb = "grows" if last > first else "shrinks" if last < first else "stays"
    path = f"from {first:,} in {start} to {last:,} in {end}" if last != first else f"at {last:,}"
    most = f", most of all in {ROLES[role].within} ({added:+,})" if last > first and added > 0 else ""
    sentences = [f"Headcount {verb} {path}{most}", cash(result)]
    if rescues:
        sentences.append(_most_helpful(result, rescues))
    return dollars(f"{'. '.join(sentences)}.")


def _most_helpful(result: Result, rescues: Sequence[Rescue]) -> str:
    plan, most = result.plan, rescues[0]
    when = month_name(plan.start, most.month)
    text = f"**What raises it most, a tenth better:** {_rescue(plan, most)}, at its lowest in {when}"
    if len(rescues) > 1:
        text += f"; of what the company decides, {_rescue(plan, rescues[1], within=True)}"
    return text


def _rescue(plan: Plan, one: Rescue, within: bool = False) -> str:
    """What a lever at another value leaves: "Engineers hired at 0 people per quarter instead of 6 would leave $2M"."""
    lever = CATALOGUE[one.lever]
    at, now = span(lever, plan.currency, one.value), brief(lever, plan.value(one.lever), plan.currency)
    called = name_within(lever) if within else name(lever)
    return f"{called} at {at} instead of {now} would leave {money(one.lowest, plan.currency)}"


def services(result: Result) -> str:
    """Whether professional services pay for the team behind the customers, over the plan's last year."""
    plan, year = result.plan, slice(-12, None)
    revenue, delivery = (float(result[name][year, 0].sum()) for name in ("services_revenue", "services_cost"))
    csms = float(result["csms"][year, 0].sum()) * plan.value("people.csm_cost") / 12
    team = csms + delivery
    if team == 0:
        return "There is no post-sales team, and no services to pay for it."
    if revenue == 0:
        return dollars(
            f"**No services are sold.** The post-sales team costs {money(team, plan.currency)} in the last 12 months."
        )
    share = percent(revenue / team)
    verdict = "pay for the post-sales team" if revenue >= team else f"pay {share} of the post-sales team"
    parts = f"{money(revenue, plan.currency)} of services against {money(csms, plan.currency)} for customer success"
    return dollars(
        f"**Services {verdict}.** In the last 12 months: {parts} and {money(delivery, plan.currency)} delivery."
    )
