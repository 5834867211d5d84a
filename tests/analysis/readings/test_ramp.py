"""Ramp times side by side."""

import numpy as np
import pytest

from planner.analysis.readings.ramp import LEVER, compare
from planner.model.simulate import simulate
from planner.plan import Plan

MANY_LEADS = Plan(levers={"marketing.mqls": 3_000.0, "enterprise.hires_per_quarter": 3.0})


def test_each_ramp_is_the_plan_with_that_ramp() -> None:
    found = compare(MANY_LEADS)
    assert [ramp.months for ramp in found.compared] == [9, 6, 4]
    assert found.planned.months == 7.5
    for ramp in (found.planned, *found.compared):
        alone = simulate(MANY_LEADS.with_levers({LEVER: ramp.months}))
        assert ramp.arr == alone["arr"][-1, 0]
        assert ramp.won == alone["won_arr_enterprise"][:, 0].sum()
        assert (ramp.capacity == alone["enterprise_capacity_arr"][:, 0]).all()


def test_a_shorter_ramp_is_worth_something_where_sellers_limit() -> None:
    found = compare(MANY_LEADS)
    slow, middle, fast = found.compared
    assert slow.arr < middle.arr < fast.arr
    assert found.month_worth == pytest.approx((fast.arr - slow.arr) / 5)
    assert found.matters
    assert found.adds_capacity


def test_a_shorter_ramp_is_worth_nothing_when_leads_are_the_limit() -> None:
    found = compare(Plan())
    assert not found.matters
    assert found.adds_capacity
    assert found.month_worth == pytest.approx(0, abs=1)


def test_nobody_ramps_where_nobody_is_hired() -> None:
    levers = {"enterprise.hires_per_quarter": 0.0, "people.backfill": 0.0}
    found = compare(Plan(levers=levers))
    assert not found.adds_capacity
    assert np.ptp([ramp.arr for ramp in found.compared]) == 0
