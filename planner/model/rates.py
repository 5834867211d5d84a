"""Annual rates as monthly ones, quotients without a denominator, and amounts that fall into later months."""

import math

import numpy as np

from planner.model.compiled import stage


@stage
def monthly_leaving(annual: float) -> float:
    """Share that leaves in a month when the share `annual` leaves in a year: ``1-(1-a)^(1/12)``."""
    return 1.0 - (1.0 - annual) ** (1.0 / 12.0)


@stage
def monthly_staying(annual: float) -> float:
    """Share that stays for a month when the share `annual` stays for a year: ``r^(1/12)``."""
    return annual ** (1.0 / 12.0)


@stage
def ratio(numerator: float, denominator: float) -> float:
    """``numerator / denominator``; NaN when the denominator is 0."""
    return numerator / denominator if denominator != 0.0 else math.nan


@stage
def share_of(part: float, whole: float) -> float:
    """``part / whole``; 0 when there is nothing to take a share of."""
    return part / whole if whole != 0.0 else 0.0


@stage
def schedule(amounts: np.ndarray, month: int, delay: float, amount: float) -> None:
    """Add an amount that falls `delay` months after `month`, in place; a fraction splits linearly between two months.

    amounts: by month, long enough for the longest delay and its split.
    """
    whole = int(delay)
    later = delay - whole
    amounts[month + whole] += amount * (1.0 - later)
    amounts[month + whole + 1] += amount * later
