"""How fast the engine is, against a plain loop over the same equations and one NumPy pass. Prints, asserts nothing.

    python tests/bench/engine.py

Every size runs in a process of its own, so that its peak memory is its own, with the NumPy pass timed before and after
it. Times are the best of several repeats: what the machine does when nothing else disturbs it. Every lever differs in
every draw.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import numpy as np  # noqa: E402

SIZES = (1, 100, 1_000, 10_000, 100_000)
THREADS = (1, 2)
MONTHS = 60
KEEP = (
    *("arr", "customers", "headcount", "revenue", "cash", "enterprise_constraint"),
    *("arr_growth", "nrr", "gross_margin", "burn_multiple", "rule_of_40", "attainment"),
)
KEEP_WITHOUT_METRICS = (
    *("arr", "customers", "headcount", "revenue", "cash", "enterprise_constraint"),
    *("free_accounts", "pqls", "ramped_aes", "new_arr", "churned_arr", "operating_cost"),
)
EVENTS = [
    {"lever": lever, "change": change, "value": value, "start": 7, "phase_in": 24}
    for lever, change, value in (
        ("enterprise.ramp_months", "multiply", 0.6),
        ("enterprise.attrition", "add", 0.1),
        ("enterprise.gross_retention", "multiply_loss", 1.5),
        ("customer_success.accounts_per_csm", "set", 50.0),
    )
]
VARIANTS = {
    "plain": "12 outputs without those metrics",
    "events": "with events on 4 levers, phased in over 24 months",
    "luck": "with luck: whole deals, customers and people",
}
SECONDS = 4.0
"""How long one size is repeated, at most."""


def best_and_busy(run: Callable[[], Any], seconds: float = SECONDS, at_least: int = 3) -> tuple[float, float]:
    """Fastest wall time and least processor time, all threads, of as many repeats as fit, after one for nothing."""
    run()
    times: list[tuple[float, float]] = []
    until = time.perf_counter() + seconds
    while len(times) < at_least or (time.perf_counter() < until and len(times) < 2000):
        start = time.perf_counter(), time.process_time()
        run()
        times.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    walls, processors = zip(*times, strict=True)
    return min(walls), min(processors)


def best(run: Callable[[], Any], seconds: float = SECONDS, at_least: int = 3) -> float:
    """Fastest wall time of as many repeats as fit."""
    return best_and_busy(run, seconds, at_least)[0]


def draws_of_every_lever(draws: int) -> dict[str, np.ndarray]:
    """Values over the usual range of each lever, or a fifth around its default where it has none."""
    from planner.vocabulary.levers import CATALOGUE

    random = np.random.default_rng(1)
    values = {}
    for lever in CATALOGUE.values():
        low, high = lever.usual_low, lever.usual_high
        if low is None or high is None:
            low, high = sorted((0.8 * lever.default, 1.2 * lever.default))
        values[lever.id] = random.uniform(low, high, draws)
    return values


def measure(draws: int, threads: int, variant: str) -> dict[str, float]:
    """Seconds and peak memory of one size, in this process."""
    from planner.model.luck import KINDS
    from planner.model.simulate import simulate
    from planner.plan import Event, Plan

    plan = Plan(months=MONTHS, events=tuple(Event(**event) for event in EVENTS) if variant == "events" else ())
    keep = KEEP_WITHOUT_METRICS if variant == "plain" else KEEP
    levers = draws_of_every_lever(draws)
    numbers = np.random.default_rng(1).standard_normal((draws, MONTHS, KINDS)) if variant == "luck" else None
    simulate(plan, levers=draws_of_every_lever(1), keep=keep)
    simulate(plan, levers=levers, keep=keep, threads=threads, luck=numbers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    one_pass = numpy_pass()
    seconds, busy = best_and_busy(lambda: simulate(plan, levers=levers, keep=keep, threads=threads, luck=numbers))
    one_pass = min(one_pass, numpy_pass())
    return {"seconds": seconds, "passes": seconds / one_pass, "busy": busy / one_pass, "peak": peak / 1024}


def in_a_process(*arguments: object) -> dict[str, float]:
    """`measure` in a fresh process."""
    command = [sys.executable, __file__, *map(str, arguments)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def numpy_pass() -> float:
    """Seconds of one elementwise multiply over (60, 10000) into an array that is there."""
    array = np.random.default_rng(1).uniform(1, 2, (MONTHS, 10_000))
    out = np.empty_like(array)
    return best(lambda: np.multiply(array, 1.000001, out=out), seconds=0.5)


def plain_loop() -> float:
    """Seconds of one plan in plain Python, every output."""
    from reference import run

    from planner.plan import Plan

    values = Plan().values()
    return best(lambda: run(values, MONTHS))


def one_plan() -> float:
    """Seconds of one plan in the engine, every output, called as the app calls it."""
    from planner.model.simulate import simulate
    from planner.plan import Plan

    plan = Plan()
    return best(lambda: simulate(plan))


def started(code: str, repeats: int, **environment: str) -> float:
    """Seconds from the start of a process to its end; the best of a few."""

    def run() -> None:
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env={**os.environ, **environment})

    return best(run, seconds=0, at_least=repeats) if repeats > 1 else once(run)


def once(run: Callable[[], Any]) -> float:
    """Seconds of a single run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def row(*cells: object) -> None:
    """Print one line of a table."""
    print("".join(f"{cell:>15}" for cell in cells))


def main() -> None:
    """Print every table."""
    first = "from planner.plan import Plan; from planner.model.simulate import simulate; simulate(Plan())"
    with tempfile.TemporaryDirectory() as empty:
        without_cache = started(first, 1, NUMBA_CACHE_DIR=empty)
    started(first, 1)
    bare = started("pass", 5)
    print("Start of a process, best of 5 (without the disk cache: once)")
    row("", "seconds")
    row("bare Python", f"{bare:.2f}")
    row("import", f"{started('import planner.model.simulate', 5):.2f}")
    row("first result", f"{started(first, 5):.2f}")
    row("without cache", f"{without_cache:.2f}")

    one_pass, loop, one = numpy_pass(), plain_loop(), one_plan()
    print("\nYardsticks, best of many")
    row("one NumPy pass", f"{one_pass * 1e3:.3f} ms", "  multiply over (60, 10000)")
    row("plain loop", f"{loop * 1e3:.2f} ms")
    row("one plan", f"{one * 1e3:.3f} ms", f"  {loop / one:.0f} times faster than the loop, all outputs")

    print(f"\n{MONTHS} months, 12 outputs with retention and efficiency metrics, best of {SECONDS:.0f} s")
    print("passes: in NumPy passes timed in the same process; of processor: the same of processor time, of all threads")
    print("of a loop: a draw against one plan in the plain loop")
    row("draws", "threads", "ms", "us a draw", "passes", "of processor", "of a loop", "peak MiB")
    for draws in SIZES:
        for threads in THREADS:
            report(draws, threads, "metrics", loop)
    for variant, title in VARIANTS.items():
        print(f"\nThe same, {title}")
        for threads in THREADS:
            report(10_000, threads, variant, loop)


def report(draws: int, threads: int, variant: str, loop: float) -> None:
    """Measure one size and print its line."""
    found = in_a_process(draws, threads, variant)
    seconds = found["seconds"]
    row(
        f"{draws:,}",
        threads,
        f"{seconds * 1e3:,.2f}",
        f"{seconds / draws * 1e6:,.2f}",
        f"{found['passes']:,.0f}",
        f"{found['busy']:,.0f}",
        f"1/{loop * draws / seconds:,.0f}",
        f"{found['peak']:,.0f}",
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
    else:
        main()
