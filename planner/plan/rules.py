"""What a value must be: readers, which give it as the plan keeps it or note what would have been right."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from planner.plan.problems import Problems, short
from planner.vocabulary.errors import nearest
from planner.vocabulary.levers import CATALOGUE, GROUPS, unknown_lever
from planner.vocabulary.numbers import in_full
from planner.vocabulary.typed import MOST

MIN_MONTHS, MAX_MONTHS = 12, 120
MAX_NAME = 120
"""Letters of the longest name."""
MAX_NOTE = 2000
"""Letters of the longest note."""
MAX_LENGTH = 1_000_000
"""The longest that something may last, in months: beyond every horizon."""

BAD: Final = object()
"""What a reader gives for a value that is wrong."""

Reader = Callable[[object, str, Problems], Any]
"""Gives a value as the plan keeps it, or BAD after it noted what is wrong; takes the value, its place, the problems."""


class WrongError(Exception):
    """A value is not what it must be. allowed: the end of a sentence, or what makes it."""

    def __init__(self, allowed: str | Callable[[], str]) -> None:
        super().__init__()
        self.allowed = allowed


def reader(read: Callable[[object], Any]) -> Reader:
    """A reader from a function that raises WrongError."""

    def noted(value: object, place: str, problems: Problems) -> Any:
        try:
            return read(value)
        except WrongError as wrong:
            problems.add(place, value, wrong.allowed)
            return BAD

    return noted


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongError("must be a number")
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise WrongError("must be a finite number")
    return found


def number(low: float = -math.inf, high: float = math.inf) -> Reader:
    """A finite number from low to high."""

    def read(value: object) -> float:
        found = _number(value)
        if not low <= found <= high:
            end = "or more" if high == math.inf else f"to {in_full(high)}"
            raise WrongError(f"must be {in_full(low)} {end}")
        return found

    return reader(read)


amount = number(-MOST, MOST)
"""An amount, or what is added to one: bounded, so that nothing overflows."""


@reader
def positive(value: object) -> float:
    """A finite number above 0."""
    if (found := _number(value)) <= 0:
        raise WrongError("must be above 0")
    return found


@reader
def pair(value: object) -> tuple[float, float]:
    """Two finite numbers."""
    if isinstance(value, list | tuple) and len(value) == 2:
        with suppress(WrongError):
            return _number(value[0]), _number(value[1])
    raise WrongError("must be a pair of numbers, [low, high]")


def whole(low: int, high: int = MAX_LENGTH) -> Reader:
    """A whole number from low to high."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongError("must be a whole number")
        if not low <= value <= high:
            raise WrongError(f"must be {low} or more" if high == MAX_LENGTH > value else f"must be {low} to {high:,}")
        return int(value)

    return reader(read)


month = whole(1, MAX_MONTHS)
"""A month, from 1; it may lie beyond the plan's horizon."""


LINES = "\t\n\r"
"""The control characters that a text of several lines may hold."""


def _text(value: object, letters: int, least: int, apart: str) -> str:
    if not isinstance(value, str):
        raise WrongError("must be text")
    if len(value) > letters:
        raise WrongError(f"must have at most {letters:,} letters, not {len(value):,}")
    if len(value) < least:
        raise WrongError("must not be empty")
    if hidden := next((char for char in value if char not in apart and not writable(char)), None):
        raise WrongError(f"must not hold a character that cannot be written, here U+{ord(hidden):04X}")
    return value


def writable(char: str) -> bool:
    """Whether a character can stand in every document: no control, no half of a pair, none like U+FFFE."""
    return unicodedata.category(char) not in ("Cc", "Cs") and ord(char) & 0xFFFE != 0xFFFE


def text(letters: int = MAX_NOTE, least: int = 0) -> Reader:
    """Text of so many letters, which may have several lines."""
    return reader(lambda value: _text(value, letters, least, LINES))


def one_line(least: int = 0) -> Reader:
    """Text of one line, at most MAX_NAME letters."""
    return reader(lambda value: _text(value, MAX_NAME, least, apart=""))


def matching(pattern: str, allowed: str) -> Reader:
    """Text of a form. allowed: what it must be, as the end of a sentence."""
    form = re.compile(pattern)

    def read(value: object) -> str:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise WrongError(allowed)
        return value

    return reader(read)


@reader
def truth(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise WrongError("must be true or false")
    return value


def one_of(*allowed: str) -> Reader:
    """One of some words."""
    *most, last = (repr(word) for word in allowed)

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise WrongError(f"must be one of {', '.join(most)} or {last}")
        return value

    return reader(read)


def optional(read: Reader) -> Reader:
    """What the reader takes, or None."""
    return lambda value, place, problems: None if value is None else read(value, place, problems)


def _lever(value: object) -> str:
    if not isinstance(value, str):
        raise WrongError("must be text")
    if value not in CATALOGUE:
        raise WrongError(lambda: unknown_lever(value))
    return value


@reader
def any_lever(value: object) -> str:
    """The id of a lever."""
    return _lever(value)


@reader
def flow_lever(value: object) -> str:
    """The id of a lever that may change over time."""
    if CATALOGUE[_lever(value)].kind == "state":
        raise WrongError("describes day one and cannot change later; choose a lever that acts every month")
    return _lever(value)


def named_lever(lever_id: object) -> str | Callable[[], str] | None:
    """What is wrong with the name of a lever, as the end of a sentence or what makes it; None when it is right."""
    if not isinstance(lever_id, str):
        return "must be the name of a lever"
    if lever_id in GROUPS:
        return f'the name of a lever stands in quotes: "{lever_id}.name" = ...'
    return None if lever_id in CATALOGUE else lambda: unknown_lever(lever_id)


def lever_value(lever_id: object, value: object, place: str, problems: Problems) -> Any:
    """The value of a lever, within its hard bounds, or BAD. place: where the lever is named."""
    if wrong := named_lever(lever_id):
        problems.add(place, value, wrong)
        return BAD
    lever = CATALOGUE[str(lever_id)]
    if isinstance(value, bool) or not isinstance(value, int | float) or not lever.holds(value):
        problems.add(place, value, lever.allowed)
        return BAD
    return float(value)


def lever_values(values: object, place: str, problems: Problems) -> dict[str, float]:
    """Values by the id of their lever, those that are right. place: where the levers are named; may be empty."""
    if not isinstance(values, Mapping):
        problems.add(place or "levers", values, 'must be a table of levers, "group.name" = value')
        return {}
    before = f"{place}, " if place else ""
    read = {key: lever_value(key, value, f"{before}{short(str(key))}", problems) for key, value in values.items()}
    return {key: value for key, value in read.items() if value is not BAD}


def unknown_key(key: object, known: Sequence[str]) -> Callable[[], str]:
    """The end of a sentence about a key that is not known."""
    return lambda: f"unknown key{nearest(str(key), known)}"
