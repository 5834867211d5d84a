import pytest

from planner.model import new_business
from planner.model.simulate import simulate
from planner.plan import Plan


def test_no_more_customers_upgrade_than_there_are() -> None:
    assert new_business.upgraded_customers(3.0, 10.0) == 3
    assert new_business.upgraded_customers(30.0, 10.0) == 10


def test_an_upgrade_adds_what_it_is_worth_more_than_before() -> None:
    assert new_business.upgrade_arr(60_000.0, 2.0, 2.0, 2_400.0) == 57_600


def test_wins_for_which_nobody_is_left_to_move_are_new_business() -> None:
    """Of four wins worth 100 each, one moved a customer who paid 10."""
    assert new_business.upgrade_arr(400.0, 4.0, 1.0, 10.0) == 90
    assert new_business.new_arr(400.0, 300.0, 200.0, 100.0, 400.0, 4.0, 1.0) == 1300


def test_without_upgrade_wins_all_is_new() -> None:
    assert new_business.upgrade_arr(0.0, 0.0, 0.0, 0.0) == 0
    assert new_business.new_arr(1000.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0) == 1000


def test_revenue_is_a_twelfth_of_the_mean_arr() -> None:
    assert new_business.revenue(1200.0, 2400.0) == 150


QUIET = {
    "community.free_accounts": 0.0,
    "community.visitors": 0.0,
    "marketing.mqls": 0.0,
    "enterprise.opening_pipeline": 0.0,
    "inside_sales.opening_pipeline": 0.0,
    "self_serve.logo_retention": 1.0,
    "self_serve.gross_retention": 1.0,
    "self_serve.expansion": 0.0,
    "self_serve.customers": 100.0,
    "self_serve.arr": 120_000.0,
    "self_serve.upgrade_rate": 0.1,
    "enterprise.pql_share": 0.0,
    "inside_sales.pql_to_opportunity": 1.0,
    "inside_sales.win_rate": 1.0,
    "inside_sales.cycle_months": 0.0,
    "inside_sales.acv": 10_000.0,
    "inside_sales.attainment": 2.0,
    "inside_sales.reps": 100.0,
}
"""A hundred self-serve customers of whom a tenth upgrades every month, and nothing else sold."""


def test_upgrades_move_customers_and_their_arr() -> None:
    result = simulate(Plan(months=12, levers=QUIET))
    assert result["upgraded_customers"][0, 0] == pytest.approx(10)
    assert result["upgrade_arr"][0, 0] == pytest.approx(10 * 10_000 - 12_000)
    assert result["new_arr"][0, 0] == pytest.approx(0)
    assert result["customers_self_serve"][:, 0] == pytest.approx([100 * 0.9**month for month in range(1, 13)])
    assert result["arr_self_serve"][0, 0] == pytest.approx(108_000)
    assert result["won_upgrade_arr"][0, 0] == pytest.approx(100_000)


def test_upgrade_wins_beyond_the_customers_left_are_new_business() -> None:
    """All hundred raise a hand in months 1 and 2; the first hundred wins leave nobody to move."""
    levers = QUIET | {"self_serve.upgrade_rate": 1.0, "inside_sales.cycle_months": 1.0}
    result = simulate(Plan(months=12, levers=levers))
    assert result["upgraded_customers"][:3, 0] == pytest.approx([0, 100, 0])
    assert result["customers_self_serve"][1:, 0].tolist() == [0] * 11
    assert result["arr_self_serve"][1:, 0].tolist() == [0] * 11
    assert result["won_customers_inside_sales"][:4, 0] == pytest.approx([0, 100, 100, 0])
    assert result["new_arr"][2, 0] == pytest.approx(1_000_000)
    assert result["upgrade_arr"][2, 0] == 0


def test_conversions_of_the_month_cannot_upgrade_in_it() -> None:
    levers = QUIET | {"self_serve.upgrade_rate": 1.0, "community.free_accounts": 1000.0, "self_serve.conversion": 0.05}
    result = simulate(Plan(months=12, levers=levers))
    assert result["upgraded_customers"][0, 0] == pytest.approx(100)
    assert result["customers_self_serve"][0, 0] == pytest.approx(50)
