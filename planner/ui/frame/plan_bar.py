"""Whether the plan is saved, and what can be done about it: save, save as another plan, go on with another one.

`draw` stands in the part of a page that follows the levers, since every move makes a saved plan a draft.
"""

from collections.abc import Hashable

import streamlit as st

from planner.plan import MAX_NAME
from planner.store.library import MAX_NOTE
from planner.ui.frame import review
from planner.ui.kit.boundary import part
from planner.ui.kit.markdown import literal
from planner.ui.session import popovers, saved_plans, state, storage, times, working_draft
from planner.ui.session.working_draft import Status

SAVE, SWITCH = "save-box", "switch-box"
LISTED = 6
"""Drafts and saved plans that the switcher lists, of each; the Library has all."""


def draw() -> None:
    """What is saved of the plan, Save and the switcher, on one line."""
    status = working_draft.status()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="plan-bar"):
        st.markdown(f":material/{_icon(status)}: {literal(words(status))}", width="content")
        with st.popover("Save", icon=":material/save:", key=popovers.key(SAVE), on_change="rerun") as box:
            if box.open:
                _save(status)
        if status.state == "changed":
            with st.popover("Review", icon=":material/rule:", key=popovers.key(review.BOX), on_change="rerun") as box:
                if box.open:
                    with part("Review"):
                        review.draw(status)
        with st.popover("Plans", icon=":material/folder_open:", key=popovers.key(SWITCH), on_change="rerun") as box:
            if box.open:
                with part("Plans"):
                    _switch()
    if status.failure:
        st.warning(
            f"Changes are not stored: {literal(status.failure)}. The plan stays on this page and in its address, and "
            "Open or download keeps it as a file."
        )
    _conflict()


def shown() -> Hashable:
    """What the line depends on: the status of the plan and, while its changes are reviewed, the whole plan."""
    status = working_draft.status()
    reviewed = state.history() if st.session_state.get(popovers.key(review.BOX)) else None
    return status.state, words(status), status.failure, reviewed


def words(status: Status) -> str:
    """How the plan stands to what is saved, in a few words."""
    if status.saved is None:
        return "Draft of a new plan, not saved"
    number, approval = status.saved.version.number, status.saved.approval
    approved = approval is not None and approval.version.number == number
    version = f"{'approved ' if approved else ''}version {number}{'' if status.may_save else ', read only'}"
    return f"Saved, {version}" if status.state == "saved" else f"Draft, changed since {version}"


def _icon(status: Status) -> str:
    return "check_circle" if status.state == "saved" else "edit_note"


# Save


def _save(status: Status) -> None:
    """A note, and where the plan is saved to."""
    saved = status.saved
    if warning := storage.store().warning:
        st.caption(literal(warning))
    if saved is not None and status.may_save:
        with st.form("save", border=False):
            st.text_input("What changed, and why", key="save-note", max_chars=MAX_NOTE)
            label = f"Save version {saved.newest + 1}"
            st.form_submit_button(label, type="primary", disabled=status.state == "saved", on_click=_save_version)
    elif saved is not None:
        st.caption("This plan was opened by a link that only reads it.")
    with st.form("save-as", border=False):
        st.text_input("Name", state.plan().name, key="save-name", max_chars=MAX_NAME)
        if saved is None:
            st.text_input("Note", key="save-as-note", max_chars=MAX_NOTE, placeholder="Where it comes from, and why")
        label = "Save" if saved is None else "Save as another plan"
        st.form_submit_button(label, type="primary" if saved is None else "secondary", on_click=_save_as)


def _save_version() -> None:
    saved_plans.save(st.session_state["save-note"] or "")
    popovers.close(SAVE)


def _save_as() -> None:
    saved_plans.save_as(st.session_state["save-name"] or "", st.session_state.get("save-as-note") or "")
    popovers.close(SAVE)


# Two who saved the same plan


def _conflict() -> None:
    """A save that somebody else's save preceded, and what can be done about it."""
    found = saved_plans.conflict()
    if found is None:
        return
    theirs, newest = found.error.theirs, found.error.theirs.number
    with st.container(border=True, key="conflict"):
        said = f' "{theirs.note}"' if theirs.note else ""
        sentence = f"Nothing was saved: this plan was saved elsewhere since version {found.error.base}."
        st.markdown(literal(f"{sentence} Version {newest} is of {times.shown(theirs.time)}.{said}"))
        with st.expander("Compare: from theirs to yours", key="conflict-compare", on_change="rerun") as box:
            if box.open:
                review.listed(theirs.plan, found.mine)
        with st.container(horizontal=True, gap="small"):
            mine = f"Take mine, as version {newest + 1}"
            st.button(
                "Keep both", key="conflict-both", on_click=saved_plans.keep_both, help="Yours becomes another plan."
            )
            st.button(
                mine, key="conflict-mine", on_click=saved_plans.take_mine, help=f"Version {newest} stays a version."
            )
            st.button(
                f"Take version {newest}",
                key="conflict-theirs",
                on_click=saved_plans.take_theirs,
                help="Undo brings yours back.",
            )
            st.button("Decide later", key="conflict-later", on_click=saved_plans.decide_later)


# Another plan


def _switch() -> None:
    """Drafts and saved plans of this browser, those used last."""
    drafts, saved, here = working_draft.unsaved()[:LISTED], saved_plans.recent()[:LISTED], state.history().now.saved
    for draft in drafts:
        label = f"{draft.name} · draft, {times.ago(draft.changed)}"
        st.button(
            literal(label),
            icon=":material/edit_note:",
            key=f"switch-draft-{draft.id}",
            on_click=_open_draft,
            args=(draft.id,),
            width="stretch",
        )
    for plan in saved:
        label = f"{plan.name} · version {plan.newest}, {times.ago(plan.changed)}"
        st.button(
            literal(label),
            icon=":material/check_circle:",
            key=f"switch-{plan.read_id}",
            on_click=_open_saved,
            args=(plan.key,),
            disabled=here in (plan.edit_id, plan.read_id) and working_draft.status().state == "saved",
            width="stretch",
        )
    if not drafts and not saved:
        st.caption("No other plan was saved or opened in this browser.")
    st.page_link("pages/library.py", label="All plans, in the Library", icon=":material/arrow_forward:")


def _open_draft(id_: str) -> None:
    working_draft.open_draft(id_)
    popovers.close(SWITCH)


def _open_saved(key: str) -> None:
    saved_plans.open_saved(key)
    popovers.close(SWITCH)
