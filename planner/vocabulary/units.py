"""Units: how a quantity is written, as a value, as a difference of two and on an axis. All writers take any float."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import Lever
from planner.vocabulary.numbers import as_likely, count, likely, money, percent, plain, rate, short, significant, symbol
from planner.vocabulary.sentences import counted

Writer = Callable[[float, str], str]
"""A number as text. The second argument is the plan's currency."""


Axis = Literal["money", "share", "people", "number"]
"""How a chart writes a value: in the plan's currency, in percent, whole, in three digits."""


@dataclass(frozen=True)
class Unit:
    """How a quantity is written.

    value: for key numbers and tables: "$1.2M", "71%", "14 mo.". precise: in a sentence, and beside others: "71.4%",
    "14.2 months". difference: of two values, with a minus where it is below 0: "-$35K", "3.2 pts". digits: in that many
    digits, to tell a value from another. least: a smaller difference is not shown. factor: what a value is multiplied
    by to be read; mark: what then stands behind it, "%". rounded: what `value` writes, where a difference stands beside
    it that must add up.
    """

    id: str
    value: Writer
    precise: Writer
    difference: Writer
    digits: Callable[[float, str, int], str]
    least: float = 0.5
    factor: float = 1.0
    mark: str = ""
    rounded: Callable[[float], float] = float

    @property
    def is_money(self) -> bool:
        """Whether it is an amount in the plan's currency."""
        return self is MONEY

    def read(self, value: float) -> float:
        """A value on the scale on which it is read, without rounding errors of binary fractions."""
        return float(f"{value * self.factor:.14g}")

    def number(self, value: float) -> str:
        """A value as people enter it, without its unit: "22.5" (%), "60,000"."""
        read = self.read(value)
        if 0 < abs(read) < 1e-9:
            return f"{read:.6g}"
        return count(read) if abs(read) >= 1000 else significant(read, 6)

    def exact(self, value: float, currency: str) -> str:
        """A value as people enter it, in its short form: "22.5%", "$60K", "6"."""
        if self.is_money:
            return money(value, currency)
        return f"{self.number(value)}{self.mark if math.isfinite(self.read(value)) else ''}"

    def signed(self, change: float, currency: str) -> str:
        """A difference with its sign either way: "+3.2 pts", "-$35K"; 0 has none."""
        return f"{'+' if change >= self.least else ''}{self.difference(change, currency)}"

    def shows(self, change: float, beside: float) -> bool:
        """Whether a change is large enough to be shown. beside: the value that it is a change of."""
        if self is SHARE and 0 < abs(beside) < 0.0995:  # written in two digits
            return abs(change) >= min(self.least, 0.5 * 10.0 ** (math.floor(math.log10(abs(beside))) - 1))
        return abs(change) >= self.least

    @property
    def axis(self) -> Axis:
        """How a chart writes it."""
        return "money" if self.is_money else "share" if self.mark else "people" if self.id == "people" else "number"


def _without_currency(write: Callable[[float], str]) -> Writer:
    return lambda value, _: write(value)


def _precise_share(value: float, _: str) -> str:
    return percent(value, 1).replace(".0%", "%") if abs(value) >= 0.0995 else rate(value)


def _points(change: float, _: str) -> str:
    points = rate(change).removesuffix("%")
    return f"{points} {'pt' if points in ('1', '-1') else 'pts'}"


def _short_months(value: float, _: str) -> str:
    return f"{count(value)} mo." if math.isfinite(value) else count(value)


def _months(value: float, text: str) -> str:
    return counted(text, "months") if math.isfinite(value) else text


def _few(value: float, _: str) -> str:
    """Whole, but with a decimal where there are few."""
    return count(value) if abs(value) >= 10 or float(value).is_integer() else plain(value)


MONEY = Unit("money", money, money, money, lambda value, currency, digits: short(value, symbol(currency), digits))
SHARE = Unit(
    "share",
    value=_without_currency(rate),
    precise=_precise_share,
    difference=_points,
    digits=lambda value, _, digits: rate(value, digits),
    least=0.0005,
    factor=100.0,
    mark="%",
)
PROBABILITY = Unit(
    "probability",
    value=_without_currency(likely),
    precise=_without_currency(likely),
    difference=lambda change, _: _points(round(change, 2), ""),
    digits=lambda value, _, digits: rate(value, digits),
    least=0.005,
    factor=100.0,
    mark="%",
    rounded=as_likely,
)
RATIO = Unit(
    "ratio",
    value=_without_currency(plain),
    precise=lambda value, _: plain(value, 2),
    difference=lambda change, _: f"{plain(change)}×",
    digits=lambda value, _, digits: significant(value, digits),
    least=0.05,
)
MONTHS = Unit(
    "months",
    value=_short_months,
    precise=lambda value, _: _months(value, plain(value)),
    difference=_short_months,
    digits=lambda value, _, digits: _months(value, significant(value, digits)),
)


def _whole(unit: str) -> Unit:
    """What is counted whole."""
    whole = _without_currency(count)
    return Unit(unit, whole, _few, whole, lambda value, _, digits: significant(value, digits))


WHOLE = ("people", "ramped reps", "visitors", "accounts", "customers", "leads", "opportunities", "deals", "number")

UNITS: Mapping[str, Unit] = MappingProxyType(
    {unit.id: unit for unit in (MONEY, SHARE, PROBABILITY, RATIO, MONTHS, *map(_whole, WHOLE))}
)
"""Every unit by id; "number" is a lever's that is neither money nor a share."""


def of(column: str) -> Unit:
    """The unit of a column that is a number."""
    return UNITS[COLUMNS[column].unit]


def of_lever(lever: Lever) -> Unit:
    """The unit in which a lever's values are written."""
    return SHARE if lever.is_share else MONEY if lever.is_money else UNITS["number"]


def span(low: str, high: str) -> str:
    """Two values as a range, with a unit that is a word only once: "12 to 18 months", "25% to 40%"."""
    return f"{low.removesuffix(' months')} to {high}"


MOST_DIGITS = 6
"""Digits in which a value that still reads like another is told from it in words."""


def told_apart(unit: Unit, value: float, limits: Sequence[float], currency: str) -> tuple[str, list[str]]:
    """A value and the limits it is judged by, in the fewest digits, at least 3, that tell it from each of them.

    One that reads like a limit even in six digits is "just under" or "just over" it.
    """
    for digits in range(3, MOST_DIGITS + 1):
        text, *ends = (unit.digits(one, currency, digits) for one in (value, *limits))
        alike = [limit for limit, end in zip(limits, ends, strict=True) if end == text and limit != value]
        if not alike:
            return text, ends
    return f"just {'under' if value < alike[0] else 'over'} {text}", ends
