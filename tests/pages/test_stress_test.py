"""The Stress test page: shocks on and off, what they do, and what becomes of them."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from hand import current, press
from streamlit.testing.v1 import AppTest
from support import PLAN, ROOT, Tile, key_numbers, rows_of_tiles

from planner import plan as plans
from planner.analysis.draws import promises, uncertainty
from planner.analysis.levers.breaking_points import breaking_points
from planner.analysis.levers.repairs import repairs
from planner.analysis.levers.sensitivity import largest
from planner.model.simulate import simulate
from planner.plan import Correlation, Event, Plan, Target
from planner.plan.placed_shocks import PlacedShock, with_shocks
from planner.plan.shocks import Shock, load
from planner.ui.kit import promise_text
from planner.ui.kit.metrics import FIRST
from planner.ui.kit.words import dollars
from planner.ui.pages.stress_test import words
from planner.ui.pages.stress_test.breaking_points import LIMITS
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import likely, money

App = Callable[..., AppTest]
ACV, WINS = "enterprise.acv", "enterprise.win_rate"
LOSSES, RAMP, USAGE = "losses-half-as-high-again", "slower-ramp", "usage-falls"
STEMS = sorted(path.stem for path in (ROOT / "data" / "shocks").glob("*.toml"))
PLANS = {path.stem: plans.load(path) for path in sorted((ROOT / "data" / "plans").glob("*.toml"))} | {
    "everything at its minimum": Plan(levers={lever.id: lever.min for lever in CATALOGUE.values()}),
    "twelve months": Plan(months=12),
    "lumpy without ranges": Plan(lumpy=True),
}


@pytest.fixture
def page(app: App) -> Callable[..., AppTest]:
    return lambda plan=None: app(plan).switch_page("pages/stress_test.py").run()


def switch(test: AppTest, stem: str, on: bool = True) -> AppTest:
    return test.toggle(key=f"shock-on-{stem}").set_value(on).run()


def shock(stem: str) -> Shock:
    return load(ROOT / "data" / "shocks" / f"{stem}.toml")


def fine(test: AppTest) -> bool:
    return not test.exception and not test.error


def table(test: AppTest, alt: str) -> list[list[str]]:
    """The rows of a table, headings first; none where there is no such table."""
    found = [element.proto.body for element in test.get("html") if f'aria-label="{alt}' in element.proto.body]
    cells = [re.findall(r"<t[hd][^>]*>([^<]*)</t", row) for html in found for row in html.split("<tr>")[1:]]
    return [[unescape(cell) for cell in row] for row in cells]


def chances(test: AppTest) -> list[Tile]:
    """The chances below the key numbers."""
    return rows_of_tiles(test)[0]


def test_a_shock_is_put_into_the_plan_from_the_second_year_on(page: App) -> None:
    test = page()
    before, after = (
        float(simulate(plan)["arr"][-1, 0]) for plan in (PLAN, with_shocks(PLAN, [PlacedShock(shock(LOSSES), 13, 12)]))
    )
    assert key_numbers(test)[0] == Tile("ARR in Dec 2030", money(before, "USD"), "")
    switch(test, LOSSES)
    assert key_numbers(test)[0] == Tile("ARR in Dec 2030", money(after, "USD"), money(after - before, "USD"))
    assert current(test) == PLAN


def test_changes_of_chances_are_those_of_the_chances_shown(page: App) -> None:
    test, said = page(), "Chances from 5% to 95% are read to 5 points; a change is that of the chances shown."
    assert said not in "".join(element.proto.body for element in test.get("html"))
    switch(test, LOSSES)
    assert said in "".join(element.proto.body for element in test.get("html"))
    tiles = re.findall(r'class="tile">.*?</small>', "".join(element.proto.body for element in test.get("html")))
    moved = [tile for tile in tiles if "Chance" in tile and " pt" in tile]
    assert moved
    for tile in moved:
        shown = re.search(r"<b>(\d+)%</b>.*?</span> (\d+) pts?</span>.*?Chance; (\d+)% as planned", tile)
        assert shown
        now, points, planned = map(int, shown.groups())
        assert points == abs(now - planned)


def test_its_months_can_be_changed(page: App) -> None:
    test = switch(page(), LOSSES)
    test.selectbox(key=f"shock-start-{LOSSES}").set_value(7).run()
    test.text_input(key=f"number-shock-months-{LOSSES}").set_value("24").run()
    hit = simulate(with_shocks(PLAN, [PlacedShock(shock(LOSSES), 7, 24)]))
    assert key_numbers(test)[0].value == money(float(hit["arr"][-1, 0]), "USD")


def test_a_shock_says_how_long_it_lasts_and_may_stay_for_good(page: App) -> None:
    test = page()
    assert "12 months from Jan 2027" in test.toggle(key=f"shock-on-{LOSSES}").label
    switch(test, LOSSES).checkbox(key=f"shock-stays-{LOSSES}").check().run()
    assert "for good from Jan 2027" in test.toggle(key=f"shock-on-{LOSSES}").label
    hit = simulate(with_shocks(PLAN, [PlacedShock(shock(LOSSES), 13, None)]))
    assert key_numbers(test)[0].value == money(float(hit["arr"][-1, 0]), "USD")
    assert not any(box.key == f"shock-stays-{USAGE}" for box in switch(test, USAGE).checkbox)


@pytest.mark.parametrize("months", ["0", "-3", "121", "1e9"])
def test_a_length_that_is_not_possible_changes_nothing(page: App, months: str) -> None:
    test = switch(page(), LOSSES)
    before = key_numbers(test)
    test.text_input(key=f"number-shock-months-{LOSSES}").set_value(months).run()
    assert [error.value for error in test.error] == [f'Months = "{months}": must be 1 to 120 months']
    assert key_numbers(test) == before
    assert test.text_input(key=f"number-shock-months-{LOSSES}").value == "12"
    assert not test.run().error


def test_a_shock_with_a_length_of_its_own_is_not_asked_for_one(page: App) -> None:
    test = switch(page(), USAGE)
    assert test.selectbox(key=f"shock-start-{USAGE}").value == 13
    with pytest.raises(KeyError):
        test.text_input(key=f"number-shock-months-{USAGE}")


def test_shocks_stay_on_while_another_page_is_visited(page: App) -> None:
    test = switch(page(), RAMP)
    test.text_input(key=f"number-shock-months-{RAMP}").set_value("30").run()
    numbers = key_numbers(test)
    test.switch_page("pages/retention.py").run()
    test.switch_page("pages/stress_test.py").run()
    assert test.toggle(key=f"shock-on-{RAMP}").value
    assert test.text_input(key=f"number-shock-months-{RAMP}").value == "30"
    assert key_numbers(test) == numbers


def test_clear_switches_them_off(page: App) -> None:
    test = page()
    before = key_numbers(test)
    switch(switch(test, LOSSES), RAMP)
    assert key_numbers(test) != before
    test.button(key="shocks-clear").click().run()
    assert key_numbers(test) == before
    assert not any(toggle.value for toggle in test.toggle)


def test_shocks_are_added_to_the_plan_and_taken_back(page: App) -> None:
    test = switch(switch(page(), LOSSES), RAMP)
    numbers = [tile.value for tile in key_numbers(test)]
    test.button(key="shocks-add").click().run()
    assert current(test) == with_shocks(PLAN, [PlacedShock(shock(LOSSES), 13, 12), PlacedShock(shock(RAMP), 13, 24)])
    assert [tile.value for tile in key_numbers(test)] == numbers
    assert not any(toggle.value for toggle in test.toggle)
    assert "**Losses half as high again** and **Slower ramp**" in test.success[0].value
    assert not test.run().success
    press(test, "undo")
    assert current(test) == PLAN


def test_the_start_of_a_shock_follows_a_shorter_plan(page: App) -> None:
    test = switch(page(Plan(months=60)), LOSSES)
    test.selectbox(key=f"shock-start-{LOSSES}").set_value(50).run()
    test.switch_page("pages/plan.py").run()
    test.text_input(key="number-settings-months").set_value("24").run()
    test.switch_page("pages/stress_test.py").run()
    assert test.selectbox(key=f"shock-start-{LOSSES}").value == 13
    assert fine(test)


def test_chances_as_planned_and_under_shocks(page: App) -> None:
    test = page()
    planned = [tile.value for tile in chances(test)]
    assert table(test, "Chance of each target")[0] == ["Promised", "As planned"]
    switch(test, LOSSES)
    head, *rows = table(test, "Chance of each target")
    assert head == ["Promised", "As planned", "Under shocks", "Change"]
    assert [row[1] for row in rows] == planned
    assert [row[2] for row in rows] == [tile.value for tile in chances(test)]
    targets = ["$12M ARR by Dec 2026", "$35M ARR by Dec 2028", "$80M ARR by Dec 2030"]
    assert [row[0] for row in rows] == ["Everything promised", *targets, "Cash lasts"]
    assert float(rows[2][2].strip("%")) < float(rows[2][1].strip("%"))


def test_the_page_says_how_likely_all_promises_are(page: App) -> None:
    """Of the draws that fail, the target that is missed first, counted here."""
    plan = PLAN.changed(targets=(*PLAN.targets, Target(month=24, metric="headcount", most=150.0)), correlations=())
    test = page(plan)
    draws = uncertainty.run(plan, keep=("arr", "cash", "headcount"))
    missed = {one: ~np.array([one.met(value) for value in draws[one.metric][one.month - 1]]) for one in plan.targets}
    out = (draws["cash"] < -0.005).any(axis=0)
    holds = 1 - (np.any(list(missed.values()), axis=0) | out).mean()
    said = " ".join(text.value for text in test.markdown)
    assert f"Everything promised holds and cash lasts in {likely(holds)} of the draws, given your ranges." in said
    assert chances(test)[0].value == likely(holds)
    assert "What breaks it first most often is" in said
    assert any(tile.label == "Headcount at most 150 in Dec 2027" for tile in chances(test))


def test_a_plan_without_ranges_says_how_to_add_them(page: App) -> None:
    test = page(Plan())
    said = " ".join(info.value for info in test.info)
    assert "no ranges" in said
    assert "±" in said
    assert "add one on Plan" in said
    assert not table(test, "Chance of each target")
    assert not any(button.key == "stress-explain" for button in test.button)
    test = page(Plan(targets=(Target(month=12, least=1.0), Target(month=24, least=1e12), Target(month=99, least=1.0))))
    assert [tile.value for tile in chances(test)] == ["met", "missed"]
    assert "no targets" not in " ".join(info.value for info in test.info)


def test_an_uncertain_plan_without_targets_says_so(page: App) -> None:
    test = page(Plan(uncertainty={"enterprise.win_rate": (0.1, 0.4)}))
    assert any("no targets: add one on Plan" in html.proto.body for html in test.get("html"))
    test.button_group(key="stress-limit").set_value("target").run()
    assert any("no targets" in info.value for info in test.info)


def test_the_thinnest_margins_and_the_rest(page: App) -> None:
    test = page()
    head, *rows = table(test, "Breaking points")
    assert head == ["Lever", "Today", "Breaks at", "Margin", "What breaks", "When"]
    ahead = [point for point in breaking_points(PLAN) if point.value is not None]
    first = ahead[0]
    assert rows[0][3] == words.margin(first)
    assert rows[0][0] == lever_text.name(CATALOGUE[first.lever or ""])
    assert len(rows) == 10
    assert any(
        "the target of \\$35M is missed in Dec 2028, and the target of \\$80M" in box.value for box in test.warning
    )
    test.session_state["stress-rest"] = True
    test.run()
    ways = {(point.lever, point.direction) for point in ahead}
    assert len([row for row in table(test, "Breaking points") if row[0] != "Lever"]) == len(ways)


def test_margins_of_one_limit_under_the_shocks_and_as_planned(page: App) -> None:
    test = switch(page(), LOSSES)
    test.button_group(key="stress-limit").set_value("cash").run()
    under = table(test, "Breaking points")[1:]
    assert {row[4] for row in under} == {"cash"}
    test.button_group(key="stress-of").set_value("planned").run()
    assert table(test, "Breaking points")[1:] != under
    test.button_group(key="stress-limit").set_value("target").run()
    assert {row[4] for row in table(test, "Breaking points")[1:]} == {"target of $12M"}


def test_the_share_of_each_lever_is_worked_out_when_asked_for(page: App) -> None:
    test = page()
    assert not table(test, "How much of the variance")
    test.button(key="stress-explain").click().run()
    head, *rows = table(test, "How much of the variance")
    assert head == ["Lever", "Alone", "With others"]
    assert len(rows) == len(PLAN.uncertainty)
    assert sum(float(row[1].strip("%")) for row in rows) == pytest.approx(100, abs=15)
    test.selectbox(key="stress-metric").set_value("cash").run()
    assert not table(test, "How much of the variance")


def test_a_metric_without_a_value_says_so(page: App) -> None:
    test = page()
    test.selectbox(key="stress-metric").set_value("arr_growth").run()
    key = next(box.key for box in test.selectbox if str(box.key).startswith("stress-month"))
    test.selectbox(key=key).set_value(3).run()
    assert any("has no finite value in Mar 2026" in info.value for info in test.info)
    assert fine(test)


def test_shares_of_what_is_endless_in_some_draws_are_refused(page: App) -> None:
    """Nobody new comes, and what a burning company has grows in some draws and shrinks in others."""
    nobody = ("community.visitors", "community.free_accounts", "marketing.mqls", "enterprise.opening_pipeline")
    ranges = {"enterprise.gross_retention": (0.3, 1.0), "enterprise.expansion": (0.0, 1.0)}
    plan = Plan(levers=dict.fromkeys(nobody, 0.0), uncertainty=ranges)
    burnt = uncertainty.run(plan, keep=("burn_multiple",))["burn_multiple"][-1]
    assert 0 < np.isinf(burnt).mean() < 1
    test = page(plan)
    test.selectbox(key="stress-metric").set_value("burn_multiple").run()
    test.button(key="stress-explain").click().run()
    assert any("has no finite value in some draws of Dec 2030" in info.value for info in test.info)
    assert fine(test)


@pytest.mark.parametrize("metric", [*FIRST, "idle_bdrs", "se_cold", "arr_signed_year_3", "won_arr_self_serve"])
def test_metrics_can_be_asked_about(page: App, metric: str) -> None:
    test = switch(page(), LOSSES)
    test.selectbox(key="stress-metric").set_value(metric).run()
    assert fine(test)
    drawn = len([chart for chart in test.get("vega_lite_chart") if chart.proto.alt])
    assert drawn == 3 or test.info, "what cannot be drawn is said instead"


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
def test_every_plan_stands_every_shock_and_every_view(page: App, plan: Plan) -> None:
    test = page(plan)
    for stem in STEMS:
        test.toggle(key=f"shock-on-{stem}").set_value(True)
    assert fine(test.run()), test.exception
    for column in ("cash", "headcount", "arr"):
        assert fine(test.button_group(key="stress-column").set_value(column).run()), column
    for limit in LIMITS:
        assert fine(test.button_group(key="stress-limit").set_value(limit).run()), limit
    assert f"With {len(STEMS)} shocks together" in " ".join(text.value for text in test.markdown)


def test_a_broken_plan_is_told_what_would_repair_it(page: App) -> None:
    targets = (Target(month=12, least=2e7), Target(month=24, least=3e7), Target(month=36, least=6e7))
    plan = PLAN.changed(targets=targets).with_levers({"finance.cash": 1e6, "people.engineer_hires_per_quarter": 60.0})
    broken = {point.limit for point in breaking_points(plan) if point.already}
    assert broken == {"cash", "burn_multiple", "target"}
    assert not [point for point in breaking_points(plan) if point.value is not None]
    test = page(plan)
    assert "\n- cash runs out in" in test.warning[-1].value
    said = "\n".join(text.value for text in test.markdown)
    assert all(dollars(words.repair(one, plan)) in said for one in repairs(plan))
    assert "limits are broken already" in said


def test_ranges_are_dropped_and_set_all_at_once(page: App) -> None:
    test = page()
    test.button(key="ranges-none").click().run()
    assert (current(test).uncertainty, current(test).correlations) == ({}, ())
    test.button(key="ranges-largest").click().run()
    assert any("10 levers have a range; each stands beside its lever." in one.proto.body for one in test.get("html"))
    assert set(current(test).uncertainty) == set(largest(PLAN))
    assert current(test).ends == "p10-p90"
    assert table(test, "Chance of each target")
    for _ in range(2):
        press(test, "undo")
    assert current(test) == PLAN
    assert fine(test)


def test_what_ranges_mean_and_how_they_go_together_is_chosen_here(page: App) -> None:
    test = page()
    test.button_group(key="ranges-ends").set_value("p10-p90").run()
    test.slider(key="ranges-together").set_value(0.2).run()
    assert (current(test).ends, current(test).together) == ("p10-p90", 0.2)
    assert fine(test)


def test_what_cannot_go_together_is_refused(page: App) -> None:
    """Three levers that are good for ARR, one pair of which is said to go apart."""
    ranges = {name: (0.8 * PLAN.value(name), 1.2 * PLAN.value(name)) for name in (ACV, WINS)}
    apart = Correlation(a=ACV, b=WINS, rank=-0.9)
    more = {name: (0.8 * PLAN.value(name), 1.2 * PLAN.value(name)) for name in ("enterprise.quota", "marketing.mqls")}
    plan = PLAN.changed(uncertainty=ranges | more, correlations=(apart,))
    test = page(plan)
    test.slider(key="ranges-together").set_value(0.9).run()
    (refusal,) = [error.value for error in test.error]
    assert current(test) == plan
    most = float(re.search(r"must be (\S+) or less", refusal)[1])
    test.slider(key="ranges-together").set_value(most).run()
    assert current(test).together == most
    assert fine(test)


def test_shipped_ranges_are_said_to_be(page: App) -> None:
    shipped = {f"range:{lever}": "shipped" for lever in PLAN.uncertainty}
    test = page(PLAN.changed(origin=shipped))
    count = len(PLAN.uncertainty)
    assert any(f"{count} levers have a range, all as shipped" in one.proto.body for one in test.get("html"))


SLUMP = Event(name="Slump", lever="enterprise.win_rate", change="multiply", value=0.5, start=7, chance=0.25, id="slump")


def test_an_event_by_chance_is_shown_without_and_with_it(page: App) -> None:
    cheaper = Event(lever="enterprise.acv", change="multiply", value=0.9, start=3, latest=9, chance=0.5)
    plan = PLAN.changed(events=(SLUMP, cheaper), correlations=())
    test = page(plan)
    box = next(box for box in test.selectbox if box.key == "stress-by-chance")
    assert box.options == [
        "All of them",
        "Slump: 25%, starts in Jul 2026",
        "Enterprise contract value: 50%, starts from Mar 2026 to Sep 2026",
    ]
    for key, changed in (("all", (SLUMP, cheaper)), ("slump", (SLUMP,))):
        test.selectbox(key="stress-by-chance").set_value(key).run()
        head, *rows = table(test, "Chances without it")
        assert head == ["Promised", "Without", "With its chance", "It happens"]
        gone = tuple(event for event in plan.events if event not in changed)
        sure = tuple(replace(event, chance=1.0) if event in changed else event for event in plan.events)
        for column, events in enumerate((gone, plan.events, sure), 1):
            one = plan.changed(events=events)
            found = promises.of(uncertainty.run(one, keep=promises.columns(one)))
            assert [row[column] for row in rows] == [
                likely(each.probability) for each in promise_text.chances(one, found)
            ]
    assert fine(test)


def test_the_chance_of_an_event_is_set_here_too(page: App) -> None:
    test = page(PLAN.changed(events=(replace(SLUMP, chance=1.0),)))
    assert not [button for button in test.button if str(button.key).startswith("event-edit-")]
    test.session_state["stress-events"] = True
    test.run()
    next(button for button in test.button if str(button.key).startswith("event-edit-")).click().run()
    (chance,) = [field for field in test.text_input if field.label == "Chance"]
    chance.set_value("30%").run()
    next(button for button in test.button if button.label == "Save").click().run()
    assert [event.chance for event in current(test).events] == [0.3]
    assert table(test, "Chances without it")
    assert fine(test)


def test_without_anything_left_to_chance_there_is_no_such_table(page: App) -> None:
    for event in (replace(SLUMP, active=False), replace(SLUMP, chance=1.0)):
        assert not table(page(PLAN.changed(events=(event,))), "Chances without it")


def test_a_certain_plan_with_an_event_by_chance_has_chances(page: App) -> None:
    test = page(Plan(targets=(Target(month=24, least=1.0),), events=(SLUMP,)))
    rows = table(test, "Chances without it")[1:]
    assert rows[0][:2] == ["Everything promised", rows[-1][1]]
    assert {row[1] for row in rows} <= {"0%", "100%"}
    assert fine(test)


def test_what_going_together_does_to_everything_promised_is_said(page: App) -> None:
    plan = PLAN.changed(correlations=(), together=0.5)
    test = page(plan)
    apart = plan.changed(together=0.0)
    now, then = (
        likely(promises.of(uncertainty.run(one, keep=promises.columns(one))).everything) for one in (plan, apart)
    )
    said = f"Everything promised holds in {now} of the draws. At 0, each lever on its own, it would be {then}."
    assert any(said == caption.value for caption in test.caption)
