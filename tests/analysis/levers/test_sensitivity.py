"""One lever at a time: what the engine says with that lever alone, and over which range."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from model.plans import seeded
from support import ROOT

from planner.analysis.arguments import METRICS
from planner.analysis.levers.sensitivity import FLOWS, USAGE, by_reach, in_play, largest, one_way, span, swings
from planner.model.simulate import simulate
from planner.plan import Event, Plan, load
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))
BUSY = Plan(
    months=36,
    levers={"marketing.mqls": 900.0, "enterprise.hires_per_quarter": 3.0, "enterprise.win_rate": 0.5},
    uncertainty={"enterprise.win_rate": (0.1, 0.6)},
    events=(Event(lever="enterprise.win_rate", change="multiply", value=0.5, start=4),),
)


@pytest.mark.parametrize("month", [1, 20, 36])
@pytest.mark.parametrize("metric", ["arr", "cash", "headcount", "nrr"])
def test_every_swing_is_the_plan_with_that_lever_alone(metric: str, month: int) -> None:
    found = one_way(BUSY, metric, month)
    assert sorted(swing.lever for swing in found) == sorted(FLOWS)
    assert [swing.size for swing in found] == sorted((swing.size for swing in found), reverse=True)
    for swing in found:
        ends = [
            simulate(BUSY, levers={swing.lever: value}, keep=[metric])[metric][month - 1, 0]
            for value in (swing.low, swing.high, BUSY.value(swing.lever))
        ]
        assert [swing.at_low, swing.at_high, swing.base] == pytest.approx(ends, rel=1e-12, nan_ok=True)


def test_a_range_of_the_plan_goes_before_the_usual_one() -> None:
    assert span(BUSY, "enterprise.win_rate") == (0.1, 0.6)
    assert span(Plan(), "enterprise.win_rate") == (0.15, 0.3)


def test_the_usual_range_stays_what_it_is_when_the_plan_lies_outside() -> None:
    assert span(Plan(levers={"enterprise.win_rate": 0.9}), "enterprise.win_rate") == (0.15, 0.3)


@pytest.mark.parametrize(
    ("lever", "value", "low", "high"),
    [
        ("marketing.mqls", 250.0, 225.0, 275.0),
        ("marketing.mqls", 0.0, 0.0, 10.0),
        ("self_serve.arr", 1e11, 0.9e11, 1e11),
        ("finance.cash", -1e6, -1.1e6, -0.9e6),
        ("finance.cash", 0.0, -1e5, 1e5),
    ],
)
def test_without_a_range_a_lever_moves_by_a_tenth_or_a_step(lever: str, value: float, low: float, high: float) -> None:
    """None of these has a usual range; a share of cash below 0 still has its low end below its high one."""
    assert CATALOGUE[lever].usual_low is None
    assert span(Plan(levers={lever: value}), lever) == pytest.approx((low, high), rel=1e-12)


def test_levers_without_effect_have_no_size() -> None:
    sizes = {swing.lever: swing.size for swing in one_way(Plan(), "visitors", 1)}
    assert sizes["community.visitors"] == pytest.approx(0.2 * 60_000)
    assert sizes["enterprise.acv"] == 0
    assert {swing.size for swing in one_way(Plan(), "nrr", 11)} == {0.0}


def test_several_metrics_come_from_one_simulation_as_from_several() -> None:
    together = swings(BUSY, ("arr", "cash"), 24)
    assert together == {"arr": one_way(BUSY, "arr", 24), "cash": one_way(BUSY, "cash", 24)}


@pytest.mark.parametrize("seed", range(8))
def test_the_strongest_lever_is_so_of_all_from_where_the_plan_stands(seed: int) -> None:
    plan = load(SHIPPED[seed % len(SHIPPED)]) if seed % 2 else seeded(seed)
    metrics = ["arr", "cash", "cac_payback_months"]
    at_rest = [USAGE] if plan.value(USAGE) == 0 and USAGE not in plan.uncertainty else []
    sizes = {lever_id: recomputed(plan, lever_id, metrics) for lever_id in in_play(plan) if lever_id not in at_rest}
    for at, (metric, (found, *_)) in enumerate(by_reach(plan, metrics, plan.months).items()):
        assert found.reach == pytest.approx(max(each[at] for each in sizes.values()), rel=1e-9, abs=1e-9), metric
        assert sizes[found.lever][at] == pytest.approx(found.reach, rel=1e-9, abs=1e-9), metric


def test_a_team_that_is_not_there_is_not_hired() -> None:
    hires = "enterprise.hires_per_quarter"
    day_one = ("reps", "hires_per_quarter", "arr", "customers", "opening_pipeline")
    absent = Plan(levers={f"enterprise.{name}": 0.0 for name in day_one})
    assert set(FLOWS) - set(in_play(absent)) == {hires}
    planned = Event(lever=hires, change="set", value=1.0, start=6)
    for present in (
        Plan(),
        absent.with_levers({"enterprise.reps": 1.0}),
        absent.with_levers({"enterprise.arr": 1e6}),
        absent.with_levers({"enterprise.opening_pipeline": 10.0}),
        absent.changed(uncertainty={hires: (0.0, 2.0)}),
        absent.changed(events=(planned,)),
    ):
        assert in_play(present) == list(FLOWS)
    assert hires not in in_play(absent.changed(events=(replace(planned, active=False),)))


def test_usage_at_rest_is_no_lever_that_matters() -> None:
    assert USAGE not in [one.lever for one in by_reach(Plan(), ["arr"], 36)["arr"]]
    assert USAGE in [one.lever for one in by_reach(Plan(levers={USAGE: 0.01}), ["arr"], 36)["arr"]]
    assert USAGE in [one.lever for one in by_reach(Plan(uncertainty={USAGE: (-0.02, 0.02)}), ["arr"], 36)["arr"]]


def recomputed(plan: Plan, lever_id: str, metrics: Sequence[str]) -> list[float]:
    """How far metrics of the last month move, from the plan as it is to either end of what a lever may be."""
    lever, value = CATALOGUE[lever_id], plan.value(lever_id)
    ends = plan.uncertainty.get(lever_id, (lever.usual_low, lever.usual_high))
    if ends[0] is None or ends[1] is None:
        tenth = abs(value) / 10 or (0.0 if lever_id == "community.market" else lever.step)
        ends = max(value - tenth, lever.min), min(value + tenth, lever.max)
    result = simulate(plan, levers={lever_id: np.array([*ends, value])}, keep=metrics)
    last = [result[metric][-1].tolist() for metric in metrics]
    return [
        0.0 if np.isnan(at).any() else max((abs(end - at[2]) for end in at[:2] if end != at[2]), default=0.0)
        for at in last
    ]


def test_no_limit_on_the_market_has_no_neighbours() -> None:
    assert span(Plan(), "community.market") == (0.0, 0.0)


def test_a_value_beyond_its_usual_range_is_where_the_plan_stands() -> None:
    """Ten account executives a quarter or more are not usual: what fewer of them do is measured from there."""
    plan = Plan(levers={"enterprise.hires_per_quarter": 40.0, "marketing.mqls": 5000.0})
    swing = one_way(plan, "headcount", 60, ["enterprise.hires_per_quarter"])[0]
    assert swing.reach == swing.base - swing.at_low > swing.size


@pytest.mark.parametrize("months", [12, 120])
def test_the_last_month_can_be_asked_for_at_any_horizon(months: int) -> None:
    found = one_way(Plan(months=months), "customers", months, ["self_serve.conversion"])[0]
    assert found.base == simulate(Plan(months=months))["customers"][-1, 0]
    assert found.at_high > found.at_low


@pytest.mark.parametrize(
    ("metric", "month", "lever", "sentence"),
    [
        ("ar", 12, "self_serve.conversion", r"ar: no such metric \(did you mean arr\?\)"),
        ("enterprise_constraint", 12, "self_serve.conversion", "enterprise_constraint: "),
        ("arr", 0, "self_serve.conversion", "month = 0: must be 1 to 60"),
        ("arr", 61, "self_serve.conversion", "month = 61: must be 1 to 60"),
        ("arr", 12, "self_serve.convertion", r"self_serve.convertion: no such lever in self_serve \(did you mean"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(metric: str, month: int, lever: str, sentence: str) -> None:
    with pytest.raises(PlannerError, match=sentence) as error:
        one_way(Plan(), metric, month, [lever])
    assert len(error.value.sentences()) == 1


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_plan_and_every_metric_has_swings(path: Path) -> None:
    plan = load(path)
    found = swings(plan, METRICS, plan.months)
    assert set(found) == set(METRICS)
    assert all(np.isfinite(swing.size) for each in found.values() for swing in each)
    assert found["arr"][0].size > 0


def test_the_largest_swings_are_those_of_two_simulations_each() -> None:
    """Over the usual range, whatever the plan's own is; of all levers that act every month, none of value 0."""
    sizes = {}
    for lever_id in FLOWS:
        lever, value = CATALOGUE[lever_id], BUSY.value(lever_id)
        low, high = lever.usual_low, lever.usual_high
        if low is None or high is None:
            low, high = max(0.7 * value, lever.min), min(1.3 * value, lever.max)
        at = [simulate(BUSY.with_levers({lever_id: end}))["arr"][-1, 0] for end in (low, high)]
        sizes[lever_id] = abs(at[1] - at[0]) if value else 0.0
    expected = sorted(sizes, key=lambda lever_id: -sizes[lever_id])[:10]
    assert largest(BUSY) == expected
    assert largest(BUSY, 3) == expected[:3]
    assert largest(Plan(levers={lever.id: lever.min for lever in CATALOGUE.values()})) == []


def test_usage_that_changes_in_the_plan_is_among_the_largest() -> None:
    """It stands at 0 in most plans, and then has no share to vary by."""
    assert "retention.usage_change" not in largest(BUSY)
    assert "retention.usage_change" in largest(BUSY.with_levers({"retention.usage_change": 0.02}))
