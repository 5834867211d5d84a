"""How long a slider move takes to reach the charts of each page, and what a cold start shows when.

A move is an arrow key on the page's first slider, in a window of 1440 x 900; "in sight" is when the last chart in it
has changed, "all" when the last one has that follows at once, a little out of sight. Medians of the moves, against a
floor page (floor.py) measured before and after in the same run. A drag holds the slider and pulls it about for two
seconds; "a second" counts how often the first chart changed meanwhile (the floor's slider answers when it is let go).
"""

import argparse
import math
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

import live  # noqa: E402
from playwright.sync_api import Page  # noqa: E402
from support import ROOT  # noqa: E402

from planner import plan as plans  # noqa: E402
from planner.exchange import links  # noqa: E402

PAGES = ("", "community", "sales_capacity", "retention", "people_and_cash")
WATCH = """() => {
  window.moves = [];
  for (const chart of document.querySelectorAll('[data-testid=stVegaLiteChart]')) {
    const {top, bottom} = chart.getBoundingClientRect(), seen = bottom > 0 && top < window.innerHeight;
    new MutationObserver(() => window.moves.push([seen, performance.now() - window.pressed]))
      .observe(chart, {subtree: true, childList: true, attributes: true, characterData: true});
  }
  document.addEventListener('keydown', () => { window.pressed = performance.now(); window.moves = []; }, true);
}"""
"""Whether a chart is in sight is found before the moves: asking for it in each of them lays out the page once more."""


WATCH_DRAG = """() => {
  window.changes = [];
  new MutationObserver(() => window.changes.push(performance.now()))
    .observe(document.querySelector('[data-testid=stVegaLiteChart]'),
      {subtree: true, childList: true, attributes: true, characterData: true});
}"""
DRAG_SECONDS = 2.0
FRAME = 12
"""Milliseconds between two changes that count as two."""


def moves(page: Page, count: int) -> tuple[float, float]:
    """Median time in ms until the charts in sight have changed, and until all have."""
    page.evaluate(WATCH)
    handle = page.get_by_role("slider").first
    handle.focus()
    sight, every = [], []
    for move in range(count + 3):
        page.keyboard.press("ArrowRight" if move % 2 == 0 else "ArrowLeft")
        page.wait_for_timeout(900)
        changes = page.evaluate("window.moves")
        if changes and move >= 3:
            sight.append(max(at for seen, at in changes if seen))
            every.append(max(at for _, at in changes))
    return statistics.median(sight), statistics.median(every)


def drag(page: Page) -> float:
    """How often a second the first chart changes while the page's first slider is held and pulled about."""
    page.evaluate(WATCH_DRAG)
    handle = page.get_by_role("slider").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    if box is None:
        return 0.0
    middle, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(middle, y)
    page.mouse.down()
    page.evaluate("window.changes = []")
    start = time.perf_counter()
    while (held := time.perf_counter() - start) < DRAG_SECONDS:
        page.mouse.move(middle + 0.3 * box["width"] * math.sin(4 * held), y)
        page.wait_for_timeout(10)
    changes = page.evaluate("window.changes")
    page.mouse.up()
    page.wait_for_timeout(600)
    frames = [change for before, change in zip([-math.inf, *changes], changes, strict=False) if change - before > FRAME]
    return len(frames) / held


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas", timeout=120_000)
    page.wait_for_timeout(2500)
    return page


def certain() -> str:
    """The first plan in an address, but for its ranges: its Overview draws nothing at random."""
    plan = plans.load(ROOT / "data/plans/open-source-database.toml").changed(uncertainty={}, correlations=())
    return links.encode(plan, plan)


def slider_moves(count: int) -> None:
    rows: list[tuple[str, float, float, float]] = []
    with live.chromium() as browser, live.running() as app, live.running(ROOT / "tests/bench/floor.py") as floor:
        for name, address in [
            ("floor", floor),
            *((path or "overview", f"{app}/{path}") for path in PAGES),
            ("overview, certain", f"{app}/?s={certain()}"),
            ("floor", floor),
        ]:
            page = opened(browser.new_page(viewport=live.WIDE), address)
            rows.append((name, *moves(page, count), drag(page)))
            page.close()
    base = statistics.mean(row[1] for row in rows if row[0] == "floor")
    titles = ("in sight", "times the floor", "all charts", "times the floor", "a second")
    print(f"\n{'page':<18}" + "".join(f"{title:>17}" for title in titles))
    for name, sight, every, rate in rows:
        print(f"{name:<18}{sight:>14.0f} ms{sight / base:>17.1f}{every:>14.0f} ms{every / base:>17.1f}{rate:>17.1f}")


def cold_start() -> None:
    print(f"\n{'start':<28}{'title':>10}{'says what it waits for':>26}{'charts':>10}")
    with live.chromium() as browser, tempfile.TemporaryDirectory() as cache:
        for name in ("nothing compiled", "compiled before"):
            with live.running(environment={"NUMBA_CACHE_DIR": str(Path(cache))}) as address:
                page, begin = browser.new_page(viewport=live.WIDE), time.perf_counter()
                page.goto(address)
                waits = "-"
                if name == "nothing compiled":
                    page.get_by_text(re.compile("Compiling the engine")).wait_for(timeout=60_000)
                    waits = f"{time.perf_counter() - begin:.1f} s"
                page.wait_for_selector("[data-testid=stMain] h1", timeout=120_000)
                title = time.perf_counter() - begin
                page.wait_for_selector(
                    "[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas", timeout=120_000
                )
                charts = time.perf_counter() - begin
                print(f"{name:<28}{title:>8.1f} s{waits:>26}{charts:>8.1f} s")
                page.close()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--moves", type=int, default=15)
    chosen = arguments.parse_args()
    print(f"{os.cpu_count()} cores, server and browser on one machine")
    cold_start()
    slider_moves(chosen.moves)
