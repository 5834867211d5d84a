"""A result as lists by month."""

import pytest

from planner.exchange.by_month import by_month
from planner.model.simulate import simulate
from planner.plan import Plan


def test_constraints_are_names() -> None:
    """Few leads and many sellers, then no sellers and many leads."""
    idle = simulate(Plan(levers={"marketing.mqls": 0.0, "enterprise.reps": 500.0, "inside_sales.reps": 500.0}))
    assert set(by_month(idle)["enterprise_constraint"]) == {"leads"}
    assert set(by_month(idle)["inside_sales_constraint"]) == {"leads"}
    nobody = {
        f"{chain}.{name}": 0.0 for chain in ("enterprise", "inside_sales") for name in ("reps", "hires_per_quarter")
    }
    swamped = simulate(Plan(levers={**nobody, "sales.goes_cold": 1.0}))
    assert by_month(swamped)["enterprise_constraint"][0] == "ae"
    assert by_month(swamped)["enterprise_constraint"][-1] == "bdr"
    assert by_month(swamped)["inside_sales_constraint"][-1] == "isr"


def test_only_what_was_kept_and_only_one_draw() -> None:
    assert list(by_month(simulate(Plan(), keep=["cash", "arr"]))) == ["month", "cash", "arr"]
    with pytest.raises(ValueError, match="reshape"):
        by_month(simulate(Plan(), levers={"enterprise.quota": [1e6, 2e6]}))
