"""What every page has: its title and question, the menu, the plan and its baseline in the sidebar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from planner.ui.frame import gate, head, menu, open_plan, plan_bar, share, shared, welcome
from planner.ui.kit import elements, style, take_out
from planner.ui.kit.boundary import part
from planner.ui.levers import live
from planner.ui.levers.panels import Panel
from planner.ui.session import between_runs, browser, gone, number_fields, refusals, regions, state, working_draft

MENU: menu.Menu = {
    "Plan": {
        "pages/my_company.py": ("My company", "domain_add"),
        "app.py": ("Overview", "monitoring"),
        "pages/community.py": ("Community", "diversity_3"),
        "pages/sales_capacity.py": ("Sales capacity", "groups"),
        "pages/retention.py": ("Retention", "autorenew"),
        "pages/people_and_cash.py": ("People and cash", "account_balance_wallet"),
        "pages/plan.py": ("Plan", "event_note"),
    },
    "Analyse": {
        "pages/stress_test.py": ("Stress test", "bolt"),
        "pages/goal_seek.py": ("Goal seek", "flag"),
        "pages/compare.py": ("Compare", "compare_arrows"),
        "pages/model.py": ("Model", "function"),
    },
    "Share": {
        "pages/library.py": ("Library", "folder_open"),
        "pages/workshop.py": ("Workshop", "groups_3"),
        "pages/join.py": ("Join a workshop", "login"),
    },
}
"""Page file: title and name of an icon, by group of the menu."""

FIRST_PAGE = MENU["Plan"]["app.py"][0]

ICON = str(Path(__file__).with_name("icon.svg"))
"""A file: every browser would fetch one of Streamlit's named icons from another host."""

MENU_WIDTH = 220
"""Pixels."""

CSS = "".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("frame.css", "print.css"))


def analysis_page(
    title: str, question: str, draw: Callable[[], None], *, results: bool = True, edits: bool = False
) -> None:
    """A page that asks something of the plan. Says what has changed, and undoes it.

    results: whether what the plan leads to stays in sight. edits: whether the page itself changes the plan: what it
    says of changes has its room from the beginning.
    """
    _begin(title)
    head.draw(title, question, levers=False, results=results)
    _saved()
    working_draft.keep()
    live.draw((), bar=edits)
    live.address()
    with part(title):
        draw()


def room_page(title: str, question: str, draw: Callable[[], None]) -> None:
    """A page that changes no plan, so that nothing of it is undone or saved."""
    _begin(title)
    head.draw(title, question, levers=False, results=False, edits=False)
    working_draft.keep()
    with part(title):
        draw()


INVITED = (
    "You were invited to a workshop on this server, which lets in only whom it knows. Whoever invited you can tell you "
    "what it asks for."
)


def guest_page(title: str, draw: Callable[[], None]) -> None:
    """A page for invited guests: without menu, and without a plan of the session's own."""
    _enter(title, INVITED)
    st.html(f"<style>{_css()}</style>")
    number_fields.decimal_keys()
    with part(title):
        draw()


def _enter(title: str, invited: str = "") -> None:
    name = f"{title} · Groundswell"
    gone.watch()
    between_runs.guard()
    st.set_page_config(page_title=name, page_icon=ICON, layout="wide", initial_sidebar_state=MENU_WIDTH)
    browser.draw()
    gate.draw(invited)


def _begin(title: str) -> None:
    _enter(title)
    working_draft.begin()
    welcome.begin(first_page=title == FIRST_PAGE)
    st.session_state[take_out.PLAN_NAME] = state.plan().name
    st.html(f"<style>{_css()}</style>")
    number_fields.decimal_keys()
    with st.sidebar:
        menu.draw(MENU, title)
        with part("Open or download"):
            open_plan.draw()
        with part("Link and QR code"):
            share.draw()
    refusals.show_page()
    with part("What was shared"):
        shared.draw()


def _css() -> str:
    return style.coloured(f"{style.PAGE_CSS}{elements.CSS}{CSS}")


def planning_page(
    title: str,
    question: str,
    panels: Sequence[Panel] | Callable[[], Sequence[Panel]],
    draw: Callable[[Areas], None],
    below: Callable[[], None] | None = None,
) -> None:
    """A page of levers and charts.

    panels: its levers, or what says them of the plan that the page is opened with. draw: draws what follows from them,
    in regions. below: draws what stands below both.
    """
    _begin(title)
    welcome.draw()
    regions.begin()
    _head(title, question)
    _save()
    beside, areas = workspace()
    with part(title):
        draw(areas)
    with beside:
        _levers(panels() if callable(panels) else panels)
    if below:
        with st.container(key="below"), part(f"{title}, below the charts"):
            below()


@regions.region("Head", waits=False)
def _head(title: str, question: str) -> None:
    head.draw(title, question, levers=True)


@regions.region("Save", waits=False, of=plan_bar.shown)
def _save() -> None:
    _saved()


@regions.region(live.TITLE, waits=False)
def _levers(panels: Sequence[Panel]) -> None:
    """The levers, drawn last: they wait for the charts before they ask for more. Then the draft and the address."""
    page = regions.page()
    if not page.held:
        working_draft.keep()
    live.draw(panels, again=page.again, held=page.held, behind=page.behind)
    live.address(current=not page.held)


def workspace() -> tuple[AbstractContextManager[Any], Areas]:
    """The levers, in a panel that scrolls by itself, and beside it the areas of their results."""
    with st.container(horizontal=True, key="workspace"):
        beside, results = st.container(key="beside"), st.container(key="results")
    with results:
        return beside, Areas(st.container(), st.container(key="main"))


def _saved() -> None:
    # In one container: what comes and goes in it moves nothing below to another place, which would lose the levers.
    with st.container(gap="small"), part("Save"):
        plan_bar.draw()


class Areas(NamedTuple):
    """Where a page puts what its levers lead to: key numbers on top, charts below them."""

    key_numbers: AbstractContextManager[Any]
    main: AbstractContextManager[Any]
