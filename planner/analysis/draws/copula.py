"""How the uncertain levers of a plan go well or badly together. MODEL.md, Uncertainty."""

import math
from collections.abc import Mapping

import numpy as np

from planner.model.simulate import simulate
from planner.plan import Plan
from planner.plan.correlations import contradictions, weights
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

SAME = 1e-9
"""The relative difference of ARR up to which a lever moves it neither way."""


def signs(plan: Plan) -> Mapping[str, float]:
    """Whether more of each uncertain lever is good, by lever id in the order of the catalogue: 1, -1, or 0 for neither.

    It is when ARR in the last month is more with the lever at the upper end of its range than at the lower one, all
    else as planned and without luck.
    """
    ranges = {lever_id: plan.uncertainty[lever_id] for lever_id in CATALOGUE if lever_id in plan.uncertainty}
    if not ranges:
        return {}
    values = {lever_id: np.full(2 * len(ranges), plan.value(lever_id)) for lever_id in ranges}
    for at, (lever_id, ends) in enumerate(ranges.items()):
        values[lever_id][2 * at : 2 * at + 2] = ends
    low, high = simulate(plan, levers=values, keep=("arr",), threads=1)["arr"][-1].reshape(-1, 2).T
    moved = np.abs(high - low) > SAME * np.maximum(np.abs(low), np.abs(high))
    return dict(zip(ranges, np.where(moved, np.sign(high - low), 0.0).tolist(), strict=True))


def loadings(plan: Plan) -> Mapping[str, float]:
    """Correlation of each uncertain lever with what they have in common, by lever id; empty without together.

    Its square is the plan's `together`, so that two levers have that correlation, or minus it where more of one is good
    and more of the other bad.
    """
    return {lever: sign * math.sqrt(plan.together) for lever, sign in signs(plan).items()} if plan.together else {}


def mixes(plan: Plan) -> np.ndarray:
    """The normal variables of the uncertain levers by those of the common factor and each lever, (levers, 1 + levers).

    PlannerError when together and the correlations of pairs are no numbers that variables could have at once.
    """
    common, ranks = loadings(plan), {(pair.a, pair.b): pair.rank for pair in plan.correlations}
    if common and (problems := contradictions(ranks, common)):
        raise PlannerError(problems)
    return weights([lever_id for lever_id in CATALOGUE if lever_id in plan.uncertainty], ranks, common)
