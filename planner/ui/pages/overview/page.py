"""Overview: where does this plan lead? The first page, and the app's entry point."""

import streamlit as st

from planner.analysis.draws import own_draws
from planner.analysis.levers import sensitivity
from planner.analysis.readings import bridge, growth
from planner.ui.editors import cases, events
from planner.ui.figures import charts as kit
from planner.ui.figures import shared_charts, shared_frames
from planner.ui.figures.frames import last_month, swings, won_by_source
from planner.ui.frame import layout
from planner.ui.kit import figures, tables, tiles
from planner.ui.kit.words import dollars
from planner.ui.levers import panels
from planner.ui.pages.overview import charts, frames, key_numbers, words
from planner.ui.session import choices, compute, forecasts, state
from planner.ui.session.regions import region


def draw(areas: layout.Areas) -> None:
    """Key numbers, charts and the reading of the plan."""
    plan = state.plan()
    with areas.key_numbers:
        _key_numbers()
    with areas.main:
        marks = "Between the thin lines: 8 of 10 draws. Dashed: the baseline. Diamonds: targets."
        with figures.section("ARR by segment", marks):
            _arr()
        with figures.block("ARR bridge"):
            _growth()
        about = f"ARR in {last_month(plan)} with one lever at either end of its range, the furthest from the plan first"
        with figures.section("The five levers that matter most", about):
            _levers()
        left, right = st.columns(2, gap="medium")
        with left, figures.section("Headcount"):
            _headcount()
        with right, figures.section("Cash"):
            _cash()
        if plan.cases:
            with figures.section("Cases", "The plan and its cases, with the same promises."):
                _cases()


@region("Key numbers", waits=False)
def _key_numbers() -> None:
    result, baseline = compute.against_baseline()
    drawn, before = forecasts.forecast(result.plan), forecasts.forecast(baseline.plan)
    hero = key_numbers.hero(result, drawn, before, baseline.plan)
    tiles.row(key_numbers.of(result), result, baseline, hero, key_numbers.chips(result, drawn))


@region("ARR by segment")
def _arr() -> None:
    result, baseline = compute.against_baseline()
    plan, fans = result.plan, forecasts.fans(result.plan)
    path = shared_frames.arr(result, baseline, fans)
    figures.show(
        path,
        shared_charts.arr(shared_frames.limited(result)),
        plan.currency,
        key="arr",
        alt_text="ARR by segment over time",
    )
    if fans and (beside := own_draws.outside(result, {"arr": fans["arr"]})):
        figures.note(beside.sentence(plan))


@region("The five levers that matter most")
def _levers() -> None:
    plan = state.plan()
    ends = swings(sensitivity.steered(plan, "arr", plan.months)[:5], "arr", plan)
    if ends.empty:
        st.markdown("No lever alone moves ARR.")
    else:
        figures.show(ends, kit.tornado("money"), plan.currency, key="swings", alt_text="ARR, each lever low or high")


@region("Headcount")
def _headcount() -> None:
    result, baseline = compute.against_baseline()
    heads = shared_frames.followed(result, baseline, forecasts.fans(result.plan), "headcount")
    figures.show(heads, charts.headcount(), key="heads", alt_text="Headcount over time")


@region("Cash")
def _cash() -> None:
    result, baseline = compute.against_baseline()
    if rounds := words.rounds(result):
        figures.about(rounds)
    cash = shared_frames.followed(result, baseline, forecasts.fans(result.plan), "cash")
    figures.show(cash, charts.cash(), result.plan.currency, key="cash", alt_text="Cash over time")


_cases = region("Cases")(cases.compared)


GROWTH = {"bridge": "Bridge", "sources": "By source", "factors": "Users × use cases × price"}
"""Ways to look at what brought ARR there."""


@region("ARR bridge")
def _growth() -> None:
    result, _ = compute.against_baseline()
    plan, view = result.plan, choices.titled("ARR bridge", GROWTH, "growth-view")
    if view == "sources":
        figures.note("ARR won per month, by where the customer came from")
        won = won_by_source(result)
        figures.show(won, kit.won_by_source(), plan.currency, key="sources", alt_text="ARR won by source")
    elif view == "factors":
        figures.note("How many times as much at the year's end as at its start; the three multiply to ARR.")
        tables.plain(frames.factors(growth.by_year(result), plan), "Growth by year, in three factors")
        for paragraph in words.pushes(events.plays()):
            st.markdown(dollars(paragraph))
    else:
        years = bridge.by_year(result)
        steps = frames.waterfall(years, plan, choices.year(plan))
        alt_text = "ARR bridge from opening to closing"
        figures.show(steps, charts.waterfall(), plan.currency, key="bridge", alt_text=alt_text)
        tables.bridge(frames.bridges(years), plan)


def show() -> None:
    """The page."""
    layout.planning_page("Overview", "Where does this plan lead?", panels.OVERVIEW, draw, events.editor)
