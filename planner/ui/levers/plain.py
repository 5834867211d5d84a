"""Levers as Streamlit's own widgets: they answer when the pointer lets go."""

from collections.abc import Sequence

import streamlit as st

from planner.ui.kit.words import dollars
from planner.ui.levers import controls
from planner.ui.levers.controls import Control, Group
from planner.ui.session import state

NUMBER_WIDTH = 108


def draw(groups: Sequence[Group]) -> None:
    """The way back to the baseline, and the levers group by group."""
    _ways_back()
    for group in groups:
        st.header(group.title, anchor=False)
        for control in group.opened:
            _control(control)
        for title, folded in group.folded.items():
            _folded(title, folded)


def _ways_back() -> None:
    """Undo, reset and pin, once there is something to go back from."""
    with st.container(horizontal=True, gap="small"):
        if step := state.last_step():
            st.button("Undo", icon=":material/undo:", on_click=state.undo, help=f"Undo {step}")
        if state.changed():
            st.button("Pin as baseline", icon=":material/push_pin:", on_click=state.pin, help="Measure from here on")
            st.button("Reset all", icon=":material/restart_alt:", on_click=state.reset, help="Back to the baseline")


def _folded(title: str, folded: Sequence[Control]) -> None:
    moved = sum(control.baseline is not None for control in folded)
    # A label that changes would close the expander under the reader's hands.
    rest = st.expander(f"{title} ({len(folded)})", key=f"more-{title}", on_change="rerun")
    if rest.open:
        with rest:
            for control in folded:
                _control(control)
    elif moved:
        st.caption(f"{moved} changed in here")


def _control(control: Control) -> None:
    """Slider, number, what it was, whether it is usual, between what it may lie."""
    number, slider = f"number-{control.id}", f"slider-{control.id}"
    state.show(number, control.value)
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.markdown(f"{control.name} :gray[{control.unit}]", help=control.about, width="stretch")
        st.number_input(
            f"{control.label}, exact value in {control.unit}",
            step=control.step,
            format=f"%.{control.decimals}f",
            key=number,
            label_visibility="collapsed",
            width=NUMBER_WIDTH,
            on_change=_commit,
            args=(control.id, number),
        )
        if control.low is not None and not control.uncertain:
            st.button(
                "±",
                key=f"unsure-{control.id}",
                type="tertiary",
                help=f"{control.label}: say between what it may lie",
                on_click=controls.doubt,
                args=(control.id,),
            )
    if control.low is not None and control.high is not None:
        state.show(slider, min(max(control.value, control.low), control.high))
        st.slider(
            f"{control.label} ({control.unit})",
            control.low,
            control.high,
            step=control.step,
            format="compact" if control.high >= 10_000 else f"%.{controls.decimals(control.step)}f",
            key=slider,
            label_visibility="collapsed",
            on_change=_commit,
            args=(control.id, slider),
        )
    _notes(control)


def _notes(control: Control) -> None:
    for sentence in control.problems:
        st.error(dollars(sentence))
    if control.baseline is not None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f"was {control.baseline}", width="content")
            st.button(
                "Reset",
                key=f"reset-{control.id}",
                type="tertiary",
                icon=":material/undo:",
                help=f"{control.label}: back to {control.baseline}",
                on_click=state.reset_lever,
                args=(control.id,),
            )
    for note in control.notes:
        st.caption(f":orange[:material/info: {note}]")
    if control.uncertain:
        _range(control)


def _range(control: Control) -> None:
    """The range of an uncertain lever as a pair of numbers."""
    keys = f"low-{control.id}", f"high-{control.id}"
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        for key, end, name in zip(keys, control.uncertain or (), ("from", "to"), strict=False):
            state.show(key, end)
            st.number_input(
                f"{control.label}, {name} {control.unit}",
                step=control.step,
                format="%g",
                key=key,
                label_visibility="collapsed",
                on_change=_commit_range,
                args=(control.id, keys),
            )
        st.button(
            ":material/close:",
            key=f"sure-{control.id}",
            type="tertiary",
            help=f"{control.label}: no range",
            on_click=state.drop_range,
            args=(control.id,),
        )


def _commit(entry: str, key: str) -> None:
    entered = st.session_state.get(key)
    if entered is not None:
        controls.enter(entry, entered)


def _commit_range(entry: str, keys: tuple[str, str]) -> None:
    low, high = (st.session_state.get(key) for key in keys)
    if low is not None and high is not None:
        controls.enter_range(entry, low, high)
