"""Plays and shocks: what the plan lets happen, month by month. Add, edit, switch off, delete."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from planner import plan as plans
from planner.exchange.numbers import month_name
from planner.levers import CATALOGUE
from planner.plan import LOSS_LEVERS, Event, Plan, Play
from planner.ui import levers, state
from planner.ui.words import dollars

PLAYS = Path(__file__).parents[2] / "data" / "plays"
FLOW_LEVERS = tuple(lever.id for lever in CATALOGUE.values() if lever.kind == "flow")
CHANGES: Mapping[str, str] = {
    "multiply": "is multiplied by",
    "add": "changes by",
    "set": "becomes",
    "multiply_loss": "loses more: losses are multiplied by",
}
AT = "event"


@st.cache_resource(show_spinner=False)
def plays() -> dict[str, list[Play]]:
    """The plays that come with the app, by what they push."""
    found: dict[str, list[Play]] = {}
    for path in sorted(PLAYS.glob("*.toml")):
        play = plans.load_play(path)
        found.setdefault(play.pushes, []).append(play)
    return found


def editor(about: str = "What may happen on the way, and what you could do about it.") -> None:
    """The plan's events, and the ways to add one."""
    plan = state.plan()
    st.subheader("Plays and shocks", anchor=False)
    st.caption(about if plan.events else f"{about} Nothing is planned yet.")
    for position, event in enumerate(plan.events):
        _row(plan, position, event)
    with st.container(horizontal=True):
        with st.popover("Add a play", icon=":material/playlist_add:", on_change="rerun", key="plays") as box:
            if box.open:
                _plays()
        if st.button("Add your own", icon=":material/add:", key="event-new"):
            _dialog(None)


def sentence(plan: Plan, event: Event) -> str:
    """An event as people read it."""
    lever = CATALOGUE[event.lever]
    amount = (
        f"{event.value:g}"
        if event.change.startswith("multiply")
        else f"{levers.shown(lever, event.value)} {levers.unit(lever)}".replace(" %", "%")
    )
    lasts = "for good" if event.months is None else f"for {event.months} months"
    phased = f", phased in over {event.phase_in} months" if event.phase_in else ""
    start = month_name(plan.start, event.start)
    late = " (after the plan's last month)" if event.start > plan.months else ""
    return f"{lever.label} {CHANGES[event.change]} {amount} from {start}{late} {lasts}{phased}"


def _row(plan: Plan, position: int, event: Event) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.toggle(
            event.name or "Event",
            value=event.active,
            key=f"event-on-{position}-{event.active}",
            help="Switch off to see the plan without it",
            on_change=_change,
            args=(position, {"active": not event.active}),
        )
        st.caption(dollars(sentence(plan, event)))
        if st.button("Edit", key=f"event-edit-{position}", icon=":material/edit:", type="tertiary"):
            _dialog(position)
        st.button(
            "Delete",
            key=f"event-delete-{position}",
            icon=":material/delete:",
            type="tertiary",
            on_click=_delete,
            args=(position,),
        )


def _plays() -> None:
    for pushes, group in plays().items():
        st.caption(pushes.capitalize())
        for play in group:
            st.button(
                play.name,
                key=f"play-{play.name}",
                help=f"{play.about} Effects: {play.effects}",
                on_click=_add,
                args=(play.events,),
                width="stretch",
            )


@st.dialog("Play or shock")
def _dialog(position: int | None) -> None:
    plan = state.plan()
    event = (
        plan.events[position]
        if position is not None
        else Event(lever=FLOW_LEVERS[0], change="multiply", value=1.0, start=1)
    )
    name = st.text_input("Name", event.name, placeholder="Hiring freeze", max_chars=80)
    lever_id = st.selectbox(
        "Lever", FLOW_LEVERS, FLOW_LEVERS.index(event.lever), format_func=lambda key: CATALOGUE[key].label
    )
    lever = CATALOGUE[lever_id]
    changes = [change for change in CHANGES if change != "multiply_loss" or lever_id in LOSS_LEVERS]
    change = st.selectbox(
        "What happens to it",
        changes,
        changes.index(event.change) if event.change in changes else 0,
        format_func=CHANGES.__getitem__,
    )
    scale = levers.PERCENT if lever.is_share and change in ("add", "set") else 1.0
    measure = "factor" if change.startswith("multiply") else levers.unit(lever)
    value = st.number_input(
        f"Value ({measure})", value=float(f"{event.value * scale:.12g}"), format="%g", key=f"event-value-{scale}"
    )
    left, middle, right = st.columns(3)
    months = range(1, max(plan.months, event.start) + 1)
    start = left.selectbox("From", months, event.start - 1, format_func=lambda month: month_name(plan.start, month))
    lasts = middle.number_input("For months (0: for good)", 0, 1200, event.months or 0)
    phase_in = right.number_input("Phased in over months", 0, 1200, event.phase_in)
    if st.button("Save", type="primary", icon=":material/check:"):
        fields: dict[str, Any] = {
            "name": name,
            "lever": lever_id,
            "change": change,
            "value": value / scale,
            "start": start,
        }
        fields |= {"months": lasts or None, "phase_in": phase_in, "active": event.active}
        new = Event.model_construct(**fields)
        kept = list(plan.events)
        if position is None:
            kept.append(new)
        else:
            kept[position] = new
        if state.edit(at=AT, events=tuple(kept)):
            st.rerun()
    for problem in state.problems(AT):
        st.error(dollars(problem))


def _add(events: tuple[Event, ...]) -> None:
    state.edit(events=(*state.plan().events, *events))


def _change(position: int, fields: Mapping[str, object]) -> None:
    events = list(state.plan().events)
    events[position] = events[position].model_copy(update=fields)
    state.edit(events=tuple(events))


def _delete(position: int) -> None:
    events = list(state.plan().events)
    del events[position]
    state.edit(events=tuple(events))
