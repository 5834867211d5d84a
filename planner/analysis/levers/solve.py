"""What a lever would have to be for a goal: one lever, or every one of them alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.analysis import arguments
from planner.analysis.levers.crossings import Condition, Scan, located, scans, width
from planner.analysis.levers.one_at_a_time import moved
from planner.analysis.levers.sensitivity import FLOWS
from planner.model.simulate import Result, simulate
from planner.plan import Plan
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.levers import lever

AS_GOOD = 1e-9
"""What counts as the best a lever can do, relative to what is missing then."""


@dataclass(frozen=True)
class Goal:
    """A metric at the end of a month (from 1): at least the target, or at most. In the metric's unit."""

    metric: str
    month: int
    target: float
    at_most: bool = False

    def checked(self, plan: Plan) -> "Goal":
        """The goal itself; PlannerError for an unknown metric, a month beyond the plan, or a target without an end."""
        arguments.metric(self.metric)
        arguments.month(plan, self.month)
        if not math.isfinite(self.target):
            raise PlannerError(Problem("target", str(self.target), "must be a finite number"))
        return self

    def beyond(self, result: Result) -> np.ndarray:
        """How far beyond the target the metric is in every month, (months, draws); below 0 short of it, or NaN."""
        over = result[self.metric] - self.target
        return -over if self.at_most else over

    def score(self, result: Result) -> np.ndarray:
        """`beyond` at the goal's month, (1, draws): met where 0 or more."""
        return self.beyond(result)[self.month - 1 : self.month]

    @property
    def condition(self) -> Condition:
        """The goal as a condition that levers can be tried on."""
        return Condition((self.metric,), self.score)


@dataclass(frozen=True)
class Solution:
    """What one lever alone would have to be.

    status: "met" when the plan meets the goal as it is. value: the nearest to today's that meets it; None out of reach.
    metric: at that value; out of reach, the nearest to the target that the lever can bring it, at `best_at`. others:
    further values at which the metric passes the target, nearest first. distance: from today to the value, relative to
    the width of the usual range (without one to today's value, or to a step from 0); inf out of reach.
    """

    lever: str
    today: float
    status: Literal["met", "found", "out of reach"]
    value: float | None
    metric: float
    best_at: float | None = None
    others: tuple[float, ...] = ()
    distance: float = 0.0


def solve(plan: Plan, lever_id: str, goal: Goal) -> Solution:
    """What a lever alone would have to be; PlannerError for an unknown lever or a goal that cannot be asked for."""
    return _solutions(plan, (lever_id,), goal.checked(plan))[0]


def solve_each(plan: Plan, goal: Goal, levers: Sequence[str] = FLOWS) -> list[Solution]:
    """What each lever alone would have to be, the smallest change first.

    Levers out of reach come last, first the one that comes nearest to the target. PlannerError as in `solve`.
    """

    def missing(solution: Solution) -> float:
        gap = abs(solution.metric - goal.target) if solution.value is None else 0.0
        return math.inf if math.isnan(gap) else gap

    found = _solutions(plan, levers, goal.checked(plan))
    return sorted(found, key=lambda solution: (solution.distance, missing(solution)))


def _solutions(plan: Plan, lever_ids: Sequence[str], goal: Goal) -> list[Solution]:
    levers = [lever(lever_id).id for lever_id in dict.fromkeys(lever_ids)]
    as_it_is = simulate(plan, keep=(goal.metric,))
    if goal.score(as_it_is)[0, 0] >= 0:
        metric = float(as_it_is[goal.metric][goal.month - 1, 0])
        return [Solution(name, plan.value(name), "met", plan.value(name), metric) for name in levers]
    tried = scans(plan, levers, goal.condition)
    passed = located(plan, goal.condition, [crossing for scan in tried for crossing in scan.crossings()])
    values = {
        scan.lever: sorted((one.met for one in passed if one.lever == scan.lever), key=lambda at: abs(at - scan.today))
        for scan in tried
    }
    reached = [values[scan.lever][0] if values[scan.lever] else _best_at(scan) for scan in tried]
    metrics = moved(plan, levers, reached, (goal.metric,))[goal.metric][goal.month - 1].tolist()
    return [
        _solution(scan, at, values[scan.lever], metric)
        for scan, at, metric in zip(tried, reached, metrics, strict=True)
    ]


def _solution(scan: Scan, at: float, values: Sequence[float], metric: float) -> Solution:
    if not values:
        return Solution(scan.lever, scan.today, "out of reach", None, metric, best_at=at, distance=math.inf)
    distance = abs(at - scan.today) / width(lever(scan.lever), scan.today)
    return Solution(scan.lever, scan.today, "found", at, metric, others=tuple(values[1:]), distance=distance)


def _best_at(scan: Scan) -> float:
    """The value nearest to today's that brings the metric as near to the target as the lever can."""
    best = scan.scores[0].max()
    values = scan.values[scan.scores[0] >= best - AS_GOOD * abs(best)]
    return float(values[np.abs(values - scan.today).argmin()])
