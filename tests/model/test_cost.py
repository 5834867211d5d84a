import numpy as np
import pytest

from planner.model import cost
from planner.model.simulate import simulate
from planner.plan import Plan


def test_pay_is_a_twelfth() -> None:
    assert cost.pay(2.5, 120_000.0, 1.0) == 25_000
    assert cost.pay(2.5, 120_000.0, 1.1) == pytest.approx(27_500)


def test_pay_as_you_go_counts_in_part_towards_quota() -> None:
    assert cost.credit(0.6, 0.5) == pytest.approx(0.8)
    assert cost.credit(1.0, 0.0) == 1
    assert cost.credited_arr(1000.0, 200.0, 0.5, 3000.0, 0.0, 1.0) == 600 + 3000


def test_services_are_a_share_of_sales_led_revenue() -> None:
    assert cost.services_revenue(0.05, 200_000.0, 1_000_000.0, 900_000.0, 1_500_000.0) == pytest.approx(7_500)


def test_functions_add_up() -> None:
    assert cost.cogs(1.0, 2.0, 3.0, 8.0, 0.25) == 8
    assert cost.sales_marketing(*(float(part) for part in range(1, 10)), 8.0, 0.25) == 45 + 6
    assert cost.general_administrative(100.0, 12.0, 1_000.0, 1.5) == 1_600
    assert cost.operating_cost(1.0, 2.0, 3.0, 4.0) == 10
    assert cost.operating_income(20.0, 3.0, 10.0) == 13


def test_a_month_of_the_company() -> None:
    result = simulate(Plan(months=12))
    row = {name: column[0, 0] for name, column in result.columns.items()}
    assert row["free_hosting_cost"] == pytest.approx(12_000 * 0.5)
    assert row["marketing_programs"] == pytest.approx(250 * 250)
    assert row["hosting_cost"] == pytest.approx(0.14 * row["revenue"])
    assert row["commissions"] == pytest.approx(0.12 * row["credited_arr"])
    assert row["research_development"] == pytest.approx(row["engineers"] * 190_000 / 12)
    sellers = {
        "aes": 180e3,
        "isrs": 90e3,
        "bdrs": 90e3,
        "ses": 200e3,
        "csms": 130e3,
        "managers": 260e3,
        "marketers": 150e3,
    }
    pay = sum(row[role] * annual for role, annual in sellers.items()) / 12
    programmes = row["marketing_programs"] + row["free_hosting_cost"] + row["commissions"]
    assert row["sales_marketing"] == pytest.approx(programmes + pay)
    support = row["support_engineers"] * 120_000 / 12
    assert row["cogs"] == pytest.approx(row["hosting_cost"] + row["services_cost"] + support)
    overhead = row["headcount"] * 12_000 / 12
    assert row["general_administrative"] == pytest.approx(row["ga_staff"] * 150_000 / 12 + overhead)


def test_pay_and_overhead_rise_by_the_year() -> None:
    """From the second month on, a twelfth root a month: month 13 pays what month 1 did and a year's rise."""
    levers = {"people.pay_rise": 0.1, "people.engineer_hires_per_quarter": 0.0}
    result = simulate(Plan(months=24, levers=levers))
    paid = result["research_development"][:, 0]
    assert paid[0] == pytest.approx(30 * 190_000 / 12)
    assert paid[12] == pytest.approx(1.1 * paid[0])
    flat = simulate(Plan(months=24, levers=levers | {"people.pay_rise": 0.0}))
    ratio = result["general_administrative"][:, 0] / flat["general_administrative"][:, 0]
    assert ratio == pytest.approx(1.1 ** (np.arange(24) / 12))
    assert result["marketing_programs"] == pytest.approx(flat["marketing_programs"])


def test_customer_success_moves_between_functions_at_the_same_cost() -> None:
    spread = {"customer_success.cost_of_revenue_share": [0.0, 0.4, 1.0]}
    result = simulate(Plan(months=12), levers=spread)
    csm_pay = result["csms"][:, 0] * 130_000 / 12 * 1.03 ** (np.arange(12) / 12)
    assert result["cogs"][:, 2] - result["cogs"][:, 0] == pytest.approx(csm_pay)
    assert result["sales_marketing"][:, 0] - result["sales_marketing"][:, 1] == pytest.approx(0.4 * csm_pay)
    assert result["operating_cost"][:, 2] == pytest.approx(result["operating_cost"][:, 0])


def test_expansion_that_is_sold_earns_commission() -> None:
    levers = {"sales.expansion_sold": 0.5, "sales.payg_quota_credit": 1.0, "enterprise.reps": 50.0}
    result = simulate(Plan(months=12, levers=levers | {"inside_sales.reps": 50.0}))
    names = [f"{name}_{team}" for name in ("won_arr", "sold_expansion_arr") for team in ("enterprise", "inside_sales")]
    assert result["credited_arr"] == pytest.approx(sum(result[name] for name in names))
    assert result["sold_expansion_arr_enterprise"].min() > 0
