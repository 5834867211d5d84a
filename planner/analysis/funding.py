"""A funding round that keeps cash above a floor: the smallest in a month, or the latest month of one."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.analysis import arguments
from planner.analysis.levers.goals import HALF_A_CENT
from planner.model.simulate import simulate
from planner.plan import Funding, Plan
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.numbers import in_full
from planner.vocabulary.typed import MOST

DIGITS = 3
"""Digits of an amount that is rounded up."""


@dataclass(frozen=True)
class Round:
    """A round that is solved for. Months count from 1.

    status: "not needed" when cash stays above the floor without it; "found"; or "out of reach", when cash falls below
    the floor before the month, when it takes more than a round may have (1e15), or when the amount is too small in any
    month. month, amount: of the round; month is None
    when no month will do, amount 0 when it is not needed. below: the first month in which cash is below the floor
    without the round; None when in none. lowest_cash, lowest_month: with the round, where there is one.
    """

    floor: float
    status: Literal["not needed", "found", "out of reach"]
    month: int | None
    amount: float
    below: int | None
    lowest_cash: float
    lowest_month: int


def smallest_round(plan: Plan, month: int, floor: float = 0.0) -> Round:
    """The smallest round at the end of a month (from 1) that keeps cash at the floor or above it in every month.

    The plan's own rounds stay. PlannerError for a month beyond the plan.
    """
    arguments.month(plan, month)
    cash, below = _cash(plan, floor)
    if below is None:
        return _round(plan, floor, "not needed", month, 0.0, below)
    if below < month:
        return _round(plan, floor, "out of reach", month, 0.0, below)
    amount = floor - float(cash[month - 1 :].min())
    if not amount <= MOST:
        return _round(plan, floor, "out of reach", month, 0.0, below)
    return _round(plan, floor, "found", month, amount, below)


def latest_month(plan: Plan, amount: float, floor: float = 0.0) -> Round:
    """The latest month in which a round of this amount keeps cash at the floor or above it in every month.

    The plan's own rounds stay. PlannerError for an amount that is not above 0, or above 1e15.
    """
    if not 0 < amount <= MOST:
        raise PlannerError(Problem("round", in_full(amount), "must be above 0 and at most 1e15"))
    cash, below = _cash(plan, floor)
    if below is None:
        return _round(plan, floor, "not needed", None, 0.0, below)
    if float(cash.min()) + amount < floor - HALF_A_CENT:
        return _round(plan, floor, "out of reach", None, amount, below)
    return _round(plan, floor, "found", below, amount, below)


def rounded_up(plan: Plan, found: Round) -> Round:
    """A round that was found, its amount in three digits and not less: what people would raise."""
    if found.amount <= 0 or found.month is None:
        return found
    unit = 10.0 ** (math.floor(math.log10(found.amount)) - DIGITS + 1)
    amount = float(f"{math.ceil(float(f'{found.amount / unit:.12g}')) * unit:.12g}")
    return _round(plan, found.floor, found.status, found.month, min(amount, MOST), found.below)


def with_round(plan: Plan, month: int, amount: float) -> Plan:
    """The plan with one round more."""
    return plan.changed(funding=(*plan.funding, Funding(month=month, amount=amount)))


def _cash(plan: Plan, floor: float) -> tuple[np.ndarray, int | None]:
    """Cash by month, and the first month in which it is below the floor."""
    cash = simulate(plan, keep=("cash",))["cash"][:, 0]
    below = np.flatnonzero(cash < floor - HALF_A_CENT)
    return cash, int(below[0]) + 1 if below.size else None


def _round(
    plan: Plan,
    floor: float,
    status: Literal["not needed", "found", "out of reach"],
    month: int | None,
    amount: float,
    below: int | None,
) -> Round:
    funded = with_round(plan, month, amount) if status == "found" and month is not None else plan
    cash = simulate(funded, keep=("cash",))["cash"][:, 0]
    return Round(floor, status, month, amount, below, float(cash.min()), int(cash.argmin()) + 1)
