"""Retention: what churn costs."""

import streamlit as st

from planner.analysis import coverage, losses
from planner.exchange.numbers import symbol
from planner.levers import SEGMENTS
from planner.ui import charts, compute, explorer, frames, kpis, layout, levers, state, tables, words
from planner.ui.kpis import Kpi

layout.page("Retention", "What does churn cost?")
key_numbers = st.container()
side, main = st.columns([4, 9], gap="medium")
with side:
    levers.panel(
        "Renewal and coverage",
        [*reversed(levers.by_segment("gross_retention")), "customer_success.accounts_per_csm"],
        more=[
            *(
                f"{segment}.{name}"
                for name in ("logo_retention", "expansion", "committed_share")
                for segment in SEGMENTS
            ),
            "retention.expansion_fade",
            "retention.contraction_share",
            "retention.usage_change",
            "customer_success.reference_accounts",
            "customer_success.elasticity",
        ],
        more_title="Customers, expansion, contracts",
    )
    st.subheader("Net retention today", anchor=False)
    for segment, name in frames.SEGMENT_NAMES.items():
        levers.net_retention(segment, name)

plan = state.plan()
result, baseline = compute.projection(plan), compute.projection(state.baseline_plan())
lost = losses.cost_of_churn(plan)
with key_numbers:
    kpis.row(
        [
            kpis.at_end("nrr", "Net retention", note="Net revenue retention over the last 12 months"),
            kpis.at_end("grr", "Gross retention", note="Gross revenue retention over the last 12 months"),
            kpis.at_end("logo_retention", "Customers kept", note="Logo retention over the last 12 months"),
            Kpi("ARR lost", frames.lost_arr, "money", "down", "Churn and contraction over the whole plan"),
            kpis.at_end("quick_ratio", note="ARR added per unit of ARR lost, last 3 months"),
            Kpi("Pay as you go", frames.payg_share, "share", note="Share of ARR without an annual contract at the end"),
        ],
        result,
        baseline,
    )
    st.markdown(words.retention(result, lost, losses.arr_per_point(plan)))
sign = symbol(plan.currency)
with main:
    measure = tables.choice("Retention over the last 12 months", frames.RETENTION, key="retention-measure")
    charts.show(frames.rates(result, baseline, measure), charts.rates, key="rates", alt_text=frames.RETENTION[measure])
    st.subheader("What the losses cost", anchor=False)
    st.caption("The gap is what was lost and what it would have grown by since.")
    charts.show(frames.losses(lost, plan), charts.losses, sign, key="losses", alt_text="ARR with and without losses")
    views = {"arr": "Cohorts", "share": "Cohorts in %", "contracts": "Contracts", "coverage": "Coverage"}
    view = tables.choice("What stays of every year's contracts", views, key="retention-view")
    if view == "arr":
        tables.cohorts(frames.cohort_arr(result), plan)
    elif view == "share":
        tables.cohort_shares(frames.cohort_shares(result))
    elif view == "contracts":
        series = tuple(frames.CONTRACTS.items())
        charts.show(frames.contracts(result), charts.areas, series, sign, key="contracts", alt_text="ARR by contract")
    else:
        rows = coverage.by_accounts(plan)
        st.markdown(words.coverage(rows, result))
        tables.coverage(rows, plan)
explorer.draw(result)
