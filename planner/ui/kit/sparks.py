"""Sparklines: a path in a box, coarse enough to travel with every move of a lever."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

WIDTH, HEIGHT = 100, 28
"""Units of the box; where it is drawn it is stretched."""

POINTS = 60
"""Months that are drawn at most; of a longer plan every other one, and always the first and the last."""


class Dot(NamedTuple):
    """A value that stands out, in percent of the box from the left and from the top."""

    left: float
    top: float


class Spark(NamedTuple):
    """A line, the baseline's beside it (empty where it is the same) and values that were promised, as SVG paths."""

    path: str
    before: str = ""
    dots: Sequence[Dot] = ()
    zero: float | None = None
    """Where 0 is, in percent from the top, when the line falls below it."""


def spark(values: np.ndarray, before: np.ndarray | None = None, dots: Sequence[tuple[int, float]] = ()) -> Spark:
    """A path by month, (months,), from 0 or less to its largest value.

    before: of the baseline in the same months, NaN where it has none. dots: months (from 1) and values.
    """
    every = [values, *([] if before is None else [before]), np.array([value for _, value in dots])]
    known = np.concatenate([some[np.isfinite(some)] for some in every])
    low, high = min(0.0, float(known.min(initial=0.0))), float(known.max(initial=0.0))
    reach = (high - low) or 1.0
    last = max(len(values) - 1, 1)

    def top(value: float) -> float:
        return 100 * (high - value) / reach

    return Spark(
        _path(values, low, reach),
        "" if before is None else _path(before, low, reach),
        [Dot(round(100 * (month - 1) / last, 1), round(top(value), 1)) for month, value in dots],
        round(top(0.0), 1) if low < 0 else None,
    )


def _path(values: np.ndarray, low: float, reach: float) -> str:
    months, places = _places(len(values))
    y = (HEIGHT * 10 * (1 - (values[months] - low) / reach)).round() / 10
    points = [f"{x} {above:g}" for x, above in zip(places, y.tolist(), strict=True) if math.isfinite(above)]
    return f"M{'L'.join(points)}" if points else ""


@lru_cache(maxsize=128)
def _places(months: int) -> tuple[np.ndarray, Sequence[str]]:
    """The months that are drawn, from 0, and where each stands from the left."""
    at = np.unique(np.linspace(0, months - 1, min(months, POINTS)).round().astype(int))
    return at, [f"{x:g}" for x in ((WIDTH * 10 * at / max(months - 1, 1)).round() / 10).tolist()]
