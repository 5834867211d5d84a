"""The answers of a session: what was entered so far, as a file of answers has it; kept in the address."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from planner.analysis.company import Answers
from planner.analysis.company.answers import parse
from planner.ui.session import page_inputs, state

INPUT, USED, CLEARED = "company", "company-used", "company-cleared"
KEPT = 3
"""How many answers that plans were made from are kept."""


def document() -> dict[str, Any]:
    """What was entered; empty at first."""
    return dict(page_inputs.get(INPUT) or {})


def answers(found: Mapping[str, Any] | None = None) -> Answers:
    """The answers that were entered; an ARR that was not is 0, and the plan starts this month unless it was said."""
    known = document() if found is None else found
    return parse({"answers": {"arr": 0, "start": this_month(), **known}}).answers


def used() -> list[Answers]:
    """The answers that plans were made from, the last first: after an Undo the plan is of earlier ones."""
    return [answers(one) for one in page_inputs.get(USED) or ()]


def use() -> None:
    """The plan is made from the answers as they are now."""
    now = {**document(), "start": answers().start}
    others = [one for one in page_inputs.get(USED) or () if one != now]
    page_inputs.keep(USED, [now, *others][:KEPT])


def this_month() -> str:
    """The month of today, "YYYY-MM"."""
    return f"{date.today():%Y-%m}"


def value(key: str) -> Any:
    """An answer by its key, "arr" or "sold_by.self_serve"; None where it is not known."""
    table, _, inner = key.partition(".")
    found = document().get(table)
    return found.get(inner) if inner and isinstance(found, dict) else found


def take(new: Any, key: str) -> None:
    """Take an answer; None where it is not known any more. PlannerError when it is not allowed."""
    known = document()
    table, _, inner = key.partition(".")
    if inner:
        new = {one: given for one, given in {**known.get(table, {}), inner: new}.items() if given is not None} or None
    known = {one: given for one, given in {**known, table: new}.items() if given is not None}
    answers(known)
    page_inputs.keep(INPUT, known or None)


def change(new: Any, key: str) -> None:
    """Take an answer; what is not allowed is refused beside its question."""
    with state.refusing(f"company-{key}"):
        take(new, key)


def clear() -> None:
    """Begin again; what was entered can be brought back while nothing else is."""
    st.session_state[CLEARED] = document()
    page_inputs.keep(INPUT, None)


def restore() -> None:
    """Bring back the answers that were cleared."""
    page_inputs.keep(INPUT, st.session_state.pop(CLEARED, None))
