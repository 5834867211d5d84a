"""People and cash: who joins, and whether the plan can pay them."""

import numpy as np
import streamlit as st

from planner.analysis.hiring import seats
from planner.analysis.readings import bands, lowest_cash
from planner.model.simulate import Result
from planner.ui.figures import shared_charts, shared_frames
from planner.ui.figures.frames import last_month
from planner.ui.frame import layout
from planner.ui.kit import figures, reading, tables, tiles
from planner.ui.levers import panels
from planner.ui.pages.people_and_cash import charts, frames, key_numbers, words
from planner.ui.session import choices, compute, state
from planner.ui.session.regions import region
from planner.vocabulary.numbers import money

YEAR = 12


def draw(areas: layout.Areas) -> None:
    """Key numbers, hiring plan, cost, cash and efficiency."""
    with areas.key_numbers:
        _key_numbers()
    with areas.main:
        with figures.section("Headcount by role", words.WHOLE):
            _people()
        with figures.block("Hiring plan"):
            _hiring()
        with figures.section("Cost by function"):
            _costs()
        with figures.block("Cash"):
            _cash()
        with figures.section("From revenue to cash", words.FROM_REVENUE_TO_CASH):
            _cash_bridge()
        about = f"At the end of the plan, {last_month(state.plan())}"
        with figures.section("Efficiency against published bands", about):
            _efficiency()


@region("Key numbers", waits=False)
def _key_numbers() -> None:
    result, baseline = compute.against_baseline()
    ends = frames.first_and_last(shared_frames.heads(result))
    tiles.row(key_numbers.of(result), result, baseline, chips=reading.chips(result, here="./people_and_cash"))
    st.markdown(words.people_and_cash(result, ends, lowest_cash.rescues(result)))


@region("Headcount by role")
def _people() -> None:
    result, _ = compute.against_baseline()
    heads = shared_frames.heads(result)
    figures.show(heads, shared_charts.people(), key="people", alt_text="Whole people by role over time")


@region("Hiring plan")
def _hiring() -> None:
    result, _ = compute.against_baseline()
    what = choices.titled("Hiring plan", {**frames.HIRING, frames.SEATS: "Seats to open"}, key="hiring-what")
    if what == frames.SEATS:
        _seats(result)
    else:
        tables.hiring(frames.hiring_plan(result, what), frames.YEAR_TO)


@region("Cost by function")
def _costs() -> None:
    result, _ = compute.against_baseline()
    st.markdown(words.services(result))
    costs, alt_text = frames.costs(result), "Cost by function and revenue per month"
    figures.show(costs, charts.costs(), result.plan.currency, key="costs", alt_text=alt_text)


@region("Cash")
def _cash() -> None:
    result, baseline = compute.against_baseline()
    currency = result.plan.currency
    view = choices.titled("Cash", {"cash": "Cash", "flow": "Free cash flow", "runway": "Runway"}, key="cash-view")
    if view == "cash":
        cash = frames.cash(result, baseline)
        figures.show(cash, charts.cash(), currency, key="cash", alt_text="Cash and funding rounds")
    elif view == "flow":
        flow = frames.flow(result, baseline)
        figures.show(flow, charts.flow(), currency, key="flow", alt_text="Free cash flow per month")
    elif np.isfinite((months := frames.runway(result, baseline))["Runway"]).any():
        figures.show(months, charts.runway(), key="runway", alt_text="Months of runway")
    else:
        st.markdown("This plan burns no cash over any three months, so its runway has no end.")


@region("From revenue to cash")
def _cash_bridge() -> None:
    result, _ = compute.against_baseline()
    tables.amounts(frames.cash_bridge(result), result.plan, "From revenue to cash, by year")


@region("Efficiency against published bands")
def _efficiency() -> None:
    result, _ = compute.against_baseline()
    tables.efficiency(bands.readings(result), result.plan)


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
