"""Regions of a page: what follows the plan, each drawn again by itself.

A run of the page draws all of them. What moves levers alone asks only for regions: for those that can be seen, and for
the others, each once, when they come into sight or nothing has moved for a while. Whatever else changes the plan draws
the page anew.
"""

import functools
import re
from collections.abc import Callable, Container, Hashable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from planner.plan.history import History
from planner.ui.kit.boundary import part
from planner.ui.session import state

KEY = "region-"
"""With this the keys of regions begin."""

_PAGE = "regions"


@dataclass
class Region:
    """A region as it was drawn last.

    waits: to be seen. of: gives what it shows, where that is not all of the
    plan. shows: that, as it is drawn. behind: whether it does not show the plan as it is.
    """

    waits: bool
    of: Callable[[], Hashable] | None
    shows: Hashable = None
    behind: bool = False


@dataclass
class Page:
    """How far a page shows the plan as it is.

    shown: what it shows once no region is behind. regions: by name, in the order of the page. held: whether a lever is
    held. again: whether the browser has the page already.
    """

    shown: History
    regions: dict[str, Region] = field(default_factory=dict)
    held: bool = False
    again: bool = False

    @property
    def behind(self) -> list[str]:
        """The regions that wait to be seen and do not show the plan as it is."""
        return [name for name, one in self.regions.items() if one.waits and one.behind]


def begin() -> None:
    """A page is drawn anew."""
    st.session_state[_PAGE] = Page(state.history())


def page() -> Page:
    """The page that is drawn."""
    found: Page = st.session_state[_PAGE]
    return found


def name_of(title: str) -> str:
    """A region as the browser knows it, by its title: "arr-by-segment"."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def region(
    title: str, *, waits: bool = True, of: Callable[[], Hashable] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Makes a region of a function that draws from the session's plan; its arguments are those of the page's last run.

    title: no two of a page have the same. waits, of: as `Region` has them.
    """
    name = name_of(title)

    def made(draw: Callable[..., None]) -> Callable[..., None]:
        @st.fragment(key=_key(name))
        @functools.wraps(draw)
        def alone(*arguments: Any) -> None:
            now = page()
            if state.history() is not now.shown:
                st.rerun()
            with part(title):
                draw(*arguments)
            drawn = now.regions[name]
            drawn.behind, drawn.shows = False, of() if of else None

        @functools.wraps(draw)
        def first(*arguments: Any) -> None:
            page().regions[name] = Region(waits, of)
            if waits:
                with st.container(key=_key(name)):
                    alone(*arguments)
            else:
                alone(*arguments)

        return first

    return made


def _key(name: str) -> str:
    return f"{KEY}{name}"


def follow(sight: Container[str] | None, answers: str, *, held: bool) -> None:
    """In the callback of what moves levers: draw what is behind, instead of all that stands around them.

    sight: names of the regions that can be seen; None for all. answers: the title of the region that is drawn in any
    case. held: whether a lever is.
    """
    run = get_script_run_ctx()
    if run is None or not run.fragment_ids_this_run or _PAGE not in st.session_state:
        return  # All of the page is drawn.
    now, history = page(), state.history()
    if history is not now.shown:
        if state.apart_from_levers(history.now) != state.apart_from_levers(now.shown.now):
            st.rerun()
        now.shown = history
        for one in now.regions.values():
            one.behind = one.of is None or one.of() != one.shows
    now.held, now.again = held, True
    drawn = [name for name, one in now.regions.items() if one.behind and _wanted(name, one, sight)]
    last = name_of(answers)
    st.rerun([_key(name) for name in (*(name for name in drawn if name != last), last)])


def again(*titles: str) -> None:
    """In the callback of what stands in one of these regions: draw them all, instead of that one alone."""
    run = get_script_run_ctx()
    if run is not None and run.fragment_ids_this_run:
        st.rerun([_key(name_of(title)) for title in titles])


def _wanted(name: str, one: Region, sight: Container[str] | None) -> bool:
    return sight is None or not one.waits or name in sight
