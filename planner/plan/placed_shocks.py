"""Shocks put into a plan: from which month on, and for how long."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from planner.plan import Event, Plan
from planner.plan.event_groups import together
from planner.plan.shocks import Shock
from planner.vocabulary.errors import PlannerError, Problem


class PlacedShock(NamedTuple):
    """A shock in months of a plan. start: its first month, from 1. months: how long it lasts."""

    shock: Shock
    start: int
    months: int

    @property
    def last_month(self) -> int:
        """The last month, from 1, in which any of its events acts."""
        lasts = [event.start + event.months if event.months else self.months + 1 for event in self.shock.events]
        return self.start + max(lasts) - 2


def with_shocks(plan: Plan, placed: Sequence[PlacedShock]) -> Plan:
    """The plan with shocks on top of its own events.

    Their events come after the plan's own, in the order of the shocks; each is named after its shock and has an id of
    its own. What a shock does after its length or after the plan is left out. PlannerError for a start beyond the plan,
    or a length below 1.
    """
    problems = [problem for one in placed for problem in _problems(plan, one)]
    if problems:
        raise PlannerError(problems)
    events = [*plan.events]
    for one in placed:
        events += together(_events(plan, one), one.shock.name, events)
    return plan.changed(events=tuple(events))


def _problems(plan: Plan, placed: PlacedShock) -> list[Problem]:
    """What is wrong with where a shock is put."""
    found = []
    if not 1 <= placed.start <= plan.months:
        allowed = f"must be 1 to {plan.months}, the plan's months"
        found.append(Problem(f"{placed.shock.name}, start", str(placed.start), allowed))
    if placed.months < 1:
        found.append(Problem(f"{placed.shock.name}, months", str(placed.months), "must be 1 or more"))
    return found


def _events(plan: Plan, placed: PlacedShock) -> list[Event]:
    """The events of a shock in months of the plan."""
    shock, start, months = placed
    return [
        replace(
            event,
            name=shock.name,
            start=start + event.start - 1,
            months=months + 1 - event.start if event.months is None else event.months,
        )
        for event in shock.events
        if event.start <= months and start + event.start - 1 <= plan.months
    ]
