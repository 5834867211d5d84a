"""Colours of a page: a light and a dark one."""

import functools
from pathlib import Path

import streamlit as st

from planner.ui.figures.theme import INK, PAPER, TARGET


def ink() -> str:
    """The colour of text inside a chart: charts do not take it from the page."""
    return "#e6ebf2" if st.context.theme.type == "dark" else INK


def paper() -> str:
    """The colour of the page behind a chart."""
    return "#11161f" if st.context.theme.type == "dark" else PAPER


PAGE_CSS = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
"""The app's own CSS, before its colours are known."""


def coloured(css: str) -> str:
    """CSS in the colours of the light or the dark theme."""
    dark = st.context.theme.type == "dark"
    colours = {
        "GOOD": "#6fd3a3" if dark else "#1a6f49",
        "BAD": "#ff9d7a" if dark else "#a83c12",
        "MIXED": "#f0c36b" if dark else "#855400",
        "TARGET": TARGET,
        "ON_PRIMARY": "#0d131c" if dark else "#ffffff",
        "BACKGROUND": paper(),
    }
    return functools.reduce(lambda text, name: text.replace(name, colours[name]), colours, css)
