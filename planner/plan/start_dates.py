"""A plan that starts in another month: its dates move along, or keep their calendar month."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from planner.plan.checks import FUNDING, TARGET
from planner.plan.parts import Event, Funding, Target
from planner.plan.plan import Plan
from planner.plan.rules import MAX_MONTHS
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, month_name, months_apart
from planner.vocabulary.sentences import counted


class Kept(NamedTuple):
    """A plan whose dates kept their calendar months. changed: what could not be kept as it was, in sentences."""

    plan: Plan
    changed: tuple[str, ...]


def dates(plan: Plan) -> str:
    """How many things of a plan have a date: "2 funding rounds, 3 targets and an event"; empty for none."""
    counts = ((len(plan.funding), "funding round"), (len(plan.targets), "target"), (len(plan.events), "event"))
    parts = [f"{count} {noun}s" if count > 1 else f"a {noun}" for count, noun in counts if count]
    text = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return text.replace("a event", "an event")


def with_dates_kept(plan: Plan, start: str) -> Kept:
    """The plan from another month on, everything that has a date still in its calendar month.

    start: "YYYY-MM". What is over before the new start, or lies beyond what a plan can have, is left out; an event that
    is under way acts from the first month on for what is left of it. PlannerError for a start that is none.
    """
    plan.changed(start=start)
    shift = months_apart(plan.start, start)
    changed: list[str] = []
    moved = plan.changed(events=tuple(event for old in plan.events for event in _shifted(old, shift, changed)))
    fields: dict[str, Any] = {"start": start}
    notes = {about: note for about, note in moved.notes.items() if not about.startswith((FUNDING, TARGET))}
    for kind, key, last in (("funding", FUNDING, plan.months), ("targets", TARGET, MAX_MONTHS)):
        fields[kind] = ()
        for row in getattr(plan, kind):
            month, old = row.month - shift, f"{key}:{row.month}"
            if 1 <= month <= last:
                fields[kind] += (replace(row, month=month),)
                notes |= {f"{key}:{month}": plan.notes[old]} if old in plan.notes else {}
            else:
                where = "before the start" if month < 1 else "beyond the plan"
                label = f"{_label(row, plan.currency)} in {month_name(plan.start, row.month)}"
                changed.append(f"{label} lies {where} and is left out.")
    return Kept(moved.changed(**fields, notes=notes), tuple(changed))


def _shifted(event: Event, shift: int, changed: list[str]) -> Iterator[Event]:
    """The event so many months earlier, as one or two events; none when nothing of it is left, which is said."""
    called = event.name or CATALOGUE[event.lever].label
    start, gone = event.start - shift, max(0, 1 - (event.start - shift))
    latest = None if event.latest is None else event.latest - shift
    if start > MAX_MONTHS:
        changed.append(f"{called} lies beyond the plan and is left out.")
        return
    if not gone or (latest is not None and latest >= 1):
        yield replace(event, start=max(start, 1), latest=latest)
        return
    turn = gone % event.every if event.every else gone
    left = None if event.months is None else event.months - turn
    if left is not None and left <= 0 and not event.every:
        changed.append(f"{called} is over before the start and is left out.")
        return
    if left is None or left > 0:
        if event.phase_in > turn:
            changed.append(
                f"{called} is under way; it phases in anew over the {counted(event.phase_in - turn, 'months')} left."
            )
        phase_in = max(0, event.phase_in - turn)
        if left is None and event.every:
            left = event.every - turn
        yield replace(event, start=1, months=left, phase_in=phase_in, every=None, latest=None)
    if event.every and 1 + event.every - turn <= MAX_MONTHS:
        yield replace(event, start=1 + event.every - turn, latest=None)


def _label(row: Funding | Target, currency: str) -> str:
    if isinstance(row, Funding):
        return f"Funding of {money(row.amount, currency)}"
    if row.metric == "arr" and row.least is not None:
        return f"Target of {money(row.least, currency)}"
    return f"Target for {COLUMNS[row.metric].label}"
