"""Frames, charts and words of the Overview."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model.plans import plans as any_plan
from model.plans import seeded
from support import ROOT
from vocabulary.shown import within_half_a_digit

from planner import plan as plans
from planner.analysis.draws import uncertainty
from planner.analysis.draws.promises import TargetChance
from planner.analysis.levers import sensitivity
from planner.analysis.readings import bridge
from planner.analysis.readings.bridge import YearBridge
from planner.model.simulate import simulate
from planner.plan import Funding, Plan, Target
from planner.ui.editors import events as event_editor
from planner.ui.figures import shared_charts, shared_frames, theme
from planner.ui.kit import reading
from planner.ui.kit.limits import limits, most
from planner.ui.pages.overview import frames, key_numbers, words
from planner.ui.session.forecasts import Forecast
from planner.vocabulary import lever_text
from planner.vocabulary.columns import constraint_names
from planner.vocabulary.growth import FACTORS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import as_likely, likely, money, month_name
from planner.vocabulary.teams import CONSTRAINTS

PLAN = Plan(months=40, targets=(Target(month=12, least=9e6), Target(month=100, least=1e9)))
RESULT = simulate(PLAN)


def test_the_axis_of_months_stands_clear_of_the_strip() -> None:
    spec = shared_charts.arr().spec("#000000", "#ffffff", "$")
    layers = [layer for part in spec["layer"] for layer in part.get("layer", [part])]
    strip = next(layer["mark"] for layer in layers if "y" in layer["mark"])
    bottom = int(strip["y"]["expr"].removeprefix("height + ")) + strip["height"]
    offsets = {axis["offset"] for layer in layers if (axis := layer["encoding"]["x"].get("axis"))}
    assert min(offsets) > bottom


def test_the_band_of_the_draws_is_behind_the_segments() -> None:
    """Over them it would make two colours of one."""
    layers = shared_charts.arr("").spec("#000000", "#ffffff", "$")["layer"][0]["layer"]
    areas = [at for at, layer in enumerate(layers) if layer["mark"]["type"] == "area"]
    bands = [at for at, layer in enumerate(layers) if "y2" in layer["encoding"]]
    assert (bands, areas) == ([0], [0, 1])


def test_arr_is_the_sum_of_segments_beside_targets() -> None:
    frame = pd.DataFrame(shared_frames.arr(RESULT, RESULT, None))
    np.testing.assert_allclose(frame[list(theme.SEGMENTS)].sum(axis=1), frame["ARR"], rtol=1e-12)
    assert frame["Target"].dropna().to_dict() == {11: 9e6}
    assert set(frame["Limit"]) <= set(theme.CONSTRAINTS)


@settings(max_examples=60, deadline=None)
@given(any_plan(), st.integers(0, 10))
def test_a_waterfall_says_the_true_amounts(plan: Plan, year: int) -> None:
    """Of any plan and year: each amount within half of its last digit, its bar as long as it is."""
    years = bridge.by_year(simulate(plan))
    number = years[year % len(years)].year if year else None
    frame = pd.DataFrame(frames.waterfall(years, plan, number)).set_index("step")
    chosen = [one for one in years if number in (None, one.year)]
    exact = {"Opening": chosen[0].opening, "Closing": chosen[-1].closing}
    for name, label in frames.FLOWS.items():
        exact[label] = sum(getattr(one, name) for one in chosen) * (-1 if name in frames.LOSSES else 1)
    assert set(frame.index) == set(exact)
    largest = max(1.0, frame["top"].max())
    for label, amount in exact.items():
        assert within_half_a_digit(frame.loc[label, "text"], amount)
        assert frame.loc[label, "end"] - frame.loc[label, "start"] == pytest.approx(
            amount, rel=1e-6, abs=1e-9 * largest
        )
        assert frame.loc[label, "kind"] == ("total" if label in TOTALS else "gain" if amount >= 0 else "loss")
    assert frame.loc["Churned", "end"] == pytest.approx(exact["Closing"], abs=1e-9 * largest)


TOTALS = ("Opening", "Closing")


def test_a_bridge_has_small_flows_beside_a_large_year_end() -> None:
    year = YearBridge(5, 12, 9.4e8, 1e8, 0.156e6, 2e7, 1.706e6, 1e6, 9.4e8 + 1e8 + 0.156e6 + 2e7 - 1.706e6 - 1e6)
    texts = pd.DataFrame(frames.waterfall([year], PLAN, None)).set_index("step")["text"]
    assert texts["Contraction"] == "-$1.71M"
    assert texts["Upgrades"] == "$156K"
    assert frames.bridges([year])["Contraction"][0] == -1.706e6


@pytest.mark.parametrize("number", [None, 1, 4])
def test_the_waterfall_ends_where_the_bridge_does(number: int | None) -> None:
    years = bridge.by_year(RESULT)
    frame = pd.DataFrame(frames.waterfall(years, PLAN, number)).set_index("step")
    last = years[-1] if number is None else years[number - 1]
    assert frame.loc["Churned", "end"] == pytest.approx(frame.loc["Closing", "end"])
    assert frame.loc["Closing", "text"] == money(last.closing, "USD")
    assert frame.loc["Churned", "kind"] == "loss"


def test_the_reading_names_the_way_the_limit_and_the_cash() -> None:
    targets, bottleneck, cash = key_numbers.chips(RESULT, None)
    assert targets.note.startswith("ARR grows from $5M to ")
    assert "limit enterprise sales" in bottleneck.note
    assert cash.note.startswith("Cash ")


def test_the_reading_names_every_target_that_is_missed() -> None:
    plan = plans.load(ROOT / "data/plans/open-source-database.toml")
    result = simulate(plan)
    gaps = [money(target.arr - result["arr"][target.month - 1, 0], "USD") for target in plan.arr_targets()[1:]]
    assert reading.kept(result) == ("1 of 3 reached", f"Short by {gaps[0]} in Dec 2028 and {gaps[1]} in Dec 2030")


def test_promises_of_any_metric_count() -> None:
    """By month 12 ARR is met and headcount is not; net retention has no value in month 3."""
    plan = PLAN.changed(
        targets=(
            Target(month=12, least=1.0),
            Target(month=12, metric="headcount", most=10.0),
            Target(month=3, metric="nrr", least=1.1),
            Target(month=60, metric="cash", least=1.0),
        )
    )
    result = simulate(plan)
    heads = round(float(result["headcount"][11, 0]))
    verdict, about = reading.kept(result)
    assert verdict == "1 of 3 reached"
    assert about.startswith("Net revenue retention has no value in Mar 2026, not at least 110%; headcount is ")
    assert about.endswith(f"{heads} in Dec 2026, not at most 10; 1 more is due after Apr 2029")
    assert key_numbers.chips(result, None)[0].kind == "mixed"
    hero = key_numbers.hero(result, None, None, plan)
    assert (hero.label, hero.verdict, hero.kind) == (
        "Next promise: Net revenue retention at least 110% in Mar 2026",
        "Missed",
        "bad",
    )
    assert hero.about == "no value by then"
    kept = simulate(plan.changed(targets=(Target(month=12, metric="headcount", most=heads + 1.0),)))
    assert reading.kept(kept)[1].startswith(f"The closest: headcount is {heads}")
    assert reading.kept(kept)[1].endswith(f"in Dec 2026, at most {heads + 1} was promised")


def test_the_hero_of_another_metric_is_as_likely_as_its_draws() -> None:
    target = Target(month=12, metric="headcount", most=float(RESULT["headcount"][11, 0]))
    plan = PLAN.changed(uncertainty={"enterprise.hires_per_quarter": (0.0, 4.0)}, targets=(target,))
    draws = uncertainty.run(plan, 300, 1)
    hero = key_numbers.hero(simulate(plan), Forecast.of(draws), None, plan)
    assert hero.share == (draws["headcount"][11] <= target.most).mean()
    assert 0.1 < hero.share < 0.9


@pytest.mark.parametrize("name", ["open-source-database", "consumption-cloud", "datadog-2018"])
def test_the_reading_says_what_limits_both_teams(name: str) -> None:
    result = simulate(plans.load(ROOT / f"data/plans/{name}.toml"))
    full = key_numbers.chips(result, None)[1].note
    assert full.lower() == f"{limits(result)}.".lower()


@pytest.mark.parametrize("seed", range(200))
def test_the_chips_and_the_hero_are_true(seed: int) -> None:
    """Their facts are counted again, over random plans."""
    result = simulate(seeded(seed))
    plan, arr, cash = result.plan, result["arr"][:, 0], result["cash"][:, 0]
    targets, bottleneck, money_left = key_numbers.chips(result, None)
    due = [one for one in plan.arr_targets() if one.month <= plan.months]
    kept = [one for one in due if arr[one.month - 1] >= one.arr]
    expected = "" if not due else "good" if kept == due else "mixed" if kept else "bad"
    assert targets.kind == expected
    hero = key_numbers.hero(result, None, None, plan)
    if due:
        first = min(due)
        assert hero.kind == ("good" if first in kept else "bad")
        assert month_name(plan.start, first.month) in hero.label
    assert (money_left.verdict == "Runs out") == bool((cash < -0.01).any())
    assert month_name(plan.start, int(cash.argmin()) + 1) in money_left.text
    for one in most(result):
        codes = result[f"{one.team.id}_constraint"][:, 0].astype(int)
        limits_of = [constraint_names(f"{one.team.id}_constraint")[code] for code in codes]
        assert one.months == limits_of.count(one.limit) == max(map(limits_of.count, limits_of))
        assert CONSTRAINTS[one.limit].label.lower() in bottleneck.verdict.lower()
        assert f"{one.team.sales} in {one.months}".lower() in bottleneck.text.lower()


def test_everything_promised_is_said_with_what_breaks_it_most_often() -> None:
    own = float(RESULT["arr"][11, 0])
    plan = PLAN.changed(uncertainty={"enterprise.win_rate": (0.1, 0.4)}, targets=(Target(month=12, least=own),))
    draws = uncertainty.run(plan, 400, 1)
    missed, out = draws["arr"][11] < own, (draws["cash"] < -0.005).any(axis=0)
    chip = key_numbers.chips(simulate(plan), Forecast.of(draws))[3]
    assert chip.verdict == f"{likely(1 - (missed | out).mean())} likely"
    before = np.where(out, (draws["cash"] < -0.005).argmax(axis=0) + 1, 99)
    target_first = (missed & (before >= 12)).sum() >= (out & ~(missed & (before >= 12))).sum()
    target = f"the target of {money(own, 'USD')} ARR by Dec 2026"
    assert chip.text == f"Most often broken first: {target if target_first else 'cash'}"
    assert "given your ranges" in chip.note


def test_without_targets_it_is_said_of_cash_alone() -> None:
    plan = PLAN.changed(uncertainty={"enterprise.win_rate": (0.1, 0.4)}, targets=())
    draws = uncertainty.run(plan, 400, 1)
    chip = key_numbers.chips(simulate(plan), Forecast.of(draws))[3]
    lasts = likely(1 - (draws["cash"] < -0.005).any(axis=0).mean())
    assert (chip.title, chip.verdict) == ("Cash lasts", f"{lasts} likely")
    assert chip.text == "No target is due within the plan"


def test_the_hero_is_the_next_promise_and_how_likely_it_is() -> None:
    plan = plans.load(ROOT / "data/plans/open-source-database.toml")
    result, draws = simulate(plan), uncertainty.run(plan, 400, 1)
    first, share = plan.arr_targets()[0], float((draws["arr"][11] >= 9e6).mean())
    assert (first.month, first.arr) == (12, 9e6)
    found = Forecast.of(draws)
    half = replace(found.promised, chances=(TargetChance(plan.targets[0], 0.5),))
    hero = key_numbers.hero(result, found, Forecast({}, half), plan)
    spare = money(float(result["arr"][11, 0]) - 9e6, "USD")
    assert (hero.label, hero.verdict) == ("Next promise: $9M ARR by Dec 2026", "Reached")
    assert hero.about.endswith(f"{spare} to spare")
    assert hero.share == share
    assert hero.change is not None
    assert hero.change.up == (share > 0.5)
    assert hero.change.text == f"{round(100 * abs(as_likely(share) - 0.5))} pts"
    assert hero.likely == f"{likely(share)} likely"
    assert key_numbers.hero(result, found, None, plan).likely == f"{likely(share)} likely"
    assert key_numbers.hero(simulate(Plan()), None, None, Plan()).label == "No ARR is promised within this plan"


def test_rounds_of_funding_are_named_with_their_months() -> None:
    plan = plans.load(ROOT / "data/plans/open-source-database.toml")
    assert words.rounds(simulate(plan)) == "Funding: $20M in Jun 2027, $35M in Dec 2028."
    assert words.rounds(simulate(Plan())) == ""


def test_a_round_that_its_arr_keeps_from_closing_is_said() -> None:
    plan = Plan(months=24)
    arr = simulate(plan)["arr"][:, 0]
    rounds = tuple(
        Funding(month=12, amount=5e6, needs_arr=needs) for needs in (arr[10] * (1 - 1e-9), arr[10] * (1 + 1e-9))
    )
    result = simulate(plan.changed(funding=rounds))
    first, second = words.rounds(result).split(", ", 1)
    assert first == "Funding: $5M in Dec 2026"
    assert second == f"$5M in Dec 2026 (needs {money(arr[10], 'USD')} ARR, does not close)."
    assert result["funding"][11, 0] == 5e6


def test_the_strip_is_of_a_team_that_there_is() -> None:
    nobody = {"enterprise.reps": 0.0, "enterprise.ramping_reps": 0.0, "enterprise.hires_per_quarter": 0.0}
    nobody |= {"enterprise.mql_share": 0.0, "enterprise.pql_share": 0.0, "enterprise.opening_pipeline": 0.0}
    result = simulate(Plan(levers=nobody))
    assert (shared_frames.limited(simulate(Plan())), shared_frames.limited(result)) == ("enterprise", "inside_sales")
    assert "Inside sales is limited by" in json.dumps(shared_charts.arr("inside_sales").spec("#000000", "#ffffff", "$"))
    assert "is limited by" not in json.dumps(shared_charts.arr("").spec("#000000", "#ffffff", "$"))
    shown = shared_frames.arr(result, result, None)["Limit"]
    assert set(shown) <= {CONSTRAINTS[name].label for name in constraint_names("inside_sales_constraint")}


def test_levers_of_measurement_are_not_among_those_that_matter() -> None:
    plan = Plan(levers={"enterprise.reference_acv": 60_000.0})
    found = [one.lever for one in sensitivity.steered(plan, "arr", 60)]
    every = [one.lever for one in sensitivity.by_reach(plan, ["arr"], 60)["arr"]]
    assert [one for one in every if one in found] == found
    assert set(every) - set(found) == set(sensitivity.REFERENCES)
    assert len(sensitivity.REFERENCES) == 5


def test_what_pushes_each_factor_of_growth_is_named_in_full() -> None:
    paragraphs = words.pushes(event_editor.plays())
    assert [text.partition("**")[2].partition("**")[0] for text in paragraphs] == ["Users.", "Use cases.", "Price."]
    for factor, text in zip(FACTORS.values(), paragraphs, strict=True):
        assert all(lever_text.name(CATALOGUE[lever]) in text for lever in factor.levers)
        plays = [play.name for push in factor.pushes for play in event_editor.plays()[push]]
        assert plays
        assert all(play in text for play in plays)
