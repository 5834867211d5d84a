"""Many draws in blocks, wherever they run, against one run of them all."""

import multiprocessing
import queue
import shutil
import tempfile
import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner.analysis import arguments
from planner.analysis.draws import promises, uncertainty
from planner.analysis.draws import sweep as module
from planner.analysis.draws.sweep import Spread, sweep
from planner.plan import Funding, Plan, Target
from planner.vocabulary.errors import PlannerError

METRICS = ("arr", "nrr", "runway_months", "headcount")
"""Among them one without a value at first, and one that is infinite in some draws."""

UNCERTAIN = Plan(
    months=24,
    levers={"finance.cash": 3e6},
    funding=(Funding(month=9, amount=4e6),),
    targets=(Target(month=12, least=11.5e6), Target(month=24, least=1.9e7), Target(month=36, least=1.0)),
    uncertainty={
        "enterprise.win_rate": (0.15, 0.3),
        "self_serve.conversion": (0.003, 0.01),
        "people.engineer_cost": (40_000.0, 300_000.0),
    },
)
CERTAIN = Plan(months=12)
LUMPY = UNCERTAIN.changed(lumpy=True, uncertainty={})


class LastFirst(Executor):
    """One worker that takes what was handed to it last; counts what it holds."""

    def __init__(self) -> None:
        self.stack: queue.LifoQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.LifoQueue()
        self.handed: list[Future[Any]] = []
        self.most_at_a_time = 0
        self.order: list[int] = []
        self.thread = threading.Thread(target=self.work)

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.handed.append(future)
        self.most_at_a_time = max(self.most_at_a_time, sum(not one.done() for one in self.handed))
        self.order.append(args[3])
        self.stack.put((future, lambda: function(*args, **kwargs)))
        if len(self.handed) == 4:  # so that there is something to reverse
            self.thread.start()
        return future

    def work(self) -> None:
        while task := self.stack.get():
            future, run = task
            if future.set_running_or_notify_cancel():
                future.set_result(run())

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.stack.put(None)
        self.thread.join()


class Never(Executor):
    """Takes blocks and does nothing."""

    def __init__(self, after: int, then: Callable[[], None]) -> None:
        self.handed: list[Future[Any]] = []
        self.after, self.then = after, then

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.handed.append(Future())
        if len(self.handed) == self.after:
            self.then()
        return self.handed[-1]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK_DRAWS", 64)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def assert_as_in_one_piece(spread: Spread, plan: Plan, draws: int, seed: int, metrics: tuple[str, ...]) -> None:
    whole = uncertainty.run(plan, draws, seed, {*metrics, *promises.columns(plan)})
    assert list(spread.quantiles) == list(spread.mean) == list(metrics)
    for name in metrics:
        np.testing.assert_array_equal(spread.quantiles[name], uncertainty.quantiles(whole[name]))
        np.testing.assert_array_equal(spread.mean[name], uncertainty.mean(whole[name]))
    assert spread.promises == promises.of(whole)


EXECUTORS: dict[str, Callable[[], Executor | None]] = {
    "threads of this machine": lambda: None,
    "one thread": lambda: ThreadPoolExecutor(1),
    "three threads": lambda: ThreadPoolExecutor(3),
    "last first": LastFirst,
    "processes": lambda: ProcessPoolExecutor(2, multiprocessing.get_context("spawn")),
}


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("make", EXECUTORS.values(), ids=EXECUTORS)
def test_wherever_blocks_run_the_result_is_that_of_one_run(make: Callable[[], Executor | None]) -> None:
    executor = make()
    try:
        spreads = sweep([UNCERTAIN, CERTAIN, LUMPY], 1000, 7, METRICS, executor=executor, at_a_time=4)
    finally:
        if executor:
            executor.shutdown()
    for spread, plan in zip(spreads, (UNCERTAIN, CERTAIN, LUMPY), strict=True):
        assert (spread.plan, spread.draws, spread.seed) == (plan, 1000, 7)
        assert_as_in_one_piece(spread, plan, 1000, 7, METRICS)
    uncertain = spreads[0]
    assert [chance.target.month for chance in uncertain.promises.chances] == [12, 24]
    assert 0 < uncertain.promises.everything <= uncertain.promises.cash_lasts < 1
    assert 0 < uncertain.promises.chances[0].probability < 1
    assert np.isnan(uncertain.quantiles["nrr"][:, :11]).all()
    assert np.isinf(uncertain.quantiles["runway_months"]).any()
    assert np.isfinite(uncertain.quantiles["runway_months"]).any()


@pytest.mark.usefixtures("small_blocks")
def test_few_blocks_are_handed_out_at_a_time_and_all_in_turn() -> None:
    executor = LastFirst()
    sweep([UNCERTAIN, CERTAIN], 1000, 7, ("arr",), executor=executor, at_a_time=4)
    executor.shutdown()
    assert executor.most_at_a_time == 4
    assert executor.order == [*range(0, 1000, 64), *range(0, 1000, 64)]


@pytest.mark.parametrize("draws", [1, 2, 63, 64, 65])
@pytest.mark.usefixtures("small_blocks")
def test_any_number_of_draws(draws: int) -> None:
    (spread,) = sweep([UNCERTAIN], draws, 1, ("arr", "arr", "cash"))
    assert_as_in_one_piece(spread, UNCERTAIN, draws, 1, ("arr", "cash"))


def test_blocks_get_smaller_with_more_to_keep() -> None:
    lean = module._Store(Plan(months=12), ("arr",), 10**6)
    rich = module._Store(Plan(months=120), tuple(map(str, range(150))), 10**6)
    lumpy = module._Store(Plan(months=120, lumpy=True), ("arr",), 10**6)
    assert lean.block_draws == module.BLOCK_DRAWS
    assert rich.block_draws * 150 * 120 * 8 <= module.BLOCK_BYTES
    assert lumpy.block_draws < lean.block_draws
    assert rich.blocks * rich.block_draws >= 10**6


@pytest.mark.usefixtures("small_blocks")
def test_progress_goes_up_to_all_steps() -> None:
    told: list[tuple[int, int]] = []
    sweep([UNCERTAIN], 640, 1, ("arr",), progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 10 + 24) for done in range(1, 10 + 24 + 1)]


@pytest.mark.usefixtures("small_blocks")
def test_cancelling_stops_handing_out_and_cancels_what_is_queued(folder: Path) -> None:
    cancelled = threading.Event()
    executor = Never(after=3, then=cancelled.set)
    with pytest.raises(CancelledError):
        sweep([UNCERTAIN], 10_000, 1, ("arr",), executor=executor, cancelled=cancelled, at_a_time=5)
    assert len(executor.handed) == 5
    assert all(future.cancelled() for future in executor.handed)
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("step", [2, 20])
def test_cancelling_under_way(step: int, folder: Path) -> None:
    """Among the blocks, and among the quantiles."""
    cancelled, steps = threading.Event(), []

    def tell(done: int, total: int) -> None:
        steps.append(done)
        if done == step:
            cancelled.set()

    with pytest.raises(CancelledError):
        sweep([UNCERTAIN], 640, 1, ("arr",), progress=tell, cancelled=cancelled)
    assert steps == list(range(1, step + 1))
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("small_blocks")
def test_nothing_is_left_on_disk_and_nothing_has_a_name_there(folder: Path) -> None:
    names: set[Path] = set()
    sweep([UNCERTAIN], 640, 1, ("arr",), progress=lambda done, total: names.update(folder.iterdir()))
    assert not names
    assert list(folder.iterdir()) == []


def test_a_disk_that_is_too_small_is_said_before_starting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**12, 10**12, 2 * 10**9))
    executor = Never(after=1, then=lambda: pytest.fail("started"))
    with pytest.raises(PlannerError) as error:
        sweep([Plan()], 10**7, 1, ("arr",), executor=executor)
    assert str(error.value) == (
        f"draws = 10,000,000: need 9.8 GB in {folder}, which has 2.0 GB; "
        "ask for fewer draws or metrics, or set TMPDIR to a larger folder"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_disk_that_fills_up_under_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(buffering: int) -> Any:
        return Path("/dev/full").open("r+b", buffering=buffering)

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(PlannerError) as error:
        sweep([UNCERTAIN], 100, 1, ("arr",))
    assert str(error.value) == (
        f"draws = 100: are more than {folder} can hold; free some space or set TMPDIR to a larger folder"
    )


def test_a_worker_with_another_version_of_the_model_is_refused() -> None:
    class Elsewhere(ThreadPoolExecutor):
        def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            return super().submit(function, *args[:-1], "0123456789abcdef", **kwargs)

    with Elsewhere(1) as executor, pytest.raises(PlannerError, match=r"^workers: run another version of Groundswell"):
        sweep([UNCERTAIN], 100, 1, ("arr",), executor=executor)


@pytest.mark.usefixtures("small_blocks")
def test_a_mistake_on_a_worker_is_not_hidden() -> None:
    class Broken(Never):
        def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future = super().submit(function, *args, **kwargs)
            if len(self.handed) == 2:
                future.set_exception(ZeroDivisionError())
            return future

    executor = Broken(after=0, then=lambda: None)
    with pytest.raises(ZeroDivisionError):
        sweep([UNCERTAIN], 640, 1, ("arr",), executor=executor, at_a_time=3)
    assert [future.cancelled() for future in executor.handed] == [True, False, True, True]


@pytest.mark.parametrize(
    ("draws", "seed", "metrics", "sentences"),
    [
        (0, 1, ("arr",), ["draws = 0: must be 1 to 1,000,000,000"]),
        (
            10**9 + 1,
            -1,
            ("arr",),
            ["draws = 1,000,000,001: must be 1 to 1,000,000,000", "seed = -1: must be 0 or more"],
        ),
        (10, 1, ("arr", "arrr"), ["arrr: no such metric (did you mean arr?)"]),
    ],
)
def test_bad_questions(draws: int, seed: int, metrics: tuple[str, ...], sentences: list[str]) -> None:
    with pytest.raises(PlannerError) as error:
        sweep([UNCERTAIN], draws, seed, metrics)
    assert error.value.sentences() == sentences


def test_results_are_not_kept_in_memory() -> None:
    metrics, draws = arguments.METRICS[:20], 80_000
    tracemalloc.start()
    try:
        with ThreadPoolExecutor(1) as one:
            sweep([UNCERTAIN], draws, 1, metrics, executor=one, at_a_time=1)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < draws * len(metrics) * UNCERTAIN.months * 8 / 3
