from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from model.plans import plans, seeded

from planner.model.checks import IDENTITIES, check
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.errors import PlannerError

BREAKS = {
    "ARR bridge": "churned_arr",
    "ARR since day one": "new_arr",
    "ARR by segment": "arr_enterprise",
    "Expansion and churn by segment": "expansion_arr_self_serve",
    "Customers": "won_customers_inside_sales",
    "Customers by segment": "customers_self_serve",
    "ARR won by source": "won_mql_arr",
    "Free accounts": "activations",
    "Sign-ups to date": "signups",
    "Reps": "isr_hires",
    "Headcount": "csms",
    "Operating cost": "cogs",
    "Free cash flow": "collections",
    "Cash": "funding",
    "Growth": "price_factor",
}


@settings(max_examples=60, deadline=None)
@given(plans(longest=60))
def test_identities_hold_whatever_the_levers(plan: Plan) -> None:
    assert [found.name for found in check(simulate(plan)) if not found.holds] == []


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_identities_hold_in_every_draw(seed: int) -> None:
    result = simulate(seeded(seed), levers={"enterprise.win_rate": np.linspace(0, 1, 5), "people.backfill": 0.5})
    assert [found.name for found in check(result) if not found.holds] == []
    assert all(found.meaning for found in check(result))


@pytest.mark.parametrize("name", IDENTITIES)
def test_an_identity_notices_what_breaks_it(name: str) -> None:
    """One part in a million, in one month of one draw."""
    result = simulate(Plan(months=24), levers={"enterprise.win_rate": [0.1, 0.2]})
    broken = result[BREAKS[name]].copy()
    broken[7, 1] = broken[7, 1] * 1.001 + 1.0
    found = check(replace(result, columns=MappingProxyType({**result.columns, BREAKS[name]: broken})))
    assert name in [each.name for each in found if not each.holds]


def test_a_value_that_is_no_number_breaks_an_identity() -> None:
    result = simulate(Plan(months=12))
    cash = np.where(np.arange(12)[:, np.newaxis] == 5, np.nan, result["cash"])
    found = check(replace(result, columns=MappingProxyType({**result.columns, "cash": cash})))
    assert "Cash" in [each.name for each in found if not each.holds]


@pytest.mark.parametrize("counted", ["arr", "customers"])
def test_growth_from_next_to_nothing_has_no_digits_to_check(counted: str) -> None:
    nothing = {"self_serve": 0.0, "inside_sales": 0.0, "enterprise": 2.2e-309}
    plan = Plan(months=12, levers={f"{segment}.{counted}": value for segment, value in nothing.items()})
    assert all(found.holds for found in check(simulate(plan)))


def test_checks_need_the_columns() -> None:
    with pytest.raises(PlannerError, match="no such column"):
        check(simulate(Plan(months=12), keep=["arr"]))
