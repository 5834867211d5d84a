"""The Overview in words."""

import numpy as np

from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit.words import cash, dollars, limiter
from planner.vocabulary.columns import constraint_names
from planner.vocabulary.numbers import money, month_name, percent


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
    return dollars(f"{path}{_against_targets(result)}; {_limit(result)}. {cash(result)}.")


def rounds(plan: Plan) -> str:
    """The money that comes from outside: "Funding: $20M in Jun 2027, $50M in Dec 2028.", or nothing."""
    found = [f"{money(one.amount, plan.currency)} in {month_name(plan.start, one.month)}" for one in plan.funding]
    return f"Funding: {', '.join(found)}." if found else ""


def _against_targets(result: Result) -> str:
    plan, arr = result.plan, result["arr"][:, 0]
    due = [target for target in plan.targets if target.month <= plan.months]
    missed = [target for target in due if arr[target.month - 1] < target.arr]
    if not due:
        return ""
    if not missed:
        return ", and meets every target" if len(due) > 1 else ", and meets its target"
    gaps = [
        f"{money(target.arr - float(arr[target.month - 1]), plan.currency)} in {month_name(plan.start, target.month)}"
        for target in missed
    ]
    listed = gaps[0] if len(gaps) == 1 else f"{', '.join(gaps[:-1])} and {gaps[-1]}"
    return f", short of what was promised by {listed}"


def _limit(result: Result) -> str:
    codes = result["enterprise_constraint"][:, 0].astype(int)
    names = [limiter(name) for name in constraint_names("enterprise_constraint")]
    months = np.bincount(codes, minlength=len(names))
    most = int(months.argmax())
    now, later = names[codes[0]], names[codes[-1]]
    if months[most] == len(codes):
        return f"{names[most]} limit enterprise sales throughout"
    start = month_name(result.plan.start, int(np.flatnonzero(codes != codes[-1])[-1]) + 2)
    turns = int(np.count_nonzero(np.diff(codes)))
    if turns == 1:
        return f"{now} limit enterprise sales at first, {later} from {start} on"
    ends = f"{now} at first and at the end" if now == later else f"{now} at first, {later} from {start} on"
    return f"{names[most]} limit enterprise sales in {months[most]} of {len(codes)} months, {ends}"
