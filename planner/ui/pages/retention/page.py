"""Retention: what churn costs."""

import streamlit as st

from planner.analysis.readings import coverage, losses
from planner.ui.frame import layout
from planner.ui.kit import figures, tables, tiles
from planner.ui.kit.boundary import part
from planner.ui.levers import panels
from planner.ui.pages.retention import charts, churn_explorer, frames, key_numbers, words
from planner.ui.session import choices, compute, state


def draw(areas: layout.Areas) -> None:
    """Key numbers, retention, losses and contracts."""
    plan = state.plan()
    result, baseline = compute.against_baseline()
    lost = losses.cost_of_churn(plan)
    with areas.key_numbers, part("Key numbers"):
        tiles.row(key_numbers.of(), result, baseline)
        st.markdown(words.retention(result, lost, losses.arr_per_point(plan)))
    with areas.main:
        with figures.block("Retention over the last 12 months"):
            measure = choices.titled("Retention over the last 12 months", frames.RETENTION, key="retention-measure")
            rates = frames.rates(result, baseline, measure)
            figures.show(rates, charts.rates(), key="rates", alt_text=frames.RETENTION[measure])
        with figures.section(
            "What the losses cost", "The gap: ARR that was lost, and what it would have grown by since."
        ):
            cost = frames.losses(lost, plan)
            figures.show(cost, charts.losses(), plan.currency, key="losses", alt_text="ARR with and without losses")
        with figures.block("Contracts by year"):
            views = {"arr": "Cohorts", "share": "Cohorts in %", "contracts": "Contracts", "coverage": "Coverage"}
            view = choices.titled("Contracts by year", views, key="retention-view")
            if view == "arr":
                tables.cohorts(frames.cohort_arr(result), plan)
            elif view == "share":
                tables.cohort_shares(frames.cohort_shares(result))
            elif view == "contracts":
                shown = frames.contracts(result)
                figures.show(shown, charts.contracts(), plan.currency, key="contracts", alt_text="ARR by contract")
            else:
                rows = coverage.by_accounts(plan)
                st.markdown(words.coverage(rows, result))
                tables.coverage(rows, plan)


def show() -> None:
    """The page."""
    layout.planning_page("Retention", "What does churn cost?", panels.RETENTION, draw, churn_explorer.draw)
