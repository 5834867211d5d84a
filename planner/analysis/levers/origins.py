"""Whose the numbers of a plan are: where each comes from, how much of what matters is one's own, what to ask next."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from planner.analysis.levers.sensitivity import STEP, swings
from planner.plan import Plan
from planner.vocabulary.levers import BEYOND_CONTROL, CATALOGUE

FILE, CATALOGUE_S = "file", "catalogue"
"""Where a lever comes from that [origin] does not name: the plan's file, or the catalogue."""

ORIGINS: Mapping[str, str] = MappingProxyType(
    {
        "entered": "Entered",
        FILE: "As the file has it",
        "derived": "Derived from answers",
        "room": "From a workshop",
        "stage": "Default of the stage",
        "shipped": "As shipped",
        CATALOGUE_S: "Default of the catalogue",
    }
)
"""Every origin by id, as people read it."""

OWN = frozenset(("entered", FILE, "derived", "room"))
"""The origins that make a number one's own."""

METRICS = ("arr", "cash")
"""What a lever has to move at the end of the plan to matter."""


def origin(plan: Plan, lever_id: str) -> str:
    """Where a lever comes from: a key of ORIGINS."""
    return plan.origin.get(lever_id) or (FILE if lever_id in plan.levers else CATALOGUE_S)


class Ask(NamedTuple):
    """A number worth asking for next.

    metric: what it moves most of all. by: how far, either way. share: its weight, of that of all levers.
    """

    lever: str
    metric: str
    by: float
    share: float


class Completeness(NamedTuple):
    """How much of a plan is one's own.

    share: of what its levers move, 0 to 1. next: what is worth asking for, what moves its metric most first.
    """

    share: float
    next: tuple[Ask, ...]


def completeness(plan: Plan, count: int = 3) -> Completeness:
    """How much of what moves ARR and cash at the end of the plan is one's own.

    A lever weighs what a tenth of its value moves of either metric, as a share of what all levers move of it.
    """
    levers = [one for one in CATALOGUE if one not in BEYOND_CONTROL and plan.value(one) != 0]
    found = swings(plan, METRICS, plan.months, levers, _tenth)
    moves = {metric: {swing.lever: swing.size for swing in each} for metric, each in found.items()}
    totals = {metric: sum(sizes.values()) or 1.0 for metric, sizes in moves.items()}
    shares = {
        lever: {metric: moves[metric][lever] / totals[metric] / len(METRICS) for metric in METRICS} for lever in levers
    }
    weights = {lever: sum(each.values()) for lever, each in shares.items()}
    everything = sum(weights.values())
    own = sum(weight for lever, weight in weights.items() if origin(plan, lever) in OWN)
    return Completeness(own / everything if everything else 1.0, _next(plan, weights, shares, moves, count))


def _tenth(plan: Plan, lever_id: str) -> tuple[float, float]:
    """A tenth of a lever's value either way, within its bounds."""
    lever, value = CATALOGUE[lever_id], plan.value(lever_id)
    return max(value - STEP * abs(value), lever.min), min(value + STEP * abs(value), lever.max)


def _next(
    plan: Plan,
    weights: Mapping[str, float],
    shares: Mapping[str, Mapping[str, float]],
    moves: Mapping[str, Mapping[str, float]],
    count: int,
) -> tuple[Ask, ...]:
    others: Sequence[str] = [one for one in weights if origin(plan, one) not in OWN and weights[one] > 0]
    asked = sorted(others, key=lambda one: weights[one], reverse=True)[:count]
    most = {one: max(METRICS, key=lambda metric: shares[one][metric]) for one in asked}
    asked.sort(key=lambda one: shares[one][most[one]], reverse=True)
    return tuple(Ask(one, most[one], moves[most[one]][one] / 2, weights[one]) for one in asked)
