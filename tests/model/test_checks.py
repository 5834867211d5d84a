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
    "Opportunities": "inside_sales_opportunities",
    "Seller time": "new_business_time_enterprise",
    "Sold expansion": "sold_expansion_arr_enterprise",
    "Outbound": "idle_bdrs",
    "Free accounts": "activations",
    "Sign-ups to date": "signups",
    "Reps": "isr_hires",
    "Headcount": "csms",
    "Operating cost": "cogs",
    "Free cash flow": "collections",
    "Cash": "funding",
    "Ledger": "forfeited_prepayments",
    "Growth": "price_factor",
}
LIMITED = {"Seller time", "Sold expansion"}
"""What may grow up to a limit before it is wrong."""


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
    """A value that is one in a thousand and one too large, in one month of one draw; a thousand times below a limit."""
    result = simulate(Plan(months=24), levers={"enterprise.win_rate": [0.1, 0.2]})
    broken = result[BREAKS[name]].copy()
    broken[7, 1] = broken[7, 1] * (1000.0 if name in LIMITED else 1.001) + 1e7 * (name in LIMITED) + 1.0
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


def test_opportunities_that_nobody_found_are_noticed() -> None:
    """Prospecting by BDRs who all have leads to work."""
    result = simulate(Plan(months=12, levers={"enterprise.leads_per_bdr": 1.0}))
    assert not result["idle_bdrs"].any()
    found = check(
        replace(result, columns=MappingProxyType({**result.columns, "outbound_opportunities": result["bdrs"]}))
    )
    assert "Outbound" in [each.name for each in found if not each.holds]


def test_checks_need_the_columns() -> None:
    with pytest.raises(PlannerError, match="no such column"):
        check(simulate(Plan(months=12), keep=["arr"]))
