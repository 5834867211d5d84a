"""What is kept of a session: its draft, stored while it changes, and the saved plan that it is a draft of."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import streamlit as st

from planner.exchange import links
from planner.plan import Plan
from planner.plan.history import History, Standing, Step
from planner.store import place
from planner.store.database import Database
from planner.store.drafts import Drafts, digest
from planner.store.errors import ConflictError, UnavailableError
from planner.store.library import Library, copy_name, new_id
from planner.store.saved import Draft, Listed, ListedDraft, Saved
from planner.ui.session import browser, kept, state
from planner.vocabulary.errors import PlannerError

PLAN, VERSION = "p", "v"
"""Parameters of the address that name a saved plan and one of its versions: a short link."""

RETRY = 10.0
"""Seconds after which a database that could not be used is tried again for a draft."""

_BASES, _KEPT, _FAILED, _CONFLICT, _REFUSED, _DISCARDED = (
    *("bases", "kept", "keep-failed", "conflict", "link-refused", "draft-discarded"),
)


class Store(NamedTuple):
    """Saved plans and drafts. warning: a sentence when they are in memory only."""

    library: Library
    drafts: Drafts
    warning: str


class Failure(NamedTuple):
    """Why the draft is not stored, since when: a moment of `time.monotonic`."""

    sentence: str
    time: float


@dataclass(frozen=True)
class Conflict:
    """A save that was refused since somebody else saved before. mine: what was to be saved, with its note."""

    mine: Plan
    note: str
    key: str
    error: ConflictError


State = Literal["new", "saved", "changed"]


@dataclass(frozen=True)
class Status:
    """How the current plan stands to what is saved.

    state: "new" is not saved yet, "changed" differs from its version. saved: the plan that it is a draft of, with the
    version that it started from. failure: why the draft is not stored, empty when it is.
    """

    state: State
    saved: Saved | None
    failure: str

    @property
    def may_save(self) -> bool:
        """Whether it can be saved as the next version of its plan."""
        return self.saved is not None and self.saved.edit_id is not None


@st.cache_resource(show_spinner=False)
def _open(environment: tuple[str, ...]) -> Store:
    found = place.of(dict(zip((place.DATABASE, place.FOLDER), environment, strict=True)))
    database = Database(found.url)
    return Store(Library(database), Drafts(database), found.warning)


def store() -> Store:
    """Where plans are kept, one for all sessions of the server. UnavailableError when its address is none."""
    return _open(tuple(os.environ.get(name, "") for name in (place.DATABASE, place.FOLDER)))


def me() -> str:
    """What the session's browser is known by in the store."""
    return digest(browser.token())


# The beginning of a session


def begin() -> None:
    """Find the session's plan: of a short link, of its own draft, of the address, else the one it worked on last.

    A short link that cannot be opened stays in the address, and the session begins as it would without it.
    """
    if state.begun():
        return
    token, draft, key = (st.query_params.get(name, "") for name in (state.LINK, state.DRAFT, PLAN))
    if key:
        with state.refusing():
            _begin_with(key, st.query_params.get(VERSION))
        st.session_state[_REFUSED] = not state.begun()
    if not state.begun() and (draft or not token):
        with state.refusing():
            _resume(draft, token)
    if not state.begun():
        state.begin()
        st.session_state[_KEPT] = state.history(), kept.document()


def spent() -> tuple[str, ...]:
    """Parameters of the address that have done what they were there for."""
    return () if st.session_state.get(_REFUSED) else (PLAN, VERSION)


def _begin_with(key: str, version: str | None) -> None:
    """Open a short link. version: as the address has it, None without one."""
    number = None if version is None else int(version) if re.fullmatch("[0-9]{1,9}", version) else 0
    saved = store().library.open(key, number)
    plan = saved.version.plan
    state.resume(History(Standing(plan, _baseline(saved), key)))
    state.tell(plan.updates)
    _bases()[key] = saved
    _note_opened(saved)


def _resume(id_: str, token: str) -> None:
    """Go on with a draft of this browser: the one that the address names, or else the last one.

    A plan in the address that is none of the draft's own steps is opened on top of them.
    """
    drafts = store().drafts
    draft = drafts.find(me(), id_) if id_ else None
    if draft is None and not token and (last := drafts.last(me())):
        draft = drafts.find(me(), last[0])
    if draft is None:
        return
    _go_on(draft)
    view = links.view(token) if token else draft.view
    state.tell(kept.restore(view, state.plan()))
    if token:
        now, opened = draft.history.now, links.decode(token)
        steps = (step.other for step in (*draft.history.past, *draft.history.future))
        if opened not in {(one.plan, one.baseline) for one in (now, *steps)}:
            state.apply(opened[0], f"{state.OPENING}a link", baseline=opened[1])


def _go_on(draft: Draft) -> None:
    """Make a draft the session's own."""
    state.resume(draft.history)
    state.work_on((draft.id, draft.revision))
    st.session_state[_KEPT] = draft.history, draft.view
    key = draft.history.now.saved
    if key and draft.base:
        try:
            _bases()[key] = store().library.open(key, draft.base)
        except PlannerError:
            # It was deleted, or is that of a newer program: the draft is that of a new plan.
            _bases().pop(key, None)


# What is stored without being asked for


def keep() -> None:
    """Store the draft, when it has changed since; a database that cannot be used is a failure of `status`."""
    history, view = state.history(), kept.document()
    last = st.session_state.get(_KEPT)
    if last and history is last[0] and view == last[1]:
        return
    failed: Failure | None = st.session_state.get(_FAILED)
    if failed and time.monotonic() < failed.time + RETRY:
        return
    try:
        _keep(history, view)
    except UnavailableError as error:
        st.session_state[_FAILED] = Failure(error.sentences()[0], time.monotonic())
    else:
        st.session_state.pop(_FAILED, None)
        st.session_state[_KEPT] = history, view


def _keep(history: History, view: Mapping[str, Any]) -> None:
    saved = base(history.now.saved)
    changed = saved is None or saved.version.plan != history.now.plan
    id_, revision = state.draft() or (new_id("d"), 0)
    draft = Draft(id_, history, saved.version.number if saved else 0, changed, revision, view)
    stored = store().drafts.keep(me(), draft)
    if stored is None:
        # Another tab works on it, too: from now on they are two.
        stored = store().drafts.keep(me(), replace(draft, id=new_id("d"), revision=0))
    if stored:
        state.work_on((stored.id, stored.revision))


def _bases() -> dict[str, Saved]:
    return st.session_state.setdefault(_BASES, {})


def base(key: str) -> Saved | None:
    """The saved plan of an id as this session opened or saved it last."""
    return _bases().get(key)


def _baseline(saved: Saved) -> Plan:
    """What changes of a saved plan are measured against: the version that was approved, else the one that is opened."""
    return saved.approval.version.plan if saved.approval else saved.version.plan


def _note_opened(saved: Saved) -> None:
    store().library.opened(me(), saved)


def status() -> Status:
    """How the current plan stands to what is saved."""
    now, failed = state.history().now, st.session_state.get(_FAILED)
    saved = base(now.saved)
    how: State = "new" if saved is None else "saved" if saved.version.plan == now.plan else "changed"
    return Status(how, saved, failed.sentence if failed else "")


# What is asked for; a refusal is shown at the top of the page


def save(note: str = "", plan: Plan | None = None) -> bool:
    """Save a plan, the current one by default, as the next version of its saved plan; whether it was done.

    A conflict waits to be answered.
    """
    key, saved = state.history().now.saved, base(state.history().now.saved)
    plan = plan or state.plan()
    if saved is None:
        return save_as(plan.name, note)
    try:
        _took(store().library.save(key, plan, saved.version.number, note), state.history().now.saved)
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
        plan = state.plan().changed(name=name)
        saved = store().library.create(plan, note)
        state.apply(plan, "naming the plan")
        _took(saved, before)
        return True
    return False


def _took(saved: Saved, before: str) -> None:
    """From now on the current plan is a draft of this version. before: what it was a draft of until now."""
    history, key = state.history(), saved.key

    def of(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """The steps of this plan, up to where another one was opened."""
        last = next((at for at in range(len(steps), 0, -1) if steps[at - 1].label.startswith(state.OPENING)), 0)
        moved = (
            step._replace(other=step.other._replace(saved=key)) if step.other.saved == before else step
            for step in steps[last:]
        )
        return (*steps[:last], *moved)

    now = history.now._replace(saved=key)
    state.resume(History(now, of(history.past), of(history.future)))
    _bases()[key] = saved
    with state.refusing():
        _note_opened(saved)


def open_saved(key: str, number: int | None = None) -> bool:
    """Make a saved plan the current one. number: of its version, the newest by default."""
    with state.refusing():
        saved = store().library.open(key, number)
        plan = saved.version.plan
        state.open_plan(plan, baseline=_baseline(saved), saved=key)
        state.tell(plan.updates)
        _bases()[key] = saved
        _note_opened(saved)
        return True
    return False


def open_draft(id_: str) -> bool:
    """Go on with another draft of this browser; the current one stays among them."""
    with state.refusing():
        keep()
        draft = store().drafts.find(me(), id_)
        if draft:
            _go_on(draft)
        return draft is not None
    return False


# Two who saved the same plan


def conflict() -> Conflict | None:
    """A save that was refused and waits to be answered."""
    return st.session_state.get(_CONFLICT)


def take_mine() -> None:
    """Save on top of what the other one saved, which stays a version of its own."""
    found = st.session_state.pop(_CONFLICT, None)
    if found:
        theirs = found.error.theirs
        known = _bases().get(found.key)
        if known:
            _bases()[found.key] = replace(known, version=theirs, newest=theirs.number)
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


# Lists


def recent(search: str = "") -> list[Listed]:
    """The saved plans of this browser, the one used last first."""
    return store().library.of_browser(me(), search)


@lru_cache(64)
def version(key: str, number: int) -> Plan:
    """A version of a saved plan; it never changes. A plan that a newer program saved is a PlannerError."""
    return store().library.open(key, number).version.plan


def deleted() -> list[Listed]:
    """The plans of this browser that were deleted and can be brought back."""
    return store().library.of_browser(me(), deleted=True)


def unsaved() -> list[ListedDraft]:
    """The drafts of this browser that are not saved, but for the one that is on the page."""
    here = state.draft()
    return [one for one in store().drafts.unsaved(me()) if not here or one.id != here[0]]


def do(what: Callable[[Library], object]) -> bool:
    """Something with saved plans; whether it was done. A refusal is shown at the top of the page."""
    with state.refusing():
        what(store().library)
        return True
    return False


def follow(saved: Saved) -> None:
    """Take note of what was done to a plan in the Library: the current plan follows it, unless it is changed."""
    key = state.history().now.saved
    known = base(key)
    if known is None or known.read_id != saved.read_id:
        return
    if known.version.plan == state.plan() and known.version.number != saved.newest:
        open_saved(key)
    else:
        _bases()[key] = replace(known, newest=saved.newest, approval=saved.approval)


def discard(id_: str) -> None:
    """Remove a draft; `bring_back` undoes it for the session."""
    with state.refusing():
        draft = store().drafts.find(me(), id_)
        store().drafts.discard(me(), id_)
        st.session_state[_DISCARDED] = draft


def discarded() -> Draft | None:
    """The draft that was removed last."""
    return st.session_state.get(_DISCARDED)


def bring_back() -> None:
    """Store the draft again that was removed last."""
    draft = st.session_state.pop(_DISCARDED, None)
    if draft:
        with state.refusing():
            store().drafts.keep(me(), replace(draft, revision=0))
