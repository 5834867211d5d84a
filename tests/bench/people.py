"""What a move of a lever costs the server, by page, and how long 1, 25 and 50 people wait. Prints, asserts nothing.

    python tests/bench/people.py

A move is what the browser makes of a press of an arrow key: the lever is moved while it is held, with the regions that
can be seen, and once that is answered, what was left out follows. At once is a value that is typed: all of the page
follows in one answer. Processor time is that of the server's process, on
the opening plan, in the middle of many moves. People move a lever of the Overview, each every few seconds; they wait
for the charts that can be seen, and for all of the page. Clients run on the same machine.
"""

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import Sequence
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


def values(lever: str, count: int) -> Sequence[float]:
    """Values of a lever as its slider has them, each another one."""
    value = lever_text.scaled(CATALOGUE[lever], OPENING.value(lever))
    return [value * (0.9 + 0.1 * at / count) for at in range(count)]


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


async def cost(server: psutil.Process, address: str, page: str, moves: int, *, held: bool) -> list[float]:
    """Of a move of a page: milliseconds of processor while the lever is held, and after; messages and kB of both.

    held: whether it is; else all is drawn at once, and nothing after.
    """

    def spent() -> float:
        times = server.cpu_times()
        return 1000 * (times.user + times.system)

    during = after = messages = size = 0.0
    async with tab(address, 0, page) as client:
        for gesture, value in enumerate(values(LEVERS[page], moves + WARM)):
            if gesture == WARM:
                during = after = 0.0
                messages, size = client.messages, client.size
            start = spent()
            await client.move(LEVERS[page], value, gesture=gesture, sight=SIGHT[page] if held else None)
            middle = spent()
            if held:
                await client.rest()
            during, after = during + middle - start, after + spent() - middle
        messages, size = client.messages - messages, client.size - size
    return [part / moves for part in (during, after, messages, size / 1000)]


async def wait(address: str, people: int, moves: int, pause: float) -> tuple[list[float], list[float]]:
    """Seconds until the charts in sight are there, and until all of the page is, of every move of all people."""
    luck, sight, whole = random.Random(1), list[float](), list[float]()

    async def work(number: int) -> None:
        await asyncio.sleep(number * 0.2)
        async with tab(address, number) as client:
            await asyncio.sleep((people - number) * 0.2 + pause * luck.random())
            for gesture, value in enumerate(values(LEVERS[""], moves)):
                began = time.perf_counter()
                await client.move(LEVERS[""], value + number, gesture=gesture, sight=SIGHT[""])
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
        heads = f"{'held':>9}{'after':>10}{'both':>10}{'at once':>10}{'messages':>10}{'sent':>9}"
        print(f"\n{'processor, a move':<26}{heads}")
        for page in LEVERS:
            held, after, messages, size = asyncio.run(cost(server, address, page, moves, held=True))
            at_once = asyncio.run(cost(server, address, page, moves, held=False))[0]
            times = f"{held:>6.0f} ms{after:>7.0f} ms{held + after:>7.0f} ms{at_once:>7.0f} ms"
            print(f"{page or 'overview':<26}{times}{messages:>10.0f}{size:>6.0f} kB")
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
