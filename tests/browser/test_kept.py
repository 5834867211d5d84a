"""What is looked at beside the plan is in the address as soon as it is answered, and comes back with a reload."""

import re

import pytest
from live import MINE, PATIENCE, settle, visit
from playwright.sync_api import Page, expect

from planner.exchange import links

pytestmark = pytest.mark.browser


def view(page: Page) -> dict[str, object]:
    return links.view(re.search(r"[?&]s=([^&]+)", page.url)[1])  # type: ignore[index]


def test_the_explorer_s_numbers_survive_a_reload(page: Page, server: str) -> None:
    visit(page, server, f"retention{MINE}")
    field = page.get_by_role("textbox", name="Revenue today")
    field.fill("75M")
    field.press("Enter")
    settle(page)
    page.wait_for_timeout(800)
    assert view(page)["explorer"]["revenue"] == 75e6  # type: ignore[index]
    page.reload()
    expect(page.get_by_role("textbox", name="Revenue today")).to_have_value("$75,000,000", timeout=PATIENCE)


def test_the_goal_survives_a_reload_and_other_pages(page: Page, server: str) -> None:
    visit(page, server, f"goal_seek{MINE}")
    field = page.get_by_role("textbox", name=re.compile("^Target"))
    field.fill("50M")
    field.press("Enter")
    settle(page)
    page.wait_for_timeout(800)
    assert view(page)["goal"]["target"] == 50e6  # type: ignore[index]
    page.reload()
    expect(page.get_by_role("textbox", name=re.compile("^Target"))).to_have_value("$50,000,000", timeout=PATIENCE)
    page.get_by_role("link", name="Community").first.click()
    settle(page)
    page.wait_for_timeout(800)
    assert view(page)["goal"]["target"] == 50e6  # type: ignore[index]
