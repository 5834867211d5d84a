"""Breaking points: how far each lever may move alone before a limit of the plan breaks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.analysis.levers.crossings import Condition, Crossing, Scan, located, scans, width
from planner.analysis.levers.one_at_a_time import moved
from planner.analysis.levers.sensitivity import UNLIMITED, in_play
from planner.analysis.readings import promises
from planner.analysis.readings.promises import Promise
from planner.model.simulate import Result, simulate
from planner.plan import Plan, Target, reference_data

Direction = Literal["down", "up"]
DIRECTIONS: tuple[Direction, ...] = ("down", "up")
Limit = Literal["cash", "burn_multiple", "target"]
LIMITS: tuple[Limit, ...] = ("cash", "burn_multiple", "target")
"""What can break: cash falls below 0, the burn multiple passes `MOST_BURN`, a target of any metric is missed."""

MOST_BURN = 2.0
"""The burn multiple that is too much: above 2 is suspect (D. Sacks, The Burn Multiple, 2020)."""

YEAR = 12


@dataclass(frozen=True)
class BreakingPoint:
    """How far a lever may go alone, in one direction, before a limit breaks.

    value: where it is broken, None when nowhere within the lever's bounds. margin: the change relative to today's
    value, from 0 to the width of the usual range; inf when it does not break. A market without limit, which stands at
    0, comes down to its value: a margin of all of it. month: the first (from 1) in which it is broken there. metric: of
    the target that is missed in it, None for another limit. A limit that is broken in the plan as it is has no lever,
    no margin left, and its month.
    """

    limit: Limit
    month: int | None
    margin: float
    lever: str | None = None
    direction: Direction | None = None
    today: float | None = None
    value: float | None = None
    metric: str | None = None

    @property
    def already(self) -> bool:
        """Whether the plan as it is breaks the limit."""
        return self.lever is None


def breaking_points(plan: Plan, levers: Sequence[str] | None = None) -> list[BreakingPoint]:
    """How far each lever may go alone, up and down, before each limit breaks; the thinnest margin first.

    What is broken already comes first: a limit once, and every target that is missed; the other targets are still at
    stake. A plan without targets cannot miss one. levers: those `in_play` by default. PlannerError for an unknown one.
    """
    columns = _columns(plan)
    today = simulate(plan, keep=columns)
    missed = [one for one in promises.due(today) if not one.kept]
    first = [_first_month(room)[0] for room in _rooms(today, ())]
    already = [BreakingPoint(limit, int(month), 0.0) for limit, month in zip(LIMITS, first, strict=False) if month]
    already += [BreakingPoint("target", one.month, 0.0, metric=one.target.metric) for one in missed]
    held = [one.target for one in promises.due(today) if one.kept]
    holding = [row for row, month in enumerate(first) if not month] + ([len(first)] if held else [])
    if not holding:
        return already
    condition = Condition(columns, lambda result: np.stack(_rooms(result, held)).min(axis=1)[holding])
    tried = scans(plan, list(dict.fromkeys(in_play(plan) if levers is None else levers)), condition)
    near = [crossing for scan in tried for kind in range(len(holding)) for crossing in _nearest(scan, kind)]
    ahead = _points(plan, holding, held, located(plan, condition, near))
    known = {(point.limit, point.lever, point.direction) for point in ahead}
    safe = [
        BreakingPoint(LIMITS[row], None, math.inf, scan.lever, direction, scan.today)
        for row in holding
        for scan in tried
        for direction in DIRECTIONS
        if (LIMITS[row], scan.lever, direction) not in known
    ]
    return [*already, *sorted(ahead, key=lambda point: point.margin), *safe]


def _columns(plan: Plan) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("cash", "burn_multiple", *(one.metric for one in plan.acting_targets()))))


def _nearest(scan: Scan, kind: int) -> list[Crossing]:
    """The crossings next to today's value; of a market without limit the largest that is too small."""
    if scan.lever != UNLIMITED or scan.today:
        return scan.around_today(kind)
    return [one for one in scan.crossings(kind)[-1:] if one.met > one.unmet]


def _points(
    plan: Plan, holding: Sequence[int], held: Sequence[Target], breaks: Sequence[Crossing]
) -> list[BreakingPoint]:
    """The breaking point of each crossing. held: the targets that are at stake."""
    if not breaks:
        return []
    result = moved(plan, [one.lever for one in breaks], [one.unmet for one in breaks], _columns(plan))
    rooms = _rooms(result, held)
    points = []
    for at, one in enumerate(breaks):
        row, today = holding[one.kind], plan.value(one.lever)
        month, metric = int(_first_month(rooms[row])[at]), None
        if LIMITS[row] == "target":
            there = (Promise(target, float(result[target.metric][month - 1, at])) for target in held)
            metric = next(each.target.metric for each in there if each.month == month and not each.kept)
        margin = abs(one.unmet - today) / (abs(today) or width(reference_data.lever(plan, one.lever), today))
        direction: Direction = "up" if one.unmet > today else "down"
        if one.lever == UNLIMITED and not today:
            margin, direction = 1.0, "down"
        points.append(BreakingPoint(LIMITS[row], month, margin, one.lever, direction, today, one.unmet, metric))
    return points


def _rooms(result: Result, held: Sequence[Target]) -> list[np.ndarray]:
    """What is left before each limit breaks, (months, draws) each: below 0 where broken, inf where none applies.

    In the order of LIMITS. That of the targets, where any are held, is relative to what they ask for.
    """
    burn, asked = (np.full((result.months, result.draws), np.inf) for _ in range(2))
    burn[YEAR - 1 :] = MOST_BURN - result["burn_multiple"][YEAR - 1 :]
    for target in held:
        left = promises.room(target, result[target.metric][target.month - 1]) / promises.size(target)
        asked[target.month - 1] = np.minimum(asked[target.month - 1], left)
    cash = result.cash_room()
    return [cash, burn, asked] if held else [cash, burn]


def _first_month(room: np.ndarray) -> np.ndarray:
    """The first month (from 1) in which a limit is broken, (draws,); 0 where it holds. room: (months, draws)."""
    broken = room < 0
    return np.where(broken.any(axis=0), broken.argmax(axis=0) + 1, 0)
