import numpy as np
import pytest

from planner.model import people
from planner.model.simulate import simulate
from planner.plan import Plan


def test_hires_are_spread_over_the_quarter() -> None:
    assert people.engineers(30.0, 6.0) == 32
    assert people.marketers(5.0, 3.0) == 6


def test_work_needs_people() -> None:
    assert people.csms(100.0, 50.0, 75.0) == 2
    assert people.managers(8.0, 6.0, 7.0) == 2
    assert people.support_engineers(800.0, 400.0) == 2
    assert people.ga_staff(100.0, 0.12) == 12
    assert people.others(1, 2, 3, 4, 5, 6, 7, 8, 9) == 45
    assert people.headcount(45.0, 5.0) == 50


def test_headcount_follows_the_company() -> None:
    result = simulate(Plan(months=12))
    row = {name: column[5, 0] for name, column in result.columns.items()}
    assert row["engineers"] == pytest.approx(30 + 6 * 2 / 3)
    assert row["csms"] == pytest.approx((row["customers_inside_sales"] + row["customers_enterprise"]) / 75)
    assert row["managers"] == pytest.approx((row["aes"] + row["isrs"]) / 7)
    assert row["support_engineers"] == pytest.approx(row["customers"] / 400)
    assert row["ga_staff"] == pytest.approx(row["headcount"] * 0.12 / 1.12)


def test_attrition_of_the_others_moves_no_column() -> None:
    result = simulate(Plan(months=24), levers={"people.attrition": [0.0, 0.5]})
    for name, column in result.columns.items():
        assert np.array_equal(column[:, 0], column[:, 1], equal_nan=True), name
