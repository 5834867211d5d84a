"""Sellers: who leaves, who joins, who is productive yet, what they can sell. MODEL.md, Reps and capacity."""

import math

import numpy as np

from planner.model.compiled import stage

RAMP_SPAN = 24
"""Months of tenure after which nobody ramps: the longest ramp of the catalogue."""

NOBODY = 1e-100
"""A share that is as good as none, and that hires can still be divided by."""


@stage
def productivity(tenure: int, ramp_months: float) -> float:
    """Mean share of full productivity during one month of tenure.

    ``min(1, tau/ramp)`` averaged over ``[tenure, tenure + 1]``; 1 when the ramp is 0.

    tenure: whole months since the start date. ramp_months: 0 or more. Returns a fraction.
    """
    if tenure >= ramp_months:
        return 1.0
    if tenure + 1 <= ramp_months:
        return (tenure + 0.5) / ramp_months
    return (ramp_months * ramp_months - tenure * tenure) / (2.0 * ramp_months) + (tenure + 1 - ramp_months)


@stage
def fill_shortfall(shortfall: np.ndarray, ramp_months: float) -> int:
    """Write ``1 - productivity`` by month of tenure into `shortfall` (RAMP_SPAN,); returns how many are above 0."""
    ramping = math.ceil(ramp_months)
    for tenure in range(ramping):
        shortfall[tenure] = 1.0 - productivity(tenure, ramp_months)
    return ramping


@stage
def schedule(starts: np.ndarray, month: int, delay: float, people: float) -> None:
    """Add `people` who start `delay` months after `month`, in place; a fraction splits between two months.

    starts: hires by month, long enough for the longest delay.
    """
    whole = int(delay)
    later = delay - whole
    starts[month + whole] += people * (1.0 - later)
    starts[month + whole + 1] += people * later


@stage
def survival(left: float, joined: np.ndarray, month: int) -> float:
    """Share left of those of day one, counted anew from 1 when next to nothing is.

    left: that share. joined: hires before `month` by month, each divided by the survival at its start; counted anew
    with it, in place, as far as anybody may still ramp.
    """
    if left > NOBODY:
        return left
    for start in range(max(0, month - RAMP_SPAN), month):
        joined[start] *= left
    return 1.0


@stage
def ramped(heads: float, joined: np.ndarray, survival: float, month: int, shortfall: np.ndarray, ramping: int) -> float:
    """Ramped rep equivalents at the end of the month: heads less what those still ramping fall short by.

    joined: hires by month, each divided by the survival at its start, so that a cohort counts
    ``joined * survival`` today. survival: share left of those who were there on day one. shortfall: by month of tenure.
    """
    missing = 0.0
    for tenure in range(min(ramping, month + 1)):
        missing += joined[month - tenure] * shortfall[tenure]
    return heads - survival * missing


@stage
def capacity_arr(ramped_reps: float, quota: float, attainment: float) -> float:
    """ARR that the team can close in the month."""
    return ramped_reps * quota / 12.0 * attainment


@stage
def street_quota(ramped_aes: float, ae_quota: float, ramped_isrs: float, isr_quota: float) -> float:
    """Quota of the month carried by ramped sellers, before attainment."""
    return (ramped_aes * ae_quota + ramped_isrs * isr_quota) / 12.0
