import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import live
import pytest
from live import Opened
from playwright.sync_api import Browser, Page, ViewportSize


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the app."""
    with live.running() as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(live.CHROMIUM).exists() and not os.environ.get("CI"):
        pytest.skip(f"no Chromium at {live.CHROMIUM}; name one in the variable CHROMIUM")
    with live.chromium(live.NO_OPTIMIZER) as browser:
        yield browser


@pytest.fixture(scope="session")
def opened(chromium: Browser) -> Iterator[Opened]:
    """Opens a tab of a size and a colour scheme, under a finger or not.

    There is one of a kind: what it has fetched is there for the next test, which costs a third less than a new tab.
    Every page in it is a new session, and nothing is left that the last one did to the tab. One that failed is closed.
    """
    idle: dict[tuple[int, str, bool], Page] = {}

    @contextmanager
    def tab(size: ViewportSize, scheme: Literal["light", "dark"] = "light", *, touch: bool = False) -> Iterator[Page]:
        key = size["width"], scheme, touch
        page = (
            idle.pop(key, None)
            or chromium.new_context(viewport=size, color_scheme=scheme, has_touch=touch, is_mobile=touch).new_page()
        )
        try:
            yield page
            page.evaluate("sessionStorage.clear()")
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.goto("about:blank")
        except BaseException:
            page.context.close()
            raise
        idle[key] = page

    yield tab
    for page in idle.values():
        page.context.close()


@pytest.fixture
def page(opened: Opened) -> Iterator[Page]:
    """A tab at a desktop's size."""
    with opened(live.WIDE) as page:
        yield page


@pytest.fixture
def shots() -> Path | None:
    """Where photographs of the pages go, when somebody wants them."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(exist_ok=True)
    return Path(folder) if folder else None
