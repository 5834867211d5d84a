"""Sellers: who leaves, who joins, who is productive yet, how much time they have. MODEL.md, Reps and capacity."""

import math

import numpy as np

from planner.model.compiled import stage
from planner.model.lanes import largest, smallest, where
from planner.model.rates import share_of

RAMP_SPAN = 24
"""Months of tenure after which nobody ramps: the longest ramp of the catalogue."""

NOBODY = 1e-100
"""A share that is as good as none, and that hires can still be divided by."""


@stage
def productivity(months: float, ramp_months: float) -> float:
    """Mean share of full productivity during one month of tenure.

    ``min(1, tau/ramp)`` averaged over ``[months, months + 1]``; 1 when the ramp is 0.

    months: since the start date, fractions allowed. ramp_months: 0 or more. Returns a fraction.
    """
    still_ramping = share_of(months + 0.5, ramp_months)
    in_part = share_of(ramp_months * ramp_months - months * months, 2.0 * ramp_months) + (months + 1.0 - ramp_months)
    return where(months >= ramp_months, 1.0, where(months + 1.0 <= ramp_months, still_ramping, in_part))


@stage
def tenure(ramping_tenure: float, month: int) -> float:
    """Months that those ramping on day one have been here: ``ramping_tenure + t``."""
    return ramping_tenure + month


@stage
def shortfall(months: float, ramp_months: float) -> float:
    """``1 − productivity``."""
    return 1.0 - productivity(months, ramp_months)


@stage
def ramping(ramp_months: float) -> int:
    """Months of tenure in which somebody still ramps."""
    return math.ceil(largest(ramp_months))


@stage
def fill_shortfalls(shortfalls: np.ndarray, ramp_months: float) -> None:
    """Write the shortfall by month of tenure into `shortfalls`, (RAMP_SPAN,), as far as somebody ramps."""
    for month in range(ramping(ramp_months)):
        shortfalls[month] = shortfall(month, ramp_months)


@stage
def planned_hires(hires_per_quarter: float) -> float:
    """``hires_per_quarter / 3``."""
    return hires_per_quarter / 3.0


@stage
def backfills(leavers: float, backfill: float) -> float:
    """Seats that open again in the month: ``leavers × backfill``."""
    return leavers * backfill


@stage
def rep_leavers(opening: float, leaving: float) -> float:
    """``opening heads × (1−(1−attrition)^(1/12))``."""
    return opening * leaving


@stage
def rep_hires(starts: np.ndarray, month: int) -> float:
    """``hires_per_quarter / 3 + backfills``: all who start in the month. starts: by month."""
    return starts[month]


@stage
def reps(opening: float, leavers: float, hires: float) -> float:
    """``opening − leavers + hires``: heads of a team, both groups of day one included."""
    return opening - leavers + hires


@stage
def reps_day_one(ramped: float, ramping: float) -> float:
    """Heads of a team on day one."""
    return ramped + ramping


@stage
def ramped_day_one(ramped: float, ramping: float, missing: float) -> float:
    """Ramped rep equivalents on day one: those still ramping fall short by `missing` each."""
    return ramped + ramping * (1.0 - missing)


@stage
def survival(left: float, leaving: float) -> float:
    """Share left of those of day one: ``left × (1 − leaving)``."""
    return left * (1.0 - leaving)


@stage
def counted_anew(left: float, joined: np.ndarray, month: int) -> float:
    """Share left of those of day one, counted anew from 1 when next to nothing is.

    left: that share. joined: see `ramped_reps`; counted anew with it, in place, as far as anybody may still ramp.
    """
    if smallest(left) > NOBODY:
        return left
    counted = where(left > NOBODY, 1.0, left)
    joined[0] *= counted
    for start in range(max(0, month - RAMP_SPAN), month):
        joined[start + 1] *= counted
    return where(left > NOBODY, left, 1.0)


@stage
def cohort(hires: float, left: float) -> float:
    """Hires divided by the share of day one that is left: what `ramped_reps` multiplies with the share of later."""
    return hires / left


@stage
def ramped_reps(
    heads: float,
    joined: np.ndarray,
    left: float,
    month: int,
    shortfalls: np.ndarray,
    ramping_: int,
    day_one_shortfall: float,
) -> float:
    """Ramped rep equivalents, ``Σ heads × productivity``: heads less what those still ramping fall short by.

    joined: those ramping on day one and then hires by month, each divided by the survival at its start, so that a
    cohort counts ``joined × survival`` today. left: share left of those who were there on day one. shortfalls: by month
    of tenure, `ramping` of them. day_one_shortfall: of those ramping on day one.
    """
    missing = joined[0] * day_one_shortfall
    for since in range(min(ramping_, month + 1)):
        missing += joined[month + 1 - since] * shortfalls[since]
    return heads - left * missing


@stage
def bdrs(aes: float, bdr_per_ae: float) -> float:
    """``aes × bdr_per_ae``."""
    return aes * bdr_per_ae


@stage
def ses(aes: float, se_per_ae: float) -> float:
    """``aes × se_per_ae``."""
    return aes * se_per_ae


@stage
def street_quota(ramped_aes: float, ae_quota: float, ramped_isrs: float, isr_quota: float) -> float:
    """``(ramped_aes × enterprise.quota + ramped_isrs × inside_sales.quota) / 12``."""
    return (ramped_aes * ae_quota + ramped_isrs * isr_quota) / 12.0


@stage
def seller_time(ramped: float, quota: float, attainment: float) -> float:
    """A team's time in the month, ``ramped × quota/12 × attainment``, in ARR.

    It is what the team brings in at the win rate and contract value of the time that quota and attainment were measured
    in.
    """
    return ramped * quota / 12.0 * attainment


@stage
def time_left(seller_time_: float, sold_expansion: float) -> float:
    """``seller time − wanted × done``: what selling expansion leaves for new business."""
    return seller_time_ - sold_expansion


@stage
def time_for_one(reference_acv: float, reference_win_rate: float) -> float:
    """Time that an opportunity takes: ``reference_acv × reference_win_rate``."""
    return reference_acv * reference_win_rate


@stage
def per_time(each: float) -> float:
    """Opportunities that a unit of time is enough for: ``1 / (reference_acv × reference_win_rate)``."""
    return 1.0 / each


@stage
def new_business_time(served: float, each: float) -> float:
    """``opportunities served × reference_acv × reference_win_rate``."""
    return served * each


@stage
def capacity_arr(possible: float, win_rate: float, acv: float) -> float:
    """``opportunities there is time for × win_rate × acv``."""
    return possible * win_rate * acv
