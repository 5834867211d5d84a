"""A few numbers that stand for many: the median, the quartiles and the ends of what people say."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ROUNDING = 1e-9
"""Part of a place among the values that counts as none."""


@dataclass(frozen=True)
class Summary:
    """Values in five numbers. count: how many there are."""

    count: int
    least: float
    lower: float
    median: float
    upper: float
    most: float


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of some values lies, 0 to 1; between two of them their mean.

    The inverse of the distribution function (Hyndman and Fan 1996, definition 2). ordered: at least one value, the
    smallest first, none NaN.
    """
    place = share * len(ordered)
    at = max(math.ceil(place - ROUNDING), 1)
    value = ordered[at - 1]
    after = ordered[at] if at - place < ROUNDING and at < len(ordered) else value
    return value if after == value else value / 2 + after / 2


def of(values: Iterable[float]) -> Summary | None:
    """The five numbers of some values, of which NaN is left out; None where there are none."""
    ordered = sorted(value for value in values if not math.isnan(value))
    if not ordered:
        return None
    lower, median, upper = (quantile(ordered, share) for share in (0.25, 0.5, 0.75))
    return Summary(len(ordered), ordered[0], lower, median, upper, ordered[-1])
