"""Plans side by side: key numbers at the end of one month, the best and the worst of each, and what differs."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from planner.analysis.explain.items import different, in_currency_of
from planner.model.simulate import Result, simulate
from planner.plan import Plan, currencies, difference_text
from planner.plan.differences import KINDS, Difference
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.numbers import month_name, months_apart
from planner.vocabulary.units import MONEY, Unit

FEWEST, MOST = 2, 6
"""Plans that are compared."""

Better = Literal["up", "down"] | None


@dataclass(frozen=True)
class KeyNumber:
    """A number that plans are compared by. value: of a result, at the end of a month (from 1); NaN where there is none.

    better: which way is good; None where neither is.
    """

    id: str
    label: str
    unit: Unit
    value: Callable[[Result, int], float]
    better: Better


def _column(name: str, better: Better = "up") -> KeyNumber:
    def value(result: Result, month: int) -> float:
        return float(result[name][month - 1, 0])

    return KeyNumber(name, COLUMNS[name].label, units.of(name), value, better)


def _lowest_cash(result: Result, month: int) -> float:
    return float(result["cash"][:month].min())


def _cash_out(result: Result, month: int) -> float:
    """The month in which cash runs out by then; infinity where it lasts."""
    out = float(result.cash_out_month()[0])
    return out if out <= month else math.inf


NUMBERS: Mapping[str, KeyNumber] = MappingProxyType(
    {
        number.id: number
        for number in (
            *(_column("arr"), _column("arr_growth"), _column("nrr"), _column("grr"), _column("customers")),
            *(_column("headcount", None), _column("gross_margin"), _column("burn_multiple", "down")),
            *(_column("rule_of_40"), _column("cash")),
            KeyNumber("lowest_cash", "Lowest cash until then", MONEY, _lowest_cash, "up"),
            KeyNumber("cash_out_month", "Month in which cash runs out", units.MONTHS, _cash_out, "up"),
        )
    }
)
"""What plans are compared by, by id."""


@dataclass(frozen=True)
class Line:
    """A key number of every plan. values: one a plan, amounts in the first plan's currency; NaN where there is none.

    best, worst: places of the plans that have the best and the worst value, empty where all are alike or neither is.
    """

    number: KeyNumber
    values: tuple[float, ...]
    best: tuple[int, ...]
    worst: tuple[int, ...]

    def ends(self, texts: Sequence[str]) -> tuple[bool | None, ...]:
        """Whether a plan's value is the best (True) or the worst (False), of values that are written as these texts.

        None for the others, and for all where the best and the worst read alike.
        """
        if {texts[at] for at in self.best} & {texts[at] for at in self.worst}:
            return (None,) * len(texts)
        return tuple(True if at in self.best else False if at in self.worst else None for at in range(len(texts)))


@dataclass(frozen=True)
class Row:
    """Something that differs between the plans. parts: the difference of every plan to the first; None where there is
    none, so that it is there as in the first, whose own place is None.
    """

    kind: str
    item: str
    parts: tuple[Difference | None, ...]

    @property
    def first(self) -> Any:
        """What the first plan has."""
        return next(part.before for part in self.parts if part)

    def value(self, at: int) -> Any:
        """What a plan has, by its place; None where it does not have it."""
        part = self.parts[at]
        return part.after if part else self.first


@dataclass(frozen=True)
class Comparison:
    """Plans side by side. there: the same in the first one's currency, where a rate is known.

    results: of all months, each in its plan's own currency. months: of each plan, from 1, that are compared. rates:
    what one unit of a plan's currency is in the first plan's; None where it is not known, and then its amounts have no
    value here.
    """

    plans: tuple[Plan, ...]
    there: tuple[Plan, ...]
    results: tuple[Result, ...]
    months: tuple[int, ...]
    rates: tuple[float | None, ...]
    numbers: tuple[Line, ...]
    rows: tuple[Row, ...]


def compare(plans: Sequence[Plan], month: int, *, calendar: bool = False) -> Comparison:
    """Two to six plans at the end of a month, from 1.

    calendar: whether the other plans are read in the calendar month that this is in the first one, or in the month of
    the same number. PlannerError for fewer or more plans, or a month that one of them does not have.
    """
    if not FEWEST <= len(plans) <= MOST:
        raise PlannerError(Problem("plans", str(len(plans)), f"must be {FEWEST} to {MOST}"))
    first = plans[0]
    months = tuple(month - (months_apart(first.start, plan.start) if calendar else 0) for plan in plans)
    for plan, number in zip(plans, months, strict=True):
        if not 1 <= number <= plan.months:
            which = f"the months of {plan.name}"
            if number != month:
                which += f", {month_name(plan.start, 1)} to {month_name(plan.start, plan.months)}"
            raise PlannerError(Problem("month", str(number), f"must be 1 to {plan.months}, {which}"))
    results = tuple(simulate(plan) for plan in plans)
    rates = tuple(
        1.0 if plan.currency == first.currency else currencies.rate(plan, first.currency, first.usd) for plan in plans
    )
    lines = tuple(_line(number, results, months, rates) for number in NUMBERS.values())
    there = tuple(_in_currency_of(plan, first) for plan in plans)
    return Comparison(tuple(plans), there, results, months, rates, lines, _rows(plans))


def series(found: Comparison, metric: str) -> list[np.ndarray]:
    """A metric of every plan by month, (months,) each, amounts in the first plan's currency, NaN without a rate."""
    return [
        result[metric][:, 0] * _factor(COLUMNS[metric].unit == "money", rate)
        for result, rate in zip(found.results, found.rates, strict=True)
    ]


def said(found: Comparison, line: Line, at: int) -> str:
    """A key number of a plan as people read it: a month by its name, an amount without a rate in its own currency."""
    number, value, plan = line.number, line.values[at], found.plans[at]
    if number.id == "cash_out_month":
        return month_name(plan.start, int(value)) if math.isfinite(value) else "lasts"
    if math.isnan(value) and found.rates[at] is None:
        return number.unit.precise(number.value(found.results[at], found.months[at]), plan.currency)
    return number.unit.precise(value, found.plans[0].currency)


def shown(found: Comparison, row: Row, at: int) -> str:
    """What a plan has of something that differs, for people; empty where it does not have it."""
    part = row.parts[at] or next(part for part in row.parts if part)
    plan = found.plans[at] if row.kind == "settings" else found.there[at]
    return difference_text.shown(plan, part, row.value(at))


def _in_currency_of(plan: Plan, first: Plan) -> Plan:
    try:
        return in_currency_of(plan, first, currencies.DIGITS)
    except PlannerError:
        return plan


def _factor(is_money: bool, rate: float | None) -> float:
    return 1.0 if not is_money else math.nan if rate is None else rate


def _line(number: KeyNumber, results: Sequence[Result], months: Sequence[int], rates: Sequence[float | None]) -> Line:
    values = tuple(
        number.value(result, month) * _factor(number.unit.is_money, rate)
        for result, month, rate in zip(results, months, rates, strict=True)
    )
    known = [value for value in values if not math.isnan(value)]
    if number.better is None or len(known) < 2 or min(known) == max(known):
        return Line(number, values, (), ())
    top, bottom = (max(known), min(known)) if number.better == "up" else (min(known), max(known))
    best, worst = (tuple(at for at, value in enumerate(values) if value == end) for end in (top, bottom))
    return Line(number, values, best, worst)


def _rows(plans: Sequence[Plan]) -> tuple[Row, ...]:
    """What differs, by kind, in the order in which it is found; items that are called alike stay apart."""
    parts: dict[tuple[str, str, int], list[Difference | None]] = {}
    for at, other in enumerate(plans[1:], 1):
        times: dict[tuple[str, str], int] = {}
        for one in different(plans[0], other):
            called = (one.kind, one.item)
            times[called] = times.get(called, 0) + 1
            parts.setdefault((*called, times[called]), [None] * len(plans))[at] = one
    rows = [Row(kind, item, tuple(found)) for (kind, item, _), found in parts.items()]
    return tuple(sorted(rows, key=lambda row: KINDS.index(row.kind)))
