"""How far a room lies apart in one round: lever by lever, and guesses against people's own models."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planner.analysis.workshop import summary
from planner.analysis.workshop.summary import Summary
from planner.plan import Plan
from planner.plan.workshop import Answer, Question, Submission

WHISKER = 1.5
"""Interquartile ranges beyond the quartiles from which a value lies apart (Tukey 1977)."""


@dataclass(frozen=True)
class Dot:
    """What one person says of a lever."""

    person: int
    nickname: str
    answer: Answer

    @property
    def value(self) -> float:
        """The value that was set."""
        return self.answer.value


@dataclass(frozen=True)
class LeverSpread:
    """What a room says of one lever.

    planned: its value in the plan. dots: what each says, the lowest value first. summary: of the values. moved: how
    many set another value than the plan's. outliers: the dots furthest out, the lowest first: on either side those
    beyond 1.5 interquartile ranges from the quartile, or else those at the end, where that is not the median.
    """

    lever: str
    planned: float
    dots: tuple[Dot, ...]
    summary: Summary
    moved: int
    outliers: tuple[Dot, ...]


@dataclass(frozen=True)
class Pair:
    """A person's guess and what the person's own model says; None where one is missing."""

    person: int
    nickname: str
    guess: float | None
    result: float | None

    @property
    def gap(self) -> float | None:
        """How far the guess lies above the own model; None where either is missing or no finite number."""
        if self.guess is None or self.result is None or not math.isfinite(self.result):
            return None
        return self.guess - self.result


@dataclass(frozen=True)
class QuestionSpread:
    """What a room says to one question.

    planned: what the plan's model says. pairs: guess and own model of each person. guesses, results: their summaries,
    None where there are none. above, below: how many guessed more than their own model says, and less.
    """

    question: Question
    planned: float
    pairs: tuple[Pair, ...]
    guesses: Summary | None
    results: Summary | None
    above: int
    below: int


def by_lever(plan: Plan, levers: Sequence[str], submissions: Sequence[Submission]) -> dict[str, LeverSpread]:
    """The spread of each lever in one round, in the order of the room; a lever that nobody set is not among them."""
    found = {}
    for lever_id in levers:
        said = [Dot(one.person, one.nickname, one.answers[lever_id]) for one in submissions if lever_id in one.answers]
        dots = tuple(sorted(said, key=lambda dot: (dot.value, dot.person)))
        if five := summary.of(dot.value for dot in dots):
            planned = plan.value(lever_id)
            moved = sum(dot.value != planned for dot in dots)
            found[lever_id] = LeverSpread(lever_id, planned, dots, five, moved, _outliers(dots, five))
    return found


def by_question(
    questions: Sequence[Question], planned: Sequence[float], submissions: Sequence[Submission]
) -> list[QuestionSpread]:
    """Guesses against own models in one round, by question. planned: what the plan's model says to each."""
    found = []
    for at, (question, value) in enumerate(zip(questions, planned, strict=True)):
        pairs = [
            Pair(
                one.person,
                one.nickname,
                one.guesses[at] if at < len(one.guesses) else None,
                one.results[at] if at < len(one.results) else None,
            )
            for one in submissions
        ]
        gaps = [pair.gap for pair in pairs if pair.gap is not None]
        found.append(
            QuestionSpread(
                question,
                value,
                tuple(pairs),
                summary.of(pair.guess for pair in pairs if pair.guess is not None),
                summary.of(pair.result for pair in pairs if pair.result is not None),
                sum(gap > 0 for gap in gaps),
                sum(gap < 0 for gap in gaps),
            )
        )
    return found


def _outliers(dots: Sequence[Dot], five: Summary) -> tuple[Dot, ...]:
    reach = WHISKER * (five.upper - five.lower)
    low, high = five.lower - reach, five.upper + reach
    below = [dot for dot in dots if dot.value < low] or [dot for dot in dots if dot.value == five.least < five.median]
    above = [dot for dot in dots if dot.value > high] or [dot for dot in dots if dot.value == five.most > five.median]
    return (*below, *above)
