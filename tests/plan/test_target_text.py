"""Targets as people read them."""

import pytest

from planner.plan import Plan, Target
from planner.plan.target_text import promised


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (Target(month=12, least=35e6), "$35M ARR by Dec 2026"),
        (Target(month=12, most=35e6), "ARR at most $35M in Dec 2026"),
        (Target(month=24, metric="runway_months", least=12.0), "Runway at least 12 months in Dec 2027"),
        (
            Target(month=24, metric="nrr", least=1.0, most=1.25),
            "Net revenue retention between 100% and 125% in Dec 2027",
        ),
    ],
)
def test_a_target_says_what_it_asks(target: Target, text: str) -> None:
    assert promised(Plan(), target) == text
