"""Plan: what was promised, what may happen, and why."""

import streamlit as st

from planner.ui.editors import calendar, cases, notes, ranges, settings
from planner.ui.frame import layout
from planner.ui.kit import figures
from planner.ui.kit.boundary import part
from planner.ui.session import focus


def draw() -> None:
    """The calendar, which is the editor of everything on it; cases, ranges and notes."""
    with part("Calendar"):
        calendar.draw()
    settings.draw()
    with figures.section(
        "Cases",
        "A board's upside and downside: move levers on any page or switch events, then keep here what you changed.",
    ):
        cases.draw()
    left, right = st.columns(2, gap="medium")
    with left:
        ranges.draw()
    with right, figures.section("Notes", "Why a number is what it is; kept in the file."):
        notes.draw()
    focus.draw()


def show() -> None:
    """The page."""
    layout.analysis_page("Plan", "What did we promise, what may happen?", draw, edits=True)
