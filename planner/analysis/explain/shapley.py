"""Shapley values and interactions of a game: a function of which items are taken.

L. S. Shapley, A value for n-person games, 1953; interactions after M. Grabisch and M. Roubens, 1999. Orders are drawn
in pairs, each with its reverse (J. Castro and others, 2009; R. Mitchell and others, 2022).
"""

from collections.abc import Callable
from math import factorial

import numpy as np

Game = Callable[[np.ndarray], np.ndarray]
"""What comes out, (mixes,), when these items are taken, (mixes, items) of bool."""


def every_mix(items: int) -> np.ndarray:
    """All subsets of the items, (2 ** items, items): item k is in row r where bit k of r is set."""
    return (np.arange(2**items)[:, None] >> np.arange(items)) & 1 == 1


def exact(outcomes: np.ndarray) -> np.ndarray:
    """The Shapley values, (items,), of what every mix comes to, in the order of `every_mix`.

    ``phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! * (v(S and i) - v(S))``.
    """
    items = (outcomes.size - 1).bit_length()
    weights = np.array([factorial(size) * factorial(items - size - 1) for size in range(items)]) / factorial(items)
    rows = np.arange(outcomes.size)
    sizes = every_mix(items).sum(axis=1)
    found = np.empty(items)
    for item in range(items):
        without = rows[(rows >> item) & 1 == 0]
        found[item] = weights[sizes[without]] @ (outcomes[without | 1 << item] - outcomes[without])
    return found


def interactions(outcomes: np.ndarray) -> np.ndarray:
    """How much more two items do together than each alone, (items, items), symmetric, 0 on the diagonal.

    The Shapley interaction index: ``sum over S without i and j of |S|! (n - |S| - 2)! / (n - 1)! * (v(S, i, j) - v(S,
    i) - v(S, j) + v(S))``. outcomes: in the order of `every_mix`.
    """
    items = (outcomes.size - 1).bit_length()
    weights = np.array([factorial(size) * factorial(items - size - 2) for size in range(items - 1)])
    weights = weights / factorial(max(items - 1, 0))
    rows = np.arange(outcomes.size)
    sizes = every_mix(items).sum(axis=1)
    found = np.zeros((items, items))
    for i in range(items):
        for j in range(i):
            neither = rows[(rows >> i | rows >> j) & 1 == 0]
            more = outcomes[neither | 1 << i | 1 << j] - outcomes[neither | 1 << i] - outcomes[neither | 1 << j]
            found[i, j] = found[j, i] = weights[sizes[neither]] @ (more + outcomes[neither])
    return found


def estimated(game: Game, items: int, orders: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Shapley values estimated from orders in which the items are taken, and their standard errors, (items,) both.

    orders: how many, an even number of at least 4: each that is drawn is also run backwards. The values add up to the
    whole in every order, and so do the estimates.
    """
    random = np.random.default_rng(seed)
    drawn = random.permuted(np.tile(np.arange(items), (orders // 2, 1)), axis=1)
    every = np.concatenate([drawn, drawn[:, ::-1]])
    places = np.argsort(every, axis=1)
    mixes = places[:, None, :] < np.arange(items + 1)[:, None]
    outcomes = game(mixes.reshape(-1, items)).reshape(len(every), items + 1)
    steps = np.take_along_axis(np.diff(outcomes, axis=1), places, axis=1)
    pairs = (steps[: len(drawn)] + steps[len(drawn) :]) / 2
    return pairs.mean(axis=0), pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs))


def interactions_at_the_ends(game: Game, items: int, among: np.ndarray) -> np.ndarray:
    """What two items do together beyond each alone: the mean of when no other item is taken and when all others are.

    (items, items), symmetric, 0 for items that are not `among` those looked at. Where there are too many for every mix.
    """
    one, (rows, columns) = np.eye(items, dtype=bool)[among], np.triu_indices(among.size, 1)
    found = np.zeros((items, items))
    for end in (False, True):
        outcomes = game(np.concatenate([np.zeros((1, items), dtype=bool), one, one[rows] | one[columns]]) ^ end)
        alone, both = outcomes[1 : among.size + 1], outcomes[among.size + 1 :]
        found[among[rows], among[columns]] += (both - alone[rows] - alone[columns] + outcomes[0]) / 2
    return found + found.T
