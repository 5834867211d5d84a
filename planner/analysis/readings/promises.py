"""What was promised, month by month, and what a plan reaches of it."""

from typing import NamedTuple

import numpy as np

from planner.model.simulate import Result
from planner.plan import Plan, Target


class Promise(NamedTuple):
    """A target, and what the plan has of its metric at the end of its month."""

    target: Target
    reached: float

    @property
    def month(self) -> int:
        """From 1."""
        return self.target.month

    @property
    def gap(self) -> float:
        """What is over, below 0 what is missing, in the metric's unit; -inf where it has no value."""
        return float(room(self.target, np.array(self.reached)))

    @property
    def kept(self) -> bool:
        """Whether the plan has what was promised."""
        return self.gap >= 0

    @property
    def spare(self) -> float:
        """The gap relative to what was asked for."""
        return self.gap / size(self.target)

    @property
    def of_arr(self) -> bool:
        """Whether it is a least ARR and nothing else, as most promises are."""
        return self.target.metric == "arr" and self.target.most is None


def room(target: Target, values: np.ndarray) -> np.ndarray:
    """By how much values of the metric keep a promise, of any shape: below 0 where not, -inf where there is none."""
    least = -np.inf if target.least is None else target.least
    most = np.inf if target.most is None else target.most
    with np.errstate(invalid="ignore"):  # infinite values on the side that has no bound
        left = np.fmin(values - least, most - values)
    return np.where(np.isnan(values), -np.inf, left)


def size(target: Target) -> float:
    """How large what a target asks for is: its larger bound without sign, 1 where that is 0."""
    return max(abs(bound) for bound in (target.least, target.most) if bound is not None) or 1.0


def due(result: Result, draw: int = 0) -> list[Promise]:
    """The promises within the plan's horizon, the next one first; those of a month as the plan has them."""
    within = sorted(
        (one for one in result.plan.acting_targets() if one.month <= result.months), key=lambda one: one.month
    )
    return [Promise(one, float(result[one.metric][one.month - 1, draw])) for one in within]


def marks(plan: Plan, metric: str, path: np.ndarray) -> dict[int, float]:
    """Where a chart of a metric shows what was promised of it, by month from 1.

    Of two bounds it is the one that is missed, or else the nearer. path: the metric in the plan, (months,).
    """
    due = (one for one in plan.acting_targets() if one.metric == metric and one.month <= len(path))
    return {one.month: _nearer(one, float(path[one.month - 1])) for one in due}


def _nearer(target: Target, reached: float) -> float:
    least, most = target.least, target.most
    if most is not None and (least is None or reached > (least + most) / 2):
        return most
    assert least is not None
    return least
