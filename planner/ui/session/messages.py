"""Messages of the app's own components: numbered entries, each of them handled once."""

from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

_HANDLED = "-handled"


def new(key: str, message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The entries of a message that were not handled yet. key: of the component."""
    mount = message["mount"]
    known, last = st.session_state.get(f"{key}{_HANDLED}", ("", 0))
    last = last if known == mount else 0
    for entry in message["items"]:
        if entry["number"] > last:
            last = entry["number"]
            yield entry
    st.session_state[f"{key}{_HANDLED}"] = mount, last


def answered(key: str) -> dict[str, Any]:
    """The last entry that was handled, as the browser knows it."""
    mount, number = st.session_state.get(f"{key}{_HANDLED}", ("", 0))
    return {"mount": mount, "number": number}
