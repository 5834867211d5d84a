"""Where cash is lowest, and which seat, pay or cost moves it there."""

import numpy as np

from planner.analysis.levers.sensitivity import Swing, one_way
from planner.model.simulate import Result
from planner.vocabulary.levers import CATALOGUE

LEVERS = tuple(
    lever.id for lever in CATALOGUE.values() if lever.kind == "flow" and lever.group in ("people", "finance")
)
"""The levers of people and what they cost."""


def month(result: Result, draw: int = 0) -> int:
    """The month (from 1) with the lowest cash."""
    return int(result["cash"][:, draw].argmin()) + 1


def mover(result: Result) -> Swing | None:
    """What moves the lowest cash most among people and their cost, for a plan whose cash runs out; else None."""
    if not np.isfinite(result.cash_out_month()[0]):
        return None
    return one_way(result.plan, "cash", month(result), LEVERS)[0]
