"""A workshop: what a room asks for, and what people answer. Every record is checked where it is made."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from planner.plan.frozen import FrozenDict
from planner.plan.parts import Part, any_metric
from planner.plan.plan import Plan
from planner.plan.problems import NOTHING, Problems
from planner.plan.rules import (
    BAD,
    Reader,
    amount,
    any_lever,
    lever_value,
    month,
    optional,
    text,
    truth,
    whole,
    writable,
)
from planner.vocabulary.numbers import in_full

LEVERS = 2, 8
"""The fewest and the most levers of a room."""
QUESTIONS = 1, 3
"""The fewest and the most questions of a room."""
PEOPLE = 500
"""Participants that a room has at most."""
REASON = 280
"""Letters of the longest reason."""
NICKNAME = 24
"""Letters of the longest nickname."""
MINUTES = 60
"""The longest that a step may last by its timer."""
DAYS = 30
"""Days after which a room is closed for good."""

_UNSEEN = re.compile("[\u200b\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Characters without shape that reorder or hide others, and halves of characters."""
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters and marks that look like nothing; beside others they may say how these are drawn."""


class Step(StrEnum):
    """What a room does: the steps of a round, before the first one, and once it is over."""

    LOBBY = "lobby"
    GUESS = "guess"
    BLIND = "blind"
    REVEAL = "reveal"
    DECIDE = "decide"
    ENDED = "ended"


def line(letters: int, least: int = 0) -> Reader:
    """Text of so many letters, on one line; characters that nobody sees are taken out."""
    whole_text = text(letters, least)

    def cleaned(value: object, place: str, problems: Problems) -> Any:
        if not isinstance(value, str) or len(value) > letters:
            return whole_text(value, place, problems)
        seen = (" " if unicodedata.category(one) == "Cc" else one for one in value if not _UNSEEN.match(one))
        return whole_text(" ".join("".join(filter(writable, seen)).split()), place, problems)

    return cleaned


@dataclass(frozen=True)
class Question(Part):
    """What a room asks: a metric at the end of a month, from 1."""

    NOUN = "question"

    metric: Annotated[str, any_metric]
    month: Annotated[int, month]


@dataclass(frozen=True)
class Settings(Part):
    """How a room works.

    names: whether values and reasons are shown with nicknames. own_ranges: whether people are asked for a low and a
    high. minutes: of a guess or a blind step, unless it is opened with others; 0 for no timer.
    """

    NOUN = "settings"

    names: Annotated[bool, truth] = False
    own_ranges: Annotated[bool, truth] = False
    minutes: Annotated[int, whole(0, MINUTES)] = 0


@dataclass(frozen=True)
class Answer(Part):
    """What somebody holds right for one lever.

    low, high: between which it lies in 8 cases of 10; both None where the room does not ask. reason: may be empty.
    """

    NOUN = "answer"

    value: Annotated[float, amount]
    low: Annotated[float | None, optional(amount)] = None
    high: Annotated[float | None, optional(amount)] = None
    reason: Annotated[str, line(REASON)] = ""

    @classmethod
    def conflicts(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Half a range, or one that does not enclose the value."""
        value, low, high = values["value"], values["low"], values["high"]
        if BAD in (value, low, high):
            return
        if (low is None) != (high is None):
            yield ("low" if low is None else "high"), "is missing; give both ends of a range or none"
        elif low is not None and not low <= value <= high:
            end = "low" if low > value else "high"
            yield end, f"must be {'at most' if end == 'low' else 'at least'} the value, {in_full(value)}"


@dataclass(frozen=True)
class Submission:
    """What one participant says in one round.

    person: number within the room. guesses: by question, before moving anything; None where none was given. answers: by
    lever id, empty until submitted. results: by question, what the person's own model says; empty until submitted.
    simulated: of a rehearsal.
    """

    person: int
    nickname: str
    round: int
    guesses: tuple[float | None, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=FrozenDict)
    results: tuple[float, ...] = ()
    simulated: bool = False

    def __post_init__(self) -> None:
        vars(self).update(
            guesses=tuple(self.guesses), answers=FrozenDict(self.answers), results=tuple(map(float, self.results))
        )

    @property
    def submitted(self) -> bool:
        """Whether values of the levers were submitted."""
        return bool(self.answers)


def nickname(name: object) -> str:
    """A nickname as a room keeps it; PlannerError when it is too long, or nothing of it can be seen."""
    problems = Problems()
    read = line(NICKNAME, least=1)(name, "nickname", problems)
    if isinstance(read, str) and not any(unicodedata.category(one)[0] in "LNPS" for one in same_name(read)):
        problems.add("nickname", read, "must have a letter that can be seen")
    problems.refuse()
    return str(read)


def same_name(name: str) -> str:
    """What is the same for two nicknames that people take for each other."""
    letters = _BLANK.sub("", unicodedata.normalize("NFKC", name)).casefold()
    return " ".join("".join(one for one in letters if unicodedata.category(one) != "Cf").split())


def check_room(plan: Plan, levers: Sequence[str], questions: Sequence[Question]) -> None:
    """PlannerError when a room cannot ask this of a plan: how many, which, twice, or beyond its horizon."""
    problems = Problems()
    for name, found, (least, most) in (("levers", levers, LEVERS), ("questions", questions, QUESTIONS)):
        if not least <= len(found) <= most:
            problems.add(name, len(found), f"a room has {least} to {most} of them")
        if len(set(found)) < len(found):
            problems.add(name, NOTHING, "the same one stands there twice")
    for lever_id in levers:
        any_lever(lever_id, "levers", problems)
    for at, question in enumerate(questions, 1):
        if question.month > plan.months:
            allowed = f"must be within the plan's months, 1 to {plan.months}"
            problems.add(f"question {at}, month", question.month, allowed)
    problems.refuse()


def check_guesses(guesses: Sequence[float | None], questions: Sequence[Question]) -> None:
    """PlannerError for guesses that are not one finite number or nothing per question."""
    problems = Problems()
    if len(guesses) != len(questions):
        problems.add("guesses", len(guesses), f"must be one per question, {len(questions)}")
    for at, guess in enumerate(guesses, 1):
        optional(amount)(guess, f"guess {at}", problems)
    problems.refuse()


def check_answers(answers: Mapping[str, Answer], levers: Sequence[str], *, own_ranges: bool) -> None:
    """PlannerError for answers that are not one per lever of the room, each within the lever's hard bounds.

    own_ranges: whether every one needs a range; otherwise none has one.
    """
    problems = Problems()
    for lever_id in answers:
        if lever_id not in levers:
            problems.add("answers", lever_id, f"this room asks for {', '.join(levers)}")
    for lever_id in levers:
        if (answer := answers.get(lever_id)) is None:
            problems.add(lever_id, NOTHING, "is missing")
            continue
        if (answer.low is not None) != own_ranges:
            problems.add(lever_id, NOTHING, f"this room asks for {'a low and a high' if own_ranges else 'no range'}")
        for end in (answer.value, answer.low, answer.high):
            if end is not None:
                lever_value(lever_id, end, lever_id, problems)
    problems.refuse()
