"""How the levers of a plan vary together: a Gaussian copula with one common factor and pairs that are asked for."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np

from planner.plan.frozen import FrozenDict
from planner.vocabulary.errors import Problem

ROUNDING = 1e-9
"""How far below 0 the smallest eigenvalue of a matrix that is possible may lie."""
NOISE = 1e-12
"""What rounding leaves of a weight that is 0, at most."""
TRIED = 20_000
"""Sets of levers of one size that are looked at for the smallest that is impossible."""

Ranks = Mapping[tuple[str, str], float]
"""Spearman rank correlation by pair of levers, in the order of the plan; replaces what loadings say of the pair."""

Loadings = Mapping[str, float]
"""Correlation of levers with the common factor, -1 to 1; 0 for one that is not there."""

NONE: Loadings = FrozenDict()


def score_correlation(rank: float) -> float:
    """``r = 2 sin(pi rank / 6)``: the correlation of two normal variables with that rank correlation (Pearson 1907)."""
    return float(2 * np.sin(np.pi * rank / 6))


def pearson(levers: Sequence[str], ranks: Ranks, loadings: Loadings = NONE) -> np.ndarray:
    """The correlations of the normal variables behind the levers, (levers, levers).

    Two levers have the product of their loadings, but for the pairs in ranks.
    """
    positions = {lever: at for at, lever in enumerate(levers)}
    common = _column(levers, loadings)
    matrix = np.outer(common, common)
    np.fill_diagonal(matrix, 1.0)
    for (a, b), rank in ranks.items():
        if a in positions and b in positions:
            at, other = positions[a], positions[b]
            matrix[at, other] = matrix[other, at] = score_correlation(rank)
    return matrix


def weights(levers: Sequence[str], ranks: Ranks, loadings: Loadings = NONE) -> np.ndarray:
    """How the normal variables of the levers are made of independent ones, (levers, 1 + levers): W with W W' = pearson.

    The first column is the common factor's, the others are the levers' own. Each pair, in the order of the plan, makes
    anew the variable of its later lever alone, so that another lever or a further pair leaves all others as they are;
    where no variables can have the pairs one by one, those of all pairs are made at once. Read-only.
    """
    known = [(pair, rank) for pair, rank in ranks.items() if set(pair) <= set(levers)]
    loaded = {lever: loadings[lever] for lever in levers if loadings.get(lever)}
    return _weights(tuple(levers), FrozenDict(loaded), tuple(known))


def contradictions(ranks: Ranks, loadings: Loadings = NONE) -> list[Problem]:
    """What is wrong with correlations that no numbers could have together, each with as few levers as possible."""
    paired = list(dict.fromkeys(lever for pair in ranks for lever in pair))
    levers, problems = [*paired, *(lever for lever in loadings if lever not in paired and loadings[lever])], []
    while not _possible(levers, ranks, loadings):
        fewest = _fewest(levers, ranks, loadings)
        problems.append(_contradiction(fewest, ranks, loadings))
        levers = [lever for lever in levers if lever not in fewest]
    return problems


def _column(levers: Sequence[str], loadings: Loadings) -> np.ndarray:
    return np.array([loadings.get(lever, 0.0) for lever in levers], dtype=np.float64)


@lru_cache(64)
def _weights(
    levers: tuple[str, ...], loadings: FrozenDict[str, float], pairs: tuple[tuple[tuple[str, str], float], ...]
) -> np.ndarray:
    common = _column(levers, loadings)
    made = np.column_stack([common, np.diag(np.sqrt(1 - common**2))])
    free, together = made.copy(), {at: {at} for at in range(len(levers))}
    for pair, rank in pairs:
        earlier, later = sorted(map(levers.index, pair))
        joined = together[earlier] | together[later]
        together |= dict.fromkeys(joined, joined)
        row = _tied(made, later, earlier, sorted(joined), score_correlation(rank))
        if row is None:
            made = _at_once(free, levers, loadings, pairs)
            break
        made[later] = row
    made.flags.writeable = False
    return made


def _tied(made: np.ndarray, at: int, other: int, joined: Sequence[int], wanted: float) -> np.ndarray | None:
    """The weights of a variable that has the wanted correlation with another one, and else those that it has.

    joined: all that pairs tie to either. None where there is no such variable.
    """
    places = [0, *(1 + one for one in joined)]
    rest = [one for one in joined if one != at]
    common = np.eye(1, len(places))
    others, own = np.vstack([common, made[np.ix_(rest, places)]]), made[at, places]
    targets = others @ own
    targets[1 + rest.index(other)] = wanted
    inverse = np.linalg.pinv(others)
    along = inverse @ targets
    apart = own - inverse @ (others @ own)
    left, length = 1 - along @ along, float(np.linalg.norm(apart))
    if np.abs(others @ along - targets).max() > ROUNDING or left < -ROUNDING or (left > ROUNDING > length):
        return None
    row = along + apart * math.sqrt(left) / length if left > ROUNDING else along
    row[np.abs(row) < NOISE] = 0
    found = np.zeros(made.shape[1])
    found[places] = row / np.linalg.norm(row)
    return found


def _at_once(
    free: np.ndarray, levers: tuple[str, ...], loadings: Loadings, pairs: Sequence[tuple[tuple[str, str], float]]
) -> np.ndarray:
    """The weights with the variables of all pairs made of those of the other levers, and of their own.

    free: the weights without pairs.
    """
    made, ranks = free.copy(), dict(pairs)
    tied = [at for at, lever in enumerate(levers) if any(lever in pair for pair in ranks)]
    common, rest = free[:, 0], [at for at in range(len(levers)) if at not in tied]
    shares = common[rest] / (1 - common[rest] ** 2)
    known = float(common[rest] @ shares)
    guess = shares / (1 + known)
    names = [levers[at] for at in tied]
    left = pearson(names, ranks, loadings) - known / (1 + known) * np.outer(common[tied], common[tied])
    values, vectors = np.linalg.eigh(left)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    made[tied] = np.outer(common[tied], guess @ free[rest])
    made[np.ix_(tied, [1 + at for at in tied])] = root
    made[np.abs(made) < NOISE] = 0
    made[tied] /= np.linalg.norm(made[tied], axis=1, keepdims=True)
    return made


def _possible(levers: Sequence[str], ranks: Ranks, loadings: Loadings) -> bool:
    """Whether the Pearson matrix is positive semi-definite."""
    return not levers or bool(np.linalg.eigvalsh(pearson(levers, ranks, loadings))[0] >= -ROUNDING)


def _fewest(levers: Sequence[str], ranks: Ranks, loadings: Loadings) -> Sequence[str]:
    """The smallest set of levers that is impossible; one from which none can be left out where there are too many."""
    for size in range(3, len(levers)):
        if math.comb(len(levers), size) > TRIED:
            break
        for chosen in _sets(levers, size, ranks):
            if not _possible(chosen, ranks, loadings):
                return chosen
    fewest = list(levers)
    for lever in levers:
        fewer = [other for other in fewest if other != lever]
        fewest = fewest if _possible(fewer, ranks, loadings) else fewer
    return fewest


def _sets(levers: Sequence[str], size: int, ranks: Ranks) -> Iterator[Sequence[str]]:
    """The sets of so many levers that could be impossible: those with a pair."""
    for chosen in combinations(levers, size):
        if any(a in chosen and b in chosen for a, b in ranks):
            yield chosen


def _contradiction(levers: Sequence[str], ranks: Ranks, loadings: Loadings) -> Problem:
    stated = {pair: f"{pair[0]} and {pair[1]} {rank:.12g}" for pair, rank in ranks.items() if set(pair) <= set(levers)}
    others = [pair for pair in combinations(levers, 2) if pair not in stated and pair[::-1] not in stated]
    texts = list(stated.values())
    by_common = {pair: loadings.get(pair[0], 0.0) * loadings.get(pair[1], 0.0) for pair in others}
    texts += [f"{a} and {b} {common:.2g} by together" for (a, b), common in by_common.items() if common]
    if not all(by_common.values()):
        texts.append("0 for their other pairs")
    allowed = f"these cannot all hold at once: {', '.join(texts)}; bring them nearer to 0"
    return Problem("correlations", None, allowed)
