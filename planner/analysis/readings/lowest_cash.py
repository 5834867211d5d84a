"""Where cash is lowest, and which lever, a tenth better, raises it most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis.levers.one_at_a_time import moved
from planner.analysis.levers.sensitivity import FLOWS
from planner.model.simulate import Result
from planner.plan import Plan
from planner.vocabulary.levers import BEYOND_CONTROL, CATALOGUE

TENTH = 0.1


@dataclass(frozen=True)
class Rescue:
    """A lever a tenth better, alone. lowest: cash then, in its lowest month (from 1)."""

    lever: str
    value: float
    lowest: float
    month: int


def month(result: Result, draw: int = 0) -> int:
    """The month (from 1) with the lowest cash."""
    return int(result["cash"][:, draw].argmin()) + 1


def amount(result: Result, draw: int = 0) -> float:
    """Cash at the end of that month."""
    return float(result["cash"][:, draw].min())


def rescues(result: Result) -> Sequence[Rescue]:
    """What raises the lowest cash most, for a plan whose cash runs out; nothing for one whose cash lasts.

    Of all levers a tenth lower or higher than they stand (less where their bounds end), the one that leaves most in the
    lowest month. Where nobody in the company decides on that one, then the one of those that somebody does; either only
    where it helps.
    """
    if not np.isfinite(result.cash_out_month()[0]):
        return ()
    tenths = [(lever_id, value) for lever_id in FLOWS for value in _tenths(result.plan, lever_id)]
    cash = moved(result.plan, [lever_id for lever_id, _ in tenths], [value for _, value in tenths], ("cash",))["cash"]
    lowest = cash.min(axis=0)
    best = int(lowest.argmax())
    decided = max(
        (at for at, (lever_id, _) in enumerate(tenths) if lever_id not in BEYOND_CONTROL), key=lowest.__getitem__
    )
    return tuple(
        Rescue(*tenths[at], float(lowest[at]), int(cash[:, at].argmin()) + 1)
        for at in dict.fromkeys((best, decided))
        if lowest[at] > amount(result)
    )


def _tenths(plan: Plan, lever_id: str) -> tuple[float, float]:
    """A lever's value a tenth lower and a tenth higher, within its bounds."""
    lever, value = CATALOGUE[lever_id], plan.value(lever_id)
    tenth = TENTH * abs(value)
    return max(value - tenth, lever.min), min(value + tenth, lever.max)
