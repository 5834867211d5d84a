"""Shocks put into a plan: from which month on, and for how long."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from planner.plan import Event, Plan
from planner.plan.event_groups import together
from planner.plan.rules import MAX_MONTHS
from planner.plan.shocks import Shock
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.numbers import month_name

YEAR = 12


def usual_start(plan: Plan) -> int:
    """The month (from 1) in which a shock starts where nobody says: the second year's first, or half way if earlier."""
    return min(YEAR, plan.months // 2) + 1


class PlacedShock(NamedTuple):
    """A shock in months of a plan. start: its first month, from 1. months: how long it lasts; None: for good."""

    shock: Shock
    start: int
    months: int | None

    @property
    def last_month(self) -> int:
        """The last month, from 1, in which any of its events acts; the last that a plan can have for one for good."""
        if self._for_good:
            return MAX_MONTHS
        own = self.months or self.shock.months
        lasts = [event.start + event.months if event.months else own + 1 for event in self.shock.events]
        return self.start + max(lasts) - 2

    @property
    def takes_a_length(self) -> bool:
        """Whether its length changes what it does: not where each of its events says itself how long it lasts."""
        return any(event.months is None for event in self.shock.events)

    @property
    def _for_good(self) -> bool:
        return self.months is None and self.takes_a_length

    def when(self, plan: Plan) -> str:
        """How long, and from when on: "12 months from Jan 2027", "for good from Jan 2027", "in Jan 2027"."""
        return self.lasting(month_name(plan.start, self.start))

    def lasting(self, since: str) -> str:
        """As `when`. since: what its first month is called."""
        months = self.last_month - self.start + 1
        if self._for_good:
            return f"for good from {since}"
        return f"in {since}" if months == 1 else f"{months} months from {since}"


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
    if placed.months is not None and placed.months < 1:
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
            months=months + 1 - event.start if event.months is None and months is not None else event.months,
        )
        for event in shock.events
        if event.start <= (months or MAX_MONTHS) and start + event.start - 1 <= plan.months
    ]
