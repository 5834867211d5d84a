"""What becomes of a lever's range when the lever moves."""

import math

from planner.vocabulary.levers import Lever


def moved_range(lever: Lever, ends: tuple[float, float], before: float, after: float) -> tuple[float, float]:
    """The range (low, high) of a lever once its value has gone from one to another, held at the hard bounds.

    It moves in proportion: an end that lies a fifth above the value still does. A range around 0, or of a value of (all
    but) 0, has no proportion and moves by as much as the value. It encloses the new value as it enclosed the old one.
    """
    low, high = ends
    if before == after:
        return ends
    factor = after / before if before else math.inf
    if math.isfinite(factor) and (low >= 0 or high <= 0):
        found = sorted((_readable(low * factor), _readable(high * factor)))
    else:
        found = [_readable(low + (after - before)), _readable(high + (after - before))]
    low, high = (min(max(end, lever.min), lever.max) for end in found)
    return min(low, after), max(high, after)


def _readable(value: float) -> float:
    """A number without the dust of binary fractions."""
    return float(f"{value:.12g}")
