"""People in a workshop room: how long a move takes, what it and waiting cost, and whether a submission is lost.

    python tests/bench/workshop.py --people 50 --processes 1
    GROUNDSWELL_TEST_POSTGRESQL=postgresql://... python tests/bench/workshop.py --people 200 --processes 2

Everybody speaks Streamlit's protocol, has joined one room by its link, sets a lever every 4 s and submits every 30 s;
a board of the room is open. One process keeps its rooms in a file; several are behind nginx as data/deploy says, with
TLS, sticky by cookie, on one PostgreSQL. First all wait, which tells what waiting costs. A round ends when everybody
has submitted; one who only looks keeps it open. Clients, nginx and PostgreSQL share the machine with the app.
"""

import argparse
import asyncio
import contextlib
import os
import random
import re
import ssl
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

import deployed  # noqa: E402
import live  # noqa: E402
import postgresql  # noqa: E402
import psutil  # noqa: E402
from support import PLAN  # noqa: E402
from tab import BROWSER, Tab  # noqa: E402

from planner.plan.workshop import Question, Settings, Step, Submission  # noqa: E402
from planner.store.database import Database  # noqa: E402
from planner.store.drafts import digest  # noqa: E402
from planner.store.rooms import Rooms  # noqa: E402
from planner.vocabulary import lever_text  # noqa: E402
from planner.vocabulary.levers import CATALOGUE  # noqa: E402

LEVERS = (
    *("enterprise.win_rate", "enterprise.acv", "enterprise.ramp_months", "enterprise.quota"),
    *("enterprise.attainment", "enterprise.gross_retention", "marketing.mql_growth", "enterprise.cycle_months"),
)
QUESTIONS = (Question("arr", 36), Question("cash", 36))
MOVE, SUBMIT = 4.0, 30.0
"""Seconds between two moves and between two submissions of somebody."""


class Site(NamedTuple):
    """Where the app is served. pids: of its processes."""

    address: str
    database: str
    pids: Sequence[int]
    tls: ssl.SSLContext | None = None
    nginx: deployed.Site | None = None


@dataclass
class Person:
    """Somebody with a phone. moves, submits: seconds that each took. submitted: moments, and values of the last one."""

    number: int
    token: str
    moves: list[float] = field(default_factory=list)
    submits: list[float] = field(default_factory=list)
    submitted: list[float] = field(default_factory=list)
    values: dict[str, float] = field(default_factory=dict)
    acknowledged: dict[str, float] = field(default_factory=dict)
    tab: Tab | None = None

    async def join(self, site: Site, code: str) -> None:
        """Open the link and join."""
        cookies = {BROWSER: self.token}
        if site.nginx:
            _, given = await asyncio.to_thread(site.nginx.get, f"/join?room={code}")
            cookies |= given
        self.tab = Tab(site.address, cookies, "join", f"room={code}", tls=site.tls)
        await self.tab.__aenter__()
        await self.tab.submit("Join", {"nickname": f"Person {self.number}"})

    async def work(self, until: float, luck: random.Random) -> None:
        """Set a lever and submit, again and again, each at its own pace."""
        tab = self.tab
        assert tab is not None
        submits = time.monotonic() + SUBMIT * luck.random()
        await asyncio.sleep(MOVE * luck.random())
        while time.monotonic() < until:
            began = time.monotonic()
            lever = luck.choice(LEVERS)
            value = float(f"{PLAN.value(lever) * (0.9 + 0.2 * luck.random()):.3g}")
            value = min(max(value, CATALOGUE[lever].min), CATALOGUE[lever].max)
            await tab.move(lever, lever_text.scaled(CATALOGUE[lever], value))
            self.values[lever] = value
            self.moves.append(time.monotonic() - began)
            if time.monotonic() >= submits:
                submits, before = time.monotonic() + SUBMIT, time.monotonic()
                await tab.press("Submit")
                self.submits.append(time.monotonic() - before)
                self.submitted.append(time.monotonic())
                self.acknowledged = dict(self.values)
            await asyncio.sleep(max(0.0, began + MOVE - time.monotonic()))


class Board:
    """The big screen. counts: moments at which it said how many have answered."""

    def __init__(self) -> None:
        self.counts: list[tuple[float, int]] = []

    async def look(self, tab: Tab) -> None:
        """Note the count whenever it changes."""
        while True:
            tab.changed.clear()
            found = re.findall(r">(\d+) of \d+</span>\W*have answered|(\d+) of \d+", tab.text())
            count = max((int(one or other) for one, other in found), default=0)
            if not self.counts or count > self.counts[-1][1]:
                self.counts.append((time.monotonic(), count))
            await tab.changed.wait()

    def delays(self, first: Sequence[float]) -> list[float]:
        """Seconds from each person's first submission until the board counted it."""
        found = []
        for number, moment in enumerate(sorted(first), 1):
            seen = [then for then, count in self.counts if count >= number]
            found += [max(0.0, seen[0] - moment)] if seen else []
        return found


class Cost:
    """What the app's processes have used. processor: seconds. memory: bytes."""

    def __init__(self, pids: Sequence[int]) -> None:
        found = [psutil.Process(one) for one in pids]
        self.time = time.monotonic()
        self.processor = sum(sum(one.cpu_times()[:2]) for one in found)
        self.memory = sum(one.memory_info().rss for one in found)


async def main(site: Site, count: int, seconds: float) -> bool:
    """Run it and print; whether nothing was lost."""
    rooms, luck = Rooms(Database(site.database)), random.Random(1)
    room, secret = rooms.create(PLAN, LEVERS, QUESTIONS, Settings(), "Bench")
    people = [Person(number, f"bench-browser-{number:08}") for number in range(count + 1)]
    await people[0].join(site, room.code)
    empty = Cost(site.pids)
    slots = asyncio.Semaphore(8)

    async def come(person: Person) -> None:
        async with slots:
            await person.join(site, room.code)

    await asyncio.gather(*map(come, people[1:]))
    for step in (Step.GUESS, Step.BLIND):
        await asyncio.to_thread(lambda step=step: rooms.move(room.id, secret, step, 0, rooms.state(room.id).revision))
    async with Tab(site.address, {BROWSER: "bench-board"}, "workshop", f"board={room.code}", tls=site.tls) as tab:
        board = Board()
        looking = asyncio.create_task(board.look(tab))
        await asyncio.gather(*(one.tab.until("Your levers", 120) for one in people if one.tab))
        waiting = Cost(site.pids)
        await asyncio.sleep(seconds / 3)
        waited = Cost(site.pids)
        until = time.monotonic() + seconds
        await asyncio.gather(*(one.work(until, luck) for one in people[1:]))
        worked = Cost(site.pids)
        await asyncio.sleep(3)
        looking.cancel()
    state = await asyncio.to_thread(rooms.move, room.id, secret, Step.REVEAL, 0, rooms.state(room.id).revision)
    kept = {one.person: one for one in rooms.submissions(room.id, state.round)}
    lost = sum(missing(rooms.own(room.id, digest(one.token)), one) for one in people[1:])
    for one in people:
        if one.tab:
            await one.tab.__aexit__()
    moves = [took for one in people for took in one.moves]
    submits = [took for one in people for took in one.submits]
    per_second = (waited.processor - waiting.processor) / (waited.time - waiting.time)
    used, took = worked.processor - waited.processor, worked.time - waited.time
    busy = f"{os.getloadavg()[0]:.1f} programs wanted the {os.cpu_count()} cores"
    print(f"{count} people on {len(site.pids)} process(es), {len(moves)} moves in {took:.0f} s; {busy}")
    told("move", moves)
    told("submission", submits)
    told("board", board.delays([one.submitted[0] for one in people if one.submitted]))
    print(f"processor of the app: {used / took:.2f} of {len(site.pids)}")
    print(f"  waiting, per person: {1000 * per_second / (count + 1):.2f} ms a second")
    print(f"  per move, beyond waiting, submissions in it: {1000 * (used - per_second * took) / len(moves):.1f} ms")
    print(
        f"memory per session: {(waiting.memory - empty.memory) / count / 1e6:.2f} MB, of {waiting.memory / 1e6:.0f} MB"
    )
    print(f"submissions lost: {lost} of {len(submits)}; {len(kept)} people are in what is revealed")
    return lost == 0


def missing(own: Sequence[Submission], person: Person) -> bool:
    """Whether the last submission that was acknowledged is not what is kept."""
    if not person.submitted:
        return False
    kept = own[0].answers if own else {}
    said = person.acknowledged.items()
    return not kept or any(abs(kept[lever].value / value - 1) > 1e-9 for lever, value in said)


def told(name: str, times: Sequence[float]) -> None:
    """One line of a table."""
    if len(times) > 1:
        cuts = statistics.quantiles(times, n=20)
        print(f"{name:<12}p50 {1000 * statistics.median(times):>7.0f} ms   p95 {1000 * cuts[-1]:>7.0f} ms")


@contextlib.contextmanager
def serving(count: int) -> Iterator[Site]:
    """One process on a file, or several behind nginx on PostgreSQL."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        if count == 1:
            url = f"sqlite:///{folder / 'groundswell.db'}"
            with live.served(environment={"GROUNDSWELL_DATABASE": url}) as one:
                yield Site(one.address, url, [one.process.pid])
            return
        with (
            postgresql.new_database(postgresql.server()) as address,
            deployed.processes(
                count, {"GROUNDSWELL_DATABASE": address.render_as_string(hide_password=False)}
            ) as served,
            deployed.nginx("two-processes.conf", [one.port for one in served], folder) as site,
        ):
            url = address.render_as_string(hide_password=False)
            yield Site(site.address, url, [one.process.pid for one in served], site.tls, site)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--people", type=int, default=50)
    arguments.add_argument("--processes", type=int, default=1)
    arguments.add_argument("--seconds", type=float, default=60.0)
    chosen: Any = arguments.parse_args()
    with serving(chosen.processes) as site:
        nothing_lost = asyncio.run(main(site, chosen.people, chosen.seconds))
    sys.exit(not nothing_lost)
