"""Numbers as people type and paste them: the number that was meant, or a refusal with the reason; never another number.

No library carries this: babel reads the numbers of one locale and, unless it is strict, drops what it does not expect
("2,5" is 25 in English); parsers of prices take the first number they find ("2 and 3" is 2). From babel come the signs
and codes of currencies.
"""

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from babel import Locale
from babel.numbers import list_currencies

from planner.vocabulary import lever_text
from planner.vocabulary.columns import Column
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.levers import Lever
from planner.vocabulary.numbers import LOCALE, symbol
from planner.vocabulary.sentences import singular

MOST = 1e15
"""The largest amount that can be entered, either way."""

LONGEST = 60
"""Letters of the longest text that is read as a number."""

SMALL = Decimal("1e-9")
"""From here on down a number is written as a power of ten."""

FAR = 400
"""A power of ten beyond every number of a computer."""

MINUS = "-\u02d7\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d"
SOFT_HYPHEN = "\u00ad"
MONTHS, FACTOR = "months", "factor"
"""Units with a reading of their own: 6m is not six million months, and a factor may be written with its sign, × 1.5."""

SEVERAL = "holds more than one number; enter one"

_SIZES = {
    1e3: ("k", "thousand", "tsd", "tsd."),
    1e6: ("m", "mm", "mn", "mln", "mio", "mio.", "million", "millions", "millionen"),
    1e9: ("b", "bn", "mrd", "mrd.", "billion", "billions"),
    1e12: ("T", "tn", "trillion", "trillions"),
}
SIZES: Mapping[str, Decimal] = {word: Decimal(int(size)) for size, words in _SIZES.items() for word in words}
"""What follows a number and multiplies it; in any case, but for T (a lower-case t means thousand elsewhere)."""

CONTINENTAL = ("tsd", "tsd.", "mio", "mio.", "mrd", "mrd.", "millionen")
"""Words of languages in which the comma is the decimal mark and the point sets thousands apart."""

_PARTS = re.compile(
    r"(?P<before>[^0-9.,]*)(?P<number>[0-9.,][0-9.,'\u2019_ ]*(?:[eE][+-]?\d+)?)(?P<after>.*)", re.DOTALL
)
_PERCENT = re.compile(r"%|per ?cent\b|pct\b", re.IGNORECASE)
_EXPONENT = re.compile(r"(.*?)\s*[eE]([+-]?\d+)")
_WORD = re.compile(r"[^\W\d_]+\.?")
_UNCERTAIN = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_WRITTEN = (
    re.compile(r"(?P<whole>\d+)\.?"),
    re.compile(r"(?P<whole>\d*)\.(?P<part>\d+)"),
    re.compile(r"(?P<whole>[1-9]\d{0,2}(?:,\d{3})+)(?:\.(?P<part>\d+))?"),
    re.compile(r"(?P<whole>[1-9]\d?(?:,\d{2})+,\d{3})(?:\.(?P<part>\d+))?"),
    re.compile(r"(?P<whole>0?|[1-9]\d*),(?P<part>\d+)"),
    re.compile(r"(?P<whole>[1-9]\d{0,2}(?:\.\d{3}){2,})(?:,(?P<part>\d+))?"),
    re.compile(r"(?P<whole>[1-9]\d{0,2}(?:\.\d{3})),(?P<part>\d+)"),
    re.compile(r"(?P<whole>[1-9]\d{0,2}(?P<mark>[ '\u2019_])\d{3}(?:(?P=mark)\d{3})*)(?:[.,](?P<part>\d+))?"),
)
"""How a number without its sign may be written, the first that fits: plain, with a decimal point, with thousands in
English and in Indian order, with a decimal comma, with thousands after points, with thousands apart in another way."""


@dataclass(frozen=True)
class Quantity:
    """What is asked for where a number is typed.

    unit: what stands beside the field: "months", "% a year", "EUR per rep a year"; may be repeated after the number.
    currency: the plan's, for money. share: a fraction, whose bare numbers are percent (as in the app) or fractions (as
    on the command line). low, high: bounds, on the plan's own scale. whole: whether fractions are refused.
    """

    unit: str = ""
    currency: str | None = None
    share: Literal["percent", "fraction"] | None = None
    low: float = -MOST
    high: float = MOST
    whole: bool = False


def amount(currency: str, low: float = -MOST) -> Quantity:
    """An amount of money in the plan's currency."""
    return Quantity(currency, currency, low=low)


def of_lever(lever: Lever, currency: str, bare: Literal["percent", "fraction"] = "percent") -> Quantity:
    """What a lever's value is typed as; its bounds are the plan's affair. bare: what a share's number without % is."""
    return Quantity(
        lever_text.unit(lever, currency),
        currency if lever.is_money else None,
        bare if lever.is_share else None,
    )


def of_column(column: Column, currency: str, bare: Literal["percent", "fraction"] = "percent") -> Quantity:
    """What a value of a column is typed as: a target, a floor. bare: what a share's number without % is."""
    if column.unit == "money":
        return amount(currency)
    if column.unit == "share":
        return Quantity("%", share=bare)
    return Quantity("" if column.unit == "ratio" else column.unit)


def number(place: str, text: str, quantity: Quantity) -> float:
    """The number that a text means, on the plan's own scale: 0.24 for "24%", 1200000.0 for "$1.2M".

    place: the name of the field, for the sentence of a refusal. PlannerError when the text is no number, could mean
    two, has another unit or currency than the quantity, lies beyond its bounds, or has a fraction that it may not have.
    """
    if not text.strip():
        raise PlannerError(Problem(place, "", _example(quantity)))
    try:
        value = float(_read(text, quantity))
    except _RefusedError as refused:
        raise PlannerError(Problem(place, _quoted(text), str(refused))) from None
    if not quantity.low <= value <= quantity.high:
        raise PlannerError(Problem(place, _quoted(text), _bounds(quantity)))
    if quantity.whole and value != int(value):
        raise PlannerError(Problem(place, _quoted(text), "must be a whole number"))
    return value


def changed(place: str, text: str, quantity: Quantity, before: float) -> float:
    """As `number`, for a field that shows a value: the refusal of one that was emptied says that its value stays."""
    if not text.strip():
        raise PlannerError(Problem(place, "", f"its value, {shown(before, quantity)}, stays"))
    return number(place, text, quantity)


def written(value: float, quantity: Quantity) -> str:
    """A value as its field shows it, without the unit: "1,200,000", "22.5"; `number` gives it back."""
    scaled = Decimal(f"{value:.12g}") * (100 if quantity.share == "percent" else 1)
    text = f"{scaled:,f}" if abs(scaled) >= SMALL or not scaled else f"{scaled:.12g}"
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def shown(value: float, quantity: Quantity) -> str:
    """A value with the sign of its currency or of percent: "$1,200,000", "22.5%"; `number` gives it back."""
    text = written(value, quantity)
    if quantity.currency:
        sign = symbol(quantity.currency)
        return f"{'-' if value < 0 else ''}{sign}{' ' if sign.isalpha() else ''}{text.removeprefix('-')}"
    return f"{text}%" if quantity.share == "percent" else text


class _RefusedError(Exception):
    """Why a text is not read: the end of a sentence."""


class _Parts(NamedTuple):
    """A text taken apart: sign, digits, power of ten, the word that multiplies, what stands before and after."""

    minus: bool
    digits: str
    power: int
    size: str
    before: str
    after: str


def _read(text: str, quantity: Quantity) -> Decimal:
    parts = _parts(_clean(text), quantity)
    percent = _percent(parts, quantity)
    if parts.size and (quantity.share or quantity.unit == MONTHS):
        raise _RefusedError(f"{parts.size} is not understood here; {_example(quantity)}")
    if parts.size.lower() in CONTINENTAL and _UNCERTAIN.fullmatch(parts.digits):
        whole, part = re.split("[.,]", parts.digits)
        either = f"{whole}.{part.rstrip('0') or 0} {parts.size}", f"{whole}{part} {parts.size}"
        raise _RefusedError(f"could be {' or '.join(either)}; write one of these")
    value = _digits(parts.digits).scaleb(parts.power) * SIZES.get(parts.size, SIZES.get(parts.size.lower(), 1))
    if value and not float(value):
        raise _RefusedError("is too small for a number; write 0")
    return (-value if parts.minus and value else value) / (100 if percent else 1)


def _clean(text: str) -> str:
    """The text with one kind of space, minus and digits, and without marks that do not show."""
    text = text.strip()
    if len(text) > LONGEST:
        raise _RefusedError("is too long for a number")
    return "".join(map(_plain, text)).strip()


def _plain(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Cc":
        raise _RefusedError(SEVERAL)
    if char in MINUS:
        return "-"
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    return " " if kind == "Zs" else "" if kind == "Cf" and char != SOFT_HYPHEN else char


def _parts(text: str, quantity: Quantity) -> _Parts:
    found = _PARTS.fullmatch(text)
    if not found:
        raise _RefusedError(_example(quantity))
    before, digits, after = found["before"], found["number"].strip(), found["after"].strip()
    signs = "".join(char for char in before if char in "+-(")
    if signs not in ("", "+", "-", "(") or (signs == "(") != after.endswith(")"):
        raise _RefusedError("has signs that are not understood; write -5 or (5) for less than 0")
    after = after.removesuffix(")").strip() if signs == "(" else after
    exponent = _EXPONENT.fullmatch(digits)
    digits, power = (exponent[1], max(-FAR, min(int(exponent[2]), FAR))) if exponent else (digits, 0)
    word = _WORD.match(after)
    size = word[0] if word and (word[0] in SIZES or word[0].lower() in SIZES) else ""
    before = "".join(char for char in before if char not in "+-(").strip()
    return _Parts(signs in ("-", "("), digits, power, size, before, after[len(size) :].strip())


def _percent(parts: _Parts, quantity: Quantity) -> bool:
    """Whether the number is a percentage; a refusal when what stands around it does not belong to the quantity."""
    if parts.before and parts.before.upper() not in _signs(quantity):
        raise _RefusedError(_not_understood(parts.before, quantity))
    after, percent = parts.after, _PERCENT.match(parts.after)
    if percent:
        if not quantity.share:
            counted = f"this is counted in {quantity.unit}" if quantity.unit else "this is not"
            raise _RefusedError(f"is a percentage; {counted}")
        after = after[percent.end() :].strip()
    for sign in _signs(quantity):
        if after.upper().startswith(sign):
            after = after[len(sign) :].strip()
            break
    unit = quantity.unit.removeprefix("%").removeprefix(quantity.currency or "")
    if after and _words(after) != _words(unit):
        raise _RefusedError(_not_understood(after, quantity))
    return percent is not None or quantity.share == "percent"


def _digits(text: str) -> Decimal:
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(text):
            whole, part = re.sub(r"\D", "", found["whole"]), found.groupdict().get("part")
            return Decimal(f"{whole or 0}.{part or 0}")
    if "_" in text:
        raise _RefusedError("is not a number; _ sets thousands apart, as in 1_000_000, and nothing else")
    raise _RefusedError(
        SEVERAL if " " in text else "is not a number; thousands stand in threes before one decimal mark"
    )


def _signs(quantity: Quantity) -> tuple[str, ...]:
    """What may stand for the unit before or after the number, in capitals: signs and codes of the plan's currency."""
    if quantity.currency is None:
        return ("×", "X") if quantity.unit == FACTOR else ()
    return (symbol(quantity.currency).upper(), quantity.currency, *(("US$",) if quantity.currency == "USD" else ()))


def _words(text: str) -> list[str]:
    """The words of a unit, in one number and case, months in full."""
    words = (singular(word.rstrip(".")) for word in text.lower().split())
    return ["month" if word == "mo" else word for word in words]


def _not_understood(found: str, quantity: Quantity) -> str:
    """Why what stands beside the number is refused."""
    first = found.split()[0]
    code = _currencies().get(first.upper())
    if code and quantity.currency:
        plan = quantity.currency
        return f"is in {first}, the plan in {plan}; convert it, and leave the sign out or write {plan}"
    return f"{_quoted(found)} is not understood here; {_example(quantity)}"


@functools.cache
def _currencies() -> Mapping[str, str]:
    """Codes of currencies by their signs and codes, in capitals."""
    signs = {sign.upper(): code for code, sign in Locale.parse(LOCALE).currency_symbols.items()}
    return signs | {code: code for code in list_currencies()}


def _example(quantity: Quantity) -> str:
    """What would be right, as the end of a sentence."""
    if quantity.share:
        return "must be a percentage, such as 22.5%" + (" or 0.225" if quantity.share == "fraction" else "")
    if quantity.currency:
        return f"must be an amount in {quantity.currency}, such as 35,000 or 1.2M"
    if quantity.unit == MONTHS:
        return "must be a number of months, such as 6 or 7.5"
    return "must be a number, such as 2.5 or 1,200"


def _bounds(quantity: Quantity) -> str:
    """Between what the value must lie, as the end of a sentence."""
    if (quantity.low, quantity.high) == (-MOST, MOST):
        return f"must be at most {MOST:.0e}, either way".replace("e+", "e")
    low, high = (
        f"{end:.0e}".replace("e+", "e") if abs(end) >= MOST else written(end, quantity)
        for end in (quantity.low, quantity.high)
    )
    return f"must be {low} to {high} {quantity.unit}".rstrip().replace(" %", "%")


def _quoted(text: str) -> str:
    """The text in quotes, shortened."""
    return f'"{text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."}"'
