"""Everything of a plan that has a date: targets, funding rounds, plays and shocks; moved in time, taken out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, TypeVar

from planner.plan import event_groups, event_text, target_text
from planner.plan.event_groups import EventGroup
from planner.plan.parts import Event, Funding, Target
from planner.plan.plan import Plan
from planner.plan.rules import MAX_MONTHS
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import money, month_name

D = TypeVar("D", Funding, Target)

Kind = Literal["target", "funding", "event"]


class Dated(NamedTuple):
    """Something that has a date.

    place: in the plan's list, of a play or shock that of its first event. mark: tells it from what may stand in that
    place later. label: what it is called, without its date. month: the first one, from 1. months: how many it covers;
    None: all that follow. most: the last month that it can be moved to. taken: months that it cannot be moved to, since
    another one stands there. acts: whether it counts in the plan itself. about: what it is, in a sentence. note: what
    the plan's notes call it; empty for an event without an id.
    """

    kind: Kind
    place: int
    mark: str
    label: str
    month: int
    months: int | None
    most: int
    taken: tuple[int, ...]
    acts: bool
    about: str
    note: str

    @property
    def id(self) -> str:
        """Its kind and its place."""
        return item_id(self.kind, self.place)


def item_id(kind: Kind, place: int) -> str:
    """The id of something: "target:1"."""
    return f"{kind}:{place}"


def everything(plan: Plan) -> list[Dated]:
    """All that has a date: targets, rounds, then plays and shocks, each in the order of their months."""
    events = (_event(plan, group) for group in event_groups.groups(plan.events))
    in_time = (sorted(some, key=lambda one: one.month) for some in (_targets(plan), _rounds(plan), events))
    return [one for some in in_time for one in some]


def found(plan: Plan, item: str, mark: str | None = None) -> Dated | None:
    """What has this id, and this mark where one is given; None when it is gone."""
    return next((one for one in everything(plan) if one.id == item and mark in (None, one.mark)), None)


def group(plan: Plan, one: Dated) -> EventGroup:
    """The events of a play or shock."""
    return next(each for each in event_groups.groups(plan.events) if one.place in each.positions)


def moved(plan: Plan, item: str, mark: str, month: int) -> Plan:
    """The plan with something that begins in another month, held within 1 and the last one that it can have.

    All else of it stays. The same plan when it is gone. PlannerError when another one stands in that month.
    """
    one = found(plan, item, mark)
    if one is None:
        return plan
    month = min(max(month, 1), one.most)
    if one.kind == "event":
        return event_groups.moved(plan, group(plan, one).key, month)
    if one.kind == "target":
        return plan.changed(targets=_in_month(plan.targets, one.place, month))
    return plan.changed(funding=_in_month(plan.funding, one.place, month))


def without(plan: Plan, item: str, mark: str) -> Plan:
    """The plan without something, with all of its events. The same plan when it is gone."""
    one = found(plan, item, mark)
    if one is None:
        return plan
    gone = group(plan, one).positions if one.kind == "event" else (one.place,)
    field = {"target": "targets", "funding": "funding", "event": "events"}[one.kind]
    rows = getattr(plan, field)
    return plan.changed(**{field: tuple(row for at, row in enumerate(rows) if at not in gone)})


def _in_month(rows: Sequence[D], place: int, month: int) -> tuple[D, ...]:
    """The rows, that of a place in another month."""
    return tuple(replace(row, month=month) if at == place else row for at, row in enumerate(rows))


def _targets(plan: Plan) -> Iterator[Dated]:
    for at, one in enumerate(plan.targets):
        others = (other.month for other in plan.targets if other.metric == one.metric and other is not one)
        label = f"{COLUMNS[one.metric].label} {target_text.bounds(plan, one)}"
        if one.metric == "arr" and one.most is None:
            label = f"{target_text.asked(plan, one)} ARR"
        yield Dated(
            kind="target",
            place=at,
            mark=f"{one.metric} {one.month}",
            label=label,
            month=one.month,
            months=1,
            most=plan.months,
            taken=tuple(sorted(others)),
            acts=one.active,
            about=target_text.promised(plan, one),
            note=f"target:{one.month}",
        )


def _rounds(plan: Plan) -> Iterator[Dated]:
    for at, one in enumerate(plan.funding):
        amount = money(one.amount, plan.currency)
        needs = f" if ARR is {money(one.needs_arr, plan.currency)} by then" if one.needs_arr else ""
        yield Dated(
            kind="funding",
            place=at,
            mark=f"{one.amount!r} {one.month}",
            label=f"{amount}{needs}",
            month=one.month,
            months=1,
            most=plan.months,
            taken=(),
            acts=one.active,
            about=f"{amount} in {month_name(plan.start, one.month)}{needs and ','}{needs}",
            note=f"funding:{one.month}",
        )


def _event(plan: Plan, group: EventGroup) -> Dated:
    """A play or shock, from the first of its events to the last. All of it stays within the plan when it is moved."""
    its = [plan.events[at] for at in group.positions]
    first, last = min(one.start for one in its), max(one.latest or one.start for one in its)
    ends = [_last(one) for one in its]
    named = its[0].id
    return Dated(
        kind="event",
        place=group.positions[0],
        mark=group.key,
        label=event_groups.title(plan.events, group),
        month=first,
        months=None if None in ends else max(end for end in ends if end) - first + 1,
        most=max(min(first, plan.months), min(plan.months, MAX_MONTHS) - (last - first)),
        taken=(),
        acts=any(one.acts for one in its),
        about="; ".join(event_text.sentence(plan, one) for one in its),
        note=f"event:{named}" if named else "",
    )


def _last(event: Event) -> int | None:
    """The last month in which an event has an effect; None when that does not end."""
    return None if event.months is None or event.every else event.start + event.months - 1
