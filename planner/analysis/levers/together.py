"""Several levers moved together: the least share of the way to their better usual ends that meets a goal."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from planner.analysis.levers.goals import COST_COLUMNS, Cost, Goal, costs
from planner.analysis.levers.readable import readable
from planner.model.simulate import simulate
from planner.plan import Plan, reference_data
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.levers import Lever, lever

FEWEST, MOST = 2, 6
"""How many levers can be moved together."""

WITHOUT_RANGE = 0.3
"""How far a lever without a usual range moves at most, relative to its value."""

Stays = Literal["", "no way", "no difference", "better end", "cash", "no nearer"]
"""Why a lever stays at today's value, empty where it moves: it has no other end, none of its ends matters, it is at or
beyond its better end, at an end that serves the metric cash falls below the floor, or no end serves the metric."""

SHARES = 1025
"""Shares of the way that are tried first, both ends among them."""

FINER, EXACT = 257, 1e-12
"""Shares tried between two neighbours of the round before, and how near neighbours are in the end."""


@dataclass(frozen=True)
class Together:
    """What several levers together would have to be.

    levers, today, ends: which, their values in the plan, and their better ends: of the usual range, or 30% from today's
    without one; today's value where moving is no better, or where it lies beyond that end already. stays: why it is
    today's. status: "met" when the plan meets the goal as it is. share: of the way, the least that meets the goal; 0
    when met; out of reach the one that comes nearest to the target. values: of the levers at that share. metric, cost:
    what the plan comes to there.
    """

    levers: tuple[str, ...]
    today: tuple[float, ...]
    ends: tuple[float, ...]
    stays: tuple[Stays, ...]
    status: Literal["met", "found", "out of reach"]
    share: float
    values: tuple[float, ...]
    metric: float
    cost: Cost


def solve_together(plan: Plan, levers: Sequence[str], goal: Goal) -> Together:
    """What two to six levers together would have to be, each the same share of the way to its better usual end.

    The better ends are those that bring the metric nearest to the target, or furthest beyond it, with all levers there.
    PlannerError for an unknown lever, one that is named twice, fewer or more of them, or a goal that cannot be asked
    for.
    """
    goal.checked(plan)
    names = _checked(levers)
    today = np.array([plan.value(lever_id) for lever_id in names])
    ends = _better_ends(plan, names, today, goal)
    way = _Way(plan, names, today, ends, goal)
    least = 0.0 if goal.met(plan) else way.least()
    share = way.nearest() if least is None else least
    result = simulate(plan, levers=way.levers(np.array([share])), keep=way.columns)
    return Together(
        names,
        tuple(today.tolist()),
        tuple(ends.tolist()),
        tuple(_stays(plan, names, at, today, ends, goal) for at in range(len(names))),
        "out of reach" if least is None else "found" if least else "met",
        share,
        tuple(float(values[0]) for values in way.levers(np.array([share])).values()),
        float(result[goal.metric][goal.month - 1, 0]),
        costs(result, goal.month)[0],
    )


def together_in_few_digits(plan: Plan, goal: Goal, found: Together) -> Together:
    """The same in values that can be read, a little further than the exact ones, where these still meet the goal."""
    if found.status != "found":
        return found
    values = tuple(map(readable, found.levers, found.today, found.values))
    columns = dict.fromkeys((*goal.columns, *COST_COLUMNS))
    result = simulate(plan, levers=dict(zip(found.levers, values, strict=True)), keep=columns)
    if goal.score(result)[0, 0] < 0:
        return found
    metric = float(result[goal.metric][goal.month - 1, 0])
    return replace(found, values=values, metric=metric, cost=costs(result, goal.month)[0])


def _checked(levers: Sequence[str]) -> tuple[str, ...]:
    names = [lever(lever_id).id for lever_id in levers]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    problems = [Problem("together", name, "is named twice; name each lever once") for name in twice]
    if not FEWEST <= len(names) <= MOST:
        problems.append(Problem("together", ", ".join(names) or None, f"must be {FEWEST} to {MOST} levers"))
    if problems:
        raise PlannerError(problems)
    return tuple(names)


def _better_ends(plan: Plan, names: Sequence[str], today: np.ndarray, goal: Goal) -> np.ndarray:
    """Where each lever moves to, (levers,): of every combination of lower end, today and upper end the best.

    Among equals the one that moves fewest levers.
    """
    levers = [reference_data.lever(plan, lever_id) for lever_id in names]
    choices = [_ends(of, value) for of, value in zip(levers, today.tolist(), strict=True)]
    corners = sorted(itertools.product(*choices), key=lambda corner: int((np.array(corner) != today).sum()))
    table = np.array(corners)
    result = simulate(plan, levers=dict(zip(names, table.T, strict=True)), keep=goal.columns)
    return table[int(_without_nan(goal.score(result)[0]).argmax())]


def _stays(plan: Plan, names: Sequence[str], at: int, today: np.ndarray, ends: np.ndarray, goal: Goal) -> Stays:
    """Why a lever stays where it is with the others at their ends. at: its place among the names."""
    if ends[at] != today[at]:
        return ""
    of = reference_data.lever(plan, names[at])
    choices = _ends(of, float(today[at]))
    if len(choices) == 1:
        return "no way"
    levers: dict[str, float | np.ndarray] = {**dict(zip(names, ends.tolist(), strict=True)), of.id: np.array(choices)}
    result = simulate(plan, levers=levers, keep=goal.columns)
    score, metric = (_without_nan(each[goal.month - 1]) for each in (goal.beyond(result), goal.beyond_target(result)))
    if (score == score[0]).all():
        return "no difference"
    if (metric > metric[0]).any():
        return "cash"
    return "better end" if len(choices) == 2 else "no nearer"


def _without_nan(score: np.ndarray) -> np.ndarray:
    """A score, the lowest where the metric has no value."""
    return np.nan_to_num(score, nan=-np.inf, posinf=np.inf, neginf=-np.inf)


def _ends(of: Lever, today: float) -> tuple[float, ...]:
    """Today's value, and the ends of a lever's way down and up where it is not at or beyond them."""
    if of.usual_low is None or of.usual_high is None:
        low, high = sorted((today * (1 - WITHOUT_RANGE), today * (1 + WITHOUT_RANGE)))
        low, high = max(low, of.min), min(high, of.max)
    else:
        low, high = of.usual_low, of.usual_high
    return tuple(dict.fromkeys((today, min(low, today), max(high, today))))


@dataclass(frozen=True)
class _Way:
    """The way of several levers from today's values to their ends. today, ends: (levers,)."""

    plan: Plan
    names: tuple[str, ...]
    today: np.ndarray
    ends: np.ndarray
    goal: Goal

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.goal.columns, *COST_COLUMNS)))

    def levers(self, shares: np.ndarray) -> dict[str, np.ndarray]:
        """Each lever's value at some shares of the way, (shares,) by lever id."""
        values = self.today[:, None] + (self.ends - self.today)[:, None] * shares
        low, high = np.minimum(self.today, self.ends)[:, None], np.maximum(self.today, self.ends)[:, None]
        return dict(zip(self.names, np.clip(values, low, high), strict=True))

    def scores(self, shares: np.ndarray) -> np.ndarray:
        """The goal's score at some shares of the way, (shares,)."""
        return self.goal.score(simulate(self.plan, levers=self.levers(shares), keep=self.goal.columns))[0]

    def least(self) -> float | None:
        """The least share that meets the goal; None when none does."""
        low, high, count = 0.0, 1.0, SHARES
        while high - low > EXACT:
            shares = np.linspace(low, high, count)
            met = np.flatnonzero(self.scores(shares) >= 0)
            if not met.size:
                return None
            low, high, count = float(shares[max(met[0] - 1, 0)]), float(shares[met[0]]), FINER
        return high

    def nearest(self) -> float:
        """The least share of those that bring the metric nearest to the target."""
        shares = np.linspace(0.0, 1.0, SHARES)
        return float(shares[np.nan_to_num(self.scores(shares), nan=-np.inf).argmax()])
