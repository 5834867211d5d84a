"""Notes: a line of why for the plan, a lever, a range, an event, a round, a target."""

import streamlit as st

from planner.plan import Plan, event_groups, target_text
from planner.plan.rules import MAX_NOTE
from planner.ui.kit import icons
from planner.ui.kit.markdown import literal
from planner.ui.session import refusals, state
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, month_name

AT = "notes"


def draw() -> None:
    """The notes there are, and a form for another one or for a change of one."""
    plan = state.plan()
    named = subjects(plan)
    for about, why in plan.notes.items():
        with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
            st.caption(f"**{literal(named.get(about, about))}:** {literal(why)}", width="stretch")
            what = f"the note on {named.get(about, about)}"
            icons.button("Delete", "delete", f"note-delete-{about}", what, _delete, about)
    with st.form("note-new", border=False, clear_on_submit=True):
        st.selectbox("About", list(named), format_func=lambda about: named.get(about, about), key="note-about")
        st.text_area("Why", key="note-why", max_chars=MAX_NOTE, height=80, placeholder="CRM, last four quarters")
        st.form_submit_button("Keep the note", on_click=_keep)
    refusals.show(AT)


def field(about: str) -> None:
    """Why something is as it is, beside what changes it. about: its key in the file; emptied, there is no note."""
    key = f"why-{about}"
    state.show(key, state.plan().notes.get(about, ""))
    st.text_input(
        "Why", key=key, max_chars=MAX_NOTE, placeholder="Signed last week", on_change=_take, args=(about, key)
    )


def _take(about: str, key: str) -> None:
    why, others = st.session_state[key].strip(), {**state.plan().notes}
    others.pop(about, None)
    state.edit(at=AT, label="a note", notes=others | ({about: why} if why else {}))


def subjects(plan: Plan) -> dict[str, str]:
    """What a note can be about, by its key in the file: the plan, what has a date, ranges, every lever."""
    start, currency = plan.start, plan.currency
    found = {"plan": "The plan"}
    for target in plan.targets:
        found.setdefault(f"target:{target.month}", f"Target: {target_text.promised(plan, target)}")
    for one in plan.funding:
        found[f"funding:{one.month}"] = f"Round: {money(one.amount, currency)} in {month_name(start, one.month)}"
    for group in event_groups.groups(plan.events):
        if event_id := plan.events[group.positions[0]].id:
            found[f"event:{event_id}"] = f"Play or shock: {event_groups.title(plan.events, group)}"
    for lever_id in plan.uncertainty:
        found[f"range:{lever_id}"] = f"Range: {_lever(lever_id)}"
    return found | {lever_id: _lever(lever_id) for lever_id in CATALOGUE}


def _lever(lever_id: str) -> str:
    """What a lever is called; with its id where another one is called so, too."""
    name = lever_text.name(CATALOGUE[lever_id])
    alone = sum(lever_text.name(lever) == name for lever in CATALOGUE.values()) == 1
    return name if alone else f"{name} ({lever_id})"


def _keep() -> None:
    about, why = st.session_state["note-about"], st.session_state["note-why"].strip()
    if why:
        state.edit(at=AT, label="a note", notes={**state.plan().notes, about: why})


def _delete(about: str) -> None:
    kept = {key: why for key, why in state.plan().notes.items() if key != about}
    state.edit(at=AT, label="deleting a note", notes=kept)
