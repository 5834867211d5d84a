"""Numbers as people read them: money short, shares in percent, whole people, months as dates."""

import functools
import math
from collections.abc import Sequence
from datetime import date

import numpy as np
from babel.numbers import format_compact_currency, get_currency_symbol

LOCALE = "en_US"
MISSING = "–"
"""What stands for a number that has no value."""


def symbol(currency: str) -> str:
    """The sign of a currency, "$", or its code where it has none."""
    return get_currency_symbol(currency, locale=LOCALE)


SIZES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))


@functools.lru_cache(4096)
def money(value: float, currency: str) -> str:
    """An amount in three digits: "$1.2M", "-€35.4K", "$12"."""
    if not math.isfinite(value):
        return _endless(value)
    short = float(f"{abs(value):.3g}") if abs(value) >= 0.5 else 0.0
    sign = "-" if value < 0 < short else ""
    return sign + format_compact_currency(short, currency, locale=LOCALE, fraction_digits=2)


def short(value: float, sign: str = "") -> str:
    """A value in three digits behind a sign, as charts write it: "$12.4M", "-$35.4K", "4.2"."""
    if not math.isfinite(value):
        return _endless(value)
    size = float(f"{abs(value):.3g}")
    unit, letter = next(((unit, letter) for unit, letter in SIZES if size >= unit), (1.0, ""))
    return f"{'-' if value < 0 < size else ''}{sign}{size / unit:.3g}{letter}"


def percent(value: float, digits: int = 0) -> str:
    """A share in percent: "12%"."""
    return f"{value:z,.{digits}%}" if math.isfinite(value) else _endless(value)


def likely(probability: float) -> str:
    """A probability from draws: "62%", "over 99%", "under 1%"."""
    if probability in (0.0, 1.0) or 0.01 <= probability <= 0.99:
        return percent(probability)
    return "over 99%" if probability > 0.5 else "under 1%"


def rate(value: float) -> str:
    """A share that may be small, in percent with two digits: "35%", "5.7%", "0.014%"."""
    if not math.isfinite(value) or abs(value) >= 0.0995 or value == 0:
        return percent(value)
    return f"{float(f'{100 * value:.2g}'):.12f}".rstrip("0").rstrip(".") + "%"


def volume(value: float) -> str:
    """A number of visitors, accounts, leads that may be large, in three digits: "12.2M", "68.4K", "1,234", "4.2"."""
    if value >= 9_999.5:
        return short(value)
    return count(value) if value >= 9.95 or value == 0 else f"{value:.2g}"


def count(value: float) -> str:
    """People, customers, accounts: whole, with thousands apart."""
    return f"{math.floor(value + 0.5):,}" if math.isfinite(value) else _endless(value)


def plain(value: float, digits: int = 1) -> str:
    """A ratio or a number of months."""
    return f"{value:z,.{digits}f}" if math.isfinite(value) else _endless(value)


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


def rounded_to_add_up(parts: Sequence[float], total: float, unit: float) -> tuple[list[float], float]:
    """Parts and total in multiples of `unit`, such that the rounded parts add up to the rounded total.

    Largest remainders: what plain rounding leaves over goes to the parts that were closest to the next multiple, and to
    the largest part where the total is so coarse that it leaves more than a unit a part.
    """
    whole = round(total / unit)
    exact = np.asarray(parts, dtype=float) / unit
    floors = np.floor(exact)
    extra = int(whole - floors.sum())
    if abs(extra) > len(floors):
        floors[np.abs(exact).argmax()] += extra
        extra = 0
    order = np.argsort(-(exact - floors), kind="stable")
    for at in range(abs(extra)):
        floors[order[at % len(order)] if extra > 0 else order[-1 - at % len(order)]] += 1 if extra > 0 else -1
    return [float(part * unit) for part in floors], whole * unit
