"""A link that offers a plan: its changes are accepted or rejected, and the current plan stays until then."""

from collections.abc import Callable
from typing import Any

import pytest
from hand import component, current, history, shown
from streamlit.testing.v1 import AppTest
from support import PLAN

from planner.exchange import shared_links
from planner.model.simulate import simulate
from planner.plan import Event, Plan
from planner.ui.frame import share
from planner.vocabulary.numbers import money, month_name

FREEZE = Event(name="Freeze", id="freeze", lever="enterprise.hires_per_quarter", change="multiply", value=0.0, start=4)
BASE = Plan(name="Base", levers={"enterprise.win_rate": 0.2})
THEIRS = BASE.with_levers({"enterprise.win_rate": 0.3, "enterprise.ramp_months": 4.0}).changed(
    name="Theirs", events=(FREEZE,), notes={"enterprise.win_rate": "New pricing"}
)


def offered(app: Callable[..., AppTest], text: str, plan: Plan = PLAN) -> AppTest:
    test = app(plan)
    test.query_params["r"] = text
    return test.run()


def boxes(test: AppTest) -> dict[str, Any]:
    return {box.label.replace("\\", ""): box for box in test.checkbox if str(box.key).startswith("shared-accept")}


def press(test: AppTest, key: str) -> AppTest:
    test = test.button(key=key).click().run()
    assert not test.exception
    return test


def test_an_offer_shows_what_differs_and_leaves_the_plan_alone(app: Callable[..., AppTest]) -> None:
    test = offered(app, shared_links.encode(THEIRS, BASE))
    assert not test.exception
    assert [*boxes(test)] == [
        "Account executive ramp: 7.5 → 4",
        "Enterprise win rate: 20% → 30%",
        "Freeze: – → Account executives hired × 0, from Apr 2026 for good",
    ]
    assert any("New pricing" in one.value for one in test.caption)
    assert (current(test), history(test).past) == (PLAN, ())
    assert test.query_params["r"]
    test.switch_page("pages/model.py").run()
    assert len(boxes(test)) == 3
    test = press(test, "shared-decline")
    assert (current(test), boxes(test), "r" in test.query_params) == (PLAN, {}, False)


def test_opening_takes_what_was_accepted_and_undo_takes_it_back(app: Callable[..., AppTest]) -> None:
    test = press(offered(app, shared_links.encode(THEIRS, BASE)), "shared-open")
    assert history(test).now[:2] == (THEIRS, BASE)
    assert history(test).undone().now.plan == PLAN
    assert "r" not in test.query_params
    test = offered(app, shared_links.encode(THEIRS, BASE))
    boxes(test)["Enterprise win rate: 20% → 30%"].uncheck().run()
    test = press(test, "shared-open")
    plan = current(test)
    assert (plan.name, plan.value("enterprise.win_rate"), plan.events) == ("Theirs", 0.2, (FREEZE,))
    assert plan.value("enterprise.ramp_months") == 4
    assert "enterprise.win_rate" not in plan.notes


def test_changes_are_taken_into_the_current_plan(app: Callable[..., AppTest]) -> None:
    test = offered(app, shared_links.encode(THEIRS, BASE))
    boxes(test)["Account executive ramp: 7.5 → 4"].uncheck().run()
    test = press(test, "shared-take")
    plan = current(test)
    assert plan.name == PLAN.name
    assert plan.value("enterprise.win_rate") == 0.3
    assert plan.value("enterprise.ramp_months") == PLAN.value("enterprise.ramp_months")
    assert plan.events == (*PLAN.events, FREEZE)
    assert plan.notes["enterprise.win_rate"] == "New pricing"
    assert history(test).past[-1].label == "taking 2 changes over from Theirs"


@pytest.mark.parametrize("text", ["", "c", "cAAAA", "<script>alert(1)</script>", "z" * 9, "c" + "A" * 200_000])
def test_a_broken_link_is_one_sentence_and_stays_in_the_address(app: Callable[..., AppTest], text: str) -> None:
    test = offered(app, text)
    assert not test.exception
    assert current(test) == PLAN
    if text:
        (error,) = test.error
        assert error.value.startswith(("The plan stays as it is. link: is ", "The plan stays as it is. link of "))
        assert test.query_params["r"] == text


def test_an_offer_without_changes(app: Callable[..., AppTest]) -> None:
    test = press(offered(app, shared_links.encode(BASE, BASE)), "shared-open")
    assert history(test).now[:2] == (BASE, BASE)


def test_the_link_to_share_offers_the_plan(app: Callable[..., AppTest]) -> None:
    test = app(THEIRS, BASE)
    test.session_state["share"] = True
    found = share.link(THEIRS, BASE)
    assert shared_links.decode(found.partition("?r=")[2]) == shared_links.Shared(THEIRS, BASE)
    assert share.qr("http://localhost:8501/?r=abc").startswith("<svg")
    assert share.qr("x" * 3000) == ""


def test_the_tab_says_plan_and_arr(app: Callable[..., AppTest]) -> None:
    test = app(THEIRS, BASE)
    arr = money(float(simulate(THEIRS)["arr"][-1, 0]), "USD")
    assert shown(test, "head")["tab"] == f"Theirs, {arr} ARR in {month_name(THEIRS.start, 60)} · Overview"
    test.switch_page("pages/model.py").run()
    assert shown(test, "head")["tab"].endswith("· Model")
    assert component(test, "head")
