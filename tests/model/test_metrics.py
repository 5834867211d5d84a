import math

import numpy as np
import pytest
from model.test_retention import ALONE

from planner.model import metrics
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS


def test_growth_and_margin() -> None:
    assert metrics.arr_growth(150.0, 100.0) == 0.5
    assert math.isnan(metrics.arr_growth(150.0, 0.0))
    assert metrics.gross_margin(200.0, 50.0) == 0.75
    assert math.isnan(metrics.gross_margin(0.0, 50.0))


def test_payback_of_what_was_spent_to_sell() -> None:
    """300 spent on ARR of 400 a year with a margin of 75% come back at 25 a month."""
    assert metrics.cac_payback_months(300.0, 400.0, 0.75) == 12
    assert metrics.blended_cac_payback_months(300.0, 300.0, 100.0, 0.75) == 12


@pytest.mark.parametrize(("sold", "margin"), [(0.0, 0.75), (-400.0, 0.75), (400.0, -0.1), (400.0, 0.0)])
def test_payback_of_what_never_pays_back_is_infinite(sold: float, margin: float) -> None:
    assert metrics.cac_payback_months(300.0, sold, margin) == math.inf
    assert math.isnan(metrics.cac_payback_months(0.0, sold, margin))
    assert math.isnan(metrics.cac_payback_months(300.0, sold, math.nan))
    assert metrics.blended_cac_payback_months(300.0, sold, -sold, margin) == math.inf


def test_lifetime_value() -> None:
    """ARR of 400 at 75% for the two years that losing half a year makes, for 500; five years at most."""
    assert metrics.ltv_to_cac(400.0, 0.75, 0.5, 500.0) == pytest.approx(1.2)
    assert metrics.ltv_to_cac(400.0, 0.75, 0.8, 500.0) == pytest.approx(3)
    assert metrics.ltv_to_cac(400.0, 0.75, 0.97, 500.0) == metrics.ltv_to_cac(400.0, 0.75, 1.0, 500.0) == 3
    assert math.isnan(metrics.ltv_to_cac(400.0, 0.75, math.nan, 500.0))
    assert math.isnan(metrics.ltv_to_cac(400.0, 0.75, 0.8, 0.0))


def test_magic_number() -> None:
    assert metrics.magic_number(130.0, 100.0, 120.0) == 1
    assert math.isnan(metrics.magic_number(130.0, 100.0, 0.0))


def test_burn_is_never_negative() -> None:
    assert metrics.burn(-5.0) == 5
    assert metrics.burn(5.0) == 0
    assert math.isnan(metrics.burn(math.nan))


@pytest.mark.parametrize(
    ("burnt", "added", "multiple"),
    [(100.0, 50.0, 2.0), (0.0, 50.0, 0.0), (0.0, -50.0, 0.0), (100.0, 0.0, math.inf), (100.0, -1.0, math.inf)],
)
def test_burn_multiple(burnt: float, added: float, multiple: float) -> None:
    assert metrics.burn_multiple(burnt, 1000.0 + added, 1000.0) == multiple
    assert math.isnan(metrics.burn_multiple(math.nan, 1000.0 + added, 1000.0))


@pytest.mark.parametrize(
    ("cash", "burnt", "months"), [(100.0, 30.0, 10.0), (-5.0, 30.0, 0.0), (100.0, 0.0, math.inf), (-5.0, 0.0, math.inf)]
)
def test_runway(cash: float, burnt: float, months: float) -> None:
    assert metrics.runway_months(cash, burnt) == months
    assert math.isnan(metrics.runway_months(cash, math.nan))


def test_rule_of_40() -> None:
    assert metrics.rule_of_40(0.5, -20.0, 100.0) == pytest.approx(0.3)
    assert math.isnan(metrics.rule_of_40(0.5, -20.0, 0.0))


def test_growth_factors_multiply() -> None:
    """Twice the customers at four times the ARR each."""
    assert metrics.customer_factor(10.0, 5.0, 25.0) == 2
    assert metrics.use_case_factor(200.0, 10.0, 25.0, 5.0, 0.5) == 2
    assert metrics.price_factor(200.0, 10.0, 25.0, 5.0, 0.75) == pytest.approx(math.sqrt(2))


@pytest.mark.parametrize("missing", [(0.0, 25.0, 5.0), (10.0, 0.0, 5.0), (10.0, 25.0, 0.0)])
def test_growth_from_or_to_nothing_has_no_factors(missing: tuple[float, float, float]) -> None:
    customers, arr_day_one, customers_day_one = missing
    assert math.isnan(metrics.customer_factor(customers, customers_day_one, arr_day_one))
    for share in (0.0, 0.5, 1.0):
        assert math.isnan(metrics.use_case_factor(200.0, customers, arr_day_one, customers_day_one, share))
        assert math.isnan(metrics.price_factor(200.0, customers, arr_day_one, customers_day_one, share))


def test_mongodb_paying_share() -> None:
    """4,300 customers of 30 million downloads at its IPO in 2017 (Battery 2021): 0.014%."""
    levers = ALONE | {
        "enterprise.customers": 4300.0,
        "community.signups_to_date": 30e6,
        "enterprise.logo_retention": 1.0,
    }
    paying = simulate(Plan(months=12, levers=levers))["paying_share"][0, 0]
    assert round(100 * paying, 3) == 0.014


FIRST_MONTH = {
    1: ("arr_per_head", "paying_share", "customer_factor", "use_case_factor", "price_factor"),
    3: ("quick_ratio", "gross_margin", "cac_payback_months", "blended_cac_payback_months", "runway_months"),
    6: ("magic_number",),
    12: (*("nrr", "grr", "logo_retention", "arr_growth", "ltv_to_cac"), *("burn_multiple", "rule_of_40", "attainment")),
}


@pytest.mark.parametrize(("month", "names"), FIRST_MONTH.items())
def test_a_metric_has_no_value_before_its_window_is_full(month: int, names: tuple[str, ...]) -> None:
    result = simulate(Plan(months=12))
    for name in names:
        assert np.isnan(result[name][: month - 1]).all(), name
        assert not np.isnan(result[name][month - 1 :]).any(), name


def test_every_metric_has_a_first_month() -> None:
    names = list(COLUMNS)
    metrics_of_the_company = names[names.index("nrr") : names.index("runway_months") + 1]
    assert {name for names in FIRST_MONTH.values() for name in names} == set(metrics_of_the_company)


def test_metrics_follow_from_the_months() -> None:
    """Each formula again over the columns, at month 20 of a year-old plan."""
    result = simulate(Plan(months=24, levers={"sales.expansion_sold": 0.4, "enterprise.reps": 3.0}))
    c = {name: column[:20, 0] for name, column in result.columns.items()}
    quarter = {name: column[-3:].sum() for name, column in c.items()}
    before = {name: column[-6:-3].sum() for name, column in c.items()}
    year = {name: column[-12:].sum() for name, column in c.items()}
    now, then = {name: column[-1] for name, column in c.items()}, {name: column[7] for name, column in c.items()}
    sold, lost = quarter["new_arr"] + quarter["upgrade_arr"], quarter["contraction_arr"] + quarter["churned_arr"]
    income = quarter["revenue"] + quarter["services_revenue"]
    margin = (income - quarter["cogs"]) / income
    per_customer = now["arr"] / now["customers"] / (result.day_one["arr"][0] / result.day_one["customers"][0])
    expected = {
        "arr_growth": now["arr"] / then["arr"] - 1,
        "quick_ratio": (sold + quarter["expansion_arr"]) / lost,
        "gross_margin": margin,
        "cac_payback_months": 12 * quarter["sales_marketing"] / (sold * margin),
        "blended_cac_payback_months": 12 * quarter["sales_marketing"] / ((sold + quarter["expansion_arr"]) * margin),
        "ltv_to_cac": (year["new_arr"] + year["upgrade_arr"])
        * margin
        * min(5, 1 / (1 - now["grr"]))
        / year["sales_marketing"],
        "magic_number": 4 * (quarter["revenue"] - before["revenue"]) / before["sales_marketing"],
        "burn_multiple": -year["free_cash_flow"] / (now["arr"] - then["arr"]),
        "rule_of_40": now["arr"] / then["arr"]
        - 1
        + year["free_cash_flow"] / (year["revenue"] + year["services_revenue"]),
        "attainment": sum(
            year[f"{name}_{team}"]
            for name in ("won_arr", "sold_expansion_arr")
            for team in ("inside_sales", "enterprise")
        )
        / year["street_quota"],
        "arr_per_head": now["arr"] / now["headcount"],
        "paying_share": now["customers"] / now["signups_to_date"],
        "customer_factor": now["customers"] / result.day_one["customers"][0],
        "use_case_factor": per_customer**0.7,
        "price_factor": per_customer**0.3,
        "runway_months": now["cash"] / (-quarter["free_cash_flow"] / 3),
    }
    assert {name: now[name] for name in expected} == pytest.approx(expected)
    assert now["burn_multiple"] > 0


def test_growth_at_month_12_is_against_day_one() -> None:
    result = simulate(Plan(months=12))
    assert result["arr_growth"][11, 0] == pytest.approx(result["arr"][11, 0] / 5_000_000 - 1)


def test_retention_follows_only_the_books_of_a_year_ago() -> None:
    """What was sold since does not count."""
    nobody = {"self_serve.upgrade_rate": 0.0}
    selling = simulate(Plan(months=24, levers=nobody))
    silent = simulate(Plan(months=24, levers=nobody | {"enterprise.win_rate": 0.0, "inside_sales.win_rate": 0.0}))
    for name in ("nrr", "grr", "logo_retention"):
        assert selling[name][11, 0] == pytest.approx(silent[name][11, 0], rel=1e-12)
    weights = selling.day_one["arr_enterprise"][0] / selling.day_one["arr"][0]
    assert 0 < weights < 1
    parts = [selling[f"nrr_{segment}"][11, 0] for segment in ("self_serve", "inside_sales", "enterprise")]
    assert min(parts) < selling["nrr"][11, 0] < max(parts)
