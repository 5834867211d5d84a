"""Levers as widgets: a slider over the usual range and an exact number over the hard bounds, both of one value."""

import math
from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from planner.errors import PlannerError, Problem
from planner.exchange.numbers import money
from planner.levers import CATALOGUE, SEGMENTS, Lever
from planner.plan import Plan
from planner.ui import state

PERCENT = 100.0
NUMBER_WIDTH = 108
ASIDE = 20
"""Letters in brackets after which a label is too long to stand beside its number."""


def panel(title: str, open_levers: Sequence[str], more: Sequence[str] = (), more_title: str = "More levers") -> None:
    """The levers that matter on a page, and the rest of them one click away."""
    st.subheader(title, anchor=False)
    for lever_id in open_levers:
        control(lever_id)
    if more:
        folded(more_title, more, key=f"more-{title}")


def folded(title: str, levers: Sequence[str], key: str | None = None) -> None:
    """Levers that are one click away."""
    moved = sum(state.plan().value(lever_id) != state.baseline_plan().value(lever_id) for lever_id in levers)
    # A label that changes would close the expander under the reader's hands.
    rest = st.expander(f"{title} ({len(levers)})", key=key or f"more-{title}", on_change="rerun")
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
    scale, step = _scale(lever), _shown(lever, lever.step)
    slider, number = _slider_key(lever_id), _number_key(lever_id)
    st.session_state[slider] = min(max(_shown(lever, value), low), high)
    st.session_state[number] = _shown(lever, value)
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.markdown(f"{_heading(lever)} :gray[{unit(lever)}]", help=explain(lever), width="stretch")
        st.number_input(
            f"{lever.label}, exact value in {unit(lever)}",
            step=step,
            format=f"%.{max(_decimals(step), _decimals(_shown(lever, value)))}f",
            key=number,
            label_visibility="collapsed",
            width=NUMBER_WIDTH,
            on_change=_commit,
            args=(lever_id, number, scale),
        )
    st.slider(
        f"{lever.label} ({unit(lever)})",
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
    st.session_state[key] = round(kept * (1 + expansion) * PERCENT, 6)
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


def explain(lever: Lever) -> str:
    """What a lever's help says: usual range, bounds, source."""
    usual = f"Usually {usual_range(lever)}. " if lever.usual_low is not None else ""
    aside = lever.label.removeprefix(_heading(lever)).strip(" ()")
    note = f"{aside[0].upper()}{aside[1:]}. " if aside else ""
    return f"{note}{usual}Possible: {span(lever, lever.min, lever.max)}. Source: {lever.source}."


def span(lever: Lever, low: float, high: float | None = None) -> str:
    """A value of a lever, or a range, as people read it: "6 months", "6 to 9 months", "2 to 10%"."""
    values = shown(lever, low) if high is None else f"{shown(lever, low)} to {shown(lever, high)}"
    return f"{values} {unit(lever)}".replace(" %", "%")


def usual_range(lever: Lever) -> str:
    """The usual range of a lever that has one."""
    return "" if lever.usual_low is None else span(lever, lever.usual_low, lever.usual_high)


def shown(lever: Lever, value: float) -> str:
    """A lever's value as people read it, without its unit."""
    number = _shown(lever, value)
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.6g}"


def brief(lever: Lever, value: float, plan: Plan) -> str:
    """A lever's value in as few letters as it takes: "20%", "$60K"."""
    if lever.is_money:
        return money(value, plan.currency)
    return shown(lever, value) + ("%" if lever.is_share else "")


def unit(lever: Lever, currency: str | None = None) -> str:
    """A lever's unit as people read it, "% a year"; money in that currency, the current plan's by default."""
    text = lever.unit.replace("USD", currency or state.plan().currency)
    if lever.is_share:
        text = text.replace("share", "%", 1)
    return text.replace("/year", " a year").replace("/month", " a month").replace("/", " per ")


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
    return _shown(lever, low), _shown(lever, high)


def by_segment(name: str) -> list[str]:
    """The lever of that name in every segment that has one."""
    return [f"{segment}.{name}" for segment in SEGMENTS if f"{segment}.{name}" in CATALOGUE]


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
        st.caption(f":orange[:material/info: outside the usual {usual_range(lever)}]")


def _commit(lever_id: str, key: str, scale: float) -> None:
    entered = st.session_state.get(key)
    lever = CATALOGUE[lever_id]
    if entered is None or entered == _shown(lever, state.plan().value(lever_id)):
        return
    value = float(Decimal(repr(float(entered))) / Decimal(repr(scale)))
    if lever.min <= value <= lever.max:
        state.set_lever(lever_id, value)
    else:
        problem = Problem(lever.label, span(lever, value), f"must be {span(lever, lever.min, lever.max)}")
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


def _heading(lever: Lever) -> str:
    """The label without a long aside in brackets, which moves into the help."""
    short, bracket, aside = lever.label.partition(" (")
    return short if bracket and len(aside) > ASIDE else lever.label


def _scale(lever: Lever) -> float:
    return PERCENT if lever.is_share else 1.0


def _shown(lever: Lever, value: float) -> float:
    """The value on the scale of its widgets: percent for shares, without the dust of binary fractions."""
    return float(f"{value * _scale(lever):.12g}")


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
