"""What a plan leads to when its levers are uncertain: draws of them in one simulation, and their quantiles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from planner.analysis import arguments
from planner.analysis.draws.pert import distributions
from planner.analysis.draws.sampling import DRAWS, SEED, drawn
from planner.model.simulate import Result, simulate
from planner.plan import Plan
from planner.vocabulary.errors import PlannerError, Problem

LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
"""The quantiles that are shown."""


class Fan(NamedTuple):
    """A column over time, (months,) each: 8 of 10 draws lie between low and high, half of them below the middle."""

    low: np.ndarray
    middle: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Driver:
    """Spearman rank correlation of an uncertain lever with a metric, -1 to 1."""

    lever: str
    rank_correlation: float


@dataclass(frozen=True)
class Index:
    """Sobol indices of a lever: the share of a metric's variance it explains alone, and with all its interactions."""

    lever: str
    first: float
    total: float


def run(
    plan: Plan,
    count: int = DRAWS,
    seed: int = SEED,
    keep: Iterable[str] = ("arr", "cash", "headcount"),
    first: int = 0,
    threads: int | None = None,
) -> Result:
    """The plan once per draw: levers from their ranges, events on top of them, also by chance, luck if it is lumpy.

    keep, threads: as for simulate. first: the draw to begin with. A plan with nothing uncertain is run once, and
    every draw is a view of it.
    """
    made = drawn(plan, count, seed, first)
    if made.anything:
        return simulate(plan, **vars(made), keep=keep, threads=threads, seed=seed)
    once = simulate(plan, keep=keep, seed=seed)
    columns = {name: np.broadcast_to(column, (plan.months, count)) for name, column in once.columns.items()}
    day_one = {name: np.broadcast_to(column, (count,)) for name, column in once.day_one.items()}
    return replace(once, columns=columns, day_one=day_one)


def quantiles(values: np.ndarray, levels: Sequence[float] = LEVELS) -> np.ndarray:
    """Quantiles over the draws, (levels, months), of values (months, draws).

    Linear between draws, as numpy.quantile has it. Draws without a value (NaN) are left out; a month in which no draw
    has one is NaN. Between a number and an infinity the quantile is infinite.
    """
    ordered = np.sort(values, axis=1)
    known = np.full(len(values), values.shape[1])
    lacking = np.isnan(ordered[:, -1])  # NaN is sorted last
    known[lacking] -= np.isnan(ordered[lacking]).sum(axis=1)
    place = np.array(levels)[:, None] * np.maximum(known - 1, 0)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(known - 1, 0))
    months, share = np.arange(len(values)), place - below
    low, high = ordered[months, below], ordered[months, above]
    with np.errstate(invalid="ignore"):
        finite = low + (high - low) * share
        infinite = np.where(share == 0, low, low * (1 - share) + high * share)
    return np.where(np.isfinite(low) & np.isfinite(high), finite, infinite)


def mean(values: np.ndarray) -> np.ndarray:
    """Mean over the draws, (months,), of values (months, draws).

    Draws without a value (NaN) are left out; a month in which no draw has one is NaN. Infinite where a draw is.
    """
    missing = np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.where(missing, 0, values).sum(axis=1) / (~missing).sum(axis=1)


def drivers(result: Result, levers: Mapping[str, np.ndarray], metric: str, month: int) -> list[Driver]:
    """Which uncertain levers explain the spread of a metric at the end of a month (from 1), strongest first.

    levers: the draws behind the result, (draws,) by lever id. Draws in which the metric has no value are left out; a
    lever or metric that does not vary has a rank correlation of 0.
    """
    outcome = result[arguments.metric(metric)][arguments.month(result.plan, month) - 1]
    known = ~np.isnan(outcome)
    if not levers or not known.any():
        return [Driver(lever_id, 0.0) for lever_id in levers]
    from scipy import stats  # only when asked for: its import takes as long as the rest of a start

    ranks = stats.rankdata(np.stack([outcome, *levers.values()])[:, known], axis=1)
    ranks -= ranks.mean(axis=1, keepdims=True)
    sizes = np.sqrt((ranks**2).sum(axis=1))
    spread = sizes[0] * sizes[1:]
    found = np.divide(ranks[1:] @ ranks[0], spread, out=np.zeros(len(levers)), where=spread > 0)
    pairs = zip(levers, np.clip(found, -1, 1).tolist(), strict=True)
    return sorted((Driver(*pair) for pair in pairs), key=lambda driver: -abs(driver.rank_correlation))


def indices(plan: Plan, metric: str, month: int, seed: int = 1, size: int = 1024) -> list[Index]:
    """Sobol indices of every uncertain lever for a metric at the end of a month (from 1), largest total first.

    They suppose that the levers vary independently and that there is no luck: correlations and lumpiness are left out.
    size: a power of 2; the plan is run size times for every lever, and twice more. PlannerError also when the metric
    is not a finite number in every run, for want of a variance.
    """
    arguments.metric(metric)
    arguments.month(plan, month)
    if size < 2 or size & (size - 1):
        raise PlannerError(Problem("size", str(size), "must be a power of 2"))
    arguments.seed(seed)
    ranges = distributions(plan)
    varying = {lever_id: pert for lever_id, pert in ranges.items() if pert.low < pert.high}
    shares = dict.fromkeys(ranges, (0.0, 0.0))

    def outcomes(values: np.ndarray) -> np.ndarray:
        outcome = simulate(plan, levers=dict(zip(varying, values, strict=True)), keep=(metric,))[metric][month - 1]
        if not np.isfinite(outcome).all():
            allowed = f"is not a finite number in every run at the end of month {month}; choose another metric or month"
            raise PlannerError(Problem(metric, None, allowed))
        return np.tile(outcome, (2, 1))  # twice, since SciPy cannot do one lever and one outcome

    if varying:
        from scipy import stats  # as above

        result = stats.sobol_indices(func=outcomes, n=size, dists=list(varying.values()), rng=seed)
        first, total = (np.reshape(found, (2, -1))[0].tolist() for found in (result.first_order, result.total_order))
        shares |= dict(zip(varying, zip(first, total, strict=True), strict=True))
    return sorted((Index(lever_id, *pair) for lever_id, pair in shares.items()), key=lambda index: -index.total)
