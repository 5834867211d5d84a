"""Colours of a page: a light and a dark one, which the browser chooses between: a system may turn dark at any time."""

import functools
from pathlib import Path

from planner.ui.figures.theme import INK, PAPER, TARGET


def either(light: str, dark: str) -> str:
    """A colour as CSS has it, in the light and in the dark theme."""
    return f"light-dark({light}, {dark})"


TEXT, BACKGROUND = either(INK, "#e6ebf2"), either(PAPER, "#11161f")
"""The colours of text inside a chart, which does not take it from the page, and of the page behind it."""

COLOURS = {
    "GOOD": either("#1a6f49", "#6fd3a3"),
    "BAD": either("#a83c12", "#ff9d7a"),
    "MIXED": either("#855400", "#f0c36b"),
    "TARGET": TARGET,
    "ON_PRIMARY": either("#ffffff", "#0d131c"),
    "BACKGROUND": BACKGROUND,
}
"""Colours by what CSS calls them here."""

PAGE_CSS = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
"""The app's own CSS, without its colours."""


def coloured(css: str) -> str:
    """CSS with its colours."""
    return functools.reduce(lambda text, name: text.replace(name, COLOURS[name]), COLOURS, css)
