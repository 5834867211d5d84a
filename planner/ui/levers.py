"""Levers as widgets: a slider over the usual range and an exact number over the hard bounds, both of one value."""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

import streamlit as st

from planner.errors import PlannerError, Problem
from planner.exchange import lever_text
from planner.exchange.lever_text import PERCENT, scaled, shown, span, usual_range
from planner.levers import CATALOGUE, Lever
from planner.ui import state
from planner.ui.panels import Panel

NUMBER_WIDTH = 108


def draw(panels: Iterable[Panel]) -> None:
    """The levers of a page, those that matter most open, the others one click away."""
    for panel in panels:
        st.header(panel.title, anchor=False)
        for lever_id in panel.opened:
            control(lever_id)
        for title, levers in panel.folded.items():
            _folded(title, levers)


def _folded(title: str, levers: Sequence[str]) -> None:
    moved = sum(state.plan().value(lever_id) != state.baseline_plan().value(lever_id) for lever_id in levers)
    # A label that changes would close the expander under the reader's hands.
    rest = st.expander(f"{title} ({len(levers)})", key=f"more-{title}", on_change="rerun")
    if rest.open:
        with rest:
            for lever_id in levers:
                control(lever_id)
    elif moved:
        st.caption(f"{moved} changed in here")


def control(lever_id: str) -> None:
    """One lever: slider, number, what it was, whether it is usual."""
    lever, value = CATALOGUE[lever_id], state.plan().value(lever_id)
    low, high = slider_range(lever, state.baseline_plan().value(lever_id))
    scale, step = lever_text.scale(lever), scaled(lever, lever.step)
    slider, number = _slider_key(lever_id), _number_key(lever_id)
    unit, about = (text(lever, state.plan().currency) for text in (lever_text.unit, lever_text.explain))
    state.show(slider, min(max(scaled(lever, value), low), high))
    state.show(number, scaled(lever, value))
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.markdown(f"{lever_text.name(lever)} :gray[{unit}]", help=about, width="stretch")
        st.number_input(
            f"{lever.label}, exact value in {unit}",
            step=step,
            format=f"%.{max(_decimals(step), _decimals(scaled(lever, value)))}f",
            key=number,
            label_visibility="collapsed",
            width=NUMBER_WIDTH,
            on_change=_commit,
            args=(lever_id, number, scale),
        )
    st.slider(
        f"{lever.label} ({unit})",
        low,
        high,
        step=step,
        format=_slider_format(lever, step, high),
        key=slider,
        label_visibility="collapsed",
        on_change=_commit,
        args=(lever_id, slider, scale),
    )
    _notes(lever, value)


def net_retention(segment: str, label: str) -> None:
    """Today's net retention of a segment as an entry; it sets the segment's expansion."""
    key, place = f"nrr-{segment}", f"{segment}.net_retention"
    kept, expansion = (state.plan().value(f"{segment}.{name}") for name in ("gross_retention", "expansion"))
    state.show(key, round(kept * (1 + expansion) * PERCENT, 6))
    st.number_input(
        f"{label}: net retention today (%)",
        step=1.0,
        format="%.1f",
        key=key,
        help="Gross retention x (1 + expansion). A new value here sets the expansion of customers who stay.",
        on_change=_commit_net_retention,
        args=(segment, key),
    )
    for sentence in state.problems(place):
        st.error(sentence)


def slider_range(lever: Lever, baseline: float) -> tuple[float, float]:
    """Ends of a lever's slider, as shown: the usual range, widened to the baseline's value; constant while it is moved.

    A lever without a usual range gets one from 0 to about three times the baseline.
    """
    if lever.usual_low is not None and lever.usual_high is not None:
        low, high = min(lever.usual_low, baseline), max(lever.usual_high, baseline)
    else:
        top = max(3 * abs(baseline), 20 * lever.step)
        magnitude = 10 ** math.floor(math.log10(top))
        low, high = min(0.0, baseline), math.ceil(top / magnitude) * magnitude
    low, high = max(low, lever.min), min(high, lever.max)
    return scaled(lever, low), scaled(lever, high)


def _notes(lever: Lever, value: float) -> None:
    for sentence in state.problems(lever.id):
        st.error(sentence)
    baseline = state.baseline_plan().value(lever.id)
    if value != baseline:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f"was {shown(lever, baseline)}", width="content")
            st.button(
                "Reset",
                key=f"reset-{lever.id}",
                type="tertiary",
                icon=":material/undo:",
                help=f"{lever.label}: back to {shown(lever, baseline)}",
                on_click=state.reset_lever,
                args=(lever.id,),
            )
    if lever.outside_usual(value):
        st.caption(f":orange[:material/info: outside the usual {usual_range(lever, state.plan().currency)}]")


def _commit(lever_id: str, key: str, scale: float) -> None:
    entered = st.session_state.get(key)
    lever = CATALOGUE[lever_id]
    if entered is None or entered == scaled(lever, state.plan().value(lever_id)):
        return
    value = float(Decimal(repr(float(entered))) / Decimal(repr(scale)))
    if lever.min <= value <= lever.max:
        state.set_lever(lever_id, value)
    else:
        currency = state.plan().currency
        allowed = f"must be {span(lever, currency, lever.min, lever.max)}"
        problem = Problem(lever.label, span(lever, currency, value), allowed)
        state.refuse(PlannerError(problem), lever_id)


def _commit_net_retention(segment: str, key: str) -> None:
    value = st.session_state.get(key)
    if value is None:
        return
    kept, lever = state.plan().value(f"{segment}.gross_retention"), CATALOGUE[f"{segment}.expansion"]
    expansion = round(value / PERCENT / kept - 1, 12)
    if lever.min <= expansion <= lever.max:
        state.set_lever(lever.id, expansion)
    else:
        low, high = (f"{PERCENT * kept * (1 + end):.6g}" for end in (lever.min, lever.max))
        problem = Problem("Net retention", f"{value:.6g}%", f"must be {low} to {high}%; gross retention is {low}%")
        state.refuse(PlannerError(problem), f"{segment}.net_retention")


def _decimals(number: float) -> int:
    exponent = Decimal(f"{number:.10g}").normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _slider_format(lever: Lever, step: float, high: float) -> str:
    if lever.is_share:
        return f"%.{_decimals(step)}f%%"
    return "compact" if high >= 10_000 else f"%.{_decimals(step)}f"


def _slider_key(lever_id: str) -> str:
    return f"slider-{lever_id}"


def _number_key(lever_id: str) -> str:
    return f"number-{lever_id}"
