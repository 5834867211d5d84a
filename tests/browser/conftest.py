import os
from collections.abc import Callable, Iterator
from pathlib import Path

import live
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

Size = dict[str, int]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the app."""
    with live.running() as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(live.CHROMIUM).exists() and not os.environ.get("CI"):
        pytest.skip(f"no Chromium at {live.CHROMIUM}; name one in the variable CHROMIUM")
    with live.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Iterator[Callable[[Size, str], BrowserContext]]:
    """Windows by size and colour scheme; what one has fetched is there for all its tests, a page is a new session."""
    opened: dict[tuple[int, str], BrowserContext] = {}

    def window(size: Size, scheme: str) -> BrowserContext:
        key = size["width"], scheme
        if key not in opened:
            opened[key] = chromium.new_context(viewport=size, color_scheme=scheme)
        return opened[key]

    yield window
    for context in opened.values():
        context.close()


@pytest.fixture
def page(windows: Callable[[Size, str], BrowserContext]) -> Iterator[Page]:
    """A new session at a desktop's size."""
    page = windows(live.WIDE, "light").new_page()
    yield page
    page.close()


@pytest.fixture
def shots() -> Path | None:
    """Where photographs of the pages go, when somebody wants them."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(exist_ok=True)
    return Path(folder) if folder else None
