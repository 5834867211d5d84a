"""Choices of what a page shows; they stay for the session."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from planner.plan import Plan
from planner.vocabulary.numbers import month_name

YEAR = 12


def choice(
    name: str, options: Mapping[Any, str] | Sequence[str], key: str, changed: Callable[[], None] | None = None
) -> Any:
    """One of some options, the first one until another is chosen.

    options: text by value, or texts. changed: called when another is chosen, before what it is in is drawn again.
    """
    return st.segmented_control(
        name,
        list(options),
        default=next(iter(options)),
        format_func=options.__getitem__ if isinstance(options, Mapping) else str,
        key=key,
        on_change=changed,
        label_visibility="collapsed",
        persist_state="session",
        required=True,
        wrap=True,
    )


def titled(
    title: str, options: Mapping[Any, str] | Sequence[str], key: str, changed: Callable[[], None] | None = None
) -> Any:
    """A heading with a choice of what stands below it, as `choice` has them."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(title, anchor=False, width="content")
        return choice(title, options, key, changed)


def year(plan: Plan) -> int | None:
    """A year of the plan, from 1; None is the whole plan."""
    years = range(1, -(-plan.months // YEAR) + 1)
    return choice("Year of the bridge", {0: "Whole plan"} | {at: f"Year {at}" for at in years}, "bridge-year") or None


def months(title: str, plan: Plan, key: str) -> slice:
    """A heading with a choice of plan year, as its months: a slice, from 0. The last year until another is chosen."""
    years = [slice(first, min(first + YEAR, plan.months)) for first in range(0, plan.months, YEAR)]
    key = f"{key}-{plan.start}-{plan.months}"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.header(title, anchor=False, width="content")
        chosen = st.selectbox(
            f"Months of: {title}",
            range(len(years)),
            index=len(years) - 1,
            format_func=lambda at: (
                f"{month_name(plan.start, years[at].start + 1)} to {month_name(plan.start, years[at].stop)}"
            ),
            key=key,
            label_visibility="collapsed",
            persist_state="session",
            width=230,
        )
    return years[chosen]
