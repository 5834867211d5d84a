"""A house's view: the events and ranges that an investor lays over every plan she reads."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from planner.plan import toml_text
from planner.plan.checks import read_range
from planner.plan.event_groups import fresh_id
from planner.plan.file import check_tables, table
from planner.plan.frozen import FrozenDict
from planner.plan.parts import Event, Part, read_rows, read_table
from planner.plan.plan import Plan
from planner.plan.problems import NOTHING, Problems
from planner.plan.rules import one_line


@dataclass(frozen=True, kw_only=True)
class _Head(Part):
    """What stands in [house]."""

    NOUN = "house"

    name: Annotated[str, one_line()] = "House view"


@dataclass(frozen=True)
class House:
    """Events and ranges, (low, high) by lever id, that are laid over plans. Months count from a plan's first one."""

    name: str
    events: tuple[Event, ...]
    ranges: Mapping[str, tuple[float, float]]


def load(path: Path | str) -> House:
    """The house's view in a TOML file: [[events]] and [uncertainty] as in a plan; PlannerError lists every problem."""
    document, problems = toml_text.read(path), Problems()
    check_tables(document, (_Head.NOUN, "events", "uncertainty"), problems)
    head, _ = read_table(_Head, table(document, _Head.NOUN, problems), _Head.NOUN, problems)
    events = read_rows(Event, document.get("events", []), "events", problems)
    ranges = {
        lever_id: read_range(lever_id, value, None, problems)
        for lever_id, value in table(document, "uncertainty", problems).items()
    }
    if not document.get("events") and not ranges and not problems.count:
        problems.add("house", NOTHING, "lays nothing over a plan; it needs [[events]], or ranges in [uncertainty]")
    problems.refuse(str(path))
    return House(head.name if head else "", events.parts, FrozenDict(ranges))


def laid_over(plan: Plan, house: House) -> Plan:
    """The plan with a house's events after its own, and a house's ranges instead of its own.

    A range is widened to enclose the plan's value. Events of an id that the plan has get another one.
    """
    own = {event.id for event in plan.events}
    ids = {event.id: fresh_id(event.id, own) if event.id in own else event.id for event in house.events if event.id}
    events = [replace(event, id=ids[event.id] if event.id else None) for event in house.events]
    ranges = {
        lever_id: (min(low, plan.value(lever_id)), max(high, plan.value(lever_id)))
        for lever_id, (low, high) in house.ranges.items()
    }
    return plan.changed(events=(*plan.events, *events), uncertainty={**plan.uncertainty, **ranges})
