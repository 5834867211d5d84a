"""A goal that a plan can be asked to meet, and what meeting it costs."""

import math
from dataclasses import dataclass

import numpy as np

from planner.analysis import arguments
from planner.analysis.levers.crossings import Condition
from planner.model.simulate import Result, simulate
from planner.plan import Plan, Target
from planner.vocabulary.errors import PlannerError, Problem

HALF_A_CENT = 0.005
"""Cash that is below the floor by no more than this is at the floor."""

BELOW_FLOOR = 1e150
"""Score of each unit of cash that is missing at the floor: worse than any metric that misses its target."""


@dataclass(frozen=True)
class Goal:
    """A metric at the end of a month (from 1): at least the target, or at most. In the metric's unit.

    cash_floor: what cash must not fall below in any month of the plan; None for no such limit.
    """

    metric: str
    month: int
    target: float
    at_most: bool = False
    cash_floor: float | None = None

    def checked(self, plan: Plan) -> "Goal":
        """The goal itself; PlannerError for an unknown metric, a month beyond the plan, or numbers without an end."""
        arguments.metric(self.metric)
        arguments.month(plan, self.month)
        for place, value in (("target", self.target), ("cash floor", self.cash_floor)):
            if value is not None and not math.isfinite(value):
                raise PlannerError(Problem(place, str(value), "must be a finite number"))
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """What a result must have kept to be scored."""
        return tuple(dict.fromkeys((self.metric, "cash"))) if self.cash_floor is not None else (self.metric,)

    def beyond(self, result: Result) -> np.ndarray:
        """How far beyond the target the metric is in every month, (months, draws); below 0 short of it, or NaN.

        Where cash falls below the floor in some month it is less than any metric's, and the less, the lower cash falls.
        """
        over = self.beyond_target(result)
        if self.cash_floor is None:
            return over
        room = result["cash"].min(axis=0) - self.cash_floor
        return np.where(self.keeps_floor(result), over, BELOW_FLOOR * room)

    def beyond_target(self, result: Result) -> np.ndarray:
        """`beyond` whatever cash does."""
        over = result[self.metric] - self.target
        return -over if self.at_most else over

    def keeps_floor(self, result: Result) -> np.ndarray:
        """Whether cash is at the floor or above it in every month, (draws,); true when there is no floor."""
        if self.cash_floor is None:
            return np.ones(result.draws, dtype=np.bool_)
        return result["cash"].min(axis=0) >= self.cash_floor - HALF_A_CENT

    def score(self, result: Result) -> np.ndarray:
        """`beyond` at the goal's month, (1, draws): met where 0 or more."""
        return self.beyond(result)[self.month - 1 : self.month]

    def met(self, plan: Plan) -> bool:
        """Whether a plan meets the goal."""
        return bool(self.score(simulate(plan, keep=self.columns))[0, 0] >= 0)

    @property
    def condition(self) -> Condition:
        """The goal as a condition that levers can be tried on."""
        return Condition(self.columns, self.score)


def of_target(target: Target) -> list[Goal]:
    """What a target asks for: a goal for each of its bounds, the least first."""
    bounds = ((target.least, False), (target.most, True))
    return [Goal(target.metric, target.month, bound, at_most) for bound, at_most in bounds if bound is not None]


@dataclass(frozen=True)
class Cost:
    """What a plan comes to beside its goal.

    lowest_cash: at the end of a month, over the whole plan. lowest_month: that month, from 1. headcount: at the end of
    the goal's month. arr: at the end of the plan. cash_out_month: the first with cash below 0; None when cash lasts.
    """

    lowest_cash: float
    lowest_month: int
    headcount: float
    arr: float
    cash_out_month: int | None

    @property
    def cash_lasts(self) -> bool:
        """Whether no month ends with cash below 0."""
        return self.cash_out_month is None


COST_COLUMNS = ("cash", "headcount", "arr")
"""What a result must have kept for `costs`."""


def costs(result: Result, month: int) -> list[Cost]:
    """What each draw of a result comes to. month: of the goal, from 1."""
    lowest = result["cash"].argmin(axis=0)
    outs = result.cash_out_month().tolist()
    return [
        Cost(
            lowest_cash=float(result["cash"][low, draw]),
            lowest_month=int(low) + 1,
            headcount=float(result["headcount"][month - 1, draw]),
            arr=float(result["arr"][-1, draw]),
            cash_out_month=None if math.isnan(out) else int(out),
        )
        for draw, (low, out) in enumerate(zip(lowest, outs, strict=True))
    ]


def cost(plan: Plan, month: int) -> Cost:
    """What a plan comes to. month: of the goal, from 1."""
    return costs(simulate(plan, keep=COST_COLUMNS), month)[0]
