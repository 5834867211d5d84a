"""Levers in a real Chromium: every gesture of a hand, and what follows it."""

import re
from collections.abc import Iterator

import pytest
from live import MINE, PATIENCE, PHONE, WIDE, Opened, finger, number, settle, slider, visit
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect

from planner.exchange import links
from planner.plan import Plan

pytestmark = pytest.mark.browser

ACV, WIN_RATE, GROWTH = "Enterprise contract value", "Enterprise win rate", "MQL growth"
UNUSUAL = Plan(levers={"enterprise.acv": 400_000.0})
DRAWN = "marks => marks.map(mark => mark.getAttribute('d')).join()"


@pytest.fixture
def overview(page: Page, server: str) -> Page:
    return visit(page, server, MINE)


@pytest.fixture
def phone(opened: Opened, server: str) -> Iterator[Page]:
    """Sales capacity on a phone."""
    with opened(PHONE, touch=True) as page:
        yield visit(page, server, f"sales_capacity{MINE}")


def lever(page: Page, label: str) -> Locator:
    return page.get_by_role("group", name=re.compile(label)).first


def first_number(page: Page) -> str:
    return page.locator(".tile").first.inner_text()


def last_chart(page: Page) -> str:
    """The marks of the last chart, far out of sight: it is scrolled to, and the page back to its top."""
    chart = page.locator("[data-testid=stVegaLiteChart]").last
    chart.locator("path").first.wait_for(state="attached", timeout=PATIENCE)
    chart.scroll_into_view_if_needed()
    settle(page)
    drawn = chart.locator("path").evaluate_all(DRAWN)
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    return drawn


def in_address(page: Page) -> Plan:
    """The plan that the address carries."""
    return links.decode(re.search(r"[?&]s=([^&]+)", page.url)[1])[0]


def enter(page: Page, label: str, text: str) -> None:
    number(page, label).fill(text)
    number(page, label).press("Enter")
    settle(page)


def thumb(page: Page, label: str) -> tuple[float, float]:
    """Where the slider's thumb is."""
    handle = slider(page, label)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    share = handle.evaluate("input => (input.value - input.min) / (input.max - input.min)")
    return box["x"] + 9 + share * (box["width"] - 18), box["y"] + box["height"] / 2


def test_charts_and_numbers_move_while_a_slider_is_held(overview: Page) -> None:
    seen, before = {first_number(overview)}, last_chart(overview)
    overview.evaluate(
        """() => {
          window.redrawn = 0
          const chart = document.querySelector('[data-testid=stVegaLiteChart]')
          new MutationObserver(() => window.redrawn++)
            .observe(chart, {subtree: true, childList: true, attributes: true})
        }"""
    )
    x, y = thumb(overview, ACV)
    overview.mouse.move(x, y)
    overview.mouse.down()
    for step in range(1, 11):
        overview.mouse.move(x + 7 * step, y)
        overview.wait_for_timeout(150)
        seen.add(first_number(overview))
    assert len(seen) >= 4
    assert overview.evaluate("window.redrawn") >= 4
    overview.mouse.up()
    settle(overview)
    assert last_chart(overview) != before


def test_the_last_value_of_a_quick_drag_is_the_plan_s(overview: Page) -> None:
    entries = overview.evaluate("history.length")
    x, y = thumb(overview, ACV)
    overview.mouse.move(x, y)
    overview.mouse.down()
    overview.mouse.move(x + 90, y, steps=40)
    overview.mouse.up()
    held = slider(overview, ACV).input_value()
    settle(overview)
    assert slider(overview, ACV).input_value() == held
    assert in_address(overview).value("enterprise.acv") == float(held) > 60_000
    assert overview.evaluate("history.length") == entries
    drawn = last_chart(overview)
    overview.reload()
    expect(number(overview, ACV)).to_have_value(f"{float(held):,.0f}", timeout=PATIENCE)
    settle(overview)
    assert last_chart(overview) == drawn
    expect(lever(overview, ACV).get_by_text("was 60,000")).to_be_visible()


def test_a_drag_is_undone_at_once_and_done_again(overview: Page) -> None:
    x, y = thumb(overview, ACV)
    overview.mouse.move(x, y)
    overview.mouse.down()
    for step in range(1, 6):
        overview.mouse.move(x + 10 * step, y)
        overview.wait_for_timeout(120)
    overview.mouse.up()
    settle(overview)
    held = number(overview, ACV).input_value()
    enter(overview, GROWTH, "3")
    for key, growth, acv in (("z", "2", held), ("z", "2", "60,000"), ("Shift+z", "2", held), ("Shift+z", "3", held)):
        overview.keyboard.press(f"Control+{key}")
        expect(number(overview, ACV)).to_have_value(acv, timeout=PATIENCE)
        expect(number(overview, GROWTH)).to_have_value(growth, timeout=PATIENCE)
        settle(overview)
    for name, growth in (("Undo", "2"), ("Redo", "3")):
        overview.get_by_role("button", name=name, exact=True).click()
        expect(number(overview, GROWTH)).to_have_value(growth, timeout=PATIENCE)
        settle(overview)
    expect(overview.get_by_role("button", name="Redo", exact=True)).to_be_disabled()
    assert in_address(overview).value("marketing.mql_growth") == 0.03


def test_text_that_is_edited_keeps_its_own_undo(overview: Page) -> None:
    enter(overview, ACV, "70,000")
    field = number(overview, GROWTH)
    field.press("End")
    field.type("5")
    field.press("Control+z")
    settle(overview)
    expect(number(overview, ACV)).to_have_value("70,000")
    expect(field).to_have_value("2")


def test_what_is_out_of_sight_follows_when_scrolled_to_or_later(overview: Page) -> None:
    behind, drawn = overview.locator("[data-behind]"), last_chart(overview)
    expect(behind).to_have_count(0)
    enter(overview, ACV, "70,000")
    expect(behind.first).to_be_attached()
    assert last_chart(overview) != drawn
    enter(overview, ACV, "75,000")
    expect(behind.first).to_be_attached()
    expect(behind).to_have_count(0, timeout=PATIENCE)


def test_the_keyboard_moves_a_lever_and_all_charts(overview: Page) -> None:
    handle, before = slider(overview, ACV), last_chart(overview)
    handle.press("ArrowRight")
    settle(overview)
    expect(number(overview, ACV)).to_have_value("61,000")
    assert handle.get_attribute("aria-valuetext") == "61,000 USD a year"
    assert last_chart(overview) != before
    assert in_address(overview).value("enterprise.acv") == 61_000
    handle.press("Home")
    settle(overview)
    assert number(overview, ACV).input_value() == f"{float(handle.get_attribute('min') or 0):,.0f}"


FADES = """() => {
  window.again = window.fading = 0
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target.dataset.stale !== 'true') continue
      window.again += 1
      window.fading += target.getAnimations().length
    }
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-stale'] })
}"""
"""Counts elements that are to be drawn again, and animations that begin with it."""


def test_nothing_fades_while_a_lever_moves(overview: Page) -> None:
    """Each element that begins to would be a layer of its own."""
    overview.evaluate(FADES)
    slider(overview, ACV).press("ArrowRight")
    settle(overview)
    assert overview.evaluate("window.again") > 0
    assert overview.evaluate("window.fading") == 0


def test_a_key_that_is_held_moves_every_chart_in_the_end(overview: Page) -> None:
    slider(overview, ACV).focus()
    for _ in range(8):
        overview.keyboard.down("ArrowRight")
        overview.wait_for_timeout(35)
    overview.keyboard.up("ArrowRight")
    settle(overview)
    expect(number(overview, ACV)).to_have_value("68,000")
    drawn = last_chart(overview)
    overview.reload()
    expect(number(overview, ACV)).to_have_value("68,000", timeout=PATIENCE)
    settle(overview)
    assert last_chart(overview) == drawn


@pytest.mark.parametrize(("share", "down"), [(0.1, -250), (0.85, 200)])
def test_a_finger_that_scrolls_moves_no_lever(phone: Page, share: float, down: int) -> None:
    handle, top = slider(phone, WIN_RATE), "document.querySelector('[data-testid=stMain]').scrollTop"
    phone.evaluate(f"{top} = 250")
    box, before = handle.bounding_box(), phone.evaluate(top)
    assert box is not None
    with finger(phone, box["x"] + share * box["width"], box["y"] + box["height"] / 2) as moved:
        moved(3, down)
    settle(phone)
    assert abs(phone.evaluate(top) - before) > 100
    assert (handle.input_value(), number(phone, WIN_RATE).input_value()) == ("22", "22")
    expect(phone.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    assert in_address(phone).value("enterprise.win_rate") == 0.22


def test_a_finger_slides_a_lever_and_a_tap_sets_it(phone: Page) -> None:
    x, y = thumb(phone, WIN_RATE)
    with finger(phone, x, y) as moved:
        moved(60, 5)
    settle(phone)
    slid = float(slider(phone, WIN_RATE).input_value())
    assert slid > 24
    box = slider(phone, WIN_RATE).bounding_box()
    assert box is not None
    phone.touchscreen.tap(box["x"] + 0.1 * box["width"], box["y"] + box["height"] / 2)
    settle(phone)
    assert float(number(phone, WIN_RATE).input_value()) < 20
    phone.get_by_role("button", name="Undo", exact=True).click()
    expect(number(phone, WIN_RATE)).to_have_value(f"{slid:g}", timeout=PATIENCE)


def test_a_slide_that_is_cancelled_leaves_the_lever_as_it_was(phone: Page) -> None:
    x, y = thumb(phone, WIN_RATE)
    with finger(phone, x, y, ends="touchCancel") as moved:
        moved(60, 5)
        assert float(slider(phone, WIN_RATE).input_value()) > 24
    settle(phone)
    assert (slider(phone, WIN_RATE).input_value(), number(phone, WIN_RATE).input_value()) == ("22", "22")
    expect(phone.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    assert in_address(phone).value("enterprise.win_rate") == 0.22


def test_a_slider_reaches_a_value_beyond_its_end(overview: Page) -> None:
    enter(overview, ACV, "1.25M")
    handle = slider(overview, ACV)
    handle.press("ArrowLeft")
    settle(overview)
    expect(number(overview, ACV)).to_have_value("1,249,000")


def test_the_ends_of_a_slider_stay_where_they_are_in_a_hand(overview: Page) -> None:
    enter(overview, ACV, "1M")
    handle = slider(overview, ACV)
    x, y = thumb(overview, ACV)
    overview.mouse.move(x, y)
    overview.mouse.down()
    for step in range(1, 5):
        overview.mouse.move(x - 30 * step, y)
        overview.wait_for_timeout(150)
        assert float(handle.get_attribute("max") or 0) == 1_000_000
    overview.mouse.up()
    settle(overview)
    assert float(handle.input_value()) < 700_000
    assert float(handle.get_attribute("max") or 0) == 1_000_000


def test_two_levers_moved_at_once_both_count(overview: Page) -> None:
    number(overview, ACV).fill("70000")
    enter(overview, GROWTH, "3")
    expect(overview.get_by_text("Changed: MQL growth, Enterprise contract value")).to_be_visible()
    expect(lever(overview, ACV).get_by_text("was 60,000")).to_be_visible()
    expect(lever(overview, GROWTH).get_by_text("was 2")).to_be_visible()


def test_a_refusal_stands_beside_the_lever_until_it_is_moved(overview: Page) -> None:
    refusal = lever(overview, GROWTH).get_by_role("alert")
    for text, sentence in (("900", "must be -20 to 50%"), ("fast", "must be a percentage, such as 22.5%")):
        enter(overview, GROWTH, text)
        expect(refusal).to_contain_text(sentence)
        expect(number(overview, GROWTH)).to_have_value("2")
    slider(overview, GROWTH).press("ArrowRight")
    expect(refusal).to_be_hidden(timeout=PATIENCE)


def test_an_emptied_number_says_that_it_stays(overview: Page) -> None:
    refusal = lever(overview, GROWTH).get_by_role("alert")
    enter(overview, GROWTH, "fast")
    for key in ("Tab", "Enter"):
        number(overview, GROWTH).fill("")
        number(overview, GROWTH).press(key)
        expect(refusal).to_contain_text("is empty: its value, 2%, stays", timeout=PATIENCE)
        expect(number(overview, GROWTH)).to_have_value("2")
        number(overview, GROWTH).fill("2")
        number(overview, GROWTH).press(key)
        expect(refusal).to_be_hidden(timeout=PATIENCE)
    expect(overview.get_by_text("No change from the baseline")).to_be_visible()


def test_a_field_follows_its_plan_once_it_is_left_as_it_was(overview: Page) -> None:
    enter(overview, GROWTH, "3")
    number(overview, GROWTH).press("End")
    overview.keyboard.type("5")
    overview.keyboard.press("Backspace")
    overview.keyboard.press("Tab")
    settle(overview)
    overview.get_by_role("button", name="Undo", exact=True).click()
    expect(number(overview, GROWTH)).to_have_value("2", timeout=PATIENCE)


def test_an_abandoned_number_comes_back(overview: Page) -> None:
    number(overview, ACV).fill("7")
    number(overview, ACV).press("Escape")
    expect(number(overview, ACV)).to_have_value("60,000")
    expect(overview.get_by_text("No change from the baseline")).to_be_visible()


def test_a_range_is_a_pair_of_numbers_beside_its_lever(overview: Page) -> None:
    row = lever(overview, "Inside-sales contract value")
    row.get_by_role("button", name=re.compile("the range in which it may lie")).click()
    low, high = (row.get_by_role("textbox", name=re.compile(end)) for end in ("lowest", "highest"))
    expect(low).not_to_have_value("", timeout=PATIENCE)
    for end, text in ((low, "9K"), (high, "20,000")):
        end.fill(text)
        end.press("Enter")
        settle(overview)
    assert in_address(overview).uncertainty["inside_sales.acv"] == (9_000, 20_000)
    expect(row.get_by_text("Never below $9K or above $20K", exact=True)).to_be_visible()
    expect(row.locator("svg.shape path").first).to_have_attribute("d", re.compile(r"^M0,34 L0.0,34.0 L.*Z$"))
    low.fill("15000")
    low.press("Enter")
    expect(row.get_by_role("alert")).to_contain_text("must enclose the lever's own value", timeout=PATIENCE)
    expect(low).to_have_value("9,000")
    row.get_by_role("button", name="No range").click()
    expect(low).to_be_hidden(timeout=PATIENCE)
    settle(overview)
    assert "inside_sales.acv" not in in_address(overview).uncertainty


def test_levers_keep_what_is_around_them_when_they_move(overview: Page) -> None:
    panel = overview.locator(".levers")
    expect(panel.locator(".legend").first).to_be_visible()
    for value in ("40000", "50000", "60000"):
        enter(overview, ACV, value)
        expect(panel.locator(".legend").first).to_be_visible()
        expect(lever(overview, ACV).get_by_role("button", name=re.compile("what it is"))).to_be_visible()
        assert panel.locator(".bare, .certain").count() == 0


def test_what_is_unusual_is_said_in_line_with_its_lever(overview: Page) -> None:
    overview.goto(f"{overview.url.partition('?')[0]}?s={links.encode(UNUSUAL, UNUSUAL)}")
    settle(overview)
    note = overview.locator(".unusual", has_text="outside the usual").first
    expect(note).to_be_visible(timeout=PATIENCE)
    left = note.evaluate("note => note.getBoundingClientRect().left - note.parentElement.getBoundingClientRect().left")
    assert left == 0


def test_what_a_lever_means_is_one_click_away(overview: Page) -> None:
    row = lever(overview, ACV)
    row.get_by_role("button", name=re.compile("what it is")).click()
    expect(
        row.get_by_text(re.compile("Usually 30,000 to 200,000.*Source: .*Published: 28,000 to 175,000"))
    ).to_be_visible()


def test_levers_one_click_away_count_what_changed_in_them(overview: Page) -> None:
    overview.get_by_text("Day one and more (8)").click()
    enter(overview, "Enterprise ARR today", "3M")
    expect(overview.get_by_text("1 changed")).to_be_visible(timeout=PATIENCE)
    expect(number(overview, "Enterprise ARR today")).to_have_value("3,000,000")


def test_levers_stay_in_sight_while_the_charts_scroll_by(overview: Page) -> None:
    overview.mouse.move(WIDE["width"] - 300, 500)
    overview.mouse.wheel(0, 1000)
    settle(overview)
    expect(slider(overview, ACV)).to_be_in_viewport()


def test_a_browser_that_cannot_run_the_levers_is_told_so(chromium: Browser, server: str) -> None:
    context = chromium.new_context(viewport=WIDE)
    context.add_init_script("delete Element.prototype.toggleAttribute")
    page = context.new_page()
    page.goto(server)
    expect(page.get_by_text("The levers cannot run in this browser.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("BidiComponent Error")).to_have_count(0)
    expect(page.locator(".tile").first).to_be_visible()
    context.close()


def test_an_entry_that_is_lost_on_its_way_is_sent_again(chromium: Browser, server: str) -> None:
    context, lost = chromium.new_context(viewport=WIDE), []
    page = context.new_page()

    def losing_the_first_entry(browser: WebSocketRoute) -> None:
        app = browser.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if not lost and b'"does"' in bytes(message):  # type: ignore[arg-type]
                lost.append(message)
            else:
                app.send(message)

        browser.on_message(pass_on)

    page.route_web_socket(re.compile("/_stcore/stream"), losing_the_first_entry)
    visit(page, server, MINE)
    number(page, ACV).fill("71000")
    number(page, ACV).press("Enter")
    expect(page.get_by_text("Changed: Enterprise contract value")).to_be_visible(timeout=PATIENCE)
    settle(page)
    assert lost
    expect(number(page, ACV)).to_have_value("71,000")
    context.close()
