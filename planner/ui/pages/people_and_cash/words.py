"""The People and cash page in words."""

from collections.abc import Mapping, Sequence

from planner.analysis.readings import pay
from planner.analysis.readings.lowest_cash import Rescue
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit.words import cash, dollars
from planner.vocabulary.lever_text import brief, in_short, name, name_within
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, month_name, rate
from planner.vocabulary.roles import ROLES
from planner.vocabulary.units import MONEY

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
    lowest = money(float(result["cash"].min()), plan.currency)
    if rescues and money(rescues[0].lowest, plan.currency) != lowest:
        sentences.append(_most_helpful(result, rescues))
    return dollars(f"{'. '.join(sentences)}.")


def _most_helpful(result: Result, rescues: Sequence[Rescue]) -> str:
    plan, most = result.plan, rescues[0]
    when = month_name(plan.start, most.month)
    text = f"**What raises it most, by a tenth:** {_rescue(plan, most)}, at its lowest in {when}"
    if len(rescues) > 1:
        text += f"; of what the company decides, {_rescue(plan, rescues[1], within=True)}"
    return text


def _rescue(plan: Plan, one: Rescue, within: bool = False) -> str:
    """What a lever at another value leaves: "Engineers hired at 0 people per quarter instead of 6 would leave $2M"."""
    lever = CATALOGUE[one.lever]
    at, now = in_short(lever, one.value, plan.currency), brief(lever, plan.value(one.lever), plan.currency)
    called = name_within(lever) if within else name(lever)
    return f"{called} at {at} instead of {now} would leave {money(one.lowest, plan.currency)}"


def services(result: Result) -> str:
    """What professional services leave towards customer success, over the plan's last year: their margin."""
    plan, year = result.plan, slice(-12, None)
    revenue, delivery = (float(result[name][year, 0].sum()) for name in ("services_revenue", "services_cost"))
    team = float((result["csms"][:, 0] * pay.monthly(plan, "people.csm_cost"))[year].sum())
    cost, sold, delivered = (money(amount, plan.currency) for amount in (team, revenue, delivery))
    if revenue == 0:
        about = f"Customer success costs {cost} in the last 12 months." if team else "There is no customer success."
        return dollars(f"**No services are sold.** {about}")
    margin = revenue - delivery
    if team == 0:
        verdict = f"bring {money(margin, plan.currency)}" if margin >= 0 else f"cost {money(-margin, plan.currency)}"
        about = "there is no customer success to pay."
    else:
        verdict = "pay nothing towards customer success"
        if MONEY.shows(margin, revenue) and margin > 0:
            share = "" if margin >= team else f" {rate(margin / team)} of"
            verdict = f"pay for{share} customer success"
        about = f"customer success costs {cost}."
    return dollars(f"**Services {verdict}.** In the last 12 months: {sold} sold, {delivered} to deliver them; {about}")
