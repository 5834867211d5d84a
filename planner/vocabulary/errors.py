"""The one family of errors: what is wrong, where, and what is allowed."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

FEW = 30
"""The most names that a sentence lists."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input.

    place: where it stands ("enterprise.ramp_months", "events[2].start"). value: what was found, as text, or None where
    something is missing or malformed as a whole. allowed: the rest of the sentence, what would have been right.
    """

    place: str
    value: str | None
    allowed: str

    def __str__(self) -> str:
        if self.value is None:
            found = self.place
        else:
            found = f"{self.place} = {self.value}" if self.value.strip() else f"{self.place} is empty"
        return _one_line(f"{found}: {self.allowed}")


class PlannerError(Exception):
    """Bad input. Carries every problem found at once; its text is one sentence per problem.

    problems: at least one. source: the file or form the input came from, put before each sentence when given.
    """

    def __init__(self, problems: Problem | Iterable[Problem], source: str | None = None) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.source = source
        super().__init__("\n".join(self.sentences()))

    def __reduce__(self) -> tuple[type["PlannerError"], tuple[Any, ...]]:
        """How the error is pickled, to pass from one process to another."""
        return type(self), (self.problems, self.source)

    def sentences(self) -> list[str]:
        """One complete sentence per problem, each naming the source."""
        before = f"{_one_line(self.source)}: " if self.source else ""
        return [f"{before}{problem}" for problem in self.problems]


def nearest(word: str, known: Sequence[str]) -> str:
    """What a name that is not known could have been, in brackets: the nearest one, or else all of a few."""
    close = difflib.get_close_matches(word[:100], known, n=1, cutoff=0.6)
    if close:
        return f" (did you mean {close[0]}?)"
    return f" (allowed: {', '.join(known)})" if 0 < len(known) <= FEW else ""


def _one_line(text: str) -> str:
    """The text with line breaks and other characters that cannot be printed as escapes."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
