"""What every page keeps to, with plans of several kinds, at a desk, on a phone and presented, in light and dark."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import looked
import pytest
from axe_playwright_python.sync_playwright import Axe
from live import NARROW, PAGES, PATIENCE, PHONE, PROJECTOR, SMALL, WIDE, WIDEST, Opened, settle, visit
from playwright.sync_api import Page, expect

from planner.exchange import links
from planner.ui.frame.menu import NOT_PRESENTED

pytestmark = pytest.mark.browser

TALLEST = 8000
"""Pixels of a photograph, at most."""

DARK = "rgb(17, 22, 31)"
"""The paper of a dark page."""

HEARD = ("status of 404",)
"""What Streamlit asks for below the path of a page before it asks at the top."""


def other_plan(path: str) -> str:
    """The plan that a page is looked at with on a phone: on the next page the next one."""
    _, *others = looked.plans()
    return others[(list(PAGES).index(path) + 1) % len(others)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_desk_s_screens_and_is_accessible(
    opened: Opened, server: str, shots: Path | None, path: str
) -> None:
    """In light; then dark, presented at a projector's size or, where nothing is presented, on a wide screen."""
    presented = f"pages/{path}.py" not in NOT_PRESENTED
    with opened(WIDE) as page, visited(page, server, path, next(iter(looked.plans()))):
        if path != "join":  # which shows no plan
            expect(page.locator("[data-testid=stSidebar]")).to_contain_text(looked.HOSTILE)
            assert page.locator(".menu .plan").evaluate("name => name.scrollWidth <= name.clientWidth")
        look(page, shots, path, "light")
        if presented:
            page.get_by_role("button", name="Present", exact=True).click()
        page.set_viewport_size(PROJECTOR if presented else WIDEST)
        turn_dark(page)
        look(page, shots, path, "dark")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone_and_is_accessible(opened: Opened, server: str, shots: Path | None, path: str) -> None:
    """In light, then in dark, which changes nothing but colours."""
    with opened(PHONE) as page, visited(page, server, path, other_plan(path)):
        turn = page.get_by_role("button", name="Charts", exact=True)
        if turn.is_visible():  # charts are behind levers there
            assert looked.told(page) == []
            turn.click()
            settle(page)
        look(page, shots, path, "light")
        assert page.evaluate(SMALL) == []
        assert page.evaluate(NARROW) == []
        turn_dark(page)
        assert_accessible(page, options={"resultTypes": ["violations"], "runOnly": ["color-contrast"]})
        photograph(page, shots, path, "dark")


@contextmanager
def visited(page: Page, server: str, path: str, plan: str) -> Iterator[None]:
    """A page with a plan: nothing is fetched from another host, no error is told, and names are text."""
    mine = looked.plans()[plan]
    with listening(page) as (asked, heard):
        visit(page, server, f"{path}?s={links.encode(mine, mine)}")
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
        expect(page.locator(looked.FOREIGN)).to_have_count(0)
        yield
    assert [url for url in asked if not url.startswith((server, "data:", "blob:"))] == []
    assert [text for text in heard if not any(usual in text for usual in HEARD)] == []


def look(page: Page, shots: Path | None, path: str, scheme: str) -> None:
    """Nothing is cut, empty, odd or one over the other."""
    assert looked.told(page) == []
    assert_accessible(page)
    photograph(page, shots, path, scheme)


def turn_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    expect(page.locator("[data-testid=stApp]")).to_have_css("background-color", DARK, timeout=PATIENCE)
    settle(page)


def assert_accessible(page: Page, **options: Any) -> None:
    found = Axe().run(page, **options)
    assert found.violations_count == 0, found.generate_report()


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


def photograph(page: Page, folder: Path | None, path: str, scheme: str) -> None:
    """The page as it opens, and in full, when somebody wants it."""
    if folder is None:
        return
    size, name = page.viewport_size, path or "overview"
    assert size is not None
    page.screenshot(path=folder / f"{name}-{size['width']}-{scheme}-top.png")
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(height + 40, TALLEST)})
    settle(page)
    page.screenshot(path=folder / f"{name}-{size['width']}-{scheme}.png")
    page.set_viewport_size(size)
    settle(page)
