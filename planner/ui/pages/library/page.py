"""Library: where are our plans? Those saved or opened in this browser, their versions and links, and drafts."""

import pandas as pd
import streamlit as st

from planner.analysis.readings import approved
from planner.plan import MAX_NAME
from planner.store.library import MOST_LISTED
from planner.store.saved import Approval, Entry, Listed, Version
from planner.ui.frame import gate, layout, share
from planner.ui.kit import tables
from planner.ui.kit.markdown import literal
from planner.ui.pages.library import words
from planner.ui.session import compute, saved_plans, storage, times, working_draft
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import month_name

SEARCH, BY, DETAILS = "library-search", "library-by", "library-details"
QR = 140
"""Pixels of a QR code."""

SHOWN, PAGE = 30, 20
"""Plans that are listed at once, and versions of a plan."""


def draw() -> None:
    """Saved plans, drafts and what was deleted."""
    if warning := storage.store().warning:
        st.warning(literal(warning))
    search = st.text_input("Search names and notes", key=SEARCH, icon=":material/search:", max_chars=200, width=420)
    _saved(search or "")
    _drafts(search or "")
    _deleted(search or "")


def _saved(search: str) -> None:
    plans = saved_plans.recent(search)
    st.header("Saved plans", anchor=False)
    if not plans:
        st.caption(words.NOT_FOUND if search else words.NONE)
    for plan in plans[:SHOWN]:
        key, opened = plan.read_id, st.session_state.get(DETAILS) == plan.read_id
        with st.container(border=True, gap="small"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(literal(words.title(plan, times.shown(plan.changed))), width="stretch")
                st.button("Open", key=f"open-{key}", on_click=_open, args=(plan.key, None))
                label, icon = ("Less", "expand_less") if opened else ("Versions and links", "expand_more")
                st.button(label, key=f"more-{key}", icon=f":material/{icon}:", on_click=_unfold, args=(key,))
            if opened:
                _plan(plan)
    _beyond(len(plans))


def _beyond(found: int) -> None:
    """Say that a list does not show all that was found."""
    if found > SHOWN:
        st.caption(words.beyond(found - SHOWN, found == MOST_LISTED))


def _plan(plan: Listed) -> None:
    key = plan.read_id
    with st.container(horizontal=True, gap="small"):
        st.button("Duplicate", key=f"copy-{key}", icon=":material/content_copy:", on_click=_duplicate, args=(plan.key,))
        if plan.edit_id:
            st.button("Delete", key=f"delete-{key}", icon=":material/delete:", on_click=_delete, args=(plan.edit_id,))
        st.button("Remove from this list", key=f"forget-{key}", on_click=_forget, args=(plan.key,))
    left, right = st.columns(2)
    if plan.edit_id:
        with left:
            _link("Link to edit", share.short(plan.edit_id))
    with right:
        _link("Link to read", share.short(plan.read_id))
    st.caption(words.LINKS)
    _approved(plan)
    _history(plan)


def _link(name: str, address: str) -> None:
    """A link, and the same as a QR code beside it."""
    st.caption(name)
    with st.container(horizontal=True, gap="small"):
        st.code(address, language=None, wrap_lines=True, width="stretch")
        if picture := share.qr(address, QR):
            st.image(picture, caption=f"QR code: {name.lower()}", width=QR)


def _history(plan: Listed) -> None:
    """The versions of a plan, the newest first, some at a time."""
    st.subheader("Versions", anchor=False)
    pages = words.pages(plan.newest, PAGE)
    at = 0
    if len(pages) > 1:
        key = f"library-versions-{plan.read_id}"
        at = st.selectbox("Which versions", range(len(pages)), key=key, format_func=pages.__getitem__, width=240)
    for entry in storage.store().library.history(plan.key, before=plan.newest + 1 - at * PAGE, limit=PAGE):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            text = words.version(entry, times.shown(entry.time), plan.name)
            st.markdown(literal(text), width="stretch")
            with st.popover(
                f"Version {entry.number}", key=f"version-{plan.read_id}-{entry.number}", on_change="rerun"
            ) as box:
                if box.open:
                    _version(plan, entry)


def _version(plan: Listed, entry: Entry) -> None:
    """What can be done with a version."""
    at = f"{plan.read_id}-{entry.number}"
    st.button("Open", key=f"open-{at}", on_click=_open, args=(plan.key, entry.number), width="stretch")
    if plan.edit_id and entry.number != plan.newest:
        label = f"Restore as version {plan.newest + 1}"
        args = (plan.edit_id, entry.number, plan.newest)
        st.button(label, key=f"restore-{at}", on_click=_restore, args=args, width="stretch")
    _link("Link to read this version", share.short(plan.read_id, entry.number))
    if plan.edit_id:
        with st.form(f"approve-{at}", border=False):
            st.text_input("Approved by", gate.visitor()[:MAX_NAME], key=f"{BY}-{at}", max_chars=MAX_NAME)
            about = "It becomes the baseline of this plan, and its forecast is kept to compare later versions with."
            who = (plan.edit_id, entry.number, f"{BY}-{at}")
            st.form_submit_button("Approve", on_click=_approve, args=who, help=about)


def _approved(plan: Listed) -> None:
    """What was approved, and how the newest version stands to what it promised."""
    if plan.approved is None:
        return
    opened = storage.store().library.open(plan.key)
    approval = opened.approval
    if approval is None:
        return
    when = times.shown(approval.time)
    st.subheader(f"Approved: version {approval.version.number}", anchor=False)
    st.caption(literal(f"By {approval.by}, {when}. It cannot be changed."))
    table = _promises(approval, opened.version)
    if table.empty:
        st.caption(words.DIFFERENT)
    else:
        tables.plain(table, f"What version {approval.version.number} promised, and version {plan.newest}")


def _promises(approval: Approval, newest: Version) -> pd.DataFrame:
    """What was promised, and where the newest version stands; empty when they cannot be compared."""
    compute.wait_for_engine()
    plan = newest.plan
    rows = []
    for one in approved.held(approval.forecast, approval.version.plan, compute.projection(plan)):
        unit = units.of(one.metric)
        low, middle, high, now = (
            unit.value(value, plan.currency) for value in (one.low, one.middle, one.high, one.now)
        )
        rows.append(
            {
                "Key number": f"{COLUMNS[one.metric].label}, {month_name(plan.start, one.month)}",
                "Promised": middle,
                "p5 to p95": units.span(low, high),
                f"Version {newest.number}": now,
                "": words.VERDICTS[one.verdict],
            }
        )
    return pd.DataFrame(rows)


def _drafts(search: str) -> None:
    sought = search.lower().split()
    drafts = [draft for draft in working_draft.unsaved() if all(word in draft.name.lower() for word in sought)]
    dropped = working_draft.discarded()
    if not drafts and not dropped:
        return
    st.header("Drafts", anchor=False)
    if dropped:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(literal(f"The draft of {dropped.history.now.plan.name} was discarded."), width="stretch")
            st.button("Undo", key="draft-undo", icon=":material/undo:", on_click=working_draft.bring_back)
    st.caption("Plans that were changed in this browser and not saved.")
    for draft in drafts[:SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(literal(f"{draft.name} · {times.ago(draft.changed)}"), width="stretch")
            st.button("Open", key=f"draft-open-{draft.id}", on_click=_open_draft, args=(draft.id,))
            st.button("Discard", key=f"draft-drop-{draft.id}", on_click=working_draft.discard, args=(draft.id,))
    _beyond(len(drafts))


def _deleted(search: str) -> None:
    plans = saved_plans.deleted(search)
    if not plans:
        return
    st.header("Deleted", anchor=False)
    st.caption("They can be brought back until whoever runs this server purges them.")
    for plan in plans[:SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(literal(f"{plan.name} · version {plan.newest}"), width="stretch")
            if plan.edit_id:
                undo = ":material/undo:"
                st.button("Undo", key=f"undelete-{plan.read_id}", icon=undo, on_click=_undelete, args=(plan.edit_id,))
    _beyond(len(plans))


def _unfold(key: str) -> None:
    st.session_state[DETAILS] = None if st.session_state.get(DETAILS) == key else key


def _open(key: str, number: int | None) -> None:
    saved_plans.open_saved(key, number)


def _open_draft(id_: str) -> None:
    working_draft.open_draft(id_)


def _duplicate(key: str) -> None:
    saved_plans.do(lambda library: library.opened(storage.me(), library.duplicate(key)))


def _delete(key: str) -> None:
    saved_plans.do(lambda library: library.delete(key))


def _undelete(key: str) -> None:
    saved_plans.do(lambda library: library.undelete(key))


def _forget(key: str) -> None:
    saved_plans.do(lambda library: library.forget(storage.me(), key))


def _restore(key: str, number: int, newest: int) -> None:
    saved_plans.do(lambda library: saved_plans.follow(library.restore(key, number, newest)))


def _approve(key: str, number: int, field: str) -> None:
    by = st.session_state[field] or ""

    def approve(library: saved_plans.Library) -> None:
        compute.wait_for_engine()
        library.approve(key, number, by, approved.forecast(library.open(key, number).version.plan))
        saved_plans.follow(library.open(key))

    saved_plans.do(approve)


def show() -> None:
    """The page."""
    layout.analysis_page("Library", "Where are our plans?", draw)
