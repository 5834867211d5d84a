"""How far a room lies apart, and how it comes together, against numpy and by hand."""

import math

import numpy as np
import pytest
from analysis.workshop.rooms import LEVERS, PLAN, QUESTIONS, WINS, people, saying

from planner.analysis.workshop import convergence, own_model, spread
from planner.model.simulate import simulate
from planner.plan.workshop import Answer, Submission


@pytest.mark.parametrize("count", [1, 2, 20, 200])
def test_five_numbers_are_numpy_s(count: int) -> None:
    said = people(count)
    found = spread.by_lever(PLAN, LEVERS, said)
    assert tuple(found) == LEVERS
    for lever_id, one in found.items():
        values = np.array([each.answers[lever_id].value for each in said])
        expected = np.quantile(values, (0, 0.25, 0.5, 0.75, 1), method="averaged_inverted_cdf")
        five = one.summary
        assert (five.least, five.lower, five.median, five.upper, five.most) == pytest.approx(expected)
        assert five.count == count
        assert one.moved == (values != PLAN.value(lever_id)).sum()
        assert [dot.value for dot in one.dots] == np.sort(values).tolist()
        assert {dot.person for dot in one.dots} == set(range(1, count + 1))


def outliers(*values: float) -> list[float]:
    return [dot.value for dot in spread.by_lever(PLAN, [WINS], saying(*values))[WINS].outliers]


def test_outliers_lie_beyond_the_fences_or_else_at_the_ends() -> None:
    assert outliers(0.2, 0.3) == [0.2, 0.3]
    assert outliers(0.9, 0.1, *[0.2] * 9, 0.8) == [0.1, 0.8, 0.9]
    assert outliers(0.1, 0.2, 0.3, 0.4, 0.5) == [0.1, 0.5]
    assert outliers(0.2, 0.2, 0.2, 0.3) == [0.3]


@pytest.mark.parametrize("count", [2, 20, 200])
def test_a_room_that_agrees_has_no_outliers(count: int) -> None:
    one = spread.by_lever(PLAN, [WINS], saying(*[PLAN.value(WINS)] * count))[WINS]
    assert not one.outliers
    assert one.moved == 0
    assert one.summary.lower == one.summary.upper == PLAN.value(WINS)


def test_who_has_not_submitted_is_no_dot() -> None:
    said = [*saying(0.2), Submission(9, "late", 1, (1.0,))]
    assert [dot.person for dot in spread.by_lever(PLAN, LEVERS, said)[WINS].dots] == [1]
    assert set(spread.by_lever(PLAN, LEVERS, said)) == {WINS}
    assert spread.by_lever(PLAN, LEVERS, []) == {}


def test_guesses_against_people_s_own_models() -> None:
    said = [
        Submission(1, "Ada", 1, (10.0, None), {WINS: Answer(value=0.2)}, (8.0, math.nan)),
        Submission(2, "Bob", 1, (5.0, 1.0), {WINS: Answer(value=0.2)}, (8.0, math.inf)),
        Submission(3, "Cyd", 1, (7.0, 2.0)),
        Submission(4, "Dan", 1, (), {WINS: Answer(value=0.2)}, (9.0, 3.0)),
    ]
    first, second = spread.by_question(QUESTIONS, (6.0, 7.0), said)
    assert (first.planned, first.above, first.below) == (6.0, 1, 1)
    assert first.guesses is not None
    assert first.results is not None
    assert (first.guesses.count, first.guesses.median, first.results.count, first.results.median) == (3, 7.0, 3, 8.0)
    assert [pair.gap for pair in first.pairs] == [2.0, -3.0, None, None]
    assert (second.above, second.below) == (0, 0)
    assert second.results is not None
    assert (second.results.count, second.results.most) == (2, math.inf)


def test_a_person_s_own_model_is_the_plan_with_that_person_s_levers() -> None:
    values = [{lever_id: one.answers[lever_id].value for lever_id in LEVERS} for one in people(7)]
    values.append({WINS: 0.5})
    found = own_model.results(PLAN, QUESTIONS, values)
    for each, results in zip(values, found, strict=True):
        own = simulate(PLAN.with_levers(each))
        assert results == pytest.approx([own[one.metric][one.month - 1, 0] for one in QUESTIONS], rel=1e-12)
    assert own_model.results(PLAN, QUESTIONS, [{}])[0] == pytest.approx(
        [simulate(PLAN)[one.metric][one.month - 1, 0] for one in QUESTIONS], rel=1e-12
    )
    assert own_model.results(PLAN, QUESTIONS, []) == ()


def test_who_moved_after_the_argument_and_whether_nearer() -> None:
    """The median of the first round is 0.3; who was away in the second is compared with the first one."""
    said = [
        *saying(0.1, 0.2, 0.3, 0.4, 0.9),
        *saying(0.2, 0.2, 0.3, 0.5, number=2),
        *(
            Submission(person, f"Person {person}", 3, (), {WINS: Answer(value=value)})
            for person, value in ((5, 0.4), (7, 0.4), (1, 0.4))
        ),
    ]
    found = convergence.by_lever([WINS], said)[WINS]
    assert [(one.person, one.round, one.before, one.after, one.nearer) for one in found.moves] == [
        (1, 2, 0.1, 0.2, True),
        (4, 2, 0.4, 0.5, False),
        (5, 3, 0.9, 0.4, True),
        (1, 3, 0.2, 0.4, False),
    ]
    assert found.stayed == {2: 2}
    assert {number: (five.count, five.median) for number, five in found.rounds.items()} == {
        1: (5, 0.3),
        2: (4, 0.25),
        3: (3, 0.4),
    }


def test_own_models_converge_and_missing_values_are_left_out() -> None:
    said = [
        Submission(1, "Ada", 1, (), {WINS: Answer(value=0.2)}, (8.0, math.nan)),
        Submission(1, "Ada", 2, (), {WINS: Answer(value=0.2)}, (9.0, math.nan)),
        Submission(2, "Bob", 1, (), {WINS: Answer(value=0.2)}, (math.inf, 1.0)),
        Submission(2, "Bob", 2, (), {WINS: Answer(value=0.2)}, (7.0, 1.0)),
    ]
    first, second = convergence.by_question(2, said)
    assert [(one.person, one.before, one.after, one.nearer) for one in first.moves] == [
        (1, 8.0, 9.0, None),
        (2, math.inf, 7.0, None),
    ]
    assert not second.moves
    assert second.stayed == {2: 1}
    assert second.rounds[1].count == 1
