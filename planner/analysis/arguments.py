"""What an analysis is asked for: a metric, a month, a seed, checked the same way everywhere."""

from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.errors import PlannerError, Problem, nearest

METRICS = tuple(column.name for column in COLUMNS.values() if column.unit != "constraint")
"""The columns that are quantities, in the order of the model: whatever more or less of can be asked for."""

SUCH_AS = " (a metric is a column of project, such as arr, cash, customers, nrr or headcount)"


def metric(name: str) -> str:
    """The metric itself; PlannerError with the nearest name when there is none, or when it is no number."""
    if name in METRICS:
        return name
    if name in COLUMNS:
        raise PlannerError(Problem(name, None, "names what limits sales; choose a metric that is a number"))
    raise PlannerError(Problem(name, None, f"no such metric{nearest(name, METRICS) or SUCH_AS}"))


def month(plan: Plan, number: int) -> int:
    """The month itself, from 1; PlannerError when it is not one of the plan's."""
    if not 1 <= number <= plan.months:
        raise PlannerError(Problem("month", str(number), f"must be 1 to {plan.months}, the plan's months"))
    return number


def seed(number: int) -> int:
    """The seed itself; PlannerError when it is below 0."""
    if number < 0:
        raise PlannerError(Problem("seed", str(number), "must be 0 or more"))
    return number
