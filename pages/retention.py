"""Retention: what churn costs."""

import streamlit as st

from planner.analysis import coverage, losses
from planner.exchange.numbers import symbol
from planner.ui import canvas, choices, compute, explorer, headlines, kpis, layout, panels, state, tables
from planner.ui.charts import retention as charts
from planner.ui.charts.common import areas as areas_of
from planner.ui.frames import retention as frames
from planner.ui.words import retention as words


def draw(areas: layout.Areas) -> None:
    """What follows from the levers."""
    plan = state.plan()
    result, baseline = compute.against_baseline()
    lost, sign = losses.cost_of_churn(plan), symbol(plan.currency)
    with areas.key_numbers:
        kpis.row(headlines.retention(), result, baseline)
        st.markdown(words.retention(result, lost, losses.arr_per_point(plan)))
    with areas.main:
        measure = choices.titled("Retention over the last 12 months", frames.RETENTION, key="retention-measure")
        canvas.show(
            frames.rates(result, baseline, measure), charts.rates, key="rates", alt_text=frames.RETENTION[measure]
        )
        canvas.section("What the losses cost", "The gap is what was lost and what it would have grown by since.")
        canvas.show(
            frames.losses(lost, plan), charts.losses, sign, key="losses", alt_text="ARR with and without losses"
        )
        views = {"arr": "Cohorts", "share": "Cohorts in %", "contracts": "Contracts", "coverage": "Coverage"}
        view = choices.titled("What stays of every year's contracts", views, key="retention-view")
        if view == "arr":
            tables.cohorts(frames.cohort_arr(result), plan)
        elif view == "share":
            tables.cohort_shares(frames.cohort_shares(result))
        elif view == "contracts":
            series = tuple(frames.CONTRACTS.items())
            canvas.show(frames.contracts(result), areas_of, series, sign, key="contracts", alt_text="ARR by contract")
        else:
            rows = coverage.by_accounts(plan)
            st.markdown(words.coverage(rows, result))
            tables.coverage(rows, plan)


layout.planning_page("Retention", "What does churn cost?", panels.RETENTION, draw)
explorer.draw()
