"""Which levers to put before a room: those that move its questions most."""

from collections.abc import Sequence
from typing import NamedTuple

from planner.analysis.levers.sensitivity import ASSUMPTIONS, swings, usual_span
from planner.plan import Plan
from planner.plan.workshop import LEVERS, Question
from planner.vocabulary.levers import MEASURED_AT

JUDGED = tuple(one for one in ASSUMPTIONS if one not in MEASURED_AT)
"""The levers that people can judge: all that can be wrong but those that say how others were measured."""


class Proposal(NamedTuple):
    """A lever that is worth asking for.

    question: what it moves most, beside what other levers move of it. by: how far, from one end of the lever's usual
    range to the other. share: of what the strongest lever moves of that question, 0 to 1.
    """

    lever: str
    question: Question
    by: float
    share: float


def proposals(plan: Plan, questions: Sequence[Question], count: int = LEVERS[1]) -> list[Proposal]:
    """The levers that move the questions most, one at a time over their usual ranges, the strongest first.

    At most so many, of those that people can judge. A lever counts by the question that it moves most, as a share
    of what the strongest lever moves of it; one that moves nothing is not among them. PlannerError for a question that
    cannot be asked of the plan.
    """
    found: dict[str, Proposal] = {}
    for question in questions:
        each = swings(plan, (question.metric,), question.month, JUDGED, usual_span)[question.metric]
        most = each[0].size
        for swing in each:
            one = Proposal(swing.lever, question, swing.size, swing.size / most if most else 0.0)
            if swing.size > 0 and one.share > found.get(swing.lever, one._replace(share=-1.0)).share:
                found[swing.lever] = one
    return sorted(found.values(), key=lambda one: one.share, reverse=True)[:count]
