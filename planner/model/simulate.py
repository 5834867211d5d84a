"""Run a plan, or many draws of it, through the model."""

import functools
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from planner.model import kernel
from planner.model.lanes import LANES
from planner.model.luck import KINDS, LUCK, Luck
from planner.model.metrics import cash_out_month, cash_room
from planner.model.paths import paths
from planner.model.records import LEVERS, PLACES
from planner.model.sizes import SEEDS, SIZE_KINDS, SIZES, Sizes
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS, Needs, needs
from planner.vocabulary.errors import PlannerError, Problem, nearest
from planner.vocabulary.levers import CATALOGUE, VERSION, lever

DRAWS_PER_THREAD = 64
"""Fewer draws than this are not worth another thread."""


@dataclass(frozen=True)
class Result:
    """What a simulation produced. Frozen; `result["arr"]` is an array of (months, draws).

    columns: the columns that were kept, by name, each (months, draws), month 1 first. day_one: the same columns before
    the first month, each (draws,); NaN for what has no value then. seed: of the draws, where there is one. catalogue:
    version of the lever catalogue.
    """

    plan: Plan
    columns: Mapping[str, np.ndarray]
    day_one: Mapping[str, np.ndarray]
    seed: int | None = None
    catalogue: int = field(default=VERSION)

    def __getitem__(self, name: str) -> np.ndarray:
        """A column, (months, draws); PlannerError when it was not kept."""
        if name not in self.columns:
            raise PlannerError(Problem(name, None, f"no such column here{nearest(name, list(self.columns))}"))
        return self.columns[name]

    @property
    def months(self) -> int:
        """How many months the columns have: the horizon, unless only some of it are kept."""
        return len(next(iter(self.columns.values()), range(self.plan.months)))

    @property
    def draws(self) -> int:
        """How many draws were run."""
        return next(iter(self.columns.values())).shape[1]

    def cash_out_month(self) -> np.ndarray:
        """First month that ends with cash below 0, (draws,); NaN where cash lasts the horizon."""
        return cash_out_month(self["cash"], self.day_one["cash"])

    def cash_room(self) -> np.ndarray:
        """How far cash is from being below 0, (months, draws): below 0 where it is by more than a rounding error."""
        return cash_room(self["cash"], self.day_one["cash"])


def simulate(
    plan: Plan,
    *,
    levers: Mapping[str, ArrayLike] | None = None,
    keep: Iterable[str] | None = None,
    threads: int | None = None,
    seed: int | None = None,
    luck: np.ndarray | None = None,
    later: Mapping[int, np.ndarray] | None = None,
    sizes: np.ndarray | None = None,
) -> Result:
    """Run the plan once, or once per draw.

    levers: values that replace the plan's, by lever id: a number for all draws, or one of (draws,); events act on top.
    keep: columns to store, all of them by default. threads: how many at most, the machine's cores by default; the
    result does not depend on it. seed: noted in the result. luck: standard normal numbers, (draws, months, KINDS), one
    for everything that chance decides in a month of a draw (luck.py); without them everything comes as expected. later:
    by place in the plan's events, months by which an event starts later than planned, whole numbers, (draws,); below 0
    where it does not act. The other events act as in the plan itself. sizes: seeds of what deals and customers are
    worth, (draws, months, SIZE_KINDS) whole numbers (sizes.py); without them each has the average size.

    Raises PlannerError for an unknown lever or column, a value outside the hard bounds, draws of different length, or
    luck or sizes of another shape or with numbers that cannot be.
    """
    names = tuple(COLUMNS) if keep is None else tuple(keep)
    places, needed = _kept(names)
    if luck is not None:
        _check_luck(luck, plan.months)
    if sizes is not None:
        _check_sizes(sizes, plan.months)
    by_chance = later or {}
    counts = {len(each) for each in (luck, sizes, *by_chance.values()) if each is not None}
    shared, drawn, drawn_at = _lever_values(plan, levers or {}, counts)
    draws = drawn.shape[1]
    rows = {place: row for row, place in enumerate(by_chance)}
    starts = _later(list(by_chance.values()), draws, plan.months)
    acting = [(event, rows.get(place, -1)) for place, event in enumerate(plan.events) if event.acts or place in rows]
    question = kernel.Question(
        months=plan.months,
        shared=shared,
        drawn=drawn,
        drawn_at=drawn_at,
        later=starts,
        order=_order(starts),
        paths=paths(tuple(event for event, _ in acting), plan.months, tuple(row for _, row in acting)),
        rounds=_rounds(plan),
        keep=places,
        needs=needed,
        luck=cast("Sequence[Sequence[Luck]]", _named(luck, LUCK, np.float64, draws)),
        sizes=cast("Sequence[Sequence[Sizes]]", _named(sizes, SIZES, np.int64, draws)),
        spread=plan.size_spread,
    )
    out = np.empty((len(names), plan.months + 1, draws))
    workers = max(1, min(threads or os.cpu_count() or 1, draws // DRAWS_PER_THREAD))
    size = -(-draws // (workers * kernel.BLOCK)) * kernel.BLOCK

    def run(first: int) -> None:
        kernel.run(question, kernel.workspace(question, out), first, min(first + size, draws), out)

    others = [_pool().submit(run, first) for first in range(size, draws, size)]
    run(0)
    for other in others:
        other.result()
    return Result(
        plan=plan,
        columns=MappingProxyType(dict(zip(names, out[:, 1:], strict=True))),
        day_one=MappingProxyType(dict(zip(names, out[:, 0], strict=True))),
        seed=seed,
    )


@functools.cache
def _pool() -> ThreadPoolExecutor:
    """Threads that wait for draws, one a core; making them anew would cost as much as hundreds of draws."""
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="simulate")


os.register_at_fork(after_in_child=_pool.cache_clear)  # a fork has none of its parent's threads


@functools.lru_cache(maxsize=128)
def _kept(names: tuple[str, ...]) -> tuple[np.ndarray, Needs]:
    """Where these columns stand in a ROW, and what they need; PlannerError for one that does not exist."""
    for name in names:
        if name not in COLUMNS:
            raise PlannerError(Problem(name, None, f"no such column{nearest(name, list(COLUMNS))}"))
    return np.array([COLUMNS[name].at for name in names], dtype=np.intp), needs(names)


def _check_luck(luck: np.ndarray, months: int) -> None:
    """PlannerError unless it is finite numbers in the shape that simulate takes."""
    if luck.ndim != 3 or len(luck) == 0 or luck.shape[1:] != (months, KINDS):
        allowed = f"must be (draws, {months}, {KINDS}): a number for every draw, month and kind"
        raise PlannerError(Problem("luck", f"an array of {luck.shape}", allowed))
    if not np.isfinite(luck.sum()):
        raise PlannerError(Problem("luck", None, "must be standard normal numbers, all finite"))


def _later(rows: Sequence[np.ndarray], draws: int, months: int) -> np.ndarray:
    """Months later, (rows, draws): after the horizon where an event does not act."""
    later = np.stack(rows).astype(np.intp) if rows else np.empty((0, draws), dtype=np.intp)
    return np.where(later < 0, months, later)


def _order(later: np.ndarray) -> np.ndarray:
    """The order to run draws in, (draws,): side by side those whose levers move in the same months, which is quicker.

    later: (rows, draws) months by which events start later.
    """
    draws = later.shape[1]
    return np.lexsort(later) if len(later) and draws > kernel.BLOCK else np.arange(draws)


def _check_sizes(sizes: np.ndarray, months: int) -> None:
    """PlannerError unless it is seeds in the shape that simulate takes."""
    if sizes.ndim != 3 or len(sizes) == 0 or sizes.shape[1:] != (months, SIZE_KINDS):
        allowed = f"must be (draws, {months}, {SIZE_KINDS}): a seed for every draw, month and kind"
        raise PlannerError(Problem("sizes", f"an array of {sizes.shape}", allowed))
    if sizes.dtype.kind not in "iu" or sizes.min() < 0 or sizes.max() >= SEEDS:
        raise PlannerError(Problem("sizes", None, f"must be whole numbers from 0 to {SEEDS - 1:,}"))


def _named(numbers: np.ndarray | None, kinds: np.dtype, of: type, draws: int) -> np.ndarray:
    """Numbers as (draws, months) of a record, (draws, 0) for none.

    Never writable, since a kernel is compiled for arrays that are or are not.
    """
    named = np.empty((draws, 0), kinds)
    if numbers is not None:
        named = np.ascontiguousarray(numbers, dtype=of).view(kinds)[:, :, 0]
    named.flags.writeable = False
    return named


def _rounds(plan: Plan) -> kernel.Rounds:
    """The plan's funding by month."""
    rounds = sorted(plan.acting_funding(), key=lambda each: each.month)
    months = np.array([each.month - 1 for each in rounds], dtype=np.intp)
    return kernel.Rounds(
        months=np.searchsorted(months, np.arange(plan.months + 1)),
        amounts=np.array([each.amount for each in rounds], dtype=np.float64),
        needs_arr=np.array([-np.inf if each.needs_arr is None else each.needs_arr for each in rounds], np.float64),
    )


def _lever_values(
    plan: Plan, replaced: Mapping[str, ArrayLike], others: set[int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The values all draws share (places,), those that differ (k, draws), and the places of the k (k,).

    others: numbers of draws that these have to agree with.
    """
    values = {lever_id: CATALOGUE[lever_id].check(value) for lever_id, value in plan.values().items()}
    drawn: dict[str, np.ndarray] = {}
    for lever_id, value in replaced.items():
        bounds, array = lever(lever_id), np.asarray(value, dtype=np.float64)
        if array.ndim > 1 or array.size == 0:
            allowed = "must be a number or one number per draw"
            raise PlannerError(Problem(lever_id, f"an array of {array.shape}", allowed))
        if array.ndim == 0:
            values[lever_id] = bounds.check(float(array))
            continue
        if not (array.min() >= bounds.min and array.max() <= bounds.max):
            raise PlannerError(Problem(lever_id, f"{array.min():,.12g} to {array.max():,.12g}", bounds.allowed))
        drawn[lever_id] = array
    sizes = {array.size for array in drawn.values()} | others or {1}
    if len(sizes) > 1:
        found = ", ".join(map(str, sorted(sizes)))
        raise PlannerError(Problem("draws", found, "every lever, event by chance and luck needs as many draws"))
    shared = np.zeros(LEVERS.itemsize // (8 * LANES))
    for lever_id, number in values.items():
        shared[PLACES[lever_id]] = number
    stacked = np.stack(list(drawn.values())) if drawn else np.empty((0, sizes.pop()))
    return shared, stacked, np.array([PLACES[lever_id] for lever_id in drawn], dtype=np.intp)
