"""What the calendar of the plan shows: a row per target, funding round, play or shock."""

from collections.abc import Iterator

import pandas as pd

from planner.plan import Event, Plan, event_groups, event_text, target_text
from planner.vocabulary.numbers import money, month_date, month_name

TARGETS, FUNDING, EVENTS, OFF = "Target", "Funding round", "Play or shock", "Off, or by chance"
"""Kinds of rows."""


def calendar(plan: Plan) -> pd.DataFrame:
    """A row per thing that has a date, in the order of the kinds, then of the dates.

    rank, label, kind, from, to: the months it covers, from the first day to the day after; begin, end: of the plan;
    about: what it is, as text.
    """
    rows = [*_targets(plan), *_rounds(plan), *_events(plan)]
    frame = pd.DataFrame(rows, columns=["label", "kind", "first", "last", "about"])
    for end, month in (("from", "first"), ("to", "last")):
        frame[end] = pd.to_datetime([month_date(plan.start, at + (end == "to")) for at in frame[month]])
    frame["begin"], frame["end"] = (pd.Timestamp(month_date(plan.start, at)) for at in (1, plan.months + 1))
    frame["rank"] = range(1, len(frame) + 1)
    return frame.drop(columns=["first", "last"])


def _targets(plan: Plan) -> Iterator[tuple[str, str, int, int, str]]:
    for one in sorted(plan.targets, key=lambda target: target.month):
        if one.month <= plan.months:
            text = target_text.promised(plan, one)
            yield text, TARGETS, one.month, one.month, f"{text}{_why(plan, f'target:{one.month}')}"


def _rounds(plan: Plan) -> Iterator[tuple[str, str, int, int, str]]:
    for one in sorted(plan.funding, key=lambda funding: funding.month):
        text = f"{money(one.amount, plan.currency)} in {month_name(plan.start, one.month)}"
        needs = f", if ARR is {money(one.needs_arr, plan.currency)} by then" if one.needs_arr else ""
        yield text, FUNDING, one.month, one.month, f"{text}{needs}{_why(plan, f'funding:{one.month}')}"


def _events(plan: Plan) -> Iterator[tuple[str, str, int, int, str]]:
    """One row per play or shock, from the first of its events to the last."""
    found = []
    for group in event_groups.groups(plan.events):
        its = [plan.events[at] for at in group.positions]
        first, last = min(one.start for one in its), max(_until(plan, one) for one in its)
        if first > plan.months:
            continue
        kind = EVENTS if any(one.acts for one in its) else OFF
        about = "; ".join(event_text.sentence(plan, one) for one in its)
        named = its[0].id and f"event:{its[0].id}"
        found.append(
            (event_groups.title(plan.events, group), kind, first, min(last, plan.months), about + _why(plan, named))
        )
    yield from sorted(found, key=lambda row: (row[1] != EVENTS, row[2]))


def _until(plan: Plan, event: Event) -> int:
    """The last month in which an event has an effect."""
    return plan.months if event.months is None or event.every else event.start + max(event.months, 1) - 1


def _why(plan: Plan, about: str | None) -> str:
    """The note on it, behind what it is."""
    note = plan.notes.get(about) if about else None
    return f". Why: {note}" if note else ""
