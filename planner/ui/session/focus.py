"""Where the keyboard goes on after a press that took its own button away, or that added a row."""

import re
import time
from pathlib import Path

import streamlit as st

KEY, WANTED = "focus", "focus-wanted"

_focus = st.components.v2.component(
    "groundswell.focus", js=Path(__file__).with_name("focus.js").read_text(encoding="utf-8")
)


def move(key: str) -> None:
    """Have the widget of this key take the keyboard once it is drawn. In the callback of what was pressed."""
    st.session_state[WANTED] = re.sub(r"[^a-zA-Z0-9_-]", "-", key), time.time()


def draw() -> None:
    """Behind all that may take the keyboard."""
    key, number = st.session_state.get(WANTED, ("", 0))
    _focus(key=KEY, data={"key": key, "number": number})
