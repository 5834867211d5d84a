"""What every page keeps to, at a desk and on a phone, in light and dark."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from live import PAGES, PHONE, WIDE, visit
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser

TALLEST = 8000
"""Pixels of a photograph, at most."""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_a_page_fits_its_screen_and_is_accessible(
    chromium: Browser, server: str, shots: Path, path: str, size: dict[str, int], scheme: str
) -> None:
    """It is also photographed; and nothing is fetched from another host."""
    context = chromium.new_context(viewport=size, color_scheme=scheme)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, server, path)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    if path == "" and size is WIDE and scheme == "light":
        page.screenshot(path=shots / "overview.png")
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(height + 40, TALLEST)})
    page.wait_for_timeout(200)
    page.screenshot(path=shots / f"{path or 'overview'}-{size['width']}-{scheme}.png")
    context.close()
    assert [url for url in asked if not url.startswith((server, "data:", "blob:"))] == []
