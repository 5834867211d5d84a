"""Overview: where does this plan lead? The first page, and the app's entry point."""

import streamlit as st

from planner.analysis import bridge, sensitivity
from planner.exchange.numbers import symbol
from planner.ui import canvas, choices, compute, events, headlines, kpis, layout, outlook, panels, state, tables, theme
from planner.ui.charts import overview as charts
from planner.ui.frames import overview as frames
from planner.ui.frames.base import last_month
from planner.ui.words import overview as words


def draw(areas: layout.Areas) -> None:
    """What follows from the levers."""
    plan = state.plan()
    result, baseline = compute.against_baseline()
    sign, ink = symbol(plan.currency), theme.ink()
    with areas.key_numbers:
        kpis.row(headlines.overview(result), result, baseline)
        st.markdown(words.reading(result))
    draws = compute.draws(plan)
    with areas.main:
        about = "Grey: 8 of 10 draws. Dashed: the baseline. Diamonds: what the board was promised."
        canvas.section("ARR by segment", about)
        path, limits = frames.arr(result, baseline, draws), ("Leads", "BDRs", "Sales engineers", "Account executives")
        canvas.show(path, charts.arr, sign, limits, key="arr", alt_text="ARR by segment over time")
        if draws is None:
            canvas.note("Say with ± beside a lever between what it may lie, and see how likely all this is.")
        else:
            kpis.tiles(headlines.chances(draws, outlook.outlook(baseline.plan)))
        canvas.section("What brought ARR there")
        years = bridge.by_year(result)
        steps = frames.waterfall(years, plan, choices.year(plan))
        canvas.show(steps, charts.waterfall, sign, ink, key="bridge", alt_text="ARR bridge from opening to closing")
        tables.bridge(frames.bridges(years), plan)
        about = f"ARR in {last_month(plan)} when one lever goes to either end of its range"
        canvas.section("The five levers that matter most", about)
        ends = frames.swings(sensitivity.one_way(plan, "arr", plan.months, sensitivity.STEERED)[:5], plan)
        canvas.show(ends, charts.tornado, sign, ink, key="swings", alt_text="ARR, each lever low or high")
        left, right = st.columns(2, gap="medium")
        with left:
            canvas.section("Headcount")
            heads = frames.followed(result, baseline, draws, "headcount")
            canvas.show(heads, charts.fanned, "Headcount", key="heads", alt_text="Headcount over time")
        with right:
            canvas.section("Cash", words.rounds(plan))
            cash = frames.followed(result, baseline, draws, "cash")
            canvas.show(cash, charts.fanned, "Cash", sign, key="cash", alt_text="Cash over time")


layout.planning_page("Overview", "Where does this plan lead?", panels.OVERVIEW, draw)
events.editor()
