import functools
from collections.abc import Callable, Iterator

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from support import PLAN, ROOT

from planner.exchange import links
from planner.plan import Plan

PATIENCE = 300
"""Seconds that a run may take on a machine that is busy."""


@pytest.fixture(scope="session", autouse=True)
def one_look_at_what_is_installed() -> Iterator[None]:
    """Every new app reads what all installed packages say of themselves: half of what a short test costs."""
    with pytest.MonkeyPatch.context() as patched:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patched.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture
def app() -> Callable[..., AppTest]:
    """Opens the app on its first page, with a plan in its address, that of the tests by default."""

    def start(plan: Plan | None = None, baseline: Plan | None = None) -> AppTest:
        test, plan = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE), plan or PLAN
        test.query_params["s"] = links.encode(plan, baseline or plan)
        return test.run()

    return start
