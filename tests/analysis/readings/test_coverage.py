"""Accounts per customer success manager: fewer managers, more losses."""

import numpy as np
import pytest

from planner.analysis.readings import coverage
from planner.model.simulate import simulate
from planner.plan import Plan


def test_the_plan_s_own_row_is_the_plan() -> None:
    plan = Plan(levers={"customer_success.accounts_per_csm": 60.0})
    own = next(row for row in coverage.by_accounts(plan) if row.accounts == 60)
    result = simulate(plan)
    assert own.arr == result["arr"][-1, 0]
    assert own.cash == pytest.approx(result["cash"][-1, 0], rel=1e-12)
    assert own.csms == pytest.approx(result["csms"][-1, 0], rel=1e-12)
    assert own.enterprise == pytest.approx(result["renewal_rate_enterprise"][-1, 0], rel=1e-12)


def test_thinner_coverage_keeps_less_and_takes_fewer_people() -> None:
    rows = coverage.by_accounts(Plan())
    assert [row.accounts for row in rows] == sorted({*coverage.ACCOUNTS, 75.0})
    for name in ("inside_sales", "enterprise", "csms", "arr"):
        assert (np.diff([getattr(row, name) for row in rows]) < 0).all(), name


def test_the_effect_is_the_equation() -> None:
    """Losses times (accounts / reference) ** elasticity: 100 against 75 at 0.2."""
    row = next(row for row in coverage.by_accounts(Plan()) if row.accounts == 100)
    assert row.enterprise == pytest.approx(1 - 0.05 * (100 / 75) ** 0.2, rel=1e-12)


def test_without_elasticity_only_the_people_change() -> None:
    rows = coverage.by_accounts(Plan(levers={"customer_success.elasticity": 0.0}))
    assert len({row.arr for row in rows}) == 1
    assert len({row.csms for row in rows}) == len(rows)
