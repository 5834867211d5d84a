"""Why an entry was refused, shown once where it was entered. Refusals quote what was typed, and are shown as text."""

import streamlit as st

from planner.ui.kit.markdown import literal
from planner.ui.session import state


def show(at: str) -> None:
    """The refusals of an entry."""
    for sentence in state.problems(at):
        st.error(literal(sentence))


def show_page() -> None:
    """The refusals of a whole plan or file, or what was brought up to date in it, at the top of the page."""
    if problems := state.problems():
        st.toast("Nothing was changed; the reasons stand at the top of the page.", icon=":material/error:")
        st.error("Nothing was changed.\n" + "".join(f"\n- {literal(sentence)}" for sentence in problems))
    for sentence in state.told():
        st.info(literal(sentence))
