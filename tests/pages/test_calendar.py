"""The calendar of the page Plan: chosen, moved, taken out, added, as the browser asks for it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hand import current, history, open_box, press, send, shown
from streamlit.testing.v1 import AppTest

from planner.plan import Event, Funding, Plan, Target

App = Callable[..., AppTest]
PLAN = Plan(
    targets=(Target(month=24, least=1e7), Target(month=36, least=2e7)),
    funding=(Funding(month=18, amount=5e6),),
    events=(
        Event(name="Freeze", lever="people.backfill", change="set", value=0, start=7, months=6, id="freeze"),
        Event(lever="enterprise.win_rate", change="multiply", value=0.8, start=5, chance=0.2),
    ),
)


@pytest.fixture
def page(app: App) -> Callable[..., AppTest]:
    def visit(plan: Plan = PLAN) -> AppTest:
        return app(plan).switch_page("pages/plan.py").run()

    return visit


def items(test: AppTest) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in shown(test, "calendar")["items"]}


def ask(test: AppTest, does: str, item: str, mark: str = "", **more: Any) -> AppTest:
    """Ask something of an item, as it is drawn unless it was drawn otherwise."""
    return send(test, {"does": does, "id": item, "mark": mark or items(test)[item]["mark"], **more}, name="calendar")


def test_a_drag_is_one_step_and_opens_the_form(page: App) -> None:
    test = page()
    mark = items(test)["funding:0"]["mark"]
    for month in (17, 12, 9):
        ask(test, "move", "funding:0", mark, month=month, gesture=1)
    assert current(test) == PLAN.changed(funding=(Funding(month=9, amount=5e6),))
    assert [step.label for step in history(test).past] == ["moving $5M"]
    assert items(test)["funding:0"]["chosen"]
    assert test.text_input(key="number-funding-amount-0").value == "$5,000,000"
    (month,) = [one for one in test.selectbox if str(one.key).startswith("funding-month-0")]
    assert month.value == 9
    press(test, "undo")
    assert current(test) == PLAN


def test_a_drag_that_comes_back_is_no_step(page: App) -> None:
    test = page()
    mark = items(test)["event:0"]["mark"]
    for month in (9, 999, -3, 7):
        ask(test, "move", "event:0", mark, month=month, gesture=1)
    assert (current(test), history(test).past) == (PLAN, ())


def test_a_move_to_a_month_that_is_taken_is_refused(page: App) -> None:
    test = ask(page(), "move", "target:0", month=36, gesture=1)
    assert "a month has one target" in test.error[0].value
    assert current(test) == PLAN


def test_every_kind_opens_its_form(page: App) -> None:
    test = ask(page(), "choose", "target:1")
    assert test.text_input(key="number-targets-amount-1").value == "$20,000,000"
    ask(test, "choose", "event:0")
    assert test.toggle[0].label == "Freeze"
    assert not [one for one in test.text_input if "targets" in str(one.key)]
    test.toggle[0].set_value(False).run()
    assert not current(test).events[0].active
    assert not items(test)["event:0"]["acts"]
    assert items(test)["event:0"]["chosen"]


@pytest.mark.parametrize(("item", "part"), [("target:0", "targets"), ("funding:0", "funding")])
def test_a_target_and_a_round_are_switched_off_and_on(page: App, item: str, part: str) -> None:
    test = ask(page(), "choose", item)
    for active in (False, True):
        test.toggle[0].set_value(active).run()
        assert getattr(current(test), part) == (
            replace(getattr(PLAN, part)[0], active=active),
            *getattr(PLAN, part)[1:],
        )
        assert items(test)[item]["acts"] == active
        assert test.toggle[0].value == active
    assert not test.error


def test_what_is_deleted_twice_at_once_is_deleted_once(page: App) -> None:
    test = page()
    mark = items(test)["target:0"]["mark"]
    for _ in range(2):
        ask(test, "remove", "target:0", mark)
    assert current(test) == PLAN.changed(targets=PLAN.targets[1:])


def test_what_is_added_has_its_form_open(page: App) -> None:
    test = page()
    test.button(key="targets-add").click().run()
    assert items(test)["target:2"]["chosen"]
    assert shown(test, "focus")["key"] == "number-targets-amount-2"
    test.button(key="funding-add").click().run()
    assert items(test)["funding:1"]["chosen"]
    assert shown(test, "focus")["key"] == "number-funding-amount-1"
    open_box(test, "plays-open")
    next(one for one in test.button if str(one.key).startswith("play-")).click().run()
    assert items(test)["event:2"]["chosen"]
    assert not test.error


def test_notes_and_what_does_not_act_are_told(page: App) -> None:
    plan = PLAN.changed(
        notes={"event:freeze": "the board asked for it"}, events=(replace(PLAN.events[0], active=False), PLAN.events[1])
    )
    told = items(page(plan))
    assert told["event:0"]["about"].endswith("Why: the board asked for it")
    assert [(told[one]["acts"], told[one]["idle"]) for one in ("event:0", "event:1")] == [
        (False, "off"),
        (False, "by chance"),
    ]


@pytest.mark.parametrize(("start", "months", "first"), [("2026-01", 60, 1), ("2026-03", 24, 11), ("2026-12", 120, 2)])
def test_the_years_of_the_axis_stand_at_their_january(page: App, start: str, months: int, first: int) -> None:
    told = shown(page(Plan(start=start, months=months)), "calendar")
    assert told["ticks"][0]["month"] == first
    assert all(told["names"][tick["month"] - 1] == f"Jan {tick['text']}" for tick in told["ticks"])
    assert len(told["ticks"]) <= 6
