"""A button that shows an icon alone, and says on what it acts to who points at it or hears it."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from planner.ui.kit.markdown import heard, literal


def button(verb: str, icon: str, key: str, what: str, does: Callable[..., None], *args: Any) -> None:
    """A quiet button of a row.

    verb, what: "Delete", "the round of Dec 2026"; its name is both. icon: its name in Material Symbols. does: called
    with args when it is pressed.
    """
    said = f"{verb} {what}"
    st.button(
        f":material/{icon}: {heard(said)}", key=key, type="tertiary", help=literal(said), on_click=does, args=args
    )
