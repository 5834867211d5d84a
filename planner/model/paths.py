"""Levers over time: what events make of them. MODEL.md, Events.

What an event does to a lever in a month is two numbers and a kind, so that a path costs a few numbers a month whatever
the number of draws.
"""

import functools
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
    events[l + 1] are the events of lever l, in their order. kind, scale, offset: (months + 1, E) what each does, by
    month, after a row of nothing. steps: (months + 1, E) whether that is something else than in the row before. moves:
    (months,) whether any lever differs from its value of the month before by the events that start as planned; True in
    the first month. later_at: (E,) the row of the draws' months by which an event starts later, -1 for as planned.
    by_chance: the events that have one.
    """

    at: np.ndarray
    low: np.ndarray
    high: np.ndarray
    events: np.ndarray
    kind: np.ndarray
    scale: np.ndarray
    offset: np.ndarray
    moves: np.ndarray
    steps: np.ndarray
    later_at: np.ndarray
    by_chance: np.ndarray


@stage
def row_in(t: int, later: int) -> int:
    """The row that says what an event does in month t when it starts so many months later; 0 before it starts."""
    return max(t + 1 - later, 0)


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


@functools.lru_cache(256)
def paths(events: tuple[Event, ...], months: int, later_at: tuple[int, ...] | None = None) -> Paths:
    """The paths of all levers that events move, events on one lever in their order. Its arrays are only read.

    later_at: for each event the row of the draws' months that it starts later by; -1, and by default, for as planned.
    """
    rows = (-1,) * len(events) if later_at is None else later_at
    acting = sorted(zip(events, rows, strict=True), key=lambda pair: PLACES[pair[0].lever])
    moved = list(dict.fromkeys(event.lever for event, _ in acting))
    kind = np.full((months + 1, len(acting)), SCALED, dtype=np.intp)
    scale, offset = np.ones((months + 1, len(acting))), np.zeros((months + 1, len(acting)))
    for column, (event, _) in enumerate(acting):
        kind[1:, column], scale[1:, column], offset[1:, column] = effect(event, months)
    steps = np.any([np.diff(part, axis=0, prepend=part[:1]) != 0 for part in (kind, scale, offset)], axis=0)
    on_each = [sum(event.lever == lever for event, _ in acting) for lever in moved]
    drawn = np.array([row for _, row in acting], dtype=np.intp)
    return Paths(
        at=np.array([PLACES[lever] for lever in moved], dtype=np.intp),
        low=np.array([CATALOGUE[lever].min for lever in moved], dtype=np.float64),
        high=np.array([CATALOGUE[lever].max for lever in moved], dtype=np.float64),
        events=np.concatenate([[0], np.cumsum(on_each, dtype=np.intp)]),
        kind=kind,
        scale=scale,
        offset=offset,
        moves=np.concatenate([[True], steps[2:, drawn < 0].any(axis=1)]),
        steps=steps,
        later_at=drawn,
        by_chance=np.flatnonzero(drawn >= 0),
    )


def lever_path(plan: Plan, lever_id: str) -> np.ndarray:
    """A lever's value by month, events included, (months,)."""
    own = plan.value(lever_id)
    moving = paths(tuple(event for event in plan.acting_events() if event.lever == lever_id), plan.months)
    path = np.full(plan.months, own)
    for lever in range(moving.at.size):
        for t in range(plan.months):
            value = own
            for event in range(moving.events[lever], moving.events[lever + 1]):
                row = row_in(t, 0)
                value = changed(value, moving.kind[row, event], moving.scale[row, event], moving.offset[row, event])
            path[t] = within(value, moving.low[lever], moving.high[lever])
    return path
