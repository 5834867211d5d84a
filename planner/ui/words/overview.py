"""The Overview in words."""

import numpy as np

from planner.exchange.numbers import money, month_name, percent
from planner.model.columns import constraint_names
from planner.model.simulate import Result
from planner.ui.words.base import cash, dollars, limiter


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
    names = [limiter(name) for name in constraint_names("enterprise_constraint")]
    months = np.bincount(codes, minlength=len(names))
    most = int(months.argmax())
    now, later = names[codes[0]], names[codes[-1]]
    if months[most] == len(codes):
        return f"{names[most]} limit enterprise sales throughout"
    turn = int(np.flatnonzero(codes != codes[-1])[-1]) + 2
    start = month_name(result.plan.start, turn)
    if now == later:
        return f"{names[most]} limit enterprise sales in {months[most]} of {len(codes)} months"
    return f"{now} limit enterprise sales at first, {later} from {start} on"
