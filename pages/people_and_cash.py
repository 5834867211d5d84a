"""People and cash: who joins, and whether the plan can pay them."""

import streamlit as st

from planner.analysis import bands, lowest_cash
from planner.exchange.numbers import month_name, symbol
from planner.ui import board, charts, compute, frames, kpis, layout, levers, state, tables, words
from planner.ui.kpis import Kpi

layout.page("People and cash", "Who do we hire, can we pay them?")
key_numbers = st.container()
plan = state.plan()
result, baseline = compute.projection(plan), compute.projection(state.baseline_plan())
sign, lowest = symbol(plan.currency), month_name(plan.start, lowest_cash.month(result))
side, main = st.columns([4, 9], gap="medium")
with side:
    levers.panel(
        "Hiring and cash",
        [
            "people.engineer_hires_per_quarter",
            "people.marketer_hires_per_quarter",
            "people.customers_per_support_engineer",
            "people.ga_per_head",
            "people.engineer_cost",
            "finance.cash",
        ],
        more=[
            *(f"people.{role}_cost" for role in ("ae", "isr", "bdr", "se", "csm", "manager", "marketer")),
            *("people.support_engineer_cost", "people.ga_cost", "people.overhead_per_head"),
        ],
        more_title="Pay and overhead",
    )
    levers.folded(
        "Commission and services",
        [
            *("sales.commission_rate", "sales.payg_quota_credit"),
            *("customer_success.services_rate", "customer_success.services_cost_ratio"),
        ],
    )
    levers.folded("Day one and hosting", ["people.engineers", "people.marketers", "finance.hosting_share"])
    board.funding(result)
    board.targets(result)
    board.settings()
with key_numbers:
    kpis.row(
        [
            kpis.at_end("headcount", better="down"),
            kpis.at_end("cash", f"Cash in {frames.last_month(plan)}"),
            Kpi(f"Low in {lowest}", frames.lowest_cash, "money", note="Lowest cash of the plan"),
            Kpi("Runway (mo.)", frames.shortest_runway, "months", note="At its shortest, at the burn of 3 months"),
            kpis.at_end("burn_multiple", better="down", note="Cash burnt per unit of ARR added, last 12 months"),
            kpis.at_end("rule_of_40", note="ARR growth plus free cash flow margin, last 12 months"),
        ],
        result,
        baseline,
    )
    heads = frames.heads(result)
    st.markdown(words.people_and_cash(result, frames.first_and_last(heads), lowest_cash.mover(result)))
with main:
    st.subheader("Headcount by role", anchor=False)
    charts.show(heads, charts.people, key="people", alt_text="Whole people by role over time")
    what = tables.choice("Hiring plan by quarter", frames.HIRING, key="hiring-what")
    tables.hiring(frames.hiring_plan(result, what))
    st.subheader("Cost by function", anchor=False)
    charts.show(frames.costs(result), charts.costs, sign, key="costs", alt_text="Cost by function and revenue a month")
    st.caption(words.services(result))
    view = tables.choice("Cash", {"cash": "Cash", "flow": "Free cash flow", "runway": "Runway"}, key="cash-view")
    if view == "cash":
        charts.show(frames.cash(result, baseline), charts.cash, sign, key="cash", alt_text="Cash and funding rounds")
    elif view == "flow":
        charts.show(frames.flow(result, baseline), charts.flow, sign, key="flow", alt_text="Free cash flow a month")
    elif (months := frames.runway(result, baseline))["Runway"].notna().any():
        charts.show(months, charts.runway, key="runway", alt_text="Months of runway")
    else:
        st.caption("This plan never burns cash over three months: there is no runway to count.")
    st.subheader("Efficiency against published bands", anchor=False)
    st.caption(f"At the end of the plan, {frames.last_month(plan)}")
    tables.efficiency(bands.readings(result), plan)
