"""What a first visit opens with, above the sample company: what this is, and four ways on.

It goes with the first choice, with another page, and does not come back to a browser that has seen it.
"""

import streamlit as st

from planner.ui.frame import open_plan
from planner.ui.session import browser, pages, refusals, state

COMPANY, JOIN = "pages/my_company.py", "pages/join.py"

WHAT = (
    "Groundswell shows where a software company that grows from the bottom up is heading: pull a lever, and see what "
    "becomes of revenue, headcount and cash."
)

_SHOWN, _BEFORE = "welcome-shown", "welcome-before"


def begin(first_page: bool) -> None:
    """Find out, once a session, whether somebody is new here. first_page: whether the page is the first one."""
    if _SHOWN not in st.session_state:
        new = browser.is_new() and not st.query_params.get(state.LINK)
        st.session_state[_SHOWN] = new and state.plan() == state.load_shipped(state.FIRST)
    if not first_page:
        leave()


def draw() -> None:
    """The welcome, to somebody who is new."""
    if not st.session_state.get(_SHOWN):
        return
    with st.container(border=True, key="welcome", gap="small"):
        st.markdown(f"**This is a sample company.** {WHAT}")
        with st.container(horizontal=True, gap="small"):
            if st.button("Enter yours", key="welcome-enter", type="primary"):
                leave()
                pages.go_to(COMPANY)
            if st.button("Open a plan", key="welcome-open"):
                st.session_state[_BEFORE] = state.history()
                _open()
            if st.button("Join a workshop", key="welcome-join"):
                leave()
                pages.go_to(JOIN)
            st.button("Just look around", key="welcome-look", on_click=leave)


def leave() -> None:
    """Do not show the welcome any more."""
    st.session_state[_SHOWN] = False


@st.dialog("Open a plan")
def _open() -> None:
    """A plan that comes with the app, or a file from disk."""
    open_plan.choose()
    refusals.show_page()
    if state.history() is not st.session_state[_BEFORE]:
        leave()
        st.rerun()
