"""The app in a real Chromium, as a person uses it."""

import re
from pathlib import Path

import live
import pytest
from live import PATIENCE, WIDE, number, settle, visit
from playwright.sync_api import Browser, Page, expect
from support import ROOT

from planner import plan as plans
from planner.exchange import links
from planner.exchange.csv_text import result_as_csv
from planner.model.simulate import simulate

pytestmark = pytest.mark.browser

ACV = "Enterprise contract value"


@pytest.mark.parametrize("path", ["", "stress_test"])
def test_a_direct_visit_to_a_page_on_a_fresh_server(chromium: Browser, path: str) -> None:
    with live.running() as address:
        context = chromium.new_context(viewport=WIDE)
        page = context.new_page()
        visit(page, address, path)
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_text("Page not found")).to_have_count(0)
        context.close()


def test_an_edit_survives_other_pages_a_reload_and_the_way_back(page: Page, server: str) -> None:
    visit(page, server)
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


def test_a_restarted_server_still_knows_the_plan(chromium: Browser) -> None:
    context = chromium.new_context(viewport=WIDE)
    page = context.new_page()
    port = live.free_port()
    with live.running(port=port) as address:
        visit(page, address)
        number(page, ACV).fill("72000")
        number(page, ACV).press("Enter")
        expect(page.get_by_text("was 60,000")).to_be_visible(timeout=PATIENCE)
        settle(page)
    with live.running(port=port):
        page.reload()
        expect(number(page, ACV)).to_have_value("72,000", timeout=PATIENCE)
    context.close()


def upload(page: Page, name: str, content: bytes) -> None:
    page.get_by_role("button", name="Open or save").click()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/toml", "buffer": content})


BAD_PLAN = (
    b'[plan]\nmonths = 500\n[enterprise]\nramp_months = 99\nramp_month = 3\n[[events]]\nlever = "enterprise.quota"\n'
)


@pytest.mark.parametrize(
    ("name", "content", "sentences"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n\xff\xfe", ["is not text"]),
        ("broken.toml", b"[plan\n", ["is not TOML"]),
        (
            "bad.toml",
            BAD_PLAN,
            ["500", "enterprise.ramp_months = 99", "did you mean ramp_months?", "change: is missing"],
        ),
    ],
)
def test_a_bad_upload_lists_every_problem_and_changes_nothing(
    page: Page, server: str, name: str, content: bytes, sentences: list[str]
) -> None:
    visit(page, server)
    upload(page, name, content)
    alert = page.get_by_role("alert").filter(has_text="Nothing was changed")
    expect(alert).to_be_visible(timeout=PATIENCE)
    for sentence in sentences:
        expect(alert).to_contain_text(sentence)
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text("Open-source database")
    expect(number(page, ACV)).to_have_value("60,000")


def test_an_upload_that_is_too_large_is_refused(page: Page, server: str) -> None:
    visit(page, server)
    upload(page, "large.toml", b"# " + b"x" * (1 << 20))
    expect(page.get_by_text(re.compile("must be 1.*MB or smaller|at most 1 MiB")).last).to_be_visible(timeout=PATIENCE)
    expect(number(page, ACV)).to_have_value("60,000")


def test_a_plan_goes_out_and_comes_back(page: Page, server: str, tmp_path: Path) -> None:
    visit(page, server)
    number(page, ACV).fill("72000")
    number(page, ACV).press("Enter")
    expect(page.get_by_text("was 60,000")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Open or save").click()
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


def test_the_numbers_on_screen_are_those_of_the_file(page: Page, server: str) -> None:
    visit(page, server)
    result = simulate(plans.load(ROOT / "data/plans/open-source-database.toml"))
    shown = page.locator(".tile b").first.inner_text()
    assert shown == f"${result['arr'][-1, 0] / 1e6:.1f}M"


def test_a_shipped_plan_opens(page: Page, server: str) -> None:
    visit(page, server)
    page.get_by_role("button", name="Open or save").click()
    page.get_by_role("combobox").first.click()
    name = plans.load(ROOT / "data/plans/seed-stage-devtool.toml").name
    page.get_by_role("option", name=name).click()
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text(name, timeout=PATIENCE)


def test_an_event_is_added_by_hand(page: Page, server: str) -> None:
    visit(page, server)
    page.get_by_role("button", name="Add your own").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Hiring freeze")
    dialog.get_by_label(re.compile("^Value")).fill("0.5")
    dialog.get_by_label(re.compile("^Value")).press("Tab")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("× 0.5, from Jan 2026 for good")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("path", ["", "community", "sales_capacity", "retention", "people_and_cash", "stress_test"])
def test_every_view_is_drawn_from_what_it_needs(page: Page, server: str, path: str) -> None:
    visit(page, server, path)
    for view in range(page.locator("[data-testid=stButtonGroup] button").count()):
        page.locator("[data-testid=stButtonGroup] button").nth(view).click()
        settle(page)
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
        words = set(page.locator("[data-testid=stVegaLiteChart] svg text").all_text_contents())
        assert not words & {"undefined", "NaN", "null"}


def test_a_shared_link_opens_the_same_plan(page: Page, server: str) -> None:
    plan = plans.load(ROOT / "data/plans/churn-70.toml")
    visit(page, server, f"?s={links.encode(plan, plan)}")
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text(plan.name)
