"""Growth in factors, the free tier as marketing, sellers' time, and the bridge from revenue to cash."""

import numpy as np
import pytest
from model.plans import seeded
from support import ROOT

from planner.analysis.readings import cash_bridge, growth, marketing, seller_time
from planner.model.simulate import simulate
from planner.plan import Event, Plan, Target, load
from planner.vocabulary.growth import FACTORS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.teams import TEAMS

PLAN = load(ROOT / "data" / "plans" / "open-source-database.toml")
RESULT = simulate(PLAN)
SEEDS = pytest.mark.parametrize("seed", range(12))


def test_factors_of_a_year_multiply_to_its_growth() -> None:
    years = growth.by_year(RESULT)
    assert [year.months for year in years] == [12] * 5
    for year in years:
        assert np.prod(list(year.factors.values())) == pytest.approx(year.arr)
    everything = np.prod([year.arr for year in years])
    assert everything == pytest.approx(RESULT["arr"][-1, 0] / RESULT.day_one["arr"][0])


def test_a_factor_without_customers_is_unknown() -> None:
    nothing = {
        f"{segment}.{what}": 0.0 for segment in ("self_serve", "inside_sales", "enterprise") for what in ("arr",)
    }
    first = growth.by_year(simulate(Plan(levers=nothing)))[0]
    assert all(np.isnan(value) for value in first.factors.values())
    assert np.isnan(first.arr)


def test_every_factor_is_pushed_by_levers_that_exist() -> None:
    assert all(lever in CATALOGUE for factor in FACTORS.values() for lever in factor.levers)


@SEEDS
def test_uses_of_sellers_time_add_up_to_all_of_it(seed: int) -> None:
    result = simulate(seeded(seed))
    for teams in (list(TEAMS), *([team] for team in TEAMS)):
        split = seller_time.split(result, teams)
        everything = sum(result[f"seller_time_{team}"][:, 0] for team in teams)
        used = split.new_business + split.expansion + split.idle
        assert used == pytest.approx(everything, rel=1e-9, abs=1e-6)
        assert min(split.new_business.min(), split.expansion.min(), split.idle.min()) >= 0


def test_the_pipeline_is_worth_its_deals() -> None:
    plan = PLAN.changed(targets=(Target(month=24, least=30e6),))
    result = simulate(plan)
    pipeline = seller_time.pipeline(result)
    worth = sum(
        result[f"open_opportunities_{team}"][11, 0] * plan.value(f"{team}.win_rate") * plan.value(f"{team}.acv")
        for team in TEAMS
    )
    assert pipeline.worth[11] == pytest.approx(worth)
    won = sum(result[f"won_arr_{team}"][:24, 0].sum() for team in TEAMS)
    needed = (won + 30e6 - result["arr"][23, 0]) / 24
    assert pipeline.needed[11] == pytest.approx(3 * needed)
    assert pipeline.coverage[11] == pytest.approx(worth / (3 * needed))
    assert np.isnan(pipeline.needed[21:]).all()
    assert not np.isnan(pipeline.needed[20])


@SEEDS
def test_revenue_becomes_cash(seed: int) -> None:
    result = simulate(seeded(seed))
    years = cash_bridge.by_year(result)
    size = max(1.0, float(np.abs(result["cash"]).max()), float(result["arr"].max()))
    for year in years:
        collected = year.revenue + year.prepaid - year.owed + year.forfeited
        assert year.collections == pytest.approx(collected, rel=1e-8, abs=1e-9 * size)
        closing = year.opening + year.collections + year.services - year.operating_cost + year.funding
        assert year.closing == pytest.approx(closing, rel=1e-8, abs=1e-9 * size)
    assert years[-1].closing == result["cash"][-1, 0]
    assert [year.opening for year in years[1:]] == [year.closing for year in years[:-1]]


def test_ways_to_be_found_cost_what_the_model_books() -> None:
    ways = marketing.ways(RESULT)
    assert ways["free_tier"].cost == pytest.approx(RESULT["free_hosting_cost"][-12:].sum())
    assert ways["programmes"].per_reached == pytest.approx(PLAN.value("marketing.cost_per_mql"))
    assert ways["programmes"].share == pytest.approx(
        RESULT["marketing_programs"][-12:].sum() / RESULT["sales_marketing"][-12:].sum()
    )
    assert ways["free_tier"].won == pytest.approx((RESULT["won_arr_self_serve"] + RESULT["won_pql_arr"])[-12:].sum())
    won = (RESULT["conversions"] + RESULT["won_pql_customers"])[-12:].sum()
    assert ways["free_tier"].per_customer == pytest.approx(ways["free_tier"].cost / won)
    assert ways["programmes"].customers == pytest.approx(RESULT["won_mql_customers"][-12:].sum())
    prospecting = RESULT["idle_bdrs"][-12:, 0] * PLAN.value("people.bdr_cost") / 12
    rise = (1 + PLAN.value("people.pay_rise")) ** (np.arange(48, 60) / 12)
    assert ways["outbound"].cost == pytest.approx((prospecting * rise).sum())


def test_nothing_that_is_won_has_no_cost_each() -> None:
    """Rounding leaves 1e-29 customers of a queue that was empty all along."""
    way = marketing.Way(cost=0.0, share=0.0, reached=0.0, won=1e-22, customers=1e-29)
    assert np.isnan([way.per_reached, way.per_customer, way.per_won]).all()


PRICE = PLAN.value("marketing.cost_per_mql")
PAY = PLAN.value("people.bdr_cost") / 12 * (1 + PLAN.value("people.pay_rise")) ** (np.arange(60) / 12)


@pytest.mark.parametrize(
    ("way", "lever", "price"),
    [
        (
            "programmes",
            "marketing.mqls",
            PRICE * RESULT["mqls"][:, 0] / RESULT["mqls"][0],
        ),
        ("outbound", "enterprise.bdr_per_ae", PAY * RESULT["aes"][:, 0]),
    ],
)
def test_money_of_the_free_tier_is_spent_in_the_month_that_saves_it(way: str, lever: str, price: np.ndarray) -> None:
    switch = marketing.switches(PLAN, RESULT)[way]
    closed = PLAN.with_levers({"community.signup_rate": 0.0})
    saved = (RESULT["free_hosting_cost"] - simulate(closed)["free_hosting_cost"])[:, 0]
    months = [
        Event(lever=lever, change="add", value=float(value), start=month, months=1)
        for month, value in enumerate(saved / price, start=1)
    ]
    after = simulate(closed.changed(events=(*closed.events, *months)))
    spent = {
        "programmes": (after["marketing_programs"] - RESULT["marketing_programs"])[:, 0],
        "outbound": (after["bdrs"] - RESULT["bdrs"])[:, 0] * PAY,
    }
    assert spent[way] == pytest.approx(saved, abs=1e-6)
    assert switch.moved == pytest.approx(saved.sum())
    assert switch.arr == pytest.approx(after["arr"][-1, 0])
    assert switch.cash == pytest.approx(after["cash"].min())


def test_without_a_free_tier_nothing_is_switched() -> None:
    plan = Plan(levers={"community.hosting_per_free_account": 0.0})
    assert marketing.switches(plan, simulate(plan)) == {}
