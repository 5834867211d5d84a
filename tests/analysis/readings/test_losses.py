"""What churn costs: the plan beside itself without losses."""

import numpy as np
import pytest
from hypothesis import given, settings
from model.plans import plans

from planner.analysis.readings import losses
from planner.model.simulate import simulate
from planner.plan import LOSS_LEVERS, Event, Plan
from planner.vocabulary.segments import SEGMENTS


@settings(max_examples=60, deadline=None)
@given(plan=plans(longest=48))
def test_arr_without_losses_is_never_below_arr(plan: Plan) -> None:
    """Without upgrades and sold expansion: who stays may move to a smaller contract, or take sellers' time."""
    plan = plan.changed(levers={**plan.levers, "self_serve.upgrade_rate": 0.0, "sales.expansion_sold": 0.0}, events=())
    found = losses.cost_of_churn(plan)
    assert (found.arr_without >= found.arr * (1 - 1e-9) - 1e-6).all()


def test_what_the_default_plan_loses_costs_more_than_that() -> None:
    found = losses.cost_of_churn(Plan())
    result = simulate(Plan())
    np.testing.assert_array_equal(found.arr, result["arr"][:, 0])
    assert found.lost_to_date[-1] == pytest.approx((result["churned_arr"] + result["contraction_arr"]).sum())
    assert (np.diff(found.lost_to_date) >= 0).all()
    assert found.arr_without[-1] > found.arr[-1] + found.lost_to_date[-1]


def test_a_loss_event_is_a_loss() -> None:
    event = Event(lever="enterprise.gross_retention", change="multiply_loss", value=3.0, start=13)
    calm, hit = losses.cost_of_churn(Plan()), losses.cost_of_churn(Plan(events=(event,)))
    np.testing.assert_array_equal(hit.arr_without, calm.arr_without)
    assert hit.lost_to_date[-1] > calm.lost_to_date[-1]


def test_nothing_lost_costs_nothing() -> None:
    found = losses.cost_of_churn(Plan(levers=dict.fromkeys(LOSS_LEVERS, 1.0)))
    assert found.lost_to_date[-1] == 0
    np.testing.assert_array_equal(found.arr, found.arr_without)


def test_a_point_more_of_retention_is_what_the_engine_says() -> None:
    plan = Plan()
    gained = losses.arr_per_point(plan)
    assert list(gained) == list(SEGMENTS)
    for segment, arr in gained.items():
        lever = f"{segment}.gross_retention"
        better = simulate(plan, levers={lever: plan.value(lever) + 0.01})["arr"][-1, 0]
        assert arr == pytest.approx(better - simulate(plan)["arr"][-1, 0], rel=1e-9)
        assert arr > 0


def test_where_everything_is_kept_a_point_more_adds_nothing() -> None:
    assert losses.arr_per_point(Plan(levers={"enterprise.gross_retention": 1.0}))["enterprise"] == 0
