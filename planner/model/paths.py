"""Levers over time: what events make of them. MODEL.md, Events.

An event in a month is ``scale * x + offset`` of the lever, or of its loss ``1 - x``, so that a path costs a few numbers
a month whatever the number of draws.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from planner.model.compiled import stage
from planner.plan import Event
from planner.vocabulary.levers import CATALOGUE


class Paths(NamedTuple):
    """The levers that events move: L levers, E events, over `months`.

    at: (L,) position of each lever in the catalogue. low, high: (L,) its hard bounds. events: (L + 1,) events[l] to
    events[l + 1] are the events of lever l, in their order. scale, offset, of_loss: (months, E) what each does. moves:
    (months,) whether any lever differs from its value of the month before; True in the first month.
    """

    at: np.ndarray
    low: np.ndarray
    high: np.ndarray
    events: np.ndarray
    scale: np.ndarray
    offset: np.ndarray
    of_loss: np.ndarray
    moves: np.ndarray


@stage
def changed(value: float, scale: float, offset: float, of_loss: bool) -> float:
    """A lever's value after an event."""
    return 1.0 - (1.0 - value) * scale if of_loss else value * scale + offset


@stage
def within(value: float, low: float, high: float) -> float:
    """A lever's value clipped to its hard bounds; the low one where events overflowed into no number at all."""
    return min(value, high) if value > low else low


def weight(event: Event, months: int) -> np.ndarray:
    """How much of its full effect an event has, by month: (months,), 0 to 1."""
    since = np.arange(months) - (event.start - 1)
    full = np.minimum(1.0, (since + 1) / event.phase_in) if event.phase_in else np.ones(months)
    over = False if event.months is None else since >= event.months
    return np.where((since < 0) | over, 0.0, full)


def effect(event: Event, months: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What an event does, by month: (scale, offset, of_loss), three arrays (months,). Nothing where its weight is 0."""
    w, v = weight(event, months), event.value
    of_loss = (w > 0) & (event.change == "multiply_loss")
    if event.change == "add":
        return np.ones(months), v * w, of_loss
    if event.change == "set":
        return 1.0 - w, v * w, of_loss
    return 1.0 + (v - 1.0) * w, np.zeros(months), of_loss


def paths(events: Sequence[Event], months: int) -> Paths:
    """The paths of all levers that active events move, events on one lever in their order."""
    ids = list(CATALOGUE)
    acting = sorted((event for event in events if event.active), key=lambda event: ids.index(event.lever))
    moved = list(dict.fromkeys(event.lever for event in acting))
    scale, offset = np.ones((months, len(acting))), np.zeros((months, len(acting)))
    of_loss = np.zeros((months, len(acting)), dtype=np.bool_)
    for column, event in enumerate(acting):
        scale[:, column], offset[:, column], of_loss[:, column] = effect(event, months)
    steps = (np.diff(scale, axis=0) != 0) | (np.diff(offset, axis=0) != 0) | (np.diff(of_loss, axis=0) != 0)
    on_each = [sum(event.lever == lever for event in acting) for lever in moved]
    return Paths(
        at=np.array([ids.index(lever) for lever in moved], dtype=np.intp),
        low=np.array([CATALOGUE[lever].min for lever in moved], dtype=np.float64),
        high=np.array([CATALOGUE[lever].max for lever in moved], dtype=np.float64),
        events=np.concatenate([[0], np.cumsum(on_each, dtype=np.intp)]),
        scale=scale,
        offset=offset,
        of_loss=of_loss,
        moves=np.concatenate([[True], steps.any(axis=1)]),
    )
