"""What each lever of sales would bring."""

import pytest
from model.plans import seeded

from planner.analysis.levers import improvements
from planner.analysis.levers.improvements import BETTER, PEOPLE
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.levers import CATALOGUE


def outcome(plan: Plan, **levers: float) -> tuple[float, float]:
    """ARR at the end and the lowest cash."""
    result = simulate(plan.with_levers(levers), keep=["arr", "cash"])
    return float(result["arr"][-1, 0]), float(result["cash"].min())


@pytest.mark.parametrize("seed", range(20))
def test_tenths_are_compared_with_tenths_and_people_with_people(seed: int) -> None:
    """Every gain is the plan with that lever alone, and the first is the largest of them."""
    plan = seeded(seed)
    found, (now, _) = improvements.of(plan), outcome(plan)
    sellers = max(1.0, plan.value("enterprise.reps") + plan.value("enterprise.ramping_reps"))
    assert {one.lever for one in found.tenths} == {lever for lever in BETTER if plan.value(lever)}
    for one in found.tenths:
        better = plan.value(one.lever) * (1.1 if BETTER[one.lever] > 0 else 0.9)
        assert one.value == pytest.approx(min(better, CATALOGUE[one.lever].max), rel=1e-12)
    assert {one.lever for one in found.people} == set(PEOPLE)
    for one in found.people:
        more = plan.value(one.lever) + (1 if "hires" in one.lever else 1 / sellers)
        assert one.value == pytest.approx(min(more, CATALOGUE[one.lever].max), rel=1e-12)
    for part in (found.tenths, found.people):
        for one in part:
            arr, cash = outcome(plan, **{one.lever: one.value})
            gain = arr - now
            assert one.lowest_cash == pytest.approx(cash, rel=1e-9, abs=1e-3)
            assert one.gain == pytest.approx(gain, rel=1e-9, abs=1e-9 * abs(now))
            assert gain <= part[0].gain + 1e-9 * abs(now)


def test_more_people_help_only_where_people_are_the_limit() -> None:
    few_leads = improvements.of(Plan())
    gains = {one.lever: one.gain for one in (*few_leads.tenths, *few_leads.people)}
    assert gains["enterprise.hires_per_quarter"] == 0
    assert gains["marketing.mqls"] > 0
    many_leads = improvements.of(
        Plan(levers={"marketing.mqls": 5_000.0, "enterprise.leads_per_bdr": 1e4, "enterprise.evaluations_per_se": 1e3})
    )
    assert many_leads.people[0].gain > 0


def test_what_is_0_has_no_tenth_and_what_is_at_its_bound_stays() -> None:
    plan = Plan(
        levers={"inside_sales.hires_per_quarter": 0.0, "enterprise.win_rate": 1.0, "enterprise.ramp_months": 0.0}
    )
    found = improvements.of(plan)
    tenths = {one.lever: one.value for one in found.tenths}
    assert "inside_sales.hires_per_quarter" not in tenths
    assert tenths["enterprise.win_rate"] == 1
    assert {one.lever: one.value for one in found.people}["inside_sales.hires_per_quarter"] == 1
