"""Text from a file, a link or a keyboard is text: no links, images or markup from names and refusals."""

import pytest
from live import PATIENCE, visit
from looked import FOREIGN, HOSTILE, plans
from playwright.sync_api import Page, expect

from planner.exchange import links

pytestmark = pytest.mark.browser


def watched(page: Page, address: str) -> list[str]:
    """The addresses that the page asks for, beyond the app's own."""
    asked: list[str] = []
    own = (address, address.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith(own) else None)
    return asked


def test_the_name_of_an_event_is_text_where_it_is_edited(page: Page, server: str) -> None:
    """On every page it is in the test of every page."""
    asked, plan = watched(page, server), plans()["long name"]
    visit(page, server, f"?s={links.encode(plan, plan)}")
    expect(page.get_by_text("is at its bound, 100%, from Apr 2026 on")).to_be_visible(timeout=PATIENCE)
    page.locator("[class*=st-key-event-delete]").first.hover()
    page.locator("[class*=st-key-event-edit] button").first.click()
    expect(page.get_by_role("dialog").get_by_text("held at its bound")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(FOREIGN)).to_have_count(0)
    assert asked == []


def test_refusals_are_text(page: Page, server: str) -> None:
    asked = watched(page, server)
    visit(page, server)
    page.get_by_role("button", name="Open or download").click()
    content = f'[plan]\nname = "{HOSTILE}"\n"{HOSTILE}" = 1\n'.encode()
    file = {"name": "![z](http:a.example).toml", "mimeType": "application/toml", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    alert = page.get_by_role("alert").filter(has_text="Nothing was changed")
    expect(alert).to_contain_text("unknown key", timeout=PATIENCE)
    expect(page.locator(FOREIGN)).to_have_count(0)
    assert asked == []


def test_a_file_that_is_too_large_gets_a_sentence(page: Page, server: str) -> None:
    visit(page, server)
    page.get_by_role("button", name="Open or download").click()
    file = {"name": "large.toml", "mimeType": "application/toml", "buffer": b"# " + b"x" * 2_000_000}
    page.locator("input[type=file]").set_input_files(file)
    alert = page.get_by_role("alert").filter(has_text="Nothing was changed")
    expect(alert).to_contain_text("large.toml: size = 1.9 MiB: must be at most 1 MiB", timeout=PATIENCE)
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text("Open-source database")
