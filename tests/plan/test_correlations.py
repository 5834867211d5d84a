"""The Gaussian copula behind rank correlations."""

import numpy as np
import pytest

from planner.plan.correlations import contradictions, pearson, weights

LEVERS = ("enterprise.acv", "enterprise.win_rate", "enterprise.ramp_months", "enterprise.quota")
A, B, C, D = LEVERS


def test_a_rank_correlation_becomes_pearsons() -> None:
    """2 sin(pi/12) = (sqrt 6 - sqrt 2) / 2 for a rank correlation of a half; ends and the middle stay."""
    matrix = pearson((A, B, C), {(B, A): 0.5, (B, C): -1.0})
    half = (np.sqrt(6) - np.sqrt(2)) / 2
    assert matrix == pytest.approx(np.array([[1, half, 0], [half, 1, -1], [0, -1, 1]]))


@pytest.mark.parametrize(
    "ranks",
    [
        {},
        {(A, B): 0.3, (B, C): -0.6},
        {(A, B): 1.0},
        {(A, B): -1.0, (B, C): -1.0, (C, A): 1.0},
        {(A, B): 1.0, (B, C): 0.5, (A, C): 0.5},
        {(A, B): 0.5, (A, C): -0.5, (A, D): -0.5, (C, D): 1.0},
    ],
)
def test_weights_are_a_root_of_the_matrix_also_when_it_is_singular(ranks: dict[tuple[str, str], float]) -> None:
    lower = weights(LEVERS, ranks)
    assert (np.triu(lower, 1) == 0).all()
    assert lower @ lower.T == pytest.approx(pearson(LEVERS, ranks), abs=1e-9)
    assert not contradictions(ranks)


def test_what_is_independent_has_no_weight_and_what_moves_as_one_has_the_same() -> None:
    assert (weights(LEVERS, {}) == np.eye(4)).all()
    lower = weights(LEVERS, {(A, C): 1.0})
    assert lower[2] == pytest.approx(lower[0], abs=1e-15)
    assert (lower[1] == [0, 1, 0, 0]).all()


def test_just_beyond_the_possible_is_a_contradiction() -> None:
    """Two levers that follow a third with Pearson r can be no further apart than 2 r^2 - 1."""
    rank = 0.7
    r = 2 * np.sin(np.pi * rank / 6)
    furthest = 6 / np.pi * np.arcsin((2 * r * r - 1) / 2)
    assert not contradictions({(A, B): rank, (B, C): rank, (A, C): furthest + 1e-6})
    assert len(contradictions({(A, B): rank, (B, C): rank, (A, C): furthest - 1e-6})) == 1
