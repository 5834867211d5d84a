"""What a lever shows, and what becomes of an entry."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.analysis.company import Answers, SoldBy, derive
from planner.plan import Plan
from planner.ui.levers import entries
from planner.ui.levers.controls import reading, slider_range
from planner.ui.levers.panels import NET_RETENTION
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
@settings(max_examples=20, deadline=None)
@given(share=st.floats(0, 1))
@example(share=0.0)
@example(share=1.0)
def test_a_value_survives_being_shown_and_entered(lever: Lever, share: float) -> None:
    value = float(f"{lever.min + share * (min(lever.max, 1e9) - lever.min):.9g}")
    assert unscaled(lever, scaled(lever, value)) == pytest.approx(value, rel=1e-11)


def test_percent_gathers_no_dust() -> None:
    growth = CATALOGUE["marketing.mql_growth"]
    assert [unscaled(growth, percent) for percent in (7.0, 2.9, 0.1)] == [0.07, 0.029, 0.001]


@EVERY
@settings(max_examples=20, deadline=None)
@given(share=st.floats(0, 1), of_baseline=st.floats(0, 1))
@example(share=0.0, of_baseline=1.0)
@example(share=1.0, of_baseline=0.0)
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


def test_what_a_company_s_levers_show_stands_for_what_they_are() -> None:
    arr = 1_340_123
    shares = {"self_serve": 0.55, "inside_sales": 0.25, "enterprise": 0.2}
    plan = derive(
        Answers(arr=arr, sold_by=SoldBy(**shares), customers=510, signups=7400, gross_retention=0.86, burn=1.9e5)
    ).plan
    assert sum(plan.value(f"{one}.arr") for one in shares) == pytest.approx(arr, abs=1e-6)
    for lever_id in (*CATALOGUE, *NET_RETENTION):
        text, of = entries.written(plan, lever_id), lever_id.replace("net_retention", "expansion")
        assert entries.entered(plan, lever_id, text) == plan
        if of in plan.levers and plan.origin.get(of) != "entered":
            assert len(text.replace(",", "").replace(".", "").lstrip("0")) <= 4 or "." not in text, (lever_id, text)
            if lever_id in CATALOGUE:
                taken = entries.entered(plan, lever_id, f" {text}")
                assert (taken.value(lever_id), taken.origin[lever_id]) == (plan.value(lever_id), "entered")


def test_a_default_of_a_stage_says_who_published_it() -> None:
    ranged = {"enterprise.win_rate": (0.15, 0.3)}
    origin = dict.fromkeys((KEPT, "enterprise.attainment", "enterprise.win_rate", "range:enterprise.win_rate"), "stage")
    plan = Plan(uncertainty=ranged, origin=origin)
    said = {lever_id: reading(lever_id, plan, plan).source for lever_id in origin if lever_id in CATALOGUE}
    published = "93% above 50K (SaaS Capital 2023); 97% GitLab and JFrog, published"
    assumed = "an assumption of this project without a published source"
    assert said[KEPT] == f"Default of the stage, after {published}"
    assert said["enterprise.attainment"].startswith(f"Default of the stage, {assumed}; ")
    assert said["enterprise.win_rate"].startswith("Default of the stage, worked out from others. Its range: default of")
    assert assumed in said["enterprise.win_rate"]


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
