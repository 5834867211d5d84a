"""The levers that are put before a room are those that move its questions most, by two simulations each."""

import numpy as np
import pytest
from model.plans import seeded
from support import ROOT

from planner.analysis.levers.sensitivity import ASSUMPTIONS, usual_span
from planner.analysis.workshop.proposals import proposals
from planner.model.simulate import simulate
from planner.plan import Plan, load
from planner.plan.workshop import LEVERS, Question
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))


@pytest.mark.parametrize("seed", range(6))
def test_no_lever_that_is_left_out_moves_a_question_more(seed: int) -> None:
    plan = load(SHIPPED[seed % len(SHIPPED)]) if seed % 2 else seeded(seed)
    questions = [Question(metric="arr", month=plan.months), Question(metric="cash", month=12)]
    found = proposals(plan, questions)
    shares: dict[str, float] = {}
    for question in questions:
        moved = {}
        for lever_id in ASSUMPTIONS:
            if CATALOGUE[lever_id].name.startswith("reference"):
                continue  # says how something was measured, which nobody in a room can judge
            result = simulate(plan, levers={lever_id: np.array(usual_span(plan, lever_id))}, keep=[question.metric])
            low, high = result[question.metric][question.month - 1]
            moved[lever_id] = abs(high - low)
        most = max(moved.values())
        for lever_id, by in moved.items():
            shares[lever_id] = max(shares.get(lever_id, 0.0), by / most if most else 0.0)
        for one in found:
            if one.question == question:
                assert one.by == pytest.approx(moved[one.lever], rel=1e-9)
    assert len(found) == min(LEVERS[1], sum(share > 0 for share in shares.values()))
    assert [one.share for one in found] == pytest.approx(sorted(shares.values(), reverse=True)[: len(found)], rel=1e-9)
    assert len({one.lever for one in found}) == len(found)


def test_a_question_that_cannot_be_asked_is_one_sentence() -> None:
    with pytest.raises(PlannerError, match="month = 61: must be 1 to 60"):
        proposals(Plan(), [Question(metric="arr", month=61)])


def test_fewer_can_be_asked_for() -> None:
    assert len(proposals(Plan(), [Question(metric="nrr", month=24)], 3)) == 3
