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
    for loadings in ({}, {A: 0.7, B: -0.7}) if len(ranks) < 3 else ({},):
        made = weights(LEVERS, ranks, loadings)
        assert made @ made.T == pytest.approx(pearson(LEVERS, ranks, loadings), abs=1e-9)
        assert not contradictions(ranks, loadings)


def test_independent_levers_have_no_weight() -> None:
    assert (weights(LEVERS, {}) == np.eye(4, 5, 1)).all()
    made = weights(LEVERS, {(A, C): 1.0})
    assert made[2] == pytest.approx(made[0], abs=1e-15)
    assert (made[1] == [0, 0, 1, 0, 0]).all()


def test_a_common_factor_correlates_by_the_product_of_loadings() -> None:
    """0.3 for two that go well together, -0.3 for one that goes well when the other is low, 0 for one that is alone."""
    half = np.sqrt(0.3)
    matrix = pearson(LEVERS, {(C, A): 0.5}, {A: half, B: -half, C: half, D: 0.0})
    tied = 2 * np.sin(np.pi / 12)
    assert matrix == pytest.approx(np.array([[1, -0.3, tied, 0], [-0.3, 1, -0.3, 0], [tied, -0.3, 1, 0], [0, 0, 0, 1]]))


def random_pairs(rng: np.random.Generator, levers: tuple[str, ...]) -> dict[tuple[str, str], float]:
    pairs = [(a, b) for at, a in enumerate(levers) for b in levers[at + 1 :]]
    rng.shuffle(pairs)
    return {(str(a), str(b)): float(rng.uniform(-0.9, 0.9)) for a, b in pairs[: rng.integers(0, 5)]}


@pytest.mark.parametrize("together", [0.0, 0.3, 0.9])
def test_weights_are_a_root_of_every_matrix_that_can_be(together: float) -> None:
    """Of 200 random ones; those that cannot are refused by their smallest eigenvalue, and no others."""
    rng, refused = np.random.default_rng(7), 0
    for _ in range(200):
        loadings = {lever: float(rng.choice([-1, 0, 1])) * np.sqrt(together) for lever in LEVERS}
        ranks = random_pairs(rng, LEVERS)
        matrix = pearson(LEVERS, ranks, loadings)
        impossible = bool(np.linalg.eigvalsh(matrix)[0] < -1e-9)
        assert bool(contradictions(ranks, loadings)) == impossible
        refused += impossible
        if not impossible:
            made = weights(LEVERS, ranks, loadings)
            assert made @ made.T == pytest.approx(matrix, abs=1e-12)
    assert 0 < refused < 150


def test_a_further_pair_or_lever_leaves_the_others_as_they_are() -> None:
    """Pairs that close a ring or hang on a lever of another pair included."""
    loadings = dict.fromkeys(LEVERS, np.sqrt(0.3))
    chain = {(A, B): 0.4, (C, D): -0.2}
    before = weights(LEVERS, chain, loadings)
    for pair in ((B, C), (A, D), (D, B)):
        after = weights(LEVERS, {**chain, pair: 0.1}, loadings)
        others = [at for at, lever in enumerate(LEVERS) if lever not in pair]
        assert (after[others] == before[others]).all()
    more = weights((*LEVERS, "sales.goes_cold"), chain, {**loadings, "sales.goes_cold": -np.sqrt(0.3)})
    assert (more[:4, :5] == before).all()
    assert (more[:4, 5] == 0).all()


def test_an_impossible_pair_is_told_with_what_makes_it_impossible() -> None:
    """Both follow a third one by 0.9 in common, so they cannot move against each other."""
    loadings = dict.fromkeys((D, A, C), np.sqrt(0.9))
    (found,) = contradictions({(A, B): 0.1, (A, C): -0.9}, loadings)
    assert found.allowed == (
        f"these cannot all hold at once: {A} and {C} -0.9, {A} and {D} 0.9 by together, {C} and {D} 0.9 by together; "
        "bring them nearer to 0"
    )


def test_just_beyond_the_possible_is_a_contradiction() -> None:
    """Two levers that follow a third with Pearson r can be no further apart than 2 r^2 - 1."""
    rank = 0.7
    r = 2 * np.sin(np.pi * rank / 6)
    furthest = 6 / np.pi * np.arcsin((2 * r * r - 1) / 2)
    assert not contradictions({(A, B): rank, (B, C): rank, (A, C): furthest + 1e-6})
    assert len(contradictions({(A, B): rank, (B, C): rank, (A, C): furthest - 1e-6})) == 1
