"""Charts in a real Chromium: rows keep their order, legends name what is drawn."""

import live
import pytest
from live import PATIENCE, PHONE, Opened, number, settle, slider, whole
from playwright.sync_api import Page, expect
from support import ROOT

from planner import plan as plans
from planner.exchange import links
from planner.model.simulate import simulate
from planner.vocabulary.teams import TEAMS

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


def test_a_choice_of_team_draws_its_sellers_too(page: Page, server: str) -> None:
    visit(page, server, "sales_capacity")
    expect(page.get_by_text("Both teams, by productivity.")).to_be_attached(timeout=PATIENCE)
    for team, move in (("Enterprise", "End"), ("Inside sales", "Home"), ("Both teams", "End")):
        page.get_by_test_id("stButtonGroup").get_by_text(team, exact=True).click()
        expect(page.get_by_text(f"{team}, by productivity.")).to_be_attached(timeout=PATIENCE)
        slider(page, "Enterprise win rate").press(move)
        settle(page)
        expect(page.get_by_text(f"{team}, by productivity.")).to_be_attached()


def test_a_strip_has_a_bar_for_as_long_as_something_limits(page: Page, server: str) -> None:
    visit(page, server, "sales_capacity")
    settle(page)
    result = simulate(PLAN)
    limits = [result[f"{team}_constraint"][:, 0] for team in TEAMS]
    chart = page.locator("[data-testid=stVegaLiteChart]").first
    bars = chart.locator(".mark-rect[class*=layer] path")
    expect(bars).to_have_count(sum(1 + int((path[1:] != path[:-1]).sum()) for path in limits), timeout=PATIENCE)
    bars.last.scroll_into_view_if_needed()
    drawn = bars.last.bounding_box()
    assert drawn is not None
    page.mouse.move(drawn["x"] + drawn["width"] / 2, drawn["y"] + drawn["height"] / 2)
    expect(page.locator("#vg-tooltip-element")).to_contain_text("Limit Enterprise")
