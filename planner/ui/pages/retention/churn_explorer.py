"""The churn explorer: the same business at two retentions. Opens on the published numbers."""

from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from planner.analysis.readings import churn
from planner.model.simulate import Result
from planner.ui.kit import figures
from planner.ui.kit.words import dollars
from planner.ui.pages.retention import frames, words
from planner.ui.pages.retention.charts import two_businesses
from planner.ui.session import compute, state
from planner.vocabulary.lever_text import PERCENT
from planner.vocabulary.numbers import money, symbol

STATE = "explorer"
MILLION = 1e6


class Input(NamedTuple):
    """One number to change. unit: what 1 on screen stands for. high, low: bounds on screen."""

    label: str
    unit: float
    low: float
    high: float
    step: float
    format: str


INPUTS = {
    "revenue": Input("Revenue today (millions)", MILLION, 0, 1e6, 10, "%.2f"),
    "new_business": Input("New business in the first year (millions)", MILLION, 0, 1e6, 1, "%.2f"),
    "growth": Input("Growth of new business (% a year)", 1 / PERCENT, -50, 300, 1, "%.1f"),
    "years": Input("Years", 1, 1, 30, 1, "%.0f"),
    "first": Input("Revenue kept (% a year)", 1 / PERCENT, 0, 150, 1, "%.1f"),
    "second": Input("Against (% a year)", 1 / PERCENT, 0, 150, 1, "%.1f"),
}
PUBLISHED = (churn.PUBLISHED, churn.PUBLISHED_RETENTIONS)


@st.fragment
def draw() -> None:
    """The explorer, its inputs at the left and its chart at the right."""
    business, retentions = st.session_state.setdefault(STATE, PUBLISHED)
    result = compute.projection(state.plan())
    currency = result.plan.currency
    st.header("What is retention worth?", anchor=False)
    side, main = st.columns([4, 9], gap="medium")
    with side:
        with st.grid(2, min_column_width=130, gap="small", vertical_alignment="bottom"):
            for name, entry in INPUTS.items():
                _number(name, entry, _value(name, business, retentions))
        with st.container(horizontal=True):
            plan_button = ":material/person: Use my plan's numbers"
            st.button(plan_button, key="explorer-plan", on_click=_set, args=churn.of_plan(result))
            if (business, retentions) != PUBLISHED:
                st.button("Published example", key="explorer-published", on_click=_set, args=PUBLISHED)
        st.caption(dollars(_source(business, retentions, result)))
    with main:
        st.markdown(words.two_businesses(business, retentions, currency))
        frame = frames.two_businesses(business, retentions, currency)
        alt_text = "Revenue over the years at two retentions"
        figures.show(frame, two_businesses, symbol(currency), key="explorer", alt_text=alt_text)


def _source(business: churn.Business, retentions: tuple[float, float], result: Result) -> str:
    source = (
        "The comparison is Battery Ventures', in \"Why Customer Success Matters More Than Ever for Cloud-Native "
        'Companies", 25 Nov 2020.'
    )
    if (business, retentions) == PUBLISHED:
        solved = money(business.new_business, result.plan.currency)
        return (
            f"{source} It does not state the first year's new business: {solved} is solved for, to give its 16% and 7%."
        )
    if (business, retentions) == churn.of_plan(result):
        return (
            "This plan: its ARR today, what it sells in the first year and how that grows, its gross retention of the "
            f"first year, and losses half as high again. Expansion is left out. {source}"
        )
    return f"{source} Every year keeps its share of the revenue before and adds that year's new business."


def _value(name: str, business: churn.Business, retentions: tuple[float, float]) -> float:
    if name in ("first", "second"):
        return retentions[name == "second"]
    return float(getattr(business, name))


def _number(name: str, entry: Input, value: float) -> None:
    key = f"explorer-{name}"
    st.session_state[key] = min(max(float(f"{value / entry.unit:.9g}"), entry.low), entry.high)
    st.number_input(
        entry.label,
        float(entry.low),
        float(entry.high),
        step=float(entry.step),
        format=entry.format,
        key=key,
        on_change=_commit,
        args=(name,),
    )


def _commit(name: str) -> None:
    entered, entry = st.session_state.get(f"explorer-{name}"), INPUTS[name]
    if entered is None or not entry.low <= entered <= entry.high:
        return
    business, (first, second) = st.session_state[STATE]
    value = float(f"{entered * entry.unit:.12g}")
    if name in ("first", "second"):
        _set(business, (value, second) if name == "first" else (first, value))
    else:
        _set(replace(business, **{name: int(value) if name == "years" else value}), (first, second))


def _set(business: churn.Business, retentions: tuple[float, float]) -> None:
    st.session_state[STATE] = business, retentions
