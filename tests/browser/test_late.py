"""A browser that is behind what the server has sent: on a slow line, or on a machine that is busy."""

import re
from pathlib import Path

import live
import pytest
from live import MINE, PATIENCE, WIDE, number, settle, visit
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

pytestmark = pytest.mark.browser

SCRIPT = """
import streamlit as st

def turn():
    st.session_state.turned = not st.session_state.get("turned")

@st.fragment
def looked():
    st.session_state.looks = st.session_state.get("looks", 0) + 1
    st.button("Look")
    st.text(f"Look {st.session_state.looks}")

looked()
st.button("Turn", on_click=turn)
if st.session_state.get("turned"):
    st.text("The other side")
else:
    st.text("The long side" + 4000 * " long")
st.text(f"Turned after {st.session_state.looks}")
"""
"""One side is so long that Streamlit would let the browser keep it, until something else was shown for a while."""

KEPT_FOR = 4
"""Runs after which a browser forgets what it does not show."""


class Line:
    """The way from the server to a page: what is held arrives late, and in order."""

    def __init__(self, page: Page) -> None:
        self.holds = False
        self._late: list[tuple[WebSocketRoute, str | bytes]] = []
        page.route_web_socket(re.compile("/_stcore/stream"), self._route)

    def _route(self, browser: WebSocketRoute) -> None:
        browser.connect_to_server().on_message(lambda message: self._pass_on(browser, message))

    def _pass_on(self, browser: WebSocketRoute, message: str | bytes) -> None:
        if self.holds:
            self._late.append((browser, message))
        else:
            browser.send(message)

    def wait(self, page: Page, text: bytes) -> None:
        """Until the server has sent a text and ended its run."""
        for _ in range(PATIENCE // 50):
            if any(text in bytes(message) for _, message in self._late):  # type: ignore[arg-type]
                break
            page.wait_for_timeout(50)
        page.wait_for_timeout(500)

    def let_go(self) -> None:
        self.holds = False
        for browser, message in self._late:
            browser.send(message)


def test_what_it_may_have_forgotten_is_sent_whole(chromium: Browser, tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text(SCRIPT)
    context = chromium.new_context()
    page = context.new_page()
    line = Line(page)
    with live.served(script) as server:
        page.goto(server.address)
        for look in range(1, KEPT_FOR + 1):
            expect(page.get_by_text(f"Look {look}", exact=True)).to_be_visible(timeout=PATIENCE)
            page.get_by_role("button", name="Look").click()
        expect(page.get_by_text(f"Look {KEPT_FOR + 1}", exact=True)).to_be_visible(timeout=PATIENCE)
        turn = page.get_by_role("button", name="Turn")
        line.holds = True
        for side in (b"The other side", b"Turned after 7"):
            turn.click()
            line.wait(page, side)
        line.let_go()
        expect(page.get_by_text("Turned after 7")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("The long side")).to_be_visible()
    context.close()


def test_what_was_entered_before_a_page_is_left_is_kept(chromium: Browser, server: str) -> None:
    """The second of two moves was lost, or the page went blank, when another page was chosen before their answer."""
    context = chromium.new_context(viewport=WIDE)
    page = context.new_page()
    line = Line(page)
    visit(page, server, MINE)
    line.holds = True
    for label, value in (("Enterprise contract value", "71000"), ("MQL growth", "3.5")):
        number(page, label).fill(value)
        number(page, label).press("Enter")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Retention").click()
    page.wait_for_timeout(1000)
    line.let_go()
    expect(page.locator("[data-testid=stMain] h1")).to_have_text("Retention", timeout=PATIENCE)
    settle(page)
    expect(page.get_by_text("Changed: MQL growth, Enterprise contract value")).to_be_visible(timeout=PATIENCE)
    context.close()
