"""Sales capacity: can the team sell what was promised? Sellers, their queues and their quotas."""

import streamlit as st

from planner.analysis import relief
from planner.exchange.numbers import symbol
from planner.ui import charts, compute, kpis, layout, levers, selling, state, theme, words
from planner.ui.kpis import Kpi

layout.page("Sales capacity", "Can the team sell what was promised?")
key_numbers = st.container()
side, main = st.columns([4, 9], gap="medium")
with side:
    for title, (opened, more) in selling.LEVERS.items():
        levers.panel(title, opened, more, more_title=f"More of {title.lower()}")

plan = state.plan()
result, baseline = compute.projection(plan), compute.projection(state.baseline_plan())
reliefs = relief.reliefs(plan)
with key_numbers:
    kpis.row(
        [
            Kpi("ARR won", lambda outcome: selling.last_year(outcome, *selling.WON), "money", note=selling.YEAR_NOTE),
            Kpi("Capacity", lambda outcome: selling.last_year(outcome, *selling.CAPACITY), "money", note=selling.CAN),
            kpis.at_end("attainment", note=selling.ATTAINMENT),
            kpis.at_end("aes", "AEs", note="Account executives at the end of the plan"),
            kpis.at_end("isrs", "Inside sales reps", note="At the end of the plan"),
            Kpi(
                "Street quota", lambda outcome: selling.last_year(outcome, "street_quota"), "money", note=selling.STREET
            ),
        ],
        result,
        baseline,
    )
    st.markdown(words.selling(result, reliefs))
with main:
    sign = symbol(plan.currency)
    st.subheader("Capacity, demand and what is won", anchor=False)
    team = selling.team()
    if selling.exists(result, team):
        st.caption(f"ARR a month. {selling.ABOUT[team]}")
        frame, colour, strips = selling.capacity(result, baseline, team), theme.TEAMS[team], selling.strips(team)
        charts.show(
            frame, charts.capacity, sign, colour, strips, key=f"capacity-{team}", alt_text="Capacity and ARR won"
        )
        left, right = st.columns(2, gap="medium")
        with left:
            st.subheader("Heads and ramped equivalents", anchor=False)
            st.caption(f"{team}, by how productive they are.")
            heads = selling.sellers(result, baseline, team)
            charts.show(heads, charts.sellers, colour, key=f"sellers-{team}", alt_text="Sellers, ramped and ramping")
        with right:
            st.subheader("Attainment, last 12 months", anchor=False)
            st.caption("Both teams. With leads: if there were enough.")
            attained = selling.attainment(result, baseline)
            charts.show(attained, charts.shares_of_quota, key="attainment", alt_text="Attainment of quota over time")
    else:
        st.info("Nobody sells here, and there is nothing to sell. Hires and leads, on the left, change that.")
    selling.detail(result, reliefs)
