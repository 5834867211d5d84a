"""Plan: what was promised, what may happen, and why."""

import streamlit as st

from planner.ui.editors import cases, events, notes, promises, ranges
from planner.ui.frame import layout
from planner.ui.kit import figures
from planner.ui.kit.boundary import part
from planner.ui.pages.plan import charts, frames
from planner.ui.session import state


def draw() -> None:
    """The calendar, and below it the editors of everything on it."""
    plan = state.plan()
    with figures.section("Calendar", "Everything that has a date; change it below."):
        dated = frames.calendar(plan)
        if dated.empty:
            st.markdown("Nothing has a date yet: add a target, a round, a play or a shock.")
        else:
            figures.show(dated, charts.calendar(), key="calendar", alt_text="Targets, rounds, plays and shocks by date")
    promises.draw()
    with figures.section(
        "Cases",
        "A board's upside and downside: move levers on any page or switch events, then keep here what you changed.",
    ):
        cases.draw()
    left, right = st.columns(2, gap="medium")
    with left:
        events.editor()
    with right, part("Ranges"):
        ranges.draw()
    with right, figures.section("Notes", "Why a number is what it is; kept in the file."):
        notes.draw()


def show() -> None:
    """The page."""
    layout.analysis_page("Plan", "What did we promise, what may happen?", draw)
