"""A participant's phone: it says when nothing that is pressed can be sent, and begins each step at its top."""

from pathlib import Path

import streamlit as st

from planner.store.room import State

_phone = st.components.v2.component(
    "groundswell.phone", js=Path(__file__).with_name("phone.js").read_text(encoding="utf-8")
)


def draw(now: State) -> None:
    """Watch the connection, and scroll to the top where the room is in another step than before."""
    _phone(key="phone", data={"at": f"{now.round}-{now.step}"})
