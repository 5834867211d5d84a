"""Sweeps on a real Dask cluster of this machine: scheduler and workers are processes of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from distributed import Client
from shell import PLAN, refused, worked
from support import ROOT

from planner.analysis.draws import sweep as module
from planner.analysis.draws.sweep import Spread, sweep
from planner.commands import cluster
from planner.plan import Plan, Target
from planner.vocabulary.errors import PlannerError

UNCERTAIN = Plan(
    months=24,
    targets=(Target(month=24, least=1.9e7),),
    uncertainty={"enterprise.win_rate": (0.15, 0.3), "self_serve.conversion": (0.003, 0.01)},
)
METRICS = ("arr", "cash", "nrr")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def outside(path: str = "") -> dict[str, Any]:
    return {"env": {**os.environ, "PYTHONPATH": path}}


class Cluster:
    """A scheduler, and workers that come and go."""

    def __init__(self, log: Path) -> None:
        self.log = log.open("wb")
        self.workers: list[subprocess.Popen[bytes]] = []
        port = free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        host = ("--host", "127.0.0.1", "--port", str(port))
        elsewhere = {"cwd": log.parent, **outside()}  # a scheduler need not have the planner
        self.scheduler = self.start("dask_scheduler", *host, "--no-dashboard", **elsewhere)
        self.client = Client(self.address, timeout=60, set_as_default=False)

    def start(self, module: str, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
        return subprocess.Popen(command, stdout=self.log, stderr=self.log, **{"cwd": ROOT, **options})

    def add_worker(self, **options: Any) -> subprocess.Popen[bytes]:
        """A worker of one thread, started by nobody again when it dies; returns when the scheduler knows it."""
        limits = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0")
        worker = self.start("dask_worker", self.address, *limits, **options)
        self.workers.append(worker)
        self.client.wait_for_workers(len(self.client.nthreads()) + 1, timeout=60)
        return worker

    def clear(self) -> None:
        """Kill all workers; returns when the scheduler has forgotten them."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.workers.clear()
        wait_until(lambda: not self.client.nthreads())

    def close(self) -> None:
        self.client.close()
        self.scheduler.kill()
        self.scheduler.wait()
        self.log.close()


def wait_until(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("waited for half a minute")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    one = Cluster(tmp_path_factory.mktemp("cluster") / "log")
    yield one
    one.close()


@pytest.fixture
def dask(running: Cluster) -> Iterator[Cluster]:
    """Without workers at first."""
    yield running
    running.clear()


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK_DRAWS", 64)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)


def assert_same(there: list[Spread], here: list[Spread]) -> None:
    for one, other in zip(there, here, strict=True):
        for name in METRICS:
            np.testing.assert_array_equal(one.quantiles[name], other.quantiles[name])
            np.testing.assert_array_equal(one.mean[name], other.mean[name])
        assert one.promises == other.promises


@pytest.mark.usefixtures("small_blocks")
def test_a_worker_killed_under_way_costs_time_and_no_results(dask: Cluster) -> None:
    dask.add_worker()
    (survivor,) = dask.client.nthreads()
    victim = dask.add_worker()
    (address,) = set(dask.client.nthreads()) - {survivor}
    plans = [UNCERTAIN, UNCERTAIN.changed(months=36)]
    lost = []

    def tell(done: int, total: int) -> None:
        if done == 1:
            victim.send_signal(signal.SIGSTOP)  # so that it has unfinished work when it dies
        if done == 3:
            lost.extend(dask.client.processing()[address])
            victim.kill()

    with cluster.connected(dask.address) as (executor, at_a_time):
        assert at_a_time == 4
        there = sweep(plans, 2000, 5, METRICS, executor, tell, at_a_time=12)
    assert lost
    assert victim.wait() == -signal.SIGKILL
    assert list(dask.client.nthreads()) == [survivor]
    assert_same(there, sweep(plans, 2000, 5, METRICS))


@pytest.mark.usefixtures("small_blocks")
def test_cancelling_empties_the_cluster_and_leaves_it_fit_for_use(dask: Cluster) -> None:
    dask.add_worker()
    cancelled = threading.Event()

    def tell(done: int, total: int) -> None:
        if done == 3:
            cancelled.set()

    with cluster.connected(dask.address) as (executor, at_a_time):
        with pytest.raises(CancelledError):
            sweep([UNCERTAIN], 100_000, 1, METRICS, executor, tell, cancelled)
        wait_until(lambda: not any(dask.client.processing().values()))
        after = sweep([UNCERTAIN], 200, 1, METRICS, executor, at_a_time=at_a_time)
    assert_same(after, sweep([UNCERTAIN], 200, 1, METRICS))


def test_the_command_line_says_the_same_with_a_cluster(
    dask: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dask.add_worker()
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN)
    arguments = ("stress", plan, "--draws", 300, "--metric", "arr", "--format", "csv")
    assert worked(capsys, *arguments, "--scheduler", dask.address) == worked(capsys, *arguments)


# Whatever is wrong


def refusal(address: str) -> str:
    with pytest.raises(PlannerError) as error, cluster.connected(address):
        pass
    return str(error.value)


@pytest.mark.usefixtures("impatient")
def test_a_scheduler_without_workers(dask: Cluster) -> None:
    assert refusal(dask.address) == (
        f"--scheduler = {dask.address}: has no workers; start some here with: PYTHONPATH=. dask worker {dask.address}"
    )


def test_a_worker_that_cannot_import_the_planner(dask: Cluster, tmp_path: Path) -> None:
    dask.add_worker()
    dask.add_worker(cwd=tmp_path, **outside())
    assert refusal(dask.address).endswith(" cannot import Groundswell; set its PYTHONPATH to the project's folder")


@pytest.mark.parametrize("changed", ["model/rates.py", "analysis/draws/sampling.py", "plan/correlations.py"])
def test_a_worker_that_would_compute_something_else(dask: Cluster, tmp_path: Path, changed: str) -> None:
    shutil.copytree(ROOT / "planner", tmp_path / "planner", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data", tmp_path / "data")
    with (tmp_path / "planner" / changed).open("a") as file:
        file.write("# changed\n")
    dask.add_worker()
    dask.add_worker(cwd=tmp_path, **outside())
    assert refusal(dask.address).endswith(" runs another version of Groundswell; install this one there")


def test_a_worker_with_another_numpy(dask: Cluster, tmp_path: Path) -> None:
    (tmp_path / "numpy-1.0.dist-info").mkdir()
    (tmp_path / "numpy-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 1.0\n")
    dask.add_worker()
    dask.add_worker(**outside(str(tmp_path)))
    assert refusal(dask.address).endswith(f" has numpy 1.0, this machine {np.__version__}; install the same")


def test_a_scheduler_that_dies_under_way(tmp_path: Path) -> None:
    one = Cluster(tmp_path / "log")
    try:
        one.add_worker()
        with pytest.raises(PlannerError) as error, cluster.connected(one.address) as (executor, _):
            sweep([UNCERTAIN], 10**6, 1, METRICS, executor, lambda done, total: one.scheduler.kill())
    finally:
        one.workers[0].kill()
        one.workers[0].wait()
        one.close()
    assert str(error.value) in (
        "workers: went away before all was done",
        f"--scheduler = {one.address}: stopped answering",
    )


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize(
    ("who", "reason"), [("scheduler", "stopped answering"), ("worker", "has no worker any more that answers")]
)
def test_a_cluster_that_falls_silent_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str, reason: str
) -> None:
    monkeypatch.setattr(cluster, "SILENCE", 4.0)
    one = Cluster(tmp_path / "log")
    try:
        victim = {"worker": one.add_worker(), "scheduler": one.scheduler}[who]
        since = []

        def tell(done: int, total: int) -> None:
            if done == 1:
                victim.send_signal(signal.SIGSTOP)
                since.append(time.monotonic())

        with pytest.raises(PlannerError) as error, cluster.connected(one.address) as (executor, _):
            sweep([UNCERTAIN], 10**6, 1, METRICS, executor, tell)
        assert time.monotonic() - since[0] < 60
    finally:
        for process in (*one.workers, one.scheduler):
            process.kill()
            process.wait()
        one.log.close()
    assert str(error.value) == f"--scheduler = {one.address}: {reason}"


def test_silence_is_noticed_within_a_minute() -> None:
    assert cluster.SILENCE + cluster.GLANCE + cluster.LOOK + 4 * cluster.CLOSING < 60


def test_the_last_worker_leaves_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SILENCE", 3.0)
    monkeypatch.setattr(module, "BLOCK_DRAWS", 64)
    one = Cluster(tmp_path / "log")
    try:
        worker = one.add_worker()
        with pytest.raises(PlannerError) as error, cluster.connected(one.address) as (executor, _):
            sweep([UNCERTAIN], 10**6, 1, METRICS, executor, lambda done, total: worker.kill())
    finally:
        one.clear()
        one.close()
    assert str(error.value) in (
        f"--scheduler = {one.address}: has no worker any more that answers",
        f"--scheduler = {one.address}: lost its workers over and over; give them more memory",
    )


def test_an_empty_address_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN)
    expected = "--scheduler is empty: must be the address of a Dask scheduler, such as tcp://10.0.0.1:8786"
    assert refused(capsys, "stress", plan, "--scheduler", "") == [expected]


@pytest.mark.usefixtures("impatient")
def test_nobody_answers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN)
    address = f"tcp://127.0.0.1:{free_port()}"
    expected = f"--scheduler = {address}: does not answer within 1 seconds"
    assert refused(capsys, "stress", plan, "--scheduler", address) == [expected]


@pytest.mark.usefixtures("impatient")
def test_somebody_answers_the_call_and_stays_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert refusal(address) == f"--scheduler = {address}: does not answer within 1 seconds"


def test_an_answer_is_waited_for_ten_seconds() -> None:
    assert cluster.PATIENCE == 10


@pytest.mark.parametrize("address", ["", "nonsense", "tcp://", "tcp://127.0.0.1:port", "carrier-pigeon://coop:1"])
def test_what_is_no_address(address: str) -> None:
    given = f"--scheduler = {address}" if address else "--scheduler is empty"
    assert refusal(address) == f"{given}: must be the address of a Dask scheduler, such as tcp://10.0.0.1:8786"


def test_the_package_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert refusal("tcp://127.0.0.1:8786") == (
        "--scheduler = tcp://127.0.0.1:8786: needs the package distributed; pip install distributed"
    )
