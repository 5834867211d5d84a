"""What the store gives of workshop rooms: what a room asks for, how it stands, who is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from planner.plan import Plan
from planner.plan.frozen import FrozenDict
from planner.plan.workshop import Question, Settings, Step


@dataclass(frozen=True)
class Room:
    """A room as it was made; none of this changes. id: of the store, no secret. expires: when it closes for good."""

    id: int
    code: str
    plan: Plan
    levers: tuple[str, ...]
    questions: tuple[Question, ...]
    settings: Settings
    created: datetime
    expires: datetime


@dataclass(frozen=True)
class State:
    """How a room stands.

    round: from 1, 0 in the lobby. deadline: when the step closes by its timer, None without one. revision: grows with
    every step. edits: grows with whatever else of the room or its answers is changed. joined: participants. present: of
    them, those seen a moment ago. submitted: who has answered in this step of this round. waiting: who is present and
    has not. shown: values by lever that the facilitator shows to everybody. result: id to read the plan that was
    decided, empty without one.
    """

    step: Step
    round: int
    deadline: datetime | None
    revision: int
    edits: int
    joined: int
    present: int
    submitted: int
    waiting: int
    shown: Mapping[str, float] = field(default_factory=FrozenDict)
    result: str = ""

    def revealed(self, round_: int) -> bool:
        """Whether the values of a round may be seen."""
        return revealed(self.step, self.round, round_)


def revealed(step: Step, current: int, round_: int) -> bool:
    """Whether the values of a round may be seen in a step of the current round."""
    return 0 < round_ < current or (0 < round_ == current and step in (Step.REVEAL, Step.DECIDE, Step.ENDED))


@dataclass(frozen=True)
class Person:
    """A participant. number: within the room, from 1. present: seen a moment ago. removed: by a facilitator."""

    number: int
    nickname: str
    present: bool
    removed: bool = False
    simulated: bool = False
