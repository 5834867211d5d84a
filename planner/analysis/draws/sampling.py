"""What is drawn for an uncertain plan: its levers from their ranges, events by chance, and luck."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVarTuple

import numpy as np
from scipy import special

from planner.analysis.draws.copula import mixes
from planner.analysis.draws.pert import Pert, distributions
from planner.model.luck import KINDS
from planner.model.sizes import SEEDS, SIZE_KINDS
from planner.plan import Event, Plan
from planner.plan.event_groups import groups
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.levers import CATALOGUE

DRAWS, SEED = 1024, 1
"""Draws behind every fan and every chance, and their luck, the same for every plan: what moves is what was changed.

A power of two, so that Sobol points lie evenly. Chances are met within 2 points in 19 of 20 seeds and written to 5.
"""

MOST = 10**9
"""Draws there are at most; a Sobol sequence ends after 2**30 points."""

COMMON = len(CATALOGUE)
"""The dimension of what all levers have in common; a lever's is its place in the catalogue."""

BLOCK = 4096
"""Draws whose points are made at once. Batches up to it are remembered: a slider asks again, a sweep never does."""

STRATA = 256
"""Draws in a row of which each has another 256th of what may happen to an event."""

Rest = TypeVarTuple("Rest")


@dataclass(frozen=True)
class Drawn:
    """What makes draws of a plan, as `simulate` takes it.

    levers: values, (draws,) by lever id. later: months, (draws,) by place in the plan's events. luck: (draws, months,
    KINDS), or None. sizes: (draws, months, SIZE_KINDS), or None.
    """

    levers: Mapping[str, np.ndarray]
    later: Mapping[int, np.ndarray]
    luck: np.ndarray | None
    sizes: np.ndarray | None

    @property
    def anything(self) -> bool:
        """Whether anything is drawn at all."""
        return bool(self.levers or self.later) or self.luck is not None


def uncertain(plan: Plan) -> bool:
    """Whether draws of the plan differ from the plan itself: it has ranges, luck, or events by chance."""
    return bool(plan.uncertainty) or plan.lumpy or any(event.active and _by_chance(event) for event in plan.events)


def given(plan: Plan) -> str:
    """On what the shares of a plan's draws rest, within a sentence: "given your ranges"."""
    if any(low < high for low, high in plan.uncertainty.values()):
        return "given your ranges"
    return "given what is left to chance" if uncertain(plan) else "with nothing uncertain"


def drawn(plan: Plan, count: int = DRAWS, seed: int = SEED, first: int = 0) -> Drawn:
    """Draws first to first + count - 1 of the seed, each of its parts as the function of its name gives it."""
    asked = plan, count, seed, first
    return Drawn(draws(*asked), later(*asked), luck(*asked), sizes(*asked))


def draws(plan: Plan, count: int = DRAWS, seed: int = SEED, first: int = 0) -> dict[str, np.ndarray]:
    """Values of the plan's uncertain levers, (count,) by lever id: draws first to first + count - 1 of the seed.

    A draw is the same whatever the batch it is made in, and a lever's values do not depend on which others are
    uncertain, but for those it is correlated with. PlannerError when a range or a correlation is not allowed, or for
    less than one draw.
    """
    batch, ranges = _Batch(count, seed, first), distributions(plan)
    if not ranges:
        return {}
    positions = {lever_id: position for position, lever_id in enumerate(CATALOGUE)}
    dimensions = (COMMON, *(positions[lever_id] for lever_id in ranges))
    made = zip(ranges.items(), mixes(plan).tolist(), strict=True)
    return {lever_id: _values(batch, dimensions, tuple(mix), pert).copy() for (lever_id, pert), mix in made}


def later(plan: Plan, count: int, seed: int, first: int = 0) -> dict[int, np.ndarray]:
    """Months by which events by chance start later than their start, (count,) by place in the plan's events.

    Below 0 where an event does not happen: it does in the share `chance` of the draws, and then starts in each month to
    its `latest` alike. Events of one id happen together. Every id has numbers of its own, so that another event leaves
    them alone.
    """
    batch, found = _Batch(count, seed, first), {}
    for group in groups(plan.events):
        for place in group.positions:
            event = plan.events[place]
            if event.active and _by_chance(event):
                shares = _shares(batch, group.key)
                happens = shares < event.chance
                months = np.floor(shares / (event.chance or 1.0) * (event.spread + 1)).astype(np.intp)
                found[place] = np.where(happens, np.minimum(months, event.spread), -1)
    return found


def luck(plan: Plan, count: int, seed: int, first: int = 0) -> np.ndarray | None:
    """Standard normal numbers for what chance decides, (count, months, KINDS); None when the plan is not lumpy.

    Draws first to first + count - 1 of the seed, the same whatever the batch they are made in. Read-only.
    """
    return _normals(_Batch(count, seed, first), plan.months) if plan.lumpy else None


def sizes(plan: Plan, count: int, seed: int, first: int = 0) -> np.ndarray | None:
    """Seeds of what deals and customers are worth, (count, months, SIZE_KINDS); None where all have the average size.

    Draws first to first + count - 1 of the seed, the same whatever the batch they are made in. Read-only.
    """
    return _seeds(_Batch(count, seed, first), plan.months) if plan.lumpy and plan.size_spread else None


def _by_chance(event: Event) -> bool:
    return event.chance < 1 or event.spread > 0


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


def _remembered(most: int) -> Callable[[Callable[[_Batch, *Rest], np.ndarray]], Callable[[_Batch, *Rest], np.ndarray]]:
    """Hand out read-only arrays, and remember so many of small batches, those asked for last."""

    def decorated(make: Callable[[_Batch, *Rest], np.ndarray]) -> Callable[[_Batch, *Rest], np.ndarray]:
        def made(batch: _Batch, *rest: *Rest) -> np.ndarray:
            array = make(batch, *rest)
            array.flags.writeable = False
            return array

        remembered = lru_cache(most)(made)

        @wraps(make)
        def answer(batch: _Batch, *rest: *Rest) -> np.ndarray:
            return (remembered if batch.count <= BLOCK else made)(batch, *rest)

        return answer

    return decorated


@_remembered(4)
def _scores(batch: _Batch, dimensions: tuple[int, ...]) -> np.ndarray:
    """Normal scores of scrambled Sobol points, (dimensions, draws); half a cell further, so that none is infinite.

    Each lever has its dimension, so that another range leaves its points alone.
    """
    from scipy.stats import qmc  # only when drawn: its import takes as long as the rest of a start

    engine = qmc.Sobol(len(CATALOGUE) + 1, scramble=True, rng=batch.seed)
    if batch.first:
        engine.fast_forward(batch.first)
    blocks = [engine.random(BLOCK)[:, list(dimensions)] for _ in range(0, batch.count, BLOCK)]
    points = np.ascontiguousarray(np.concatenate(blocks)[: batch.count].T)
    return special.ndtri(points + 2.0 ** -(engine.bits + 1))


@_remembered(128)
def _values(batch: _Batch, dimensions: tuple[int, ...], mix: tuple[float, ...], pert: Pert) -> np.ndarray:
    """Values of a lever, (draws,): most of them stay while another lever is moved. mix: as `_mixed` takes it."""
    return pert.at(_mixed(_scores(batch, dimensions), np.array(mix)))


def _mixed(scores: np.ndarray, mix: np.ndarray) -> np.ndarray:
    """One variable of the copula, (draws,), from independent ones, (dimensions, draws).

    Added up one by one: a matrix product would depend on the size of the batch in its last bits.
    """
    parts = np.flatnonzero(mix)
    return sum((mix[at] * scores[at] for at in parts[1:]), start=mix[parts[0]] * scores[parts[0]])


@_remembered(4)
def _shares(batch: _Batch, key: str) -> np.ndarray:
    """Numbers from 0 to 1, (draws,), spread evenly over each STRATA draws in a row. key: names what they are for."""
    named = hashlib.sha256(f"{batch.seed} {key}".encode()).digest()
    philox = np.random.Philox(key=np.frombuffer(named[:16], dtype=np.uint64))
    block, before = divmod(batch.first, STRATA)
    philox.advance(block * STRATA // 2)  # a step makes four numbers, a draw takes two
    blocks = -(-(before + batch.count) // STRATA)
    order, within = np.random.Generator(philox).random((blocks, 2, STRATA)).swapaxes(0, 1)
    shares = (np.argsort(order, axis=1, kind="stable") + within) / STRATA
    return shares.reshape(-1)[before : before + batch.count]


@_remembered(4)
def _normals(batch: _Batch, months: int) -> np.ndarray:
    """Standard normal numbers, (draws, months, KINDS), none infinite."""
    philox = np.random.Philox(batch.seed)
    philox.advance(batch.first * months * KINDS // 4)  # a step makes four numbers, and KINDS is a multiple of 4
    shares = np.random.Generator(philox).random((batch.count, months, KINDS))
    return special.ndtri(np.maximum(shares, 2.0**-54, out=shares), out=shares)


@_remembered(4)
def _seeds(batch: _Batch, months: int) -> np.ndarray:
    """Whole numbers from 0 to SEEDS, (draws, months, SIZE_KINDS)."""
    philox = np.random.Philox(key=[batch.seed % 2**64, 1])
    philox.advance(batch.first * months * SIZE_KINDS // 4)  # as above
    raw = philox.random_raw(batch.count * months * SIZE_KINDS) % SEEDS
    return raw.astype(np.int64).reshape(batch.count, months, SIZE_KINDS)
