"""The cohort triangle is ARR by another route: its columns add up to it."""

import numpy as np
from hypothesis import given, settings
from model.plans import plans

from planner.analysis.readings import cohorts
from planner.model.simulate import simulate
from planner.plan import Plan


@settings(max_examples=60, deadline=None)
@given(plan=plans())
def test_columns_add_up_to_arr(plan: Plan) -> None:
    result = simulate(plan)
    cells = cohorts.triangle(result)
    years = -(-plan.months // 12)
    ends = [min(12 * year, plan.months) - 1 for year in range(1, years + 1)]
    assert cells.shape == (years + 1, years + 1)
    np.testing.assert_allclose(np.nansum(cells[:, 1:], axis=0), result["arr"][ends, 0], rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(np.nansum(cells[:, 0]), result.day_one["arr"][0], rtol=1e-9)


def test_a_contract_has_no_past() -> None:
    cells = cohorts.triangle(simulate(Plan(months=36)))
    below = np.tril(np.ones_like(cells, dtype=bool), -1)
    assert np.isnan(cells[below]).all()
    assert np.isfinite(cells[~below]).all()


def test_without_new_business_the_first_row_keeps_gross_retention() -> None:
    levers = {f"{segment}.{name}": 0.0 for segment in ("self_serve", "inside_sales") for name in ("arr", "customers")}
    levers |= {"community.visitors": 0.0, "community.free_accounts": 0.0, "marketing.mqls": 0.0}
    levers |= {"enterprise.opening_pipeline": 0.0, "inside_sales.opening_pipeline": 0.0}
    levers |= {"enterprise.arr": 100.0, "enterprise.gross_retention": 0.8, "enterprise.expansion": 0.0}
    levers |= {"enterprise.committed_share": 1.0, "customer_success.elasticity": 0.0}
    cells = cohorts.triangle(simulate(Plan(months=36, levers=levers)))
    np.testing.assert_allclose(cells[0], [100, 80, 64, 51.2], rtol=1e-12)
    assert np.nansum(cells[1:]) == 0
