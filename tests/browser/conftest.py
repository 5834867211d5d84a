import os
from collections.abc import Iterator
from pathlib import Path

import live
import pytest
from playwright.sync_api import Browser, Page
from support import ROOT


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


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new session at a desktop's size."""
    context = chromium.new_context(viewport=live.WIDE, accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def shots() -> Path:
    """Where screenshots go."""
    folder = Path(os.environ.get("SCREENSHOTS", ROOT / "out"))
    folder.mkdir(exist_ok=True)
    return folder
