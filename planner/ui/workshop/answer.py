"""What a room's values lead to: the answer to what it asked, with its range, and how likely each promise is."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from planner.analysis.draws import sampling, uncertainty
from planner.analysis.workshop import decide, own_model
from planner.analysis.workshop.decide import Decision
from planner.plan import Plan
from planner.ui.kit import promise_text
from planner.ui.session import compute, forecasts
from planner.ui.workshop import words
from planner.ui.workshop.current_room import Round
from planner.vocabulary.numbers import likely

ENDS = (0.10, 0.90)

_one_at_a_time = threading.Lock()
"""When the values change, every screen asks at once: one computes, the others find it done."""


@dataclass(frozen=True)
class Answer:
    """answers: one sentence per question. chances: what was promised, and how likely that is, in words."""

    answers: Sequence[str]
    chances: Sequence[tuple[str, str]]


def of(round_: Round, values: tuple[tuple[str, float], ...]) -> Answer:
    """What follows from values of the room's levers, with the ranges of a round."""
    with _one_at_a_time:
        return _of(round_, values)


@lru_cache(32)
def decided(round_: Round, values: tuple[tuple[str, float], ...], how: str = decide.TOGETHER) -> Decision:
    """The plan that these values make."""
    room = round_.room
    return decide.decide(room.plan, room.levers, round_.said, dict(values), room.settings, how)


@lru_cache(32)
def _of(round_: Round, values: tuple[tuple[str, float], ...]) -> Answer:
    plan = decided(round_, values).plan
    compute.wait_for_engine()
    chances = [(one.name, likely(one.probability)) for one in promise_text.chances(plan, forecasts.promised(plan))]
    return Answer(sentences(round_, plan), chances)


def sentences(round_: Round, plan: Plan) -> list[str]:
    """What a plan answers to each question of a room: "ARR in Dec 2028: $35.5M; 8 in 10 between $27.7M and $47.5M"."""
    questions = round_.room.questions
    found = own_model.results(plan, questions, [{}])[0]
    metrics = dict.fromkeys(one.metric for one in questions)
    drawn = uncertainty.run(plan, keep=metrics) if sampling.uncertain(plan) else None
    said = []
    for asked, value in zip(questions, found, strict=True):
        write = words.value_of(plan, asked.metric)
        text = f"{words.question(plan, asked)}: {write(value)}"
        if drawn is not None:
            low, high = uncertainty.quantiles(drawn[asked.metric][asked.month - 1][None, :], ENDS)[:, 0].tolist()
            text += f"; 8 in 10 between {write(low)} and {write(high)}" if write(low) != write(high) else ""
        said.append(text)
    return said
