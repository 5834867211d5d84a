"""People and cash: who joins, and whether the plan can pay them."""

import streamlit as st

from planner.analysis import bands, lowest_cash
from planner.exchange.numbers import symbol
from planner.ui import board, choices, compute, headlines, kpis, layout, levers, panels, state, tables, theme
from planner.ui.charts import people_and_cash as charts
from planner.ui.charts.base import show
from planner.ui.frames import people_and_cash as frames
from planner.ui.frames.base import last_month
from planner.ui.words import people_and_cash as words

key_numbers, side, main = layout.planning_page("People and cash", "Who do we hire, can we pay them?")
plan = state.plan()
result, baseline = compute.against_baseline()
with side:
    levers.draw(panels.PEOPLE_AND_CASH)
    board.funding(result)
    board.targets(result)
    board.settings()
heads = frames.heads(result)
with key_numbers:
    kpis.row(headlines.people_and_cash(result), result, baseline)
    st.markdown(words.people_and_cash(result, frames.first_and_last(heads), lowest_cash.mover(result)))
sign = symbol(plan.currency)
with main:
    st.header("Headcount by role", anchor=False)
    show(heads, charts.people, key="people", alt_text="Whole people by role over time")
    what = choices.titled("Hiring plan by quarter", frames.HIRING, key="hiring-what")
    tables.hiring(frames.hiring_plan(result, what))
    st.header("Cost by function", anchor=False)
    show(frames.costs(result), charts.costs, sign, key="costs", alt_text="Cost by function and revenue a month")
    st.caption(words.services(result))
    view = choices.titled("Cash", {"cash": "Cash", "flow": "Free cash flow", "runway": "Runway"}, key="cash-view")
    if view == "cash":
        cash = frames.cash(result, baseline)
        show(cash, charts.cash, sign, theme.ink(), key="cash", alt_text="Cash and funding rounds")
    elif view == "flow":
        show(frames.flow(result, baseline), charts.flow, sign, key="flow", alt_text="Free cash flow a month")
    elif (months := frames.runway(result, baseline))["Runway"].notna().any():
        show(months, charts.runway, key="runway", alt_text="Months of runway")
    else:
        st.caption("This plan never burns cash over three months: there is no runway to count.")
    st.header("Efficiency against published bands", anchor=False)
    st.caption(f"At the end of the plan, {last_month(plan)}")
    tables.efficiency(bands.readings(result), plan)
