"""What events make of a lever, month by month, for one plan; and where that is more than the lever can be.

The model computes the same for many draws at once (planner.model.paths); here it is for sentences and for checks that
do without the engine.
"""

from collections.abc import Sequence
from typing import NamedTuple

from planner.plan.parts import Event
from planner.plan.plan import Plan
from planner.vocabulary.levers import CATALOGUE


class Held(NamedTuple):
    """An event that takes its lever beyond a hard bound, at which the model holds it.

    position: of the event in the plan. bound: the lever's value. first, last: months, from 1, from when to when; last
    is None when it lasts to the end of the plan and longer.
    """

    position: int
    bound: float
    first: int
    last: int | None


def weight(event: Event, month: int) -> float:
    """How much of its full effect an event has in a month (from 1), 0 to 1. MODEL.md, Events."""
    since = month - event.start
    if since < 0:
        return 0.0
    since = since % event.every if event.every else since
    if event.months is not None and since >= event.months:
        return 0.0
    return min(1.0, (since + 1) / event.phase_in) if event.phase_in else 1.0


def changed(event: Event, value: float, share: float) -> float:
    """A lever's value after an event that has a share of its full effect. MODEL.md, Events."""
    if not share:
        return value
    match event.change:
        case "multiply":
            return value * (1 + (event.value - 1) * share)
        case "multiply_loss":
            return 1 - (1 - value) * (1 + (event.value - 1) * share)
        case "add":
            return value + event.value * share
        case "set":
            return value * (1 - share) + event.value * share
        case "at_most":
            return value * (1 - share) + min(value, event.value) * share
        case "at_least":
            return value * (1 - share) + max(value, event.value) * share


def value_in(plan: Plan, lever_id: str, month: int, events: Sequence[Event] | None = None) -> float:
    """A lever's value in a month (from 1), before it is held at its bounds. events: instead of the plan's own."""
    value = plan.value(lever_id)
    for event in plan.events if events is None else events:
        if event.lever == lever_id and event.acts:
            value = changed(event, value, weight(event, month))
    return value


def held(plan: Plan) -> list[Held]:
    """The events that end with their lever at a hard bound which they go beyond, in the plan's order."""
    months = range(1, plan.months + 1)
    on_each: dict[str, list[Event]] = {}
    for event in plan.events:
        on_each.setdefault(event.lever, []).append(event)
    at_last = {
        lever_id: [_beyond(lever_id, value_in(plan, lever_id, month, events)) for month in months]
        for lever_id, events in on_each.items()
    }
    so_far = {lever_id: [plan.value(lever_id)] * plan.months for lever_id in on_each}
    found = list[Held]()
    for position, event in enumerate(plan.events):
        if not event.acts:
            continue
        values, weights = so_far[event.lever], [weight(event, month) for month in months]
        so_far[event.lever] = [changed(event, value, share) for value, share in zip(values, weights, strict=True)]
        bounds = [_beyond(event.lever, value) for value in so_far[event.lever]]
        beyond = [now if now == last else None for now, last in zip(bounds, at_last[event.lever], strict=True)]
        acting = [(month, beyond[month - 1]) for month in months if weights[month - 1]]
        last, bound = acting[-1] if acting else (0, None)
        if bound is not None:
            before = [month for month, other in acting if other != bound]
            first = next(month for month, _ in acting if not before or month > before[-1])
            goes_on = last == plan.months and weight(event, plan.months + 1) > 0
            found.append(Held(position, bound, first, None if goes_on else last))
    return found


def _beyond(lever_id: str, value: float) -> float | None:
    """The bound that a value is beyond, if it is."""
    lever = CATALOGUE[lever_id]
    return lever.min if value < lever.min else lever.max if value > lever.max else None
