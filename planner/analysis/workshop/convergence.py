"""How a room came together: each round's spread, and who moved after the argument."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, isnan

from planner.analysis.workshop import summary
from planner.analysis.workshop.summary import Summary
from planner.plan.workshop import Submission


@dataclass(frozen=True)
class Move:
    """What one person changed from one round to another that the person submitted next.

    round: the later one. nearer: whether the value came nearer to the median of the earlier round; None for neither.
    """

    person: int
    nickname: str
    round: int
    before: float
    after: float
    nearer: bool | None


@dataclass(frozen=True)
class Convergence:
    """Several rounds of one lever, or of what people's own models say to one question.

    rounds: the summary of each round in which somebody submitted. moves: who changed a value between two rounds.
    stayed: how many submitted again and changed nothing, by the later round.
    """

    rounds: Mapping[int, Summary]
    moves: tuple[Move, ...]
    stayed: Mapping[int, int]


def by_lever(levers: Sequence[str], submissions: Sequence[Submission]) -> dict[str, Convergence]:
    """How the room came together on each lever. submissions: of all rounds."""
    return {
        lever_id: _over_rounds([(one, one.answers[lever_id].value) for one in submissions if lever_id in one.answers])
        for lever_id in levers
    }


def by_question(questions: int, submissions: Sequence[Submission]) -> list[Convergence]:
    """How people's own models came together on each of so many questions. submissions: of all rounds."""
    return [
        _over_rounds([(one, found) for one in submissions for found in one.results[at : at + 1] if not isnan(found)])
        for at in range(questions)
    ]


def _over_rounds(said: Sequence[tuple[Submission, float]]) -> Convergence:
    values: dict[int, dict[int, float]] = {}
    names: dict[int, str] = {}
    for one, value in sorted(said, key=lambda pair: pair[0].round):
        values.setdefault(one.round, {})[one.person] = value
        names[one.person] = one.nickname
    rounds = {number: found for number, each in values.items() if (found := summary.of(each.values()))}
    last: dict[int, tuple[int, float]] = {}
    moves: list[Move] = []
    stayed: dict[int, int] = {}
    for number, each in values.items():
        for person, after in each.items():
            if person in last:
                earlier, before = last[person]
                if after == before:
                    stayed[number] = stayed.get(number, 0) + 1
                else:
                    nearer = _nearer(before, after, rounds.get(earlier))
                    moves.append(Move(person, names[person], number, before, after, nearer))
            last[person] = number, after
    return Convergence(rounds, tuple(moves), stayed)


def _nearer(before: float, after: float, then: Summary | None) -> bool | None:
    if then is None:
        return None
    was, now = abs(before - then.median), abs(after - then.median)
    return now < was if now != was and isfinite(was) and isfinite(now) else None
