"""How the levers of a plan vary together: a Gaussian copula that is asked for by rank correlations."""

from collections.abc import Mapping, Sequence

import numpy as np

from planner.vocabulary.errors import Problem

ROUNDING = 1e-12
"""How far below 0 the smallest eigenvalue of a matrix that is just possible may come out."""
NOISE = 1e-5
"""What rounding leaves of a weight that is 0, at most: the root of a few times ROUNDING."""

Ranks = Mapping[tuple[str, str], float]
"""Spearman rank correlation by pair of levers; a pair that is not there varies independently."""


def pearson(levers: Sequence[str], ranks: Ranks) -> np.ndarray:
    """The correlations of the normal variables behind the levers, (levers, levers).

    ``r = 2 sin(pi rank / 6)`` is what gives two normal variables that rank correlation (Pearson 1907).
    """
    positions = {lever: at for at, lever in enumerate(levers)}
    matrix = np.eye(len(levers))
    for (a, b), rank in ranks.items():
        if a in positions and b in positions:
            matrix[positions[a], positions[b]] = matrix[positions[b], positions[a]] = 2 * np.sin(np.pi * rank / 6)
    return matrix


def weights(levers: Sequence[str], ranks: Ranks) -> np.ndarray:
    """Lower triangle L with L L' the Pearson matrix, (levers, levers); singular matrices are raised by a hair."""
    matrix = pearson(levers, ranks)
    lower = np.linalg.cholesky(matrix + 2 * ROUNDING * (np.eye(len(levers)) - matrix))
    lower[np.abs(lower) < NOISE] = 0
    return lower / np.linalg.norm(lower, axis=1, keepdims=True)


def contradictions(ranks: Ranks) -> list[Problem]:
    """What is wrong with correlations that no numbers could have together, each with as few levers as possible."""
    levers, problems = list(dict.fromkeys(lever for pair in ranks for lever in pair)), []
    while not _possible(levers, ranks):
        fewest = levers
        for lever in levers:
            fewer = [other for other in fewest if other != lever]
            fewest = fewest if _possible(fewer, ranks) else fewer
        problems.append(_contradiction(fewest, ranks))
        levers = [lever for lever in levers if lever not in fewest]
    return problems


def _possible(levers: Sequence[str], ranks: Ranks) -> bool:
    """Whether the Pearson matrix is positive semi-definite."""
    return not levers or bool(np.linalg.eigvalsh(pearson(levers, ranks))[0] >= -ROUNDING)


def _contradiction(levers: Sequence[str], ranks: Ranks) -> Problem:
    stated = [f"{a} and {b} {rank:.12g}" for (a, b), rank in ranks.items() if a in levers and b in levers]
    if len(stated) < len(levers) * (len(levers) - 1) // 2:
        stated.append("0 for their other pairs")
    allowed = f"these cannot all hold at once: {', '.join(stated)}; bring them nearer to 0"
    return Problem("correlations", None, allowed)
