"""Model: how does it compute that? The equations, the levers with their sources, and the checks on this plan."""

from pathlib import Path

import streamlit as st

from planner.model import checks
from planner.ui.frame import layout
from planner.ui.pages.model import reference
from planner.ui.session import compute, state

EQUATIONS = Path(checks.__file__).with_name("MODEL.md")


def draw() -> None:
    """The three parts of the page, one at a time."""
    equations, catalogue, identities = st.tabs(
        ["Equations", "Levers and sources", "Checks on this plan"], key="model-tab", on_change="rerun"
    )
    if equations.open:
        _, _, below_title = EQUATIONS.read_text(encoding="utf-8").partition("\n")
        equations.markdown(below_title)
    if catalogue.open:
        with catalogue:
            reference.levers(state.plan())
    if identities.open:
        with identities:
            reference.checks(checks.check(compute.projection(state.plan())))


def show() -> None:
    """The page."""
    layout.analysis_page("Model", "How does it compute that?", draw, results=False)
