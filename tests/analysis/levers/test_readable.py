"""Values in few digits, and on the steps of a slider."""

import pytest

from planner.analysis.levers.readable import on_a_step, readable
from planner.vocabulary.levers import CATALOGUE


@pytest.mark.parametrize(
    ("lever", "today", "exact", "expected"),
    [
        ("enterprise.acv", 60_000.0, 64_208.248, 64_210.0),
        ("enterprise.acv", 60_000.0, 55_791.7, 55_790.0),
        ("enterprise.win_rate", 0.22, 0.2354321, 0.2355),
        ("self_serve.acv", 1200.0, 1205.432, 1206.0),
        ("inside_sales.hires_per_quarter", 0.0, 0.0073984, 0.0074),
        ("enterprise.gross_retention", 0.95, 0.99996, 1.0),
        ("enterprise.gross_retention", 0.99, 1.0, 1.0),
    ],
)
def test_a_readable_value_goes_a_little_further(lever: str, today: float, exact: float, expected: float) -> None:
    assert readable(lever, today, exact) == expected


@pytest.mark.parametrize(
    ("lever", "today", "exact", "expected"),
    [
        ("enterprise.acv", 60_000.0, 64_208.248, 64_200.0),
        ("enterprise.win_rate", 0.22, 0.185321, 0.1854),
        ("enterprise.win_rate", 0.22, 0.22, 0.22),
    ],
)
def test_a_readable_end_is_a_little_nearer(lever: str, today: float, exact: float, expected: float) -> None:
    assert readable(lever, today, exact, nearer=True) == expected


def test_the_next_step_lies_away_from_today_and_within_bounds() -> None:
    hires = "inside_sales.hires_per_quarter"
    assert on_a_step(hires, 0.0, 0.31) == 0.5
    assert on_a_step(hires, 2.0, 0.31) == 0.25
    assert on_a_step(hires, 0.0, 0.5) == 0.5
    share = "people.backfill"
    assert on_a_step(share, 0.5, CATALOGUE[share].max) == CATALOGUE[share].max
