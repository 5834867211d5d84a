import pytest

from planner.model import cost
from planner.model.simulate import simulate
from planner.plan import Plan


def test_pay_is_a_twelfth() -> None:
    assert cost.pay(2.5, 120_000.0) == 25_000


def test_pay_as_you_go_counts_in_part_towards_quota() -> None:
    assert cost.credited_arr(1000.0, 0.6, 0.5) == pytest.approx(800)
    assert cost.credited_arr(1000.0, 1.0, 0.0) == 1000


def test_services_are_a_share_of_sales_led_revenue() -> None:
    assert cost.services_revenue(0.05, 1_200_000.0, 2_400_000.0) == pytest.approx(7_500)


def test_functions_add_up() -> None:
    assert cost.cogs(1.0, 2.0, 3.0) == 6
    assert cost.sales_marketing(*(float(part) for part in range(1, 11))) == 55
    assert cost.general_administrative(100.0, 12.0, 1_000.0) == 1_100
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
