"""The draft of a session: how it is found when the session begins, stored while it changes, discarded."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import streamlit as st

from planner.exchange import links
from planner.plan.history import History, Standing
from planner.store.errors import UnavailableError
from planner.store.library import new_id
from planner.store.saved import Draft, ListedDraft, Saved
from planner.ui.session import page_inputs, state, storage
from planner.vocabulary.errors import PlannerError, Problem

PLAN, VERSION = "p", "v"
"""Parameters of the address that name a saved plan and one of its versions: a short link."""

RETRY = 10.0
"""Seconds after which a database that could not be used is tried again for a draft."""

_KEPT, _FAILED, _REFUSED, _UNREAD, _DISCARDED = (
    *("kept", "keep-failed", "link-refused", "link-unread", "draft-discarded"),
)


class Failure(NamedTuple):
    """Why the draft is not stored, since when: a moment of `time.monotonic`."""

    sentence: str
    time: float


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


def begin() -> None:
    """Find the session's plan: of a short link, of its own draft, of the address, else the one it worked on last.

    A link that cannot be opened stays in the address, and the session begins as it would without it.
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
        st.session_state[_KEPT] = state.history(), page_inputs.document()
    if token and not links.readable(token):
        st.session_state[_UNREAD] = state.history()


def spent() -> tuple[str, ...]:
    """Parameters of the address that were carried out and are removed from it."""
    return () if st.session_state.get(_REFUSED) else (PLAN, VERSION)


def unread() -> bool:
    """Whether the plan in the address could not be read, and nothing was changed since."""
    return st.session_state.get(_UNREAD) is state.history()


def _begin_with(key: str, version: str | None) -> None:
    """Open a short link. version: as the address has it, None without one."""
    if version is not None and not re.fullmatch("[0-9]{1,9}", version):
        raise PlannerError(Problem("version", f'"{version[:20]}"', "must be a number, as the Library counts them"))
    number = None if version is None else int(version)
    saved = storage.store().library.open(key, number)
    plan = saved.version.plan
    state.resume(History(Standing(plan, storage.baseline(saved), key)))
    state.tell(plan.updates)
    storage.remember(key, saved)
    storage.note_opened(saved)


def _resume(id_: str, token: str) -> None:
    """Go on with a draft of this browser: the one that the address names, or else the last one.

    A plan in the address that is none of the draft's own steps is opened on top of them.
    """
    drafts = storage.store().drafts
    draft = drafts.find(storage.me(), id_) if id_ else None
    if draft is None and not token and (last := drafts.last(storage.me())):
        draft = drafts.find(storage.me(), last[0])
    if draft is None:
        return
    _go_on(draft)
    view = links.view(token) if token else draft.view
    state.tell(page_inputs.restore(view, state.plan()))
    if token:
        now, opened = draft.history.now, state.linked(token)
        steps = (step.other for step in (*draft.history.past, *draft.history.future))
        if opened[:2] not in {one[:2] for one in (now, *steps)}:
            state.resume(draft.history.then(opened._replace(saved=now.saved), "opening a link", opens=True))


def _go_on(draft: Draft) -> None:
    """Make a draft the session's own."""
    state.resume(draft.history)
    state.work_on((draft.id, draft.revision))
    st.session_state[_KEPT] = draft.history, draft.view
    key = draft.history.now.saved
    if key and draft.base:
        try:
            storage.remember(key, storage.store().library.open(key, draft.base))
        except PlannerError:
            # It was deleted, or is that of a newer program: the draft is that of a new plan.
            storage.forget(key)


def keep() -> None:
    """Store the draft, when it has changed since; a database that cannot be used is a failure of `status`."""
    history, view = state.history(), page_inputs.document()
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
    saved = storage.base(history.now.saved)
    whole = history.now.whole
    changed = not state.is_shipped(whole) if saved is None else saved.version.plan != whole
    id_, revision = state.draft() or (new_id("d"), 0)
    draft = Draft(id_, history, saved.version.number if saved else 0, changed, revision, view)
    kept_as = storage.store().drafts.keep(storage.me(), draft)
    if kept_as is None:
        # Another tab works on it, too: from now on they are two.
        kept_as = storage.store().drafts.keep(storage.me(), replace(draft, id=new_id("d"), revision=0))
    if kept_as:
        state.work_on((kept_as.id, kept_as.revision))


def status() -> Status:
    """How the current plan stands to what is saved."""
    now, failed = state.history().now, st.session_state.get(_FAILED)
    saved = storage.base(now.saved)
    how: State = "new" if saved is None else "saved" if saved.version.plan == now.whole else "changed"
    return Status(how, saved, failed.sentence if failed else "")


def open_draft(id_: str) -> bool:
    """Go on with another draft of this browser; the current one stays among them."""
    with state.refusing():
        keep()
        draft = storage.store().drafts.find(storage.me(), id_)
        if draft:
            _go_on(draft)
        return draft is not None
    return False


def unsaved() -> list[ListedDraft]:
    """The drafts of this browser that are not saved nor plans as shipped, but for the one that is on the page."""
    here = state.draft()
    return [one for one in storage.store().drafts.unsaved(storage.me()) if not here or one.id != here[0]]


def discard(id_: str) -> None:
    """Remove a draft; `bring_back` undoes it for the session."""
    with state.refusing():
        draft = storage.store().drafts.find(storage.me(), id_)
        storage.store().drafts.discard(storage.me(), id_)
        st.session_state[_DISCARDED] = draft


def discarded() -> Draft | None:
    """The draft that was removed last."""
    return st.session_state.get(_DISCARDED)


def bring_back() -> None:
    """Store the draft again that was removed last."""
    draft = st.session_state.pop(_DISCARDED, None)
    if draft:
        with state.refusing():
            storage.store().drafts.keep(storage.me(), replace(draft, revision=0))
