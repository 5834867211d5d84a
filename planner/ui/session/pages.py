"""Going to another page: the address comes along, so that one press of Back leads to where one was."""

import streamlit as st

from planner.ui.session import state, working_draft

PRIVATE = "key"
"""The parameter that says who leads a room: an address that others may see goes without it."""


def go_to(file: str) -> None:
    """Show another page. Streamlit would empty the address first, which is an entry of its own in the history."""
    left = (*working_draft.spent(), PRIVATE)
    there = {name: value for name, value in st.query_params.items() if name not in left}
    if not working_draft.unread():
        there[state.LINK] = state.token()
    if draft := state.draft():
        there[state.DRAFT] = draft[0]
    st.switch_page(file, query_params=there)
