"""People and cash: who joins, and whether the plan can pay them."""

import streamlit as st

from planner.analysis.hiring import seats
from planner.analysis.readings import bands, lowest_cash
from planner.model.simulate import Result
from planner.ui.frame import layout
from planner.ui.kit import figures, tables, tiles
from planner.ui.kit.boundary import part
from planner.ui.kit.frames import last_month
from planner.ui.levers import panels
from planner.ui.pages.people_and_cash import charts, frames, key_numbers, words
from planner.ui.session import choices, compute, state
from planner.vocabulary.numbers import money

YEAR = 12


def draw(areas: layout.Areas) -> None:
    """Key numbers, hiring plan, cost, cash and efficiency."""
    plan = state.plan()
    result, baseline = compute.against_baseline()
    heads = frames.heads(result)
    with areas.key_numbers, part("Key numbers"):
        tiles.row(key_numbers.of(result), result, baseline)
        st.markdown(words.people_and_cash(result, frames.first_and_last(heads), lowest_cash.rescues(result)))
    with areas.main:
        with figures.section("Headcount by role", words.WHOLE):
            figures.show(heads, charts.people(), key="people", alt_text="Whole people by role over time")
        with figures.block("Hiring plan"):
            what = choices.titled("Hiring plan", {**frames.HIRING, frames.SEATS: "Seats to open"}, key="hiring-what")
            if what == frames.SEATS:
                _seats(result)
            else:
                tables.hiring(frames.hiring_plan(result, what), frames.YEAR_TO)
        with figures.section("Cost by function"):
            st.markdown(words.services(result))
            costs, alt_text = frames.costs(result), "Cost by function and revenue per month"
            figures.show(costs, charts.costs(), plan.currency, key="costs", alt_text=alt_text)
        with figures.block("Cash"):
            view = choices.titled(
                "Cash", {"cash": "Cash", "flow": "Free cash flow", "runway": "Runway"}, key="cash-view"
            )
            if view == "cash":
                cash = frames.cash(result, baseline)
                figures.show(cash, charts.cash(), plan.currency, key="cash", alt_text="Cash and funding rounds")
            elif view == "flow":
                flow = frames.flow(result, baseline)
                figures.show(flow, charts.flow(), plan.currency, key="flow", alt_text="Free cash flow per month")
            elif (months := frames.runway(result, baseline))["Runway"].notna().any():
                figures.show(months, charts.runway(), key="runway", alt_text="Months of runway")
            else:
                st.markdown("This plan burns no cash over any three months, so its runway has no end.")
        with figures.section("From revenue to cash", words.FROM_REVENUE_TO_CASH):
            tables.amounts(frames.cash_bridge(result), plan, "From revenue to cash, by year")
        with figures.section("Efficiency against published bands", f"At the end of the plan, {last_month(plan)}"):
            tables.efficiency(bands.readings(result), plan)


def _seats(result: Result) -> None:
    """Who starts in a year of the plan, as seats."""
    plan = result.plan
    names = {year: f"Year {year}" for year in range(1, -(-plan.months // YEAR) + 1)}
    year = choices.choice("Year of the seats", names, "seats-year")
    found = [some for some in seats.seats(result) if -(-some.starts // YEAR) == year]
    people, total = sum(some.people for some in found), sum(some.people * some.cost for some in found)
    cost = money(total, plan.currency)
    figures.note(f"{people:,} start in that year, replacements included; {cost} a year of pay and overhead")
    if found:
        tables.plain(frames.seats(found, plan), "Seats to open")


def show() -> None:
    """The page."""
    layout.planning_page("People and cash", "Who do we hire, can we pay them?", panels.PEOPLE_AND_CASH, draw)
