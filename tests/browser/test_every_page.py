"""What every page keeps to, at a desk and on a phone, in light and dark."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from live import PAGES, PHONE, SMALL, WIDE, settle, visit
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

TALLEST = 8000
"""Pixels of a photograph, at most."""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_a_page_fits_its_screen_and_is_accessible(
    windows: Callable[..., BrowserContext], server: str, shots: Path | None, path: str, size: dict, scheme: str
) -> None:
    """And fetches nothing from another host."""
    page, asked = windows(size, scheme).new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, server, path)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    assert page.evaluate(SMALL) == [] or size == WIDE
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    if shots:
        photograph(page, shots, path or "overview", scheme)
    page.close()
    assert [url for url in asked if not url.startswith((server, "data:", "blob:"))] == []


def photograph(page: Page, folder: Path, name: str, scheme: str) -> None:
    """The page as it opens, and in full."""
    size = page.viewport_size
    assert size is not None
    page.screenshot(path=folder / f"{name}-{size['width']}-{scheme}-top.png")
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(height + 40, TALLEST)})
    settle(page)
    page.screenshot(path=folder / f"{name}-{size['width']}-{scheme}.png")
