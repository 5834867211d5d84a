"""Where the keyboard focus goes after a press that removed its own button, or that added a row."""

import re
import time
from pathlib import Path

import streamlit as st

KEY, WANTED = "focus", "focus-wanted"

_focus = st.components.v2.component(
    "groundswell.focus", js=Path(__file__).with_name("focus.js").read_text(encoding="utf-8")
)


def move(key: str) -> None:
    """Give the widget of this key the focus once it is drawn. For the callback of what was pressed."""
    st.session_state[WANTED] = re.sub(r"[^a-zA-Z0-9_-]", "-", key), time.time()


def draw() -> None:
    """Draw the component; it stands behind all widgets that may take the focus."""
    key, number = st.session_state.get(WANTED, ("", 0))
    _focus(key=KEY, data={"key": key, "number": number})
