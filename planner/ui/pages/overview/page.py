"""Overview: where does this plan lead? The first page, and the app's entry point."""

import streamlit as st

from planner.analysis.levers import sensitivity
from planner.analysis.readings import bridge
from planner.ui.editors import events
from planner.ui.frame import layout
from planner.ui.kit import figures, tables, tiles
from planner.ui.kit.boundary import part
from planner.ui.kit.frames import last_month, swings
from planner.ui.levers import panels
from planner.ui.pages.overview import charts, frames, key_numbers, words
from planner.ui.session import choices, compute, forecasts, state


def draw(areas: layout.Areas) -> None:
    """What follows from the levers."""
    plan = state.plan()
    result, baseline = compute.against_baseline()
    with areas.key_numbers, part("Key numbers"):
        tiles.row(key_numbers.of(result), result, baseline)
        st.markdown(words.reading(result))
    draws = compute.draws(plan)
    with areas.main:
        about = "Grey: 8 of 10 draws. Dashed: the baseline. Diamonds: what the board was promised."
        with figures.section("ARR by segment", about):
            path = frames.arr(result, baseline, draws)
            figures.show(path, charts.arr(), plan.currency, key="arr", alt_text="ARR by segment over time")
            if draws is None:
                figures.note("Say with ± beside a lever between what it may lie, and see how likely all this is.")
            else:
                tiles.show(key_numbers.chances(draws, forecasts.forecast(baseline.plan), baseline.plan))
        with figures.section("What brought ARR there"):
            years = bridge.by_year(result)
            steps = frames.waterfall(years, plan, choices.year(plan))
            alt_text = "ARR bridge from opening to closing"
            figures.show(steps, charts.waterfall(), plan.currency, key="bridge", alt_text=alt_text)
            tables.bridge(frames.bridges(years), plan)
        about = f"ARR in {last_month(plan)} when one lever goes to either end of its range"
        with figures.section("The five levers that matter most", about):
            ends = swings(sensitivity.one_way(plan, "arr", plan.months, sensitivity.STEERED)[:5], "arr", plan)
            if ends.empty:
                st.markdown("No lever alone moves ARR.")
            else:
                figures.show(ends, charts.swings(), plan.currency, key="swings", alt_text="ARR, each lever low or high")
        left, right = st.columns(2, gap="medium")
        with left, figures.section("Headcount"):
            heads = frames.followed(result, baseline, draws, "headcount")
            figures.show(heads, charts.headcount(), key="heads", alt_text="Headcount over time")
        with right, figures.section("Cash", words.rounds(plan)):
            cash = frames.followed(result, baseline, draws, "cash")
            figures.show(cash, charts.cash(), plan.currency, key="cash", alt_text="Cash over time")


def show() -> None:
    """The page."""
    layout.planning_page("Overview", "Where does this plan lead?", panels.OVERVIEW, draw, events.editor)
