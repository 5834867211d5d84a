"""What each lever of sales would bring."""

import pytest

from planner.analysis.levers.improvements import BETTER, PEOPLE, ranked
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.levers import CATALOGUE


def test_every_gain_is_the_plan_with_that_lever_alone() -> None:
    plan = Plan(levers={"marketing.mqls": 900.0})
    before = simulate(plan)["arr"][-1, 0]
    found = ranked(plan)
    assert {improvement.lever for improvement in found} == set(BETTER)
    assert [improvement.gain for improvement in found] == sorted(
        (improvement.gain for improvement in found), reverse=True
    )
    for improvement in found:
        after = simulate(plan.with_levers({improvement.lever: improvement.value}))["arr"][-1, 0]
        assert improvement.gain == pytest.approx(after - before, abs=1e-6)


def test_more_people_help_where_people_are_the_limit_and_not_where_leads_are() -> None:
    few_leads = {improvement.lever: improvement.gain for improvement in ranked(Plan())}
    assert few_leads["enterprise.hires_per_quarter"] == 0
    assert few_leads["marketing.mqls"] > 0
    many_leads = ranked(
        Plan(levers={"marketing.mqls": 5_000.0, "enterprise.leads_per_bdr": 1e4, "enterprise.evaluations_per_se": 1e3})
    )
    assert next(one for one in many_leads if one.lever in PEOPLE).gain > 0


def test_a_lever_at_0_takes_a_step_and_one_at_its_bound_stays() -> None:
    plan = Plan(
        levers={"inside_sales.hires_per_quarter": 0.0, "enterprise.win_rate": 1.0, "enterprise.ramp_months": 0.0}
    )
    values = {improvement.lever: improvement.value for improvement in ranked(plan)}
    assert values["inside_sales.hires_per_quarter"] == CATALOGUE["inside_sales.hires_per_quarter"].step
    assert values["enterprise.win_rate"] == 1
    assert values["enterprise.ramp_months"] == 0
