"""Levers over time: what events make of them. MODEL.md, Events.

What an event does to a lever in a month is two numbers and a kind, so that a path costs a few numbers a month whatever
the number of draws.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from planner.model.compiled import stage
from planner.model.records import PLACES
from planner.plan import Event, Plan
from planner.vocabulary.levers import CATALOGUE

SCALED, LOSS, CAPPED, RAISED = 0, 1, 2, 3
"""Kinds of effect: see `changed`."""

_KINDS = {
    "multiply": SCALED,
    "add": SCALED,
    "set": SCALED,
    "multiply_loss": LOSS,
    "at_most": CAPPED,
    "at_least": RAISED,
}


class Paths(NamedTuple):
    """The levers that events move: L levers, E events, over `months`.

    at: (L,) place of each lever in a LEVERS. low, high: (L,) its hard bounds. events: (L + 1,) events[l] to
    events[l + 1] are the events of lever l, in their order. kind, scale, offset: (months, E) what each does. moves:
    (months,) whether any lever differs from its value of the month before; True in the first month.
    """

    at: np.ndarray
    low: np.ndarray
    high: np.ndarray
    events: np.ndarray
    kind: np.ndarray
    scale: np.ndarray
    offset: np.ndarray
    moves: np.ndarray


@stage
def changed(value: float, kind: int, scale: float, offset: float) -> float:
    """A lever's value after an event.

    SCALED: ``x × scale + offset``. LOSS: ``1 − (1 − x) × scale``. CAPPED and RAISED, with the weight ``w = 1 − scale``:
    ``x (1 − w) + w min(x, offset)`` and ``x (1 − w) + w max(x, offset)``.
    """
    if kind == SCALED:
        return value * scale + offset
    if kind == LOSS:
        return 1.0 - (1.0 - value) * scale
    limited = min(value, offset) if kind == CAPPED else max(value, offset)
    return value * scale + (1.0 - scale) * limited


@stage
def within(value: float, low: float, high: float) -> float:
    """A lever's value clipped to its hard bounds; the low one where events overflowed into no number at all."""
    return min(value, high) if value > low else low


def weight(event: Event, months: int) -> np.ndarray:
    """How much of its full effect an event has, by month: (months,), 0 to 1."""
    before = np.arange(months) - (event.start - 1)
    since = before % event.every if event.every else before
    full = np.minimum(1.0, (since + 1) / event.phase_in) if event.phase_in else np.ones(months)
    over = False if event.months is None else since >= event.months
    return np.where((before < 0) | over, 0.0, full)


def effect(event: Event, months: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What an event does, by month: (kind, scale, offset), three arrays (months,). Nothing where its weight is 0."""
    w, v = weight(event, months), event.value
    kind = np.where(w > 0, _KINDS[event.change], SCALED)
    if event.change in ("multiply", "multiply_loss"):
        return kind, 1.0 + (v - 1.0) * w, np.zeros(months)
    if event.change == "add":
        return kind, np.ones(months), v * w
    if event.change == "set":
        return kind, 1.0 - w, v * w
    return kind, 1.0 - w, np.where(w > 0, v, 0.0)


def paths(events: Sequence[Event], months: int) -> Paths:
    """The paths of all levers that events move, events on one lever in their order."""
    acting = sorted(events, key=lambda event: PLACES[event.lever])
    moved = list(dict.fromkeys(event.lever for event in acting))
    kind = np.zeros((months, len(acting)), dtype=np.intp)
    scale, offset = np.ones((months, len(acting))), np.zeros((months, len(acting)))
    for column, event in enumerate(acting):
        kind[:, column], scale[:, column], offset[:, column] = effect(event, months)
    steps = np.any([np.diff(part, axis=0) != 0 for part in (kind, scale, offset)], axis=(0, 2))
    on_each = [sum(event.lever == lever for event in acting) for lever in moved]
    return Paths(
        at=np.array([PLACES[lever] for lever in moved], dtype=np.intp),
        low=np.array([CATALOGUE[lever].min for lever in moved], dtype=np.float64),
        high=np.array([CATALOGUE[lever].max for lever in moved], dtype=np.float64),
        events=np.concatenate([[0], np.cumsum(on_each, dtype=np.intp)]),
        kind=kind,
        scale=scale,
        offset=offset,
        moves=np.concatenate([[True], steps]),
    )


def lever_path(plan: Plan, lever_id: str) -> np.ndarray:
    """A lever's value by month, events included, (months,)."""
    moving = paths([event for event in plan.acting_events() if event.lever == lever_id], plan.months)
    path = np.full(plan.months, plan.value(lever_id))
    for lever in range(moving.at.size):
        for t in range(plan.months):
            value = plan.value(lever_id)
            for event in range(moving.events[lever], moving.events[lever + 1]):
                value = changed(value, moving.kind[t, event], moving.scale[t, event], moving.offset[t, event])
            path[t] = within(value, moving.low[lever], moving.high[lever])
    return path
