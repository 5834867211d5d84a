"""What matters most: which levers explain the spread of a metric, and what each does alone."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.levers.sensitivity import by_reach
from planner.plan import Plan
from planner.ui.figures import charts as kit
from planner.ui.figures.frames import swings
from planner.ui.kit import figures, metrics, tables
from planner.ui.kit.words import dollars
from planner.ui.pages.stress_test import charts, frames, words
from planner.ui.session import forecasts
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.lever_text import name
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_name, percent

SHARES = "stress-shares"


def draw(plan: Plan, shocked: bool) -> None:
    """For a metric and a month: what explains its spread, and what each lever does alone."""
    st.space("xsmall")
    metric, month = _choice(plan)
    if not any(low < high for low, high in plan.uncertainty.values()):
        _tornado(plan, metric, month, shocked)
        return
    left, right = st.columns(2, gap="medium")
    with left:
        explained = _spread(plan, metric, month, shocked)
    with right:
        _tornado(plan, metric, month, shocked)
    if explained:
        _shares(plan, metric, month)


def _choice(plan: Plan) -> tuple[str, int]:
    """The metric and the month, chosen beside the heading; ARR at the end until another is."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header("What matters most", anchor=False, width="content")
        kept: dict[str, Any] = {"label_visibility": "collapsed", "persist_state": "session"}
        metric = metrics.choose("Metric", key="stress-metric", width=230, **kept)
        month = st.selectbox(
            "Month",
            range(1, plan.months + 1),
            index=plan.months - 1,
            format_func=lambda number: month_name(plan.start, number),
            key=f"stress-month-{plan.start}-{plan.months}",
            width=130,
            **kept,
        )
    return metric, month


def _tornado(plan: Plan, metric: str, month: int, shocked: bool) -> None:
    """What each lever does alone."""
    st.subheader("One lever at a time", anchor=False)
    found = by_reach(plan, [metric], month)[metric]
    frame = swings(found, metric, plan)[: frames.MOST]
    if not np.isfinite(found[0].base):
        st.info(words.no_value(metric, plan, month))
        return
    if frame.empty:
        st.info(words.nothing_moves(metric, plan, month))
    else:
        st.caption(dollars(words.tornado_caption(metric, plan, month, shocked)))
        figure = kit.tornado(units.of(metric).axis)
        alt = f"{COLUMNS[metric].label}, each lever low or high"
        figures.show(frame, figure, plan.currency, key="tornado", alt_text=alt)
        st.caption(words.BASIS)
    endless = [swing.lever for swing in found if not np.isfinite([swing.at_low, swing.at_high]).all()]
    if endless:
        st.caption(words.endless(metric, endless))


def _spread(plan: Plan, metric: str, month: int, shocked: bool) -> bool:
    """Which uncertain levers explain the spread; returns whether any does."""
    st.subheader("What explains the spread", anchor=False)
    frame = frames.drivers(forecasts.drivers(plan, metric, month))
    if frame.empty:
        st.info(words.no_spread(metric, plan, month))
        return False
    st.caption(dollars(words.correlation(metric, plan, month, shocked)))
    alt = "Rank correlation of each uncertain lever"
    figures.show(frame, charts.drivers(), key="drivers", alt_text=alt)
    return True


def _shares(plan: Plan, metric: str, month: int) -> None:
    """How much of the spread each uncertain lever explains, once somebody asks."""
    asked = plan, metric, month
    if st.session_state.get(SHARES) != asked:
        st.button("How much of it each explains", key="stress-explain", on_click=_explain, args=(asked,))
        return
    try:
        with st.spinner("Running the plan some thousand times"):
            shares = forecasts.indices(plan, metric, month)
    except PlannerError:
        st.info(words.no_shares(metric, plan, month))
        return
    texts = pd.DataFrame(
        {
            "Alone": [percent(max(share.first, 0.0)) for share in shares],
            "With others": [percent(max(share.total, 0.0)) for share in shares],
        },
        index=[name(CATALOGUE[share.lever]) for share in shares],
    )
    tables.texted(texts, "Lever", "How much of the variance each lever explains")
    st.caption(words.SHARES)


def _explain(asked: tuple[str, str, int]) -> None:
    st.session_state[SHARES] = asked
