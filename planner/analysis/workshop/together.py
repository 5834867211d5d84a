"""Which levers a room sees rise and fall together."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from planner.analysis.draws import copula
from planner.plan import Correlation, Plan
from planner.plan.correlations import Loadings, Ranks, contradictions, pearson
from planner.plan.workshop import Submission

FEWEST = 10
"""People from whom on a correlation is looked for."""

LEVEL = 0.05
"""The p-value below which a correlation counts."""

HALVINGS = 40

KEPT = "The room's correlations are drawn nearer to the plan's, since all of them cannot hold at once."
DROPPED = "The correlations of the plan are dropped, since they cannot hold with how the levers go together now."


def correlations(levers: Sequence[str], submissions: Sequence[Submission]) -> dict[tuple[str, str], float]:
    """Spearman rank correlation of the values of each pair of levers where it is significant, by pair.

    Of the people who set both levers: at least FEWEST, and a two-sided p-value below LEVEL.
    """
    from scipy import stats  # only when asked for: its import takes as long as the rest of a start

    found = {}
    for a, b in combinations(levers, 2):
        both = [one.answers for one in submissions if a in one.answers and b in one.answers]
        values = np.array([(each[a].value, each[b].value) for each in both]).reshape(-1, 2).T
        if len(both) < FEWEST or (values == values[:, :1]).all(axis=1).any():
            continue
        ranks = stats.spearmanr(*values)
        if ranks.pvalue < LEVEL:
            found[a, b] = float(np.clip(ranks.statistic, -1, 1))
    return found


def with_correlations(plan: Plan, wanted: Mapping[tuple[str, str], float]) -> tuple[Plan, list[str]]:
    """The plan with these correlations of pairs that have a range, and a sentence for what had to give way.

    They replace the plan's of the same pairs; others stay. Where all of them cannot hold at once, the wanted ones are
    drawn towards what the plan has for these pairs, all by the same share and by no more than needed.
    """
    loadings = copula.loadings(plan)
    own = {(one.a, one.b): one.rank for one in plan.correlations}
    if contradictions(own, loadings):
        return with_correlations(plan.changed(correlations=()), wanted)[0], [DROPPED]
    turned = {(b, a) if (b, a) in own else (a, b): rank for (a, b), rank in wanted.items()}
    bases = {pair: own.get(pair, _implied(pair, loadings)) for pair in turned}

    def drawn(share: float) -> Ranks:
        return {**own, **{pair: bases[pair] + share * (rank - bases[pair]) for pair, rank in turned.items()}}

    share = 1.0 if not contradictions(drawn(1.0), loadings) else 0.0
    if not share:
        above = 1.0
        for _ in range(HALVINGS):
            middle = (share + above) / 2
            share, above = (share, middle) if contradictions(drawn(middle), loadings) else (middle, above)
    found = drawn(share) if share else own
    kept = tuple(Correlation(a=a, b=b, rank=rank) for (a, b), rank in found.items())
    return plan.changed(correlations=kept), [] if share == 1.0 else [KEPT]


def _implied(pair: tuple[str, str], loadings: Loadings) -> float:
    """The rank correlation that two levers have by what all have in common."""
    return float(6 / np.pi * np.arcsin(pearson(pair, {}, loadings)[0, 1] / 2))
