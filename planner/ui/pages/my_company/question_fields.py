"""The questions as fields: what was entered, or what it is taken as; contradictions stand beside them."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

import streamlit as st

from planner.analysis.company import Company, Remark
from planner.analysis.company.stages import STAGES
from planner.ui.editors.settings import CURRENCIES
from planner.ui.kit.markdown import literal
from planner.ui.pages.my_company import entered
from planner.ui.pages.my_company.questions import NUMBERS
from planner.ui.session import focus, number_fields, refusals, state
from planner.vocabulary import typed
from planner.vocabulary.numbers import month_date, month_name

UNKNOWN = "I don't know"

PAST, AHEAD = 48, 24
"""Months around the plan's first one in which a seller may have started, or a round come."""


class Taken(NamedTuple):
    """What the answers mean so far. values: what each number is taken as. known: whether there is an ARR."""

    company: Company
    values: Mapping[str, float]
    known: bool


def head(title: str) -> None:
    """A heading of the page."""
    st.html(f'<h2 class="section">{escape(title)}</h2>')


def general(taken: Taken) -> None:
    """Name, stage, first month, currency."""
    plan = taken.company.plan
    key = "company-name"
    state.show(key, entered.value("name") or "")
    st.text_input(
        "Name of the company", key=key, max_chars=120, placeholder=plan.name, on_change=_text, args=(key, "name")
    )
    stage, start, currency = st.columns(3)
    with stage:
        unknown = f"{UNKNOWN}: {STAGES[taken.company.stage]}" if taken.known else UNKNOWN
        _choice("stage", "Stage", {"": unknown, **STAGES}, "")
    with start:
        own = entered.value("start") or entered.this_month()
        _choice("start", "First month", {one: month_name(one, 1) for one in _starts(own)}, own)
    with currency:
        own = entered.value("currency") or "USD"
        _choice("currency", "Currency", {one: one for one in sorted({*CURRENCIES, own})}, own)
    contradictions(taken, "currency")


def _starts(own: str) -> list[str]:
    """First months of a plan: this month and those that follow, then those before it, the latest first."""
    today = entered.this_month()
    months = {f"{month_date(today, at):%Y-%m}" for at in range(1 - AHEAD, AHEAD + 1)} | {own}
    return sorted(one for one in months if one >= today) + sorted((one for one in months if one < today), reverse=True)


def _choice(answer: str, label: str, options: Mapping[Any, str], default: Any) -> None:
    value = entered.value(answer)
    pick(f"company-{answer}", label, options, default if value is None else value, _chosen, answer)


def pick(key: str, label: str, options: Mapping[Any, str], value: Any, chosen: Callable[..., None], *args: Any) -> None:
    """One of several. options: what each is called. chosen: called with the key, whose value it is, and args."""
    state.show(key, value)
    st.selectbox(label, list(options), format_func=options.__getitem__, key=key, on_change=chosen, args=(key, *args))


def _text(key: str, answer: str) -> None:
    entered.change(st.session_state[key].strip() or None, answer)


def _chosen(key: str, answer: str) -> None:
    entered.change(st.session_state[key] or None, answer)


def number(taken: Taken, key: str) -> None:
    """A question that is a number, with what it is taken as where it is not known."""
    asked, plan = NUMBERS[key], taken.company.plan
    quantity, value = asked.quantity(plan.currency), entered.value(key)
    usual = "" if key == "arr" else UNKNOWN
    if usual and (taken.known or (quantity.share and "." not in key)):  # what depends on the ARR waits for it
        usual = f"{UNKNOWN}: {_written(taken.values[key], quantity)}"
    with st.container(gap="xxsmall"):
        number_fields.draw(
            _name(key),
            asked.label,
            value,
            quantity,
            entered.take,
            args=(key,),
            optional=True,
            empty=usual,
        )
        place = key.replace(".", "-")
        with st.container(horizontal=True, wrap=False, gap="small", key=f"company-help-{place}"):
            if asked.help:
                st.caption(literal(asked.help))
            if value is not None and key != "arr":
                st.button(
                    UNKNOWN,
                    key=f"company-unknown-{place}",
                    type="tertiary",
                    help=literal(f"{asked.label}: take what is usual"),
                    on_click=forget,
                    args=(key, field_of(_name(key))),
                )
        if "." not in key:
            contradictions(taken, key)


def _name(key: str) -> str:
    """The name of the field of a number, by the key of its answer."""
    return f"company-{key.replace('.', '-')}"


def field_of(name: str) -> str:
    """The key of the field of a number, by its name."""
    return f"{number_fields.PREFIX}{name}"


def forget(key: str, then: str) -> None:
    """Take an answer back. then: the key of what takes the keyboard."""
    entered.change(None, key)
    focus.move(then)


def _written(value: float, quantity: typed.Quantity) -> str:
    """A value that was taken, in three digits; people are whole."""
    return typed.shown(float(round(value) if quantity.unit == "people" else f"{value:.3g}"), quantity)


def pair(taken: Taken, *keys: str) -> None:
    """Questions that are numbers, side by side."""
    for area, key in zip(st.columns(len(keys)), keys, strict=True):
        with area:
            number(taken, key)


def several(taken: Taken, title: str, keys: Sequence[str], about: str = "") -> None:
    """Several numbers that are one question."""
    st.markdown(f"**{title}**")
    pair(taken, *keys)
    if about:
        contradictions(taken, about)


def contradictions(taken: Taken, about: str) -> None:
    """What contradicts an answer, beside its question."""
    for remark in taken.company.remarks:
        if remark.about == about and beside(remark) and taken.known:
            st.warning(literal(remark.text))
    refusals.show(f"company-{about}")


def beside(remark: Remark) -> bool:
    """Whether a remark stands beside the question that it is about."""
    return remark.kind == "contradiction" or (remark.kind, remark.about) == ("gap", "currency")
