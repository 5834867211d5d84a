"""The calendar of the page Plan under a hand, a keyboard and a finger."""

import re

import pytest
from live import MINE, PATIENCE, PHONE, WIDE, Opened, finger, settle
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from support import PLAN

from planner.exchange import links
from planner.plan import Target

pytestmark = pytest.mark.browser

AT_THE_END = PLAN.changed(targets=(Target(month=PLAN.months, least=9e6),))
FOCUSED = "document.activeElement.shadowRoot?.activeElement?.getAttribute('aria-label')"


def calendar(page: Page, server: str) -> Page:
    page.goto(f"{server}/plan{MINE}")
    expect(page.get_by_role("slider", name="Target").first).to_be_visible(timeout=PATIENCE)
    settle(page)
    return page


def month(row: Locator) -> int:
    return int(row.get_attribute("aria-valuenow") or 0)


def test_a_row_follows_the_hand_and_the_keys(page: Page, server: str) -> None:
    row = calendar(page, server).get_by_role("slider", name="Target").first
    before, box, undo = month(row), row.bounding_box(), page.get_by_role("button", name="Undo")
    assert box
    x, y = box["x"] + 600, box["y"] + 20
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x - 6 * step, y)
        page.wait_for_timeout(40)
    held = month(row)
    assert held < before
    page.mouse.up()
    settle(page)
    assert month(row) == held
    expect(page.get_by_label("At least")).to_be_visible()
    undo.click()
    settle(page)
    assert month(row) == before
    expect(undo).to_be_disabled()
    row.focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    settle(page)
    assert month(row) == before - 1
    assert page.evaluate(FOCUSED) == row.get_attribute("aria-label")
    page.keyboard.press("Home")
    settle(page)
    assert month(row) == 1
    count = page.get_by_role("slider", name="Target").count()
    page.keyboard.press("Delete")
    settle(page)
    expect(page.get_by_role("slider", name="Target")).to_have_count(count - 1)
    assert page.evaluate(FOCUSED)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_first_change_moves_nothing_below(opened: Opened, server: str, size: ViewportSize) -> None:
    with opened(size) as page:
        row = calendar(page, server).get_by_role("slider", name="Target").first
        changed, before = page.get_by_text("Changed: "), row.bounding_box()
        expect(changed).to_have_count(0)
        row.focus()
        page.keyboard.press("ArrowLeft")
        settle(page)
        expect(changed).to_be_visible()
        assert row.bounding_box() == before


def test_a_year_begins_where_it_is_named(page: Page, server: str) -> None:
    plan = PLAN.changed(start="2026-11")
    page.goto(f"{server}/plan?s={links.encode(plan, plan)}")
    expect(page.get_by_role("slider", name="Target").first).to_be_visible(timeout=PATIENCE)
    rows, year = page.locator(".rows"), page.locator(".tick").first
    expect(year).to_have_text("2027")
    size = rows.evaluate("rows => getComputedStyle(rows).backgroundSize")
    left = year.evaluate("one => parseFloat(one.style.left)")
    assert float(size.partition("%")[0]) == pytest.approx(100 - left, abs=0.01)
    assert left == pytest.approx(100 * 2 / plan.months, abs=0.01)


def test_an_event_stays_on_one_screen_of_a_phone(opened: Opened, server: str) -> None:
    with opened(PHONE, touch=True) as page:
        calendar(page, server)
        page.get_by_role("button", name="Add your own").tap()
        save = page.get_by_role("button", name="Save", exact=True).last
        expect(page.get_by_label("Phased in over months")).to_be_visible(timeout=PATIENCE)
        settle(page)
        expect(save).to_be_in_viewport(ratio=1)
        expect(page.get_by_label("Chance", exact=True)).to_be_hidden()
        save.tap()
        settle(page)
        form = page.locator(".st-key-calendar-form")
        edit, delete = (form.get_by_role("button", name=re.compile(f"{verb} ")) for verb in ("Edit", "Delete"))
        assert edit.bounding_box()["y"] == delete.bounding_box()["y"]  # type: ignore[index]


def test_nothing_shows_beside_the_head_that_stays_in_sight(opened: Opened, server: str) -> None:
    with opened(PHONE, touch=True) as page:
        page.goto(f"{server}/plan?s={links.encode(AT_THE_END, AT_THE_END)}")
        row = page.get_by_role("slider", name="Target").first
        expect(row).to_be_visible(timeout=PATIENCE)
        settle(page)
        top, edge = row.bounding_box()["y"], {"x": 375, "y": 50, "width": 5, "height": 30}  # type: ignore[index]
        seen = set()
        for under in range(20, 80, 10):
            page.evaluate("to => document.querySelector('[data-testid=stMain]').scrollTo(0, to)", top - under)
            seen.add(page.screenshot(clip=edge))
        assert len(seen) == 1


def test_a_finger_scrolls_over_rows_and_pulls_them(chromium: Browser, server: str) -> None:
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    row = calendar(context.new_page(), server).get_by_role("slider", name="Target").first
    page = row.page
    row.scroll_into_view_if_needed()
    before, box = month(row), row.bounding_box()
    assert box
    assert box["height"] >= 44
    with finger(page, box["x"] + 200, box["y"] + 22) as move:
        move(3, -150)
    settle(page)
    assert (month(row), row.get_attribute("aria-current")) == (before, "false")
    box = row.bounding_box()
    assert box
    with finger(page, box["x"] + 200, box["y"] + 22) as move:
        move(-60, 3)
    settle(page)
    assert month(row) < before
    assert row.get_attribute("aria-current") == "true"
    context.close()
