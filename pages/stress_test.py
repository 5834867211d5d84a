"""Stress test: what breaks it? Shocks on the plan, what its draws lead to, and the thinnest margins."""

import streamlit as st

from planner.analysis import stress as analysis
from planner.ui import compute, layout, outlook, shocks, state, stress, weak_points

layout.analysis_page("Stress test", "What breaks it?")
plan = state.plan()
taken = shocks.chosen(plan)
planned = compute.projection(plan)
hit = compute.projection(analysis.apply(plan, taken)) if taken else planned
before, after = outlook.outlook(plan), outlook.outlook(hit.plan)
odds = stress.odds(plan, before, after) if before and after else []

key_numbers, reading = st.container(), st.container()
side, main = st.columns([4, 9], gap="medium")
with key_numbers:
    stress.key_numbers(planned, hit)
    if odds:
        stress.chance_tiles(odds, bool(taken))
    else:
        stress.met_tiles(planned, hit)
with side, st.container(key="beside"):
    shocks.pack()
with main:
    stress.fan(planned, hit, (before, after), taken)
    if odds:
        stress.chances(odds, bool(taken))
with reading:
    stress.reading(planned, hit, taken, after, odds)
with main:
    weak_points.what_matters(hit.plan, bool(taken))
    weak_points.breaking_points(plan, hit.plan)
