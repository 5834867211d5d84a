"""Frames, charts and words of the Stress test page, and the shocks it places."""

import calendar
import math
import re
from typing import Any

import numpy as np
import pytest
from support import ROOT

from planner import plan as plans
from planner.analysis.draws import uncertainty
from planner.analysis.draws.uncertainty import Driver, Fan
from planner.analysis.funding import Round
from planner.analysis.levers.breaking_points import BreakingPoint, breaking_points
from planner.analysis.levers.repairs import Move, Repair
from planner.analysis.levers.sensitivity import Swing, one_way
from planner.model.simulate import Result, simulate
from planner.plan import Plan, Target
from planner.plan import shocks as packs
from planner.plan.placed_shocks import PlacedShock, with_shocks
from planner.ui.figures import theme
from planner.ui.figures.charts import tornado
from planner.ui.figures.frames import swings
from planner.ui.kit import tiles
from planner.ui.pages.stress_test import breaking_points as break_table
from planner.ui.pages.stress_test import charts, forecast, frames, words
from planner.ui.pages.stress_test.forecast import Odds
from planner.ui.pages.stress_test.shock_pack import shipped
from planner.ui.session import forecasts
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money
from planner.vocabulary.units import PROBABILITY

RANGES = {"enterprise.win_rate": (0.15, 0.3), "marketing.mql_growth": (0.0, 0.04)}
TARGETS = (Target(month=12, least=9e6), Target(month=36, least=35e6), Target(month=100, least=1e9))
PLAN = Plan(months=40, targets=TARGETS, uncertainty=RANGES)
CERTAIN = Plan(months=40, targets=TARGETS)
NAMES = tuple(theme.FANS)
POOR = Plan(months=24, levers={"finance.cash": 2e6, "people.engineer_hires_per_quarter": 6.0})


def hit_by(plan: Plan, *stems: str) -> Result:
    taken = [PlacedShock(shipped()[stem], 13, shipped()[stem].months) for stem in stems]
    return simulate(with_shocks(plan, taken))


def marks(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == kind]


def test_a_fan_has_a_band_per_plan_and_none_without_draws() -> None:
    bands = marks(charts.fan(NAMES, "arr", True).spec("#000000", "#ffffff", "$"), "area")
    assert [(band["mark"]["color"], band["encoding"]["y"]["field"]) for band in bands] == [
        (theme.FANS[name], f"low {name}") for name in NAMES
    ]
    assert not marks(charts.fan(NAMES, "arr", False).spec("#000000", "#ffffff", "$"), "area")


def test_the_legend_names_the_plan_and_the_median() -> None:
    (line,) = marks(charts.fan(NAMES[:1], "arr", True).spec("#000000", "#ffffff", "$"), "line")
    assert line["encoding"]["color"]["scale"]["domain"] == ["As planned", "Median as planned"]
    named = line["encoding"]["color"]["legend"]["values"]["expr"]
    assert named.endswith(" ? [] : slice(split('|As planned' + '|Median as planned', '|'), 1)"), (
        "both where it is narrow"
    )
    assert line["encoding"]["strokeDash"]["scale"]["range"] == [[1, 0], [5, 4]]


def test_shares_are_read_in_percent_and_money_in_its_currency() -> None:
    money, shares = (str(tornado(unit).spec("#000000", "#ffffff", "€")) for unit in ("money", "share"))
    assert "+ symbol +" in money
    assert "%" not in money
    assert ".1~%" in shares


def test_the_fan_is_where_the_draws_lie() -> None:
    found = forecasts.forecast(PLAN)
    assert found is not None
    draws = uncertainty.run(PLAN)
    for column in ("arr", "cash", "headcount"):
        np.testing.assert_allclose(found.fans[column], np.quantile(draws[column], [0.1, 0.5, 0.9], axis=1), rtol=1e-12)
    chances = found.promised.chances
    assert [(one.target.month, one.target.least) for one in chances] == [(12, 9e6), (36, 35e6)]
    assert chances[1].probability == (draws["arr"][35] >= 35e6).mean()
    assert found.promised.cash_lasts == (draws["cash"].min(axis=0) >= 0).mean()
    line = simulate(PLAN)["arr"][:, 0]
    frame = frames.fan(PLAN, "arr", {NAMES[0]: line}, {NAMES[0]: found.fans["arr"]})
    low, middle, high = (frame[name].iloc[-1] for name in ("low As planned", "Median as planned", "high As planned"))
    assert low < middle < high
    np.testing.assert_array_equal(frame["As planned"], line)
    np.testing.assert_array_equal(frame["Median as planned"], found.fans["arr"].middle)
    assert frame[f"{NAMES[0]}, 8 in 10"].iloc[-1] == f"{money(low, 'USD')} to {money(high, 'USD')}"


def test_a_plan_without_ranges_is_a_single_line() -> None:
    assert forecasts.forecast(CERTAIN) is None
    result = simulate(CERTAIN)
    frame = frames.fan(CERTAIN, "headcount", {NAMES[0]: result["headcount"][:, 0]}, {})
    np.testing.assert_array_equal(frame[NAMES[0]], result["headcount"][:, 0])
    assert not [name for name in frame if "edian" in name or "8 in 10" in name]


def test_targets_stand_in_the_fan_of_their_metric() -> None:
    lines, fans = {NAMES[0]: np.ones(40)}, {NAMES[0]: Fan(*np.ones((3, 40)))}
    frame = frames.fan(PLAN, "arr", lines, fans)
    assert frame["Target"].dropna().to_dict() == {11: 9e6, 35: 35e6}
    assert frame["Promised"][35] == "$35M"
    assert frames.fan(PLAN, "cash", lines, fans)["Target"].isna().all()
    few = frames.fan(PLAN.changed(targets=(Target(month=12, metric="headcount", most=80),)), "headcount", lines, fans)
    assert (few["Target"].dropna().to_dict(), few["Promised"][11]) == ({11: 80}, "80")


def test_the_fan_says_which_shocks_act_in_a_month() -> None:
    spans = [("Storm", 3, 5), ("Flood", 5, 60)]
    acting = frames.fan(PLAN, "arr", {}, {}, spans)["Shocks"]
    assert list(acting[:6]) == ["none", "none", "Storm", "Storm", "Storm, Flood", "Flood"]
    assert acting.iloc[-1] == "Flood"


@pytest.mark.parametrize("stem", sorted(shipped()))
def test_the_span_of_a_shock_is_where_its_events_move_a_lever(stem: str) -> None:
    """By the book: months in which any lever's path differs from the plan's; a phase-in moves its first month too."""
    placed = PlacedShock(shipped()[stem], 5, shipped()[stem].months)
    events = with_shocks(Plan(), [placed]).events
    lasts = {event.start + event.months - 1 for event in events if event.months is not None}
    assert (placed.start, placed.last_month) == (min(event.start for event in events), max(lasts))


def test_every_shipped_shock_is_in_the_pack() -> None:
    files = sorted((ROOT / "data" / "shocks").glob("*.toml"))
    assert list(shipped().values()) == [packs.load(path) for path in files]


def test_drivers_that_would_be_read_as_nothing_are_left_out() -> None:
    levers = list(CATALOGUE)[:14]
    frame = frames.drivers([Driver(lever, -0.5 / (at + 1)) for at, lever in enumerate(levers)])
    assert list(frame["rank"]) == list(range(1, frames.MOST + 1))
    assert frame["text"][0] == "-0.50"
    assert frames.drivers([Driver(levers[0], 0.004), Driver(levers[1], 0.0)]).empty


def test_swings_are_the_analysis_with_the_ends_as_text() -> None:
    found = one_way(PLAN, "nrr", 40)
    frame = swings(found[: frames.MOST], "nrr", PLAN)
    assert list(frame["at_low"]) == [swing.at_low for swing in found[: frames.MOST]]
    assert frame["text_low"][0] == f"{100 * found[0].at_low:.1f}%"


def test_the_values_of_a_lever_stand_at_both_sides_of_its_bar() -> None:
    """Both ends are better than today: the nearer one's value goes to the other side of today."""
    swing = Swing("enterprise.ramp_months", 6.0, 9.12345, at_low=120.0, at_high=110.0, base=100.0)
    bar = swings([swing], "headcount", PLAN).iloc[0]
    assert (bar["left"], bar["least"]) == ("9.12", 100.0)
    assert (bar["right"], bar["most"]) == ("6", 120.0)
    assert (bar["text_low"], bar["text_high"]) == ("120", "110")


def test_swings_without_a_number_or_a_move_are_left_out() -> None:
    still = Swing("enterprise.acv", 1.0, 2.0, 5.0, 5.0, 5.0)
    endless = Swing("enterprise.acv", 1.0, 2.0, 5.0, math.inf, 5.0)
    unknown = Swing("enterprise.acv", 1.0, 2.0, 5.0, 6.0, math.inf)
    assert swings([still, endless, unknown], "burn_multiple", PLAN).empty
    assert words.endless("burn_multiple", ["enterprise.acv"]) == (
        "No finite burn multiple at one end of: Enterprise contract value."
    )


@pytest.mark.parametrize(
    ("names", "text"),
    [(["A"], "**A**"), (["A", "B"], "**A** and **B**"), (["A", "B", "C"], "**A**, **B** and **C**")],
)
def test_names_in_a_row(names: list[str], text: str) -> None:
    assert words.listed(names) == text


def test_the_reading_tells_what_the_shocks_do() -> None:
    planned, hit = simulate(CERTAIN), hit_by(CERTAIN, "losses-half-as-high-again")
    before, after = (float(result["arr"][-1, 0]) for result in (planned, hit))
    fall = ("$35M by Dec 2028", "54%", "31%")
    text = words.reading(planned, hit, ["Losses half as high again"], breaking_points(hit.plan), None, fall)
    assert text.startswith("With **Losses half as high again**, ARR in Apr 2029 is ")
    assert f"is \\{money(after, 'USD')}, \\{money(before - after, 'USD')} (" in text
    assert "less than planned" in text
    assert "the chance of \\$35M by Dec 2028 goes from 54% to 31%." in text
    assert text.count("$") == text.count("\\$")


def test_the_reading_without_a_shock_tells_where_the_draws_lie() -> None:
    planned = simulate(CERTAIN)
    text = words.reading(planned, planned, [], breaking_points(CERTAIN), (4e7, 6e7))
    assert text.startswith("No shock is on: ARR in Apr 2029 is \\$")
    assert "between \\$40M and \\$60M in 8 of 10 draws" in text


def test_many_shocks_are_counted_and_one_may_change_nothing() -> None:
    planned = simulate(CERTAIN)
    text = words.reading(planned, planned, ["A", "B", "C", "D"], [])
    assert text.startswith("With 4 shocks together, ARR in Apr 2029 stays at \\$")
    assert text.endswith("No lever alone breaks anything, however far it goes.")


def test_a_shock_that_helps_is_said_to() -> None:
    planned = simulate(CERTAIN)
    better = simulate(CERTAIN.with_levers({"enterprise.win_rate": 1.1 * CERTAIN.value("enterprise.win_rate")}))
    assert "more than planned" in words.reading(planned, better, ["A better win rate"], [])


@pytest.mark.parametrize(("times", "said"), [(1.0001, "under 0.1% more"), (0.9999, "under 0.1% less")])
def test_a_change_that_rounding_hides_is_not_given_in_digits(times: float, said: str) -> None:
    planned = simulate(CERTAIN)
    moved = simulate(CERTAIN.with_levers({"enterprise.acv": times * CERTAIN.value("enterprise.acv")}))
    text = words.reading(planned, moved, ["A"], [])
    assert f"ARR in Apr 2029 is \\{money(float(planned['arr'][-1, 0]), 'USD')}, {said} than planned" in text


def test_cash_that_runs_out_earlier_later_or_not_at_all() -> None:
    poor, rich = simulate(POOR), simulate(POOR.with_levers({"finance.cash": 1e9}))
    poorer = simulate(POOR.with_levers({"finance.cash": 1e6}))
    first, later = (month_without_cash(result) for result in (poorer, poor))
    assert first != later
    assert f"cash runs out in {first} instead of {later}" in words.reading(poor, poorer, ["A"], [])
    assert f"cash runs out in {later}" in words.reading(rich, poor, ["A"], [])
    assert "instead of" not in words.reading(rich, poor, ["A"], [])
    assert f"cash still runs out in {later}" in words.reading(poor, simulate(POOR), ["A"], [])
    assert "cash lasts after all" in words.reading(poor, rich, ["A"], [])
    assert f"cash runs out in {later}" in words.reading(poor, poor, [], [])


def month_without_cash(result: Result) -> str:
    month = int(np.flatnonzero(result["cash"][:, 0] < 0)[0])
    return f"{calendar.month_abbr[month % 12 + 1]} {2026 + month // 12}"


RETENTION = BreakingPoint("cash", 27, 0.12, "enterprise.gross_retention", "down", 0.95, 0.836)


def test_the_thinnest_margin_names_lever_values_and_what_breaks() -> None:
    assert words.thinnest([RETENTION], PLAN) == (
        "The thinnest margin is Enterprise gross revenue retention: at 83.6% instead of 95% (-12%) "
        "cash runs out in Mar 2028"
    )


def test_what_is_broken_already_comes_first() -> None:
    missed, burnt = BreakingPoint("target", 36, 0.0, metric="arr"), BreakingPoint("burn_multiple", 12, 0.0)
    text = words.thinnest([burnt, missed, RETENTION], PLAN)
    assert text.startswith(
        "Broken already: the burn multiple passes 2 in Dec 2026, and the target of $35M is missed in Dec 2028; after "
    )
    assert words.thinnest([missed], PLAN).endswith("no lever alone breaks anything else, however far it goes")


@pytest.mark.parametrize(
    ("direction", "margin", "today", "text"),
    [
        ("down", 0.0067, 1.0, "-0.67%"),
        ("up", 1.41, 1.0, "+141%"),
        ("up", 42.0, 1.0, "×43"),
        ("up", 2.0, 0.0, "from 0"),
    ],
)
def test_margins(direction: Any, margin: float, today: float, text: str) -> None:
    assert words.margin(BreakingPoint("cash", 1, margin, "enterprise.acv", direction, today, 2.0)) == text


def test_a_target_of_another_metric_is_named_with_what_it_asks() -> None:
    targets = (Target(month=12, metric="runway_months", least=12.0), Target(month=12, metric="nrr", least=1.1))
    plan = PLAN.changed(targets=targets)
    missed = BreakingPoint("target", 12, 0.1, "enterprise.acv", "down", 60e3, 54e3, "runway_months")
    assert words.breaks(missed, plan) == "the target of runway at least 12 months is missed in Dec 2026"


def test_a_market_without_limit_is_said_so() -> None:
    point = BreakingPoint("cash", 27, 1.0, "community.market", "down", 0.0, 2.5e6)
    assert words.ends(point, "USD") == ("no limit", "2,500,000")
    assert words.margin(point) == "from no limit"


def test_a_lever_that_breaks_at_once_from_0_has_no_exponent() -> None:
    at_once = BreakingPoint("burn_multiple", 1, 0.0, "enterprise.hires_per_quarter", "up", 0.0, 7.11e-14)
    assert words.ends(at_once, "USD") == ("0", "more than 0")
    assert "at more than 0 instead of 0" in words.thinnest([at_once], PLAN)


def test_values_have_the_digits_it_takes_to_tell_them_apart() -> None:
    near = BreakingPoint("cash", 1, 0.0002, "enterprise.ramp_months", "up", 7.5, 7.5014999)
    assert words.ends(near, "USD") == ("7.5", "7.501")
    assert words.ends(RETENTION, "USD") == ("95%", "83.6%")


def test_a_lever_breaks_first_what_it_breaks_soonest() -> None:
    later = BreakingPoint("burn_multiple", 30, 0.4, "enterprise.gross_retention", "down", 0.95, 0.57)
    other_way = BreakingPoint("cash", 30, 0.5, "enterprise.gross_retention", "up", 0.95, 1.0)
    assert break_table.first_of_each([RETENTION, later, other_way]) == [RETENTION, other_way]


def test_the_largest_fall_of_a_chance() -> None:
    def odds(*cash: float) -> Odds:
        return Odds("Cash lasts", "lasting cash", *cash)

    early, late = (f"${amount}M by Dec {year}" for amount, year in ((9, 2026), (35, 2028)))
    found = [Odds(early, early, 0.9, 0.8), Odds(late, late, 0.54, 0.31), odds(1.0, 0.999)]
    assert forecast.fall(found) == (late, "55%", "30%")
    assert forecast.fall([Odds(early, early, 0.5, 0.6), odds(0.93, 0.84)]) == ("lasting cash", "95%", "85%")
    assert forecast.fall([Odds(early, early, 0.5, 0.6), odds(1.0, 0.9999999)]) == ("lasting cash", "100%", "over 99%")
    assert forecast.fall([Odds(early, early, 0.5, 0.6), odds(0.71, 0.69)]) is None
    assert forecast.fall([Odds(early, early, 0.62, 0.58), odds(0.73, 0.72)]) == ("lasting cash", "75%", "70%")


def test_a_change_of_chances_adds_up_with_what_is_shown() -> None:
    moved = Odds("Cash lasts", "lasting cash", 0.37, 0.25)
    assert PROBABILITY.difference(moved.change, "") == "-10 pts"
    assert tiles.change(PROBABILITY, moved.shocked, moved.planned, "") == tiles.Change("10 pts", up=False, good=False)
    assert tiles.change(PROBABILITY, 0.61, 0.59, "") is None


def test_the_worst_burn_multiple_is_over_all_full_years() -> None:
    result = simulate(CERTAIN)
    flow, arr = result["free_cash_flow"][:, 0], np.concatenate([result.day_one["arr"], result["arr"][:, 0]])
    burnt = np.array([max(0.0, -flow[end - 12 : end].sum()) for end in range(12, 41)])
    assert words.worst_burn(result) == pytest.approx((burnt / (arr[12:] - arr[:-12])).max(), rel=1e-9)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((None, False, False), ""),
        (
            (1024, True, True),
            "Line: the plan. Dashed: the median of 1,024 draws. Band: 8 of 10 draws. Diamonds: targets. "
            "Grey: while a shock acts.",
        ),
    ],
)
def test_the_fan_says_what_its_marks_are(arguments: tuple[Any, ...], text: str) -> None:
    assert words.fan_about(*arguments) == text


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "plans").glob("*.toml")), ids=lambda path: path.stem)
def test_every_breaking_point_of_a_shipped_plan_can_be_read(path: Any) -> None:
    plan = plans.load(path)
    for point in breaking_points(plan):
        if point.value is None:
            continue
        today, value = words.ends(point, plan.currency)
        assert value
        assert today != value or CATALOGUE[point.lever or ""].is_money
        assert re.fullmatch(r"[-+][\d,.]+%|×[\d,]+|from 0|from no limit", words.margin(point))
        assert re.search(r" in [A-Z][a-z]{2} \d{4}$", words.breaks(point, plan))


def test_what_repairs_is_said_with_its_values() -> None:
    target = Target(month=36, least=35e6)
    moves = (Move("enterprise.win_rate", 0.22, 0.253), Move("enterprise.acv", 63_000.0, 766_000.0))
    assert words.repair(Repair("target", target, moves), PLAN) == (
        "**$35M ARR by Dec 2028 is kept** with Enterprise win rate 22% → 25.3%, or Enterprise "
        "contract value $63K → $766K (outside its usual range)"
    )
    found = Round(0.0, "found", 15, 4_123_456.0, 15, 0.0, 15)
    assert words.repair(Repair("cash", round=found), PLAN) == "**Cash lasts** with a round of $4.13M in Mar 2027"
    assert words.repair(Repair("all"), PLAN) == "**All of it holds** with no lever alone"


def test_many_broken_limits_are_a_list() -> None:
    broken = [
        BreakingPoint("cash", 27, 0.0),
        BreakingPoint("burn_multiple", 12, 0.0),
        BreakingPoint("target", 36, 0.0, metric="arr"),
    ]
    assert words.all_broken(broken, PLAN).split("\n")[2:] == [
        "- cash runs out in Mar 2028",
        "- the burn multiple passes 2 in Dec 2026",
        "- the target of $35M is missed in Dec 2028",
    ]
    assert words.all_broken(broken[:1], PLAN) == "Broken already: cash runs out in Mar 2028."
    many = [*broken, BreakingPoint("target", 12, 0.0, metric="arr")]
    assert words.thinnest(many, PLAN).startswith("4 limits are broken already; no lever alone")
