"""People and cash: who joins, and whether the plan can pay them."""

import streamlit as st

from planner.analysis import bands, lowest_cash
from planner.exchange.numbers import symbol
from planner.ui import board, canvas, choices, compute, headlines, kpis, layout, panels, state, tables, theme
from planner.ui.charts import people_and_cash as charts
from planner.ui.frames import people_and_cash as frames
from planner.ui.frames.base import last_month
from planner.ui.words import people_and_cash as words


def draw(areas: layout.Areas) -> None:
    """What follows from the levers."""
    plan = state.plan()
    result, baseline = compute.against_baseline()
    sign, heads = symbol(plan.currency), frames.heads(result)
    with areas.key_numbers:
        kpis.row(headlines.people_and_cash(result), result, baseline)
        st.markdown(words.people_and_cash(result, frames.first_and_last(heads), lowest_cash.mover(result)))
    with areas.main:
        canvas.section("Headcount by role")
        canvas.show(heads, charts.people, key="people", alt_text="Whole people by role over time")
        what = choices.titled("Hiring plan by quarter", frames.HIRING, key="hiring-what")
        tables.hiring(frames.hiring_plan(result, what))
        canvas.section("Cost by function")
        st.markdown(words.services(result))
        canvas.show(
            frames.costs(result), charts.costs, sign, key="costs", alt_text="Cost by function and revenue a month"
        )
        view = choices.titled("Cash", {"cash": "Cash", "flow": "Free cash flow", "runway": "Runway"}, key="cash-view")
        if view == "cash":
            cash = frames.cash(result, baseline)
            canvas.show(cash, charts.cash, sign, theme.ink(), key="cash", alt_text="Cash and funding rounds")
        elif view == "flow":
            canvas.show(frames.flow(result, baseline), charts.flow, sign, key="flow", alt_text="Free cash flow a month")
        elif (months := frames.runway(result, baseline))["Runway"].notna().any():
            canvas.show(months, charts.runway, key="runway", alt_text="Months of runway")
        else:
            st.markdown("This plan never burns cash over three months: there is no runway to count.")
        canvas.section("Efficiency against published bands", f"At the end of the plan, {last_month(plan)}")
        tables.efficiency(bands.readings(result), plan)


layout.planning_page("People and cash", "Who do we hire, can we pay them?", panels.PEOPLE_AND_CASH, draw)
board.draw()
