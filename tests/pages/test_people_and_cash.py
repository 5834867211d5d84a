"""Funding, targets and settings as a person edits them, and what is refused."""

from collections.abc import Callable

import pytest
from hand import controls, current, enter, text
from streamlit.testing.v1 import AppTest

from planner.model.simulate import simulate
from planner.plan import Funding, Plan, Target

App = Callable[..., AppTest]
PLAN = Plan(funding=(Funding(month=6, amount=1_234_567.0), Funding(month=30, amount=5e6)))


@pytest.fixture
def page(app: App) -> Callable[..., AppTest]:
    """The page with the form of something on its calendar."""

    def visit(plan: Plan = PLAN, chosen: str = "funding:0") -> AppTest:
        test = app(plan).switch_page("pages/plan.py").run()
        test.session_state["calendar-chosen"] = chosen
        return test.run()

    return visit


def test_a_round_is_moved_and_keeps_its_amount_to_the_cent(page: App) -> None:
    test = page()
    assert test.text_input(key="number-funding-amount-0").value == "$1,234,567"
    test.selectbox(key="funding-month-0").set_value(9).run()
    assert current(test).funding[0] == Funding(month=9, amount=1_234_567.0)
    test.text_input(key="number-funding-amount-0").set_value("0,1 Mio.").run()
    assert current(test).funding[0] == Funding(month=9, amount=100_000.0)
    assert test.text_input(key="number-funding-amount-0").value == "$100,000"
    assert current(test).funding[1] == PLAN.funding[1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty: its value, \\$1,234,567, stays"),
        ("€5M", "is in €, the plan in USD"),
        ("5\t6", "holds more than one number"),
        ("1e40", "must be at most 1e15"),
    ],
)
def test_an_amount_that_is_refused_stays_as_it_was(page: App, text: str, reason: str) -> None:
    test = page()
    test.text_input(key="number-funding-amount-0").set_value(text).run()
    assert reason in test.error[0].value
    assert test.text_input(key="number-funding-amount-0").value == "$1,234,567"
    assert current(test) == PLAN
    assert not test.run().error


def test_a_target_below_nothing_is_refused(page: App) -> None:
    test = page(Plan(targets=(Target(month=12, least=1e7),)), "target:0")
    test.text_input(key="number-targets-amount-0").set_value("(5M)").run()
    assert "must be 0 to 1e15 USD" in test.error[0].value
    assert current(test).targets == (Target(month=12, least=1e7),)


def test_rounds_are_added_and_deleted(page: App) -> None:
    test = page()
    test.button(key="funding-add").click().run()
    assert len(current(test).funding) == 3
    assert test.text_input(key="number-funding-amount-2")
    test.session_state["calendar-chosen"] = "funding:0"
    test.run().button(key="funding-delete-0").click().run()
    assert [row.month for row in current(test).funding][:1] == [30]
    assert not test.error


def test_a_new_round_keeps_the_cash_above_nothing(page: App) -> None:
    poor = Plan(levers={"finance.cash": 2e6, "people.engineer_hires_per_quarter": 6.0})
    test = page(poor)
    assert simulate(poor)["cash"].min() < 0
    test.button(key="funding-add").click().run()
    assert simulate(current(test))["cash"].min() >= 0


def test_a_round_beyond_the_horizon_is_refused_and_changes_nothing(page: App) -> None:
    test = page()
    test.text_input(key="number-settings-months").set_value("24").run()
    assert "must be within the plan's months, 1 to 24" in test.error[0].value
    assert current(test) == PLAN
    assert test.text_input(key="number-settings-months").value == "60"
    test.run()
    assert not test.error


def test_two_targets_of_one_month_are_refused(page: App) -> None:
    targets = (Target(month=12, least=1e7), Target(month=24, least=2e7))
    test = page(Plan(targets=targets), "target:1")
    test.selectbox(key="targets-month-1").set_value(12).run()
    assert "a month has one target" in test.error[0].value
    assert current(test).targets == targets


def test_targets_are_edited_added_and_deleted(page: App) -> None:
    test = page(Plan())
    test.button(key="targets-add").click().run()
    assert current(test).targets[0].month == 12
    test.text_input(key="number-targets-amount-0").set_value("20M").run()
    assert current(test).targets == (Target(month=12, least=2e7),)
    test.button(key="targets-delete-0").click().run()
    assert current(test).targets == ()


def test_a_target_is_of_any_metric_at_least_or_at_most(page: App) -> None:
    test = page(Plan(targets=(Target(month=24, least=2e7),)), "target:0")
    test.selectbox(key="targets-metric-0").set_value("nrr").run()
    reached = simulate(Plan())["nrr"][23, 0]
    assert current(test).targets == (Target(month=24, metric="nrr", least=float(f"{reached:.2g}")),)
    test.text_input(key="number-targets-amount-0").set_value("110").run()
    test.text_input(key="number-targets-most-0").set_value("130%").run()
    assert current(test).targets == (Target(month=24, metric="nrr", least=1.1, most=1.3),)
    test.text_input(key="number-targets-most-0").set_value("90%").run()
    assert "must be 110 to 1e15%" in test.error[0].value
    test.text_input(key="number-targets-amount-0").set_value("").run()
    assert current(test).targets == (Target(month=24, metric="nrr", most=1.3),)
    test.text_input(key="number-targets-most-0").set_value("").run()
    assert "a target needs a least or a most" in test.error[0].value
    assert current(test).targets == (Target(month=24, metric="nrr", most=1.3),)


def test_a_new_target_is_where_nothing_is_promised_yet(page: App) -> None:
    plan = Plan(months=24, targets=(Target(month=12, least=1e7), Target(month=24, least=2e7)))
    test = page(plan)
    test.button(key="targets-add").click().run()
    assert [(one.metric, one.month) for one in current(test).targets[2:]] == [("nrr", 12)]


def test_a_round_may_need_an_arr(page: App) -> None:
    test = page(chosen="funding:1")
    test.text_input(key="number-funding-needs-arr-1").set_value("14M").run()
    assert current(test).funding[1] == Funding(month=30, amount=5e6, needs_arr=1.4e7)
    test.text_input(key="number-funding-needs-arr-1").set_value("").run()
    assert current(test) == PLAN


def test_settings_change_the_plan(page: App) -> None:
    test = page(Plan())
    test.text_input(key="settings-name").set_value("Ours").run()
    test.text_input(key="number-settings-months").set_value("24").run()
    test.selectbox(key="settings-currency").set_value("EUR").run()
    test.button(key="currency-keep").click().run()
    test.selectbox(key="settings-start-month").set_value("Apr").run()
    test.selectbox(key="settings-start-year").set_value(2027).run()
    plan = current(test)
    assert (plan.name, plan.months, plan.currency, plan.start) == ("Ours", 24, "EUR", "2027-04")
    assert not test.exception


@pytest.mark.parametrize(
    ("months", "reason"),
    [("11", "must be 12 to 120 months"), ("121", "must be 12 to 120 months"), ("24.5", "must be a whole number")],
)
def test_a_horizon_beyond_the_bounds_is_refused(page: App, months: str, reason: str) -> None:
    test = page(Plan())
    test.text_input(key="number-settings-months").set_value(months).run()
    assert reason in test.error[0].value
    assert current(test).months == 60


@pytest.mark.parametrize(
    ("view", "alt"),
    [("cash", "Cash and funding rounds"), ("flow", "Free cash flow per month"), ("runway", "Months of runway")],
)
def test_cash_has_three_views(app: App, view: str, alt: str) -> None:
    test = app(PLAN).switch_page("pages/people_and_cash.py").run()
    test.session_state["cash-view"] = view
    test.run()
    assert test.get("vega_lite_chart")[-1].proto.alt == alt


def test_a_lever_that_is_one_click_away_is_entered(app: App) -> None:
    test = enter(app(Plan()).switch_page("pages/people_and_cash.py").run(), "people.ae_cost", "200K")
    assert text(test, "people.ae_cost") == "200,000"
    assert controls(test)["people.ae_cost"]["was"] == "was 180,000"


def test_luck_is_a_setting_of_the_plan(app: App, page: App) -> None:
    plan = Plan(uncertainty={"enterprise.acv": (40_000.0, 90_000.0)})
    smooth = app(plan).get("vega_lite_chart")[0].proto.data.data
    test = page(plan)
    test.toggle(key="settings-lumpy").set_value(True).run()
    assert current(test).lumpy
    test.switch_page("app.py").run()
    assert test.get("vega_lite_chart")[0].proto.data.data != smooth


DATED = Plan(
    funding=(Funding(month=18, amount=2e7),), targets=(Target(month=12, least=1.2e7), Target(month=36, least=3e7))
)


@pytest.mark.parametrize(
    ("answer", "start", "funding", "targets"),
    [("keep", "2027-01", [6], [24]), ("along", "2027-01", [18], [12, 36]), ("stay", "2026-01", [18], [12, 36])],
)
def test_a_later_start_asks_what_becomes_of_the_dates(
    page: App, answer: str, start: str, funding: list[int], targets: list[int]
) -> None:
    test = page(DATED)
    test.selectbox(key="settings-start-year").set_value(2027).run()
    assert current(test) == DATED
    asked = "The plan would start in Jan 2027 with a funding round and 2 targets. Do they keep their dates?"
    assert any(asked == text.value for text in test.markdown)
    assert any("Target of \\$12M in Dec 2026 lies before the start" in caption.value for caption in test.caption)
    test.button(key=f"start-{answer}").click().run()
    plan = current(test)
    assert (plan.start, [row.month for row in plan.funding], [row.month for row in plan.targets]) == (
        start,
        funding,
        targets,
    )
    assert not [button for button in test.button if str(button.key).startswith("start-")]
    assert test.selectbox(key="settings-start-year").value == int(start[:4])


def choose_currency(test: AppTest, currency: str, usd: str | None = None) -> AppTest:
    test.selectbox(key="settings-currency").set_value(currency).run()
    if usd is not None:
        test.text_input(key="number-settings-usd").set_value(usd).run()
    return test


def test_amounts_are_converted_with_the_currency_on_request(page: App) -> None:
    test = choose_currency(page(DATED), "EUR", "1,25")
    assert current(test) == DATED
    assert any("The plan would be in EUR instead of USD" in text.value for text in test.markdown)
    test.button(key="currency-convert").click().run()
    plan = current(test)
    assert (plan.currency, plan.usd) == ("EUR", 1.25)
    assert [row.amount for row in plan.funding] == [1.6e7]
    assert test.text_input(key="number-settings-usd").value == "1.25"
    assert not [button for button in test.button if str(button.key).startswith("currency-")]


def test_a_currency_can_change_without_its_numbers(page: App) -> None:
    test = choose_currency(page(DATED), "EUR")
    assert not [button for button in test.button if button.key == "currency-convert"]
    test.button(key="currency-keep").click().run()
    plan = current(test)
    assert (plan.currency, plan.usd, plan.funding) == ("EUR", None, DATED.funding)
    test.text_input(key="number-settings-usd").set_value("1.1").run()
    assert current(test).usd == 1.1
    test.text_input(key="number-settings-usd").set_value("").run()
    assert current(test).usd is None
    test.text_input(key="number-settings-usd").set_value("0").run()
    assert "must be" in test.error[0].value


def test_a_currency_that_was_chosen_can_be_left(page: App) -> None:
    test = choose_currency(page(DATED), "EUR", "1.25")
    test.button(key="currency-stay").click().run()
    assert current(test) == DATED
    assert test.selectbox(key="settings-currency").value == "USD"
