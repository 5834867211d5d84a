"""Fields in which numbers are typed: text that is read as it was meant; a refusal stands below and changes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from planner.ui.session import refusals, state
from planner.vocabulary import typed
from planner.vocabulary.typed import Quantity

PREFIX = "number-"
"""What the keys of all fields begin with."""

REFUSED = "\u2060"
"""Before the value of a field that has refused something, where it shows nothing and is not read: the same value typed
again differs from it, so that it is taken as entered."""

_decimal_keys = st.components.v2.component(
    "groundswell.decimal_keys", js=Path(__file__).with_name("decimal_keys.js").read_text(encoding="utf-8")
)


def draw(
    name: str,
    label: str,
    value: float | None,
    quantity: Quantity,
    take: Callable[..., Any],
    *,
    args: tuple[Any, ...] = (),
    at: str | None = None,
    width: int | Literal["stretch"] = "stretch",
    label_visibility: Literal["visible", "collapsed"] = "visible",
    optional: bool = False,
    empty: str = "",
) -> None:
    """A field that shows a value with its sign and thousands; a number that is entered is handed to `take`.

    name: of the field, behind PREFIX its key. take: called with the number, on the plan's own scale, and `args`; the
    field shows the old value until that changes. at: where a refusal is shown, if not right below. optional: whether
    the field may be empty, which is None; otherwise a field that is emptied is refused.
    empty: what stands in it then.
    """
    key = f"{PREFIX}{name}"
    refused = refusals.staying(key, value) if at is None else []
    text = "" if value is None else typed.shown(value, quantity)
    state.show(key, f"{REFUSED}{text}" if refused and text else text)
    with st.container(width=width, gap="xxsmall"):
        st.text_input(
            label,
            key=key,
            label_visibility=label_visibility,
            placeholder=empty or None,
            on_change=_enter,
            args=(key, label, quantity, value, take, args, at or key, optional),
        )
        refusals.draw(refused)


def decimal_keys() -> None:
    """Let phones bring up the keys for numbers in every field of the page, those that come later included."""
    _decimal_keys(key="decimal-keys", data={"prefix": PREFIX})


def _enter(
    key: str,
    place: str,
    quantity: Quantity,
    before: float | None,
    take: Callable[..., Any],
    args: tuple[Any, ...],
    at: str,
    optional: bool,
) -> None:
    text = (st.session_state[key] or "").replace(REFUSED, "")
    refusals.forget(at)
    with state.refusing(at):
        if optional and not text.strip():
            take(None, *args)
        elif before is None:
            take(typed.number(place, text, quantity), *args)
        else:
            take(typed.changed(place, text, quantity, before), *args)
