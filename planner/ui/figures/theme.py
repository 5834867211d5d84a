"""Colours: each thing has one colour on all pages. Safe for the colour-blind, on light and on dark."""

from dataclasses import dataclass

from planner.vocabulary import functions, palette, roles, segments, sources, stages, teams
from planner.vocabulary.declared import Declared

SEGMENTS = {one.label: one.colour for one in segments.SEGMENTS.values()}
ROLES = {one.label: one.colour for one in roles.ROLES.values()}
CONSTRAINTS = {one.label: one.colour for one in teams.CONSTRAINTS.values()}
SOURCES = {one.label: one.colour for one in sources.SOURCES.values()}
FUNCTIONS = {one.label: one.colour for one in functions.FUNCTIONS.values()}
STAGES = {one.label: one.colour for one in stages.STAGES.values()}
"""Colours by the label of a chart's series, as the vocabulary declares them."""

SELF_SERVE = segments.SEGMENTS["self_serve"].colour
INSIDE_SALES = segments.SEGMENTS["inside_sales"].colour
ENTERPRISE = segments.SEGMENTS["enterprise"].colour

COMMUNITY = palette.SAGE
GAIN = "#2e9e6b"
LOSS = palette.VERMILION
NEUTRAL = palette.GREY
BASELINE = "#5f6b7d"
LOW_END = "#8fb0e6"
HIGH_END = "#2b5caa"
TARGET = "#c2407f"
CASH = "#1287a5"
CAPACITY = "#9a86c9"
DEMAND = "#a8763e"
QUOTA = "#6f5aa8"

OF_CASH = ("cash", "runway_months")


def quantity(column: str) -> str:
    """The colour of a quantity that is drawn on its own."""
    return CASH if column in OF_CASH else ENTERPRISE


PLANNED = Declared("planned", "As planned", ENTERPRISE)
SHOCKED = Declared("shocked", "Under shocks", LOSS)
FANS = {one.label: one.colour for one in (PLANNED, SHOCKED)}
"""Of a plan, and of the same plan under shocks."""


@dataclass(frozen=True)
class Mark(Declared):
    """A value of a lever that stands out on a curve. shape: of its point."""

    shape: str


TODAY = Mark("today", "Today", BASELINE, "circle")
ENOUGH = Mark("enough", "Just meets the goal", TARGET, "diamond")
BEST = Mark("best", "The best it can do", GAIN, "triangle-up")
MARKS = {one.label: one for one in (TODAY, ENOUGH, BEST)}


INK, PAPER = "#0d131c", "#ffffff"
"""The colours of text and page in light."""
