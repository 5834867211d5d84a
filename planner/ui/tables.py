"""Tables of numbers that add up, as people read them."""

import pandas as pd
import streamlit as st

from planner.exchange.numbers import money, month_name
from planner.plan import Plan

MONEY = ["Opening", "New", "Upgrades", "Expansion", "Contraction", "Churned", "Closing"]


def bridge(table: pd.DataFrame, plan: Plan) -> None:
    """The ARR bridge by year."""
    shown = table.copy()
    ends = [min(12 * int(year), plan.months) for year in shown["Year"]]
    shown["Year"] = [f"to {month_name(plan.start, month)}" for month in ends]
    for name in MONEY:
        shown[name] = [money(value, plan.currency) for value in shown[name]]
    st.dataframe(shown, hide_index=True, width="stretch", alt="ARR bridge by year")


def year(plan: Plan) -> int | None:
    """A choice of plan year; None is the whole plan."""
    names = {0: "Whole plan"} | {number: f"Year {number}" for number in range(1, -(-plan.months // 12) + 1)}
    chosen = st.segmented_control(
        "Year of the bridge",
        list(names),
        default=0,
        format_func=names.__getitem__,
        key="bridge-year",
        label_visibility="collapsed",
        persist_state="session",
        required=True,
    )
    return chosen or None
