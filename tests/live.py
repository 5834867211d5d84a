"""The app in a process of its own, and a Chromium to look at it: for browser tests and benches."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from support import PLAN, ROOT

from planner.exchange import links
from planner.ui.frame import menu
from planner.ui.frame.layout import MENU

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_OPTIMIZER = "--js-flags=--no-opt"
"""Without the optimizing compiler: a page of a test is left before that has paid. Benches want it."""

PATIENCE = 60_000
"""Milliseconds that a page may take on a machine that is busy."""

Opened = Callable[..., AbstractContextManager[Page]]
"""Opens a tab of a size and a colour scheme for as long as the block lasts."""

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
WIDEST, PROJECTOR = {"width": 1920, "height": 1080}, {"width": 1280, "height": 720}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served(NamedTuple):
    """A process of the app. address: where it answers."""

    address: str
    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def served(
    script: Path = ROOT / "app.py", port: int = 0, environment: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """A Streamlit script served for as long as the block lasts."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={"GROUNDSWELL_DATABASE": "sqlite://"} | os.environ | dict(environment or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait(f"{address}/_stcore/health")
        yield Served(address, port, process)
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def running(
    script: Path = ROOT / "app.py", port: int = 0, environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """As `served`; gives the address."""
    with served(script, port, environment) as found:
        yield found.address


def wait(url: str) -> None:
    """Wait until something answers there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing answers at {url}")


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        yield browser
        browser.close()


PAGES = {menu.path(file)[2:]: title for pages in MENU.values() for file, (title, _) in pages.items()}
"""Titles of the pages by their path."""

MINE = f"?s={links.encode(PLAN, PLAN)}"
"""Behind a path, the plan of the tests."""

DRAWN = "[data-testid=stVegaLiteChart] svg:visible, .head .jump:visible"
"""What there is of a page of charts once it is drawn: a chart, or on a phone the button that turns to them."""

QUIET = 250
"""Milliseconds without a change after which a page is drawn; more than a click takes to reach the server and back."""

SMALL = """() => {
  const own = [...document.querySelectorAll('.head, .numbers, .menu')]
  const shadows = [...document.querySelectorAll('*')].map(one => one.shadowRoot).filter(Boolean)
  const targets = [...own, ...shadows].flatMap(root => [...root.querySelectorAll('button, a, input, summary')])
  const seen = targets.filter(one => one.getClientRects().length && one.checkVisibility({visibilityProperty: true}))
  const small = seen.filter(one => one.getBoundingClientRect().height < 43.5)
  return small.map(one => one.outerHTML.slice(0, 90))
}"""
"""What of our own a finger would miss."""

NARROW = """() => {
  const kinds = ['stCheckbox] label', 'stTooltipIcon] button', 'stMultiSelect] button', 'stBaseButton-tertiary]',
    'stSelectbox] button', 'stExpander] summary']
  const within = kinds.map(kind => `[data-testid=stMain] [data-testid=${kind}`)
  const targets = [...document.querySelectorAll(within.join())]
  const seen = targets.filter(one => one.getClientRects().length && one.checkVisibility({visibilityProperty: true}))
  const sizes = seen.map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  return sizes.filter(([, box]) => Math.min(box.width, box.height) < 39.5).map(([name]) => name)
}"""
"""What of Streamlit's own a finger would miss."""

WAIT = """([quiet, patience]) => new Promise((resolve, reject) => {
  const begin = performance.now()
  let last = begin
  let changed = null
  const watch = new MutationObserver((found) => ([last, changed] = [performance.now(), found.at(-1)]))
  watch.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true})
  const state = () => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState
  const busy = () =>
    (document.querySelector('[data-testid=stSpinner]') && 'a spinner') ||
    (state() !== 'notRunning' && `a script that is ${state()}`) ||
    [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]
      .map((component) => component.shadowRoot?.querySelector('[data-waits]'))
      .filter(Boolean)
      .map((waits) => `an answer to ${waits.className}`)[0]
  const why = () => busy() || `${changed?.type} of ${changed?.target.outerHTML?.slice(0, 200)}`
  const look = () => {
    const now = performance.now()
    if (busy()) last = now
    if (now - last > quiet) done(resolve)
    else if (now - begin > patience) done(() => reject(new Error(`the page did not come to rest: ${why()}`)))
    else setTimeout(look, 20)
  }
  const done = (end) => (watch.disconnect(), end())
  look()
})"""


def visit(page: Page, address: str, path: str = "") -> Page:
    """Open a page and wait until it is drawn; gives it back."""
    page.goto(f"{address}/{path}")
    name = path.partition("?")[0]
    expect(page.locator("[data-testid=stMain] h1")).to_have_text(PAGES[name], timeout=PATIENCE)
    if name not in ("model", "library", "my_company", "plan", "workshop", "join"):
        expect(page.locator(DRAWN).first).to_be_visible(timeout=PATIENCE)
    settle(page)
    return page


def settle(page: Page) -> None:
    """Wait until what was entered is answered, the run is over and charts are drawn."""
    page.evaluate(WAIT, [QUIET, PATIENCE])


def whole(page: Page) -> None:
    """Have what is out of sight follow, as before the page is printed."""
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    settle(page)
    expect(page.locator("[data-behind]")).to_have_count(0, timeout=PATIENCE)


@contextmanager
def finger(page: Page, x: float, y: float, ends: str = "touchEnd") -> Iterator[Callable[[float, float], None]]:
    """A finger on the page while the block lasts; gives what moves it by so many pixels. ends: how it leaves."""
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    at = [x, y]

    def move(along: float, down: float, steps: int = 10) -> None:
        for _ in range(steps):
            at[0] += along / steps
            at[1] += down / steps
            send("touchMove", {"x": at[0], "y": at[1]})
            page.wait_for_timeout(16)

    send("touchStart", {"x": x, "y": y})
    yield move
    send(ends)
    touch.detach()


def slider(page: Page, label: str) -> Locator:
    """The slider of a lever."""
    return page.get_by_role("slider", name=re.compile(label)).first


def number(page: Page, label: str) -> Locator:
    """The exact number of a lever."""
    return page.get_by_role("textbox", name=re.compile(f"{label}, exact value")).first
