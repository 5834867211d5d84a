"""The answers of a session: what was entered so far, as the document of a file of answers; the address carries it."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import streamlit as st

from planner.analysis.company import Answers
from planner.analysis.company.answers import parse
from planner.ui.session import state
from planner.vocabulary.errors import PlannerError

LINK = "company"
"""The parameter of the page's address that carries the answers."""

MAX_BYTES = 1 << 16

_ANSWERS = "company-answers"


def document() -> dict[str, Any]:
    """What was entered: of the session, or else of the address; empty at first."""
    if _ANSWERS not in st.session_state:
        found: dict[str, Any] = {}
        if text := st.query_params.get(LINK):
            with suppress(PlannerError, binascii.Error, zlib.error, ValueError, RecursionError):
                packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
                found = json.loads(zlib.decompressobj().decompress(packed, MAX_BYTES))
                answers(found)
        st.session_state[_ANSWERS] = found
    return dict(st.session_state[_ANSWERS])


def token() -> str:
    """What was entered, as the address carries it."""
    packed = zlib.compress(json.dumps(document(), separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def answers(found: Mapping[str, Any] | None = None) -> Answers:
    """The answers that were entered; an ARR that was not is 0, and the plan starts this month unless it was said."""
    known = document() if found is None else found
    return parse({"answers": {"arr": 0, "start": this_month(), **known}}).answers


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
    st.session_state[_ANSWERS] = known


def change(new: Any, key: str) -> None:
    """Take an answer; what is not allowed is refused beside its question."""
    with state.refusing(f"company-{key}"):
        take(new, key)


def forget() -> None:
    """Begin again."""
    st.session_state[_ANSWERS] = {}
