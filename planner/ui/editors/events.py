"""Plays and shocks: what the plan lets happen, month by month. Add, edit, switch off, delete."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from planner import plan as plans
from planner.plan import LOSS_LEVERS, Event, Plan, Play
from planner.ui.kit import figures
from planner.ui.kit.words import dollars
from planner.ui.session import state
from planner.vocabulary.lever_text import PERCENT, span, unit
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_name

PLAYS = Path(__file__).parents[3] / "data" / "plays"
FLOW_LEVERS = tuple(lever.id for lever in CATALOGUE.values() if lever.kind == "flow")
CHANGES: Mapping[str, str] = {
    "multiply": "is multiplied by",
    "add": "changes by",
    "set": "becomes",
    "multiply_loss": "has its losses multiplied by",
}
AT = "event"
PLAYS_OPEN = "plays-open"


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
    figures.section("Plays and shocks", about if plan.events else f"{about} Nothing is planned yet.")
    for name, positions in _groups(plan).items():
        _group(plan, name, positions)
    with st.container(horizontal=True):
        with st.popover("Add a play", icon=":material/playlist_add:", on_change="rerun", key=PLAYS_OPEN) as box:
            if box.open:
                _plays()
        if st.button("Add your own", icon=":material/add:", key="event-new"):
            _dialog(None)


def sentence(plan: Plan, event: Event) -> str:
    """An event as people read it: "Account executive ramp × 1.5, from Jul 2026 for 6 months"."""
    lever = CATALOGUE[event.lever]
    amount = span(lever, plan.currency, abs(event.value))
    effect = {
        "multiply": f"× {event.value:g}",
        "multiply_loss": f"losses × {event.value:g}",
        "add": f"{'-' if event.value < 0 else '+'} {amount}",
        "set": f"= {amount}",
        "at_most": f"at most {amount}",
        "at_least": f"at least {amount}",
    }[event.change]
    lasts = "for good" if event.months is None else f"for {event.months} months"
    phased = f", phased in over {event.phase_in} months" if event.phase_in else ""
    late = " (after the plan's last month)" if event.start > plan.months else ""
    return f"{lever.label} {effect}, from {month_name(plan.start, event.start)}{late} {lasts}{phased}"


def _groups(plan: Plan) -> dict[str, list[int]]:
    """Positions of the events, by the play or shock they belong to: events of one name."""
    groups: dict[str, list[int]] = {}
    for position, event in enumerate(plan.events):
        groups.setdefault(event.name or f"Event {position + 1}", []).append(position)
    return groups


def _group(plan: Plan, name: str, positions: list[int]) -> None:
    active = any(plan.events[position].active for position in positions)
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.toggle(
                name,
                value=active,
                key=f"event-on-{name}-{active}",
                help="Switch off to see the plan without it",
                width="stretch",
                on_change=_switch,
                args=(positions, not active),
            )
            _icon("Delete", ":material/delete:", f"event-delete-{name}", name, on_click=_delete, args=(positions,))
        for position in positions:
            with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
                st.caption(dollars(sentence(plan, plan.events[position])), width="stretch")
                label = f"{name}, {CATALOGUE[plan.events[position].lever].label}"
                if _icon("Edit", ":material/edit:", f"event-edit-{position}", label):
                    _dialog(position)
                if len(positions) > 1:
                    key = f"event-delete-{position}"
                    _icon("Delete", ":material/close:", key, label, on_click=_delete, args=([position],))


def _icon(verb: str, icon: str, key: str, what: str, **callback: Any) -> bool:
    return st.button(icon, key=key, type="tertiary", help=f"{verb}: {what}", **callback)


def _plays() -> None:
    for pushes, group in plays().items():
        st.caption(pushes.capitalize())
        for play in group:
            st.button(
                play.name,
                key=f"play-{play.name}",
                help=f"{play.about} Effects: {play.effects}",
                on_click=_add,
                args=(play,),
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
    scale = PERCENT if lever.is_share and change in ("add", "set") else 1.0
    measure = "factor" if change.startswith("multiply") else unit(lever, plan.currency)
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
        if state.edit(at=AT, label=f"editing {name or 'an event'}", events=tuple(kept)):
            st.rerun()
    for problem in state.problems(AT):
        st.error(dollars(problem))


def _add(play: Play) -> None:
    st.session_state[PLAYS_OPEN] = False
    state.edit(label=f"adding {play.name}", events=(*state.plan().events, *play.events))


def _switch(positions: list[int], active: bool) -> None:
    events = list(state.plan().events)
    for position in positions:
        events[position] = events[position].model_copy(update={"active": active})
    label = f"switching {events[positions[0]].name or 'an event'} {'on' if active else 'off'}"
    state.edit(label=label, events=tuple(events))


def _delete(positions: list[int]) -> None:
    events = state.plan().events
    kept = tuple(event for position, event in enumerate(events) if position not in positions)
    state.edit(label=f"deleting {events[positions[0]].name or 'an event'}", events=kept)
