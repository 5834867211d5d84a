"""What the printed page of a workshop says, as texts; every value that is drawn lies between 0 and 1."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from planner.analysis.draws import promises, uncertainty
from planner.analysis.workshop import convergence, decide, own_model, people, reasons, spread
from planner.analysis.workshop.spread import LeverSpread
from planner.analysis.workshop.summary import Summary
from planner.exchange.workshop.hour import Hour
from planner.model.simulate import Result
from planner.plan import target_text
from planner.plan.workshop import Question
from planner.vocabulary import lever_text, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import MISSING, likely, month_name
from planner.vocabulary.sentences import counted, listed

DIGITS = 3
"""Digits of a lever's value."""
LISTED = 3
"""Promises and pairs of levers that are named, at most."""


def page(hour: Hour, today: date | None = None) -> dict[str, Any]:
    """All of the page but the reasons. today: its date."""
    plan = hour.decided or hour.plan
    keep = dict.fromkeys((*promises.columns(plan), *(question.metric for question in hour.questions)))
    drawn = uncertainty.run(plan, keep=tuple(keep))
    return {
        "title": hour.plan.name,
        "about": _about(hour, today),
        "hero": _hero(hour, drawn),
        "questions": [_question(hour, at, drawn) for at in range(len(hour.questions))],
        "levers": list(_levers(hour)),
        "converged": list(_converged(hour)),
        "decided": list(_decided(hour, drawn)),
    }


def question_text(hour: Hour, question: Question) -> str:
    """A question by its metric and month: "ARR in Dec 2028"."""
    return f"{COLUMNS[question.metric].label} in {month_name(hour.plan.start, question.month)}"


def _about(hour: Hour, today: date | None) -> str:
    rounds = len(hour.rounds)
    said = [f"Workshop, {today:%d %B %Y}" if today else "Workshop", people.counted(_everybody(hour))]
    said.append(counted(rounds, "rounds"))
    return ", ".join(said)


def _everybody(hour: Hour) -> list[Any]:
    return list({one.person: one for one in hour.submissions if one.submitted}.values())


def _hero(hour: Hour, drawn: Result) -> str:
    asked = listed([question_text(hour, one) for one in hour.questions])
    if not hour.decided:
        return f"Asked for {asked}. Nothing is decided yet."
    found = [f"{question_text(hour, one)}: {_decided_value(hour, one, drawn)}" for one in hour.questions]
    return f"The room decided. {'; '.join(found)}. In brackets: 8 of 10 draws."


def _question(hour: Hour, at: int, drawn: Result) -> list[str]:
    """A row: the question, what the plan said, guesses, people's own models, guesses above them, what was decided."""
    question = hour.questions[at]
    planned = own_model.results(hour.plan, hour.questions, [{}])[0]
    guessed = spread.by_question(hour.questions, planned, hour.first)[at]
    modelled = spread.by_question(hour.questions, planned, hour.last)[at]
    compared = guessed.above + guessed.below
    return [
        question_text(hour, question),
        _metric(hour, question.metric, planned[at]),
        _metrics(hour, question.metric, guessed.guesses),
        _metrics(hour, question.metric, modelled.results),
        f"{guessed.above} of {len([one for one in guessed.pairs if one.gap is not None])}" if compared else MISSING,
        _decided_value(hour, question, drawn),
    ]


def _metric(hour: Hour, metric: str, value: float) -> str:
    return units.of(metric).precise(value, hour.plan.currency)


def _metrics(hour: Hour, metric: str, five: Summary | None) -> str:
    """A median and the quartiles around it."""
    if five is None:
        return MISSING
    median, lower, upper = (_metric(hour, metric, value) for value in (five.median, five.lower, five.upper))
    return median if lower == upper else f"{median} ({units.span(lower, upper)})"


def _decided_value(hour: Hour, question: Question, drawn: Result) -> str:
    """What the decided plan says, and between what 8 of 10 of its draws lie."""
    if not hour.decided:
        return MISSING
    value = _metric(hour, question.metric, own_model.results(hour.decided, [question], [{}])[0][0])
    quantiles = uncertainty.quantiles(drawn[question.metric][question.month - 1][None, :])[:, 0]
    low, high = (
        _metric(hour, question.metric, float(quantiles[uncertainty.LEVELS.index(level)])) for level in (0.10, 0.90)
    )
    return value if low == high else f"{value} ({units.span(low, high)})"


def _levers(hour: Hour) -> Iterator[dict[str, Any]]:
    """Each lever in the last round: texts, and what is drawn on a line from the lowest to the highest of all values."""
    for one in spread.by_lever(hour.plan, hour.levers, hour.last).values():
        lever, five = CATALOGUE[one.lever], one.summary
        decided = hour.decided.value(one.lever) if hour.decided else None
        marks = [one.planned, five.least, five.most, *([] if decided is None else [decided])]
        low, high = min(marks), max(marks)

        def place(value: float, low: float = low, high: float = high) -> float:
            return (value - low) / (high - low) if high > low else 0.5

        yield {
            "name": lever_text.name(lever),
            "unit": lever_text.unit(lever, hour.plan.currency),
            "planned": _value(hour, one.lever, one.planned),
            "median": _value(hour, one.lever, five.median),
            "quartiles": _span(hour, one.lever, five.lower, five.upper),
            "moved": f"{one.moved} of {five.count}",
            "decided": MISSING if decided is None else _value(hour, one.lever, decided),
            "range": _range(hour, one),
            "ends": [_value(hour, one.lever, low), _value(hour, one.lever, high)],
            "dots": [place(dot.value) for dot in one.dots],
            "box": [place(five.lower), place(five.median), place(five.upper)],
            "at": [place(one.planned), None if decided is None else place(decided)],
        }


def _range(hour: Hour, one: LeverSpread) -> str:
    ends = hour.decided.uncertainty.get(one.lever) if hour.decided else None
    return _span(hour, one.lever, *ends) if ends else MISSING


def _value(hour: Hour, lever_id: str, value: float) -> str:
    lever = CATALOGUE[lever_id]
    return lever_text.brief(lever, lever_text.rounded(lever, value, DIGITS), hour.plan.currency)


def _span(hour: Hour, lever_id: str, low: float, high: float) -> str:
    ends = _value(hour, lever_id, low), _value(hour, lever_id, high)
    return ends[0] if ends[0] == ends[1] else units.span(*ends)


def _converged(hour: Hour) -> Iterator[list[str]]:
    """A row for each lever: quartiles in the first and in the last round, who moved, and how many of them nearer."""
    if len(hour.rounds) < 2:
        return
    first, last = hour.rounds[0], hour.rounds[-1]
    for lever_id, one in convergence.by_lever(hour.levers, hour.submissions).items():
        if first in one.rounds and last in one.rounds:
            yield [
                lever_text.name(CATALOGUE[lever_id]),
                *(
                    f"{_value(hour, lever_id, five.median)} ({_span(hour, lever_id, five.lower, five.upper)})"
                    for five in (one.rounds[first], one.rounds[last])
                ),
                str(len({move.person for move in one.moves})),
                str(len({move.person for move in one.moves if move.nearer})),
            ]


def _decided(hour: Hour, drawn: Result) -> Iterator[str]:
    """What the ranges are, the chance of each promise, and which levers go together."""
    if not hour.decided:
        return
    if hour.settings.own_ranges:
        yield "Ranges: the 10% and 90% of the mean of all people's own distributions."
    else:
        yield f"Ranges: the 10% and 90% of the values, {decide.DISAGREEMENT}: arguing makes them narrower."
    found = promises.of(drawn)
    yield from _listed(
        [
            f"{target_text.promised(hour.decided, one.target)}: {likely(one.probability)} likely, given the ranges."
            for one in found.chances
        ],
        "promises",
    )
    yield f"Cash lasts in {likely(found.cash_lasts)} of the draws."
    theirs = set(hour.decided.correlations) - set(hour.plan.correlations)  # what the plan had before, nobody decided
    pairs = [one for one in theirs if one.a in hour.levers and one.b in hour.levers]
    yield from _listed(
        [
            f"{lever_text.name(CATALOGUE[one.a])} and {lever_text.name_within(CATALOGUE[one.b])} "
            f"{'rise and fall together' if one.rank > 0 else 'go against each other'}: rank correlation {one.rank:.2f}."
            for one in sorted(pairs, key=lambda one: (-abs(one.rank), one.a, one.b))
        ],
        "pairs of levers",
    )


def _listed(lines: list[str], what: str) -> Iterator[str]:
    """The first lines, and how many more there are."""
    yield from lines[:LISTED]
    if len(lines) > LISTED:
        yield f"{len(lines) - LISTED} more {what}, in the plan."


def reasons_of(hour: Hour, most: int) -> Iterator[dict[str, Any]]:
    """Reasons of the last round by lever, those furthest out first; and how many are left out."""
    for one in spread.by_lever(hour.plan, hour.levers, hour.last).values():
        lever, given = CATALOGUE[one.lever], reasons.in_order(one)
        told = [reasons.told(lever, dot, hour.plan.currency, hour.settings.names) for dot in given[:most]]
        if given:
            yield {"name": lever_text.name(lever), "told": told, "left": max(len(given) - most, 0)}
