"""Annual rates as monthly ones, quotients without a denominator, and amounts that fall into later months."""

import math

import numpy as np

from planner.model.compiled import stage
from planner.model.lanes import largest, smallest, where

CLOSE, FAR = 1e-3, 0.5
"""How far from 1 a factor may lie that `twelfth_root` works out without a power."""


@stage
def monthly_leaving(annual: float) -> float:
    """Share that leaves in a month when the share `annual` leaves in a year: ``1-(1-a)^(1/12)``."""
    return 1.0 - twelfth_root(1.0 - annual)


@stage
def monthly_staying(annual: float) -> float:
    """Share that stays for a month when the share `annual` stays for a year: ``r^(1/12)``."""
    return twelfth_root(annual)


@stage
def twelfth_root(annual: float) -> float:
    """``annual^(1/12)``: what a factor over a year is in a month.

    Nearly all lie at 1 or between CLOSE and FAR from it: their root is found by Halley's method, which triples the
    right digits in each step. Closer to 1 the last digit counts, since what matters is how far the root is from 1.
    """
    root = _closer(_closer(_closer(1.0, annual), annual), annual)
    away = max(annual - 1.0, 1.0 - annual)
    away = where(away == 0.0, CLOSE, away)
    if smallest(away) >= CLOSE and largest(away) <= FAR:
        return root
    return where(max(min(away, FAR), CLOSE) == away, root, annual ** (1.0 / 12.0))


@stage
def _closer(root: float, power: float) -> float:
    """A step of Halley's method towards the twelfth root of `power`."""
    cube = root * root * root
    twelfth = (cube * cube) * (cube * cube)
    return root + 2.0 * root * (power - twelfth) / (13.0 * twelfth + 11.0 * power)


@stage
def quotient(numerator: float, denominator: float, otherwise: float) -> float:
    """``numerator / denominator``; `otherwise` when the denominator is 0."""
    some = denominator != 0.0
    return where(some, numerator / where(some, denominator, 1.0), otherwise)


@stage
def ratio(numerator: float, denominator: float) -> float:
    """``numerator / denominator``; NaN when the denominator is 0."""
    return quotient(numerator, denominator, math.nan)


@stage
def share_of(part: float, whole: float) -> float:
    """``part / whole``; 0 when there is nothing to take a share of."""
    return quotient(part, whole, 0.0)


@stage
def schedule(amounts: np.ndarray, month: int, delay: float, amount: float) -> None:
    """Add an amount that falls `delay` months after `month`, in place; a fraction splits linearly between two months.

    amounts: by month, long enough for the longest delay and its split.
    """
    for after in range(int(smallest(delay)), int(largest(delay)) + 2):
        amounts[month + after] += amount * max(0.0, 1.0 - max(after - delay, delay - after))
