"""The store of the server, as a session uses it: who its browser is, and the saved plans that it has opened."""

from __future__ import annotations

import os
from typing import NamedTuple

import streamlit as st

from planner.plan import Plan
from planner.store import place
from planner.store.database import Database
from planner.store.drafts import Drafts, digest
from planner.store.library import Library
from planner.store.rooms import Rooms
from planner.store.saved import Saved
from planner.ui.session import browser

_BASES = "bases"


class Store(NamedTuple):
    """Saved plans, drafts and rooms of workshops. warning: a sentence when they are in memory only."""

    library: Library
    drafts: Drafts
    rooms: Rooms
    warning: str


@st.cache_resource(show_spinner=False)
def _open(environment: tuple[str, ...]) -> Store:
    found = place.of(dict(zip((place.DATABASE, place.FOLDER), environment, strict=True)))
    database = Database(found.url)
    return Store(Library(database), Drafts(database), Rooms(database), found.warning)


def store() -> Store:
    """Where plans are kept, one for all sessions of the server. UnavailableError when its address is none."""
    return _open(tuple(os.environ.get(name, "") for name in (place.DATABASE, place.FOLDER)))


def me() -> str:
    """The id of the session's browser in the store: a digest of its token."""
    return digest(browser.token())


def base(key: str) -> Saved | None:
    """The saved plan of an id as this session opened or saved it last."""
    return _bases().get(key)


def remember(key: str, saved: Saved) -> None:
    """Set what `base` gives for an id."""
    _bases()[key] = saved


def forget(key: str) -> None:
    """Make `base` give None for an id."""
    _bases().pop(key, None)


def _bases() -> dict[str, Saved]:
    return st.session_state.setdefault(_BASES, {})


def baseline(saved: Saved) -> Plan:
    """What changes of a saved plan are measured against: the version that was approved, else the one that is opened."""
    return saved.approval.version.plan if saved.approval else saved.version.plan


def note_opened(saved: Saved) -> None:
    """Have the Library of this browser show a plan that it has opened or saved."""
    store().library.opened(me(), saved)
