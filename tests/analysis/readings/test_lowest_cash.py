"""Where cash is lowest and what moves it."""

import pytest

from planner.analysis.readings import lowest_cash
from planner.model.simulate import simulate
from planner.plan import Plan

POOR = Plan(levers={"finance.cash": 2e6, "people.engineer_hires_per_quarter": 6.0})


def test_the_lowest_month() -> None:
    result = simulate(POOR)
    assert result["cash"][lowest_cash.month(result) - 1, 0] == result["cash"].min()


def test_a_plan_whose_cash_lasts_needs_no_rescue() -> None:
    assert lowest_cash.mover(simulate(Plan(levers={"finance.cash": 1e9}))) is None


def test_the_mover_is_a_lever_of_people_or_cost_and_what_it_does_is_what_the_engine_says() -> None:
    result = simulate(POOR)
    mover = lowest_cash.mover(result)
    assert mover is not None
    assert mover.lever in lowest_cash.LEVERS
    month = lowest_cash.month(result)
    again = simulate(POOR, levers={mover.lever: mover.low})["cash"][month - 1, 0]
    assert mover.at_low == pytest.approx(again, rel=1e-9)
