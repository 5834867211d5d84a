"""Sales capacity: can the team sell what was promised? Sellers, their queues and their quotas."""

import streamlit as st

from planner.analysis import relief
from planner.exchange.numbers import symbol
from planner.ui import choices, closer_look, compute, headlines, kpis, layout, levers, panels, state, theme
from planner.ui.charts import sales_capacity as charts
from planner.ui.charts.base import show
from planner.ui.frames import sales_capacity as frames
from planner.ui.words import sales_capacity as words

key_numbers, side, main = layout.planning_page("Sales capacity", "Can the team sell what was promised?")
with side:
    levers.draw(panels.SALES_CAPACITY)

plan = state.plan()
result, baseline = compute.against_baseline()
reliefs = relief.reliefs(plan)
with key_numbers:
    kpis.row(headlines.sales_capacity(), result, baseline)
    st.markdown(words.selling(result, reliefs))
with main:
    st.header("Capacity, demand and what is won", anchor=False)
    team = choices.choice("Team", list(frames.TEAMS), "sales-team")
    if frames.exists(result, team):
        st.caption(f"ARR a month. {words.ABOUT[team]}")
        colour, capacity = theme.TEAMS[team], frames.capacity(result, baseline, team)
        looks = symbol(plan.currency), colour, frames.strips(team), theme.ink()
        show(capacity, charts.capacity, *looks, key=f"capacity-{team}", alt_text="Capacity and ARR won")
        left, right = st.columns(2, gap="medium")
        with left:
            st.header("Heads and ramped equivalents", anchor=False)
            st.caption(f"{team}, by how productive they are.")
            heads = frames.sellers(result, baseline, team)
            show(heads, charts.sellers, colour, key=f"sellers-{team}", alt_text="Sellers, ramped and ramping")
        with right:
            st.header("Attainment, last 12 months", anchor=False)
            st.caption("Both teams. With leads: if there were enough.")
            attained = frames.attainment(result, baseline)
            show(attained, charts.attainment, key="attainment", alt_text="Attainment of quota over time")
    else:
        st.info("Nobody sells here, and there is nothing to sell. Hires and leads, on the left, change that.")
    closer_look.draw(result, reliefs)
