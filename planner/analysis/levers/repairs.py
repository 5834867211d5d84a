"""What would repair a plan that breaks its limits as it is: one lever alone, or a funding round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.analysis import funding
from planner.analysis.funding import Round
from planner.analysis.levers.breaking_points import MOST_BURN, YEAR
from planner.analysis.levers.crossings import Condition, located, scans, width
from planner.analysis.levers.one_at_a_time import moved
from planner.analysis.levers.readable import readable
from planner.analysis.levers.sensitivity import DECISIONS
from planner.analysis.readings import promises
from planner.model.simulate import Result, simulate
from planner.plan import Plan, Target, reference_data

FEW = 3
"""The most levers that are named for one thing that is broken."""

Room = Callable[[Result], np.ndarray]
"""What is left before a limit breaks, (draws,): below 0 where it is broken."""


@dataclass(frozen=True)
class Move:
    """A lever that repairs something alone. value: what it would have to be."""

    lever: str
    today: float
    value: float


@dataclass(frozen=True)
class Repair:
    """What would repair one thing that is broken, or all of it, without breaking anything that holds.

    what: cash, the burn multiple, a target, or all of these. target: which, for one. moves: levers that do it alone,
    the nearest to today first; none when no lever does. round: the smallest that does, in the month in which cash falls
    below 0; for cash only.
    """

    what: Literal["cash", "burn_multiple", "target", "all"]
    target: Target | None = None
    moves: tuple[Move, ...] = ()
    round: Round | None = None


def repairs(plan: Plan, levers: Sequence[str] = DECISIONS) -> list[Repair]:
    """What would repair each thing that a plan breaks as it is: cash below 0, a burn multiple above 2, missed targets.

    Of several, all of them at once come first. Nothing for a plan that breaks nothing. PlannerError for an unknown
    lever.
    """
    limits = _limits(plan)
    columns = tuple(dict.fromkeys(("cash", "burn_multiple", *(one.metric for one in plan.acting_targets()))))
    today = simulate(plan, keep=columns)
    broken = [room(today)[0] < 0 for _, room in limits]
    if not any(broken):
        return []
    held = [room for (_, room), wrong in zip(limits, broken, strict=True) if not wrong]
    asked = [(repair, [room]) for (repair, room), wrong in zip(limits, broken, strict=True) if wrong]
    if len(asked) > 1:
        asked.insert(0, (Repair("all"), [room for _, rooms in asked for room in rooms]))
    condition = Condition(columns, lambda result: np.stack([_least(result, [*rooms, *held]) for _, rooms in asked]))
    moves = _moves(plan, condition, levers, len(asked))
    return [
        Repair(one.what, one.target, tuple(found[:FEW]), _round(plan) if one.what == "cash" else None)
        for (one, _), found in zip(asked, moves, strict=True)
    ]


def _limits(plan: Plan) -> list[tuple[Repair, Room]]:
    """What can break in a plan, each with how much room there is."""
    due = sorted((one for one in plan.acting_targets() if one.month <= plan.months), key=lambda one: one.month)
    return [
        (Repair("cash"), lambda result: result.cash_room().min(axis=0)),
        (Repair("burn_multiple"), _burn_room),
        *((Repair("target", one), _target_room(one)) for one in due),
    ]


def _burn_room(result: Result) -> np.ndarray:
    room = MOST_BURN - result["burn_multiple"][YEAR - 1 :]
    return np.where(np.isnan(room), np.inf, room).min(axis=0)


def _target_room(target: Target) -> Room:
    return lambda result: promises.room(target, result[target.metric][target.month - 1])


def _least(result: Result, rooms: Sequence[Room]) -> np.ndarray:
    return np.min([room(result) for room in rooms], axis=0)


def _moves(plan: Plan, condition: Condition, levers: Sequence[str], kinds: int) -> list[list[Move]]:
    """By kind of the condition, which no lever meets as it stands, the levers that meet it alone, nearest first."""
    tried = scans(plan, list(dict.fromkeys(levers)), condition)
    near = located(plan, condition, [one for scan in tried for kind in range(kinds) for one in scan.around_today(kind)])
    if not near:
        return [[] for _ in range(kinds)]
    short = [readable(one.lever, plan.value(one.lever), one.met) for one in near]
    scores = condition.score(moved(plan, [one.lever for one in near], short, condition.columns))
    found: list[dict[str, Move]] = [{} for _ in range(kinds)]
    for at, one in enumerate(near):
        value = short[at] if scores[one.kind, at] >= 0 else one.met
        move = Move(one.lever, plan.value(one.lever), value)
        other = found[one.kind].get(one.lever)
        if other is None or _distance(plan, move) < _distance(plan, other):
            found[one.kind][one.lever] = move
    return [sorted(each.values(), key=lambda move: _distance(plan, move)) for each in found]


def _distance(plan: Plan, move: Move) -> float:
    """How far a lever would have to go: in widths of its usual range, or in today's value, whichever is more."""
    change = abs(move.value - move.today)
    usual = width(reference_data.lever(plan, move.lever), move.today)
    return max(change / usual, change / abs(move.today)) if move.today else change / usual


def _round(plan: Plan) -> Round | None:
    """The smallest round in the month in which cash falls below 0; None beyond what a round may have."""
    out = float(simulate(plan, keep=("cash",)).cash_out_month()[0])
    found = funding.smallest_round(plan, int(out))
    return found if found.status == "found" else None
