"""Levers that answer while they are dragged, in a real Chromium."""

import re

import pytest
from live import PATIENCE, PHONE, WIDE, number, settle, slider
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

ACV, WIN_RATE, GROWTH = "Enterprise contract value", "Enterprise win rate", "MQL growth"


@pytest.fixture
def overview(page: Page, server: str) -> Page:
    return opened(page, server)


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.get_by_role("slider").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-testid=stVegaLiteChart] svg").first).to_be_visible(timeout=PATIENCE)
    settle(page)
    return page


def lever(page: Page, label: str) -> Locator:
    return page.get_by_role("group", name=re.compile(label)).first


def first_number(page: Page) -> str:
    return page.locator(".tile").first.inner_text()


def pull(page: Page, label: str) -> tuple[float, float]:
    """Take the slider's thumb; gives where it is."""
    handle = slider(page, label)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    share = handle.evaluate("input => (input.value - input.min) / (input.max - input.min)")
    x, y = box["x"] + 9 + share * (box["width"] - 18), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y


def test_charts_and_numbers_move_while_the_slider_is_held(overview: Page) -> None:
    seen = {first_number(overview)}
    overview.evaluate(
        """() => {
          window.redrawn = 0
          const chart = document.querySelector('[data-testid=stVegaLiteChart]')
          new MutationObserver(() => window.redrawn++)
            .observe(chart, {subtree: true, childList: true, attributes: true})
        }"""
    )
    x, y = pull(overview, ACV)
    for _ in range(12):
        x += 6
        overview.mouse.move(x, y)
        overview.wait_for_timeout(250)
        seen.add(first_number(overview))
    held = first_number(overview)
    assert len(seen) >= 4
    assert overview.evaluate("window.redrawn") >= 4
    overview.mouse.up()
    settle(overview)
    assert first_number(overview).splitlines()[:2] == held.splitlines()[:2]


def test_the_last_value_of_a_quick_drag_is_the_plan_s(overview: Page) -> None:
    x, y = pull(overview, ACV)
    overview.mouse.move(x + 90, y, steps=40)
    overview.mouse.up()
    held = slider(overview, ACV).input_value()
    settle(overview)
    expect(number(overview, ACV)).to_have_value(held)
    overview.wait_for_timeout(600)
    overview.reload()
    expect(number(overview, ACV)).to_have_value(held, timeout=PATIENCE)


def test_a_drag_leaves_no_trail_in_the_history_of_the_browser(overview: Page) -> None:
    before = overview.evaluate("history.length")
    x, y = pull(overview, ACV)
    overview.mouse.move(x + 60, y, steps=20)
    overview.mouse.up()
    settle(overview)
    assert overview.evaluate("history.length") == before


def test_the_keyboard_moves_a_lever_and_a_screen_reader_hears_it(overview: Page) -> None:
    handle = slider(overview, ACV)
    handle.press("ArrowRight")
    handle.press("ArrowRight")
    settle(overview)
    expect(number(overview, ACV)).to_have_value("62000")
    assert handle.get_attribute("aria-valuetext") == "62000 USD a year"
    handle.press("Home")
    settle(overview)
    assert number(overview, ACV).input_value() == handle.get_attribute("min")


def test_a_finger_moves_a_lever(chromium: Browser, server: str) -> None:
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = opened(context.new_page(), server)
    handle = slider(page, ACV)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    expect(lever(page, ACV).get_by_text("was 60,000")).to_be_visible(timeout=PATIENCE)
    assert float(number(page, ACV).input_value()) > 100_000
    context.close()


def test_two_levers_moved_at_once_both_count(overview: Page) -> None:
    number(overview, ACV).fill("70000")
    number(overview, GROWTH).fill("3")
    number(overview, GROWTH).press("Enter")
    settle(overview)
    expect(overview.get_by_text("Changed: MQL growth, Enterprise contract value")).to_be_visible()
    expect(lever(overview, ACV).get_by_text("was 60,000")).to_be_visible()
    expect(lever(overview, GROWTH).get_by_text("was 2")).to_be_visible()


def test_undo_takes_back_one_change_after_another(overview: Page) -> None:
    for label, value in ((ACV, "70000"), (GROWTH, "3")):
        number(overview, label).fill(value)
        number(overview, label).press("Enter")
        settle(overview)
    overview.get_by_role("button", name="Undo").click()
    expect(number(overview, GROWTH)).to_have_value("2.0")
    expect(number(overview, ACV)).to_have_value("70000")
    overview.get_by_role("button", name="Undo").click()
    expect(number(overview, ACV)).to_have_value("60000")
    expect(overview.get_by_role("button", name="Undo")).to_be_hidden()


def test_a_refusal_stands_beside_the_lever_until_it_is_moved(overview: Page) -> None:
    number(overview, GROWTH).fill("900")
    number(overview, GROWTH).press("Enter")
    refusal = lever(overview, GROWTH).get_by_role("alert")
    expect(refusal).to_contain_text("must be -20 to 50%", timeout=PATIENCE)
    expect(number(overview, GROWTH)).to_have_value("2.0")
    slider(overview, GROWTH).press("ArrowRight")
    expect(refusal).to_be_hidden(timeout=PATIENCE)


def test_a_range_is_a_pair_of_numbers_beside_its_lever(overview: Page) -> None:
    row = lever(overview, "Inside-sales contract value")
    row.get_by_role("button", name=re.compile("between what it may lie")).click()
    low, high = (row.get_by_role("spinbutton", name=re.compile(end)) for end in ("lowest", "highest"))
    expect(low).not_to_have_value("", timeout=PATIENCE)
    low.fill("9000")
    low.press("Enter")
    high.fill("20000")
    high.press("Enter")
    settle(overview)
    overview.wait_for_timeout(400)
    overview.reload()
    row.get_by_role("button", name=re.compile("between what it may lie")).click(timeout=PATIENCE)
    expect(low).to_have_value("9000")
    expect(high).to_have_value("20000")
    low.fill("15000")
    low.press("Enter")
    expect(row.get_by_role("alert")).to_contain_text("must enclose the lever's own value", timeout=PATIENCE)
    row.get_by_role("button", name="No range").click()
    expect(low).to_be_hidden(timeout=PATIENCE)


def test_what_a_lever_means_is_one_click_away(overview: Page) -> None:
    row = lever(overview, ACV)
    row.get_by_role("button", name=re.compile("what it is")).click()
    expect(
        row.get_by_text(re.compile("Usually 30,000 to 200,000.*Source: .*Published: 28,000 to 175,000"))
    ).to_be_visible()


def test_levers_one_click_away_count_what_changed_in_them(overview: Page) -> None:
    overview.get_by_text("Day one and more (8)").click()
    number(overview, "Enterprise ARR today").fill("3000000")
    number(overview, "Enterprise ARR today").press("Enter")
    expect(overview.get_by_text("1 changed")).to_be_visible(timeout=PATIENCE)
    expect(number(overview, "Enterprise ARR today")).to_be_visible()


def test_plain_levers_stand_in_when_they_are_asked_for(page: Page, server: str) -> None:
    page.goto(f"{server}/?levers=plain")
    expect(page.locator("[data-testid=stSlider]").first).to_be_visible(timeout=PATIENCE)
    settle(page)
    before = first_number(page)
    slider(page, ACV).press("ArrowRight")
    expect(page.get_by_text("was 60,000")).to_be_visible(timeout=PATIENCE)
    settle(page)
    assert first_number(page) != before


def test_levers_stay_in_sight_while_the_charts_scroll_by(overview: Page) -> None:
    overview.mouse.move(WIDE["width"] - 300, 500)
    overview.mouse.wheel(0, 1000)
    overview.wait_for_timeout(500)
    expect(slider(overview, ACV)).to_be_in_viewport()


def test_charts_out_of_sight_follow_once_the_hand_rests(overview: Page) -> None:
    charts = overview.locator("[data-testid=stVegaLiteChart]").count()
    last = overview.locator("[data-testid=stVegaLiteChart]").last
    before = last.locator("path").evaluate_all("marks => marks.map(mark => mark.getAttribute('d')).join()")
    x, y = pull(overview, ACV)
    for _ in range(5):
        x += 10
        overview.mouse.move(x, y)
        overview.wait_for_timeout(60)
    overview.mouse.up()
    overview.wait_for_timeout(600)
    settle(overview)
    assert overview.locator("[data-testid=stVegaLiteChart]").count() == charts
    assert overview.locator(".tiles").count() == 2
    after = last.locator("path").evaluate_all("marks => marks.map(mark => mark.getAttribute('d')).join()")
    held = number(overview, ACV).input_value()
    assert after != before
    overview.reload()
    expect(number(overview, ACV)).to_have_value(held, timeout=PATIENCE)
    settle(overview)
    again = overview.locator("[data-testid=stVegaLiteChart]").last.locator("path")
    assert again.evaluate_all("marks => marks.map(mark => mark.getAttribute('d')).join()") == after


def test_an_emptied_number_comes_back(overview: Page) -> None:
    number(overview, ACV).fill("")
    number(overview, ACV).press("Tab")
    expect(number(overview, ACV)).to_have_value("60000")
    expect(overview.get_by_text("As pinned")).to_be_visible()


DRAWN = "marks => marks.map(mark => mark.getAttribute('d')).join()"


def test_a_key_moves_every_chart(overview: Page) -> None:
    last = overview.locator("[data-testid=stVegaLiteChart]").last
    before = last.locator("path").evaluate_all(DRAWN)
    slider(overview, ACV).focus()
    overview.keyboard.press("ArrowRight")
    expect(number(overview, ACV)).not_to_have_value("60000")
    settle(overview)
    overview.wait_for_timeout(600)
    assert last.locator("path").evaluate_all(DRAWN) != before


def test_a_key_that_is_held_moves_every_chart_in_the_end(overview: Page) -> None:
    last = overview.locator("[data-testid=stVegaLiteChart]").last
    slider(overview, ACV).focus()
    for _ in range(8):
        overview.keyboard.down("ArrowRight")
        overview.wait_for_timeout(35)
    overview.keyboard.up("ArrowRight")
    settle(overview)
    overview.wait_for_timeout(600)
    held, drawn = number(overview, ACV).input_value(), last.locator("path").evaluate_all(DRAWN)
    assert held == slider(overview, ACV).input_value()
    assert float(held) == 60000 + 8 * float(slider(overview, ACV).get_attribute("step") or 0)
    overview.reload()
    expect(number(overview, ACV)).to_have_value(held, timeout=PATIENCE)
    settle(overview)
    assert last.locator("path").evaluate_all(DRAWN) == drawn
