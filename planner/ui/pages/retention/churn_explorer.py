"""The churn explorer: the same business at two retentions. Opens on the published numbers."""

from dataclasses import replace
from typing import Any

import streamlit as st

from planner.analysis.readings import churn
from planner.model.simulate import Result
from planner.ui.kit import figures
from planner.ui.kit.words import dollars
from planner.ui.levers import live
from planner.ui.pages.retention import frames, words
from planner.ui.pages.retention.charts import two_businesses
from planner.ui.session import compute, number_fields, page_inputs, state
from planner.ui.session.page_inputs import Explored
from planner.vocabulary import reference_currency, typed
from planner.vocabulary.numbers import money
from planner.vocabulary.typed import Quantity

INPUT = "explorer"


def inputs(currency: str) -> dict[str, tuple[str, Quantity]]:
    """The numbers to change, by name: label, and what is typed. Money is in the plan's currency."""
    money, share = typed.amount(currency, low=0), _between("retention", "%", share="percent")
    return {
        "revenue": ("Revenue today", money),
        "new_business": ("New business in the first year", money),
        "growth": ("Growth of new business a year", _between("growth", "%", share="percent")),
        "years": ("Years", _between("years", "years", whole=True)),
        "first": ("Revenue kept a year", share),
        "second": ("Against", share),
    }


def _between(name: str, unit: str, **fields: Any) -> Quantity:
    low, high = page_inputs.EXPLORER[name]
    return Quantity(unit, low=low, high=high, **fields)


PUBLISHED = Explored(churn.PUBLISHED, churn.PUBLISHED_RETENTIONS)


@st.fragment
def draw() -> None:
    """The explorer, its inputs at the left and its chart at the right."""
    with figures.section("What is retention worth?"):
        business, retentions = page_inputs.get(INPUT) or PUBLISHED
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
            live.address(key="explorer-address")
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
        currency = result.plan.currency
        solved = money(business.new_business, currency)
        text = (
            f"{source} It does not state the first year's new business: {solved} is solved for, to give its 16% and 7%."
        )
        if currency != reference_currency.CURRENCY:
            text += f" Its amounts are in {reference_currency.CURRENCY}; they stand here in {currency}, not converted."
        return text
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
    business, (first, second) = page_inputs.get(INPUT) or PUBLISHED
    if name in ("first", "second"):
        _set(business, (value, second) if name == "first" else (first, value))
    else:
        _set(replace(business, **{name: int(value) if name == "years" else value}), (first, second))


def _set(business: churn.Business, retentions: tuple[float, float]) -> None:
    chosen = Explored(business, retentions)
    page_inputs.keep(INPUT, None if chosen == PUBLISHED else chosen)
