"""What every page has: its title and question, the menu, the plan and its baseline in the sidebar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from planner.ui.frame import menu, open_plan
from planner.ui.kit import figures, theme
from planner.ui.kit.boundary import part
from planner.ui.levers import live
from planner.ui.levers.panels import Panel
from planner.ui.session import number_fields, refusals, state

MENU: menu.Menu = {
    "Plan": {
        "app.py": ("Overview", "monitoring"),
        "pages/community.py": ("Community", "diversity_3"),
        "pages/sales_capacity.py": ("Sales capacity", "groups"),
        "pages/retention.py": ("Retention", "autorenew"),
        "pages/people_and_cash.py": ("People and cash", "account_balance_wallet"),
    },
    "Analyse": {
        "pages/stress_test.py": ("Stress test", "bolt"),
        "pages/goal_seek.py": ("Goal seek", "flag"),
        "pages/model.py": ("Model", "function"),
    },
}
"""Page file: title and name of an icon, by group of the menu."""

ICON = str(Path(__file__).with_name("icon.svg"))
"""A file: every browser would fetch one of Streamlit's named icons from another host."""

AROUND = "around"
"""What the last whole run of a page has drawn around the part that follows the levers."""


def analysis_page(title: str, question: str, draw: Callable[[], None]) -> None:
    """A page that asks something of the plan. Says what has changed, and undoes it."""
    _begin(title, question)
    live.draw(())
    live.address()
    with part(title):
        draw()


def _begin(title: str, question: str) -> None:
    st.set_page_config(page_title=f"{title} · Groundswell", page_icon=ICON, layout="wide")
    state.begin()
    st.html(f"<style>{theme.page_css()}</style>")
    number_fields.decimal_keys()
    st.session_state[AROUND] = state.apart_from_levers()
    with st.sidebar:
        menu.draw(MENU, title)
        with part("Open or save"):
            open_plan.draw()
    st.html(
        f'<div class="page"><h1>{escape(title)}</h1><span>{escape(state.plan().name)} · {escape(question)}</span></div>'
    )
    refusals.show_page()


def planning_page(
    title: str,
    question: str,
    panels: Sequence[Panel],
    draw: Callable[[Areas], None],
    below: Callable[[], None] | None = None,
) -> None:
    """A page of levers and charts.

    panels: its levers. draw: draws what follows from them; on every move of a lever it is called again. below: draws
    what stands below both.
    """
    _begin(title, question)
    _follow(title, figures.Canvas(), panels, draw)
    if below:
        with part(f"{title}, below the charts"):
            below()


@st.fragment
def _follow(title: str, canvas: figures.Canvas, panels: Sequence[Panel], draw: Callable[[Areas], None]) -> None:
    """The page: charts from the top, and the levers last, since they wait for the charts before they ask for more."""
    if st.session_state[AROUND] != state.apart_from_levers():
        st.rerun()
    key_numbers = st.container()
    side, main = st.columns([4, 9], gap="medium")
    again, sight = canvas.again, live.sight()
    whole = sight is figures.EVERY
    with part(title):
        canvas.draw(lambda: draw(Areas(key_numbers, main)), sight)
    with side, st.container(key="beside"):
        live.draw(panels, again=again, behind=not whole)
    live.address(current=whole)


class Areas(NamedTuple):
    """Where a planning page puts things: key numbers on top, charts in the main column."""

    key_numbers: AbstractContextManager[Any]
    main: AbstractContextManager[Any]
