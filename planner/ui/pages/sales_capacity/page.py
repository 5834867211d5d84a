"""Sales capacity: can the team sell what was promised? Sellers, their queues and their quotas."""

import streamlit as st

from planner.analysis.levers import improvements
from planner.ui.frame import layout
from planner.ui.kit import figures, theme, tiles
from planner.ui.levers import panels
from planner.ui.pages.sales_capacity import charts, details, frames, key_numbers, words
from planner.ui.session import choices, compute, state
from planner.vocabulary.numbers import symbol


def draw(areas: layout.Areas) -> None:
    """What follows from the levers."""
    plan = state.plan()
    result, baseline = compute.against_baseline()
    ranked = improvements.ranked(plan)
    with areas.key_numbers:
        tiles.row(key_numbers.of(), result, baseline)
        st.markdown(words.selling(result, ranked))
    with areas.main:
        team = choices.titled("Capacity, demand and what is won", list(frames.TEAMS), "sales-team")
        if frames.exists(result, team):
            figures.note(f"ARR a month. {words.ABOUT[team]}")
            colour, capacity = theme.TEAMS[team], frames.capacity(result, baseline, team)
            looks = symbol(plan.currency), colour, frames.strips(team), theme.ink()
            figures.show(capacity, charts.capacity, *looks, key=f"capacity-{team}", alt_text="Capacity and ARR won")
            left, right = st.columns(2, gap="medium")
            with left:
                figures.section("Heads and ramped equivalents", f"{team}, by how productive they are.")
                heads = frames.sellers(result, baseline, team)
                figures.show(
                    heads, charts.sellers, colour, key=f"sellers-{team}", alt_text="Sellers, ramped and ramping"
                )
            with right:
                figures.section("Attainment, last 12 months", "Both teams. With leads: if there were enough.")
                attained = frames.attainment(result, baseline)
                figures.show(attained, charts.attainment, key="attainment", alt_text="Attainment of quota over time")
        else:
            st.info(
                "Nobody sells here, and there is nothing to sell. Hires and leads, on the left, change that.",
            )
        details.draw(result, ranked)


def show() -> None:
    """The page."""
    layout.planning_page("Sales capacity", "Can the team sell what was promised?", panels.SALES_CAPACITY, draw)
