"""Charts in a real Chromium: rows keep their order, legends name what is drawn."""

import live
import pytest
from live import PATIENCE, PHONE, Opened, number, settle, slider, whole
from playwright.sync_api import Page, expect
from support import ROOT

from planner import plan as plans
from planner.exchange import links

pytestmark = pytest.mark.browser

PLAN = plans.load(ROOT / "data" / "plans" / "open-source-database.toml")


def visit(page: Page, address: str, path: str = "") -> Page:
    return live.visit(page, address, f"{path}?s={links.encode(PLAN, PLAN)}")


def test_a_phone_shows_every_step_of_the_waterfall(opened: Opened, server: str) -> None:
    with opened(PHONE) as page:
        visit(page, server)
        page.get_by_role("button", name="Charts", exact=True).click()
        settle(page)
        bridge = page.locator("[data-testid=stVegaLiteChart]").nth(1)
        steps = {"Opening", "New", "Upgrades", "Expansion", "Contraction", "Churned", "Closing"}
        assert steps <= set(bridge.locator(".role-axis-label text").all_text_contents())


def named(page: Page) -> list[str]:
    """What charts name: in legends, or at the ends of lines."""
    return page.locator("[data-testid=stVegaLiteChart] :is(.role-legend-label, .mark-text) text").all_text_contents()


def ranked(page: Page) -> list[str]:
    """Names of the levers that move ARR most, from top to bottom."""
    bars = page.locator("[data-testid=stVegaLiteChart]").nth(2)
    bars.locator("svg text").first.wait_for(state="attached", timeout=PATIENCE)
    return bars.locator("svg text").evaluate_all(
        """texts => texts.filter(text => text.getAttribute('font-size') === '13px')
          .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
          .map(text => text.textContent)"""
    )


def test_the_baseline_is_named_once_it_differs_and_rows_stay_ranked(page: Page, server: str) -> None:
    visit(page, server)
    assert "Baseline" not in named(page)
    before = ranked(page)
    slider(page, "Enterprise contract value").press("End")
    settle(page)
    whole(page)
    assert "Baseline" in named(page)
    moved, value = ranked(page), number(page, "Enterprise contract value").input_value()
    assert moved != before
    page.reload()
    expect(number(page, "Enterprise contract value")).to_have_value(value, timeout=PATIENCE)
    settle(page)
    assert ranked(page) == moved
