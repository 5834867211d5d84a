"""Breaking points: how far each lever may move alone before a limit of the plan breaks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from planner.analysis.levers.crossings import Condition, Crossing, located, scans, width
from planner.analysis.levers.one_at_a_time import moved
from planner.analysis.levers.sensitivity import ASSUMPTIONS
from planner.model.simulate import Result, simulate
from planner.plan import ArrTarget, Plan, reference_data

Direction = Literal["down", "up"]
DIRECTIONS: tuple[Direction, ...] = ("down", "up")
Limit = Literal["cash", "burn_multiple", "target"]
LIMITS: tuple[Limit, ...] = ("cash", "burn_multiple", "target")
"""What can break: cash falls below 0, the burn multiple passes `MOST_BURN`, a target of the board is missed."""

MOST_BURN = 2.0
"""The burn multiple that is too much: above 2 is suspect (D. Sacks, The Burn Multiple, 2020)."""

YEAR = 12
COLUMNS = ("cash", "burn_multiple", "arr")


@dataclass(frozen=True)
class BreakingPoint:
    """How far a lever may go alone, in one direction, before a limit breaks.

    value: where it is broken, None when nowhere within the lever's bounds. margin: the change relative to today's
    value, from 0 to the width of the usual range; inf when it does not break. month: the first (from 1) in which it is
    broken there. A limit that is broken in the plan as it is has no lever, no margin left, and its month.
    """

    limit: Limit
    month: int | None
    margin: float
    lever: str | None = None
    direction: Direction | None = None
    today: float | None = None
    value: float | None = None

    @property
    def already(self) -> bool:
        """Whether the plan as it is breaks the limit."""
        return self.lever is None


def breaking_points(plan: Plan, levers: Sequence[str] = ASSUMPTIONS) -> list[BreakingPoint]:
    """How far each lever may go alone, up and down, before each limit breaks; the thinnest margin first.

    What is broken already comes first: a limit once, and every target that is missed; the other targets are still at
    stake. A plan without targets cannot miss one. PlannerError for an unknown lever.
    """
    today = simulate(plan, keep=COLUMNS)
    missed = {target.month for target in plan.arr_targets() if _missed(target, today)}
    plan = plan.changed(targets=tuple(one for one in plan.targets if one.metric != "arr" or one.month not in missed))
    first = _first_months(replace(today, plan=plan))[:, 0].tolist()
    already = [BreakingPoint(limit, month, margin=0.0) for limit, month in zip(LIMITS, first, strict=True) if month]
    already += [BreakingPoint("target", month, margin=0.0) for month in sorted(missed)]
    holding = [row for row, month in enumerate(first) if not month and (LIMITS[row] != "target" or _has_targets(plan))]
    if not holding:
        return already
    condition = Condition(COLUMNS, lambda result: _room(result).min(axis=1)[holding])
    tried = scans(plan, list(dict.fromkeys(levers)), condition)
    near = [crossing for scan in tried for kind in range(len(holding)) for crossing in scan.around_today(kind)]
    ahead = _points(plan, holding, located(plan, condition, near))
    known = {(point.limit, point.lever, point.direction) for point in ahead}
    safe = [
        BreakingPoint(LIMITS[row], None, math.inf, scan.lever, direction, scan.today)
        for row in holding
        for scan in tried
        for direction in DIRECTIONS
        if (LIMITS[row], scan.lever, direction) not in known
    ]
    return [*already, *sorted(ahead, key=lambda point: point.margin), *safe]


def _points(plan: Plan, holding: Sequence[int], breaks: Sequence[Crossing]) -> list[BreakingPoint]:
    """The breaking point of each crossing."""
    if not breaks:
        return []
    result = moved(plan, [one.lever for one in breaks], [one.unmet for one in breaks], COLUMNS)
    months = _first_months(result)[[holding[one.kind] for one in breaks], np.arange(len(breaks))].tolist()
    points = []
    for one, month in zip(breaks, months, strict=True):
        today = plan.value(one.lever)
        margin = abs(one.unmet - today) / (abs(today) or width(reference_data.lever(plan, one.lever), today))
        direction: Direction = "up" if one.unmet > today else "down"
        points.append(BreakingPoint(LIMITS[holding[one.kind]], month, margin, one.lever, direction, today, one.unmet))
    return points


def _missed(target: ArrTarget, result: Result) -> bool:
    return target.month <= result.months and bool(result["arr"][target.month - 1, 0] < target.arr)


def _has_targets(plan: Plan) -> bool:
    return any(target.month <= plan.months for target in plan.arr_targets())


def _room(result: Result) -> np.ndarray:
    """What is left before each limit breaks, (limits, months, draws): below 0 where broken, inf where none applies."""
    room = np.full((len(LIMITS), result.months, result.draws), np.inf)
    room[0] = result["cash"]
    room[1, YEAR - 1 :] = MOST_BURN - result["burn_multiple"][YEAR - 1 :]
    for target in result.plan.arr_targets():
        if target.month <= result.months:
            room[2, target.month - 1] = result["arr"][target.month - 1] - target.arr
    return room


def _first_months(result: Result) -> np.ndarray:
    """The first month (from 1) in which each limit is broken, (limits, draws); 0 where it holds."""
    broken = _room(result) < 0
    return np.where(broken.any(axis=1), broken.argmax(axis=1) + 1, 0)
