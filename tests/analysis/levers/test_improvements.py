"""What each lever of sales would bring."""

import pytest

from planner.analysis.levers.improvements import BETTER, PEOPLE, reliefs
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.levers import CATALOGUE


def test_every_gain_is_the_plan_with_that_lever_alone() -> None:
    plan = Plan(levers={"marketing.mqls": 900.0})
    before = simulate(plan)["arr"][-1, 0]
    found = reliefs(plan)
    assert {relief.lever for relief in found} == set(BETTER)
    assert [relief.gain for relief in found] == sorted((relief.gain for relief in found), reverse=True)
    for relief in found:
        after = simulate(plan.with_levers({relief.lever: relief.value}))["arr"][-1, 0]
        assert relief.gain == pytest.approx(after - before, abs=1e-6)


def test_more_people_help_where_people_are_the_limit_and_not_where_leads_are() -> None:
    few_leads = {relief.lever: relief.gain for relief in reliefs(Plan())}
    assert few_leads["enterprise.hires_per_quarter"] == 0
    assert few_leads["marketing.mqls"] > 0
    many_leads = reliefs(
        Plan(levers={"marketing.mqls": 5_000.0, "enterprise.leads_per_bdr": 1e4, "enterprise.evaluations_per_se": 1e3})
    )
    assert many_leads[0].lever in PEOPLE


def test_a_lever_at_0_takes_a_step_and_one_at_its_bound_stays() -> None:
    plan = Plan(
        levers={"inside_sales.hires_per_quarter": 0.0, "enterprise.win_rate": 1.0, "enterprise.ramp_months": 0.0}
    )
    values = {relief.lever: relief.value for relief in reliefs(plan)}
    assert values["inside_sales.hires_per_quarter"] == CATALOGUE["inside_sales.hires_per_quarter"].step
    assert values["enterprise.win_rate"] == 1
    assert values["enterprise.ramp_months"] == 0
