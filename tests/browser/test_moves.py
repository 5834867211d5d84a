"""What a move of a lever draws: regions in sight while it is held, each other one once it rests, and nothing twice."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from support import ROOT
from tab import BROWSER, Drawn, Tab, run

from planner import plan as plans
from planner.exchange import links
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE

pytestmark = pytest.mark.browser

OPENING = plans.load(ROOT / "data/plans/open-source-database.toml")
MESSAGES, SIZE = 65, 270
"""Messages of a move on the Overview, held and let go, and kB; 108 and 327 when all of the page was drawn twice."""

PAGES = {
    "": ("enterprise.acv", "arr-by-segment"),
    "community": ("community.signup_rate", "free-accounts"),
    "sales_capacity": ("enterprise.quota", "capacity-demand-and-what-is-won"),
    "retention": ("enterprise.gross_retention", "what-the-losses-cost"),
    "people_and_cash": ("people.engineer_cost", "cash"),
}
"""By page: a lever, and a region of a chart that it moves."""


class Counting(Tab):
    """A tab that notes what the server sends.

    sent: bytes of each message; runs: those it was told of; anew: places of what was drawn.
    """

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.sent: list[int] = []
        self.runs = 0
        self.anew: list[tuple[int, ...]] = []

    def _took(self, received: Any) -> bool:
        self.sent.append(len(received))
        self.runs += ForwardMsg.FromString(received).WhichOneof("type") == "new_session"
        return super()._took(received)

    def _note(self, path: tuple[int, ...], delta: Any) -> None:
        super()._note(path, delta)
        self.anew.append(path)

    def new(self) -> list[Drawn]:
        """What was drawn since this was asked last."""
        found, self.anew = [self.drawn[path] for path in self.anew], []
        return found


def opened(server: str, page: str, token: str) -> Counting:
    return Counting(server, {BROWSER: "browser-of-the-moves-test"}, page, f"s={token}")


def charts(drawn: list[Drawn]) -> dict[str, tuple[str, bytes]]:
    """Specification and data of charts, by what is said of them."""
    found = [one.element for one in drawn if one.kind == "vega_lite_chart"]
    return {one.alt: (one.spec, one.data.data) for one in found}


def address(tab: Tab) -> str:
    """The plan as the levers write it into the address."""
    part = tab.component("levers").fragment
    (found,) = (
        one.element.json
        for one in tab.drawn.values()
        if one.fragment == part and getattr(one.element, "component_name", "") == "groundswell.address"
    )
    return str(json.loads(found)["value"])


def shown(tab: Tab) -> Mapping[str, Any]:
    """What the page leads people to believe: charts, key numbers, the strip, tables and texts."""
    drawn = list(tab.drawn.values())
    texts = [one.element.body for one in drawn if one.kind in ("html", "markdown")]
    numbers = json.loads(tab.component("key_numbers").element.json)
    return {
        "charts": charts(drawn),
        "texts": sorted(text for text in texts if not text.startswith("<style>")),
        "numbers": numbers,
        "strip": json.loads(tab.component("head").element.json)["cells"],
        "levers": json.loads(tab.component("levers").element.json)["readings"],
    }


@pytest.mark.parametrize("page", PAGES)
def test_regions_drawn_one_by_one_make_the_page_opened_anew(server: str, page: str) -> None:
    lever, seen = PAGES[page]
    value = lever_text.scaled(CATALOGUE[lever], OPENING.value(lever))

    async def moved() -> None:
        async with opened(server, page, links.encode(OPENING, OPENING)) as tab:
            before, _ = charts(tab.new()), tab.new()
            await tab.move(lever, value * 0.97, gesture=1, sight=[seen], held=True)
            held = charts(tab.new())
            await tab.rest()
            after = charts(tab.new())
            assert held
            assert not {*held} & {*after}
            assert all(spec == before[alt][0] for alt, (spec, _) in (held | after).items())
            assert all(data != before[alt][1] for alt, (_, data) in held.items())
            async with opened(server, page, address(tab)) as anew:
                now = shown(anew)
                assert shown(tab) == now
                assert {*held, *after} == {alt for alt, chart in now["charts"].items() if chart != before[alt]}

    run(moved())


def test_a_move_sends_what_it_changes(server: str) -> None:
    lever, seen = PAGES[""]

    async def moved() -> None:
        async with opened(server, "", links.encode(OPENING, OPENING)) as tab:
            tab.sent, tab.runs = [], 0
            await tab.move(lever, 61_000.0, gesture=1, sight=[seen, "arr-bridge"], held=True)
            assert tab.runs == 1  # The run that enters it draws nothing, and is not told.
            await tab.rest()
            assert len(tab.sent) <= MESSAGES
            assert sum(tab.sent) <= 1000 * SIZE
            tab.sent, tab.runs = [], 0
            await tab.rest()
            assert len(tab.sent) <= 3  # Nothing is behind: the levers answer alone.
            await tab.move(lever, 62_000.0, gesture=2, sight=[seen, "arr-bridge"], held=True)
            assert len(tab.sent) <= 20
            assert tab.runs == 0  # Nothing but values has changed.

    run(moved())


def test_what_is_more_than_a_lever_draws_the_whole_page(server: str) -> None:
    async def undone() -> None:
        async with opened(server, "", links.encode(OPENING, OPENING.changed(name="Before"))) as tab:
            every = charts(tab.new())
            assert json.loads(tab.component("head").element.json)["baseline"] == "Before"
            await tab._enter({"id": "", "does": "pin"}, None)
            assert charts(tab.new()).keys() == every.keys()
            assert json.loads(tab.component("head").element.json)["baseline"] == ""

    run(asyncio.wait_for(undone(), 60))
