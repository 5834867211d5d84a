"""No page breaks a rule that axe-core can see."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from live import PHONE, WIDE
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser

PATHS = ["", "community", "sales_capacity", "retention", "people_and_cash", "stress_test", "goal_seek", "model"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light")])
def test_a_page_has_no_violations(chromium: Browser, server: str, path: str, size: dict[str, int], scheme: str) -> None:
    context = chromium.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{server}/{path}")
    expect(page.locator("[data-testid=stMain] h1")).to_be_visible(timeout=60_000)
    if path != "model":
        expect(page.locator("[data-testid=stVegaLiteChart] svg").first).to_be_visible(timeout=60_000)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_timeout(1500)
    found = Axe().run(page)
    context.close()
    assert found.violations_count == 0, found.generate_report()
