"""A Dask cluster as an executor: whether it answers, and whether its workers would compute what this machine would."""

import asyncio
import logging
import pickle
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, InvalidStateError, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from planner.analysis.draws.sweep import AT_A_TIME, version
from planner.vocabulary.errors import PlannerError, Problem

PATIENCE = 10.0
"""Seconds within which a scheduler must answer, and have a worker."""

SILENCE, GLANCE, LOOK = 20.0, 1.0, 5.0
"""Seconds after which a cluster that nobody has been heard from is given up, between two looks, and that one takes."""

CLOSING = 5.0
"""Seconds that taking leave of a scheduler may take."""

RETRIES = 3
"""How often a block is tried again elsewhere."""

STOPPED, UNMANNED = "stopped answering", "has no worker any more that answers"
ALIKE = ("numpy", "scipy", "numba")
"""What decides the last digits of a result, and so must be the same everywhere."""


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int]]:
    """An executor on the cluster whose scheduler has this address, and how many blocks it should have at a time.

    PlannerError when the package for it is not installed, nobody answers, no worker is there, or one of them is not
    like this machine; and when the cluster fails or falls silent under way.
    """
    with _quiet():
        distributed = _package(address)
        _probe(address)
        try:
            client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
            try:
                with _Watch(client, address) as watch:
                    threads = _checked(client, address, watch)
                    yield _Sealed(client.get_executor(pure=False, retries=RETRIES), watch), AT_A_TIME * threads
            finally:
                client.close(CLOSING)
        except distributed.scheduler.KilledWorker:
            raise _refusal(address, "lost its workers over and over; give them more memory") from None
        except (TimeoutError, OSError):
            raise _refusal(address, STOPPED) from None


class _Watch:
    """Gives up on everything that is waited for once nobody of a cluster has been heard from for a while."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._waited_for: set[Future[Any]] = set()
        self._over = threading.Event()

    def __enter__(self) -> "_Watch":
        threading.Thread(target=self._look, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()

    def follow(self, there: Future[Any]) -> Future[Any]:
        """A future that ends as the other one does, or with the refusal once the cluster is silent."""
        here: Future[Any] = Future()
        self._waited_for.add(here)

        def end(_: Future[Any]) -> None:
            self._waited_for.discard(here)
            there.cancel()

        def copy(_: Future[Any]) -> None:
            with suppress(InvalidStateError):  # it was given up, or cancelled, before
                if there.cancelled():
                    here.cancel()
                    here.set_running_or_notify_cancel()
                elif error := there.exception():
                    here.set_exception(error)
                else:
                    here.set_result(there.result())

        here.add_done_callback(end)
        there.add_done_callback(copy)
        return here

    def call(self, function: Callable[[], Any]) -> Any:
        """What a function that asks the cluster gives; the refusal once the cluster is silent."""
        there: Future[Any] = Future()

        def run() -> None:
            try:
                there.set_result(function())
            except Exception as error:
                there.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        return self.follow(there).result()

    def _look(self) -> None:
        heard, last = time.monotonic(), 0.0
        while not self._over.wait(GLANCE):
            try:
                identity = self._client.sync(self._client.scheduler.identity, callback_timeout=LOOK)
                seen, reason = max((one["last_seen"] for one in identity["workers"].values()), default=0.0), UNMANNED
            except Exception:  # whatever the connection says when nobody answers any more
                seen, reason = last, STOPPED
            if seen > last:
                heard, last = time.monotonic(), seen
            elif time.monotonic() - heard > SILENCE:
                for future in tuple(self._waited_for):
                    with suppress(InvalidStateError):
                        future.set_exception(_refusal(self._address, reason))


class _Sealed(Executor):
    """Hands out calls as bytes that only workers open, since a scheduler need not have the planner."""

    def __init__(self, executor: Executor, watch: _Watch) -> None:
        self._executor, self._watch = executor, watch

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        call = pickle.dumps(_Call(partial(function, *args, **kwargs)))
        return self._watch.follow(self._executor.submit(pickle.loads, call))


@dataclass(frozen=True)
class _Call:
    """A call that is made where its pickle is opened, which gives the outcome."""

    call: Callable[[], Any]

    def __reduce__(self) -> tuple[Callable[[], Any], tuple[()]]:
        return self.call, ()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the package's own warnings and messages from standard error; what matters of them is said in a sentence."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _package(address: str) -> Any:
    try:
        import distributed  # an optional requirement
    except ImportError:
        raise _refusal(address, "needs the package distributed; pip install distributed") from None
    return distributed


def _probe(address: str) -> None:
    """Nothing when a scheduler answers in time. A client alone would wait for ever for one that is silent."""
    from distributed.comm import connect
    from distributed.security import Security

    async def greet() -> None:
        connection = await connect(address, PATIENCE, **Security().get_connection_args("client"))
        connection.abort()

    try:
        with ThreadPoolExecutor(1) as apart:  # the caller's own thread may have an event loop running
            apart.submit(lambda: asyncio.run(asyncio.wait_for(greet(), PATIENCE))).result()
    except (TimeoutError, OSError):
        raise _refusal(address, f"does not answer within {PATIENCE:.0f} seconds") from None
    except Exception:  # whatever else is wrong with an address, or with who answers there
        raise _refusal(address, "must be the address of a Dask scheduler, such as tcp://10.0.0.1:8786") from None


def _checked(client: Any, address: str, watch: _Watch) -> int:
    """The threads of all workers, each of which would compute what this machine computes."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise _refusal(address, f"has no workers; start some here with: PYTHONPATH=. dask worker {address}") from None
    versions = watch.call(lambda: client.get_versions(packages=ALIKE))
    models = watch.call(lambda: client.run(version, on_error="return"))
    here = _packages(versions["client"])
    for worker, found in versions["workers"].items():
        there = _packages(found)
        differing = next((name for name in here if here[name] != there[name]), None)
        if differing:
            found_there, found_here = there[differing] or "none", here[differing]
            unlike = f"worker {worker} has {differing} {found_there}, this machine {found_here}; install the same"
            raise _refusal(address, unlike)
        if isinstance(models.get(worker), Exception):
            unlike = f"worker {worker} cannot import Groundswell; set its PYTHONPATH to the project's folder"
            raise _refusal(address, unlike)
        if models.get(worker) != version():
            raise _refusal(address, f"worker {worker} runs another version of Groundswell; install this one there")
    return sum(watch.call(client.nthreads).values())


def _packages(versions: Any) -> dict[str, str | None]:
    """Versions by package; of Python what stands before the second dot."""
    packages = versions["packages"]
    return {
        "python": ".".join(packages["python"].split(".")[:2]),
        **{name: packages[name] for name in ALIKE},
    }


def _refusal(address: str, allowed: str) -> PlannerError:
    return PlannerError(Problem("--scheduler", address, allowed))
