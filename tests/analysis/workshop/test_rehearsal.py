"""Simulated people say what a room could say: allowed, spread, in agreement after an argument."""

import numpy as np
import pytest
from analysis.workshop.rooms import LEVERS, PLAN, QUESTIONS
from model.plans import seeded

from planner.analysis.workshop import own_model, spread
from planner.analysis.workshop.decide import decide, median
from planner.analysis.workshop.proposals import proposals
from planner.analysis.workshop.rehearsal import simulated
from planner.plan import Plan
from planner.plan.workshop import Question, Settings, check_answers, check_guesses

RANGED = Settings(own_ranges=True)


@pytest.mark.parametrize("seed", range(9))
def test_simulated_people_say_what_is_allowed_of_any_plan(seed: int) -> None:
    plan = seeded(seed)
    questions = [Question(metric="arr", month=plan.months), Question(metric="runway_months", month=12)]
    levers = [one.lever for one in proposals(plan, questions)] or ["enterprise.win_rate", "enterprise.acv"]
    for one in simulated(plan, levers, questions, RANGED, 30, seed):
        assert one.simulated
        check_answers(one.answers, levers, own_ranges=True)
        check_guesses(one.guesses, questions)
        values = {lever_id: answer.value for lever_id, answer in one.answers.items()}
        assert one.results == pytest.approx(own_model.results(plan, questions, [values])[0], rel=1e-12, nan_ok=True)


def test_they_lie_apart_give_reasons_and_differ_by_seed_only() -> None:
    said = simulated(PLAN, LEVERS, QUESTIONS, RANGED, 40)
    assert said == simulated(PLAN, LEVERS, QUESTIONS, RANGED, 40)
    assert said != simulated(PLAN, LEVERS, QUESTIONS, RANGED, 40, seed=2)
    assert len({one.person for one in said}) == len({one.nickname for one in said}) == 40
    for one in spread.by_lever(PLAN, LEVERS, said).values():
        assert one.summary.lower < one.summary.upper
        assert 0 < one.moved < 40
        assert any(dot.answer.reason for dot in one.dots)
        assert any(not dot.answer.reason for dot in one.dots)


def test_without_own_ranges_none_are_given() -> None:
    said = simulated(PLAN, LEVERS, QUESTIONS, Settings(), 5, first=12)
    assert all(answer.low is None for one in said for answer in one.answers.values())
    assert [one.person for one in said] == [12, 13, 14, 15, 16]


def test_the_same_people_come_nearer_to_each_other_in_the_next_round() -> None:
    first = simulated(PLAN, LEVERS, QUESTIONS, RANGED, 40)
    second = simulated(PLAN, LEVERS, QUESTIONS, RANGED, 40, 2, before=first)
    assert {one.round for one in second} == {2}
    assert [(one.person, one.nickname) for one in second] == [(one.person, one.nickname) for one in first]
    for lever_id in LEVERS:
        before, after = (np.std([one.answers[lever_id].value for one in said]) for said in (first, second))
        assert after < before


@pytest.mark.parametrize("count", [2, 20, 200])
def test_a_rehearsal_ends_with_a_plan(count: int) -> None:
    said = simulated(PLAN, LEVERS, QUESTIONS, RANGED, count)
    found = decide(PLAN, LEVERS, said, median(LEVERS, said), RANGED)
    assert set(found.plan.uncertainty) == set(found.ranges)
    assert f"{count} simulated people" in found.plan.notes[LEVERS[0]]


def test_simulated_people_stay_near_the_usual_range() -> None:
    plan = Plan(levers={"enterprise.acv": 63_000.0, "enterprise.hires_per_quarter": 1.0})
    said = simulated(plan, ["enterprise.acv", "enterprise.hires_per_quarter"], QUESTIONS, Settings(), 200)
    contracts = [one.answers["enterprise.acv"].value for one in said]
    assert min(contracts) > 5_000
    assert np.mean(np.array(contracts) < 63_000) == pytest.approx(0.4, abs=0.1)
