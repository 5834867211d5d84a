"""What a page is made of: headings, texts and charts.

While a lever is held, only charts that can be seen are drawn anew; the others follow.
"""

from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from planner.ui.kit import take_out, theme
from planner.ui.kit.boundary import part
from planner.ui.kit.figure import Figure
from planner.ui.kit.words import dollars
from planner.vocabulary.numbers import symbol

Chart = tuple[pa.Table, dict[str, Any]]
"""The data of a chart and its specification."""

EVERY = range(10**6)
"""Every chart there is."""


class Canvas:
    """The charts of a page that stays while levers move.

    again: whether it has been drawn before.
    """

    def __init__(self) -> None:
        self.again = False
        self._shown: dict[str, Chart] = {}
        self._sight: Container[int] = EVERY
        self._drawn = 0

    def draw(self, page: Callable[[], None], sight: Container[int] = EVERY) -> None:
        """Draw a page.

        sight: charts that can be seen, counted from the page's first one; the others keep what they show, which costs
        the browser nothing.
        """
        self._sight, self._drawn = sight, 0
        token = _canvas.set(self)
        try:
            page()
        finally:
            _canvas.reset(token)
        self.again = True

    def chart(self, key: str, make: Callable[[], Chart]) -> Chart:
        """What the page's next chart is to show."""
        seen = self._drawn in self._sight or key not in self._shown
        self._drawn += 1
        if seen:
            self._shown[key] = make()
        return self._shown[key]


_canvas: ContextVar[Canvas | None] = ContextVar("canvas", default=None)


@contextmanager
def block(title: str) -> Iterator[None]:
    """A part of a page that stands beside another one where there is room, and that fails alone. It has no heading."""
    with st.container(key=f"figure-{title}"), part(title):
        yield


@contextmanager
def section(title: str, about: str = "") -> Iterator[None]:
    """A part of a page under its heading. about: what it shows, in a line."""
    below = f'<p class="about">{escape(about)}</p>' if about else ""
    with block(title):
        st.html(f'<h2 class="section">{escape(title)}</h2>{below}')
        yield


def note(text: str) -> None:
    """A line about what is next to it."""
    st.caption(dollars(text))


def show(
    frame: pd.DataFrame, figure: Figure, currency: str = "", *, key: str, alt_text: str, taken_out: bool = True
) -> None:
    """A figure of a frame.

    currency: of its amounts. alt_text: what a screen reader says. taken_out: whether there is a menu to take it out.
    """

    def make() -> Chart:
        sign = symbol(currency) if currency else ""
        return figure.table(frame, sign), figure.spec(theme.ink(), theme.paper(), sign)

    with part(alt_text):
        canvas = _canvas.get()
        table, spec = canvas.chart(key, make) if canvas else make()
        st.vega_lite_chart(table, dict(spec), key=key, alt=alt_text, width="stretch")
        if not taken_out:
            return
        sign = symbol(currency) if currency else ""
        take_out.menu(
            key,
            alt_text,
            numbers=lambda: frame[list(figure.columns)],
            picture=lambda: (figure.table(frame, sign), figure.spec(theme.INK, theme.PAPER, sign)),
        )
