"""Numbers as people read them: money short, shares in percent, whole people, months as dates.

Every writer takes any float and never raises: "–" for NaN, "∞" for infinity, "1.2e15" from HUGE on. No text is further
from its number than half of its last digit; `likely` alone writes to 5 points.
"""

import functools
import math
from datetime import date
from decimal import Decimal

from babel.numbers import get_currency_symbol

LOCALE = "en_US"
MISSING = "–"
"""What stands for a number that has no value."""

FAINT = "under 0.1%"
"""What is said of a change that `is_faint`."""

HUGE = 1e15
"""From here on a number is written with an exponent."""

THOUSANDS = 10_000
"""From here on digits of a number in full stand in threes."""

SIZES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"), (1.0, ""))
DECIMALS = 15
"""Decimals that are written at most."""
TINY = 1e-12
"""A smaller number is written as 0: it is a rounding error."""


@functools.cache
def symbol(currency: str) -> str:
    """The sign of a currency, "$", or its code where it has none."""
    return get_currency_symbol(currency, locale=LOCALE)


def money(value: float, currency: str) -> str:
    """An amount in three digits, whole below 1: "$1.2M", "-€35.4K", "$12"."""
    return short(0.0 if abs(value) < 0.5 else value, symbol(currency))


def short(value: float, sign: str = "", digits: int = 3) -> str:
    """A value in three digits behind a sign, as charts write it: "$12.4M", "-$35.4K", "4.2".

    Babel's compact formats write the same, but take 100 microseconds each where this takes 4, and a page writes
    thousands of values while a lever moves.
    """
    if not math.isfinite(value):
        return _endless(value)
    text = f"{abs(value):.{digits}g}"
    size = float(text)
    if size >= HUGE:
        amount = _exponent(text)
    else:
        unit, letter = _size(size)
        amount = f"{_positional(size / unit, digits)}{letter}"
    return f"{'-' if value < 0 and amount != '0' else ''}{sign}{amount}"


def significant(value: float, digits: int) -> str:
    """A number in so many digits, whole where it has more before the point: "0.00012", "4.2", "1,235"."""
    if not math.isfinite(value):
        return _endless(value)
    if abs(value) >= HUGE:
        return _exponent(f"{value:.{digits}g}")
    return f"{value:,.0f}" if abs(value) >= 10**digits else _positional(value, digits)


def percent(value: float, digits: int = 0) -> str:
    """A share in percent: "12%"."""
    return f"{value:z,.{digits}%}" if abs(value) < HUGE / 100 else _huge_percent(value)


def rate(value: float, digits: int = 2) -> str:
    """A share that may be small, in whole percent or two digits: "35%", "5.7%", "0.014%"."""
    return f"{significant(100 * value, digits)}%" if abs(value) < HUGE / 100 else _huge_percent(value)


def likely(probability: float) -> str:
    """A probability from draws, to 5 points between 5% and 95%: "60%", "97%", "over 99%", "under 1%"."""
    if 0 < probability < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < probability < 1 else percent(as_likely(probability))


def as_likely(probability: float) -> float:
    """A probability as `likely` writes it: to 5 points or to one; "over 99%" is 1, "under 1%" is 0."""
    if 0.05 <= probability <= 0.95:
        return math.floor(20 * probability + 0.5) / 20
    if 0 < probability < 0.01 or 0.99 < probability < 1:
        return float(probability > 0.5)
    return round(probability, 2)


def is_faint(change: float, beside: float) -> bool:
    """Whether a change, as large as it may look, is less than half of 0.1% of the value beside it."""
    return 0.5 <= abs(change) < abs(beside) / 2000


def volume(value: float) -> str:
    """A number of visitors, accounts, leads that may be large, in three digits: "12.2M", "68.4K", "1,234", "4.2"."""
    if abs(value) >= 9_999.5:
        return short(value)
    return count(value) if abs(value) >= 9.95 else significant(value, 2)


def count(value: float) -> str:
    """People, customers, accounts: whole, with thousands apart."""
    if not math.isfinite(value):
        return _endless(value)
    return f"{math.floor(value + 0.5):,}" if abs(value) < HUGE else short(value)


def in_full(value: float) -> str:
    """A number with all of its digits, thousands apart from 10,000 on: "60,000", "0.22", "1.2e15".

    Refusals write with it what was found and what is allowed, in the unit of the plan's file.
    """
    if not math.isfinite(value):
        return _endless(value)
    text = f"{value:.12g}"
    exact = text if float(text) == value else repr(float(value)).removesuffix(".0")
    if abs(value) >= HUGE and "e" in exact:
        return _exponent(exact)
    return f"{Decimal(exact):,f}" if abs(value) >= THOUSANDS else exact


def plain(value: float, digits: int = 1) -> str:
    """A ratio or a number of months, with so many decimals."""
    if not math.isfinite(value):
        return _endless(value)
    return f"{value:z,.{digits}f}" if abs(value) < HUGE else short(value)


def _size(amount: float) -> tuple[float, str]:
    """The size that an amount is written in, and its letter."""
    for size in SIZES:
        if amount >= size[0]:
            return size
    return SIZES[-1]


def _positional(value: float, digits: int) -> str:
    """A number in so many digits and without an exponent."""
    if abs(value) < TINY:
        return "0"
    text = f"{value:.{digits}g}"
    if "e" not in text:
        return text
    text = f"{float(text):,.{DECIMALS}f}"
    return text.rstrip("0").rstrip(".")


def _exponent(text: str) -> str:
    """A text of Python with its exponent as people write it: "1.2e15"."""
    return text.replace("e+", "e")


def _huge_percent(value: float) -> str:
    """A share whose percent are too many to write out, or no number at all."""
    if not math.isfinite(value):
        return _endless(value)
    digits, _, exponent = f"{value:.2e}".partition("e")
    return f"{float(digits):.3g}e{int(exponent) + 2}%"


def _endless(value: float) -> str:
    if math.isnan(value):
        return MISSING
    return "∞" if value > 0 else "-∞"


def month_date(start: str, month: int) -> date:
    """First day of a plan's month (from 1). start: "YYYY-MM"."""
    year, first = map(int, start.split("-"))
    years, at = divmod(first - 1 + month - 1, 12)
    return date(year + years, at + 1, 1)


def months_apart(start: str, other: str) -> int:
    """How many months after one start ("YYYY-MM") another one is; below 0 when it is before."""
    (year, month), (later, there) = (map(int, text.split("-")) for text in (start, other))
    return 12 * (later - year) + there - month


def month_name(start: str, month: int) -> str:
    """A plan's month (from 1) as a date: "Jan 2027"."""
    return month_date(start, month).strftime("%b %Y")
