"""Stress test: what breaks it? Shocks on the plan, what its draws lead to, and the thinnest margins."""

import streamlit as st

from planner.plan.placed_shocks import with_shocks
from planner.ui.editors import events, ranges
from planner.ui.frame import layout
from planner.ui.kit.boundary import part
from planner.ui.pages.stress_test import breaking_points, by_chance, forecast, shock_pack, what_matters
from planner.ui.session import compute, forecasts, state

EVENTS = "stress-events"


def draw() -> None:
    """What follows from the plan and the shocks."""
    plan = state.plan()
    taken = shock_pack.chosen(plan)
    planned = compute.projection(plan)
    hit = compute.projection(with_shocks(plan, taken)) if taken else planned
    before, after = forecasts.forecast(plan), forecasts.forecast(hit.plan)
    odds = forecast.odds(plan, before, after) if before and after else []

    side, (key_numbers, main) = layout.workspace()
    with key_numbers:
        numbers, reading = st.container(), st.container()
    with numbers, part("Key numbers"):
        forecast.key_numbers(planned, hit)
        if odds:
            forecast.chance_tiles(odds, bool(taken))
        else:
            forecast.met_tiles(planned, hit)
    with side, part("Shocks"):
        shock_pack.pack()
        ranges.draw()
    with main, part("Where it may lead"):
        forecast.fan(planned, hit, (before, after), taken)
        if odds:
            forecast.chances(hit.plan, odds, bool(taken))
        by_chance.draw(hit.plan)
        _events()
    with reading, part("What it comes to"):
        if after:
            forecast.everything(hit.plan, after)
        forecast.reading(planned, hit, taken, after, odds)
    with main:
        with part("What matters most"):
            what_matters.draw(hit.plan, bool(taken))
        with part("What breaks it"):
            breaking_points.draw(plan, hit.plan)


def _events() -> None:
    """The plan's own plays and shocks, among them how likely each is, once somebody asks for them."""
    with st.expander("Plays and shocks of the plan, and how likely each is", key=EVENTS, on_change="rerun") as box:
        if box.open:
            events.editor("Edit one to say how likely it is, and in which months it may start.")


def show() -> None:
    """The page."""
    layout.analysis_page("Stress test", "What breaks it?", draw)
