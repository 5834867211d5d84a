"""Colours: the same thing has the same one on every page. Safe for the colour-blind, on light and on dark."""

import functools
from pathlib import Path

import streamlit as st

SELF_SERVE = "#1fa39a"
INSIDE_SALES = "#e69f00"
ENTERPRISE = "#3a76d8"
SEGMENTS = {"Self-serve": SELF_SERVE, "Inside sales": INSIDE_SALES, "Enterprise": ENTERPRISE}

COMMUNITY = "#7fb7a8"
GAIN = "#2e9e6b"
LOSS = "#d5602b"
NEUTRAL = "#8b95a5"
BASELINE = "#5f6b7d"
LOW_END = "#8fb0e6"
HIGH_END = "#2b5caa"
FAN = "#7a6f9b"
TARGET = "#c2407f"
CASH = "#4c9f4c"

ROLES = {
    "Account executives": ENTERPRISE,
    "Inside sales reps": INSIDE_SALES,
    "BDRs": "#d081b0",
    "Sales engineers": "#8a63d2",
    "Sales managers": "#5b6b82",
    "Customer success": "#56b4e9",
    "Support": "#9bc53d",
    "Marketing": LOSS,
    "Engineering": "#2e6f57",
    "G&A": NEUTRAL,
}

FUNCTIONS = {
    "Cost of revenue": "#e0b44c",
    "Sales and marketing": LOSS,
    "Research and development": ROLES["Engineering"],
    "General and administrative": NEUTRAL,
}

STAGES = {
    "Intent": COMMUNITY,
    "Action": COMMUNITY,
    "Activation": COMMUNITY,
    "Monetisation": SELF_SERVE,
    "Retention": SELF_SERVE,
}
"""The stages of the community funnel."""

SOURCES = {"Self-serve": SELF_SERVE, "PQLs": COMMUNITY, "Hand-raisers": ROLES["Customer success"], "MQLs": LOSS}
"""Where ARR that is won comes from."""

CAPACITY = "#9a86c9"
DEMAND = "#a8763e"
TEAMS = {"Both teams": CAPACITY, "Enterprise": ENTERPRISE, "Inside sales": INSIDE_SALES}
RAMPS = (LOSS, ENTERPRISE, GAIN)
"""Ramp times side by side, longest first."""

FANS = {"As planned": ENTERPRISE, "Under shocks": LOSS}
"""A plan, and the same plan when things go wrong."""

MARKS = {"Today": BASELINE, "Just meets the goal": TARGET, "The best it can do": GAIN}
"""Values of a lever that stand out on a curve."""

CONSTRAINTS = {
    "Leads": COMMUNITY,
    "BDRs": ROLES["BDRs"],
    "Sales engineers": ROLES["Sales engineers"],
    "Account executives": ENTERPRISE,
    "Inside sales reps": INSIDE_SALES,
}
"""What limits a sales chain, by the name people read."""

CONSTRAINT_NAMES = {
    "leads": "Leads",
    "bdr": "BDRs",
    "se": "Sales engineers",
    "ae": "Account executives",
    "isr": "Inside sales reps",
}
"""The engine's constraint by the name people read."""


def ink() -> str:
    """The colour of text inside a chart: charts do not take it from the page."""
    return "#e6ebf2" if st.context.theme.type == "dark" else "#0d131c"


@functools.cache
def _page_css() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def page_css() -> str:
    """The style of what pages draw themselves, for the colours of the day."""
    dark = st.context.theme.type == "dark"
    colours = {
        "GOOD": "#6fd3a3" if dark else "#1a6f49",
        "BAD": "#ff9d7a" if dark else "#a83c12",
        "BACKGROUND": "#11161f" if dark else "#ffffff",
    }
    return functools.reduce(lambda css, name: css.replace(name, colours[name]), colours, _page_css())
