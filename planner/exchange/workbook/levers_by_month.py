"""Levers that events move: a row for every event's weight, and for what it makes of its lever. MODEL.md, Events."""

from collections.abc import Iterator, Mapping, Sequence

from planner.exchange.workbook.book import Input
from planner.exchange.workbook.rows import Line
from planner.plan import Event, Plan
from planner.vocabulary.levers import CATALOGUE

EVENT_CELLS = ("value", "start", "months", "every", "phase_in", "active", "chance")
"""What of an event can be filled in."""

EFFECTS: Mapping[str, str] = {
    "multiply": "{x} * (1 + ({v} - 1) * {w})",
    "add": "{x} + {v} * {w}",
    "set": "{x} * (1 - {w}) + {v} * {w}",
    "multiply_loss": "1 - (1 - {x}) * (1 + ({v} - 1) * {w})",
    "at_most": "{x} * (1 - {w}) + {w} * MIN({x}, {v})",
    "at_least": "{x} * (1 - {w}) + {w} * MAX({x}, {v})",
}


def event_inputs(events: Sequence[Event]) -> dict[str, Input]:
    """The cells of events that can be filled in, by id: "event_1.value"."""
    found = {}
    for at, event in enumerate(events, 1):
        for name in EVENT_CELLS:
            value = getattr(event, name)
            found[f"event_{at}.{name}"] = Input(f"event_{at}_{name}", "" if value is None else value)
    return found


def rows(plan: Plan) -> Iterator[Line]:
    """A row per event and month for its weight, then for every lever what its events make of it, one after another."""
    for at, event in enumerate(plan.events, 1):
        yield from _weight(at, event)
    for lever_id in dict.fromkeys(event.lever for event in plan.events):
        yield from _path(lever_id, plan.events)


def _weight(at: int, event: Event) -> Iterator[Line]:
    e, since, called = f"event_{at}", f"event_{at}_since", event.name or f"event {at}"
    yield Line(
        since,
        f'IF({e}.every == "", month - {e}.start, MOD(month - {e}.start, {e}.every))',
        about=f"months since it started: {called}",
    )
    switched_on = f'OR({e}.active == True, {e}.active == 1, {e}.active == "TRUE")'
    over = f'IF({e}.months == "", False, {since} >= {e}.months)'
    yield Line(
        f"event_{at}_weight",
        f"IF(AND({switched_on}, {e}.chance >= 1, month >= {e}.start), IF({over}, 0,"
        f" IF({e}.phase_in > 0, MIN(1, ({since} + 1) / {e}.phase_in), 1)), 0)",
        about=f"how far it is in effect: {called}",
    )


def _path(lever_id: str, events: Sequence[Event]) -> Iterator[Line]:
    lever = CATALOGUE[lever_id]
    before = f"planned({lever_id})"
    for at, event in enumerate(events, 1):
        if event.lever == lever_id:
            after = f"{lever_id.replace('.', '_')}_after_event_{at}"
            effect = EFFECTS[event.change].format(x=before, v=f"event_{at}.value", w=f"event_{at}_weight")
            yield Line(after, effect, about=f"{lever.label}, after {event.name or f'event {at}'}")
            before = after
    yield Line(lever_id, f"MIN(MAX({before}, {lever.min!r}), {lever.max!r})", about=f"{lever.label}, within its bounds")
