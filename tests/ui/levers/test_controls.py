"""What a lever shows, and what becomes of an entry."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.plan import Plan
from planner.ui.levers.controls import reading, slider_range
from planner.vocabulary.lever_text import scaled, unscaled
from planner.vocabulary.levers import BENCHMARKS, CATALOGUE, Lever

EVERY = pytest.mark.parametrize("lever", CATALOGUE.values(), ids=list(CATALOGUE))


@EVERY
def test_a_slider_spans_the_usual_range_in_whole_steps(lever: Lever) -> None:
    low, high = slider_range(lever, lever.default)
    assert scaled(lever, lever.min) <= low < high <= scaled(lever, lever.max)
    assert low <= scaled(lever, lever.default) <= high
    if lever.usual_low is not None:
        assert low <= scaled(lever, lever.usual_low)
        assert high >= scaled(lever, lever.usual_high)
    step = scaled(lever, lever.step)
    for end in (low, high):
        assert end / step == pytest.approx(round(end / step), abs=1e-6)


@EVERY
@settings(deadline=None)
@given(share=st.floats(0, 1))
def test_a_value_survives_being_shown_and_entered(lever: Lever, share: float) -> None:
    value = float(f"{lever.min + share * (min(lever.max, 1e9) - lever.min):.9g}")
    assert unscaled(lever, scaled(lever, value)) == pytest.approx(value, rel=1e-11)


def test_percent_gathers_no_dust() -> None:
    growth = CATALOGUE["marketing.mql_growth"]
    assert [unscaled(growth, percent) for percent in (7.0, 2.9, 0.1)] == [0.07, 0.029, 0.001]


@EVERY
@settings(deadline=None)
@given(share=st.floats(0, 1), of_baseline=st.floats(0, 1))
def test_a_slider_reaches_every_value_that_is_allowed(lever: Lever, share: float, of_baseline: float) -> None:
    value, baseline = (lever.min + at * (lever.max - lever.min) for at in (share, of_baseline))
    low, high = slider_range(lever, value, baseline)
    assert scaled(lever, lever.min) <= low <= scaled(lever, value) <= high <= scaled(lever, lever.max)


def test_a_slider_reaches_a_baseline_far_outside_the_usual_range() -> None:
    low, high = slider_range(CATALOGUE["enterprise.acv"], 60_000, 750_000)
    assert low <= 30_000
    assert high == 750_000


@pytest.mark.parametrize("lever_id", BENCHMARKS)
def test_a_published_band_lies_in_bounds_and_has_a_source(lever_id: str) -> None:
    lever, band = CATALOGUE[lever_id], BENCHMARKS[lever_id]
    assert lever.min <= band.low < band.high <= lever.max
    assert any(char.isdigit() for char in band.source)
    assert math.isfinite(band.high)


KEPT = "enterprise.gross_retention"


def of(plan: Plan, lever_id: str = KEPT) -> tuple[str, list[str]]:
    found = reading(lever_id, plan, plan)
    return found.text, list(found.notes)


def test_a_derived_share_is_shown_in_four_digits() -> None:
    plan = Plan(levers={KEPT: 0.869861604175, "enterprise.arr": 10_260_123.0})
    assert of(plan)[0] == "86.9861604175"
    assert of(plan.changed(origin={KEPT: "entered"}))[0] == "86.9861604175"
    derived = plan.changed(origin={KEPT: "derived", "enterprise.arr": "derived"})
    assert of(derived)[0] == "86.99"
    assert of(derived, "enterprise.arr")[0] == "10,260,123"


def test_a_usual_value_of_a_stage_is_not_out_of_range() -> None:
    plan = Plan(levers={KEPT: 0.8})
    assert of(plan)[1] == ["outside the usual 88 to 99% a year"]
    assert of(plan.changed(origin={KEPT: "derived"}))[1] == ["outside the usual 88 to 99% a year"]
    assert of(plan.changed(origin={KEPT: "stage"}))[1] == []


def test_a_lever_says_why_it_is_what_it_is() -> None:
    plan = Plan(uncertainty={KEPT: (0.9, 0.97)})
    assert reading(KEPT, plan, plan).why == ""
    noted = plan.changed(notes={KEPT: "Finance, last year", f"range:{KEPT}": "Four quarters", "plan": "Ours"})
    assert reading(KEPT, noted, plan).why == "Finance, last year\nRange: Four quarters"
    assert reading("enterprise.acv", noted, plan).why == ""
