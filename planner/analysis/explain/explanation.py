"""The difference of a metric between two plans, split by what differs: Shapley values, which add up to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis import arguments
from planner.analysis.explain import shapley
from planner.analysis.explain.items import Item, in_currency_of, items
from planner.model.simulate import simulate
from planner.plan import MIN_MONTHS, Plan
from planner.plan.differences import ORDER, Difference, overlaid
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.numbers import months_apart

MOST_EXACT = 12
"""Items up to which every mix of them is run; beyond it orders are drawn."""

MIXES = 8192
"""About how many mixes drawn orders come to; at least LEAST_ORDERS are drawn."""

LEAST_ORDERS = 32
MOST_PAIRED = 48
"""Items among which the pair that interacts most is looked for, those with the largest effects."""

NEVER = -1
"""Months later that mean that an event does not act."""

AT_ONCE = 4096
"""Mixes that are simulated together."""


@dataclass(frozen=True)
class Effect:
    """What an item does to the metric, on average over all orders in which the items could be taken over.

    standard_error: of that average where orders were drawn; 0 where it is exact.
    """

    item: Item
    effect: float
    standard_error: float


@dataclass(frozen=True)
class Interaction:
    """Two items that do more, or less, together than each alone: by how much, on average over what else is taken."""

    first: Item
    second: Item
    effect: float


@dataclass(frozen=True)
class Explanation:
    """Why a metric differs at the end of a month, from one plan to another, both in the first's currency.

    month, other_month: the month of each plan that is compared, from 1. before, after: the metric there. effects: the
    largest first; they add up to after - before. interaction: the pair that interacts most; None where no two do.
    orders: how many were drawn; 0 where the values are exact.
    """

    plan: Plan
    other: Plan
    metric: str
    month: int
    other_month: int
    before: float
    after: float
    effects: tuple[Effect, ...]
    interaction: Interaction | None
    orders: int


def explain(
    plan: Plan,
    other: Plan,
    metric: str,
    month: int,
    *,
    other_month: int | None = None,
    seed: int = 1,
    fold: bool = False,
) -> Explanation:
    """The difference of a metric from a plan to another, by what differs.

    month: from 1, of the first plan. other_month: of the second one, the same number by default; another one where
    plans of different start are compared in one calendar month, which is then what the start does. seed: of the orders
    that are drawn where more than MOST_EXACT items have an effect. fold: whether the levers of a group are one item.

    PlannerError for an unknown metric, a month that a plan does not have, a seed below 0, currencies without a rate, or
    a metric that is not a finite number in every mix of the two plans.
    """
    later = month if other_month is None else other_month
    arguments.metric(metric)
    arguments.seed(seed)
    for one, number in ((plan, month), (other, later)):
        if not 1 <= number <= one.months:
            raise PlannerError(Problem("month", str(number), f"must be 1 to {one.months}, the months of {one.name}"))
    found = items(plan, other, fold, months_apart(plan.start, other.start) if later != month else 0)
    there = in_currency_of(other, plan)
    game = Game(plan, there, found, metric, (month, later))
    count = len(game.acting)
    if count <= MOST_EXACT:
        orders, outcomes = 0, game(shapley.every_mix(count))
        effects, errors = shapley.exact(outcomes), np.zeros(count)
        joint = shapley.interactions(outcomes)
    else:
        orders = max(LEAST_ORDERS, MIXES // (count + 1) // 2 * 2)
        effects, errors = shapley.estimated(game, count, orders, seed)
        largest = np.argsort(-abs(effects))[:MOST_PAIRED]
        joint = shapley.interactions_at_the_ends(game, count, largest)
    before, after = (float(value) for value in game(np.array([[False] * count, [True] * count])))
    of = {at: (float(effect), float(error)) for at, effect, error in zip(game.acting, effects, errors, strict=True)}
    split = [Effect(item, *of.get(at, (0.0, 0.0))) for at, item in enumerate(found)]
    split.sort(key=lambda one: -abs(one.effect))
    pair = _strongest(joint, [found[at] for at in game.acting])
    return Explanation(plan, there, metric, month, later, before, after, tuple(split), pair, orders)


class Game:
    """A metric at the end of a month of mixes of two plans in one currency: called with which items are taken over.

    acting: the places of the items that can change it.
    """

    def __init__(self, plan: Plan, other: Plan, found: Sequence[Item], metric: str, in_months: tuple[int, int]) -> None:
        """found: what differs from a plan to another. in_months: of each plan, from 1."""
        self._metric, self._months = metric, in_months
        self._horizon = months = max(*in_months, MIN_MONTHS)
        both = [
            Plan(
                months=months,
                levers=one.levers,
                events=one.events,
                funding=tuple(each for each in one.acting_funding() if each.month <= months),
            )
            for one in (plan, other)
        ]
        self.acting = [at for at, item in enumerate(found) if self._acts(item)]
        acting = [found[at] for at in self.acting]
        self._levers = {
            part.item: (at, float(part.before), float(part.after))
            for at, item in enumerate(acting)
            for part in item.parts
            if part.kind == "lever"
        }
        events = {part.key: at for at, item in enumerate(acting) for part in item.parts if part.kind == "event"}
        self._events = {key: at for key, at in events.items() if key != ORDER}
        self._others = [[part for part in item.parts if part.kind == "funding" or part.key == ORDER] for item in acting]
        self._moves = np.array([bool(others) for others in self._others], dtype=bool)
        self._start = next((at for at, item in enumerate(acting) if item.item == "start"), None)
        self._plan, self._other = both

    def __call__(self, mixes: np.ndarray) -> np.ndarray:
        """The metric, (mixes,), of mixes of the acting items, (mixes, items) of bool, each simulated once."""
        different, places = np.unique(mixes, axis=0, return_inverse=True)
        _, which = np.unique(different[:, self._moves], axis=0, return_inverse=True)
        outcomes = np.empty(len(different))
        for rows in np.split(np.argsort(which.ravel(), kind="stable"), np.cumsum(np.bincount(which.ravel()))[:-1]):
            for first in range(0, rows.size, AT_ONCE):
                some = rows[first : first + AT_ONCE]
                outcomes[some] = self._run(different[some])
        if not np.isfinite(outcomes).all():
            mixed = f"is not a finite number at the end of month {self._months[0]} in every mix of the two plans"
            raise PlannerError(Problem(self._metric, None, f"{mixed}; choose another metric or month"))
        return outcomes[places.ravel()]

    def _run(self, mixes: np.ndarray) -> np.ndarray:
        """The metric of mixes that have the same rounds; events act in those that have them."""
        chosen = [part for at in np.flatnonzero(mixes[0]) for part in self._others[at]]
        plan, marks = overlaid(self._plan, self._other, self._events, chosen)
        later = {
            place: np.where(mixes[:, self._events[key]] == is_other, 0, NEVER)
            for place, key, is_other in marks
            if plan.events[place].acts
        }
        levers = {lever: np.where(mixes[:, at], after, before) for lever, (at, before, after) in self._levers.items()}
        column = simulate(plan, levers=levers, keep=(self._metric,), later=later)[self._metric]
        first, second = (column[month - 1] for month in self._months)
        return first if self._start is None else np.where(mixes[:, self._start], second, first)

    def _acts(self, item: Item) -> bool:
        """Whether an item can change the metric: what does not act by that month, or at all, cannot."""
        if item.item == "start" and self._months[0] != self._months[1]:
            return True
        return any(self._part_acts(part) for part in item.parts)

    def _part_acts(self, part: Difference) -> bool:
        if part.kind == "event":
            if part.key == ORDER:
                return True
            return any(
                event.acts and event.start <= self._horizon for event in (*(part.before or ()), *(part.after or ()))
            )
        if part.kind == "funding":
            active = any(one.active for one in (*(part.before or ()), *(part.after or ())))
            return active and int(str(part.key)) <= self._horizon
        return part.kind == "lever"


def _strongest(joint: np.ndarray, acting: Sequence[Item]) -> Interaction | None:
    """The pair that interacts most; None where no two do."""
    if not joint.any():
        return None
    first, second = sorted(int(at) for at in np.unravel_index(abs(joint).argmax(), joint.shape))
    return Interaction(acting[first], acting[second], float(joint[first, second]))
