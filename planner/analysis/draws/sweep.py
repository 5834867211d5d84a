"""Many draws of many plans: blocks of draws on any executor, their results on disk, exact quantiles from there.

A block is the same draws wherever it runs and whenever it lands, so the outcome depends neither on the executor nor on
the number of workers, and is what `uncertainty.run` with its quantiles gives in one piece. Few blocks are handed out at
a time, and a month of a metric is in memory at a time: the memory does not grow with the number of results.
"""

import functools
import hashlib
import itertools
import math
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

import numpy as np

from planner.analysis import arguments
from planner.analysis.draws import promises, uncertainty
from planner.analysis.draws.promises import Promises
from planner.analysis.draws.sampling import MOST
from planner.model import compiled
from planner.model.luck import KINDS
from planner.model.sizes import SIZE_KINDS
from planner.plan import Plan
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.sentences import counted

BLOCK_DRAWS, BLOCK_BYTES = 8192, 2**25
"""The largest block: in draws, and in what its luck and its results take."""

ROW_BYTES = 2**26
"""What the rows take that are sorted side by side; one is, however long."""

AT_A_TIME = 2
"""Blocks handed out for each core, so that none waits for the next one."""

PATIENCE = 0.2
"""Seconds between two looks at whether the work is still wanted."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Spread:
    """What the draws of one plan lead to.

    quantiles: (levels, months) by metric, at `uncertainty.LEVELS`. mean: (months,) by metric. promises: what
    holds of what was promised, in all draws. source: where the quantiles come from.
    """

    plan: Plan
    draws: int
    seed: int
    quantiles: Mapping[str, np.ndarray]
    mean: Mapping[str, np.ndarray]
    promises: Promises

    @property
    def source(self) -> str:
        """Where the quantiles come from, as the end of a sentence."""
        return f"exact, from {counted(self.draws, 'draws')} stored on disk"


def sweep(
    plans: Sequence[Plan],
    draws: int,
    seed: int,
    metrics: Iterable[str],
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancelled: threading.Event | None = None,
    at_a_time: int | None = None,
) -> list[Spread]:
    """The spread of every plan, in the order of the plans.

    executor: where blocks run; threads of this machine by default. progress: called with the steps done and all steps.
    cancelled: once set, nothing more starts, what is queued is cancelled and CancelledError is raised. at_a_time:
    blocks handed out at once, which bounds the memory; two a core of this machine by default.

    Raises PlannerError when an argument is bad, the disk too small, or a worker runs another version of the model.
    """
    _check(draws, seed)
    names = tuple(dict.fromkeys(map(arguments.metric, metrics)))
    kept = [tuple(dict.fromkeys([*names, *promises.columns(plan)])) for plan in plans]
    for plan, columns in zip(plans, kept, strict=True):
        uncertainty.run(plan, 1, seed, columns)
    cores = os.cpu_count() or 1
    at_a_time = at_a_time or AT_A_TIME * cores
    stores = [_Store(plan, columns, draws) for plan, columns in zip(plans, kept, strict=True)]
    _check_space(stores, at_a_time)
    tell = _steps(sum(store.blocks + len(names) * store.plan.months for store in stores), progress, cancelled)
    with ExitStack() as stack:
        workers = executor or stack.enter_context(ThreadPoolExecutor(cores))
        landed = _landed(stores, seed, workers, at_a_time, cancelled)
        stack.callback(landed.close)
        return _spreads(stores, names, seed, landed, tell)


def block(plan: Plan, kept: tuple[str, ...], seed: int, first: int, count: int, expected: str) -> np.ndarray:
    """Draws `first` to `first + count` of a plan: (metrics kept, 1 + months, count), day one first. Runs on a worker.

    expected: the version that asks; OtherVersionError when it is not the worker's.
    """
    if expected != version():
        raise OtherVersionError
    result = uncertainty.run(plan, count, seed, kept, first=first, threads=1)
    return np.stack([np.concatenate([result.day_one[name][np.newaxis], result[name]]) for name in kept])


class OtherVersionError(Exception):
    """A worker would compute something else."""


@functools.cache
def version() -> str:
    """Name of all that decides the numbers: the model, and what makes draws of a plan."""
    own = Path(__file__)
    rooms = (own.parent, *(own.parents[2] / room for room in ("plan", "vocabulary")))
    sources = [source for room in rooms for source in sorted(room.glob("*.py"))]
    return hashlib.sha256(b"".join([compiled.version().encode(), *map(Path.read_bytes, sources)])).hexdigest()[:16]


@dataclass(frozen=True)
class _Store:
    """The draws of one plan in a file without a name, which goes when it is closed, however this process ends."""

    plan: Plan
    kept: tuple[str, ...]
    draws: int
    reading: threading.Lock = field(default_factory=threading.Lock)

    @property
    def block_draws(self) -> int:
        """Draws of a block; it depends on nothing but what is asked."""
        kinds = len(self.kept) + (KINDS + (SIZE_KINDS if self.plan.size_spread else 0) if self.plan.lumpy else 0)
        most = min(BLOCK_DRAWS, BLOCK_BYTES // (8 * kinds * self.plan.months))
        return min(2 ** int(math.log2(most)), self.draws)

    @property
    def blocks(self) -> int:
        return -(-self.draws // self.block_draws)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """A block is in one piece: (blocks, metrics, day one and months, draws of a block)."""
        return self.blocks, len(self.kept), 1 + self.plan.months, self.block_draws

    @property
    def size(self) -> int:
        """Bytes."""
        return 8 * math.prod(self.shape)

    def write(self, file: FileIO, at: int, values: np.ndarray) -> None:
        """Put the block where it belongs. values: (metrics, 1 + months, draws); the last one may have fewer draws."""
        whole = np.zeros(self.shape[1:])
        whole[..., : values.shape[-1]] = values
        try:
            file.seek(at * whole.nbytes)
            whole.tofile(file)
        except OSError:
            allowed = f"are more than {tempfile.gettempdir()} can hold; free some space or {_ELSEWHERE}"
            raise PlannerError(Problem("draws", f"{self.draws:,}", allowed)) from None

    def row(self, file: FileIO, name: str, month: int) -> np.ndarray:
        """A metric at the end of a month (from 1; 0 is day one): (draws,), in their order.

        Read, not mapped: what a mapping touches counts as memory, and the system maps far more than is touched.
        """
        values, column = np.empty((self.blocks, self.block_draws)), self.kept.index(name)
        with self.reading:
            for at, part in enumerate(values):
                file.seek(((at * len(self.kept) + column) * (1 + self.plan.months) + month) * part.nbytes)
                file.readinto(part.data)
        return values.reshape(-1)[: self.draws]


_ELSEWHERE = "set TMPDIR to a larger folder"


def _check(draws: int, seed: int) -> None:
    problems = []
    if not 1 <= draws <= MOST:
        problems.append(Problem("draws", f"{draws:,}", f"must be 1 to {MOST:,}"))
    if seed < 0:
        problems.append(Problem("seed", str(seed), "must be 0 or more"))
    if problems:
        raise PlannerError(problems)


def _check_space(stores: Sequence[_Store], at_a_time: int) -> None:
    """Enough room for all the plans that can be under way at once."""
    needed = sum(sorted((store.size for store in stores), reverse=True)[:at_a_time])
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    if needed > free:
        fewer = f"ask for fewer draws or metrics, or {_ELSEWHERE}"
        allowed = f"need {_size(needed)} in {folder}, which has {_size(free)}; {fewer}"
        raise PlannerError(Problem("draws", f"{stores[0].draws:,}", allowed))


def _size(size: float) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 5e7 else f"{size / 1e6:,.1f} MB"


def _steps(total: int, progress: Progress | None, cancelled: threading.Event | None) -> Callable[[], None]:
    """What is to be called after every step; it raises CancelledError when the work is not wanted any more."""
    done = itertools.count(1)

    def tell() -> None:
        if cancelled and cancelled.is_set():
            raise CancelledError
        if progress:
            progress(next(done), total)

    return tell


def _landed(
    stores: Sequence[_Store], seed: int, workers: Executor, at_a_time: int, cancelled: threading.Event | None
) -> Generator[tuple[int, int, np.ndarray]]:
    """Blocks in the order in which they land: number of the plan, number of the block, values."""
    todo = ((plan_at, at) for plan_at, store in enumerate(stores) for at in range(store.blocks))
    running: dict[Future[np.ndarray], tuple[int, int]] = {}

    def hand_out() -> None:
        for plan_at, at in itertools.islice(todo, at_a_time - len(running)):
            store = stores[plan_at]
            first = at * store.block_draws
            count = min(store.block_draws, store.draws - first)
            future = workers.submit(block, store.plan, store.kept, seed, first, count, version())
            running[future] = plan_at, at

    try:
        hand_out()
        while running:
            done, _ = wait(running, PATIENCE, FIRST_COMPLETED)
            if cancelled and cancelled.is_set():
                raise CancelledError
            for future in done:
                plan_at, at = running.pop(future)
                hand_out()
                yield plan_at, at, _values(future)
    finally:
        for future in running:
            future.cancel()


def _values(future: Future[np.ndarray]) -> np.ndarray:
    """What a worker made of a block; PlannerError when it would not, or was never heard of again."""
    try:
        return future.result()
    except OtherVersionError:
        reason = "run another version of Groundswell; install this one"
    except CancelledError:
        reason = "went away before all was done"
    raise PlannerError(Problem("workers", None, reason))


def _spreads(
    stores: Sequence[_Store],
    names: Sequence[str],
    seed: int,
    landed: Iterator[tuple[int, int, np.ndarray]],
    tell: Callable[[], None],
) -> list[Spread]:
    """The spread of every plan, taken when its last block has landed; then its file is closed."""
    spreads: dict[int, Spread] = {}
    files: dict[int, FileIO] = {}
    missing = [store.blocks for store in stores]
    with ExitStack() as stack:
        for plan_at, at, values in landed:
            if plan_at not in files:
                files[plan_at] = stack.enter_context(tempfile.TemporaryFile(buffering=0))
            stores[plan_at].write(files[plan_at], at, values)
            missing[plan_at] -= 1
            tell()
            if not missing[plan_at]:
                with files.pop(plan_at) as file:
                    spreads[plan_at] = _spread(stores[plan_at], file, names, seed, tell)
    return [spreads[plan_at] for plan_at in range(len(stores))]


def _spread(store: _Store, file: FileIO, names: Sequence[str], seed: int, tell: Callable[[], None]) -> Spread:
    plan = store.plan
    summaries = {}
    side_by_side = max(1, min(os.cpu_count() or 1, ROW_BYTES // (8 * store.draws)))
    pool = ThreadPoolExecutor(side_by_side)
    try:
        for name in names:
            by_month = []
            for row in pool.map(functools.partial(_summary, store, file, name), range(1, plan.months + 1)):
                by_month.append(row)
                tell()
            summaries[name] = np.stack(by_month, axis=1)
    finally:
        pool.shutdown(cancel_futures=True)
    return Spread(
        plan=plan,
        draws=store.draws,
        seed=seed,
        quantiles={name: summary[:-1] for name, summary in summaries.items()},
        mean={name: summary[-1] for name, summary in summaries.items()},
        promises=promises.summary(plan, functools.partial(store.row, file)),
    )


def _summary(store: _Store, file: FileIO, name: str, month: int) -> np.ndarray:
    """The quantiles and then the mean of a metric at the end of a month: (levels + 1,)."""
    row = store.row(file, name, month)[np.newaxis]
    return np.append(uncertainty.quantiles(row), uncertainty.mean(row))
