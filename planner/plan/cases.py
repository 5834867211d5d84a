"""Cases: one plan as its base, its upside, its downside."""

from collections.abc import Iterator
from dataclasses import replace

from planner.plan.parts import Case
from planner.plan.plan import Plan
from planner.vocabulary.errors import PlannerError, Problem, nearest
from planner.vocabulary.lever_text import span
from planner.vocabulary.levers import CATALOGUE


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
    """What a plan with the same events changes of a base, as a case of it: values of levers, events on and off.

    PlannerError when the plans differ in what a case cannot hold, or in nothing.
    """
    levers = {lever_id: plan.value(lever_id) for lever_id in CATALOGUE if plan.value(lever_id) != base.value(lever_id)}
    if [replace(event, active=True) for event in plan.events] != [replace(event, active=True) for event in base.events]:
        allowed = "holds values of levers and which events are on or off; other events belong into the plan itself"
        raise PlannerError(Problem("case", f'"{name}"', allowed))
    pairs = [(one, other) for one, other in zip(plan.events, base.events, strict=True) if one.active != other.active]
    if nameless := [one for one, _ in pairs if not one.id]:
        raise PlannerError(Problem("case", f'"{name}"', f"needs an id for the event on {nameless[0].lever}"))
    on = tuple(dict.fromkeys(one.id for one, _ in pairs if one.active and one.id))
    off = tuple(dict.fromkeys(one.id for one, _ in pairs if not one.active and one.id))
    if not (levers or on or off):
        raise PlannerError(Problem("case", f'"{name}"', "is the plan itself; move a lever or switch an event first"))
    return Case(name=name, levers=levers, on=on, off=off)
