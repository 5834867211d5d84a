"""Shapley values of games whose values are known."""

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest

from planner.analysis.explain import shapley


def by_all_orders(game: Callable[[np.ndarray], np.ndarray], items: int) -> np.ndarray:
    """Shapley values by their definition: the mean over all orders of what an item adds when it comes."""
    steps = np.zeros(items)
    orders = list(permutations(range(items)))
    for order in orders:
        taken = np.zeros((1, items), dtype=bool)
        before = game(taken)[0]
        for item in order:
            taken[0, item] = True
            steps[item] += game(taken)[0] - before
            before = game(taken)[0]
    return steps / len(orders)


def drawn_game(items: int, seed: int) -> Callable[[np.ndarray], np.ndarray]:
    outcomes = np.random.default_rng(seed).normal(size=2**items)
    return lambda mixes: outcomes[mixes @ (1 << np.arange(items))]


@pytest.mark.parametrize("items", range(1, 6))
def test_exact_values_are_the_mean_over_all_orders(items: int) -> None:
    game = drawn_game(items, seed=items)
    found = shapley.exact(game(shapley.every_mix(items)))
    np.testing.assert_allclose(found, by_all_orders(game, items), atol=1e-12)


def test_the_glove_game() -> None:
    """Shapley's textbook example: a left glove is worth something with either right one: 2/3, 1/6, 1/6."""
    gloves = np.array([mix[0] and (mix[1] or mix[2]) for mix in shapley.every_mix(3)], dtype=float)
    np.testing.assert_allclose(shapley.exact(gloves), [2 / 3, 1 / 6, 1 / 6])


def test_interactions_of_a_product_and_a_sum() -> None:
    """v = 3 a b + 2 c: a and b interact by 3, c with none."""
    mixes = shapley.every_mix(3)
    found = shapley.interactions(3.0 * (mixes[:, 0] & mixes[:, 1]) + 2 * mixes[:, 2])
    np.testing.assert_allclose(found, [[0, 3, 0], [3, 0, 0], [0, 0, 0]], atol=1e-12)
    ends = shapley.interactions_at_the_ends(
        lambda mixes: 3.0 * (mixes[:, 0] & mixes[:, 1]) + 2 * mixes[:, 2], 3, np.array([2, 0, 1])
    )
    np.testing.assert_allclose(ends, found, atol=1e-12)


def test_interactions_of_three_at_once() -> None:
    """v = a b c: any two of them interact by 1/2, the mean of none and all of the third."""
    mixes = shapley.every_mix(3)
    found = shapley.interactions(mixes.all(axis=1).astype(float))
    np.testing.assert_allclose(found[np.triu_indices(3, 1)], 0.5)
    ends = shapley.interactions_at_the_ends(lambda mixes: mixes.all(axis=1).astype(float), 3, np.arange(3))
    np.testing.assert_allclose(ends, found)


@pytest.mark.parametrize("seed", range(3))
def test_estimates_add_up_and_lie_within_four_standard_errors(seed: int) -> None:
    items, game = 7, drawn_game(7, seed)
    exact = shapley.exact(game(shapley.every_mix(items)))
    found, errors = shapley.estimated(game, items, orders=400, seed=seed)
    assert np.all(abs(found - exact) < 4 * errors)
    whole = game(np.ones((1, items), dtype=bool)) - game(np.zeros((1, items), dtype=bool))
    np.testing.assert_allclose(found.sum(), whole)


def test_standard_errors_are_the_spread_of_repeated_estimates() -> None:
    items, game = 5, drawn_game(5, seed=9)
    runs = [shapley.estimated(game, items, orders=40, seed=seed) for seed in range(200)]
    spread = np.std([found for found, _ in runs], axis=0, ddof=1)
    stated = np.mean([errors for _, errors in runs], axis=0)
    np.testing.assert_allclose(stated, spread, rtol=0.2)
