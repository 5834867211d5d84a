"""The published comparison of 95% and 70% retention (Battery Ventures, 25 Nov 2020), and a plan put in its place."""

from dataclasses import replace

import numpy as np
import pytest
from support import ROOT

from planner.analysis.readings import churn
from planner.model.simulate import simulate
from planner.plan import Plan, load


def test_the_published_numbers() -> None:
    """100M, 22M of new business growing 15%, ten years: about 16% and 7% a year, about 200M apart."""
    high, low = (churn.revenue(churn.PUBLISHED, kept) for kept in churn.PUBLISHED_RETENTIONS)
    assert (len(high), high[0], low[0]) == (11, 100e6, 100e6)
    assert round(high[-1] / 1e6, 1) == 439.0
    assert round(low[-1] / 1e6, 1) == 199.2
    assert round((high[-1] - low[-1]) / 1e6, 1) == 239.8
    assert round(100 * churn.annual_growth(high), 1) == 15.9
    assert round(100 * churn.annual_growth(low), 1) == 7.1


def test_solved_new_business_gives_the_published_growth() -> None:
    def rounded(new_business: float) -> list[int]:
        business = replace(churn.PUBLISHED, new_business=new_business)
        return [round(100 * churn.annual_growth(churn.revenue(business, kept))) for kept in churn.PUBLISHED_RETENTIONS]

    assert rounded(22e6) == [16, 7]
    assert rounded(20e6) != [16, 7]


@pytest.mark.parametrize(("name", "kept"), [("churn-95", 0.95), ("churn-70", 0.70)])
def test_the_model_says_the_same_month_by_month(name: str, kept: float) -> None:
    result = simulate(load(ROOT / "data" / "plans" / f"{name}.toml"))
    np.testing.assert_allclose(result["arr"][11::12, 0], churn.revenue(churn.PUBLISHED, kept)[1:], rtol=1e-6)


def test_every_year_by_hand() -> None:
    business = churn.Business(revenue=100, new_business=10, growth=0.5, years=2)
    np.testing.assert_allclose(churn.revenue(business, 0.9), [100, 100, 105])


def test_growth_from_nothing_has_no_value() -> None:
    assert np.isnan(churn.annual_growth(churn.revenue(churn.Business(0, 10, 0, 3), 0.9)))


@pytest.mark.parametrize(("name", "kept"), [("churn-95", 0.95), ("churn-70", 0.70)])
def test_the_shipped_plans_are_the_published_business(name: str, kept: float) -> None:
    business, retentions = churn.of_plan(simulate(load(ROOT / "data" / "plans" / f"{name}.toml")))
    assert business.revenue == 100e6
    assert business.years == 10
    assert business.new_business == pytest.approx(22e6)
    assert business.growth == pytest.approx(0.15)
    assert retentions == pytest.approx((kept, 1 - 1.5 * (1 - kept)))


def test_a_plan_without_arr_keeps_the_published_retentions() -> None:
    levers = {f"{segment}.arr": 0.0 for segment in ("self_serve", "inside_sales", "enterprise")}
    business, retentions = churn.of_plan(simulate(Plan(months=12, levers=levers)))
    assert business.revenue == 0
    assert business.growth == 0
    assert retentions == churn.PUBLISHED_RETENTIONS
