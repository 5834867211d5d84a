"""Charts in a real Chromium: nothing is cut, rows keep their order, legends name what is drawn."""

from collections.abc import Callable
from typing import Any

import live
import pytest
from live import PATIENCE, PHONE, WIDE, number, settle, slider
from playwright.sync_api import BrowserContext, Page, expect
from support import ROOT

from planner import plan as plans
from planner.exchange import links

pytestmark = pytest.mark.browser

PAGES = ("", "community", "sales_capacity", "retention", "people_and_cash", "stress_test", "goal_seek")
PLAN = plans.load(ROOT / "data" / "plans" / "open-source-database.toml").changed(start="2026-02")
"""Its last month is a January: its name stands at the very end of the axes of months."""

Windows = Callable[[dict[str, int], str], BrowserContext]

TEXTS = """charts => charts.flatMap(chart => {
  const {left, right, top, bottom} = chart.querySelector('svg').getBoundingClientRect();
  const seen = text => text.textContent && text.checkVisibility({opacityProperty: true});
  const cut = box => box.left < left - 1 || box.right > right + 1 || box.top < top - 1 || box.bottom > bottom + 1;
  const texts = [...chart.querySelectorAll('svg text')];
  return texts.filter(text => seen(text) && cut(text.getBoundingClientRect())).map(text => text.textContent);
})"""
"""Texts that reach beyond their chart."""

HEIGHTS = """charts => charts.filter(chart => chart.querySelector('.role-legend-entry'))
  .map(chart => chart.querySelector('svg .background').getBoundingClientRect().height)"""
"""Heights of what charts with a legend draw."""


def visit(page: Page, address: str, path: str = "") -> Page:
    return live.visit(page, address, f"{path}?s={links.encode(PLAN, PLAN)}")


def of_charts(page: Page, expression: str) -> Any:
    return page.locator("[data-testid=stVegaLiteChart]").evaluate_all(expression)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_text_of_a_chart_is_cut(windows: Windows, server: str, size: dict[str, int]) -> None:
    page = windows(size, "light").new_page()
    for path in PAGES:
        visit(page, server, path)
        assert not of_charts(page, TEXTS), path
        assert min(of_charts(page, HEIGHTS), default=200) >= 200, path
    page.close()


def test_a_phone_shows_every_step_of_the_waterfall(windows: Windows, server: str) -> None:
    page = visit(windows(PHONE, "light").new_page(), server)
    bridge = page.locator("[data-testid=stVegaLiteChart]").nth(1)
    steps = {"Opening", "New", "Upgrades", "Expansion", "Contraction", "Churned", "Closing"}
    assert steps <= set(bridge.locator(".role-axis-label text").all_text_contents())
    page.close()


def legend(page: Page) -> list[str]:
    return page.locator("[data-testid=stVegaLiteChart] .role-legend-label text").all_text_contents()


def ranked(page: Page) -> list[str]:
    """Names of the levers that move ARR most, from top to bottom."""
    bars = page.locator("[data-testid=stVegaLiteChart]").nth(2)
    return bars.locator("svg text").evaluate_all(
        """texts => texts.filter(text => text.getAttribute('font-size') === '13px')
          .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
          .map(text => text.textContent)"""
    )


def test_the_baseline_is_named_once_it_differs_and_rows_stay_ranked(page: Page, server: str) -> None:
    visit(page, server)
    assert "Baseline" not in legend(page)
    before = ranked(page)
    slider(page, "Enterprise contract value").press("End")
    settle(page)
    page.wait_for_timeout(600)
    assert "Baseline" in legend(page)
    moved, value = ranked(page), number(page, "Enterprise contract value").input_value()
    assert moved != before
    page.reload()
    expect(number(page, "Enterprise contract value")).to_have_value(value, timeout=PATIENCE)
    settle(page)
    assert ranked(page) == moved
