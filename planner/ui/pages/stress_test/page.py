"""Stress test: what breaks it? Shocks on the plan, what its draws lead to, and the thinnest margins."""

import streamlit as st

from planner.plan.placed_shocks import with_shocks
from planner.ui.frame import layout
from planner.ui.pages.stress_test import breaking_points, forecast, shock_pack, what_matters
from planner.ui.session import compute, forecasts, state


def show() -> None:
    """The page."""
    layout.analysis_page("Stress test", "What breaks it?")
    plan = state.plan()
    taken = shock_pack.chosen(plan)
    planned = compute.projection(plan)
    hit = compute.projection(with_shocks(plan, taken)) if taken else planned
    before, after = forecasts.forecast(plan), forecasts.forecast(hit.plan)
    odds = forecast.odds(plan, before, after) if before and after else []

    key_numbers, reading = st.container(), st.container()
    side, main = st.columns([4, 9], gap="medium")
    with key_numbers:
        forecast.key_numbers(planned, hit)
        if odds:
            forecast.chance_tiles(odds, bool(taken))
        else:
            forecast.met_tiles(planned, hit)
    with side, st.container(key="beside"):
        shock_pack.pack()
    with main:
        forecast.fan(planned, hit, (before, after), taken)
        if odds:
            forecast.chances(odds, bool(taken))
    with reading:
        forecast.reading(planned, hit, taken, after, odds)
    with main:
        what_matters.draw(hit.plan, bool(taken))
        breaking_points.draw(plan, hit.plan)
