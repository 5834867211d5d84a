"""A baseline of another start, horizon or currency beside a plan: the same months and amounts, or none."""

from types import MappingProxyType

import numpy as np

from planner.model.simulate import Result
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import month_name, months_apart


def column(baseline: Result, name: str, plan: Plan) -> np.ndarray:
    """A column of the baseline over the plan's months, (months,).

    NaN where the baseline has no such month, and for amounts in another currency.
    """
    values = np.full(plan.months, np.nan)
    if COLUMNS[name].unit == "money" and baseline.plan.currency != plan.currency:
        return values
    shift = months_apart(plan.start, baseline.plan.start)
    first, last = max(shift, 0), min(shift + baseline.months, plan.months)
    if first < last:
        values[first:last] = baseline[name][first - shift : last - shift, 0]
    return values


def up_to_the_same_month(baseline: Result, plan: Plan) -> Result | None:
    """The baseline from the plan's first month, or its own if that is later, to the plan's last one.

    So its numbers at the end are those of the plan's last month. None when the baseline has no such month.
    """
    shift = months_apart(baseline.plan.start, plan.start)
    first, last = max(shift, 0), shift + plan.months
    if not first < last <= baseline.months:
        return None
    if (first, last) == (0, baseline.months):
        return baseline
    return Result(
        plan=baseline.plan,
        columns=MappingProxyType({name: values[first:last] for name, values in baseline.columns.items()}),
        day_one=MappingProxyType({name: values[first - 1] for name, values in baseline.columns.items()})
        if first
        else baseline.day_one,
    )


def missing(baseline: Plan, plan: Plan, comparable: bool) -> str:
    """What of a plan is not compared with its baseline, and why; empty where all is.

    comparable: whether the baseline has the plan's last month.
    """
    if comparable:
        other = baseline.currency != plan.currency
        return f"No change of amounts is shown: the baseline is in {baseline.currency}." if other else ""
    there = f"{month_name(baseline.start, 1)} to {month_name(baseline.start, baseline.months)}"
    return f"No change is shown: the baseline has {there}, and not {month_name(plan.start, plan.months)}."
