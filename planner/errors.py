"""The one family of errors: what is wrong, where, and what is allowed."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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
        found = self.place if self.value is None else f"{self.place} = {self.value}"
        return f"{found}: {self.allowed}"


class PlannerError(Exception):
    """Bad input. Carries every problem found at once; its text is one sentence a problem.

    problems: at least one. source: the file or form the input came from, put before each sentence when given.
    """

    def __init__(self, problems: Problem | Iterable[Problem], source: str | None = None) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.source = source
        super().__init__("\n".join(self.sentences()))

    def sentences(self) -> list[str]:
        """One complete sentence a problem, each naming the source."""
        before = f"{self.source}: " if self.source else ""
        return [f"{before}{problem}" for problem in self.problems]


def nearest(word: str, known: Sequence[str]) -> str:
    """The words "did you mean ...?" in brackets for a name that is not known; nothing when no name is close."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else ""
