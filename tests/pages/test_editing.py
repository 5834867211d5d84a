"""Levers, plan and baseline as a person changes them."""

from collections.abc import Callable

import numpy as np
import pytest
from hand import controls, current, enter, history, linked, move, press, refused, send, shown, text
from streamlit.testing.v1 import AppTest
from support import PLAN as MINE
from support import ROOT, key_numbers

from planner import plan as plans
from planner.analysis.draws import pert
from planner.exchange import links
from planner.plan import Plan
from planner.ui.session import state

ACV, GROWTH = "enterprise.acv", "marketing.mql_growth"
App = Callable[..., AppTest]


def changed(test: AppTest) -> bool:
    """Whether any key number differs from the baseline's."""
    return any(tile.change for tile in key_numbers(test))


def test_a_slider_and_its_number_are_one_value(app: App) -> None:
    test = move(app(), ACV, 80_000)
    assert text(test, ACV) == "80,000"
    enter(test, ACV, "81,234.5")
    assert controls(test)[ACV]["value"] == 81_234.5
    assert current(test).value(ACV) == 81_234.5


@pytest.mark.parametrize(("typed", "value"), [("1.2M", 1.2e6), ("$75K", 75e3), ("75.000,50", 75_000.5)])
def test_a_number_is_read_as_people_write_it(app: App, typed: str, value: float) -> None:
    assert current(enter(app(), ACV, typed)).value(ACV) == value


def test_what_is_no_number_is_refused_and_changes_nothing(app: App) -> None:
    test = app()
    enter(test, ACV, "a lot")
    assert refused(test, ACV) == (
        'Enterprise contract value = "a lot": must be an amount in USD, such as 35,000 or 1.2M'
    )
    assert text(test, ACV) == "60,000"
    assert not refused(test.run(), ACV)
    assert not history(test).past


def test_a_changed_lever_moves_the_numbers_and_says_from_what(app: App) -> None:
    test = app()
    assert not changed(test)
    move(test, ACV, 80_000)
    assert key_numbers(test)[0].change.startswith("$")
    assert controls(test)[ACV]["was"].startswith("was 60,000, its range moved with it")
    assert shown(test)["changes"] == ["Enterprise contract value"]
    press(test, "reset", ACV)
    assert text(test, ACV) == "60,000"
    assert controls(test)[ACV]["was"] is None
    assert not changed(test)


def test_a_range_goes_along_with_its_lever_and_back(app: App) -> None:
    test = app()
    before = current(test).uncertainty[ACV]
    enter(test, ACV, "120,000")
    assert current(test).uncertainty[ACV] == (2 * before[0], 2 * before[1])
    assert controls(test)[ACV]["was"] == "was 60,000, its range moved with it, from 40,000 to 90,000"
    press(test, "reset", ACV)
    assert current(test).uncertainty[ACV] == before
    assert shown(test)["changes"] == []


def test_reset_brings_back_range_and_correlation(app: App) -> None:
    ramp, attainment = "enterprise.ramp_months", "enterprise.attainment"
    test = app().switch_page("pages/sales_capacity.py").run()
    before = current(test)
    assert any({pair.a, pair.b} == {ramp, attainment} for pair in before.correlations)
    press(test, "drop range", ramp)
    was = "range was 5 to 12, moved with Account executive attainment when ramped (-0.4)"
    assert controls(test)[ramp]["was"] == was
    enter(test, ramp, "8")
    assert controls(test)[ramp]["was"] == f"was 7.5, {was}"
    press(test, "reset", ramp)
    assert current(test) == before
    assert controls(test)[ramp]["was"] is None
    assert shown(test)["changes"] == []


def test_a_correlation_waits_for_the_range_of_the_other_lever(app: App) -> None:
    ramp, attainment = "enterprise.ramp_months", "enterprise.attainment"
    test = app().switch_page("pages/sales_capacity.py").run()
    before = current(test)
    press(press(test, "drop range", attainment), "drop range", ramp)
    press(test, "reset", ramp)
    note = "moves with Account executive attainment when ramped (-0.4) again once that has its range back"
    assert controls(test)[ramp]["notes"] == [note]
    assert controls(test)[ramp]["was"] is None
    press(test, "reset", attainment)
    assert current(test) == before
    assert controls(test)[ramp]["notes"] == []


def test_ranges_are_added_typed_and_dropped(app: App) -> None:
    test = app(Plan())
    press(test, "add range", ACV)
    assert controls(test)[ACV]["ends"] == ["26,000", "94,000"]
    send(test, {"does": "range", "id": ACV, "low": "40K", "high": "90K"})
    assert current(test).uncertainty == {ACV: (40_000, 90_000)}
    send(test, {"does": "range", "id": ACV, "low": "70K", "high": "90K"})
    assert "must enclose the lever's own value" in refused(test, ACV)
    assert current(test).uncertainty == {ACV: (40_000, 90_000)}
    assert current(test).origin == {f"range:{ACV}": "entered"}
    press(test, "drop range", ACV)
    assert current(test) == Plan()


def test_the_first_range_of_a_plan_means_8_in_10(app: App) -> None:
    assert current(press(app(Plan()), "add range", ACV)).ends == "p10-p90"
    ranged = Plan(uncertainty={GROWTH: (-0.05, 0.1)})
    assert current(press(app(ranged), "add range", ACV)).ends == "limits"


def test_a_range_is_said_beside_its_lever_with_where_it_comes_from(app: App) -> None:
    ranges = {ACV: (40_000.0, 90_000.0), GROWTH: (0.02, 0.02)}
    origin = {f"range:{ACV}": "shipped"}
    plan = Plan(levers={GROWTH: 0.02}, uncertainty=ranges, ends="p10-p90", origin=origin)
    test = app(plan)
    text, lead, spread, outer = controls(test)[ACV]["doubt"]
    assert (text, lead) == ("8 in 10 between $40K and $90K, as shipped", "8 in 10 between")
    drawn = pert.distribution(plan, ACV)
    assert spread == pytest.approx([drawn.low, 60_000, drawn.high])
    assert drawn.ppf(np.array([0.1, 0.9])) == pytest.approx([40_000, 90_000], rel=1e-6)
    assert outer.startswith("Possible: $")
    assert controls(test)[GROWTH]["doubt"][0] == "Taken as certain"
    send(test, {"does": "range", "id": ACV, "low": "30K", "high": "90K"})
    assert controls(test)[ACV]["doubt"][0] == "8 in 10 between $30K and $90K"
    old = app(Plan(uncertainty={ACV: (40_000.0, 90_000.0)}))
    assert controls(old)[ACV]["doubt"][0] == "Never below $40K or above $90K"
    assert controls(app(Plan()))[ACV]["doubt"] is None


def test_a_range_held_at_a_bound_comes_back_with_another_value(app: App) -> None:
    wins = "enterprise.win_rate"
    test = app().switch_page("pages/sales_capacity.py").run()
    before = current(test)
    for share in ("80", "0", "22"):
        enter(test, wins, share)
    assert current(test).uncertainty == before.uncertainty
    move(test, wins, 80, gesture=1)
    assert current(test).uncertainty[wins] != before.uncertainty[wins]
    move(test, wins, 22, gesture=2)
    assert current(test).uncertainty == before.uncertainty


def test_a_range_held_at_a_bound_comes_back_within_a_drag(app: App) -> None:
    share = "community.activation_rate"
    test = app().switch_page("pages/community.py").run()
    before = current(test)
    move(test, share, 100, gesture=1)
    assert current(test).uncertainty[share][1] == 1
    move(test, share, 37, gesture=1)
    low, high = before.uncertainty[share]
    assert current(test).uncertainty[share] == pytest.approx((low * 37 / 35, high * 37 / 35))
    exact = current(test).uncertainty[share]
    ends = controls(test)[share]["ends"]
    send(test, {"does": "range", "id": share, "low": ends[0], "high": "60"})
    assert current(test).uncertainty[share] == (exact[0], 0.6)
    press(test, "reset", share)
    assert current(test) == before


def test_an_edit_survives_leaving_the_page(app: App) -> None:
    test = enter(app(), ACV, "70,000")
    test.switch_page("pages/model.py").run()
    test.switch_page("app.py").run()
    assert text(test, ACV) == "70,000"


def test_the_address_brings_plan_and_baseline_back(app: App) -> None:
    test = enter(app(), ACV, "70,000")
    again = app(*linked(test))
    assert text(again, ACV) == "70,000"
    assert controls(again)[ACV]["was"] == controls(test)[ACV]["was"]
    assert key_numbers(again)[0] == key_numbers(test)[0]


def test_a_first_visit_opens_the_first_plan() -> None:
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert current(test) == state.load_shipped("open-source-database")
    assert current(test).levers == plans.load(ROOT / "data/plans/open-source-database.toml").levers
    assert shown(test)["changes"] == []


def test_a_damaged_address_opens_the_first_plan_and_says_so() -> None:
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    test.query_params["s"] = "no-such-plan"
    test.run()
    assert "a part is missing or changed" in test.error[0].value
    assert current(test).name == plans.load(ROOT / "data/plans/open-source-database.toml").name


@pytest.mark.parametrize(
    ("lever", "typed", "allowed"), [(ACV, "2B", "1 to 1,000,000,000"), (GROWTH, "51", "-20 to 50%")]
)
def test_a_number_beyond_a_hard_bound_is_refused(app: App, lever: str, typed: str, allowed: str) -> None:
    test = app()
    before = text(test, lever)
    enter(test, lever, typed)
    assert allowed in refused(test, lever)
    assert text(test, lever) == before
    assert not refused(test.run(), lever)


def test_a_value_outside_the_usual_range_warns_and_counts(app: App) -> None:
    test = enter(app(), ACV, "500,000")
    assert controls(test)[ACV]["notes"] == ["outside the usual 30,000 to 200,000 USD a year"]
    assert controls(test)[ACV]["high"] >= 500_000
    assert current(test).value(ACV) == 500_000


def test_percent_does_not_gather_dust(app: App) -> None:
    test = move(app(), GROWTH, 7.0)
    assert current(test).value(GROWTH) == 0.07
    assert (controls(test)[GROWTH]["value"], text(test, GROWTH)) == (7.0, "7")


def test_pinning_makes_the_plan_its_own_baseline(app: App) -> None:
    test = press(enter(app(), ACV, "70,000"), "pin")
    assert not changed(test)
    assert (controls(test)[ACV]["pinned"], text(test, ACV)) == (70_000, "70,000")
    press(test, "undo")
    assert controls(test)[ACV]["was"].startswith("was 60,000")


def test_reset_all_goes_back_to_the_baseline(app: App) -> None:
    test = press(enter(app(), ACV, "70,000"), "reset all")
    assert text(test, ACV) == "60,000"
    assert not changed(test)


def test_a_drag_is_one_step_and_a_typed_value_another(app: App) -> None:
    test = app()
    for value in (61_000, 65_000, 72_000):
        move(test, ACV, value, gesture=7)
    enter(test, ACV, "80,000")
    assert len(history(test).past) == 2
    assert shown(test)["undo"] == "moving Enterprise contract value"
    assert text(press(test, "undo"), ACV) == "72,000"
    assert text(press(test, "undo"), ACV) == "60,000"
    assert shown(test)["undo"] is None
    assert text(press(test, "redo"), ACV) == "72,000"
    move(test, ACV, 75_000, gesture=7)
    assert len(history(test).past) == 2
    assert shown(test)["redo"] is None


def test_two_levers_of_one_message_are_two_steps(app: App) -> None:
    moves = [{"does": "move", "id": lever, "value": 5.0, "gesture": 1} for lever in (ACV, GROWTH)]
    test = send(app(), *moves)
    assert [step.label for step in history(test).past] == ["moving Enterprise contract value", "moving MQL growth"]


def test_a_link_of_a_plan_is_the_same_wherever_it_is_made(app: App) -> None:
    plan = plans.load(ROOT / "data/plans/churn-70.toml")
    assert shown(app(plan), "address")["value"] == links.encode(plan, plan)


def test_a_lever_set_by_hand_is_one_s_own(app: App) -> None:
    test = app(MINE.changed(origin={"enterprise.win_rate": "stage", "enterprise.quota": "derived"}))
    test.switch_page("pages/sales_capacity.py").run()
    before = controls(test)
    assert (before["enterprise.win_rate"]["origin"], before["enterprise.win_rate"]["own"]) == (
        "Default of the stage",
        False,
    )
    assert before["enterprise.quota"]["own"]
    move(test, "enterprise.win_rate", 25)
    after = controls(test)["enterprise.win_rate"]
    assert (after["origin"], after["own"]) == ("Entered", True)
    assert current(test).origin["enterprise.win_rate"] == "entered"
    press(test, "reset", "enterprise.win_rate")
    assert current(test).origin["enterprise.win_rate"] == "stage"
    press(test, "undo")
    press(test, "undo")
    assert controls(test)["enterprise.win_rate"]["origin"] == "Default of the stage"
