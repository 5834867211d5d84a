"""People who edit and save on one process: how long an edit and a save take, and whether anything is lost.

Every client speaks Streamlit's protocol: it moves the contract value on the Overview every few seconds, which stores
its draft, and saves a version now and then. Afterwards the database is read: every plan must have every version with
what was saved, and every draft the last edit. `--database` names PostgreSQL instead of a file in a new folder.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

import live  # noqa: E402
from support import PLAN  # noqa: E402
from tab import BROWSER, Tab  # noqa: E402

from planner.exchange import links  # noqa: E402
from planner.store.database import Database  # noqa: E402
from planner.store.drafts import Drafts, digest  # noqa: E402
from planner.store.library import Library  # noqa: E402

ACV = "enterprise.acv"
NOTE, NAME, SAVE_AS, SAVE = "-save-note", "-save-name", "FormSubmitter:save-as-", "FormSubmitter:save-Save version"


class Client:
    """Somebody with one tab. edits, saves: seconds that each took, until the run that answers it was over."""

    def __init__(self, address: str, number: int) -> None:
        self.address, self.number, self.token = address, number, f"bench-browser-{number:08}"
        self.edits: list[float] = []
        self.saves: list[float] = []
        self.saved: list[float] = []
        self.value = 0.0

    async def work(self, edits: int, pause: float, luck: random.Random) -> None:
        """Open the app, save the plan, then edit, and save at every third edit."""
        async with Tab(self.address, {BROWSER: self.token}, query=f"s={links.encode(PLAN, PLAN)}") as tab:
            await self.save(tab, {NAME: f"Client {self.number}"}, SAVE_AS)
            for edit in range(edits):
                await asyncio.sleep(pause * (0.5 + luck.random()))
                self.value = 50_000.0 + 100 * self.number + edit
                began = time.perf_counter()
                await tab.move(ACV, self.value)
                self.edits.append(time.perf_counter() - began)
                if edit % 3 == 2:
                    await asyncio.sleep(pause * (0.5 + luck.random()))
                    began = time.perf_counter()
                    await self.save(tab, {NOTE: f"{self.value:g}"}, SAVE)
                    self.saves.append(time.perf_counter() - began)

    async def save(self, tab: Tab, fields: dict[str, str], button: str) -> None:
        """Open the box, type, and press the button, as two runs; only the last one saves."""
        await tab.open_box("-save-box")
        await tab.submit(button, fields)
        self.saved.append(self.value)
        tab.close_box("-save-box")


async def all_at_once(address: str, count: int, edits: int, pause: float) -> list[Client]:
    clients = [Client(address, number) for number in range(count)]
    luck = random.Random(1)

    async def later(client: Client) -> None:
        await asyncio.sleep(luck.random() * count * 0.4)
        await client.work(edits, pause, luck)

    await asyncio.gather(*map(later, clients))
    return clients


def lost(database: Database, clients: list[Client]) -> int:
    """Edits and saves that the database does not have."""
    library, drafts, missing = Library(database), Drafts(database), 0
    for client in clients:
        (plan,) = library.of_browser(digest(client.token))
        found = [library.open(plan.key, number + 1).version.plan.value(ACV) for number in range(plan.newest)]
        missing += found[1:] != client.saved[1:] or plan.newest != len(client.saved)
        last = drafts.last(digest(client.token))
        draft = drafts.find(digest(client.token), last[0]) if last else None
        missing += draft is None or draft.history.now.plan.value(ACV) != client.value
    return missing


def told(name: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=20)
    print(f"{name:<6}{len(times):>7}{1000 * statistics.median(times):>11.0f} ms{1000 * cuts[-1]:>9.0f} ms")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--clients", type=int, default=50)
    arguments.add_argument("--edits", type=int, default=12)
    arguments.add_argument("--pause", type=float, default=6.0, help="seconds between two edits, on average")
    arguments.add_argument("--database", default="")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = chosen.database or f"sqlite:///{Path(folder) / 'groundswell.db'}"
        with live.running(environment={"GROUNDSWELL_DATABASE": url}) as server:
            clients = asyncio.run(all_at_once(server, chosen.clients, chosen.edits, chosen.pause))
        print(f"{chosen.clients} clients on one process, an edit every {chosen.pause:g} s each")
        print(f"{'':<6}{'count':>7}{'median':>14}{'p95':>12}")
        told("edit", [one for client in clients for one in client.edits])
        told("save", [one for client in clients for one in client.saves])
        missing = lost(Database(url), clients)
        print("Nothing is lost." if not missing else f"{missing} plans or drafts are not what was answered.")
        sys.exit(missing > 0)
