"""Retention: what churn costs."""

from functools import lru_cache

import streamlit as st

from planner.analysis.readings import coverage, losses
from planner.ui.frame import layout
from planner.ui.kit import figures, reading, tables, tiles
from planner.ui.levers import panels
from planner.ui.pages.retention import charts, churn_explorer, frames, key_numbers, words
from planner.ui.session import choices, compute, state
from planner.ui.session.regions import region


def draw(areas: layout.Areas) -> None:
    """Key numbers, retention, losses and contracts."""
    with areas.key_numbers:
        _key_numbers()
    with areas.main:
        with figures.block("Retention over the last 12 months"):
            _rates()
        about = "The gap: ARR that was lost, and what it would have grown by since."
        with figures.section("What the losses cost", about):
            _losses()
        with figures.block("Contracts by year"):
            _contracts()


_lost = lru_cache(compute.CACHED)(losses.cost_of_churn)
"""What a plan loses to churn; two regions say it."""


@region("Key numbers", waits=False)
def _key_numbers() -> None:
    plan = state.plan()
    result, baseline = compute.against_baseline()
    tiles.row(key_numbers.of(), result, baseline, chips=reading.chips(result))
    st.markdown(words.retention(result, _lost(plan), losses.arr_per_point(plan)))


@region("Retention over the last 12 months")
def _rates() -> None:
    result, baseline = compute.against_baseline()
    measure = choices.titled("Retention over the last 12 months", frames.RETENTION, key="retention-measure")
    rates = frames.rates(result, baseline, measure)
    figures.show(rates, charts.rates(), key="rates", alt_text=frames.RETENTION[measure])


@region("What the losses cost")
def _losses() -> None:
    plan = state.plan()
    cost = frames.losses(_lost(plan), plan)
    figures.show(cost, charts.losses(), plan.currency, key="losses", alt_text="ARR with and without losses")


@region("Contracts by year")
def _contracts() -> None:
    plan, (result, _) = state.plan(), compute.against_baseline()
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
