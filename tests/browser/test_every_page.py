"""What every page keeps to, with plans of several kinds, at a desk, on a phone and presented, in light and dark."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import looked
import pytest
from axe_playwright_python.sync_playwright import Axe
from live import PAGES, PHONE, PROJECTOR, SMALL, WIDE, WIDEST, Opened, settle, visit
from playwright.sync_api import Page, expect

from planner.exchange import links
from planner.ui.frame.menu import NOT_PRESENTED

pytestmark = pytest.mark.browser

TALLEST = 8000
"""Pixels of a photograph, at most."""

PRESENTS = "sessionStorage.setItem('groundswell-presents', 'yes')"
SIGHTS = [(WIDE, "light"), (PROJECTOR, "dark"), (PHONE, "light"), (PHONE, "dark")]
"""Sizes and schemes. A page that is presented is so at a projector's size; another one is seen on a wide screen."""

HEARD = ("status of 404",)
"""What Streamlit asks for below the path of a page before it asks at the top."""


def plan_of(path: str, sight: int) -> str:
    """The plan that a page is looked at with: at first the first one, then others, on the next page the next ones."""
    first, *others = looked.plans()
    return others[(list(PAGES).index(path) + sight) % len(others)] if sight else first


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("sight", range(len(SIGHTS)), ids=[f"{size['width']}-{scheme}" for size, scheme in SIGHTS])
def test_a_page_fits_its_screen_and_is_accessible(
    opened: Opened, server: str, shots: Path | None, path: str, sight: int
) -> None:
    """Nothing is cut, empty, odd or one over the other; names are text; nothing is fetched from another host."""
    (size, scheme), presented = SIGHTS[sight], f"pages/{path}.py" not in NOT_PRESENTED
    if size is PROJECTOR and not presented:
        size = WIDEST
    plan = looked.plans()[plan_of(path, sight)]
    with opened(size, scheme) as page, listening(page) as (asked, heard):
        if size is PROJECTOR:
            page.goto(f"{server}/_stcore/health")
            page.evaluate(PRESENTS)
        visit(page, server, f"{path}?s={links.encode(plan, plan)}")
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
        expect(page.locator(looked.FOREIGN)).to_have_count(0)
        if plan.name == looked.HOSTILE and path != "join":  # which shows no plan
            expect(page.locator("[data-testid=stSidebar]")).to_contain_text(looked.HOSTILE)
        assert looked.told(page) == []
        turn = page.get_by_role("button", name="Charts", exact=True)
        if size == PHONE and turn.is_visible():  # charts are behind levers there
            turn.click()
            settle(page)
            assert looked.told(page) == []
        assert page.evaluate(SMALL) == [] or size != PHONE
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        if shots:
            photograph(page, shots, path or "overview", scheme)
    assert [url for url in asked if not url.startswith((server, "data:", "blob:"))] == []
    assert [text for text in heard if not any(usual in text for usual in HEARD)] == []


@contextmanager
def listening(page: Page) -> Iterator[tuple[list[str], list[str]]]:
    """The addresses that a page asks for, and the errors that it tells the console, while the block lasts."""
    asked: list[str] = []
    heard: list[str] = []
    ears = {
        "request": lambda request: asked.append(request.url),
        "console": lambda said: said.type == "error" and heard.append(said.text),
        "pageerror": lambda error: heard.append(str(error)),
    }
    for event, ear in ears.items():
        page.on(event, ear)
    yield asked, heard
    for event, ear in ears.items():
        page.remove_listener(event, ear)


def photograph(page: Page, folder: Path, name: str, scheme: str) -> None:
    """The page as it opens, and in full."""
    size = page.viewport_size
    assert size is not None
    page.screenshot(path=folder / f"{name}-{size['width']}-{scheme}-top.png")
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(height + 40, TALLEST)})
    settle(page)
    page.screenshot(path=folder / f"{name}-{size['width']}-{scheme}.png")
