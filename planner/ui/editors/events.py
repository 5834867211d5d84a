"""Plays and shocks: what the plan lets happen, month by month. Add, edit, switch off, delete."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from planner import plan as plans
from planner.plan import LOSS_LEVERS, MAX_MONTHS, Event, Plan, Play, event_effects, event_groups, event_text
from planner.plan.dated import Kind
from planner.plan.event_groups import EventGroup
from planner.ui.kit import figures, icons
from planner.ui.kit.markdown import heard, literal
from planner.ui.levers import panels
from planner.ui.levers.panels import Panel
from planner.ui.session import number_fields, popovers, refusals, state
from planner.vocabulary import lever_text, typed
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE, Lever
from planner.vocabulary.numbers import month_name
from planner.vocabulary.sentences import opening
from planner.vocabulary.typed import Quantity

FOLDER = Path(__file__).parents[3] / "data" / "plays"
PLACES: Mapping[str, Sequence[Panel]] = {
    "Overview": panels.OVERVIEW,
    "Community": panels.COMMUNITY,
    "Sales capacity": panels.SALES_CAPACITY,
    "Retention": panels.RETENTION,
    "People and cash": panels.PEOPLE_AND_CASH,
}
"""The panels of levers, by the page they stand on."""

CHANGES: Mapping[str, str] = {
    "multiply": "is multiplied by",
    "add": "changes by",
    "set": "becomes",
    "at_most": "is at most",
    "at_least": "is at least",
    "multiply_loss": "has its losses multiplied by",
}
AT = "event"
PLAYS, EDITS, OPEN = "plays-open", "event-edits-", "event-open"
"""The box of plays; that of a group's events, before its key; the event in the dialog, as the key of its group and its
number in it."""

MONTH_WIDTH = 132
"""Pixels of a month to choose."""

LENGTH = Quantity(typed.MONTHS, low=0, high=1200, whole=True)
CHANCE = Quantity("%", share="percent", low=0, high=1)


def levers() -> dict[str, str]:
    """The levers that events can change, in the order of the pages: what to choose them by, page first."""
    found: dict[str, str] = {}
    for page, groups in PLACES.items():
        for panel in groups:
            for lever_id in (*panel.opened, *(one for folded in panel.folded.values() for one in folded)):
                if lever_id in CATALOGUE and CATALOGUE[lever_id].kind == "flow":
                    found[lever_id] = f"{page} · {lever_text.name(CATALOGUE[lever_id])}"
    elsewhere = {
        lever.id: lever_text.name(lever)
        for lever in CATALOGUE.values()
        if lever.kind == "flow" and lever.id not in found
    }
    return found | elsewhere


@st.cache_resource(show_spinner=False)
def plays() -> dict[str, list[Play]]:
    """The plays that come with the app, by what they push."""
    found: dict[str, list[Play]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        play = plans.load_play(path)
        found.setdefault(play.pushes, []).append(play)
    return found


def editor(about: str = "What may happen on the way, and what you could do about it.") -> None:
    """The plan's events, and the ways to add one."""
    plan = state.plan()
    with figures.section("Plays and shocks", about if plan.events else f"{about} Nothing is planned yet."):
        held = {one.position: event_text.at_bound(plan, one) for one in event_effects.held(plan)}
        for group in event_groups.groups(plan.events):
            _group(plan, group, held)
        with st.container(horizontal=True):
            adders()
        dialog()


def adders(choose: Callable[[Kind, int], None] | None = None) -> None:
    """The ways to add an event. choose: opens the form of a play that was added, by the position of its first event."""
    with st.popover("Add a play", icon=":material/playlist_add:", on_change="rerun", key=popovers.key(PLAYS)) as box:
        if box.open:
            _plays(choose)
    st.button("Add your own", icon=":material/add:", key="event-new", on_click=_open, args=(None, 0))


def dialog(choose: Callable[[Kind, int], None] | None = None) -> None:
    """The event that is edited, over the page; else why one was refused. choose: as `adders` has it."""
    if OPEN in st.session_state:
        key, number = st.session_state[OPEN]
        _dialog(key, number, choose)
    else:
        refusals.show(AT)


def form(group: EventGroup) -> None:
    """One play or shock: its switch, its first month, its events."""
    plan = state.plan()
    _group(plan, group, {one.position: event_text.at_bound(plan, one) for one in event_effects.held(plan)})


def _group(plan: Plan, group: EventGroup, held: Mapping[int, str]) -> None:
    """A play or shock in few elements: every element of a page costs time whenever a lever moves."""
    name = event_groups.title(plan.events, group)
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.toggle(
                literal(name),
                value=group.active,
                key=f"event-on-{group.active}-{group.key}",
                help="Switch off to see the plan without it",
                width="stretch",
                on_change=_switch,
                args=(group.key, not group.active),
            )
            with st.container(horizontal=True, wrap=False, vertical_alignment="center", width="content"):
                _begins(plan, group, name)
                _edit(plan, group, name)
                icons.button("Delete", "delete", f"event-delete-{group.key}", name, _delete, group.key)
        dash = "- " if len(group.positions) > 1 else ""
        st.caption("\n".join(f"{dash}{_sentence(plan, position, held)}" for position in group.positions))


def _sentence(plan: Plan, position: int, held: Mapping[int, str]) -> str:
    note = f" :orange[:material/info: {literal(held[position])}]" if position in held else ""
    return f"{literal(event_text.sentence(plan, plan.events[position]))}{note}"


def _edit(plan: Plan, group: EventGroup, name: str) -> None:
    """A button that opens the event of a group; for several events, a list of them."""
    if len(group.positions) == 1:
        icons.button("Edit", "edit", f"event-edit-0-{group.key}", _what(plan, group, 0, name), _open, group.key, 0)
        return
    with st.popover(
        f":material/edit: {heard(f'Edit {name}')}",
        type="tertiary",
        help=literal(f"Edit {name}"),
        on_change="rerun",
        key=popovers.key(f"{EDITS}{group.key}"),
    ) as box:
        if box.open:
            for number, position in enumerate(group.positions):
                what, one = _what(plan, group, number, name), f"{number}-{group.key}"
                with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
                    st.caption(literal(event_text.sentence(plan, plan.events[position])), width="stretch")
                    icons.button("Edit", "edit", f"event-edit-{one}", what, _open, group.key, number)
                    icons.button("Delete", "close", f"event-drop-{one}", what, _delete, group.key, number)


def _what(plan: Plan, group: EventGroup, number: int, name: str) -> str:
    return f"{name}, {CATALOGUE[plan.events[group.positions[number]].lever].label}"


def begins(group: EventGroup) -> str:
    """The name of the choice of its first month."""
    return f"event-begins-{group.key}"


def _begins(plan: Plan, group: EventGroup, name: str) -> None:
    """The month in which a play or shock begins: another one moves all of its events."""
    first, key = min(plan.events[position].start for position in group.positions), popovers.key(begins(group))
    state.show(key, first)
    st.selectbox(
        f"First month of {literal(name)}",
        range(1, max(plan.months, first) + 1),
        format_func=lambda month: month_name(plan.start, month),
        key=key,
        label_visibility="collapsed",
        width=MONTH_WIDTH,
        on_change=_move,
        args=(group.key, key),
    )


def _plays(choose: Callable[[Kind, int], None] | None) -> None:
    for pushes, group in plays().items():
        st.caption(opening(pushes))
        for play in group:
            st.button(
                play.name,
                key=f"play-{play.name}",
                help=literal(f"{play.about} Effects: {play.effects}"),
                on_click=_add,
                args=(play, choose),
                width="stretch",
            )


def _open(key: str | None, number: int) -> None:
    if key is not None:
        popovers.close(f"{EDITS}{key}")
    st.session_state[OPEN] = key, number


def _close() -> None:
    st.session_state.pop(OPEN, None)


@st.dialog("Play or shock", on_dismiss=_close)
def _dialog(key: str | None, number: int, choose: Callable[[Kind, int], None] | None) -> None:
    """One event: one of a group, or a new one where there is no key."""
    plan, position, at = state.plan(), _position(key, number), f"event-{number}-{key or ''}"
    event = plan.events[position] if position is not None else None
    name = st.text_input(
        "Name", event.name if event else "", placeholder="Hiring freeze", max_chars=80, key=f"{at}-name"
    )
    fields = _change(plan, event, at) | _time(plan, event, at) | _chance(plan, event, at)
    draft = None
    if None not in (fields[key] for key in fields if key != "latest"):
        draft = _draft(event, {**fields, "name": name, **{key: fields[key] or None for key in ("months", "every")}})
    if draft:
        what = lever_text.name(CATALOGUE[draft.lever])
        st.caption(literal(f"{what}: {event_text.consequence(plan, draft, position)}"))
        if by_chance := event_text.by_chance(plan, draft):
            st.caption(literal(by_chance))
    with st.container(horizontal=True):
        save = st.button("Save", type="primary", icon=":material/check:", key=f"{at}-save")
        if st.button("Cancel", key=f"{at}-cancel") or (save and draft and _save(draft, position, choose)):
            _close()
            st.rerun()
    refusals.show(AT)


def _chance(plan: Plan, event: Event | None, at: str) -> dict[str, Any]:
    """How often it comes back, how likely it happens, from when to when it may start: None for what is refused.

    every is 0 for never. The start is the one that is chosen above.
    """
    start = int(st.session_state[f"{at}-start"])
    used = event is not None and (event.every is not None or event.chance < 1 or event.spread > 0)
    with st.expander("By chance, or again", expanded=used), st.container(key="event-chance"):
        left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        every = _number(f"{at}-every", "Again every so many months (0: never)", (event and event.every) or 0, LENGTH)
    with middle:
        chance = _number(f"{at}-chance", "Chance", event.chance if event else 1.0, CHANCE)
    with right:
        latest = [*range(start, MAX_MONTHS + 1)]
        chosen = min(event.spread if event else 0, len(latest) - 1)
        last = st.selectbox(
            "Starts at the latest",
            latest,
            chosen,
            format_func=lambda month: month_name(plan.start, month),
            key=f"{at}-latest-{start}",
            help="Each month from the first to this one is equally likely.",
        )
    return {"every": None if every is None else int(every), "chance": chance, "latest": last if last > start else None}


def _draft(event: Event | None, fields: Mapping[str, Any]) -> Event | None:
    """The event as it is entered; None, and why, when it is none."""
    try:
        return replace(event, **fields) if event else Event(**fields)
    except PlannerError as error:
        state.refuse(error, AT)
        return None


def _change(plan: Plan, event: Event | None, at: str) -> dict[str, Any]:
    """What happens to which lever: the event's fields, None for a number that is refused."""
    named = levers()
    chosen = list(named).index(event.lever) if event else 0
    lever_id = st.selectbox("Lever, by page", list(named), chosen, format_func=named.__getitem__, key=f"{at}-lever")
    lever = CATALOGUE[lever_id]
    changes = [change for change in CHANGES if change != "multiply_loss" or lever_id in LOSS_LEVERS]
    chosen = changes.index(event.change) if event and event.change in changes else 0
    change = st.selectbox("What happens to it", changes, chosen, format_func=CHANGES.__getitem__, key=f"{at}-change")
    quantity = value_quantity(lever, change, plan.currency)
    if event and (event.lever, event.change) == (lever_id, change):
        value = event.value
    else:
        value = {"multiply": 1.0, "multiply_loss": 1.0, "add": 0.0}.get(change, plan.value(lever_id))
    entered = _number(f"{at}-value-{lever_id}-{change}", f"Value ({quantity.unit})".replace(" ()", ""), value, quantity)
    return {"lever": lever_id, "change": change, "value": entered}


def _time(plan: Plan, event: Event | None, at: str) -> dict[str, Any]:
    """From when on and how long: the event's fields, None for a number that is refused; months is 0 for good."""
    with st.container(key="event-time"):
        left, middle, right = st.columns(3)
    start = event.start if event else 1
    months = range(1, max(plan.months, start) + 1)
    with left:
        start = st.selectbox(
            "From", months, start - 1, format_func=lambda month: month_name(plan.start, month), key=f"{at}-start"
        )
    with middle:
        lasts = _number(f"{at}-lasts", "Months (0: for good)", (event.months or 0) if event else 0, LENGTH)
    with right:
        phase_in = _number(f"{at}-phase-in", "Phased in over months", event.phase_in if event else 0, LENGTH)
    return {
        "start": start,
        "months": None if lasts is None else int(lasts),
        "phase_in": None if phase_in is None else int(phase_in),
    }


def value_quantity(lever: Lever, change: str, currency: str) -> Quantity:
    """What an event's value is typed as: a factor, points added to a share, or what the lever is counted in."""
    if change.startswith("multiply"):
        return Quantity(typed.FACTOR)
    if change == "add" and lever.is_share:
        return Quantity("percentage points", share="percent")
    quantity = typed.of_lever(lever, currency)
    return quantity if change == "add" else replace(quantity, low=lever.min, high=lever.max)


def _number(name: str, label: str, value: float, quantity: Quantity) -> float | None:
    """A number of the dialog; None, and why, when what was typed is refused."""
    text = st.text_input(label, typed.shown(value, quantity), key=f"{number_fields.PREFIX}{name}")
    try:
        return typed.number(label, text, quantity)
    except PlannerError as error:
        for problem in error.sentences():
            st.error(literal(problem))
    return None


def _position(key: str | None, number: int) -> int | None:
    """Where an event of a group stands in the plan as it is now; None when it is gone."""
    group = event_groups.group(state.plan().events, key) if key else None
    return group.positions[number] if group and number < len(group.positions) else None


def _save(event: Event, position: int | None, choose: Callable[[Kind, int], None] | None) -> bool:
    events = list(state.plan().events)
    if position is None:
        if choose:
            choose("event", len(events))
        events += event_groups.together([event], event.name, events)
    else:
        events[position] = event
    if event.id is not None:  # events of one id happen together
        with state.refusing(AT):
            events = [_alike(one, event) if one.id == event.id else one for one in events]
    return state.edit(at=AT, label=f"editing {event.name or 'an event'}", events=tuple(events))


def _alike(one: Event, other: Event) -> Event:
    """An event with the chance of another one, and starting as much later."""
    if (one.chance, one.spread) == (other.chance, other.spread):
        return one
    return replace(one, chance=other.chance, latest=one.start + other.spread if other.spread else None)


def _add(play: Play, choose: Callable[[Kind, int], None] | None) -> None:
    popovers.close(PLAYS)
    if choose:
        choose("event", len(state.plan().events))
    state.apply(event_groups.with_play(state.plan(), play), f"adding {play.name}")


def _move(key: str, widget: str) -> None:
    with state.refusing(AT):
        if group := event_groups.group(state.plan().events, key):
            name = event_groups.title(state.plan().events, group)
            state.apply(event_groups.moved(state.plan(), key, st.session_state[widget]), f"moving {name}")


def _switch(key: str, active: bool) -> None:
    events = list(state.plan().events)
    if group := event_groups.group(events, key):
        for position in group.positions:
            events[position] = replace(events[position], active=active)
        label = f"switching {group.name or 'an event'} {'on' if active else 'off'}"
        state.edit(label=label, events=tuple(events))


def _delete(key: str, number: int | None = None) -> None:
    """Delete a group, or one event of it."""
    events = state.plan().events
    if group := event_groups.group(events, key):
        gone = group.positions if number is None else group.positions[number : number + 1]
        kept = tuple(event for position, event in enumerate(events) if position not in gone)
        state.edit(label=f"deleting {group.name or 'an event'}", events=kept)
