"""What a lever would have to be for a goal: one lever, or every one of them alone, with what that costs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from planner.analysis.levers.crossings import Scan, located, scans
from planner.analysis.levers.goals import COST_COLUMNS, Cost, Goal, costs
from planner.analysis.levers.one_at_a_time import moved
from planner.analysis.levers.readable import on_a_step, readable
from planner.analysis.levers.sensitivity import FLOWS
from planner.plan import Plan, reference_data
from planner.vocabulary.levers import BEYOND_CONTROL, lever

AS_GOOD = 1e-9
"""What counts as the best a lever can do, relative to what is missing then."""

COMPARABLE = 1e100
"""Scores beyond this stand for no value, for infinity or for cash below the floor: gains over them have no size."""

ROUNDING = 1e-9
"""Shares and steps that differ by less are the same."""

MOST_OF_IT = 0.95
"""The share of a gain that is most of it."""

HALF_WAY = 0.5
"""How far from today's value, relative to the whole change, a value may lie at most that is worth naming first."""


@dataclass(frozen=True)
class PartWay:
    """A value much nearer to today's that brings most of the gain.

    metric, cost: there. share: of the gain, 0.95 or more.
    """

    value: float
    metric: float
    share: float
    cost: Cost


@dataclass(frozen=True)
class Solution:
    """What one lever alone would have to be.

    status: "met" when the plan meets the goal as it is. value: the nearest to today's that meets it; None out of reach.
    metric: at that value; out of reach, the nearest to the target that the lever can bring it, at `best_at`. cost: what
    the plan comes to with the lever at either. others: further values at which the goal begins or ends to be met,
    nearest first. part_way: a value at most half as far that brings most of the gain, if there is one. met_from,
    met_to: of a goal that is met, the values around today's between which it stays so; the lever's bounds where nothing
    ends it. usual_width: of the lever's usual range, in the plan's currency; None without one.
    """

    lever: str
    today: float
    status: Literal["met", "found", "out of reach"]
    value: float | None
    metric: float
    cost: Cost
    best_at: float | None = None
    others: tuple[float, ...] = ()
    part_way: PartWay | None = None
    met_from: float | None = None
    met_to: float | None = None
    usual_width: float | None = None

    @property
    def of_range(self) -> float | None:
        """The change relative to the width of the usual range; None without one, or out of reach."""
        return None if self.value is None else self._of_range(self.value)

    @property
    def of_today(self) -> float | None:
        """The change relative to today's value; None when that is 0, or out of reach."""
        return None if self.value is None else self._of_today(self.value)

    @property
    def distance(self) -> float:
        """How far the value is from today's: the larger of `of_range` and `of_today`; inf out of reach."""
        return math.inf if self.value is None else self.away(self.value)

    @property
    def beyond_control(self) -> bool:
        """Whether nobody in the company decides on the lever."""
        return self.lever in BEYOND_CONTROL

    def away(self, value: float) -> float:
        """How far a value is: relative to the width of the usual range or to today's value, whichever is more.

        In steps of the lever's slider when it has no usual range and is 0 today.
        """
        known = [far for far in (self._of_range(value), self._of_today(value)) if far is not None]
        return max(known) if known else abs(value - self.today) / lever(self.lever).step

    def _of_range(self, value: float) -> float | None:
        return abs(value - self.today) / self.usual_width if self.usual_width else None

    def _of_today(self, value: float) -> float | None:
        return abs(value - self.today) / abs(self.today) if self.today else None


def solve(plan: Plan, lever_id: str, goal: Goal) -> Solution:
    """What a lever alone would have to be; PlannerError for an unknown lever or a goal that cannot be asked for."""
    return _solutions(plan, (lever_id,), goal.checked(plan))[0]


def solve_each(plan: Plan, goal: Goal, levers: Sequence[str] = FLOWS) -> list[Solution]:
    """What each lever alone would have to be; PlannerError as in `solve`.

    Levers that the company decides on come first, then the others; of each, the smallest change first, then those with
    which cash runs out, then those out of reach, first the one that comes nearest to the target. When the goal is met,
    the lever that may move least comes first.
    """
    return sorted(_solutions(plan, levers, goal.checked(plan)), key=lambda one: _rank(one, goal))


def _rank(one: Solution, goal: Goal) -> tuple[float, ...]:
    if one.status == "met":
        return one.beyond_control, room(one)
    if one.value is None:
        missing = abs(one.metric - goal.target)
        return one.beyond_control, True, math.inf if math.isnan(missing) else missing
    return one.beyond_control, False, not one.cost.cash_lasts, one.distance


def room(one: Solution) -> float:
    """How far a lever may move before a goal that is met is not; inf when it always is."""
    bounds = lever(one.lever)
    ends = ((one.met_from, bounds.min), (one.met_to, bounds.max))
    far = [one.away(end) for end, bound in ends if end is not None and end != bound]
    return min(far, default=math.inf)


def usual_width(plan: Plan, lever_id: str) -> float | None:
    """How wide a lever's usual range is, in the plan's currency; None without one."""
    of = reference_data.lever(plan, lever_id)
    return None if of.usual_low is None or of.usual_high is None else of.usual_high - of.usual_low


def _solutions(plan: Plan, lever_ids: Sequence[str], goal: Goal) -> list[Solution]:
    levers = [lever(lever_id).id for lever_id in dict.fromkeys(lever_ids)]
    if not levers:
        return []
    tried = scans(plan, levers, goal.condition)
    if goal.met(plan):
        return _met(plan, goal, tried)
    passed = located(plan, goal.condition, [crossing for scan in tried for crossing in scan.crossings()])
    values = [
        sorted((one.met for one in passed if one.lever == scan.lever), key=lambda at: abs(at - scan.today))
        for scan in tried
    ]
    reached = [found[0] if found else _best_at(scan) for scan, found in zip(tried, values, strict=True)]
    there = outcomes(plan, goal, levers, reached)
    part_ways = _part_ways(plan, goal, tried, reached, [score for _, _, score in there])
    return [
        Solution(
            scan.lever,
            scan.today,
            "found" if found else "out of reach",
            at if found else None,
            metric,
            cost,
            best_at=None if found else at,
            others=tuple(found[1:]),
            part_way=part_ways.get(scan.lever),
            usual_width=usual_width(plan, scan.lever),
        )
        for scan, found, at, (metric, cost, _) in zip(tried, values, reached, there, strict=True)
    ]


def _met(plan: Plan, goal: Goal, tried: Sequence[Scan]) -> list[Solution]:
    """How far each lever may go for a goal that the plan meets."""
    ends = located(plan, goal.condition, [crossing for scan in tried for crossing in scan.around_today()])
    ((metric, cost, _),) = outcomes(plan, goal, [tried[0].lever], [tried[0].today])
    found = []
    for scan in tried:
        low, high = lever(scan.lever).min, lever(scan.lever).max
        for end in ends:
            if end.lever == scan.lever:
                low, high = (end.met, high) if end.met > end.unmet else (low, end.met)
        one = Solution(scan.lever, scan.today, "met", scan.today, metric, cost, met_from=low, met_to=high)
        found.append(replace(one, usual_width=usual_width(plan, scan.lever)))
    return found


def outcomes(plan: Plan, goal: Goal, levers: Sequence[str], values: Sequence[float]) -> list[tuple[float, Cost, float]]:
    """The metric, the cost and the score with each lever alone at a value."""
    result = moved(plan, levers, values, keep=dict.fromkeys((*goal.columns, *COST_COLUMNS)))
    metrics, scores = result[goal.metric][goal.month - 1].tolist(), goal.score(result)[0].tolist()
    return list(zip(metrics, costs(result, goal.month), scores, strict=True))


def _best_at(scan: Scan) -> float:
    """The value nearest to today's that brings the metric as near to the target as the lever can."""
    best = scan.scores[0].max()
    values = scan.values[scan.scores[0] >= best - AS_GOOD * abs(best)]
    return float(values[np.abs(values - scan.today).argmin()])


def _part_ways(
    plan: Plan, goal: Goal, tried: Sequence[Scan], reached: Sequence[float], scores: Sequence[float]
) -> dict[str, PartWay]:
    """For each lever that has one, the value at most half as far as the one reached that brings most of the gain.

    reached: the value of each lever; scores: there. The value is on a step of the lever's slider when that is near
    enough, too.
    """
    starts = [float(scan.scores[0, scan.values == scan.today].item()) for scan in tried]
    ends = {scan.lever: end for scan, *end in zip(tried, reached, starts, scores, strict=True)}
    near = [
        crossing
        for scan in tried
        for at, start, score in [ends[scan.lever]]
        if start < score and abs(start) < COMPARABLE and score < COMPARABLE
        for crossing in scan.around_today(level=start + MOST_OF_IT * (score - start))
        if abs(crossing.unmet - scan.today) < HALF_WAY * abs(at - scan.today)
    ]
    nearest: dict[str, float] = {}
    for one in sorted(located(plan, goal.condition, near), key=lambda one: -abs(one.met - plan.value(one.lever))):
        nearest[one.lever] = one.met
    found = [
        (lever_id, value)
        for lever_id, exact in nearest.items()
        for value in (
            exact,
            readable(lever_id, plan.value(lever_id), exact),
            on_a_step(lever_id, plan.value(lever_id), exact),
        )
        if abs(value - plan.value(lever_id)) <= HALF_WAY * abs(ends[lever_id][0] - plan.value(lever_id))
    ]
    if not found:
        return {}
    there = outcomes(plan, goal, [lever_id for lever_id, _ in found], [value for _, value in found])
    part_ways: dict[str, PartWay] = {}
    for (lever_id, value), (metric, cost, score) in zip(found, there, strict=True):
        _, start, end = ends[lever_id]
        share = (score - start) / (end - start)
        if share >= MOST_OF_IT - ROUNDING:
            part_ways[lever_id] = PartWay(value, metric, share, cost)
    return part_ways


def in_few_digits(plan: Plan, goal: Goal, found: Sequence[Solution]) -> list[Solution]:
    """The solutions in values that can be read: a little further than the exact ones where these still meet the goal.

    The ends up to which a goal stays met are a little nearer to today's value instead.
    """
    near = [one for one in found if one.status == "found" and one.value is not None]
    values = [readable(one.lever, one.today, one.value or 0.0) for one in near]
    there = outcomes(plan, goal, [one.lever for one in near], values) if near else []
    better = {
        one.lever: replace(one, value=value, metric=metric, cost=cost)
        for one, value, (metric, cost, score) in zip(near, values, there, strict=True)
        if score >= 0
    }
    rounded = [_with_readable_ends(better.get(one.lever, one)) for one in found]
    return sorted(rounded, key=lambda one: _rank(one, goal))


def _with_readable_ends(one: Solution) -> Solution:
    bounds = lever(one.lever)
    low, high = (
        end if end is None or end == bound else readable(one.lever, one.today, end, nearer=True)
        for end, bound in ((one.met_from, bounds.min), (one.met_to, bounds.max))
    )
    return replace(one, met_from=low, met_to=high)
