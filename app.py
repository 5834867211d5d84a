"""Overview: where does this plan lead? The first page, and the app's entry point."""

import streamlit as st

from planner.analysis import bridge, sensitivity
from planner.exchange.numbers import symbol
from planner.ui import choices, compute, events, headlines, kpis, layout, levers, panels, state, tables, theme
from planner.ui.charts import overview as charts
from planner.ui.charts.base import show
from planner.ui.charts.common import compared
from planner.ui.frames import overview as frames
from planner.ui.frames.base import against, last_month
from planner.ui.words import overview as words

key_numbers, side, main = layout.planning_page("Overview", "Where does this plan lead?")
with side:
    levers.draw(panels.OVERVIEW)

plan = state.plan()
result, baseline = compute.against_baseline()
with key_numbers:
    kpis.row(headlines.overview(result), result, baseline)
    st.markdown(words.reading(result))
with main:
    sign, ink = symbol(plan.currency), theme.ink()
    st.header("ARR by segment", anchor=False)
    st.caption("Dashed: the baseline. Diamonds: what the board was promised. The strip: what limits enterprise sales.")
    limits = ("Leads", "BDRs", "Sales engineers", "Account executives")
    show(frames.arr(result, baseline), charts.arr, sign, limits, key="arr", alt_text="ARR by segment over time")
    st.header("What brought ARR there", anchor=False)
    years = bridge.by_year(result)
    steps = frames.waterfall(years, plan, choices.year(plan))
    show(steps, charts.waterfall, sign, ink, key="bridge", alt_text="ARR bridge from opening to closing")
    tables.bridge(frames.bridges(years), plan)
    st.header("The five levers that matter most", anchor=False)
    st.caption(f"ARR in {last_month(plan)} when one lever goes to either end of its usual range")
    swings = sensitivity.one_way(plan, "arr", plan.months, sensitivity.STEERED)[:5]
    ends = frames.swings(swings, plan)
    show(ends, charts.tornado, sign, ink, key="swings", alt_text="ARR, each lever low or high")
    left, right = st.columns(2, gap="medium")
    with left:
        st.header("Headcount", anchor=False)
        heads = against(result, baseline, "headcount")
        show(heads, compared, "Headcount", key="heads", alt_text="Headcount over time")
    with right:
        st.header("Cash", anchor=False)
        cash = against(result, baseline, "cash")
        show(cash, compared, "Cash", sign, key="cash", alt_text="Cash over time")
    events.editor()
