"""Rooms to test with: people of a seed, some of whom give ranges and reasons."""

import numpy as np

from planner.analysis.workshop import own_model
from planner.plan import Plan
from planner.plan.workshop import Answer, Question, Submission
from planner.vocabulary.levers import CATALOGUE

WINS, CYCLE, PRICE = "enterprise.win_rate", "enterprise.cycle_months", "enterprise.acv"
LEVERS = (WINS, CYCLE, PRICE)
QUESTIONS = (Question(metric="arr", month=24), Question(metric="cash", month=36))
PLAN = Plan(name="Ours", months=36, levers={WINS: 0.22, CYCLE: 6.0, PRICE: 60_000.0})


def answer(random: np.random.Generator, lever_id: str, ranges: bool) -> Answer:
    """What somebody says of a lever, in few digits so that people agree now and then."""
    lever, planned = CATALOGUE[lever_id], PLAN.value(lever_id)
    value = planned * float(random.choice([1.0, 1.0, 0.5, 0.8, 1.1, 1.3, 2.0, random.uniform(0.3, 3.0)]))
    value = min(max(value, lever.min), lever.max)
    reason = str(random.choice(["", "", "So it was.", "We will see."]))
    if not ranges or random.random() < 0.2:
        return Answer(value=value, reason=reason)
    low = max(value * float(random.choice([1.0, random.uniform(0.2, 1.0)])), lever.min)
    high = min(value * float(random.choice([1.0, random.uniform(1.0, 4.0)])), lever.max)
    return Answer(value=value, low=low, high=high, reason=reason)


def people(count: int, seed: int = 1, ranges: bool = False, number: int = 1) -> list[Submission]:
    """What so many people say in a round."""
    random = np.random.default_rng(seed)
    said = [{lever_id: answer(random, lever_id, ranges) for lever_id in LEVERS} for _ in range(count)]
    values = [{lever_id: one.value for lever_id, one in each.items()} for each in said]
    found = own_model.results(PLAN, QUESTIONS, values)
    guesses = [(float(random.uniform(1e6, 1e8)), None) for _ in said]
    return [
        Submission(at, f"Person {at}", number, guess, answers, results)
        for at, (guess, answers, results) in enumerate(zip(guesses, said, found, strict=True), 1)
    ]


def saying(*values: float, lever_id: str = WINS, number: int = 1) -> list[Submission]:
    """People who say these values of one lever."""
    return [
        Submission(at, f"Person {at}", number, (), {lever_id: Answer(value=value)})
        for at, value in enumerate(values, 1)
    ]
