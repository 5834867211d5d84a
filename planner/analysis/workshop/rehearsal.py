"""Simulated participants, so that one person alone can try a whole hour."""

from collections.abc import Mapping, Sequence

import numpy as np

from planner.analysis.levers.sensitivity import usual_span
from planner.analysis.workshop import own_model, summary
from planner.plan import Plan
from planner.plan.workshop import Answer, Question, Settings, Submission
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.typed import MOST

NOT_MOVED = 0.2
"""Share of the answers that leave a lever as it is."""

REACH = 0.35
"""How far people lie from the plan: a standard deviation, as a share of the way to the end of the usual range."""

NEAREST = 0.1
"""The shortest such way, as a share of the usual range: where the plan lies at its end or beyond."""

GUESS_REACH = 0.25
"""Standard deviation of guesses around what the plan says, relative."""

PERSUADED = 0.5
"""How far people move to the median of the round before, 0 to 1."""

REASONED = 0.4
"""Share of the answers with a reason."""

OWN_REACH = 0.3
"""How far the ends of a person's own range lie from the value, as a share of a lever's usual range, at most."""

HIGHER = (
    "We have done better than this before.",
    "The last two quarters point up.",
    "What we have planned must show here.",
)
LOWER = ("Last year says otherwise.", "It takes longer than we think.", "I have not seen that happen yet.")
SAME = ("I see no reason to move it.",)
"""What simulated people say, by where they moved a lever."""


def simulated(
    plan: Plan,
    levers: Sequence[str],
    questions: Sequence[Question],
    settings: Settings,
    count: int,
    seed: int = 1,
    before: Sequence[Submission] = (),
    first: int = 1,
) -> list[Submission]:
    """What so many simulated people say in a round, the same for the same seed.

    Levers lie around the plan's values, now and then as planned, within hard bounds and in few digits; guesses around
    what the plan says. before: the round before, to whose median they move half of the way; its people are asked again.
    first: the number of the first person, where nobody was there before.
    """
    random = np.random.default_rng(seed)
    people = [one for one in before if one.simulated]
    names = [(one.person, one.nickname) for one in people] or [
        (first + at, f"Simulated {at + 1}") for at in range(count)
    ]
    answers: list[dict[str, Answer]] = [{} for _ in names]
    for lever_id in levers:
        values = _values(random, plan, lever_id, len(names), [one.answers for one in people])
        for each, value in zip(answers, values, strict=True):
            each[lever_id] = _answer(random, plan, lever_id, value, settings.own_ranges)
    results = own_model.results(
        plan, questions, [{lever_id: one.value for lever_id, one in each.items()} for each in answers]
    )
    planned = own_model.results(plan, questions, [{}])[0]
    guesses = [one.guesses for one in people] or [_guesses(random, planned) for _ in names]
    number = before[0].round + 1 if before else 1
    return [
        Submission(person, name, number, guess, said, found, simulated=True)
        for (person, name), guess, said, found in zip(names, guesses, answers, results, strict=True)
    ]


def _values(
    random: np.random.Generator, plan: Plan, lever_id: str, count: int, before: Sequence[Mapping[str, Answer]]
) -> list[float]:
    lever, planned = CATALOGUE[lever_id], plan.value(lever_id)
    then = [each[lever_id].value for each in before if lever_id in each]
    if then:
        middle = summary.quantile(sorted(then), 0.5)
        wanted = [one + PERSUADED * random.random() * (middle - one) for one in then]
    else:
        low, high = usual_span(plan, lever_id)
        moved = random.random(count) >= NOT_MOVED
        least = NEAREST * (high - low)
        steps = REACH * random.standard_normal(count)
        ways = np.where(steps < 0, max(planned - low, least), max(high - planned, least))
        wanted = np.where(moved, planned + steps * ways, planned).tolist()
    held = (min(max(value, lever.min), lever.max) for value in wanted)
    return [_few_digits(lever_id, value) for value in held]


def _few_digits(lever_id: str, value: float) -> float:
    lever = CATALOGUE[lever_id]
    return min(max(lever_text.unscaled(lever, float(f"{lever_text.scaled(lever, value):.2g}")), lever.min), lever.max)


def _answer(random: np.random.Generator, plan: Plan, lever_id: str, value: float, own_ranges: bool) -> Answer:
    lever, planned = CATALOGUE[lever_id], plan.value(lever_id)
    spoken = HIGHER if value > planned else LOWER if value < planned else SAME
    reason = str(random.choice(spoken)) if random.random() < REASONED else ""
    if not own_ranges:
        return Answer(value=value, reason=reason)
    low, high = usual_span(plan, lever_id)
    below, above = OWN_REACH * (high - low) * random.random(2)
    ends = _few_digits(lever_id, max(value - below, lever.min)), _few_digits(lever_id, min(value + above, lever.max))
    return Answer(value=value, low=min(ends[0], value), high=max(ends[1], value), reason=reason)


def _guesses(random: np.random.Generator, planned: Sequence[float]) -> tuple[float | None, ...]:
    """A guess per question; None where what the plan says, or the guess, is no amount."""
    wanted = [value * (1 + GUESS_REACH * random.standard_normal()) for value in planned]
    return tuple(float(f"{value:.2g}") if abs(value) < MOST else None for value in wanted)
