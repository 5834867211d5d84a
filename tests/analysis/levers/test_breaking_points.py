"""Where a plan breaks: closed forms, both sides of the break, what never breaks."""

import math
from pathlib import Path

import numpy as np
import pytest
from support import ROOT

from planner.analysis.levers.breaking_points import LIMITS, MOST_BURN, BreakingPoint, breaking_points
from planner.analysis.levers.sensitivity import FLOWS
from planner.model.simulate import simulate
from planner.plan import Funding, Plan, Target, load
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))
NOBODY = {
    **dict.fromkeys((lever for lever in CATALOGUE if lever.endswith((".arr", ".reps", ".opening_pipeline"))), 0.0),
    **dict.fromkeys((lever for lever in CATALOGUE if lever.endswith((".customers", "hires_per_quarter"))), 0.0),
    **dict.fromkeys(("community.visitors", "community.free_accounts", "marketing.mqls", "people.marketers"), 0.0),
    **dict.fromkeys(("people.ga_per_head", "people.overhead_per_head", "people.pay_rise"), 0.0),
}
OFFICE = Plan(
    months=24,
    levers={**NOBODY, "people.engineers": 10.0, "people.engineer_cost": 120_000.0, "finance.cash": 3e6},
)
"""Ten engineers at 10K a month each and nothing else: 24 months cost 2.4M of the 3M."""


def found(points: list[BreakingPoint], limit: str, lever: str, direction: str) -> BreakingPoint:
    (point,) = [one for one in points if (one.limit, one.lever, one.direction) == (limit, lever, direction)]
    return point


def test_cash_runs_out_when_pay_passes_what_is_there_to_pay() -> None:
    """3M over 24 months and ten engineers is 150K a year each; with that, cash ends at 0, which is not yet below."""
    point = found(breaking_points(OFFICE), "cash", "people.engineer_cost", "up")
    assert point.value == pytest.approx(150_000, rel=1e-8)
    assert point.value > 150_000
    assert point.margin == pytest.approx(0.25, rel=1e-8)
    assert (point.month, point.today, point.already) == (24, 120_000, False)
    assert found(breaking_points(OFFICE), "cash", "people.engineer_cost", "down").value is None


def test_the_month_is_the_first_that_is_broken_and_funding_moves_it() -> None:
    """20 engineers run 3M out; 3M more in month 20 saves what comes after but not the months before."""
    plan = OFFICE.changed(funding=(Funding(month=20, amount=3_000_000),))
    point = found(breaking_points(plan), "cash", "people.engineer_cost", "up")
    assert point.value == pytest.approx(12 * 3e6 / (10 * 19), rel=1e-8)
    assert point.month == 19


def test_from_0_the_margin_is_measured_in_usual_ranges() -> None:
    """One engineer a quarter for 24 months is a third, two thirds, ... of 10K more a month: 1M in all."""
    point = found(breaking_points(OFFICE), "cash", "people.engineer_hires_per_quarter", "up")
    assert point.value == pytest.approx(600_000 / (10_000 / 3 * 24 * 25 / 2), rel=1e-8)
    assert point.margin == pytest.approx(point.value / 20, rel=1e-12)


def test_a_limit_that_is_broken_already_is_told_once_with_its_month() -> None:
    points = breaking_points(OFFICE)
    first, *rest = points
    assert (first.limit, first.month, first.margin) == ("burn_multiple", 12, 0.0)
    assert first.already
    assert first.lever is None
    assert {point.limit for point in rest} == {"cash"}
    absent = {"inside_sales.hires_per_quarter", "enterprise.hires_per_quarter"}
    assert {point.lever for point in rest} == set(FLOWS) - absent
    poor = OFFICE.with_levers({"finance.cash": 1e6}).changed(targets=(Target(month=6, least=1.0),))
    assert [(point.limit, point.month) for point in breaking_points(poor)] == [
        ("cash", 11),
        ("burn_multiple", 12),
        ("target", 6),
    ]


def test_a_plan_without_targets_in_its_months_cannot_miss_one() -> None:
    late = Plan(months=24, targets=(Target(month=36, least=1e12),))
    assert "target" not in {point.limit for point in breaking_points(late)}
    assert breaking_points(late) == breaking_points(Plan(months=24))


def test_a_target_is_missed_where_retention_keeps_less_than_it() -> None:
    """10M of annual contracts, and 7.2M promised after two years: retention below the root of 0.72 misses it."""
    book = {**NOBODY, "enterprise.arr": 10e6, "enterprise.committed_share": 1.0, "enterprise.gross_retention": 0.9}
    calm = {"enterprise.expansion": 0.0, "customer_success.elasticity": 0.0}
    plan = Plan(months=36, levers={**book, **calm}, targets=(Target(month=24, least=7.2e6),))
    points = breaking_points(plan, ["enterprise.gross_retention"])
    point = found(points, "target", "enterprise.gross_retention", "down")
    assert point.value == pytest.approx(math.sqrt(0.72), rel=1e-9)
    assert point.month == 24
    assert found(points, "target", "enterprise.gross_retention", "up").value is None


def test_a_target_of_any_metric_breaks_at_least_or_at_most() -> None:
    """A quarter of an engineer a quarter is two in two years; 2.7M over two years is 135K for each of ten."""
    heads = Target(month=24, metric="headcount", most=12.0)
    plan = OFFICE.changed(targets=(heads, Target(month=24, metric="cash", least=3e5), Target(month=99, least=1e12)))
    points = breaking_points(plan)
    hires = found(points, "target", "people.engineer_hires_per_quarter", "up")
    assert (hires.value, hires.month, hires.metric) == (pytest.approx(0.25, rel=1e-9), 24, "headcount")
    pay = found(points, "target", "people.engineer_cost", "up")
    assert (pay.value, pay.month, pay.metric) == (pytest.approx(135_000, rel=1e-9), 24, "cash")
    band = Target(month=24, metric="cash", least=3e5, most=7e5)
    both = breaking_points(plan.changed(targets=(band,)), ["people.engineer_cost"])
    assert found(both, "target", "people.engineer_cost", "down").value == pytest.approx(115_000, rel=1e-9)


def test_what_is_missed_already_is_told_by_metric() -> None:
    targets = (
        Target(month=12, metric="nrr", least=0.5),
        Target(month=6, metric="headcount", most=9.0),
        Target(month=6, metric="runway_months", least=12.0),
    )
    points = breaking_points(OFFICE.changed(targets=targets))
    missed = [(point.month, point.metric) for point in points if point.already and point.limit == "target"]
    assert missed == [(6, "headcount"), (12, "nrr")], "net retention has no value without customers"
    pay = found(points, "target", "people.engineer_cost", "up")
    assert (pay.month, pay.metric) == (6, "runway_months")
    assert pay.value == pytest.approx(3e6 * 12 / 10 / (6 + 12), rel=1e-9)


def test_usage_that_falls_breaks_a_promise() -> None:
    """10M of usage and 7.2M promised after two years: a fall of a month by the 24th root of 0.72 misses it."""
    keeps = {"enterprise.committed_share": 0.0, "enterprise.gross_retention": 1.0, "enterprise.expansion": 0.0}
    levers = {**NOBODY, "enterprise.arr": 10e6, **keeps, "customer_success.elasticity": 0.0}
    plan = Plan(months=24, levers=levers, targets=(Target(month=24, least=7.2e6),))
    point = found(breaking_points(plan), "target", "retention.usage_change", "down")
    assert point.value == pytest.approx(0.72 ** (1 / 24) - 1, rel=1e-9)
    assert (point.today, point.month, point.metric) == (0.0, 24, "arr")


def test_an_unlimited_market_comes_down_to_a_breaking_point() -> None:
    open_end = simulate(Plan(months=36), keep=["customers"])["customers"][35, 0]
    plan = Plan(months=36, targets=(Target(month=36, metric="customers", least=0.95 * open_end),))
    point = found(breaking_points(plan), "target", "community.market", "down")
    assert (point.today, point.margin, point.month, point.metric) == (0.0, 1.0, 36, "customers")
    assert point.value is not None
    values = point.value * np.array([0.2, 1.0, 1 + 1e-9, 2.0, 50.0])
    reached = simulate(plan, levers={"community.market": values}, keep=["customers"])["customers"][35]
    assert (reached >= 0.95 * open_end).tolist() == [False, False, True, True, True]
    assert found(breaking_points(plan), "target", "community.market", "up").value is None
    limited = plan.with_levers({"community.market": 2 * point.value})
    again = found(breaking_points(limited), "target", "community.market", "down")
    assert (again.value, again.margin) == (pytest.approx(point.value, rel=1e-9), pytest.approx(0.5, rel=1e-8))


def test_cash_that_reaches_exactly_nought_has_not_run_out() -> None:
    """Twelve twelfths of 70,000 leave -9e-12 of them."""
    engineer = {"people.engineers": 1.0, "people.engineer_cost": 70_000.0, "finance.cash": 70_000.0}
    plan = Plan(months=12, levers={**NOBODY, **engineer})
    assert simulate(plan)["cash"][11, 0] < 0
    points = breaking_points(plan)
    assert "cash" not in {point.limit for point in points if point.already}
    assert found(points, "cash", "people.engineer_cost", "up").value == pytest.approx(70_000, rel=1e-6)


def test_a_year_s_cost_in_the_bank_lasts_a_year_whatever_it_is() -> None:
    """Engineers at any pay, any few of them: cash runs out in month 13 and not in the month that ends with nothing."""
    pay, heads = (each.ravel() for each in np.meshgrid(np.arange(60e3, 256e3, 5e3), [1.0, 2.0, 3.0, 7.0]))
    levers = {"people.engineer_cost": pay, "people.engineers": heads, "finance.cash": pay * heads}
    result = simulate(Plan(months=24, levers=NOBODY), levers=levers)
    assert len(pay) == 160
    assert (result["cash"][11] < 0).any()
    assert (result.cash_out_month() == 13).all()


def room(plan: Plan, limit: str, lever: str, values: np.ndarray) -> np.ndarray:
    """What is left before a limit breaks, (months, draws), by the book; inf where the limit does not apply."""
    result = simulate(plan, levers={lever: values}, keep=["cash", "burn_multiple", "arr"])
    if limit == "cash":
        cash = result["cash"]
        return cash + np.maximum(0.005, 1e-9 * np.maximum.accumulate(cash))
    left = np.full_like(result["arr"], np.inf)
    if limit == "burn_multiple":
        left[11:] = MOST_BURN - result["burn_multiple"][11:]
    else:
        today = simulate(plan, keep=["arr"])["arr"][:, 0]
        for target in plan.arr_targets():
            if today[target.month - 1] >= target.arr:
                left[target.month - 1] = result["arr"][target.month - 1] - target.arr
    return left


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_plans_break_where_it_is_said(path: Path) -> None:
    """Just inside each breaking point everything holds, at it the month is the first that does not.

    Up to it no value drawn at random breaks the limit, nor any in the whole range where none is told.
    """
    plan, random = load(path), np.random.default_rng(1)
    points = breaking_points(plan)
    margins = [point.margin for point in points]
    assert margins == sorted(margins)
    for point in points:
        assert point.metric == ("arr" if point.limit == "target" and point.month else None)
        if point.lever == "community.market":
            continue
        if point.already and point.limit == "target":
            promised = next(target.arr for target in plan.arr_targets() if target.month == point.month)
            assert simulate(plan, keep=["arr"])["arr"][point.month - 1, 0] < promised
            continue
        if point.already:
            left = room(plan, point.limit, "people.ae_cost", np.array([plan.value("people.ae_cost")]))[:, 0]
            assert np.flatnonzero(left < 0)[0] + 1 == point.month
            continue
        lever = CATALOGUE[point.lever]
        end = point.value
        if end is None:
            end = lever.max if point.direction == "up" else lever.min
            assert (point.month, point.margin) == (None, math.inf)
        else:
            left = room(plan, point.limit, point.lever, np.array([end]))[:, 0]
            assert np.flatnonzero(left < 0)[0] + 1 == point.month
            change = abs(end - point.today)
            usual = (lever.usual_high or 0) - (lever.usual_low or 0)
            assert point.margin == pytest.approx(change / (abs(point.today) or usual or lever.step), rel=1e-12)
            assert (end > point.today) == (point.direction == "up")
        shares = np.concatenate([[1 - 1e-8], random.uniform(0, 1, 20), 10.0 ** random.uniform(-9, 0, 20)])
        if point.value is None:
            shares[0] = 1.0
        inside = np.clip(point.today + shares * (end - point.today), lever.min, lever.max)
        assert not (room(plan, point.limit, point.lever, inside) < 0).any()


def test_every_limit_lever_and_direction_is_told_once() -> None:
    plan = Plan(targets=(Target(month=12, least=1e6),), levers={"finance.cash": 1e9})
    points = breaking_points(plan, [*FLOWS, FLOWS[0]])
    told = [(point.limit, point.lever, point.direction) for point in points]
    assert len(set(told)) == len(told) == len(LIMITS) * len(FLOWS) * 2


@pytest.mark.parametrize("months", [12, 120])
def test_any_horizon_will_do(months: int) -> None:
    plan = OFFICE.changed(months=months).with_levers({"finance.cash": 200_000.0 * months})
    point = found(breaking_points(plan), "cash", "people.engineer_cost", "up")
    assert (point.value, point.month) == (pytest.approx(240_000, rel=1e-8), months)


def test_an_unknown_lever_is_one_sentence() -> None:
    with pytest.raises(PlannerError, match="no such lever in enterprise"):
        breaking_points(Plan(), ["enterprise.avc"])


def test_a_target_that_is_missed_leaves_the_others_at_stake() -> None:
    plan = load(ROOT / "data/plans/open-source-database.toml")
    arr = simulate(plan, keep=["arr"])["arr"][:, 0]
    missed = [target.month for target in plan.arr_targets() if arr[target.month - 1] < target.arr]
    points = breaking_points(plan)
    assert missed == [36, 60]
    assert [point.month for point in points if point.already] == missed
    nearest = next(point for point in points if point.limit == "target" and point.value is not None)
    assert nearest.month == 12
    assert 0.3 < nearest.margin < 0.6
