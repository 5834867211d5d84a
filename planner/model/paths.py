"""Levers over time: what events make of them. MODEL.md, Events.

A chain of events on one lever is affine, ``clip(scale_t * x + offset_t)``, so that a path costs two numbers a month
whatever the number of draws.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from planner.levers import CATALOGUE
from planner.plan import Event


class Paths(NamedTuple):
    """The levers that events move. E levers, over `months`.

    at: (E,) position of each lever in the catalogue. scale, offset: (months, E). low, high: (E,) hard bounds.
    moves: (months,) whether any lever differs from its value of the month before; True in the first month.
    """

    at: np.ndarray
    scale: np.ndarray
    offset: np.ndarray
    low: np.ndarray
    high: np.ndarray
    moves: np.ndarray


def weight(event: Event, months: int) -> np.ndarray:
    """How much of its full effect an event has, by month: (months,), 0 to 1."""
    since = np.arange(months) - (event.start - 1)
    full = np.minimum(1.0, (since + 1) / event.phase_in) if event.phase_in else np.ones(months)
    over = False if event.months is None else since >= event.months
    return np.where((since < 0) | over, 0.0, full)


def affine(event: Event, months: int) -> tuple[np.ndarray, np.ndarray]:
    """An event as ``scale * x + offset``, by month: two arrays (months,)."""
    w, v = weight(event, months), event.value
    factor = 1.0 + (v - 1.0) * w
    if event.change == "multiply":
        return factor, np.zeros(months)
    if event.change == "multiply_loss":
        return factor, 1.0 - factor
    if event.change == "set":
        return 1.0 - w, v * w
    return np.ones(months), v * w


def paths(events: Sequence[Event], months: int) -> Paths:
    """The paths of all levers that active events move, events on one lever in their order."""
    ids = list(CATALOGUE)
    moved = sorted({event.lever for event in events if event.active}, key=ids.index)
    scale, offset = np.ones((months, len(moved))), np.zeros((months, len(moved)))
    for event in events:
        if event.active:
            at = moved.index(event.lever)
            times, plus = affine(event, months)
            scale[:, at], offset[:, at] = times * scale[:, at], times * offset[:, at] + plus
    steps = (np.diff(scale, axis=0) != 0) | (np.diff(offset, axis=0) != 0)
    return Paths(
        at=np.array([ids.index(lever) for lever in moved], dtype=np.intp),
        scale=scale,
        offset=offset,
        low=np.array([CATALOGUE[lever].min for lever in moved], dtype=np.float64),
        high=np.array([CATALOGUE[lever].max for lever in moved], dtype=np.float64),
        moves=np.concatenate([[True], steps.any(axis=1)]),
    )
