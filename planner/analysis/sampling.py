"""What is drawn for an uncertain plan: its levers from their ranges, and luck."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

import numpy as np
from scipy import special
from scipy.stats import qmc

from planner.correlations import weights
from planner.errors import PlannerError, Problem
from planner.levers import CATALOGUE
from planner.model.luck import KINDS
from planner.plan import Plan

MODE_WEIGHT = 4.0
"""How much more the mode counts in the mean of a PERT distribution than low and high do."""

MOST = 10**9
"""Draws there are at most; a Sobol sequence ends after 2**30 points."""

BLOCK = 4096
"""Draws whose points are made at once. Batches up to it are remembered: a slider asks again, a sweep never does."""


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

    def stretched(self, unit: np.ndarray) -> np.ndarray:
        """Values of the Beta distribution, 0 to 1, over low to high."""
        return np.clip(self.low + (self.high - self.low) * unit, self.low, self.high)

    def ppf(self, shares: np.ndarray) -> np.ndarray:
        """The values below which these shares of all values lie; the name is SciPy's."""
        return self.stretched(special.betaincinv(*self.shape, shares))


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
    batch, ranges = _Batch(count, seed, first), distributions(plan.changed())
    if not ranges:
        return {}
    positions = {lever_id: position for position, lever_id in enumerate(CATALOGUE)}
    points = _points(batch, tuple(positions[lever_id] for lever_id in ranges))
    mixes = weights(tuple(ranges), {(pair.a, pair.b): pair.rank for pair in plan.correlations})
    return {
        lever_id: np.full(count, pert.low)
        if pert.low == pert.high
        else pert.stretched(_unit(points, tuple(mix), *pert.shape))
        for (lever_id, pert), mix in zip(ranges.items(), mixes.tolist(), strict=True)
    }


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


@dataclass(frozen=True)
class _Points:
    """Scrambled Sobol points, (dimensions, draws), in the middle of their cells, so that none is 0 or 1.

    dimensions: a lever's is its place in the catalogue, so that another range leaves its points alone.
    """

    batch: _Batch
    dimensions: tuple[int, ...]
    values: np.ndarray = field(compare=False)

    @property
    def count(self) -> int:
        return self.batch.count


Batch = TypeVar("Batch", _Batch, _Points)
Rest = TypeVarTuple("Rest")
Made = TypeVar("Made")


def _remembered(size: int) -> Callable[[Callable[[Batch, *Rest], Made]], Callable[[Batch, *Rest], Made]]:
    """Keep the last results for small batches."""

    def remembering(make: Callable[[Batch, *Rest], Made]) -> Callable[[Batch, *Rest], Made]:
        remembered = lru_cache(size)(make)

        @wraps(make)
        def answer(batch: Batch, *rest: *Rest) -> Made:
            return (remembered if batch.count <= BLOCK else make)(batch, *rest)

        return answer

    return remembering


@_remembered(8)
def _points(batch: _Batch, dimensions: tuple[int, ...]) -> _Points:
    engine = qmc.Sobol(len(CATALOGUE), scramble=True, rng=batch.seed)
    if batch.first:
        engine.fast_forward(batch.first)
    blocks = [engine.random(BLOCK)[:, list(dimensions)] for _ in range(0, batch.count, BLOCK)]
    values = np.ascontiguousarray(np.concatenate(blocks)[: batch.count].T)
    return _Points(batch, dimensions, values + 2.0 ** -(engine.bits + 1))


@_remembered(512)
def _unit(points: _Points, mix: tuple[float, ...], alpha: float, beta: float) -> np.ndarray:
    """Draws of a Beta distribution, (draws,). mix: weights of the dimensions in the copula, squares adding up to 1."""
    parts = [(weight, point) for weight, point in zip(mix, points.values, strict=True) if weight]
    if len(parts) == 1 and parts[0][0] == 1:
        return special.betaincinv(alpha, beta, parts[0][1])
    mixed = sum(weight * special.ndtri(point) for weight, point in parts)
    return special.betaincinv(alpha, beta, special.ndtr(mixed))


@_remembered(2)
def _normals(batch: _Batch, months: int) -> np.ndarray:
    """Standard normal numbers, (draws, months, KINDS), none infinite, read-only."""
    philox = np.random.Philox(batch.seed)
    philox.advance(batch.first * months * KINDS // 4)  # a step makes four numbers, and KINDS is a multiple of 4
    shares = np.random.Generator(philox).random((batch.count, months, KINDS))
    normals = special.ndtri(np.maximum(shares, 2.0**-54, out=shares), out=shares)
    normals.flags.writeable = False
    return normals
