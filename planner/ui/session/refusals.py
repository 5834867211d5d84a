"""Why an entry was refused, shown once where it was entered. Refusals quote what was typed, and are shown as text."""

from collections.abc import Iterable

import streamlit as st

from planner.ui.kit.markdown import literal
from planner.ui.session import state

_KEPT = "refused-"


def show(at: str) -> None:
    """The refusals of an entry."""
    draw(state.problems(at))


def draw(sentences: Iterable[str]) -> None:
    """Refusals, each as text."""
    for sentence in sentences:
        st.error(literal(sentence))


def staying(at: str, value: object) -> list[str]:
    """The refusals of a field, for as long as its value is the one that stayed, or until something is entered in it."""
    kept = f"{_KEPT}{at}"
    if new := state.problems(at):
        st.session_state[kept] = value, new
    before, sentences = st.session_state.get(kept, (value, []))
    if before != value:
        del st.session_state[kept]
        return []
    return sentences


def forget(at: str) -> None:
    """Forget the refusals of a field, since something else was entered in it."""
    st.session_state.pop(f"{_KEPT}{at}", None)


def show_page() -> None:
    """The refusals of a whole plan or file, or what was brought up to date in it, at the top of the page."""
    if problems := state.problems():
        st.toast("Nothing was changed; the reasons stand at the top of the page.", icon=":material/error:")
        st.error("Nothing was changed.\n" + "".join(f"\n- {literal(sentence)}" for sentence in problems))
    for sentence in state.told():
        st.info(literal(sentence))
