"""The churn explorer: the same business at two retentions. Opens on the published numbers."""

from dataclasses import replace

import streamlit as st

from planner.analysis.readings import churn
from planner.model.simulate import Result
from planner.ui.kit import figures
from planner.ui.kit.words import dollars
from planner.ui.pages.retention import frames, words
from planner.ui.pages.retention.charts import two_businesses
from planner.ui.session import compute, number_fields, state
from planner.vocabulary import typed
from planner.vocabulary.numbers import money
from planner.vocabulary.typed import Quantity

STATE = "explorer"


def inputs(currency: str) -> dict[str, tuple[str, Quantity]]:
    """The numbers to change, by name: label, and what is typed. Money is in the plan's currency."""
    money, share = typed.amount(currency, low=0), Quantity("%", share="percent", low=0, high=1.5)
    return {
        "revenue": ("Revenue today", money),
        "new_business": ("New business in the first year", money),
        "growth": ("Growth of new business a year", replace(share, low=-0.5, high=3)),
        "years": ("Years", Quantity("years", low=1, high=30, whole=True)),
        "first": ("Revenue kept a year", share),
        "second": ("Against", share),
    }


PUBLISHED = (churn.PUBLISHED, churn.PUBLISHED_RETENTIONS)


@st.fragment
def draw() -> None:
    """The explorer, its inputs at the left and its chart at the right."""
    with figures.section("What is retention worth?"):
        business, retentions = st.session_state.setdefault(STATE, PUBLISHED)
        result = compute.projection(state.plan())
        currency = result.plan.currency
        side, main = st.columns([4, 9], gap="medium")
        with side:
            with st.grid(2, min_column_width=130, gap="small", vertical_alignment="bottom"):
                for name, (label, quantity) in inputs(currency).items():
                    value = _value(name, business, retentions)
                    number_fields.draw(f"explorer-{name}", label, value, quantity, _enter, args=(name,))
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
            figures.show(frame, two_businesses(), currency, key="explorer", alt_text=alt_text)


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


def _enter(value: float, name: str) -> None:
    business, (first, second) = st.session_state[STATE]
    if name in ("first", "second"):
        _set(business, (value, second) if name == "first" else (first, value))
    else:
        _set(replace(business, **{name: int(value) if name == "years" else value}), (first, second))


def _set(business: churn.Business, retentions: tuple[float, float]) -> None:
    st.session_state[STATE] = business, retentions
