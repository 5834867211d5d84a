"""What surrounds every page, in a real Chromium: head and strip, levers beside charts, presenting."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from live import MINE, PATIENCE, PHONE, PROJECTOR, SMALL, WIDE, WIDEST, Opened, number, settle, slider, visit
from playwright.sync_api import Locator, Page, ViewportSize, expect
from support import PLAN

from planner.exchange import links, shared_links
from planner.plan import Case

pytestmark = pytest.mark.browser

ACV = "Enterprise contract value"


@pytest.fixture
def phone(opened: Opened, server: str) -> Iterator[Page]:
    """The Overview on a phone."""
    with opened(PHONE, touch=True) as page:
        yield visit(page, server, MINE)


def strip(page: Page) -> Locator:
    return page.get_by_role("group", name="Results")


def line(page: Page) -> str:
    """The sparkline of ARR."""
    return strip(page).locator("path.now").first.get_attribute("d") or ""


def test_the_strip_moves_while_a_lever_is_held_and_says_by_how_much(page: Page, server: str) -> None:
    visit(page, server, MINE)
    seen, handle = {line(page)}, slider(page, ACV)
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + box["width"] / 2 + 5 * step, box["y"] + box["height"] / 2)
        page.wait_for_timeout(150)
        seen.add(line(page))
    page.mouse.up()
    settle(page)
    assert len(seen) >= 4
    expect(strip(page).locator(".change").first).to_have_text(re.compile(r"▲ \$"))
    assert strip(page).locator("path.before").first.get_attribute("d")


def test_strip_and_levers_stay_in_sight_to_the_end(page: Page, server: str) -> None:
    visit(page, server, MINE)
    bottom = "document.querySelector('[data-testid=stMain]').scrollTop = 1e6"
    page.evaluate(bottom)
    settle(page)
    expect(strip(page)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Plays and shocks")).to_be_in_viewport()
    assert page.locator("[data-testid=stSidebar]").bounding_box()["width"] <= 220  # type: ignore[index]


def test_a_phone_shows_the_strip_at_every_lever(phone: Page) -> None:
    phone.get_by_text("Day one and more (8)").click()
    last = slider(phone, "Enterprise ARR today")
    last.scroll_into_view_if_needed()
    before = line(phone)
    expect(strip(phone)).to_be_in_viewport()
    last.press("End")
    settle(phone)
    expect(strip(phone)).to_be_in_viewport()
    assert line(phone) != before
    assert phone.evaluate(SMALL) == []
    phone.get_by_role("button", name="Charts").click()
    chart = phone.locator("[data-testid=stVegaLiteChart]").first
    expect(phone.locator(".hero")).to_be_in_viewport()
    chart.scroll_into_view_if_needed()
    phone.get_by_role("button", name="Levers").click()
    expect(slider(phone, ACV)).to_be_in_viewport()


NEAR = 700
"""Pixels that a phone scrolls from a lever to a chart that it moves, at most."""

BELOW = """() => {
  const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
  const boxes = charts.map((one) => one.getBoundingClientRect())
  return Math.min(...boxes.filter((box) => box.height > 0).map((box) => box.bottom)) - innerHeight
}"""
"""Pixels by which the first chart ends below the screen."""


@pytest.mark.parametrize("path", ["", "community", "sales_capacity", "retention", "people_and_cash"])
def test_no_lever_is_far_from_a_chart_on_a_phone(opened: Opened, server: str, path: str) -> None:
    with opened(PHONE, touch=True) as page:
        visit(page, server, f"{path}{MINE}")
        for folded in page.locator(".levers summary").all():
            folded.click()
        levers = page.locator(".levers input[type=range]")
        last = levers.last
        last.scroll_into_view_if_needed()
        where = last.bounding_box()
        expect(strip(page)).to_be_in_viewport()
        page.get_by_role("button", name="Charts", exact=True).click()
        settle(page)
        expect(levers.first).to_be_hidden()
        assert page.evaluate(BELOW) < NEAR
        page.get_by_role("button", name="Levers", exact=True).click()
        settle(page)
        assert last.bounding_box() == where


CASES = PLAN.changed(
    cases=(
        Case(name="Upside", levers={"enterprise.acv": 90_000.0}),
        Case(name="D" * 80, levers={"self_serve.acv": 9e2}),
    )
)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_cases_are_one_click_away_in_the_head(opened: Opened, server: str, size: ViewportSize) -> None:
    with opened(size) as page:
        visit(page, server, f"?s={links.encode(CASES, CASES)}")
        cases = page.get_by_role("group", name="Case of the plan")
        base = cases.get_by_role("button", name="Base")
        upside = cases.get_by_role("button", name="Upside")
        expect(base).to_have_attribute("aria-pressed", "true")
        before = number(page, ACV).input_value()
        upside.click()
        settle(page)
        expect(upside).to_have_attribute("aria-pressed", "true")
        expect(number(page, ACV)).to_have_value("90,000")
        assert page.evaluate(SMALL) == [] or size == WIDE
        assert page.evaluate("document.querySelector('.head').scrollWidth") <= size["width"]
        assert Axe().run(page).violations_count == 0
        page.reload()
        expect(upside).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)
        settle(page)
        base.click()
        settle(page)
        expect(number(page, ACV)).to_have_value(before)


def test_what_cases_lead_to_fits_a_phone(opened: Opened, server: str) -> None:
    with opened(PHONE) as page:
        visit(page, server, f"plan?s={links.encode(CASES, CASES)}")
        table = page.get_by_role("region", name="What each case leads to")
        assert table.evaluate("one => one.scrollWidth - one.clientWidth") <= 0


def test_the_link_is_copied(page: Page, server: str) -> None:
    visit(page, server, MINE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    number(page, ACV).fill("72000")
    number(page, ACV).press("Enter")
    settle(page)
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{server}/?r=")
    assert "d=" in page.url
    assert "d=" not in copied
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Share").click()
    said, title = page.get_by_text("Link copied").bounding_box(), page.locator("[data-testid=stMain] h1").bounding_box()
    assert said
    assert title
    assert said["y"] >= title["y"] + title["height"] - 1  # under the page's name, not over it
    assert shared_links.offered(copied.partition("?r=")[2]).plan.value("enterprise.acv") == 72_000
    other = visit(page.context.new_page(), copied)
    expect(other.get_by_text("was shared with you")).to_be_visible()
    expect(number(other, ACV)).to_have_value("72,000")
    other.close()


def test_a_plan_is_presented_with_keys(opened: Opened, server: str) -> None:
    with opened(PROJECTOR) as page:
        visit(page, server, MINE)
        small = page.locator("h1").evaluate("one => one.getBoundingClientRect().height")
        page.get_by_role("button", name="Present", exact=True).click()
        settle(page)
        assert page.locator("h1").evaluate("one => one.getBoundingClientRect().height") > 1.2 * small
        expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
        expect(page.locator("[class*=st-key-take-out-]").first).to_be_hidden()
        expect(slider(page, ACV)).to_be_hidden()
        page.keyboard.press("l")
        settle(page)
        expect(slider(page, ACV)).to_be_visible()
        slider(page, ACV).press("ArrowRight")
        settle(page)
        expect(page.locator("h1")).to_have_text("Overview")
        page.get_by_role("button", name="Next page").focus()
        for key, title in (("ArrowRight", "Community"), ("PageDown", "Sales capacity"), ("ArrowLeft", "Community")):
            page.keyboard.press(key)
            expect(page.locator("h1")).to_have_text(title, timeout=PATIENCE)
            settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PROJECTOR["width"]
        widths = "charts => charts.map(chart => chart.querySelector('svg').getBoundingClientRect().right)"
        assert max(page.locator("[data-testid=stVegaLiteChart]").evaluate_all(widths)) <= PROJECTOR["width"]
        assert Axe().run(page).violations_count == 0
        page.reload()
        expect(page.get_by_role("button", name="End presenting")).to_be_visible(timeout=PATIENCE)
        settle(page)
        page.keyboard.press("Escape")
        expect(page.locator("[data-testid=stSidebar]")).to_be_visible()


def test_a_chip_leads_to_the_page_that_explains_it(page: Page, server: str) -> None:
    visit(page, server, MINE)
    number(page, ACV).fill("72000")
    number(page, ACV).press("Enter")
    settle(page)
    page.locator("a.chip", has_text="Bottleneck").click()
    expect(page.locator("h1")).to_have_text("Sales capacity", timeout=PATIENCE)
    settle(page)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_enabled()


def test_charts_stand_side_by_side_where_there_is_room(opened: Opened, server: str) -> None:
    with opened(WIDEST) as page:
        visit(page, server, MINE)
        tops = "charts => charts.slice(0, 2).map(chart => chart.getBoundingClientRect().left)"
        first, second = page.locator("[data-testid=stVegaLiteChart]").evaluate_all(tops)
        assert second > first + 300
        page.set_viewport_size(WIDE)
        settle(page)
        first, second = page.locator("[data-testid=stVegaLiteChart]").evaluate_all(tops)
        assert second == first


def test_a_page_follows_a_system_that_turns_dark(page: Page, server: str) -> None:
    visit(page, server, f"people_and_cash{MINE}")
    name = page.locator("svg .mark-text text", has_text="Engineering").first
    for scheme, paper, ink in (
        ("light", "rgb(255, 255, 255)", "rgb(13, 19, 28)"),
        ("dark", "rgb(17, 22, 31)", "rgb(230, 235, 242)"),
    ):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for part in ("[data-testid=stApp]", ".st-key-head", ".tabled tbody th"):
            expect(page.locator(part).first).to_have_css("background-color", paper, timeout=PATIENCE)
        expect(name).to_have_css("fill", ink, timeout=PATIENCE)


PAPER: ViewportSize = {"width": 733, "height": 1047}
"""A4 within its margins."""

PRESSED = """() => [...document.querySelectorAll('.stMain button, .stSidebar, [data-testid=stSlider], .st-key-beside')]
  .filter((one) => one.checkVisibility() && !one.closest('[data-testid=stButtonGroup]'))
  .map((one) => one.outerHTML.slice(0, 90))"""
"""What is seen of what is pressed, but for choices, which say what is shown."""


def test_a_page_on_paper_is_what_it_shows(page: Page, server: str) -> None:
    visit(page, server, f"retention{MINE}")
    assert page.evaluate(PRESSED)
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    assert page.evaluate(PRESSED) == []
    expect(page.get_by_role("heading", name="Contracts by year")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("document.documentElement.dataset.tabs = ''")  # as on a phone, whose levers are in sight
    charts = page.locator("[data-testid=stVegaLiteChart] svg.marks").all()
    assert charts
    assert all((box := one.bounding_box()) and box["x"] + box["width"] <= PAPER["width"] for one in charts)
    page.emulate_media(media="screen")
