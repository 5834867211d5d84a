"""What is wrong with an input, as it is found: all of it at once, but not more than can be read."""

import math
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Final

from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.numbers import THOUSANDS, in_full

LISTED = 20
"""Problems that are told; the others are counted."""

NOTHING: Final = object()
"""Stands for the value of a problem that has none."""


class Problems:
    """Problems in the order in which they are found; the first LISTED are kept, the rest is counted."""

    def __init__(self) -> None:
        self._listed: list[Problem] = []
        self.count = 0

    def add(self, place: str, value: object, allowed: str | Callable[[], str]) -> None:
        """Note a problem. value: what was found, or NOTHING. allowed: the rest of the sentence, or what makes it."""
        self.count += 1
        if len(self._listed) < LISTED:
            found = None if value is NOTHING else shown(value)
            self._listed.append(Problem(place, found, allowed if isinstance(allowed, str) else allowed()))

    def refuse(self, source: str | None = None) -> None:
        """PlannerError with what was found, if anything was."""
        more = self.count - len(self._listed)
        wrong = f"{more:,} more of its values {'is' if more == 1 else 'are'} wrong"
        rest = [Problem("plan", None, wrong)] if more else []
        if self.count:
            raise PlannerError([*self._listed, *rest], source)


def shown(value: object) -> str:
    """A value much as the file has it, shortened, whatever its size and depth; a large number with thousands apart."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= 10**60:
        return "a number of more than 60 digits"
    if isinstance(value, int | float) and abs(value) >= THOUSANDS and math.isfinite(value):
        return in_full(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        inner = ["[...]" if isinstance(item, list | tuple) else shown(item) for item in value[:20]]
        return short(f"[{', '.join(inner)}]")
    if isinstance(value, Mapping):
        return short(f"a table of {', '.join(map(str, list(value)[:20]))}") if value else "an empty table"
    return short(repr(float(value) if isinstance(value, float) else value))


def short(text: str) -> str:
    """At most 60 characters of a text."""
    return text if len(text) <= 60 else f"{text[:57]}..."
