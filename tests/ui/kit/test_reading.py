"""The reading in chips says no more than what was worked out."""

from typing import Any

import pytest

from planner.model.simulate import simulate
from planner.plan import Plan
from planner.ui.kit import reading

UNCERTAIN: dict[str, Any] = {"uncertainty": {"enterprise.acv": (50_000.0, 70_000.0)}}


@pytest.mark.parametrize(
    ("of", "lasts", "verdict", "kind"),
    [
        ({}, None, "Lasts", "good"),
        (UNCERTAIN, None, "Lasts as planned", ""),
        (UNCERTAIN, 0.95, "Lasts", "good"),
        (UNCERTAIN, 0.6, "At risk", "mixed"),
        (UNCERTAIN, 0.0, "At risk", "mixed"),
    ],
)
def test_cash_counts_as_safe_only_where_it_was_drawn(
    of: dict[str, Any], lasts: float | None, verdict: str, kind: str
) -> None:
    result = simulate(Plan(levers={"finance.cash": 1e9}, **of))
    (cash,) = [chip for chip in reading.chips(result, lasts) if chip.title == "Cash"]
    assert (cash.verdict, cash.kind) == (verdict, kind)
