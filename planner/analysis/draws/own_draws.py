"""Whether a plan lies among its own draws, or beside them: ranges may lie to one side of it."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from planner.model.simulate import Result
from planner.plan import Plan
from planner.vocabulary import sentences, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import month_name

ROUNDING = 1e-9
"""How far, relative, a plan may lie outside of its draws and still count as on their edge."""


class Outside(NamedTuple):
    """A metric of a plan that lies outside 8 of 10 of its draws.

    months: in how many months. month: the last of them, from 1. value: of the plan there. low, high: between what 8 of
    10 draws lie there.
    """

    metric: str
    months: int
    month: int
    value: float
    low: float
    high: float

    def sentence(self, plan: Plan) -> str:
        """That the plan lies outside of most of its own draws."""
        unit, label = units.of(self.metric), sentences.within(COLUMNS[self.metric].label)
        value, low, high = (unit.precise(one, plan.currency) for one in (self.value, self.low, self.high))
        often = f" in {self.months} of {plan.months} months" if self.months < plan.months else ""
        return (
            f"The plan lies outside 8 of 10 of its own draws{often}: {label} is {value} in "
            f"{month_name(plan.start, self.month)}, and 8 of 10 draws lie between {low} and {high}."
        )


def outside(planned: Result, ends: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> Outside | None:
    """The first metric of a plan that lies outside 8 of 10 of its own draws; None when none does.

    planned: the plan through the model, one draw. ends: by metric the quantiles of its draws at 10% and 90%, (months,)
    each. Months in which one of the three is no finite number are left out, and those in which the plan reads like an
    end.
    """
    for metric, (low, high) in ends.items():
        line = planned[metric][:, 0]
        room = ROUNDING * np.abs(line)
        with np.errstate(invalid="ignore"):
            beside = (line < low - room) | (line > high + room)
        months = np.flatnonzero(beside & np.isfinite(line) & np.isfinite(low) & np.isfinite(high)).tolist()
        read, currency = units.of(metric).precise, planned.plan.currency
        apart = [
            at
            for at in months
            if read(float(line[at]), currency) not in [read(float(end[at]), currency) for end in (low, high)]
        ]
        if apart:
            last = apart[-1]
            found = (float(values[last]) for values in (line, low, high))
            return Outside(metric, len(apart), last + 1, *found)
    return None
