"""Choosing a metric: the same list everywhere, what is asked for most first, then the others from A to Z."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from planner.analysis import arguments
from planner.vocabulary.columns import COLUMNS

FIRST = (
    *("arr", "arr_growth", "revenue", "customers", "cash", "free_cash_flow", "runway_months", "burn_multiple"),
    *("rule_of_40", "headcount", "arr_per_head", "nrr", "grr", "logo_retention", "cac_payback_months", "ltv_to_cac"),
    *("magic_number", "gross_margin", "quick_ratio", "free_accounts", "pqls", "paying_share"),
)
"""What is asked for most, by subject: growth, cash, people, retention, efficiency, community."""


def label(name: str) -> str:
    """A metric by its label."""
    return COLUMNS[name].label


_OTHERS = (name for name in arguments.METRICS if name not in FIRST)
METRICS = (*FIRST, *sorted(_OTHERS, key=lambda name: label(name).lower()))
"""Every metric once, in the order in which it is offered."""


def choose(title: str, format_func: Callable[[str], str] = label, **others: Any) -> str:
    """A box that lists every metric. others: as Streamlit's box takes them."""
    return st.selectbox(title, METRICS, format_func=format_func, **others)
