"""Key numbers against a baseline of another start or horizon: the same months, or none."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest
from support import key_numbers, strip

from planner.plan import Plan

PAGES = ["app.py", "pages/community.py", "pages/sales_capacity.py", "pages/retention.py", "pages/people_and_cash.py"]
WITHOUT = "No change is shown: the baseline has Jan 2026 to Dec 2030, and not Dec 2031."


@pytest.mark.parametrize("page", PAGES)
def test_a_shorter_plan_that_says_the_same_has_no_changes(app: Callable[..., AppTest], page: str) -> None:
    test = app(Plan(months=24), Plan(months=60))
    if page != "app.py":
        test.switch_page(page).run()
    assert key_numbers(test)
    assert not any(tile.change for tile in key_numbers(test))
    assert not any("No change is shown" in caption.value for caption in test.caption)


def test_a_longer_plan_says_that_the_baseline_has_no_such_month(app: Callable[..., AppTest]) -> None:
    test = app(Plan(months=72, levers={"enterprise.acv": 90_000.0}), Plan(months=60))
    assert not any(tile.change for tile in key_numbers(test))
    assert any(caption.value == WITHOUT for caption in test.caption)


def test_the_same_end_is_compared_though_the_start_is_another(app: Callable[..., AppTest]) -> None:
    test = app(Plan(start="2025-07", months=66, levers={"enterprise.acv": 90_000.0}), Plan(start="2026-01", months=60))
    changes = {tile.label: tile.change for tile in key_numbers(test)}
    assert changes["ARR in Dec 2030"]
    shown = {tile.label.partition(",")[0]: tile.change for tile in strip(test)}
    assert shown["Headcount in Dec 2030"]
    assert not shown["Lowest cash"]
