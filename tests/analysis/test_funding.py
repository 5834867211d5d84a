"""Rounds that keep cash above a floor: just enough, just in time."""

import numpy as np
import pytest
from model.plans import seeded

from planner.analysis.funding import Round, latest_month, rounded_up, smallest_round, with_round
from planner.model.simulate import simulate
from planner.plan import Funding, Plan
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.typed import MOST

CENT = 0.01


def lowest(plan: Plan) -> float:
    return float(simulate(plan, keep=["cash"])["cash"].min())


def floor_of(plan: Plan, seed: int) -> float:
    """A floor that is above the lowest cash, at it or below it."""
    low = lowest(plan)
    return low + (seed % 3 - 1) * 0.3 * abs(low)


@pytest.mark.parametrize("seed", range(60))
def test_the_smallest_round_keeps_cash_and_a_smaller_does_not(seed: int) -> None:
    plan = seeded(seed)
    floor, month = floor_of(plan, seed), int(np.random.default_rng(seed).integers(1, plan.months + 1))
    found = smallest_round(plan, month, floor)
    cash = simulate(plan, keep=["cash"])["cash"][:, 0]
    if found.status == "not needed":
        assert cash.min() >= floor - CENT
        assert found.amount == 0
    elif found.status == "out of reach":
        assert cash[found.below - 1] < floor
        assert not (cash[: found.below - 1] < floor - CENT).any()
        assert found.below < month or floor - cash[month - 1 :].min() > MOST
    else:
        funded = with_round(plan, month, found.amount)
        assert lowest(funded) == pytest.approx(floor, abs=CENT, rel=1e-9)
        assert (found.lowest_cash, found.month) == (lowest(funded), month)
        less = with_round(plan, month, found.amount - max(1.0, 1e-6 * found.amount))
        assert lowest(less) < floor


@pytest.mark.parametrize("seed", range(60))
def test_the_latest_month_is_in_time_and_the_next_is_too_late(seed: int) -> None:
    plan = seeded(seed)
    floor, random = floor_of(plan, seed), np.random.default_rng(seed)
    amount = min(MOST, max(1.0, (floor - lowest(plan)) * float(random.choice([0.5, 1.0, 2.0]))))
    found = latest_month(plan, amount, floor)
    cash = simulate(plan, keep=["cash"])["cash"][:, 0]
    holds = [month for month in range(1, plan.months + 1) if _holds(cash, month, amount, floor)]
    if found.status == "not needed":
        assert len(holds) == plan.months
    elif found.status == "out of reach":
        assert not holds
    else:
        assert found.month == holds[-1]
        assert lowest(with_round(plan, found.month, amount)) >= floor - CENT


def _holds(cash: np.ndarray, month: int, amount: float, floor: float) -> bool:
    with_it = cash + amount * (np.arange(1, len(cash) + 1) >= month)
    return bool((with_it >= floor - 0.005).all())


def test_rounds_of_the_plan_stay_and_count() -> None:
    plan = Plan(months=24, levers={"finance.cash": 1e6})
    alone = smallest_round(plan, 1)
    assert alone.status == "found"
    half = plan.changed(funding=(Funding(month=1, amount=alone.amount / 2),))
    assert smallest_round(half, 1).amount == pytest.approx(alone.amount / 2)


def test_a_plan_that_lasts_needs_no_round() -> None:
    rich = Plan(months=24, levers={"finance.cash": 1e9})
    found = smallest_round(rich, 6)
    assert found == Round(0.0, "not needed", 6, 0.0, None, lowest(rich), found.lowest_month)
    assert latest_month(rich, 1e6).status == "not needed"


@pytest.mark.parametrize("month", [0, 25])
def test_a_month_beyond_the_plan_is_one_sentence(month: int) -> None:
    with pytest.raises(PlannerError, match=f"month = {month}: must be 1 to 24"):
        smallest_round(Plan(months=24), month)


@pytest.mark.parametrize("amount", [0.0, -1.0, float("nan"), 2e15])
def test_a_round_of_nothing_or_too_much_is_one_sentence(amount: float) -> None:
    with pytest.raises(PlannerError, match="must be above 0"):
        latest_month(Plan(), amount)


@pytest.mark.parametrize("seed", range(20))
def test_a_round_that_is_rounded_up_still_keeps_the_floor(seed: int) -> None:
    plan = seeded(seed).with_levers({"finance.cash": 1e5})
    floor = float(np.random.default_rng(seed).uniform(0, 1e6))
    found = smallest_round(plan, 1, floor)
    if found.status != "found":
        return
    rounded = rounded_up(plan, found)
    assert found.amount <= rounded.amount <= found.amount * 1.0101
    assert float(f"{rounded.amount:.3g}") == rounded.amount
    funded = plan.changed(funding=(*plan.funding, Funding(month=1, amount=rounded.amount)))
    assert float(simulate(funded)["cash"].min()) >= floor - 0.005 - 1e-12 * rounded.amount
