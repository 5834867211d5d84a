"""Levers as people read them: names, units, values and ranges; shares in percent."""

from collections import Counter
from decimal import Decimal

from planner.vocabulary import units
from planner.vocabulary.levers import CATALOGUE, Lever
from planner.vocabulary.reference_currency import CURRENCY
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.sentences import is_one, opening, singular, within

PERCENT = units.SHARE.factor
REMARK = 20
"""Letters in brackets after which a label is too long to stand beside its number."""

SHARED = Counter(lever.label for lever in CATALOGUE.values())
"""How many levers have a label."""


def name(lever: Lever) -> str:
    """The label without a long remark in brackets; with its segment before it where others have the same label."""
    if SHARED[lever.label] > 1:
        return f"{SEGMENTS[lever.group].label}: {within(lever.label)}"
    return _short(lever)


def _short(lever: Lever) -> str:
    short, bracket, remark = lever.label.partition(" (")
    return short if bracket and len(remark) > REMARK else lever.label


def name_within(lever: Lever) -> str:
    """The name within a sentence: "enterprise win rate", "MQL growth", "G&A staff cost"."""
    return within(name(lever))


def scale(lever: Lever) -> float:
    """What a value is multiplied by to be read: 100 for shares."""
    return units.of_lever(lever).factor


def scaled(lever: Lever, value: float) -> float:
    """A value on the scale on which it is read, without rounding errors of binary fractions."""
    return units.of_lever(lever).read(value)


def unscaled(lever: Lever, value: float) -> float:
    """A value as the plan holds it, from one as it is read; without rounding errors of binary fractions."""
    return float(Decimal(repr(float(value))) / Decimal(repr(scale(lever))))


def shown(lever: Lever, value: float) -> str:
    """A value as text, without its unit."""
    return units.of_lever(lever).number(value)


def unit(lever: Lever, currency: str) -> str:
    """The unit of a value: "% a year", "months", "EUR per month"."""
    text = lever.unit.replace("USD", currency)
    if lever.is_share:
        text = text.replace("share", "%", 1)
    return text.replace("/year", " a year").replace("/month", " a month").replace("/", " per ")


def span(lever: Lever, currency: str, low: float, high: float | None = None) -> str:
    """A value, or a range: "6 months", "6 to 9 months", "2 to 10%"."""
    values = shown(lever, low) if high is None else f"{shown(lever, low)} to {shown(lever, high)}"
    return f"{values} {counted(values, unit(lever, currency))}".replace(" %", "%")


def counted(number: str, unit: str) -> str:
    """A unit behind a number: "1 person per quarter", "2 people per quarter"; of a range, the last number counts."""
    several, *rest = unit.split(" ")
    return " ".join([singular(several), *rest]) if is_one(number) else unit


def usual_range(lever: Lever, currency: str) -> str:
    """The usual range, or nothing for a lever that has none."""
    return "" if lever.usual_low is None else span(lever, currency, lever.usual_low, lever.usual_high)


def brief(lever: Lever, value: float, currency: str) -> str:
    """A value in its short form: "20%", "$60K"."""
    return units.of_lever(lever).exact(value, currency)


def rounded(lever: Lever, value: float, digits: int) -> float:
    """A value that reads in so many digits."""
    return float(f"{value * scale(lever):.{digits}g}") / scale(lever)


def change(lever: Lever, before: float, after: float, currency: str) -> str:
    """From one value to another, in three digits: "22% to 24.2%", "5 to 4.5 months"."""
    values = " to ".join(brief(lever, rounded(lever, value, 3), currency) for value in (before, after))
    return _with_unit(lever, values, currency)


def in_short(lever: Lever, value: float, currency: str) -> str:
    """A value in its short form with its unit: "20%", "$60K a year", "1 person per quarter"."""
    return _with_unit(lever, brief(lever, value, currency), currency)


def _with_unit(lever: Lever, values: str, currency: str) -> str:
    per = unit(lever, currency).removeprefix("%").removeprefix(currency).strip()
    return f"{values} {counted(values, per)}".strip()


def source_of_default(lever: Lever) -> str:
    """Where the default comes from; of what only the company itself knows, where to look."""
    return f"assumption, until known from {lever.source}" if lever.source.startswith("your own") else lever.source


def explain(lever: Lever, currency: str) -> str:
    """All that is known about a lever: the remark in its label, its usual range, its bounds, its source."""
    remark = lever.label.removeprefix(_short(lever)).strip(" ()")
    note = f"{opening(remark)}. " if remark else ""
    usual = f"Usually {usual_range(lever, currency)}. " if lever.usual_low is not None else ""
    amounts = lever.is_money and currency != CURRENCY and any(map(str.isdigit, lever.source))
    source = f"Source{f', in {CURRENCY}' if amounts else ''}: {lever.source}"
    return f"{note}{usual}Possible: {span(lever, currency, lever.min, lever.max)}. {source}."
