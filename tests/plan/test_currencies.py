import re

import numpy as np
import pytest
from support import ROOT

from planner import plan as plans
from planner.model.simulate import simulate
from planner.plan import Case, Event, Funding, Plan, Target, reference_data
from planner.plan.currencies import converted, rate, renamed
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import BENCHMARKS, CATALOGUE

ACV, RAMP = "enterprise.acv", "enterprise.ramp_months"
PLAN = Plan(
    months=24,
    cases=(Case(name="High", levers={ACV: 80_000.0, RAMP: 4.0}),),
    levers={ACV: 60_000.0, RAMP: 6.0},
    uncertainty={ACV: (50_000.0, 70_000.0), RAMP: (5.0, 9.0)},
    events=(
        Event(lever=ACV, change="add", value=5_000.0, start=1),
        Event(lever=ACV, change="multiply", value=1.1, start=1),
        Event(lever=RAMP, change="set", value=5.0, start=1),
    ),
    funding=(Funding(month=3, amount=5e6, needs_arr=5e6),),
    targets=(Target(month=24, least=1e7), Target(month=24, metric="nrr", least=1.2)),
)


def test_amounts_are_converted_and_nothing_else() -> None:
    new = converted(PLAN, "EUR", 1.25)
    assert (new.currency, new.usd) == ("EUR", 1.25)
    assert (new.value(ACV), new.value(RAMP)) == (48_000, 6)
    assert new.uncertainty == {ACV: (40_000, 56_000), RAMP: (5, 9)}
    assert [event.value for event in new.events] == [4_000, 1.1, 5]
    assert new.funding == (Funding(month=3, amount=4e6, needs_arr=4e6),)
    assert new.targets == (Target(month=24, least=8e6), PLAN.targets[1])
    assert new.cases == (Case(name="High", levers={ACV: 64_000, RAMP: 4}),)
    assert new.value("finance.cash") == CATALOGUE["finance.cash"].default / 1.25
    assert converted(new, "USD", None).value(ACV) == 60_000
    assert converted(new, "USD", None).usd is None


@pytest.mark.parametrize("name", ["open-source-database", "seed-stage-devtool"])
def test_a_converted_plan_is_the_same_company(name: str) -> None:
    plan = plans.load(ROOT / "data" / "plans" / f"{name}.toml")
    here, there = simulate(plan), simulate(converted(plan, "EUR", 1.6))
    for column in COLUMNS:
        factor = 1.6 if COLUMNS[column].unit == "money" else 1.0
        np.testing.assert_allclose(there[column] * factor, here[column], rtol=2e-4, atol=1e-3, err_msg=column)


def test_the_same_numbers_in_another_currency() -> None:
    new = renamed(PLAN, "EUR", None)
    assert (new.currency, new.usd, new.levers) == ("EUR", None, PLAN.levers)
    assert renamed(new, "GBP", 1.3).usd == 1.3
    assert renamed(new, "USD", 1.3).usd is None


def test_rates() -> None:
    eur = Plan(currency="EUR", usd=1.2)
    assert rate(Plan(), "EUR", 1.25) == 0.8
    assert rate(Plan(), "EUR", None) is None
    assert rate(eur, "USD", None) == 1.2
    assert rate(eur, "GBP", 1.5) == pytest.approx(0.8)
    assert rate(Plan(currency="EUR"), "USD", None) is None
    with pytest.raises(ValueError, match="not known"):
        converted(Plan(currency="EUR"), "USD", None)


def test_an_amount_beyond_its_bounds_is_refused() -> None:
    with pytest.raises(PlannerError, match="currency = VND: would take 20 amounts beyond what a lever may be"):
        converted(Plan(), "VND", 0.00004)


def test_a_currency_of_small_units_says_to_count_in_thousands() -> None:
    with pytest.raises(PlannerError) as refused:
        converted(Plan(), "JPY", 0.0067)
    (sentence,) = refused.value.sentences()
    assert re.match(r"currency = JPY: would take \d+ amounts .+, among them [A-Z][a-z ]+, \d{2,3}(,\d{3})+; ", sentence)
    assert "the rate of 1,000 JPY is 6.7" in sentence
    assert converted(Plan(), "JPY", 6.7).value("enterprise.acv") == pytest.approx(Plan().value("enterprise.acv") / 6.7)


def test_too_small_an_amount_is_not_counted_in_thousands() -> None:
    plan = Plan(currency="JPY", usd=0.0067, levers={ACV: 1.0})
    with pytest.raises(PlannerError, match="beyond what a lever may be") as refused:
        converted(plan, "CHF", 1.12)
    assert "thousands" not in str(refused.value)


# What is usual, in the plan's currency


def test_a_plan_in_dollars_has_what_is_usual_as_it_is() -> None:
    assert reference_data.lever(Plan(), ACV) == CATALOGUE[ACV]
    assert reference_data.benchmark(Plan(), ACV) == BENCHMARKS[ACV]
    assert reference_data.missing(Plan(), ACV) == ""


def test_a_rate_converts_what_is_usual() -> None:
    plan = Plan(currency="EUR", usd=1.1)
    usual = reference_data.lever(plan, ACV)
    assert (usual.usual_low, usual.usual_high) == (27_300, 182_000)
    assert (usual.min, usual.max, usual.default) == (CATALOGUE[ACV].min, CATALOGUE[ACV].max, CATALOGUE[ACV].default)
    band = reference_data.benchmark(plan, ACV)
    assert band is not None
    assert (band.low, band.high, band.source) == (25_500, 159_000, BENCHMARKS[ACV].source)
    assert reference_data.lever(plan, RAMP) == CATALOGUE[RAMP]
    assert reference_data.missing(plan, ACV) == ""


def test_without_a_rate_references_of_money_are_hidden_and_say_why() -> None:
    plan = Plan(currency="EUR")
    usual = reference_data.lever(plan, ACV)
    assert (usual.usual_low, usual.usual_high) == (None, None)
    assert not usual.outside_usual(1e9)
    assert reference_data.benchmark(plan, ACV) is None
    assert reference_data.missing(plan, ACV) == (
        "What is usual is known in USD: say in Plan settings what one EUR is worth"
    )
    assert reference_data.lever(plan, RAMP) == CATALOGUE[RAMP]
    assert reference_data.benchmark(plan, RAMP) == BENCHMARKS[RAMP]
    assert reference_data.missing(plan, RAMP) == reference_data.missing(plan, "finance.cash") == ""


def test_a_usual_range_beyond_the_bounds_is_hidden() -> None:
    plan = Plan(currency="JPY", usd=0.0067)
    hidden = [one for one in CATALOGUE if "beyond what this lever may be in JPY" in reference_data.missing(plan, one)]
    assert "people.engineer_cost" in hidden
    for lever_id, lever in CATALOGUE.items():
        usual = reference_data.lever(plan, lever_id)
        assert (usual.usual_low is None) == (lever.usual_low is None or lever_id in hidden)
        assert usual.usual_low is None or usual.usual_high is None or usual.usual_low < usual.usual_high
