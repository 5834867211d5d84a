"""What has been done to a plan, step by step, so that it can be undone and done again."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

from planner.plan import cases
from planner.plan.plan import Plan

STEPS = 50
"""Steps that are kept; the oldest go first."""


class Standing(NamedTuple):
    """A plan, the baseline that its changes are measured against, and the saved plan that it is a draft of.

    saved: the id under which the saved plan was opened; empty for a plan that was never saved. case: the plan's case
    that is in view, empty for the plan itself: then `plan` has its values, and the baseline is the plan without it.
    """

    plan: Plan
    baseline: Plan
    saved: str = ""
    case: str = ""

    @property
    def whole(self) -> Plan:
        """The plan with all its cases, and none of them in view."""
        return cases.left(self.plan, self.baseline, self.case) if self.case else self.plan

    def viewed(self, case: str) -> Standing:
        """With another case in view, or with "" the plan itself; what was changed in the one before is kept in it."""
        if case == self.case:
            return self
        whole = self.whole
        if not case:
            return self._replace(plan=whole, baseline=whole, case="")
        seen = cases.in_case(whole, case).changed(cases=whole.cases)
        return self._replace(plan=seen, baseline=whole, case=case)


class Step(NamedTuple):
    """A change. label: what was changed; other: how it stands on the step's other side, before it or after it.

    gesture: what the change came from, when one gesture of a hand may bring several: they are one step. opens: whether
    another plan is the current one after it.
    """

    label: str
    other: Standing
    gesture: Hashable = None
    opens: bool = False


@dataclass(frozen=True)
class History:
    """How a session stands, the steps that led there, and those that were undone, the next one to redo last."""

    now: Standing
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()

    def then(self, new: Standing, label: str, gesture: Hashable = None, *, opens: bool = False) -> History:
        """The history after a change; what was undone before it is gone. One that changes nothing is no step."""
        if new == self.now:
            return self
        past = self.past
        if gesture is None or not past or past[-1].gesture != gesture:
            past = (*past, Step(label, self.now, gesture, opens))[-STEPS:]
        elif new == past[-1].other:
            past = past[:-1]
        return History(new, past)

    def before(self, gesture: Hashable) -> Standing:
        """How things stood before a gesture; as they stand now where the last step came from another, or from none."""
        return (
            self.past[-1].other if gesture is not None and self.past and self.past[-1].gesture == gesture else self.now
        )

    def plans(self, gesture: Hashable = None) -> list[Plan]:
        """How the plan stood before a gesture and before each step, the latest first."""
        steps = self.past[:-1] if self.before(gesture) is not self.now else self.past
        return [self.before(gesture).plan, *(step.other.plan for step in reversed(steps))]

    def undone(self) -> History:
        """The history before its last step; itself when there is none."""
        if not self.past:
            return self
        *past, step = self.past
        return History(step.other, tuple(past), (*self.future, step._replace(other=self.now, gesture=None)))

    def redone(self) -> History:
        """The history with the step that was undone last; itself when there is none."""
        if not self.future:
            return self
        *future, step = self.future
        return History(step.other, (*self.past, step._replace(other=self.now, gesture=None)), tuple(future))
