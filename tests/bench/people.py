"""What a move of a lever costs the server, by page, and how long 1, 25 and 50 people wait. Prints, asserts nothing.

    python tests/bench/people.py

A key that is pressed once, or a value that is typed, draws the regions that can be seen, and the address follows. A
lever that is pulled draws them, too, and the address once it is let go. What is out of sight follows when it is
scrolled to. Processor time is that of the server's process, on the opening plan, in the middle of many moves, each to a
value that was never seen before: the server keeps what it worked out. People press a key on the Overview, each every
few seconds, and scroll through all of the page after it; they wait for the charts that can be seen, and for the others.
Clients run on the same machine.
"""

import argparse
import asyncio
import itertools
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

import live  # noqa: E402
import psutil  # noqa: E402
from support import ROOT  # noqa: E402
from tab import BROWSER, Tab  # noqa: E402

from planner import plan as plans  # noqa: E402
from planner.exchange import links  # noqa: E402
from planner.vocabulary import lever_text  # noqa: E402
from planner.vocabulary.levers import CATALOGUE  # noqa: E402

OPENING = plans.load(ROOT / "data/plans/open-source-database.toml")
LEVERS = {
    "": "enterprise.acv",
    "community": "community.signup_rate",
    "sales_capacity": "enterprise.quota",
    "retention": "enterprise.gross_retention",
    "people_and_cash": "people.engineer_cost",
}
"""The lever that is moved, by page."""

SIGHT = {
    "": ("arr-by-segment", "arr-bridge"),
    "community": ("from-intent-to-retention", "free-accounts"),
    "sales_capacity": ("capacity-demand-and-what-is-won",),
    "retention": ("retention-over-the-last-12-months", "what-the-losses-cost"),
    "people_and_cash": ("headcount-by-role", "hiring-plan"),
}
"""Regions that can be seen in a window of 1440 x 900, by page."""

WARM = 5
"""Moves before the first one that counts."""


def values(lever: str) -> Iterator[float]:
    """Values of a lever as its slider has them, each another one."""
    value = lever_text.scaled(CATALOGUE[lever], OPENING.value(lever))
    return (value * (1 + 0.0013 * at) for at in itertools.count(1))


class Counting(Tab):
    """A tab that counts what the server sends. messages, size: how many, and of how many bytes together."""

    messages = size = 0

    def _took(self, received: Any) -> bool:
        self.messages, self.size = self.messages + 1, self.size + len(received)
        return super()._took(received)


def tab(address: str, number: int, page: str = "") -> Counting:
    """A page on the opening plan. number: of its browser."""
    query = f"s={links.encode(OPENING, OPENING)}"
    return Counting(address, {BROWSER: f"bench-browser-{number:08}"}, page, query)


async def cost(server: psutil.Process, address: str, page: str, moves: int) -> Sequence[float]:
    """Of a move of a page: milliseconds of processor of a press, of a pull, of letting go, and of all out of sight.

    And messages and kB of a press.
    """

    def spent() -> float:
        times = server.cpu_times()
        return 1000 * (times.user + times.system)

    lever, seen = LEVERS[page], SIGHT[page]
    found = list[Sequence[float]]()
    async with tab(address, 0, page) as client:
        moved = enumerate(values(lever))
        for _ in range(moves + WARM):
            parts = [spent()]
            messages, size = client.messages, client.size
            gesture, value = next(moved)
            await client.move(lever, value, gesture=gesture, sight=seen)
            messages, size = client.messages - messages, client.size - size
            parts.append(spent())
            gesture, value = next(moved)
            await client.move(lever, value, gesture=gesture, sight=seen, held=True)
            parts.append(spent())
            await client.rest(seen)
            parts.append(spent())
            await client.rest()
            parts.append(spent())
            found.append([*(after - before for before, after in itertools.pairwise(parts)), messages, size / 1000])
    return [statistics.mean(part) for part in zip(*found[WARM:], strict=True)]


async def wait(address: str, people: int, moves: int, pause: float) -> tuple[list[float], list[float]]:
    """Seconds until the charts in sight are there, and until all of the page is, of every move of all people."""
    luck, sight, whole, ever = random.Random(1), list[float](), list[float](), values(LEVERS[""])

    async def work(number: int) -> None:
        await asyncio.sleep(number * 0.2)
        async with tab(address, number) as client:
            await asyncio.sleep((people - number) * 0.2 + pause * luck.random())
            for gesture in range(moves):
                began = time.perf_counter()
                await client.move(LEVERS[""], next(ever), gesture=gesture, sight=SIGHT[""])
                sight.append(time.perf_counter() - began)
                await client.rest()
                whole.append(time.perf_counter() - began)
                await asyncio.sleep(pause * (0.5 + luck.random()))

    await asyncio.gather(*map(work, range(people)))
    return sight, whole


def main(moves: int, pause: float) -> None:
    """Print both tables."""
    with live.running() as address:
        (server,) = psutil.Process().children()
        heads = "".join(f"{head:>10}" for head in ("pressed", "pulled", "let go", "the rest", "messages", "sent"))
        print(f"\n{'processor, a move':<18}{heads}")
        for page in LEVERS:
            *times, messages, size = asyncio.run(cost(server, address, page, moves))
            row = "".join(f"{one:>7.0f} ms" for one in times)
            print(f"{page or 'overview':<18}{row}{messages:>10.0f}{size:>7.0f} kB")
        print(
            f"\n{f'a move every {pause:g} s each':<26}{'in sight: median':>18}{'p95':>9}{'all: median':>16}{'p95':>9}"
        )
        for people in (1, 25, 50):
            texts = []
            for waited in asyncio.run(wait(address, people, moves if people == 1 else 8, pause)):
                cuts = statistics.quantiles(waited, n=20)
                texts += [f"{statistics.median(waited):.2f} s", f"{cuts[-1]:.2f} s"]
            print(f"{people:>4} people{'':<15}{texts[0]:>18}{texts[1]:>9}{texts[2]:>16}{texts[3]:>9}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--moves", type=int, default=40)
    arguments.add_argument("--pause", type=float, default=4.0, help="seconds between two moves of a person, on average")
    chosen = arguments.parse_args()
    main(chosen.moves, chosen.pause)
