"""Which events belong together: those of one id are one play or shock; without an id an event stands alone."""

import hashlib
import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from typing import NamedTuple

from planner.plan.parts import Event
from planner.plan.plan import Plan
from planner.plan.plays import Play
from planner.vocabulary.levers import CATALOGUE


class EventGroup(NamedTuple):
    """Events of one id, or one event without an id.

    key: names the group as long as its events say the same, whatever stands before it in the plan. positions: where its
    events stand in the plan. name: what its first named event is called; empty when none is. active: whether any acts.
    """

    key: str
    positions: tuple[int, ...]
    name: str
    active: bool


def groups(events: Sequence[Event]) -> list[EventGroup]:
    """The plays and shocks of a plan, in the order of their first events."""
    positions: dict[str, list[int]] = {}
    seen: Counter[str] = Counter()
    for position, event in enumerate(events):
        key = event.id
        if key is None:
            alone = _digest(event)
            key = f"{alone}-{seen[alone]}"
            seen[alone] += 1
        positions.setdefault(key, []).append(position)
    return [_group(key, [(position, events[position]) for position in found]) for key, found in positions.items()]


def group(events: Sequence[Event], key: str) -> EventGroup | None:
    """The group of that key; None when it is gone."""
    return next((one for one in groups(events) if one.key == key), None)


def moved(plan: Plan, key: str, start: int) -> Plan:
    """The plan with a group that begins in another month (from 1), each of its events as much earlier or later.

    PlannerError when an event would start beyond the last month that a plan can have.
    """
    one = group(plan.events, key)
    places = one.positions if one else ()
    by = start - min((plan.events[place].start for place in places), default=start)
    events = (
        replace(event, start=event.start + by, latest=event.latest and event.latest + by) if place in places else event
        for place, event in enumerate(plan.events)
    )
    return plan.changed(events=tuple(events))


def title(events: Sequence[Event], group: EventGroup) -> str:
    """What a group is called: its name, or else its lever's."""
    return group.name or CATALOGUE[events[group.positions[0]].lever].label


def with_play(plan: Plan, play: Play) -> Plan:
    """The plan with the events of a play on top of its own, as a play of its own."""
    return plan.changed(events=(*plan.events, *together(play.events, play.name, plan.events)))


def together(events: Sequence[Event], name: str, others: Sequence[Event]) -> list[Event]:
    """Events as one play or shock: with an id of their own, made from its name, that none of the others has."""
    new = fresh_id(name, {event.id for event in others})
    return [replace(event, id=new) for event in events]


def fresh_id(name: str, taken: Container[str | None]) -> str:
    """An id made from a name: "hiring-freeze", and "hiring-freeze-2" when that is taken."""
    stem = re.sub(r"\W+", "-", name.lower()).strip("-") or "event"
    number, new = 1, stem
    while new in taken:
        number += 1
        new = f"{stem}-{number}"
    return new


def _group(key: str, rows: Sequence[tuple[int, Event]]) -> EventGroup:
    return EventGroup(
        key,
        tuple(position for position, _ in rows),
        next((event.name for _, event in rows if event.name), ""),
        any(event.active for _, event in rows),
    )


def _digest(event: Event) -> str:
    """A short name for what an event says, but for whether it is switched on."""
    return hashlib.sha256(repr(replace(event, active=True)).encode()).hexdigest()[:12]
