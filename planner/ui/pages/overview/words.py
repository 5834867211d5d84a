"""The Overview in words."""

from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit.limits import limits
from planner.ui.kit.words import cash, dollars
from planner.vocabulary.numbers import money, month_name, percent
from planner.vocabulary.sentences import listed


def reading(result: Result) -> str:
    """Growth of ARR, targets, what limits sales, and cash, in two sentences."""
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
    return dollars(f"{path}{_against_targets(result)}; {limits(result)}. {cash(result)}.")


def rounds(plan: Plan) -> str:
    """Funding rounds: "Funding: $20M in Jun 2027, $50M in Dec 2028.", or nothing."""
    found = [f"{money(one.amount, plan.currency)} in {month_name(plan.start, one.month)}" for one in plan.funding]
    return f"Funding: {', '.join(found)}." if found else ""


def _against_targets(result: Result) -> str:
    plan, arr = result.plan, result["arr"][:, 0]
    due = [target for target in plan.arr_targets() if target.month <= plan.months]
    missed = [target for target in due if arr[target.month - 1] < target.arr]
    if not due:
        return ""
    if not missed:
        return ", and meets every target" if len(due) > 1 else ", and meets its target"
    gaps = [
        f"{money(target.arr - float(arr[target.month - 1]), plan.currency)} in {month_name(plan.start, target.month)}"
        for target in missed
    ]
    return f", short of its targets by {listed(gaps)}"
