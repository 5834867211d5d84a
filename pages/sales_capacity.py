"""Sales capacity: can the team sell what was promised? Sellers, their queues and their quotas."""

import streamlit as st

from planner.analysis import relief
from planner.exchange.numbers import symbol
from planner.ui import canvas, choices, closer_look, compute, headlines, kpis, layout, panels, state, theme
from planner.ui.charts import sales_capacity as charts
from planner.ui.frames import sales_capacity as frames
from planner.ui.words import sales_capacity as words


def draw(areas: layout.Areas) -> None:
    """What follows from the levers."""
    plan = state.plan()
    result, baseline = compute.against_baseline()
    reliefs = relief.reliefs(plan)
    with areas.key_numbers:
        kpis.row(headlines.sales_capacity(), result, baseline)
        st.markdown(words.selling(result, reliefs))
    with areas.main:
        team = choices.titled("Capacity, demand and what is won", list(frames.TEAMS), "sales-team")
        if frames.exists(result, team):
            canvas.note(f"ARR a month. {words.ABOUT[team]}")
            colour, capacity = theme.TEAMS[team], frames.capacity(result, baseline, team)
            looks = symbol(plan.currency), colour, frames.strips(team), theme.ink()
            canvas.show(capacity, charts.capacity, *looks, key=f"capacity-{team}", alt_text="Capacity and ARR won")
            left, right = st.columns(2, gap="medium")
            with left:
                canvas.section("Heads and ramped equivalents", f"{team}, by how productive they are.")
                heads = frames.sellers(result, baseline, team)
                canvas.show(
                    heads, charts.sellers, colour, key=f"sellers-{team}", alt_text="Sellers, ramped and ramping"
                )
            with right:
                canvas.section("Attainment, last 12 months", "Both teams. With leads: if there were enough.")
                attained = frames.attainment(result, baseline)
                canvas.show(attained, charts.attainment, key="attainment", alt_text="Attainment of quota over time")
        else:
            st.info(
                "Nobody sells here, and there is nothing to sell. Hires and leads, on the left, change that.",
            )
        closer_look.draw(result, reliefs)


layout.planning_page("Sales capacity", "Can the team sell what was promised?", panels.SALES_CAPACITY, draw)
