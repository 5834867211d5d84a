"""All that a room was asked, said and decided, as one long table."""

from collections.abc import Iterator, Mapping
from typing import Any

from planner.analysis.draws import sampling, uncertainty
from planner.analysis.workshop import own_model
from planner.exchange.tables import Table
from planner.exchange.workshop.hour import Hour
from planner.plan import Plan
from planner.plan.workshop import Submission
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE

HEADER = (
    *("round", "person", "nickname", "simulated", "kind", "about", "label", "unit", "month"),
    *("value", "low", "high", "reason"),
)


def everything(hour: Hour) -> Table:
    """A row for every number of a room, in full precision.

    round, person: empty for what is nobody's. Without names people are numbered by what they said first, since others
    may know in which order they came. nickname: only where the room is set to names. kind: "plan" for what the room
    started from; "guess", "value" and "own model" for what a person guessed, set and came to; "decided" for what the
    room ended with. about: the id of a lever, or the metric of a question, at the end of `month`. unit: of the value,
    money in the plan's currency, shares as fractions. low, high: a person's own range (8 in 10), or the plan's; of what
    was decided to a question, 8 in 10 of its draws. reason: a person's, or the note that the plan keeps.
    """
    rows, numbers = [*_of_plan(hour, hour.plan, "plan")], _numbers(hour)
    for one in sorted(hour.submissions, key=lambda one: (one.round, numbers[one.person])):
        rows += _of_person(hour, one, numbers[one.person])
    if hour.decided:
        rows += _of_plan(hour, hour.decided, "decided")
    return Table("workshop", HEADER, rows)


def _numbers(hour: Hour) -> Mapping[int, int]:
    """What each person is called in the table, by the number within the room."""
    first = {one.person: one for one in sorted(hour.submissions, key=lambda one: -one.round)}
    if hour.settings.names:
        return {person: person for person in first}
    said = {
        person: repr((one.guesses, [answer.value for answer in one.answers.values()])) for person, one in first.items()
    }
    return {person: number for number, person in enumerate(sorted(said, key=said.__getitem__), 1)}


def _of_person(hour: Hour, one: Submission, number: int) -> Iterator[list[Any]]:
    name = one.nickname if hour.settings.names else None
    who = [one.round, number, name, one.simulated]
    for question, guess in zip(hour.questions, one.guesses, strict=False):
        if guess is not None:
            yield [*who, "guess", *_metric(question.metric, hour.plan), question.month, guess, None, None, None]
    for lever_id in hour.levers:
        if answer := one.answers.get(lever_id):
            said = answer.value, answer.low, answer.high, answer.reason or None
            yield [*who, "value", *_lever(lever_id, hour.plan), None, *said]
    for question, result in zip(hour.questions, one.results, strict=False):
        yield [*who, "own model", *_metric(question.metric, hour.plan), question.month, result, None, None, None]


def _of_plan(hour: Hour, plan: Plan, kind: str) -> Iterator[list[Any]]:
    nobody = [None, None, None, None]
    for lever_id in hour.levers:
        low, high = plan.uncertainty.get(lever_id, (None, None))
        note = plan.notes.get(lever_id)
        yield [*nobody, kind, *_lever(lever_id, plan), None, plan.value(lever_id), low, high, note]
    results = own_model.results(plan, hour.questions, [{}])[0]
    ends = _drawn(hour, plan) if plan is hour.decided else [(None, None)] * len(results)
    for question, result, (low, high) in zip(hour.questions, results, ends, strict=True):
        yield [*nobody, kind, *_metric(question.metric, plan), question.month, result, low, high, None]


def _drawn(hour: Hour, plan: Plan) -> list[tuple[float, float] | tuple[None, None]]:
    """Between what 8 of 10 draws of a plan lie, by question; nothing where it is certain."""
    if not sampling.uncertain(plan):
        return [(None, None)] * len(hour.questions)
    drawn = uncertainty.run(plan, keep=tuple({one.metric: None for one in hour.questions}))
    found = [uncertainty.quantiles(drawn[one.metric][one.month - 1][None, :])[:, 0] for one in hour.questions]
    low, high = (uncertainty.LEVELS.index(level) for level in (0.10, 0.90))
    return [(float(each[low]), float(each[high])) for each in found]


def _lever(lever_id: str, plan: Plan) -> list[str]:
    lever = CATALOGUE[lever_id]
    return [lever_id, lever.label, lever.unit.replace("USD", plan.currency)]


def _metric(metric: str, plan: Plan) -> list[str]:
    column = COLUMNS[metric]
    return [metric, column.label, plan.currency if column.unit == "money" else column.unit]
