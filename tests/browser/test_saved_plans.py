"""What a person has answered and saved is there again, whatever becomes of tabs and servers."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import live
import pytest
from live import MINE, PATIENCE, ROOT, WIDE, number, settle, visit
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

ACV = "Enterprise contract value"


def typed(page: Page, value: str) -> None:
    number(page, ACV).fill(value)
    number(page, ACV).press("Enter")
    settle(page)


def bar(page: Page, text: str) -> None:
    expect(page.locator(".st-key-plan-bar")).to_contain_text(text, timeout=PATIENCE)


def save(page: Page, button: str, **fields: str) -> None:
    page.locator("[class*=st-key-save-box] button").first.click()
    for label, text in fields.items():
        page.get_by_role("textbox", name=label.replace("_", " ")).fill(text)
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name=button, exact=True).click()
    settle(page)


def test_nothing_answered_is_lost_when_the_server_is_killed(chromium: Browser, tmp_path: Path) -> None:
    """With undo and redo, for a reload, and for a new tab on the plain address."""
    context, port = chromium.new_context(viewport=WIDE), live.free_port()
    environment = {"GROUNDSWELL_DATABASE": "", "GROUNDSWELL_FOLDER": str(tmp_path)}
    page = context.new_page()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, **quiet)  # type: ignore[call-overload]
    address = f"http://127.0.0.1:{port}"
    live.wait(f"{address}/_stcore/health")
    visit(page, address, MINE)
    typed(page, "71000")
    typed(page, "72000")
    page.get_by_role("button", name="Undo", exact=True).first.click()
    expect(number(page, ACV)).to_have_value("71,000", timeout=PATIENCE)
    settle(page)
    server.send_signal(signal.SIGKILL)
    server.wait(10)
    with live.running(port=port, environment=environment):
        page.goto("about:blank")
        page.go_back()
        expect(number(page, ACV)).to_have_value("71,000", timeout=PATIENCE)
        settle(page)
        page.get_by_role("button", name="Redo", exact=True).first.click()
        expect(number(page, ACV)).to_have_value("72,000", timeout=PATIENCE)
        settle(page)
        tab = context.new_page()
        visit(tab, address)
        expect(number(tab, ACV)).to_have_value("72,000", timeout=PATIENCE)
        tab.get_by_role("button", name="Undo", exact=True).first.click()
        expect(number(tab, ACV)).to_have_value("71,000", timeout=PATIENCE)
        stranger = chromium.new_context(viewport=WIDE)
        other = visit(stranger.new_page(), address)
        expect(number(other, ACV)).not_to_have_value("71,000")
        stranger.close()
    context.close()


def test_two_tabs_save_the_same_plan(page: Page, server: str) -> None:
    visit(page, server, MINE)
    bar(page, "Draft of a new plan, not saved")
    save(page, "Save", Name="Ours <b>", Note="first")
    bar(page, "Saved, version 1")
    other = page.context.new_page()
    visit(other, server)
    bar(other, "Saved, version 1")
    typed(page, "71000")
    bar(page, "Draft, changed since version 1")
    save(page, "Save version 2", What_changed="the first tab")
    bar(page, "Saved, version 2")
    typed(other, "72000")
    save(other, "Save version 2", What_changed="the second tab")
    expect(other.get_by_text("was saved elsewhere since version 1")).to_be_visible(timeout=PATIENCE)
    other.get_by_role("button", name="Take mine, as version 3").click()
    bar(other, "Saved, version 3")
    expect(number(other, ACV)).to_have_value("72,000")
    other.close()


def test_a_link_from_the_library_opens_in_another_browser(chromium: Browser, page: Page, server: str) -> None:
    visit(page, server, MINE)
    save(page, "Save", Name="Shared")
    bar(page, "Saved, version 1")
    page.get_by_role("link", name="Library").first.click()
    row = page.locator("[data-testid=stVerticalBlock]").filter(has_text=re.compile("^Shared · version 1")).last
    row.get_by_role("button", name="Versions and links").click()
    links = page.locator("[data-testid=stCode]")
    expect(links).to_have_count(2, timeout=PATIENCE)
    read = links.nth(1).inner_text().strip()
    assert read.startswith(f"{server}/?p=r")
    context = chromium.new_context(viewport=WIDE)
    reader = context.new_page()
    visit(reader, server, read.removeprefix(f"{server}/"))
    bar(reader, "Saved, version 1, read only")
    assert "p=" not in reader.url
    reader.reload()
    settle(reader)
    bar(reader, "Saved, version 1, read only")
    context.close()
