"""What is drawn for an uncertain plan: its levers from their ranges, and luck."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVarTuple

import numpy as np
from scipy import special
from scipy.interpolate import CubicSpline

from planner.model.luck import KINDS
from planner.plan import Plan
from planner.plan.correlations import weights
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.levers import CATALOGUE

MODE_WEIGHT = 4.0
"""How much more the mode counts in the mean of a PERT distribution than low and high do."""

FAR, KNOTS = 7.0, 257
"""Normal scores beyond FAR count as FAR. With so many knots, quantiles are right to a billionth of the range."""

MOST = 10**9
"""Draws there are at most; a Sobol sequence ends after 2**30 points."""

BLOCK = 4096
"""Draws whose points are made at once. Batches up to it are remembered: a slider asks again, a sweep never does."""

Rest = TypeVarTuple("Rest")


@dataclass(frozen=True)
class Pert:
    """A PERT distribution: a Beta distribution stretched over low to high, its mean (low + 4 mode + high) / 6."""

    low: float
    mode: float
    high: float

    @property
    def shape(self) -> tuple[float, float]:
        """Alpha and beta of the Beta distribution; low and high must differ."""
        span = self.high - self.low
        return 1 + MODE_WEIGHT * (self.mode - self.low) / span, 1 + MODE_WEIGHT * (self.high - self.mode) / span

    def at(self, scores: np.ndarray) -> np.ndarray:
        """The values that stand where these numbers stand in a standard normal distribution, of any shape."""
        if self.low == self.high:
            return np.full(scores.shape, self.low)
        unit = special.expit(_logits(*self.shape)(np.clip(scores, -FAR, FAR)))
        return np.clip(self.low + (self.high - self.low) * unit, self.low, self.high)

    def ppf(self, shares: np.ndarray) -> np.ndarray:
        """The values below which these shares of all values lie; the name is SciPy's."""
        return self.at(special.ndtri(shares))


def distributions(plan: Plan) -> dict[str, Pert]:
    """The distribution of every uncertain lever, in the order of the catalogue."""
    return {
        lever_id: Pert(plan.uncertainty[lever_id][0], plan.value(lever_id), plan.uncertainty[lever_id][1])
        for lever_id in CATALOGUE
        if lever_id in plan.uncertainty
    }


def draws(plan: Plan, count: int, seed: int, first: int = 0) -> dict[str, np.ndarray]:
    """Values of the plan's uncertain levers, (count,) by lever id: draws first to first + count - 1 of the seed.

    A draw is the same whatever the batch it is made in, and a lever's values do not depend on which others are
    uncertain, but for those it is correlated with. PlannerError when a range or a correlation is not allowed, or for
    less than one draw.
    """
    batch, ranges = _Batch(count, seed, first), distributions(plan)
    if not ranges:
        return {}
    positions = {lever_id: position for position, lever_id in enumerate(CATALOGUE)}
    scores = _scores(batch, tuple(positions[lever_id] for lever_id in ranges))
    mixes = weights(tuple(ranges), {(pair.a, pair.b): pair.rank for pair in plan.correlations})
    return {lever_id: pert.at(_mixed(scores, mix)) for (lever_id, pert), mix in zip(ranges.items(), mixes, strict=True)}


def luck(plan: Plan, count: int, seed: int, first: int = 0) -> np.ndarray | None:
    """Standard normal numbers for what chance decides, (count, months, KINDS); None when the plan is not lumpy.

    Draws first to first + count - 1 of the seed, the same whatever the batch they are made in. Read-only.
    """
    return _normals(_Batch(count, seed, first), plan.months) if plan.lumpy else None


@dataclass(frozen=True)
class _Batch:
    """Draws first to first + count - 1 of a seed."""

    count: int
    seed: int
    first: int

    def __post_init__(self) -> None:
        if self.count < 1:
            raise PlannerError(Problem("draws", str(self.count), "must be 1 or more"))
        if self.first + self.count > MOST:
            raise PlannerError(Problem("draws", str(self.first + self.count), f"must be {MOST:,} or fewer"))
        for place, value in (("seed", self.seed), ("first draw", self.first)):
            if value < 0:
                raise PlannerError(Problem(place, str(value), "must be 0 or more"))


def _remembered(make: Callable[[_Batch, *Rest], np.ndarray]) -> Callable[[_Batch, *Rest], np.ndarray]:
    """Hand out read-only arrays, and remember the last ones of small batches."""

    def made(batch: _Batch, *rest: *Rest) -> np.ndarray:
        array = make(batch, *rest)
        array.flags.writeable = False
        return array

    remembered = lru_cache(4)(made)

    @wraps(make)
    def answer(batch: _Batch, *rest: *Rest) -> np.ndarray:
        return (remembered if batch.count <= BLOCK else made)(batch, *rest)

    return answer


@_remembered
def _scores(batch: _Batch, dimensions: tuple[int, ...]) -> np.ndarray:
    """Normal scores of scrambled Sobol points, (dimensions, draws); half a cell further, so that none is infinite.

    dimensions: a lever's is its place in the catalogue, so that another range leaves its points alone.
    """
    from scipy.stats import qmc  # only when drawn: its import takes as long as the rest of a start

    engine = qmc.Sobol(len(CATALOGUE), scramble=True, rng=batch.seed)
    if batch.first:
        engine.fast_forward(batch.first)
    blocks = [engine.random(BLOCK)[:, list(dimensions)] for _ in range(0, batch.count, BLOCK)]
    points = np.ascontiguousarray(np.concatenate(blocks)[: batch.count].T)
    return special.ndtri(points + 2.0 ** -(engine.bits + 1))


def _mixed(scores: np.ndarray, mix: np.ndarray) -> np.ndarray:
    """One variable of the copula, (draws,), from independent ones, (dimensions, draws).

    Added up one by one: a matrix product would depend on the size of the batch in its last bits.
    """
    parts = np.flatnonzero(mix)
    return sum((mix[at] * scores[at] for at in parts[1:]), start=mix[parts[0]] * scores[parts[0]])


@lru_cache(512)
def _logits(alpha: float, beta: float) -> CubicSpline:
    """The logit of a Beta quantile as a function of the normal score: smooth, unlike the quantile of the share.

    It takes a twentieth of the time of the inverse incomplete Beta function.
    """
    scores = np.linspace(-FAR, FAR, KNOTS)
    return CubicSpline(scores, special.logit(special.betaincinv(alpha, beta, special.ndtr(scores))))


@_remembered
def _normals(batch: _Batch, months: int) -> np.ndarray:
    """Standard normal numbers, (draws, months, KINDS), none infinite."""
    philox = np.random.Philox(batch.seed)
    philox.advance(batch.first * months * KINDS // 4)  # a step makes four numbers, and KINDS is a multiple of 4
    shares = np.random.Generator(philox).random((batch.count, months, KINDS))
    return special.ndtri(np.maximum(shares, 2.0**-54, out=shares), out=shares)
