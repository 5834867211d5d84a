"""Sharing in a browser: the link and its code, what an offer shows, the tab's title, and the way to Compare."""

from live import MINE, PATIENCE, settle, visit
from playwright.sync_api import Page, expect
from support import PLAN

from planner.exchange import links, shared_links
from planner.plan import Plan

THEIRS = PLAN.with_levers({"enterprise.win_rate": 0.3}).changed(name="Theirs")


def test_a_shared_link_is_offered_and_declined(page: Page, server: str) -> None:
    visit(page, server, f"{MINE}&r={shared_links.encode(THEIRS, PLAN)}")
    expect(page.get_by_text("was shared with you")).to_be_visible()
    assert "r=" in page.url
    page.get_by_role("button", name="Decline").click()
    settle(page)
    expect(page.get_by_text("was shared with you")).to_have_count(0)
    page.wait_for_timeout(500)
    assert "r=" not in page.url
    assert "s=" in page.url
    page.reload()
    settle(page)
    expect(page.get_by_text("was shared with you")).to_have_count(0)


def test_share_gives_a_link_and_a_code(page: Page, server: str) -> None:
    visit(page, server, MINE)
    page.get_by_test_id("stSidebar").get_by_role("button", name="Link and QR code").click()
    code = page.get_by_test_id("stCode")
    expect(code).to_be_visible()
    text = code.inner_text().strip()
    assert text.startswith(f"{server}/?r=")
    assert shared_links.decode(text.partition("?r=")[2]).plan == PLAN
    # Low on the screen the box opens upwards, and none of it is cut.
    box = page.get_by_test_id("stPopoverBody")
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 1 && box.getBoundingClientRect().top >= 0")
    picture = page.get_by_test_id("stImage").locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth > 100 && image.complete")


def test_the_tab_says_plan_and_arr_and_why_leads_to_compare(page: Page, server: str) -> None:
    visit(page, server, f"?s={links.encode(THEIRS, PLAN)}")
    assert page.title().startswith("Theirs, ")
    assert page.title().endswith("· Overview")
    page.get_by_role("button", name="Why?").click()
    expect(page.locator("[data-testid=stMain] h1")).to_have_text("Compare", timeout=PATIENCE)
    settle(page)
    expect(page.get_by_text("more ARR than")).to_be_visible(timeout=PATIENCE)
    assert page.title().endswith("· Compare")


def test_plans_that_are_the_same_need_no_why(page: Page, server: str) -> None:
    plan = Plan(name="Alone")
    visit(page, server, f"?s={links.encode(plan, plan)}")
    expect(page.get_by_role("button", name="Why?")).to_have_count(0)
