"""A workshop as it took place."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.plan import Plan
from planner.plan.workshop import Question, Settings, Submission


@dataclass(frozen=True)
class Hour:
    """What a room was asked, what its people said, what it decided.

    plan: what the room started from. submissions: of all rounds that are revealed. decided: the plan that the room
    ended with, None as long as there is none.
    """

    plan: Plan
    levers: Sequence[str]
    questions: Sequence[Question]
    settings: Settings
    submissions: Sequence[Submission] = ()
    decided: Plan | None = None

    @property
    def rounds(self) -> list[int]:
        """The numbers of the rounds in which somebody submitted, the first one first."""
        return sorted({one.round for one in self.submissions if one.submitted})

    def of_round(self, number: int) -> list[Submission]:
        """What was said in one round."""
        return [one for one in self.submissions if one.round == number]

    @property
    def first(self) -> list[Submission]:
        """What was said in the first round in which somebody submitted."""
        return self.of_round(self.rounds[0]) if self.rounds else list(self.submissions)

    @property
    def last(self) -> list[Submission]:
        """What was said in the last round in which somebody submitted."""
        return self.of_round(self.rounds[-1]) if self.rounds else list(self.submissions)
