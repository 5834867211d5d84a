"""What a draft changes in a saved plan, and which of it is saved: reviewed and merged one by one."""

from collections.abc import Sequence

import streamlit as st

from planner.plan import Plan, difference_text
from planner.plan.differences import Difference, differences, taken
from planner.store.library import MAX_NOTE
from planner.ui.kit.markdown import literal
from planner.ui.session import popovers, saved_plans, state, working_draft
from planner.ui.session.working_draft import Status

BOX = "review-box"
_TICK, _NOTE = "review-", "review-note"

LISTED = 12
"""Differences that are listed where nothing is chosen; the rest is counted."""


def draw(status: Status) -> None:
    """Every difference to the saved version with a tick; those that are ticked can be saved, the others put back."""
    if status.saved is None:
        return
    before, now = status.saved.version.plan, state.whole_plan()
    found = differences(before, now)
    st.caption(f"What differs from version {status.saved.version.number}. What is not ticked stays in the draft.")
    for one in found:
        key = _key(one)
        if key not in st.session_state:
            st.session_state[key] = True
        st.checkbox(literal(sentence(before, now, one)), key=key)
    if not found:
        st.markdown("Only the name differs.")
    if status.may_save:
        st.text_input("What changed, and why", key=_NOTE, max_chars=MAX_NOTE)
    with st.container(horizontal=True, gap="small"):
        if status.may_save:
            label = f"Save as version {status.saved.newest + 1}"
            st.button(label, key="review-save", type="primary", on_click=_save, disabled=not _ticked(found))
        st.button(
            "Put the others back", key="review-back", on_click=_put_back, disabled=len(_ticked(found)) == len(found)
        )


def sentence(before: Plan, now: Plan, one: Difference) -> str:
    """A difference in words: "Enterprise win rate: 22% → 24%"."""
    old, new = difference_text.shown(before, one, one.before), difference_text.shown(now, one, one.after)
    return f"{difference_text.label(before, now, one)}: {old or 'none'} → {new or 'none'}"


def listed(before: Plan, now: Plan) -> None:
    """What differs between two plans, without a choice."""
    found = differences(before, now)
    for one in found[:LISTED]:
        st.caption(literal(sentence(before, now, one)))
    if len(found) > LISTED:
        st.caption(f"{len(found) - LISTED} more.")
    if not found:
        st.caption("Nothing differs but names.")


def _key(one: Difference) -> str:
    return f"{_TICK}{one.kind}-{one.item}"


def _ticked(found: Sequence[Difference]) -> list[Difference]:
    return [one for one in found if st.session_state.get(_key(one), True)]


def _save() -> None:
    """Save the version with what is ticked, under the draft's name; the draft keeps all of it."""
    saved = working_draft.status().saved
    if saved is None:
        return
    with state.refusing():
        before, now = saved.version.plan, state.whole_plan()
        merged = taken(before, now, _ticked(differences(before, now))).changed(name=now.name)
        saved_plans.save(st.session_state.get(_NOTE) or "", merged)
    popovers.close(BOX)


def _put_back() -> None:
    """Undo what is not ticked."""
    saved = working_draft.status().saved
    if saved is None:
        return
    with state.refusing():
        before, now = saved.version.plan, state.whole_plan()
        kept = {(one.kind, one.item) for one in _ticked(differences(before, now))}
        back = [one for one in differences(now, before) if (one.kind, one.item) not in kept]
        state.view_case("")
        state.apply(taken(now, before, back), f"putting back what differs from version {saved.version.number}")
    popovers.close(BOX)
