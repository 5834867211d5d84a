"""What a page is made of: headings, texts and charts.

While a lever is held, only charts that can be seen are drawn anew; the others follow.
"""

import copy
import functools
from collections.abc import Callable, Container, Mapping
from contextvars import ContextVar
from html import escape
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from planner.ui.kit.marks import SINCE, UNTIL, Tip, needs, spec, tips
from planner.ui.kit.words import dollars
from planner.vocabulary.numbers import count, month_name, percent, short

Chart = tuple[pa.Table, dict[str, Any]]
"""The data of a chart and its specification."""

EVERY = range(10**6)
"""Every chart there is."""


class Canvas:
    """The charts of a page that stays while levers move.

    again: whether it has been drawn before. behind: whether charts out of sight still show what was before.
    """

    def __init__(self) -> None:
        self.again = self.behind = False
        self._shown: dict[str, Chart] = {}
        self._sight: Container[int] = EVERY
        self._drawn = 0

    def draw(self, page: Callable[[], None], sight: Container[int] = EVERY) -> None:
        """Draw a page.

        sight: charts that can be seen, counted from the page's first one; the others keep what they show, which costs
        the browser nothing, and the canvas is `behind` until they are drawn too.
        """
        self.behind, self._sight, self._drawn = False, sight, 0
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
        self.behind |= not seen
        if seen:
            self._shown[key] = make()
        return self._shown[key]


_canvas: ContextVar[Canvas | None] = ContextVar("canvas", default=None)


def section(title: str, about: str = "") -> None:
    """The heading of a chart or table, and what it shows in a line."""
    below = f'<p class="about">{escape(about)}</p>' if about else ""
    st.html(f'<h2 class="section">{escape(title)}</h2>{below}')


def note(text: str) -> None:
    """A line about what is next to it."""
    st.caption(dollars(text))


def show(frame: pd.DataFrame, build: Callable[..., alt.TopLevelMixin], *fields: Any, key: str, alt_text: str) -> None:
    """A chart. build: one of the package `charts`; fields: its arguments; alt_text: what a screen reader says."""

    def make() -> Chart:
        return _sent(frame, needs(build, *fields), tips(build, *fields)), spec(build, *fields)

    canvas = _canvas.get()
    sent, chart = canvas.chart(key, make) if canvas else make()
    st.vega_lite_chart(sent, copy.copy(chart), key=key, alt=alt_text, width="stretch")


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


@functools.lru_cache(64)
def _months(start: str, last: int) -> list[str]:
    """Months as people read them, from the first one to the last."""
    return [month_name(start, month) for month in range(1, last + 1)]


def _said(frame: pd.DataFrame, wants: Tip) -> list[str]:
    """A text a row: the month, and a line a field; what is not known is left out."""
    write = WRITTEN[wants.kind.split()[0]]
    lines = [_months(f"{frame['date'].iat[0]:%Y-%m}", len(frame))]
    for name in wants.fields:
        values = frame[name].tolist()
        lines.append(["" if value != value else f"{name}\t{write(value, wants.kind)}" for value in values])
    lines += [[f"{name}\t{text}" for text in frame[name].tolist()] for name in wants.plain]
    return ["\n".join(filter(None, row)) for row in zip(*lines, strict=True)]
