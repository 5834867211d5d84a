"""Where a plan may lead and where it breaks: answers that take a moment, kept by plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.analysis.draws import promises, sampling, uncertainty
from planner.analysis.draws.promises import Happening, Leaning, Promises
from planner.analysis.draws.uncertainty import Driver, Fan, Index
from planner.analysis.levers import breaking_points as analysis
from planner.analysis.levers import repairs as mending
from planner.analysis.levers.breaking_points import BreakingPoint
from planner.analysis.levers.repairs import Repair
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.session import compute

CACHED = 64
"""Answers that are kept of each question, for all sessions together; equal plans get the same one."""

ENDS = (0.10, 0.50, 0.90)
"""The quantiles of a fan."""


FANS = ("arr", "cash", "headcount")
"""The columns that have one."""


@dataclass(frozen=True)
class Forecast:
    """Where the draws of an uncertain plan lie.

    fans: by column. promised: what holds of what was promised.
    """

    fans: Mapping[str, Fan]
    promised: Promises

    @classmethod
    def of(cls, draws: Result) -> "Forecast":
        """What these draws say."""
        fans = {column: Fan(*uncertainty.quantiles(draws[column], ENDS)) for column in FANS}
        return cls(fans, promises.of(draws))

    @property
    def ends(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Between what 8 of 10 draws lie, (months,) each, by column."""
        return {column: (fan.low, fan.high) for column, fan in self.fans.items()}


@lru_cache(CACHED)
def forecast(plan: Plan) -> Forecast | None:
    """Where the plan may lead; None when nothing is uncertain. It is known when a lever that was held is let go."""
    draws = compute.draws(plan)
    return None if draws is None else Forecast.of(draws)


def fans(plan: Plan) -> dict[str, tuple[np.ndarray, np.ndarray]] | None:
    """Between what 8 of 10 draws lie, as `Forecast.ends` gives it; None when nothing is uncertain."""
    found = forecast(plan)
    return found.ends if found else None


def promised(plan: Plan) -> Promises:
    """What holds of what was promised; in a plan with nothing uncertain each chance is 0 or 1."""
    found = forecast(plan)
    return found.promised if found else promises.of(compute.projection(plan))


@dataclass(frozen=True)
class Failing:
    """What is special about the draws in which something promised fails: where levers lie, which events happen."""

    leanings: Sequence[Leaning] = ()
    happenings: Sequence[Happening] = ()


@lru_cache(CACHED)
def failing(plan: Plan) -> Failing:
    """What is special about the draws that fail; nothing when nothing is uncertain."""
    draws = compute.draws(plan)
    if draws is None:
        return Failing()
    drawn = sampling.drawn(plan)
    return Failing(
        tuple(promises.leanings(draws, drawn.levers)),
        tuple(promises.happenings(draws, drawn.later)),
    )


@lru_cache(CACHED)
def drivers(plan: Plan, metric: str, month: int) -> Sequence[Driver]:
    """Which uncertain levers explain the spread of a metric at the end of a month (from 1), strongest first."""
    compute.wait_for_engine()
    result = uncertainty.run(plan, keep=(metric,))
    levers = sampling.draws(plan)
    return tuple(uncertainty.drivers(result, levers, metric, month))


@lru_cache(CACHED)
def indices(plan: Plan, metric: str, month: int) -> Sequence[Index]:
    """How much of the variance each uncertain lever explains; PlannerError as in `uncertainty.indices`."""
    compute.wait_for_engine()
    return tuple(uncertainty.indices(plan, metric, month))


@lru_cache(CACHED)
def breaking_points(plan: Plan) -> Sequence[BreakingPoint]:
    """How far each lever may go alone before a limit breaks, the thinnest margin first."""
    compute.wait_for_engine()
    return tuple(analysis.breaking_points(plan))


@lru_cache(CACHED)
def repairs(plan: Plan) -> Sequence[Repair]:
    """What would repair what the plan breaks as it is."""
    compute.wait_for_engine()
    return tuple(mending.repairs(plan))
