"""Cases: one plan as its base, its upside, its downside."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, count

from planner.plan.parts import Case, Event
from planner.plan.plan import Plan
from planner.vocabulary.errors import PlannerError, Problem, nearest
from planner.vocabulary.lever_text import span
from planner.vocabulary.levers import CATALOGUE

BASE = "Base"
"""What the plan itself is called beside its cases."""


def base_name(plan: Plan) -> str:
    """What the plan itself is called beside its cases; another name where a case is called so."""
    taken = {case.name.casefold() for case in plan.cases}
    names = chain((BASE, "The plan", "The plan itself"), map("The plan {}".format, count(2)))
    return next(name for name in names if name.casefold() not in taken)


def in_case(plan: Plan, name: str) -> Plan:
    """The plan as it is in one of its cases: other values for some levers, other events that act.

    A range keeps its ends, and one that the case's value lies outside of ends at that value. What is left has no cases
    of its own. PlannerError when the plan has no case of this name.
    """
    case = named(plan, name)
    values = {**plan.levers, **case.levers}
    ranges = {
        lever_id: (min(low, values[lever_id]), max(high, values[lever_id])) if lever_id in case.levers else (low, high)
        for lever_id, (low, high) in plan.uncertainty.items()
    }
    events = [
        replace(event, active=(event.active or event.id in case.on) and event.id not in case.off)
        if event.id in (*case.on, *case.off)
        else event
        for event in plan.events
    ]
    return plan.changed(cases=(), levers=values, uncertainty=ranges, events=tuple(events))


def named(plan: Plan, name: str) -> Case:
    """The plan's case of this name; PlannerError when there is none."""
    found = next((case for case in plan.cases if case.name == name), None)
    if found is None:
        known = [case.name for case in plan.cases]
        has = nearest(name, known) if known else "; the plan has none"
        raise PlannerError(Problem("case", f'"{name}"', f"no such case{has}"))
    return found


def stretched(plan: Plan, name: str) -> Iterator[str]:
    """A sentence for each range that ends at the case's value, since that lies outside of it."""
    after = in_case(plan, name)
    for lever_id, ends in after.uncertainty.items():
        if ends != plan.uncertainty[lever_id]:
            now = span(CATALOGUE[lever_id], plan.currency, *ends)
            yield f'The range of {lever_id} ends at its value in the case "{name}": {now}.'


def case_of(plan: Plan, base: Plan, name: str) -> Case:
    """What a plan changes of a base, as a case of it: values of levers, and which of the base's events are on or off.

    Events that the base does not have belong to the plan itself. PlannerError when nothing is left, or an event that
    was switched has no id.
    """
    if nameless := [one for one in _switched(plan, base) if not one.id]:
        raise PlannerError(Problem("case", f'"{name}"', f"needs an id for the event on {nameless[0].lever}"))
    case = _difference(plan, base, name)
    if not (case.levers or case.on or case.off):
        raise PlannerError(
            Problem("case", f'"{name}"', "has nothing to hold yet; move a lever, or switch an event off or on, first")
        )
    return case


def kept(plan: Plan, base: Plan, name: str) -> Plan:
    """The plan with what it changes of a base as one more case of it, and these levers and events as in the base.

    All else of the plan stays. PlannerError where `case_of` has one, or the plan has a case of this name already.
    """
    case = case_of(plan, base, name)
    return _back(plan, base, case).changed(cases=(*plan.cases, case))


def left(plan: Plan, base: Plan, name: str) -> Plan:
    """The plan without a case of it that is in view: its levers and events as in the base, the case as it is now.

    What a case cannot hold, such as targets, rounds and new events, stays in the plan.
    """
    case = _difference(plan, base, name)
    return _back(plan, base, case).changed(cases=tuple(case if one.name == name else one for one in plan.cases))


def _difference(plan: Plan, base: Plan, name: str) -> Case:
    levers = {lever_id: plan.value(lever_id) for lever_id in CATALOGUE if plan.value(lever_id) != base.value(lever_id)}
    switched = _switched(plan, base)
    on = tuple(dict.fromkeys(event.id for event in switched if event.id and event.active))
    off = tuple(dict.fromkeys(event.id for event in switched if event.id and not event.active))
    return Case(name=name, levers=levers, on=on, off=off)


def _switched(plan: Plan, base: Plan) -> list[Event]:
    """The plan's events that the base has, too, but switched the other way."""
    return [event for event in plan.events if event not in base.events and _other_way(event) in base.events]


def _other_way(event: Event) -> Event:
    return replace(event, active=not event.active)


def _back(plan: Plan, base: Plan, case: Case) -> Plan:
    """The plan with the levers and events of a case as in the base, and ranges and origins of these levers, too.

    A range that the base does not have holds its value.
    """
    values = {**plan.levers, **{lever_id: base.value(lever_id) for lever_id in case.levers}}
    levers = {
        lever_id: value for lever_id, value in values.items() if lever_id not in case.levers or lever_id in base.levers
    }
    ranges = dict(plan.uncertainty)
    for lever_id in case.levers.keys() & ranges.keys():
        low, high = base.uncertainty.get(lever_id, ranges[lever_id])
        ranges[lever_id] = (min(low, base.value(lever_id)), max(high, base.value(lever_id)))
    origin = {of: where for of, where in plan.origin.items() if of not in case.levers}
    origin |= {of: where for of, where in base.origin.items() if of in case.levers}
    back = [event for event in _switched(plan, base) if event.id]
    events = tuple(_other_way(event) if event in back else event for event in plan.events)
    return plan.changed(levers=levers, events=events, uncertainty=ranges, origin=origin)
