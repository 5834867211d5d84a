"""Places of a page that are filled again while a lever moves; everything around them stays as it is.

A page draws itself in one function. In a whole run it draws everything, and what depends on the levers goes into named
places. When a lever moves, the same function runs again and only fills those places, which is all that the browser then
has to draw. Should the page need other places than before, it is drawn as a whole again.
"""

import copy
import itertools
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from html import escape
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.exchange.numbers import count, percent, short
from planner.ui.charts.base import SINCE, UNTIL, Tip, needs, spec, tips
from planner.ui.words.base import dollars

CHART = "vega_lite_chart"
EVERY = range(10**6)
"""Every chart there is."""


class Put(NamedTuple):
    """One element for a place: the name of Streamlit's function that draws it, and what that is called with."""

    place: str
    element: str
    arguments: tuple[Any, ...]
    options: Mapping[str, Any]


class Canvas:
    """The places of a page.

    refilling: whether the page stands and only its places are filled. What goes into places is remembered and put there
    at the end, all at once: then the browser draws once, and Streamlit lets a fragment fill a place again only where
    that fragment filled it the first time.
    """

    def __init__(self) -> None:
        self.places: dict[str, DeltaGenerator] = {}
        self.shown: dict[str, Put] = {}
        self.behind = False
        self.remembered: list[Put] = []
        self.filled: set[str] = set()
        self.refilling = False

    def put(self, what: Put) -> None:
        """Remember what a place is to be filled with."""
        self.filled.add(what.place)
        self.remembered.append(what)
        if not self.refilling:
            self.places[what.place] = st.container()

    def draw(self, page: Callable[[], None]) -> None:
        """Draw a page but for what is in its places; one that needs other places than before is drawn as a whole."""
        self.filled.clear()
        self.remembered.clear()
        token = _canvas.set(self)
        try:
            page()
        finally:
            _canvas.reset(token)
        if self.filled != set(self.places):
            st.rerun()

    def fill(self, sight: Container[int] = EVERY) -> None:
        """Fill the places. To be called by the fragment that follows the levers.

        sight: charts that can be seen, counted from the page's first one; the others keep what they show, which costs
        the browser nothing, and the canvas is `behind` until they are filled too.
        """
        self.behind = False
        charts = itertools.count()
        for what in self.remembered:
            unseen = what.element == CHART and next(charts) not in sight
            drawn = self.shown.get(what.place, what) if unseen else what
            self.behind |= drawn is not what
            getattr(self.places[what.place], what.element)(*drawn.arguments, **drawn.options)
            self.shown[what.place] = drawn
        self.refilling = True


_canvas: ContextVar[Canvas | None] = ContextVar("canvas", default=None)


def refilling() -> bool:
    """Whether the page stands and only its places are filled."""
    canvas = _canvas.get()
    return canvas is not None and canvas.refilling


def put(place: str, element: str, *arguments: Any, **options: Any) -> None:
    """Fill a place with one element; what was there before is replaced. element: the name of Streamlit's function."""
    canvas = _canvas.get()
    if canvas is None:
        getattr(st, element)(*arguments, **options)
    else:
        canvas.put(Put(place, element, arguments, options))


def columns(spec: int | Sequence[int], **options: Any) -> Sequence[AbstractContextManager[Any]]:
    """Columns of the page: nothing is drawn when they are there already."""
    if refilling():
        return [nullcontext()] * (spec if isinstance(spec, int) else len(spec))
    return st.columns(spec, **options)


def section(title: str, about: str = "") -> None:
    """The heading of a chart or table, and what it shows in a line."""
    if not refilling():
        below = f'<p class="about">{escape(about)}</p>' if about else ""
        st.html(f'<h2 class="section">{escape(title)}</h2>{below}')


def note(text: str) -> None:
    """A line that stays while levers move."""
    if not refilling():
        st.caption(dollars(text))


def say(name: str, text: str) -> None:
    """A text that follows the levers."""
    put(name, "markdown", text)


def show(frame: pd.DataFrame, build: Callable[..., alt.TopLevelMixin], *fields: Any, key: str, alt_text: str) -> None:
    """A chart. build: one of the package `charts`; fields: its arguments; alt_text: what a screen reader says."""
    options = {"key": key, "alt": alt_text, "width": "stretch"}
    sent = _sent(frame, needs(build, *fields), tips(build, *fields))
    put(key, CHART, sent, copy.copy(spec(build, *fields)), **options)


WRITTEN: Mapping[str, Callable[[float, str], str]] = {
    "percent": lambda value, _: percent(value, 1),
    "whole": lambda value, _: count(value),
    "amount": lambda value, kind: short(value, kind.removeprefix("amount").strip()),
}
"""How a number is written where a chart says it, by the kind the chart asks for."""


def _sent(frame: pd.DataFrame, needed: str, wanted: Mapping[str, Tip]) -> pa.Table:
    """What of the frame goes to the browser, with what it says of its months: by column, a fraction of the work."""
    columns = {name: pa.array(frame[name].to_numpy(), from_pandas=False) for name in frame.columns if name in needed}
    for field, wants in wanted.items():
        columns[field] = pa.array(_said(frame, wants))
    if SINCE in needed:
        dates = frame["date"].to_numpy()
        between = dates[:-1] + (dates[1:] - dates[:-1]) // 2
        columns[SINCE] = pa.array(np.concatenate([dates[:1], between]))
        columns[UNTIL] = pa.array(np.concatenate([between, dates[-1:]]))
    return pa.table(columns)


def _said(frame: pd.DataFrame, wants: Tip) -> list[str]:
    """A text a row: the month, and a line a field; what is not known is left out."""
    write = WRITTEN[wants.kind.split()[0]]
    lines = [frame["date"].dt.strftime("%b %Y").tolist()]
    for name in wants.fields:
        values = frame[name].tolist()
        lines.append(["" if value != value else f"{name}\t{write(value, wants.kind)}" for value in values])
    lines += [[f"{name}\t{text}" for text in frame[name].tolist()] for name in wants.plain]
    return ["\n".join(filter(None, row)) for row in zip(*lines, strict=True)]


@contextmanager
def row(**options: Any) -> Iterator[None]:
    """Things side by side that stay while levers move."""
    with nullcontext() if refilling() else st.container(horizontal=True, **options):
        yield
