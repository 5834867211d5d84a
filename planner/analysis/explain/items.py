"""The items that the difference between two plans is split by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isclose

from planner.plan import Event, Funding, Plan, currencies
from planner.plan.differences import Difference, Kind, differences
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.reference_currency import CURRENCY

ROUNDING = 1e-5
"""Amounts that differ by no more than this share after a conversion are the same: a converted one has six digits."""

EVERY_DIGIT = 17

SETTINGS = ("start", "months", "currency")
"""The settings that change what is read in a month; luck and its spread do not change the plan itself."""


@dataclass(frozen=True)
class Item:
    """What is taken over as a whole. parts: its differences, the one it is named after first."""

    item: str
    kind: Kind
    parts: tuple[Difference, ...]


def in_currency_of(other: Plan, plan: Plan, digits: int = EVERY_DIGIT) -> Plan:
    """A plan with its amounts in the currency of another one, with all their digits by default.

    PlannerError where a rate is not known, or an amount lies beyond its bounds in the other currency.
    """
    if other.currency == plan.currency:
        return other
    if currencies.rate(other, plan.currency, plan.usd) is None:
        known = next(one for one in (other, plan) if one.currency != CURRENCY and one.usd is None)
        beside = plan if known is other else other
        allowed = f"stands beside {beside.currency}; say in [plan] what one {known.currency} is in {CURRENCY}, as usd"
        raise PlannerError(Problem(f"{known.name}, currency", known.currency, allowed))
    return currencies.converted(other, plan.currency, plan.usd, digits)


def items(plan: Plan, other: Plan, fold: bool = False, shift: int = 0) -> list[Item]:
    """What differs from a plan to another, as items. fold: whether the levers of a group are one.

    shift: months by which the other starts later, where the two are compared in one calendar month, else 0.

    The item of the currency takes what differs because of it alone, since it is the same amount or the same number;
    that of the start, with a shift, events and rounds that keep their calendar month. PlannerError as in
    `in_currency_of`.
    """
    there, because_of_currency = _converted(plan, other)
    left = [one for one in there if one.kind in ("lever", "event", "funding")]
    settings = list[Item]()
    for one in differences(plan, other):
        if one.kind == "settings" and one.item in SETTINGS:
            own = because_of_currency if one.item == "currency" else ()
            if one.item == "start" and shift:
                own = tuple(part for part in left if _keeps_its_dates(part, left, shift))
            left = [part for part in left if part not in own]
            settings.append(Item(one.item, "settings", (one, *own)))
    return [*(_folded(left) if fold else (Item(one.item, one.kind, (one,)) for one in left)), *settings]


def different(plan: Plan, other: Plan) -> tuple[Difference, ...]:
    """All that differs, amounts in the first plan's currency, but for what does so because of the currency alone.

    Where a rate is not known, numbers are compared as they stand.
    """
    try:
        there, because_of_currency = _converted(plan, other)
    except PlannerError:
        return differences(plan, other)
    settings = [one for one in differences(plan, other) if one.kind == "settings"]
    others = [one for one in there if one.kind != "settings" and one not in because_of_currency]
    return (*others, *settings)


def _converted(plan: Plan, other: Plan) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """The differences in the first plan's currency, and those of them that there are because of the currency alone."""
    there = differences(plan, in_currency_of(other, plan))
    if other.currency == plan.currency:
        return there, ()
    changed = {(part.kind, part.key) for part in differences(plan, other)}
    return there, tuple(part for part in there if (part.kind, part.key) not in changed or _same_amounts(part))


def _folded(found: Sequence[Difference]) -> list[Item]:
    """One item a group of levers, then the other differences one by one."""
    groups: dict[str, list[Difference]] = {}
    for one in found:
        if one.kind == "lever":
            groups.setdefault(CATALOGUE[one.item].group, []).append(one)
    others = [Item(one.item, one.kind, (one,)) for one in found if one.kind != "lever"]
    return [*(Item(group, "lever", tuple(levers)) for group, levers in groups.items()), *others]


def _same_amounts(one: Difference) -> bool:
    """Whether a part is the same on both sides but for the rounding of a conversion."""
    if one.before is None or one.after is None:
        return False
    if one.kind == "lever":
        return isclose(one.before, one.after, rel_tol=ROUNDING)
    if one.kind == "range":
        return all(isclose(*ends, rel_tol=ROUNDING) for ends in zip(one.before, one.after, strict=True))
    if one.kind == "target":
        ends = ((one.before.least, one.after.least), (one.before.most, one.after.most))
        return all(isclose(mine or 0.0, theirs or 0.0, rel_tol=ROUNDING) for mine, theirs in ends)
    return _all_alike(one.before, one.after, lambda mine, theirs: _alike(mine, theirs, 0))


def _keeps_its_dates(one: Difference, among: Sequence[Difference], shift: int) -> bool:
    """Whether an event or a round is in the same calendar month in a plan that starts so many months later.

    Without an id it is absent on one side, and another difference is its other side.
    """
    if one.kind not in ("event", "funding"):
        return False
    befores = [one.before] if one.before else [other.before for other in among if other.before and not other.after]
    afters = [one.after] if one.after else [other.after for other in among if other.after and not other.before]
    return any(
        _all_alike(mine, theirs, lambda mine, theirs: _alike(mine, theirs, shift))
        for mine in befores
        for theirs in afters
        if isinstance(mine, tuple) and isinstance(theirs, tuple)
    )


def _all_alike(mine: object, theirs: object, alike: Callable[[object, object], bool]) -> bool:
    if not isinstance(mine, tuple) or not isinstance(theirs, tuple) or len(mine) != len(theirs):
        return False
    return all(alike(*pair) for pair in zip(mine, theirs, strict=True))


def _alike(mine: object, theirs: object, shift: int) -> bool:
    """Whether an event or round of a plan that starts so many months later is the same, in amounts as in months."""
    if isinstance(mine, Event) and isinstance(theirs, Event):
        same = replace(theirs, value=mine.value, id=mine.id, start=mine.start, latest=mine.latest)
        started = mine.start == theirs.start + shift and mine.spread == theirs.spread
        return started and same == mine and isclose(mine.value, theirs.value, rel_tol=ROUNDING)
    if isinstance(mine, Funding) and isinstance(theirs, Funding):
        amounts = ((mine.amount, theirs.amount), (mine.needs_arr or 0.0, theirs.needs_arr or 0.0))
        dated = mine.active == theirs.active and mine.month == theirs.month + shift
        return dated and all(isclose(*pair, rel_tol=ROUNDING) for pair in amounts)
    return False
