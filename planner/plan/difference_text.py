"""Differences of two plans as people and as programs read them."""

from collections.abc import Sequence
from typing import Any

from planner.plan.checks import RANGE
from planner.plan.differences import ORDER, Difference
from planner.plan.event_text import sentence
from planner.plan.parts import Case, Event, Funding, Target
from planner.plan.plan import Plan
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.lever_text import brief, name, name_within, rounded, span
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import in_full, money, month_name
from planner.vocabulary.sentences import listed

SETTINGS = {
    "start": "First month",
    "months": "Horizon",
    "currency": "Currency",
    "usd": "What the currency is worth in USD",
    "lumpy": "Luck counts",
    "size_spread": "Spread of deal sizes",
    "ends": "What the ends of a range are",
    "together": "How much levers go well together",
}
"""What fields of a plan that are single values are called."""


def label(plan: Plan, other: Plan, one: Difference) -> str:
    """What differs, in plain words: "Enterprise win rate", "Hiring freeze", "Funding in Jun 2027"."""
    if one.kind in ("event", "funding", "target"):
        return _happening(plan if one.before else other, one)
    match one.kind:
        case "lever":
            return name(CATALOGUE[one.item])
        case "range":
            return f"Range of {name_within(CATALOGUE[str(one.key)])}"
        case "correlation":
            _, a, b = one.item.split(":")
            return f"Correlation of {name_within(CATALOGUE[a])} with {name_within(CATALOGUE[b])}"
        case "settings":
            return SETTINGS[one.item]
        case "note":
            return "Note on the plan" if one.item == "plan" else f"Note on {_noted(one.item)}"
        case _:
            return f"Case {one.item.partition(':')[2]}"


def shown(plan: Plan, one: Difference, value: Any) -> str:
    """A side of a difference as people read it: "22%", "× 1.5, from Jul 2026 for 6 months"; empty where it is absent.

    plan: the one that has this side.
    """
    if value is None:
        return ""
    match one.kind:
        case "lever":
            return brief(CATALOGUE[one.item], value, plan.currency)
        case "range":
            lever = CATALOGUE[str(one.key)]
            return span(lever, plan.currency, *(rounded(lever, end, 4) for end in value))
        case "event" if one.key != ORDER:
            return "; ".join(_event(plan, event) for event in value)
        case "funding":
            return listed([_round(plan, each) for each in value])
        case "target":
            return _target(plan, value)
        case "case":
            return _case(plan, value)
        case "settings":
            return _setting(one.item, value)
        case _:
            return in_full(value) if isinstance(value, float) else str(value)


def plain(plan: Plan, one: Difference, value: Any) -> str | float | int | None:
    """A side of a difference as programs read it: a number where it is one, else as people read it; None if absent."""
    if value is None:
        return None
    if one.kind == "lever" or (one.kind == "settings" and not isinstance(value, bool)):
        return value if isinstance(value, str | int | float) else str(value)
    if one.kind == "funding" and all(each.needs_arr is None and each.active for each in value):
        return float(sum(each.amount for each in value))
    return shown(plan, one, value)


def reason(plan: Plan, one: Difference) -> str:
    """Why, as the notes of a plan have it for a part; empty where they do not."""
    return plan.notes.get(one.subject, "") if one.subject else ""


def origin(plan: Plan, one: Difference) -> str:
    """Where a lever or a range of a plan comes from, where that is noted; empty elsewhere."""
    return plan.origin.get(one.subject, "") if one.subject else ""


def _happening(plan: Plan, one: Difference) -> str:
    """What an event, a round or a target is called. plan: one that has it."""
    if one.key == ORDER:
        return "Order of events"
    if one.kind == "funding":
        return f"Funding in {month_name(plan.start, int(one.item.partition(':')[2]))}"
    if one.kind == "target":
        target: Target = one.before or one.after
        return f"Target for {COLUMNS[target.metric].label} in {month_name(plan.start, target.month)}"
    events: Sequence[Event] = [*(one.before or ()), *(one.after or ())]
    return next((event.name for event in events if event.name), name(CATALOGUE[events[0].lever]))


def _event(plan: Plan, event: Event) -> str:
    return f"{_switched(event)}{sentence(plan, event)}"


def _switched(one: Event | Funding | Target) -> str:
    return "" if one.active else "switched off: "


def _round(plan: Plan, one: Funding) -> str:
    needs = "" if one.needs_arr is None else f" if ARR is at least {money(one.needs_arr, plan.currency)}"
    return f"{_switched(one)}{money(one.amount, plan.currency)}{needs}"


def _target(plan: Plan, target: Target) -> str:
    unit = units.of(target.metric)
    limits = (("at least", target.least), ("at most", target.most))
    asked = " and ".join(f"{word} {unit.precise(end, plan.currency)}" for word, end in limits if end is not None)
    return f"{_switched(target)}{asked}"


def _case(plan: Plan, case: Case) -> str:
    levers = [
        f"{name(CATALOGUE[key])} {brief(CATALOGUE[key], value, plan.currency)}" for key, value in case.levers.items()
    ]
    return "; ".join([*levers, *(f"{one} on" for one in case.on), *(f"{one} off" for one in case.off)]) or "as planned"


def _setting(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "start":
        return month_name(str(value), 1)
    return f"{value} months" if field == "months" else in_full(value) if isinstance(value, float) else str(value)


def _noted(about: str) -> str:
    kind, colon, of = about.partition(":")
    if not colon:
        return name_within(CATALOGUE[about])
    return f"the range of {name_within(CATALOGUE[of])}" if kind == RANGE else f"{kind} {of}"
