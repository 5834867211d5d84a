"""The plan as a workbook: made on demand, and opened again after somebody edited it."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from planner.exchange.file_names import file_name
from planner.exchange.sheet import TYPE
from planner.exchange.workbook.edited import EVENTS, MAX_BYTES, Difference, Edited, accepted, read
from planner.exchange.workbook.workbook import as_workbook
from planner.plan import Plan
from planner.ui.kit.markdown import literal
from planner.ui.session import compute, refusals, state
from planner.vocabulary import lever_text
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, month_name

MADE, EDITED, AT = "workbook-made", "workbook-edited", "workbook"
MEBIBYTES = MAX_BYTES >> 20
ZIP = b"PK\x03\x04"
"""What a workbook begins with."""
NOTE = "Making the workbook: some 50,000 formulas, which takes some seconds."
MOVED_ON = "Not edited in the workbook; the plan has changed since it was made, and a tick puts the old value back:"
LISTED = 8
"""Broken cells that are named; the others are counted."""


def download() -> None:
    """Make the workbook of the plan and its baseline, and then hand it out."""
    plan, baseline = state.whole_plan(), state.baseline_plan()
    made = st.session_state.get(MADE)
    if made is None or made[:2] != (plan, baseline):
        if not st.button(
            "Make the workbook (XLSX)", icon=":material/table_view:", help="With live formulas", key="workbook-make"
        ):
            return
        with st.spinner(NOTE):
            made = plan, baseline, as_workbook(compute.projection(plan), compute.projection(baseline))
        st.session_state[MADE] = made
    name = file_name(plan.name, "workbook", date.today(), "xlsx")
    formulas = f"{made[2].formulas:,} formulas"
    st.download_button("Download the workbook", made[2].file, name, TYPE, icon=":material/download:", help=formulas)


def is_one(name: str, content: bytes) -> bool:
    """Whether a file is a workbook rather than a plan file."""
    return name.lower().endswith((".xlsx", ".xlsm")) or content.startswith(ZIP)


def open_edited(content: bytes, name: str) -> None:
    """Open a workbook that somebody edited; PlannerError when it is none of the program."""
    st.session_state[EDITED] = read(content, state.whole_plan(), name)


def changes() -> None:
    """Ask which changes of a workbook that was opened are taken over."""
    if EDITED in st.session_state:
        _changes()


def _close() -> None:
    st.session_state.pop(EDITED, None)


@st.dialog("Changes in the workbook", on_dismiss=_close)
def _changes() -> None:
    """How the workbook differs from the plan, to be taken over one by one."""
    plan, found = state.whole_plan(), st.session_state[EDITED]
    if not found.differences:
        st.info("The workbook has the plan's own levers, events and funding.")
    chosen = [one for one in found.differences if one.edited and _is_chosen(one, plan)]
    if moved_on := [one for one in found.differences if not one.edited]:
        st.caption(MOVED_ON)
        chosen += [one for one in moved_on if _is_chosen(one, plan)]
    _left_out(found)
    with st.container(horizontal=True):
        take = st.button(f"Take over {len(chosen)}", type="primary", key="edited-take", disabled=not chosen)
        if st.button("Close", key="edited-close") or (take and _take(plan, chosen)):
            _close()
            st.rerun()
    refusals.show(AT)


def _is_chosen(one: Difference, plan: Plan) -> bool:
    """Whether a difference is ticked, as edits are at first."""
    return st.checkbox(literal(told(one, plan)), value=one.edited, key=f"edited-{one.place}")


def _left_out(found: Edited) -> None:
    """What could not be taken, and what was not read."""
    if found.problems:
        listed = "".join(f"\n- {literal(str(_named(problem)))}" for problem in found.problems[:LISTED])
        rest = len(found.problems) - LISTED
        st.warning(f"Not taken:\n{listed}" + (f"\n- and {rest} more" if rest > 0 else ""))
    for sentence in found.ignored:
        st.caption(literal(sentence))


def _named(problem: Problem) -> Problem:
    """A problem of a cell, a lever in it by the name that people read."""
    lever = CATALOGUE.get(problem.place)
    return replace(problem, place=lever_text.name(lever)) if lever else problem


def _take(plan: Plan, chosen: list[Difference]) -> bool:
    """Make the plan with these changes the current one; False, and why, when they do not go together."""
    try:
        new = accepted(plan, chosen)
    except PlannerError as error:
        state.refuse(error, AT)
        return False
    state.view_case("")
    state.apply(new, "changes of a workbook")
    return True


def told(one: Difference, plan: Plan) -> str:
    """A difference as people read it: "Enterprise win rate: 22% → 30%"."""
    place = one.place
    if place.of == "lever":
        lever = CATALOGUE[place.key]
        values = (lever_text.brief(lever, value, plan.currency) for value in (one.before, one.after))
        return f"{lever_text.name(lever)}: {' → '.join(values)}"
    if place == EVENTS:
        return f"All events: {len(one.before)} → {len(one.after)} of the workbook"
    if place.of == "funding":
        return f"Funding {place.number}: {_round(one.before, plan)} → {_round(one.after, plan)}"
    event = plan.events[place.number - 1]
    called = event.name or lever_text.name(CATALOGUE[event.lever])
    return f"Event {place.number}, {called}, {place.key.replace('_', '-')}: {_plain(one.before)} → {_plain(one.after)}"


def _plain(value: Any) -> str:
    if value is None:
        return "none"
    return str(value).lower() if isinstance(value, bool) else f"{value:,.6g}"


def _round(one: Any, plan: Plan) -> str:
    if one is None:
        return "none"
    month, amount, needs, active = one
    text = f"{money(amount, plan.currency)} in {month_name(plan.start, month)}"
    text += "" if needs is None else f", from ARR of {money(needs, plan.currency)}"
    return text if active else f"{text}, switched off"
