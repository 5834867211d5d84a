"""The plan in words, from its numbers."""

import numpy as np

from planner.analysis.funnel import Diagnosis
from planner.exchange.numbers import count, money, month_name, percent
from planner.model.columns import constraint_names
from planner.model.simulate import Result
from planner.ui import theme


def dollars(text: str) -> str:
    """The text with its currency signs safe from being read as formulas."""
    return text.replace("$", "\\$")


def reading(result: Result) -> str:
    """Where the plan leads and what stands in its way, in two sentences."""
    plan, arr = result.plan, result["arr"][:, 0]
    first, last = float(result.day_one["arr"][0]), float(arr[-1])
    years = plan.months / 12
    path = (
        f"from {money(first, plan.currency)} to {money(last, plan.currency)} by {month_name(plan.start, plan.months)}"
    )
    if first > 0 and last > 0:
        pace = (last / first) ** (1 / years) - 1
        verb = "grows" if last >= first else "shrinks"
        path = f"ARR {verb} {path}, {percent(abs(pace))} a year"
    else:
        path = f"ARR goes {path}"
    return dollars(f"{path}{_against_targets(result)}; {_limit(result)}. {_cash(result)}.")


def _against_targets(result: Result) -> str:
    plan, arr = result.plan, result["arr"][:, 0]
    due = [target for target in plan.targets if target.month <= plan.months]
    missed = [target for target in due if arr[target.month - 1] < target.arr]
    if not due:
        return ""
    if not missed:
        return ", and meets every target" if len(due) > 1 else ", and meets its target"
    worst = missed[0]
    gap = money(worst.arr - float(arr[worst.month - 1]), plan.currency)
    return f", {gap} short of what was promised for {month_name(plan.start, worst.month)}"


def _limit(result: Result) -> str:
    codes = result["enterprise_constraint"][:, 0].astype(int)
    names = [theme.CONSTRAINT_NAMES[name] for name in constraint_names("enterprise_constraint")]
    months = np.bincount(codes, minlength=len(names))
    most = int(months.argmax())
    now, later = names[codes[0]], names[codes[-1]]
    if months[most] == len(codes):
        return f"{_spoken(names[most])} limit enterprise sales throughout"
    turn = int(np.flatnonzero(codes != codes[-1])[-1]) + 2
    start = month_name(result.plan.start, turn)
    if now == later:
        return f"{_spoken(names[most])} limit enterprise sales in {months[most]} of {len(codes)} months"
    return f"{_spoken(now)} limit enterprise sales at first, {_spoken(later)} from {start} on"


def _cash(result: Result) -> str:
    plan, cash = result.plan, result["cash"][:, 0]
    out = result.cash_out_month()[0]
    if np.isfinite(out):
        deepest = money(float(cash.min()), plan.currency)
        return f"Cash runs out in {month_name(plan.start, int(out))} and falls to {deepest}"
    low = int(cash.argmin())
    if low == 0 and cash[0] >= result.day_one["cash"][0]:
        return f"Cash never falls below today's {money(float(result.day_one['cash'][0]), plan.currency)}"
    amount, when = money(float(cash[low]), plan.currency), month_name(plan.start, low + 1)
    flow = np.flatnonzero(result["free_cash_flow"][:, 0] < 0)
    turn = int(flow[-1]) + 2 if len(flow) else 1
    if turn > plan.months:
        return f"Cash is lowest in {when} at {amount}, and the plan still burns in its last month"
    return f"Cash is lowest in {when} at {amount}; from {month_name(plan.start, turn)} the plan pays for itself"


def _spoken(constraint: str) -> str:
    return constraint if constraint == "BDRs" else constraint.lower()


def diagnosis(result: Result, found: Diagnosis) -> str:
    """What the community funnel does, with the month that shows it."""
    when = month_name(result.plan.start, found.month)
    top, active, paying = (f"{share:+.0%}" for share in (found.signups, found.activations, found.paying))
    if found.kind == "works":
        return f"**The funnel works.** In the year to {when} paying grew {paying} with sign-ups at {top}."
    if found.kind == "free is enough":
        behind = f"activation {active}" if found.activations < found.paying else f"paying {paying}"
        return (
            f"**The free tier is enough for most.** From {when} sign-ups grow {top} a year but {behind}: "
            "more people arrive, no more of them need what is paid for."
        )
    later = (
        f"the pipeline shrinks from {month_name(result.plan.start, found.pipeline_month)} on"
        if found.pipeline_month
        else f"paying ({paying}) still lives on earlier sign-ups and will follow"
    )
    return f"**The top of the funnel is flat.** From {when} sign-ups grow {top} a year; {later}."


def services(result: Result) -> str:
    """Whether professional services pay for the team behind the customers, over the plan's last year."""
    plan, year = result.plan, slice(-12, None)
    revenue, delivery = (float(result[name][year, 0].sum()) for name in ("services_revenue", "services_cost"))
    csms = float(result["csms"][year, 0].sum()) * plan.value("people.csm_cost") / 12
    team = csms + delivery
    if team == 0:
        return "There is no post-sales team, and no services to pay for it."
    share = percent(revenue / team)
    verdict = "pay for the post-sales team" if revenue >= team else f"pay {share} of the post-sales team"
    parts = f"{money(revenue, plan.currency)} of services against {money(csms, plan.currency)} for customer success"
    return dollars(
        f"**Services {verdict}.** In the last 12 months: {parts} and {money(delivery, plan.currency)} delivery."
    )


def people(value: float) -> str:
    """A number of people: "1 person", "12 people"."""
    return f"{count(value)} {'person' if count(value) == '1' else 'people'}"
