"""Ranges go along with their levers, and are dropped or set all at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan.plan_documents import documents, within

from planner import plan as plans
from planner.plan import Correlation, Plan, ranges
from planner.plan.moved_range import moved_range
from planner.vocabulary.levers import CATALOGUE

WINS, PRICE, GROWTH = "enterprise.win_rate", "enterprise.acv", "marketing.mql_growth"


@pytest.mark.parametrize(
    ("lever", "ends", "before", "after", "expected"),
    [
        (WINS, (0.15, 0.3), 0.2, 0.4, (0.3, 0.6)),
        (WINS, (0.15, 0.3), 0.2, 0.8, (0.6, 1.0)),
        (WINS, (0.15, 0.3), 0.2, 0.2, (0.15, 0.3)),
        (WINS, (0.15, 0.3), 0.2, 0.0, (0.0, 0.0)),
        (WINS, (0.0, 0.0), 0.0, 0.25, (0.25, 0.25)),
        (WINS, (0.0, 0.1), 0.0, 0.2, (0.2, 0.3)),
        (WINS, (0.0, 0.1), 5e-324, 0.2, (0.2, 0.3)),
        (PRICE, (40e3, 90e3), 60e3, 60e3 / 7, (40e3 / 7, 90e3 / 7)),
        (GROWTH, (0.01, 0.03), 0.02, -0.02, (-0.03, -0.01)),
        (GROWTH, (-0.01, 0.03), 0.001, 0.021, (0.01, 0.05)),
        (GROWTH, (-0.01, 0.03), 0.02, -0.2, (-0.2, -0.19)),
    ],
)
def test_a_range_moves_in_proportion_and_is_held_at_the_bounds(
    lever: str, ends: tuple[float, float], before: float, after: float, expected: tuple[float, float]
) -> None:
    assert moved_range(CATALOGUE[lever], ends, before, after) == pytest.approx(expected, rel=1e-11, abs=1e-15)
    plan = Plan(levers={lever: before}, uncertainty={lever: ends, "sales.goes_cold": (0, 1)})
    moved = plan.with_levers({lever: after})
    assert moved.uncertainty == {**plan.uncertainty, lever: moved_range(CATALOGUE[lever], ends, before, after)}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_range_that_moved_is_one_that_a_plan_can_have(data: st.DataObject) -> None:
    lever = data.draw(st.sampled_from(list(CATALOGUE.values())))
    low, before, high = sorted(data.draw(within(lever.id)) for _ in range(3))
    after = data.draw(within(lever.id))
    ends = moved_range(lever, (low, high), before, after)
    assert lever.min <= ends[0] <= after <= ends[1] <= lever.max


@settings(max_examples=50, deadline=None)
@given(documents())
def test_all_ranges_can_be_dropped_or_set_at_once(document: dict[str, object]) -> None:
    plan = plans.parse(document)
    bare = ranges.without(plan)
    assert (bare.uncertainty, bare.correlations, bare.levers) == ({}, (), plan.levers)
    wide = ranges.around(plan, (WINS, PRICE))
    assert set(wide.uncertainty) == {WINS, PRICE}
    assert wide.ends == "p10-p90"
    for lever_id, (low, high) in wide.uncertainty.items():
        value, lever = plan.value(lever_id), CATALOGUE[lever_id]
        assert (low, high) == pytest.approx((max(lever.min, 0.8 * value), min(lever.max, 1.2 * value)), rel=1e-9)


def test_correlations_of_levers_that_keep_a_range_stay() -> None:
    pairs = (Correlation(a=WINS, b=PRICE, rank=-0.3), Correlation(a=WINS, b=GROWTH, rank=0.3))
    plan = Plan(uncertainty={WINS: (0.1, 0.4), PRICE: (4e4, 9e4), GROWTH: (-0.1, 0.2)}, correlations=pairs)
    assert ranges.around(plan, (WINS, PRICE)).correlations == pairs[:1]


def test_ranges_that_are_set_at_once_are_no_longer_shipped() -> None:
    origin = {f"range:{WINS}": "shipped", WINS: "shipped"}
    plan = Plan(levers={WINS: 0.22}, uncertainty={WINS: (0.17, 0.28)}, origin=origin)
    assert ranges.around(plan, (WINS, PRICE)).origin == {WINS: "shipped"}


def test_what_moved_along_is_said() -> None:
    plan = Plan(levers={WINS: 0.22}, uncertainty={WINS: (0.17, 0.28), PRICE: (4e4, 9e4)})
    moved = plan.with_levers({WINS: 0.3, GROWTH: 0.01})
    assert list(ranges.went_along(plan, moved)) == [
        "The range of enterprise.win_rate moves with it: 23.18 to 38.18%, was 17 to 28%."
    ]
    assert not list(ranges.went_along(plan, plan.with_range(WINS, 0.1, 0.4)))


@pytest.mark.parametrize("way", [(0.8,), (0.0,), (0.3, 0.95, 0.8), (0.8, 0.0, 0.9)])
def test_no_bound_on_the_way_narrows_a_range(way: tuple[float, ...]) -> None:
    """27.5% is a quarter above 22%: at 80% it is held at 100%, at 0 there is no proportion."""
    before = [Plan(levers={WINS: 0.22}, uncertainty={WINS: (0.17, 0.275)})]
    for value in (*way, 0.44):
        before.insert(0, ranges.as_stated(before[0].with_levers({WINS: value}), before))
    assert before[0].uncertainty[WINS] == pytest.approx((0.34, 0.55))
    assert before[1].uncertainty[WINS] == before[-1].with_levers({WINS: way[-1]}).uncertainty[WINS]


def test_a_range_that_was_stated_on_the_way_stays_stated() -> None:
    first = Plan(levers={WINS: 0.22}, uncertainty={WINS: (0.17, 0.275)})
    high = first.with_levers({WINS: 0.8})
    for plan, expected in (
        (high.with_range(WINS, 0.7, 0.9), (0.35, 0.45)),
        (high.without_range(WINS).with_range(WINS, 0.6, 1.0), (0.3, 0.5)),
    ):
        moved = ranges.as_stated(plan.with_levers({WINS: 0.4}), [plan, high, first])
        assert moved.uncertainty[WINS] == pytest.approx(expected)
    reset = ranges.as_stated(first, [high, first])
    assert reset == first


def test_a_range_that_somebody_states_is_no_longer_the_shipped_one() -> None:
    shipped = {"range:enterprise.win_rate": "shipped", "range:enterprise.acv": "shipped"}
    plan = Plan(levers={WINS: 0.22}, uncertainty={WINS: (0.17, 0.28), PRICE: (4e4, 9e4)}, origin=shipped)
    assert plan.with_levers({WINS: 0.3}).origin == shipped
    assert plan.with_range(WINS, 0.1, 0.4).origin == {"range:enterprise.acv": "shipped"}
    assert ranges.without(plan).origin == {}
