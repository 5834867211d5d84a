"""Compare: which plans, what they come to, why they differ, and what is taken over."""

from collections.abc import Callable
from typing import Any

import pytest
from hand import current, history
from streamlit.testing.v1 import AppTest
from support import PLAN

from planner.analysis.explain.explanation import explain
from planner.plan import Event, Funding, Plan, dumps
from planner.vocabulary.columns import COLUMNS

PAGE = "pages/compare.py"
FREEZE = Event(name="Freeze", id="freeze", lever="enterprise.hires_per_quarter", change="multiply", value=0.0, start=4)
OTHER = PLAN.with_levers({"enterprise.win_rate": 0.3}).changed(
    name="Board",
    events=(*PLAN.events, FREEZE),
    funding=(*PLAN.funding, Funding(month=9, amount=3e6)),
    notes={"enterprise.win_rate": "New pricing"},
)


def opened(app: Callable[..., AppTest], plan: Plan = OTHER, baseline: Plan = PLAN) -> AppTest:
    test = app(plan, baseline).switch_page(PAGE).run()
    assert not test.exception
    assert not test.error, [one.value for one in test.error]
    return test


def button(test: AppTest, label: str) -> Any:
    return next(one for one in test.button if label in one.label.replace("\\", ""))


def texts(test: AppTest) -> str:
    return " ".join(one.value for one in (*test.main.markdown, *test.main.caption)).replace("\\", "")


def test_the_changes_since_the_baseline_are_split(app: Callable[..., AppTest]) -> None:
    test = opened(app)
    assert test.multiselect(key="compare-plans").value == ["baseline", "now"]
    found = explain(PLAN, OTHER, "arr", PLAN.months)
    chart = test.get("vega_lite_chart")[-1].proto
    assert chart.alt == f"ARR from {PLAN.name} (baseline) to Board (current), by what differs"
    assert "interact most" in texts(test)
    assert ("more" if found.after > found.before else "less") in texts(test)
    assert "Freeze" in texts(test)
    assert "Board (current): New pricing" in texts(test)


def test_one_click_takes_a_difference_over_and_undo_takes_it_back(app: Callable[..., AppTest]) -> None:
    test = opened(app)
    win = next(one for one in test.button if one.key and one.key.startswith("compare-take-0-baseline"))
    assert not win.disabled
    test = win.click().run()
    assert not test.exception
    assert current(test).value("enterprise.win_rate") == PLAN.value("enterprise.win_rate")
    assert current(test).events == OTHER.events
    assert "enterprise.win_rate" not in current(test).notes
    assert history(test).past[-1].label == f"taking over Enterprise win rate from {PLAN.name} (baseline)"
    assert history(test).undone().now.plan == OTHER
    freeze = next(one for one in test.button if "–" in one.label and not one.disabled)
    test = freeze.click().run()
    assert current(test).events == PLAN.events


def test_what_cannot_be_taken_over_says_why(app: Callable[..., AppTest]) -> None:
    short = PLAN.changed(months=12, funding=tuple(one for one in PLAN.funding if one.month <= 12))
    long = PLAN.changed(months=36, funding=(*short.funding, Funding(month=30, amount=1e6)))
    test = opened(app, short, long)
    test = next(one for one in test.button if one.key and "$1M" in one.label.replace("\\", "")).click().run()
    assert any("must be within the plan's months, 1 to 12" in one.value for one in test.error)
    assert current(test) == short


def test_a_plan_of_another_start_and_currency_is_said(app: Callable[..., AppTest]) -> None:
    other = Plan(name="Kronor", start="2026-07", months=24, currency="SEK")
    test = opened(app, other, Plan(name="Dollars", start="2026-01"))
    said = texts(test)
    assert "Kronor (current) starts in Jul 2026; it is read in the same calendar month." in said
    assert "Kronor (current) has 24 months, Dollars (baseline) 60." in said
    assert "what one is worth in USD is not known: amounts are not compared" in said
    assert [one.value for one in test.error] == []
    converted = opened(app, other.changed(usd=0.1), Plan(name="Dollars", start="2026-01"))
    assert "amounts are converted, one SEK is 0.1 USD" in texts(converted)
    test.toggle(key="compare-calendar").set_value(False).run()
    assert "it is read in its month 24, Jun 2028" in texts(test)
    small = opened(app, Plan(name="Dollars"), Plan(name="Yen", currency="JPY", usd=0.0064))
    assert "It cannot be split. currency = JPY: would take" in texts(small)


def test_other_plans_are_chosen_and_brought(app: Callable[..., AppTest]) -> None:
    test = opened(app, PLAN, PLAN)
    assert test.multiselect(key="compare-plans").value[0] == "now"
    test.multiselect(key="compare-plans").set_value(["now"]).run()
    assert any("Choose 2 to 6 plans" in one.value for one in test.info)
    three = ["now", "shipped:churn-70", "shipped:churn-95"]
    test.multiselect(key="compare-plans").set_value(three).run()
    assert not test.exception
    test.switch_page("app.py").run()
    test.switch_page(PAGE).run()
    assert test.multiselect(key="compare-plans").value == three
    assert test.selectbox(key="compare-other").value == 1
    test.file_uploader(key="compare-upload").upload("theirs.toml", dumps(OTHER).encode(), "application/toml").run()
    assert test.multiselect(key="compare-plans").value == [*three, "file:theirs.toml"]
    test.file_uploader(key="compare-upload").upload("wrong.toml", b"[plan]\nname = 3", "application/toml").run()
    assert any("wrong.toml" in one.value for one in test.error)


def test_many_differences_are_split_when_asked_for(app: Callable[..., AppTest]) -> None:
    test = opened(app, PLAN, PLAN)
    test.multiselect(key="compare-plans").set_value(["shipped:mongodb-2017", "shipped:datadog-2018"]).run()
    charts = len(test.get("vega_lite_chart"))
    test = button(test, "Split it by its").click().run(timeout=120)
    assert not test.exception
    assert len(test.get("vega_lite_chart")) == charts + 1
    assert "± its standard error" in texts(test)


@pytest.mark.parametrize("metric", ["cash", "burn_multiple"])
def test_any_metric_is_drawn(app: Callable[..., AppTest], metric: str) -> None:
    test = opened(app)
    test.selectbox(key="compare-metric").set_value(metric).run()
    assert not test.exception
    assert not test.error, [one.value for one in test.error]
    label, moves = COLUMNS[metric].label, any(one.effect for one in explain(PLAN, OTHER, metric, PLAN.months).effects)
    split = [f"{label} from {PLAN.name} (baseline) to Board (current), by what differs"] if moves else []
    drawn = [chart.proto.alt for chart in test.get("vega_lite_chart")]
    assert drawn == [f"{label} of every plan over time", *split]
