"""A round that needs an ARR is seen by everything that asks how far a lever may go or has to."""

import numpy as np
import pytest

from planner.analysis.funding import smallest_round
from planner.analysis.levers.breaking_points import breaking_points
from planner.analysis.levers.goals import Goal
from planner.analysis.levers.solve import solve
from planner.model.simulate import simulate
from planner.plan import Funding, Plan

WINS = "enterprise.win_rate"
NEEDED = 14.2e6
PLAN = Plan(
    months=24,
    levers={"finance.cash": 3e6, "enterprise.arr": 6e6, "enterprise.customers": 80.0},
    funding=(Funding(month=10, amount=2e6, needs_arr=NEEDED),),
)
"""Cash lasts with the round and not without it."""


def arr_before(win_rate: float) -> float:
    """ARR at the end of the month before the round."""
    return float(simulate(PLAN, levers={WINS: win_rate}, keep=("arr",))["arr"][8, 0])


def test_the_plan_needs_its_round() -> None:
    result = simulate(PLAN)
    assert result["funding"][9, 0] == 2e6
    assert np.isnan(result.cash_out_month()[0])
    without = simulate(PLAN.changed(funding=()), keep=("cash",))
    assert 10 <= without.cash_out_month()[0] <= 24


def test_a_lever_breaks_where_the_round_stops_closing() -> None:
    """Cash jumps there: on this side the round closes and cash lasts, beyond it neither."""
    (point,) = [
        one for one in breaking_points(PLAN, [WINS]) if (one.limit, one.lever, one.direction) == ("cash", WINS, "down")
    ]
    assert point.value is not None
    assert arr_before(point.value) < NEEDED <= arr_before(point.value * (1 + 1e-6))
    assert simulate(PLAN, levers={WINS: point.value})["funding"][9, 0] == 0
    assert np.isnan(simulate(PLAN, levers={WINS: point.value * (1 + 1e-6)}).cash_out_month()[0])
    unconditional = PLAN.changed(funding=(Funding(month=10, amount=2e6),))
    further = [one for one in breaking_points(unconditional, [WINS]) if (one.limit, one.direction) == ("cash", "down")]
    assert further[0].value is None or further[0].value < point.value


def test_a_goal_for_cash_is_reached_where_the_round_closes() -> None:
    """Of a plan whose round does not close: a little more ARR brings all of it."""
    poor = PLAN.with_levers({WINS: 0.1})
    assert simulate(poor)["funding"][9, 0] == 0
    reached = float(simulate(PLAN, keep=("cash",))["cash"][11, 0]) - 5e5
    found = solve(poor, WINS, Goal("cash", 12, reached))
    assert found.value is not None
    assert simulate(poor, levers={WINS: found.value})["cash"][11, 0] >= reached
    assert arr_before(found.value) >= NEEDED
    assert arr_before(found.value - 0.02) < NEEDED


def test_the_smallest_round_counts_on_a_round_only_where_it_closes() -> None:
    closing = smallest_round(PLAN, 5)
    assert closing.status == "not needed"
    poor = PLAN.with_levers({WINS: 0.1})
    needed = smallest_round(poor, 5)
    assert needed.status == "found"
    assert needed.amount == pytest.approx(-float(simulate(poor, keep=("cash",))["cash"].min()))
