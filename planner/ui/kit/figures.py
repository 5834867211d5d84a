"""What a page is made of: headings, texts and charts."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import pandas as pd
import streamlit as st

from planner.ui.figures import picture as pictures
from planner.ui.figures.figure import Figure, Frame
from planner.ui.kit import style, take_out
from planner.ui.kit.boundary import part
from planner.ui.kit.words import dollars
from planner.vocabulary.numbers import symbol


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


def about(text: str) -> None:
    """What a section shows, as the first thing in it, where that follows the plan."""
    st.html(f'<p class="about beneath">{escape(text)}</p>')


def note(text: str) -> None:
    """A line about what is next to it."""
    st.caption(dollars(text))


def show(frame: Frame, figure: Figure, currency: str = "", *, key: str, alt_text: str, taken_out: bool = True) -> None:
    """A figure of a frame.

    currency: of its amounts. alt_text: what a screen reader says. taken_out: whether there is a menu to take it out.
    """
    with part(alt_text):
        sign = symbol(currency) if currency else ""
        table, spec = figure.table(frame, sign), figure.spec(style.TEXT, style.BACKGROUND, sign)
        st.vega_lite_chart(table, spec, key=key, alt=alt_text, width="stretch")
        if not taken_out:
            return
        take_out.menu(
            key,
            alt_text,
            numbers=lambda: pd.DataFrame({name: frame[name] for name in figure.columns}),
            picture=lambda: pictures.light(figure, frame, sign),
        )
