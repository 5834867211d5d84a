"""Overview: where does this plan lead? The first page, and the app's entry point."""

import streamlit as st

from planner.analysis import bridge, sensitivity
from planner.exchange.numbers import symbol
from planner.ui import charts, compute, events, frames, kpis, layout, levers, state, tables, words
from planner.ui.kpis import Kpi

layout.page("Overview", "Where does this plan lead?")
key_numbers = st.container()
side, main = st.columns([4, 9], gap="medium")
with side:
    levers.panel(
        "Demand and price",
        ["marketing.mqls", "marketing.mql_growth", "self_serve.acv", "inside_sales.acv", "enterprise.acv"],
        more=[
            *levers.by_segment("arr"),
            *levers.by_segment("customers"),
            "marketing.cost_per_mql",
            "growth.use_case_share",
        ],
        more_title="Day one and more",
    )

plan = state.plan()
result, baseline = compute.projection(plan), compute.projection(state.baseline_plan())
with key_numbers:
    kpis.row(
        [
            kpis.at_end("arr", f"ARR in {frames.last_month(plan)}"),
            kpis.at_end("arr_growth", "ARR growth", note="Over the last 12 months"),
            kpis.at_end("nrr", "Net retention", note="Net revenue retention over the last 12 months"),
            kpis.at_end("headcount", better="down"),
            Kpi("Lowest cash", lambda outcome: float(outcome["cash"].min()), "money"),
            kpis.at_end("burn_multiple", better="down", note="Cash burnt per unit of ARR added, last 12 months"),
        ],
        result,
        baseline,
    )
    st.markdown(words.reading(result))
with main:
    sign = symbol(plan.currency)
    st.subheader("ARR by segment", anchor=False)
    st.caption("Dashed: the baseline. Diamonds: what the board was promised. The strip: what limits enterprise sales.")
    limits = ("Leads", "BDRs", "Sales engineers", "Account executives")
    charts.show(frames.arr(result, baseline), charts.arr, sign, limits, key="arr", alt_text="ARR by segment over time")
    st.subheader("What brought ARR there", anchor=False)
    bridges = frames.bridges(bridge.by_year(result))
    steps = frames.waterfall(bridges, plan, tables.year(plan))
    charts.show(steps, charts.waterfall, sign, key="bridge", alt_text="ARR bridge from opening to closing")
    tables.bridge(bridges, plan)
    st.subheader("The five levers that matter most", anchor=False)
    st.caption(f"ARR in {frames.last_month(plan)} when one lever goes to either end of its usual range")
    swings = sensitivity.one_way(plan, "arr", plan.months, sensitivity.STEERED)[:5]
    charts.show(frames.swings(swings, plan), charts.tornado, sign, key="swings", alt_text="ARR, each lever low or high")
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader("Headcount", anchor=False)
        heads = frames.against(result, baseline, "headcount")
        charts.show(heads, charts.compared, "Headcount", key="heads", alt_text="Headcount over time")
    with right:
        st.subheader("Cash", anchor=False)
        cash = frames.against(result, baseline, "cash")
        charts.show(cash, charts.compared, "Cash", sign, key="cash", alt_text="Cash over time")
    events.editor()
