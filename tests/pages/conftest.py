from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest
from support import ROOT

from planner.exchange import links
from planner.plan import Plan


@pytest.fixture
def app() -> Callable[..., AppTest]:
    """Opens the app on its first page, with a plan in its address when one is given."""

    def start(plan: Plan | None = None, baseline: Plan | None = None) -> AppTest:
        test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        if plan is not None:
            test.query_params["s"] = links.encode(plan, baseline or plan)
        return test.run()

    return start
