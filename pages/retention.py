"""Retention: what churn costs."""

import streamlit as st

from planner.analysis import coverage, losses
from planner.exchange.numbers import symbol
from planner.ui import choices, compute, explorer, headlines, kpis, layout, levers, panels, state, tables
from planner.ui.charts import retention as charts
from planner.ui.charts.base import show
from planner.ui.charts.common import areas
from planner.ui.frames import retention as frames
from planner.ui.frames.base import SEGMENT_NAMES
from planner.ui.words import retention as words

key_numbers, side, main = layout.planning_page("Retention", "What does churn cost?")
with side:
    levers.draw(panels.RETENTION)
    st.header("Net retention today", anchor=False)
    for segment, name in SEGMENT_NAMES.items():
        levers.net_retention(segment, name)

plan = state.plan()
result, baseline = compute.against_baseline()
lost = losses.cost_of_churn(plan)
with key_numbers:
    kpis.row(headlines.retention(), result, baseline)
    st.markdown(words.retention(result, lost, losses.arr_per_point(plan)))
sign = symbol(plan.currency)
with main:
    measure = choices.titled("Retention over the last 12 months", frames.RETENTION, key="retention-measure")
    show(frames.rates(result, baseline, measure), charts.rates, key="rates", alt_text=frames.RETENTION[measure])
    st.header("What the losses cost", anchor=False)
    st.caption("The gap is what was lost and what it would have grown by since.")
    show(frames.losses(lost, plan), charts.losses, sign, key="losses", alt_text="ARR with and without losses")
    views = {"arr": "Cohorts", "share": "Cohorts in %", "contracts": "Contracts", "coverage": "Coverage"}
    view = choices.titled("What stays of every year's contracts", views, key="retention-view")
    if view == "arr":
        tables.cohorts(frames.cohort_arr(result), plan)
    elif view == "share":
        tables.cohort_shares(frames.cohort_shares(result))
    elif view == "contracts":
        series = tuple(frames.CONTRACTS.items())
        show(frames.contracts(result), areas, series, sign, key="contracts", alt_text="ARR by contract")
    else:
        rows = coverage.by_accounts(plan)
        st.markdown(words.coverage(rows, result))
        tables.coverage(rows, plan)
explorer.draw(result)
