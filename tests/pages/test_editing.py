"""Levers, plan and baseline as a person changes them."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest
from support import ROOT, key_numbers

from planner import plan as plans
from planner.exchange import links
from planner.plan import Plan

ACV = "enterprise.acv"
App = Callable[..., AppTest]


def number(test: AppTest, lever: str) -> float:
    return test.number_input(key=f"number-{lever}").value


def address(test: AppTest) -> str:
    token = test.query_params["s"]
    return token if isinstance(token, str) else token[0]


def current(test: AppTest) -> Plan:
    return links.decode(address(test))[0]


def test_a_slider_and_its_number_are_one_value(app: App) -> None:
    test = app()
    test.slider(key=f"slider-{ACV}").set_value(80_000.0).run()
    assert number(test, ACV) == 80_000
    test.number_input(key=f"number-{ACV}").set_value(81_234.5).run()
    assert test.slider(key=f"slider-{ACV}").value == 81_234.5
    assert current(test).value(ACV) == 81_234.5


def test_a_changed_lever_moves_the_numbers_and_says_from_what(app: App) -> None:
    test = app()
    assert not any(tile.change for tile in key_numbers(test))
    test.slider(key=f"slider-{ACV}").set_value(80_000.0).run()
    assert key_numbers(test)[0].change.startswith("$")
    assert any(caption.value == "was 60,000" for caption in test.caption)
    test.button(key=f"reset-{ACV}").click().run()
    assert number(test, ACV) == 60_000
    assert not any(tile.change for tile in key_numbers(test))


def test_a_lever_beyond_its_range_of_uncertainty_takes_the_range_along_and_back(app: App) -> None:
    test = app()
    range_before = current(test).uncertainty[ACV]
    test.number_input(key=f"number-{ACV}").set_value(500_000.0).run()
    assert current(test).uncertainty[ACV] == (range_before[0], 500_000)
    test.button(key=f"reset-{ACV}").click().run()
    assert current(test).uncertainty[ACV] == range_before
    assert not [button for button in test.button if button.label == "Reset all"]


def test_an_edit_survives_leaving_the_page(app: App) -> None:
    test = app()
    test.number_input(key=f"number-{ACV}").set_value(70_000.0).run()
    test.switch_page("pages/model.py").run()
    test.switch_page("app.py").run()
    assert number(test, ACV) == 70_000


def test_the_address_brings_plan_and_baseline_back(app: App) -> None:
    test = app()
    test.number_input(key=f"number-{ACV}").set_value(70_000.0).run()
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    again.query_params["s"] = address(test)
    again.run()
    assert number(again, ACV) == 70_000
    assert key_numbers(again)[0] == key_numbers(test)[0]


def test_a_damaged_address_opens_the_first_plan_and_says_so() -> None:
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    test.query_params["s"] = "no-such-plan"
    test.run()
    assert "damaged" in test.error[0].value
    assert current(test).name == plans.load(ROOT / "data/plans/open-source-database.toml").name


@pytest.mark.parametrize(
    ("lever", "entered", "allowed"), [(ACV, 2e9, "1 to 1,000,000,000"), ("marketing.mql_growth", 51.0, "-20 to 50%")]
)
def test_a_number_beyond_a_hard_bound_is_refused_with_the_bound(
    app: App, lever: str, entered: float, allowed: str
) -> None:
    test = app()
    before = number(test, lever)
    test.number_input(key=f"number-{lever}").set_value(entered).run()
    assert allowed in test.error[0].value
    assert number(test, lever) == before
    test.run()
    assert not test.error


def test_a_value_outside_the_usual_range_warns_and_counts(app: App) -> None:
    test = app()
    test.number_input(key=f"number-{ACV}").set_value(500_000.0).run()
    assert any("outside the usual 30,000 to 200,000" in caption.value for caption in test.caption)
    assert current(test).value(ACV) == 500_000


def test_percent_does_not_gather_dust(app: App) -> None:
    test = app()
    test.number_input(key="number-marketing.mql_growth").set_value(7.0).run()
    assert current(test).value("marketing.mql_growth") == 0.07
    assert number(test, "marketing.mql_growth") == 7.0


def test_pinning_makes_the_plan_its_own_baseline(app: App) -> None:
    test = app()
    test.number_input(key=f"number-{ACV}").set_value(70_000.0).run()
    next(button for button in test.button if button.label == "Pin as baseline").click().run()
    assert not any(tile.change for tile in key_numbers(test))
    assert number(test, ACV) == 70_000


def test_reset_all_goes_back_to_the_baseline(app: App) -> None:
    test = app()
    test.number_input(key=f"number-{ACV}").set_value(70_000.0).run()
    next(button for button in test.button if button.label == "Reset all").click().run()
    assert number(test, ACV) == 60_000
