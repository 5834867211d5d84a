"""Frames, charts and words of the Overview."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from planner import plan as plans
from planner.analysis.readings import bridge
from planner.analysis.readings.bridge import YearBridge
from planner.model.simulate import simulate
from planner.plan import Plan, Target
from planner.ui.kit import theme
from planner.ui.pages.overview import charts, frames, words
from planner.vocabulary.numbers import money

PLAN = Plan(months=40, targets=(Target(month=12, arr=9e6), Target(month=100, arr=1e9)))
RESULT = simulate(PLAN)
FLOW = st.floats(0, 1e9)


def test_the_axis_of_months_stands_clear_of_the_strip() -> None:
    spec = charts.arr().spec("#000000", "$")
    layers = [layer for part in spec["layer"] for layer in part.get("layer", [part])]
    strip = next(layer["mark"] for layer in layers if "y" in layer["mark"])
    bottom = int(strip["y"]["expr"].removeprefix("height + ")) + strip["height"]
    offsets = {axis["offset"] for layer in layers if (axis := layer["encoding"]["x"].get("axis"))}
    assert min(offsets) > bottom


def test_arr_stands_with_its_segments_and_the_targets_of_the_plan_s_months() -> None:
    frame = frames.arr(RESULT, RESULT, None)
    np.testing.assert_allclose(frame[list(theme.SEGMENTS)].sum(axis=1), frame["ARR"], rtol=1e-12)
    assert frame["Target"].dropna().to_dict() == {11: 9e6}
    assert set(frame["Limit"]) <= set(theme.CONSTRAINTS)


def years_of(opening: float, flows: list[tuple[float, float, float, float, float]]) -> list[YearBridge]:
    years = []
    for number, (new, upgrade, expansion, contraction, churned) in enumerate(flows, start=1):
        closing = opening + new + upgrade + expansion - contraction - churned
        years.append(YearBridge(number, 12, opening, new, upgrade, expansion, contraction, churned, closing))
        opening = closing
    return years


@given(st.floats(0, 1e9), st.lists(st.tuples(FLOW, FLOW, FLOW, st.floats(0, 1e5), st.floats(0, 1e5)), min_size=1))
def test_every_bridge_adds_up_and_reads_as_the_numbers_it_stands_for(
    opening: float, flows: list[tuple[float, float, float, float, float]]
) -> None:
    years = [year for year in years_of(opening, flows) if year.closing >= 0 and year.opening >= 0]
    for year, (_, row) in zip(years, frames.bridges(years).iterrows(), strict=True):
        changes = math.fsum(row[name] for name in frames.FLOWS.values())
        assert row["Opening"] + changes == pytest.approx(row["Closing"], rel=1e-9, abs=1e-6)
        assert money(row["Opening"], "USD") == money(year.opening, "USD")
        assert money(row["Closing"], "USD") == money(year.closing, "USD")


@pytest.mark.parametrize("name", ["open-source-database", "seed-stage-devtool", "mongodb-2017", "datadog-2018"])
def test_the_bridges_of_shipped_plans_add_up_as_they_are_shown(name: str) -> None:
    years = bridge.by_year(simulate(plans.load(ROOT / f"data/plans/{name}.toml")))
    for _, row in frames.bridges(years).iterrows():
        shown = {step: float(f"{amount:.3g}") for step, amount in row.items() if step != "Year"}
        assert sum(shown.values()) - shown["Closing"] == pytest.approx(shown["Closing"], rel=1e-9)


def test_a_small_first_year_keeps_its_digits() -> None:
    table = frames.bridges(years_of(812_345.0, [(1.23e5, 0, 4567.0, 0, 0), (9e8, 0, 0, 0, 0)]))
    assert table["New"][0] == 123_000
    assert table["Opening"][0] == 812_000
    assert money(table["Closing"][0], "USD") == money(table["Opening"][1], "USD") == "$940K"


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
    gaps = [money(target.arr - result["arr"][target.month - 1, 0], "USD") for target in plan.targets[1:]]
    text = words.reading(result).replace("\\", "")
    assert f"short of what was promised by {gaps[0]} in Dec 2028 and {gaps[1]} in Dec 2030;" in text


@pytest.mark.parametrize("name", ["open-source-database", "consumption-cloud", "datadog-2018"])
def test_the_reading_counts_the_months_of_what_limits_most(name: str) -> None:
    result = simulate(plans.load(ROOT / f"data/plans/{name}.toml"))
    codes = result["enterprise_constraint"][:, 0].astype(int)
    turns = int((codes[1:] != codes[:-1]).sum())
    text = words.reading(result)
    if turns == 0:
        assert "throughout" in text
    elif turns == 1:
        assert "at first" in text
        assert "months, " not in text
    else:
        assert f"in {max(int((codes == code).sum()) for code in set(codes))} of {len(codes)} months" in text


def test_rounds_of_funding_are_named_with_their_months() -> None:
    plan = plans.load(ROOT / "data/plans/open-source-database.toml")
    assert words.rounds(plan) == "Funding: $20M in Jun 2027, $50M in Dec 2028."
    assert words.rounds(Plan()) == ""
