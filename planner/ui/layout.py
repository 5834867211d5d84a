"""What every page has: its title and question, the menu, the plan and its baseline in the sidebar."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.ui import chooser, state
from planner.ui.words.base import dollars

MENU = {
    "Plan": {
        "app.py": ("Overview", ":material/monitoring:"),
        "pages/community.py": ("Community", ":material/diversity_3:"),
        "pages/sales_capacity.py": ("Sales capacity", ":material/groups:"),
        "pages/retention.py": ("Retention", ":material/autorenew:"),
        "pages/people_and_cash.py": ("People and cash", ":material/account_balance_wallet:"),
    },
    "Analyse": {"pages/model.py": ("Model", ":material/function:")},
}
"""Page file: title and icon, by group of the menu."""


def page(title: str, question: str) -> None:
    """Begin a page: must be its first call."""
    st.set_page_config(page_title=f"{title} · Groundswell", page_icon=":material/waves:", layout="wide")
    state.begin()
    with st.sidebar:
        st.markdown(":material/waves: **Groundswell**")
        for group, entries in MENU.items():
            st.caption(group)
            for file, (label, icon) in entries.items():
                st.page_link(file, label=label, icon=icon)
        chooser.draw()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False, width="content")
        st.caption(f"{state.plan().name} · {question}")
    if problems := state.problems():
        st.error("Nothing was changed.\n" + "".join(f"\n- {dollars(sentence)}" for sentence in problems))


class Areas(NamedTuple):
    """Where a planning page puts things: key numbers on top, levers at the side, charts in the main column."""

    key_numbers: DeltaGenerator
    side: DeltaGenerator
    main: DeltaGenerator


def planning_page(title: str, question: str) -> Areas:
    """Begin a page of levers and charts: must be its first call."""
    page(title, question)
    key_numbers = st.container()
    return Areas(key_numbers, *st.columns([4, 9], gap="medium"))
