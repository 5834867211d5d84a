"""What is looked at beside the plan survives a reload and travels with a link."""

from collections.abc import Callable
from typing import Any

import pytest
from hand import linked, shown
from streamlit.testing.v1 import AppTest
from support import PLAN, ROOT

from planner.exchange import links
from planner.plan import Plan
from planner.ui.session import page_inputs

App = Callable[..., AppTest]


def reloaded(test: AppTest, page: str) -> AppTest:
    """Another session that opens the address of this one."""
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    again.query_params["s"] = shown(test.run(), "address")["value"]
    return again.run().switch_page(page).run()


def test_the_goal_of_goal_seek_survives(app: App) -> None:
    test = app().switch_page("pages/goal_seek.py").run()
    test.text_input(key="number-goal-target").set_value("50M").run()
    test.checkbox(key="goal-has-floor").check().run()
    test.text_input(key="number-goal-floor").set_value("1M").run()
    test.multiselect(key="goal-together").set_value(["enterprise.acv", "enterprise.win_rate", "marketing.mqls"]).run()
    goal = test.session_state["input-goal"]
    assert (goal.target, goal.cash_floor) == (50e6, 1e6)
    again = reloaded(test, "pages/goal_seek.py")
    assert again.session_state["input-goal"] == goal
    assert again.text_input(key="number-goal-target").value == "$50,000,000"
    assert again.text_input(key="number-goal-floor").value == "$1,000,000"
    assert again.multiselect(key="goal-together").value == ["enterprise.acv", "enterprise.win_rate", "marketing.mqls"]
    assert linked(again) == linked(test) == (PLAN, PLAN)


def test_the_shocks_that_are_looked_at_survive(app: App) -> None:
    test = app().switch_page("pages/stress_test.py").run()
    test.toggle(key="shock-on-hiring-freeze").set_value(True).run()
    test.selectbox(key="shock-start-hiring-freeze").set_value(7).run()
    again = reloaded(test, "pages/stress_test.py")
    assert again.toggle(key="shock-on-hiring-freeze").value
    assert again.selectbox(key="shock-start-hiring-freeze").value == 7
    assert linked(again) == (PLAN, PLAN)


def test_the_numbers_of_the_explorer_survive(app: App) -> None:
    test = app().switch_page("pages/retention.py").run()
    test.text_input(key="number-explorer-revenue").set_value("75M").run()
    again = reloaded(test, "pages/retention.py")
    assert again.text_input(key="number-explorer-revenue").value == "$75,000,000"


def test_a_link_without_a_view_opens_as_before(app: App) -> None:
    test = app()
    assert shown(test, "address")["value"] == links.encode(PLAN, PLAN)
    assert links.view(links.encode(PLAN, PLAN)) == {}


@pytest.mark.parametrize(
    "damaged",
    [
        {"goal": {"metric": "arr", "month": 999, "target": 5e7, "at_most": False, "cash_floor": None}},
        {"goal": {"metric": "none", "month": 9, "target": 5e7, "at_most": False}},
        {"goal": [1, 2]},
        {"shocks": {"hiring-freeze": [True, 0, 12, False]}},
        {"shocks": "all"},
        {"explorer": {"revenue": -1}},
        {"together": ["no.lever"]},
        {"together": ["enterprise.acv", "enterprise.acv"]},
        {
            "together": [
                f"enterprise.{one}" for one in ("acv", "quota", "reps", "arr", "win_rate", "attrition", "ramp_months")
            ]
        },
        {"round": [1]},
    ],
    ids=str,
)
def test_what_a_link_cannot_mean_is_left_out_with_a_sentence(app: App, damaged: dict[str, Any]) -> None:
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    test.query_params["s"] = links.encode(PLAN, PLAN, damaged)
    test.run()
    assert not test.exception
    (name,) = damaged
    assert [info.value for info in test.info] == [f"The link's {name} cannot be read and is left out."]
    assert linked(test) == (PLAN, PLAN)


def test_everything_that_is_kept_is_read_as_it_was_written() -> None:
    plan = Plan()
    examples = {
        "goal": {"metric": "cash", "month": 7, "target": -2.5, "at_most": True, "cash_floor": 0.0},
        "together": ["enterprise.acv", "marketing.mqls"],
        "round": [None, 2e6],
        "shocks": {"hiring-freeze": [True, 7, 6, False]},
        "explorer": {"revenue": 1.0, "new_business": 2.0, "growth": 0.1, "years": 9, "retentions": [0.5, 0.25]},
        "company": {"arr": 1.5e6},
        "company-used": [{"arr": 1.4e6, "start": "2026-11"}, {"arr": 1.3e6}],
    }
    assert examples.keys() == page_inputs.INPUTS.keys()
    for name, example in examples.items():
        assert page_inputs.INPUTS[name].write(page_inputs.INPUTS[name].read(example, plan)) == example
