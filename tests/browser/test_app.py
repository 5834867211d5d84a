"""The app in a real Chromium, as a person uses it."""

import re
from pathlib import Path

import live
import pytest
from live import MINE, PATIENCE, WIDE, number, settle, visit
from playwright.sync_api import Browser, Page, expect

from planner import plan as plans
from planner.exchange.csv_text import result_as_csv
from planner.model.simulate import simulate

pytestmark = pytest.mark.browser

ACV = "Enterprise contract value"


def nothing_in_the_way(page: Page) -> None:
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_a_direct_visit_to_a_page_on_a_fresh_server(chromium: Browser) -> None:
    with live.running() as address:
        context = chromium.new_context(viewport=WIDE)
        nothing_in_the_way(visit(context.new_page(), address, "stress_test"))
        context.close()


def test_an_edit_survives_other_pages_a_reload_and_the_way_back(page: Page, server: str) -> None:
    visit(page, server, MINE)
    number(page, ACV).fill("72000")
    number(page, ACV).press("Enter")
    expect(page.get_by_text("was 60,000")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Retention").click()
    expect(page.locator("[data-testid=stMain] h1")).to_have_text("Retention", timeout=PATIENCE)
    settle(page)
    page.get_by_role("link", name="Overview").click()
    expect(number(page, ACV)).to_have_value("72,000", timeout=PATIENCE)
    settle(page)
    page.reload()
    expect(number(page, ACV)).to_have_value("72,000", timeout=PATIENCE)
    expect(page.get_by_text("was 60,000")).to_be_visible(timeout=PATIENCE)


def test_back_leads_to_the_page_before(page: Page, server: str) -> None:
    """With one press a page, whichever way one came."""
    visit(page, server, MINE)
    for name in ("Retention", "Compare", "Library"):
        page.get_by_role("link", name=name).first.click()
        expect(page.locator("[data-testid=stMain] h1")).to_have_text(name, timeout=PATIENCE)
        settle(page)
    for name in ("Compare", "Retention", "Overview"):
        page.go_back()
        expect(page.locator("[data-testid=stMain] h1")).to_have_text(name, timeout=PATIENCE)
        settle(page)


def edited(page: Page, address: str) -> Page:
    """Open the plan and enter another contract value."""
    visit(page, address, MINE)
    number(page, ACV).fill("72000")
    number(page, ACV).press("Enter")
    expect(page.get_by_text("was 60,000")).to_be_visible(timeout=PATIENCE)
    settle(page)
    return page


def test_a_restarted_server_still_knows_the_plan(chromium: Browser) -> None:
    """A page that stays open goes on where it was, and so does one that is reloaded, whatever address it had."""
    context, port = chromium.new_context(viewport=WIDE), live.free_port()
    with live.running(port=port) as address:
        stays, reloads = edited(context.new_page(), address), edited(context.new_page(), address)
        nothing_in_the_way(stays)
    number(stays, ACV).fill("99000")
    with live.running(port=port):
        reloads.reload()
        expect(number(reloads, ACV)).to_have_value("72,000", timeout=PATIENCE)
        stays.bring_to_front()
        expect(number(stays, ACV)).to_have_value("72,000", timeout=PATIENCE)
        settle(stays)
        expect(stays.get_by_text("was 60,000")).to_be_visible()
    context.close()


def upload(page: Page, name: str, content: bytes) -> None:
    page.get_by_role("button", name="Open or download").click()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/toml", "buffer": content})


def test_a_bad_upload_lists_every_problem(page: Page, server: str) -> None:
    visit(page, server, MINE)
    upload(page, "bad.toml", b"[plan]\nmonths = 500\n[enterprise]\nramp_months = 99\nramp_month = 3\n")
    alert = page.get_by_role("alert").filter(has_text="Nothing was changed")
    expect(alert).to_be_visible(timeout=PATIENCE)
    for sentence in ("500", "enterprise.ramp_months = 99", "did you mean ramp_months?"):
        expect(alert).to_contain_text(sentence)
    expect(number(page, ACV)).to_have_value("60,000")


def test_a_plan_goes_out_and_comes_back(page: Page, server: str, tmp_path: Path) -> None:
    visit(page, server, MINE)
    number(page, ACV).fill("72000")
    number(page, ACV).press("Enter")
    expect(page.get_by_text("was 60,000")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Open or download").click()
    expect(page.get_by_role("button", name="Plan (TOML)")).to_be_visible(timeout=PATIENCE)
    settle(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Plan (TOML)").click()
    saved.value.save_as(tmp_path / "mine.toml")
    mine = plans.load(tmp_path / "mine.toml")
    assert mine.value("enterprise.acv") == 72_000
    settle(page)
    with page.expect_download() as numbers:
        page.get_by_role("button", name="Numbers (CSV)").click()
    numbers.value.save_as(tmp_path / "mine.csv")
    assert (tmp_path / "mine.csv").read_text() == result_as_csv(simulate(mine))

    (tmp_path / "other.toml").write_text('[plan]\nname = "Mine from a file"\n[enterprise]\nacv = 81000\n')
    page.locator("input[type=file]").set_input_files(tmp_path / "other.toml")
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text("Mine from a file", timeout=PATIENCE)
    expect(number(page, ACV)).to_have_value("81,000")


def test_an_event_is_added_by_hand(page: Page, server: str) -> None:
    visit(page, server, MINE)
    page.get_by_role("button", name="Add your own").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Hiring freeze")
    dialog.get_by_label(re.compile("^Value")).fill("0.5")
    dialog.get_by_label(re.compile("^Value")).press("Tab")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("× 0.5, from Jan 2026 for good")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("path", ["community", "sales_capacity"])
def test_every_view_is_drawn_from_what_it_needs(page: Page, server: str, path: str) -> None:
    """That every figure of every page is sent the columns it draws is in tests/ui/test_every_figure.py."""
    visit(page, server, path)
    views = page.locator("[data-testid=stButtonGroup] button")
    for view in views.all_text_contents():
        choice = views.filter(has_text=re.compile(f"^{re.escape(view)}$")).first
        if not choice.count():
            continue  # A choice within a view that is no longer shown.
        choice.click()
        settle(page)
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
        words = set(page.locator("[data-testid=stVegaLiteChart] svg text").all_text_contents())
        assert not words & {"undefined", "NaN", "null"}
