"""Saved plans: save the current plan, open another, decide between two who saved the same; lists of what there is.

A refusal is shown at the top of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from planner.plan import Plan
from planner.plan.history import History, Step
from planner.store.errors import ConflictError
from planner.store.library import Library, copy_name
from planner.store.saved import Listed, Saved
from planner.ui.session import state, storage
from planner.vocabulary.errors import PlannerError

_CONFLICT = "conflict"


@dataclass(frozen=True)
class Conflict:
    """A save that was refused since somebody else saved before. mine: what was to be saved, with its note."""

    mine: Plan
    note: str
    key: str
    error: ConflictError


def save(note: str = "", plan: Plan | None = None) -> bool:
    """Save a plan, the current one by default, as the next version of its saved plan; whether it was done.

    A conflict waits to be answered.
    """
    key, saved = state.history().now.saved, storage.base(state.history().now.saved)
    plan = plan or state.whole_plan()
    if saved is None:
        return save_as(plan.name, note)
    try:
        _took(storage.store().library.save(key, plan, saved.version.number, note), state.history().now.saved)
    except ConflictError as error:
        st.session_state[_CONFLICT] = Conflict(plan, note, key, error)
        return False
    except PlannerError as error:
        state.refuse(error)
        return False
    return True


def save_as(name: str, note: str = "") -> bool:
    """Save the current plan as a new one, which is the current one from now on; whether it was done."""
    with state.refusing():
        before = state.history().now.saved
        saved = storage.store().library.create(state.whole_plan().changed(name=name), note)
        state.apply(state.plan().changed(name=name), "naming the plan")
        _took(saved, before)
        return True
    return False


def _took(saved: Saved, before: str) -> None:
    """Make the current plan a draft of this version. before: the id that it was a draft of until now."""
    history, key = state.history(), saved.key

    def of(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """The steps of this plan, up to where another one was opened."""
        last = next((at for at in range(len(steps), 0, -1) if steps[at - 1].opens), 0)
        moved = (
            step._replace(other=step.other._replace(saved=key)) if step.other.saved == before else step
            for step in steps[last:]
        )
        return (*steps[:last], *moved)

    now = history.now._replace(saved=key)
    state.resume(History(now, of(history.past), of(history.future)))
    storage.remember(key, saved)
    with state.refusing():
        storage.note_opened(saved)


def open_saved(key: str, number: int | None = None) -> bool:
    """Make a saved plan the current one. number: of its version, the newest by default."""
    with state.refusing():
        saved = storage.store().library.open(key, number)
        plan = saved.version.plan
        state.open_plan(plan, baseline=storage.baseline(saved), saved=key)
        state.tell(plan.updates)
        storage.remember(key, saved)
        storage.note_opened(saved)
        return True
    return False


def conflict() -> Conflict | None:
    """A save that was refused and waits to be answered."""
    return st.session_state.get(_CONFLICT)


def take_mine() -> None:
    """Save on top of what the other one saved, which stays a version of its own."""
    found = st.session_state.pop(_CONFLICT, None)
    if found:
        theirs = found.error.theirs
        known = storage.base(found.key)
        if known:
            storage.remember(found.key, replace(known, version=theirs, newest=theirs.number))
        save(found.note, found.mine)


def take_theirs() -> None:
    """Go on with what the other one saved; mine stays one step back."""
    found = st.session_state.pop(_CONFLICT, None)
    if found:
        open_saved(found.key)


def keep_both() -> None:
    """Save mine as a plan of its own."""
    found = st.session_state.pop(_CONFLICT, None)
    if found:
        save_as(copy_name(found.mine.name), found.note)


def decide_later() -> None:
    """Save nothing; mine stays a draft."""
    st.session_state.pop(_CONFLICT, None)


def recent(search: str = "") -> list[Listed]:
    """The saved plans of this browser, the one used last first."""
    return storage.store().library.of_browser(storage.me(), search)


@lru_cache(64)
def version(key: str, number: int) -> Plan:
    """A version of a saved plan; it never changes. A plan that a newer program saved is a PlannerError."""
    return storage.store().library.open(key, number).version.plan


def deleted(search: str = "") -> list[Listed]:
    """The plans of this browser that were deleted and can be brought back."""
    return storage.store().library.of_browser(storage.me(), search, deleted=True)


def do(what: Callable[[Library], object]) -> bool:
    """Do something with the Library; returns whether it was done. A refusal is shown at the top of the page."""
    with state.refusing():
        what(storage.store().library)
        return True
    return False


def follow(saved: Saved) -> None:
    """Bring the current plan up to date after a change in the Library, unless it has changes of its own."""
    key = state.history().now.saved
    known = storage.base(key)
    if known is None or known.read_id != saved.read_id:
        return
    if known.version.plan == state.whole_plan() and known.version.number != saved.newest:
        open_saved(key)
    else:
        storage.remember(key, replace(known, newest=saved.newest, approval=saved.approval))
