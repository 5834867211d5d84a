"""Going to another page: the address comes along, so that one press of Back leads to where one was."""

import streamlit as st

from planner.ui.session import keeping, state


def go_to(file: str) -> None:
    """Show another page. Streamlit would empty the address first, which is an entry of its own in the history."""
    there = {name: value for name, value in st.query_params.items() if name not in keeping.spent()}
    if not keeping.unread():
        there[state.LINK] = state.token()
    if draft := state.draft():
        there[state.DRAFT] = draft[0]
    st.switch_page(file, query_params=there)
