"""Frames, charts and words of the Overview."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model.plans import plans as any_plan
from support import ROOT
from vocabulary.shown import within_half_a_digit

from planner import plan as plans
from planner.analysis.readings import bridge
from planner.analysis.readings.bridge import YearBridge
from planner.model.simulate import simulate
from planner.plan import Plan, Target
from planner.ui.kit import theme
from planner.ui.kit.limits import limits
from planner.ui.pages.overview import charts, frames, words
from planner.vocabulary.numbers import money

PLAN = Plan(months=40, targets=(Target(month=12, least=9e6), Target(month=100, least=1e9)))
RESULT = simulate(PLAN)


def test_the_axis_of_months_stands_clear_of_the_strip() -> None:
    spec = charts.arr().spec("#000000", "#ffffff", "$")
    layers = [layer for part in spec["layer"] for layer in part.get("layer", [part])]
    strip = next(layer["mark"] for layer in layers if "y" in layer["mark"])
    bottom = int(strip["y"]["expr"].removeprefix("height + ")) + strip["height"]
    offsets = {axis["offset"] for layer in layers if (axis := layer["encoding"]["x"].get("axis"))}
    assert min(offsets) > bottom


def test_arr_is_the_sum_of_segments_beside_targets() -> None:
    frame = frames.arr(RESULT, RESULT, None)
    np.testing.assert_allclose(frame[list(theme.SEGMENTS)].sum(axis=1), frame["ARR"], rtol=1e-12)
    assert frame["Target"].dropna().to_dict() == {11: 9e6}
    assert set(frame["Limit"]) <= set(theme.CONSTRAINTS)


@settings(max_examples=60, deadline=None)
@given(any_plan(), st.integers(0, 10))
def test_a_waterfall_says_the_true_amounts(plan: Plan, year: int) -> None:
    """Of any plan and year: each amount within half of its last digit, its bar as long as it is."""
    years = bridge.by_year(simulate(plan))
    number = years[year % len(years)].year if year else None
    frame = frames.waterfall(years, plan, number).set_index("step")
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
    texts = frames.waterfall([year], PLAN, None).set_index("step")["text"]
    assert texts["Contraction"] == "-$1.71M"
    assert texts["Upgrades"] == "$156K"
    assert frames.bridges([year])["Contraction"][0] == -1.706e6


@pytest.mark.parametrize("number", [None, 1, 4])
def test_the_waterfall_ends_where_the_bridge_does(number: int | None) -> None:
    years = bridge.by_year(RESULT)
    frame = frames.waterfall(years, PLAN, number).set_index("step")
    last = years[-1] if number is None else years[number - 1]
    assert frame.loc["Churned", "end"] == pytest.approx(frame.loc["Closing", "end"])
    assert frame.loc["Closing", "text"] == money(last.closing, "USD")
    assert frame.loc["Churned", "kind"] == "loss"


def test_the_reading_names_the_way_the_limit_and_the_cash() -> None:
    text = words.reading(RESULT)
    assert text.startswith("ARR grows from \\$5M to ")
    assert "limit enterprise sales" in text
    assert "Cash" in text


def test_the_reading_names_every_target_that_is_missed() -> None:
    plan = plans.load(ROOT / "data/plans/open-source-database.toml")
    result = simulate(plan)
    gaps = [money(target.arr - result["arr"][target.month - 1, 0], "USD") for target in plan.arr_targets()[1:]]
    text = words.reading(result).replace("\\", "")
    assert f"short of its targets by {gaps[0]} in Dec 2028 and {gaps[1]} in Dec 2030;" in text


@pytest.mark.parametrize("name", ["open-source-database", "consumption-cloud", "datadog-2018"])
def test_the_reading_says_what_limits_both_teams(name: str) -> None:
    result = simulate(plans.load(ROOT / f"data/plans/{name}.toml"))
    assert f"; {limits(result)}." in words.reading(result)


def test_rounds_of_funding_are_named_with_their_months() -> None:
    plan = plans.load(ROOT / "data/plans/open-source-database.toml")
    assert words.rounds(plan) == "Funding: $20M in Jun 2027, $35M in Dec 2028."
    assert words.rounds(Plan()) == ""
