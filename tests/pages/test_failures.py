"""Whatever a page's drawing raises: levers, undo, reset, menu and link are there, and a sentence in its place."""

import logging
from collections.abc import Callable

import pytest
from hand import controls, current, enter, linked, press, send, shown, text
from streamlit.testing.v1 import AppTest
from support import heading

from planner.plan import Plan
from planner.ui.figures.figure import Figure
from planner.ui.kit import boundary
from planner.ui.session import compute

App = Callable[..., AppTest]
PLANNING = {
    "app.py": "enterprise.acv",
    "pages/community.py": "community.visitor_growth",
    "pages/sales_capacity.py": "enterprise.win_rate",
    "pages/retention.py": "enterprise.gross_retention",
    "pages/people_and_cash.py": "finance.cash",
}
ANALYSIS = ["pages/stress_test.py", "pages/goal_seek.py"]
SAYS = "cannot be drawn for the plan as it is"


class NoLuckError(Exception):
    """What nobody expects."""


def broken(*_: object, **__: object) -> None:
    raise NoLuckError


def visit(app: App, page: str) -> AppTest:
    test = app()
    return test if page == "app.py" else test.switch_page(page).run()


def sentences(test: AppTest) -> list[str]:
    """What stands in place of what failed; nothing else may be wrong."""
    assert not test.exception
    found = [error.value for error in test.error]
    assert all(SAYS in sentence and "NoLuck" not in sentence for sentence in found), found
    return found


@pytest.mark.parametrize("page", [*PLANNING, *ANALYSIS])
def test_a_figure_that_fails_leaves_the_rest_of_its_page(
    app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, page: str
) -> None:
    test = visit(app, page)
    charts = [chart.proto.alt for chart in test.get("vega_lite_chart")]
    whole = len(test.get("html"))
    monkeypatch.setattr(Figure, "table", broken)
    with caplog.at_level(logging.ERROR, boundary.LOG.name):
        test.run()
    failed = sentences(test)
    assert len(failed) == len(charts) > 0
    assert all(any(sentence.startswith(alt) for sentence in failed) for alt in charts)
    assert not test.get("vega_lite_chart")
    assert len(test.get("html")) == whole
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [NoLuckError] * len(charts)


@pytest.mark.parametrize(("page", "lever"), PLANNING.items())
def test_levers_work_where_nothing_can_be_computed(
    app: App, monkeypatch: pytest.MonkeyPatch, page: str, lever: str
) -> None:
    test = visit(app, page)
    before = text(test, lever)
    monkeypatch.setattr(compute, "projection", broken)
    enter(test, lever, "50")
    assert sentences(test)
    assert heading(test)
    assert shown(test, "menu")["groups"]
    assert controls(test)[lever]["was"]
    assert shown(test)["undo"] == f"moving {controls(test)[lever]['label']}"
    assert linked(test)[0] == current(test)
    press(test, "reset", lever)
    assert text(test, lever) == before
    press(test, "undo")
    press(test, "undo")
    assert text(test, lever) == before
    monkeypatch.undo()
    assert not sentences(test.run())
    assert test.get("vega_lite_chart")


@pytest.mark.parametrize("page", ANALYSIS)
def test_an_analysis_that_fails_can_be_left_by_undo(app: App, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    test = enter(app(), "enterprise.acv", "70K").switch_page(page).run()
    monkeypatch.setattr(compute, "projection", broken)
    assert sentences(test.run())
    assert shown(test)["changes"] == ["Enterprise contract value"]
    assert linked(test)[0] == current(test)
    press(test, "undo")
    assert shown(test)["changes"] == []


def test_another_plan_opens_where_nothing_can_be_computed(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    test = app(Plan())
    monkeypatch.setattr(compute, "projection", broken)
    test.session_state["plans"] = True
    test.run()
    assert [button.label for button in test.get("download_button")] == ["Plan (TOML)"]
    test.selectbox(key="shipped").set_value("churn-70").run()
    assert current(test).name != Plan().name
    assert shown(test, "menu")["plan"] == current(test).name
    sentences(test)


@pytest.mark.parametrize(
    "entry",
    [
        {"does": "move", "id": "no.such_lever", "value": 1.0, "gesture": 1},
        {"does": "move", "id": "enterprise.acv", "value": "a lot", "gesture": 1},
        {"does": "range", "id": "enterprise.acv", "low": None, "high": []},
        {"does": "explode"},
        {},
    ],
)
def test_a_message_that_makes_no_sense_changes_nothing(app: App, entry: dict[str, object]) -> None:
    test = app(Plan())
    send(test, entry)
    assert not test.exception
    assert current(test) == Plan()
    assert not shown(test)["undo"]
    assert test.get("vega_lite_chart")
