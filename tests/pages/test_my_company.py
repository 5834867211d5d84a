import re
from collections.abc import Callable

import hand
import pytest
from streamlit.testing.v1 import AppTest
from support import PLAN, ROOT, rows_of_tiles

from planner.analysis.company import Answers, SoldBy, derive
from planner.analysis.company.stages import ASSUMPTION, usual
from planner.model.simulate import simulate
from planner.plan import Case, Plan
from planner.ui.pages.my_company import frames, key_numbers, row_fields, words
from planner.ui.pages.my_company.entered import this_month
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, month_name
from planner.vocabulary.teams import TEAMS

App = Callable[..., AppTest]
FIELD = "number-company-"


@pytest.fixture
def company(app: App) -> AppTest:
    return app().switch_page("pages/my_company.py").run()


def enter(test: AppTest, key: str, text: str) -> AppTest:
    test.text_input(key=f"{FIELD}{key}").set_value(text).run()
    assert not test.exception
    return test


def press(test: AppTest, label: str) -> AppTest:
    next(one for one in test.button if one.label == label).click().run()
    assert not test.exception
    return test


def warnings(test: AppTest) -> list[str]:
    return [one.value for one in test.warning]


def test_questions_show_what_is_usual(company: AppTest) -> None:
    assert not company.exception
    assert company.button(key="company-use").disabled
    assert company.text_input(key=f"{FIELD}arr").value == ""
    assert company.text_input(key=f"{FIELD}activation").placeholder == "I don't know: 30%"
    assert company.text_input(key=f"{FIELD}cash").placeholder == "I don't know"
    assert not rows_of_tiles(company)
    assert not warnings(company)
    enter(company, "arr", "1.34M")
    assert company.text_input(key=f"{FIELD}arr").value == "$1,340,000"
    assert len(rows_of_tiles(company)[0]) == 4
    assert company.selectbox(key="company-stage").options[0] == "I don't know: Seed"
    assert company.selectbox(key="company-stage").value == ""
    assert company.text_input(key=f"{FIELD}people-engineering").placeholder.removeprefix("I don't know: ").isdigit()
    assert not company.button(key="company-use").disabled
    assert company.text_input(key=f"{FIELD}price").placeholder == "I don't know: $500"


def test_answers_become_the_plan_and_can_be_undone(company: AppTest) -> None:
    before = hand.current(company)
    enter(company, "arr", "1.34M")
    enter(company, "customers", "510")
    enter(company, "sold_by-self_serve", "55")
    company.selectbox(key="company-stage").select("seed").run()
    company.button(key="company-use").click().run()
    plan = hand.current(company)
    answers = Answers(
        arr=1.34e6, stage="seed", customers=510, start=plan.start, currency=None, sold_by=SoldBy(self_serve=0.55)
    )
    assert plan == derive(answers).plan
    assert hand.history(company).now.baseline == plan
    hand.press(company, "undo")
    assert hand.current(company) == before


def test_a_refused_answer_says_why_until_another_one_is_entered(company: AppTest) -> None:
    enter(company, "arr", "1M")
    enter(company, "headcount", "-3")
    enter(company, "gross_retention", "140")
    assert len(company.error) == 2
    enter(company, "headcount", "12")
    assert [one.value for one in company.error if "still there" not in one.value] == []
    company.text_input(key=f"{FIELD}gross_retention").set_value("90").run()
    assert not company.error


def test_not_knowing_takes_what_is_usual_again(company: AppTest) -> None:
    enter(company, "arr", "1M")
    enter(company, "price", "99")
    assert company.text_input(key=f"{FIELD}price").value == "$99"
    company.button(key="company-unknown-price").click().run()
    assert company.text_input(key=f"{FIELD}price").value == ""
    assert company.text_input(key=f"{FIELD}price").placeholder == "I don't know: $500"


def test_answers_stay_when_the_page_is_left(company: AppTest) -> None:
    enter(company, "arr", "1M")
    company.switch_page("app.py").run()
    company.switch_page("pages/my_company.py").run()
    assert company.text_input(key=f"{FIELD}arr").value == "$1,000,000"
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=company.default_timeout)
    again.query_params["s"] = hand.shown(company, "address")["value"]
    again.run().switch_page("pages/my_company.py").run()
    assert again.text_input(key=f"{FIELD}arr").value == "$1,000,000"


def test_what_cannot_be_is_refused_beside_its_question(company: AppTest) -> None:
    enter(company, "arr", "1M")
    enter(company, "activation", "170")
    assert any("must be 0 to 100%" in one.value for one in company.error)
    assert company.text_input(key=f"{FIELD}activation").value == ""


def test_a_point_for_thousands_in_a_count_is_no_fraction(company: AppTest) -> None:
    enter(company, "arr", "1M")
    enter(company, "signups", "1.800")
    assert any('"1.800": must be a whole number' in one.value for one in company.error)
    assert company.text_input(key=f"{FIELD}signups").value == ""
    enter(company, "signups", "1,800")
    assert company.text_input(key=f"{FIELD}signups").value == "1,800"


def test_people_are_said_with_their_month() -> None:
    result = simulate(Plan(start="2026-03"))
    tile = next(one for one in key_numbers.of(result) if one.label == "People in Feb 2027")
    assert tile.note == f"{count(result['headcount'][0, 0])} in Mar 2026, with its hires"


def test_the_split_of_arr_is_drawn_as_it_is_taken(company: AppTest) -> None:
    def bars(test: AppTest) -> list[str]:
        return [one.proto.body for one in test.get("html") if 'class="shares"' in one.proto.body]

    assert bars(company) == []
    enter(company, "arr", "1M")
    enter(company, "sold_by-self_serve", "80")
    enter(company, "sold_by-enterprise", "20")
    enter(company, "sold_by-inside_sales", "0")
    (bar,) = bars(company)
    assert re.findall(r"flex-grow:([0-9.]+)", bar) == ["0.8", "0.2"]
    assert re.findall(r"</i>([^<]+)", bar) == ["Self-serve 80%, $800K", "Enterprise 20%, $200K"]


def test_a_rate_is_said_to_be_rough(company: AppTest) -> None:
    enter(company, "arr", "1M")
    company.selectbox(key="company-currency").select("EUR").run()
    sentence = "Currency: 1 EUR is taken as about 1.04 USD for defaults and what is usual "
    assert f"{sentence}(rough round number, end of 2024)." in [one.value for one in company.caption]


def test_a_contradiction_of_folded_departments_is_seen(company: AppTest) -> None:
    enter(company, "arr", "1M")
    enter(company, "headcount", "5")
    enter(company, "people-engineering", "9")
    said = [one for one in company.warning if one.value.startswith("The departments have 9 people")]
    assert len(said) == 1
    assert not [one for box in company.expander for one in box.warning]


def test_a_plan_begins_this_month_or_soon(company: AppTest) -> None:
    first, second, *others = company.selectbox(key="company-start").options
    assert (first, second) == (month_name(this_month(), 1), month_name(this_month(), 2))
    assert month_name(this_month(), 0) in others


def test_one_seller_is_spoken_of_as_one() -> None:
    enterprise = TEAMS["enterprise"]
    heads = [row_fields.heads(number, enterprise) for number in (0, 1, 2.5)]
    assert heads == ["0 account executives", "1 account executive", "2.5 account executives"]


def test_questions_stand_below_no_cases_of_the_plan_in_use(app: App) -> None:
    test = app(PLAN.changed(cases=(Case(name="Upside", levers={"enterprise.win_rate": 0.25}),)))
    assert len(hand.shown(test, "head")["cases"]) == 2
    assert hand.shown(test.switch_page("pages/my_company.py").run(), "head")["cases"] == []


def test_contradictions_stand_beside_their_question(company: AppTest) -> None:
    enter(company, "arr", "1M")
    enter(company, "sold_by-self_serve", "80")
    enter(company, "sold_by-enterprise", "50")
    said = [text for text in warnings(company) if "add up to 130%, not 100%" in text]
    assert len(said) == 1
    assert not company.button(key="company-use").disabled


def test_sellers_promises_and_a_round(company: AppTest) -> None:
    enter(company, "arr", "2M")
    press(company, "Add account executives")
    enter(company, "sellers-0", "3")
    press(company, "Add inside sales reps")
    press(company, "Add a promise")
    enter(company, "targets-0", "5M")
    press(company, "Add a round")
    enter(company, "round", "6M")
    company.button(key="company-use").click().run()
    plan = hand.current(company)
    assert (plan.value("enterprise.reps"), plan.value("inside_sales.reps")) == (3, 1)
    assert [(one.month, one.least) for one in plan.targets] == [(12, 5e6)]
    assert [(one.month, one.amount) for one in plan.funding] == [(9, 6e6)]


def test_a_seller_s_start_is_looked_for_in_the_past_first(company: AppTest) -> None:
    enter(company, "arr", "2M")
    press(company, "Add account executives")
    since = company.selectbox(key="company-sellers-since-0")
    assert since.value == ""
    assert since.options[:3] == ["long ago", month_name(this_month(), 1), month_name(this_month(), 0)]
    assert since.options[-1] == month_name(this_month(), row_fields.AHEAD)
    for month in ("2025-01", ""):
        company.selectbox(key="company-sellers-since-0").set_value(month).run()
        assert not company.exception
        assert company.selectbox(key="company-sellers-since-0").value == month


def test_what_is_left_of_the_last_round_is_the_cash(company: AppTest) -> None:
    enter(company, "arr", "2M")
    press(company, "Add the last round")
    enter(company, "last-round", "30M")
    before = company.text_input(key=f"{FIELD}cash").placeholder
    company.selectbox(key="company-last-round-month").select_index(20).run()
    assert not company.exception
    assert company.text_input(key=f"{FIELD}cash").placeholder != before
    company.button(key="company-remove-last-round").click().run()
    assert any(one.label == "Add the last round" for one in company.button)


def test_nobody_sells(company: AppTest) -> None:
    enter(company, "arr", "2M")
    press(company, "Nobody sells")
    company.button(key="company-use").click().run()
    plan = hand.current(company)
    assert plan.value("enterprise.reps") == plan.value("inside_sales.reps") == 0
    assert plan.origin["enterprise.reps"] == "entered"


def test_answers_that_were_cleared_are_brought_back(company: AppTest) -> None:
    enter(company, "arr", "2M")
    enter(company, "customers", "31")
    company.button(key="company-clear").click().run()
    assert company.text_input(key=f"{FIELD}arr").value == ""
    press(company, "Bring the answers back")
    assert company.text_input(key=f"{FIELD}arr").value == "$2,000,000"
    assert company.text_input(key=f"{FIELD}customers").value == "31"
    company.button(key="company-clear").click().run()
    enter(company, "arr", "3M")
    assert not [one for one in company.button if one.label == "Bring the answers back"]


def test_a_blank_plan(company: AppTest) -> None:
    company.button(key="company-blank").click().run()
    assert not company.exception
    plan: Plan = hand.current(company)
    assert plan.value("self_serve.arr") == plan.value("finance.cash") == plan.value("people.engineers") == 0
    assert plan.start == this_month()
    assert plan != PLAN


def test_the_keyboard_goes_on_where_a_press_leads(company: AppTest) -> None:
    enter(company, "arr", "2M")
    wanted = lambda: hand.shown(company, "focus")["key"]  # noqa: E731
    assert wanted() == ""
    for label, key in (
        ("Add account executives", "sellers-0"),
        ("Add inside sales reps", "sellers-1"),
        ("Add a promise", "targets-0"),
        ("Add a round", "round"),
    ):
        press(company, label)
        assert wanted() == f"{FIELD}{key}"
    for key, then in (
        ("company-remove-sellers-0", "company-add-enterprise"),
        ("company-remove-targets-0", "company-add-target"),
        ("company-remove-round", "company-add-round"),
    ):
        company.button(key=key).click().run()
        assert wanted() == then
        assert company.button(key=then)
    enter(company, "cash", "3M")
    company.button(key="company-unknown-cash").click().run()
    assert wanted() == f"{FIELD}cash"


def test_the_defaults_of_the_stage_are_listed_with_their_sources(company: AppTest) -> None:
    enter(company, "arr", "2M")
    company.toggle(key="company-usual").set_value(True).run()
    [table] = [one.proto.body for one in company.get("html") if "Who says so" in one.proto.body]
    assert table.count("<tr") == len(usual()) + 1
    assert table.count("Assumption of this project") == sum(row.grade == ASSUMPTION for row in usual().values())
    for text in ("SaaS Capital 2023", "70% a year", "$100K", "18 months"):
        assert text in table


def test_what_is_not_mine_yet_is_listed(company: AppTest) -> None:
    enter(company, "arr", "2M")
    company.button(key="company-use").click().run()
    company.switch_page("pages/my_company.py").run()
    assert not company.exception
    [asked] = [one.value for one in company.markdown if one.value.startswith("**Worth asking next**")]
    assert asked.count("- Your ") == asked.count(": a tenth of it moves ") == 3
    company.toggle(key="company-not-mine").set_value(True).run()
    assert any("Default of the stage" in one.proto.body for one in company.get("html"))


def test_new_answers_update_the_plan_and_keep_what_was_changed(company: AppTest) -> None:
    enter(company, "arr", "1.34M")
    enter(company, "price", "900")
    assert "Update the plan" not in [one.label for one in company.button]
    company.button(key="company-use").click().run()
    used = hand.current(company)
    hand.enter(company, "marketing.mql_growth", "4")
    company.switch_page("pages/my_company.py").run()
    enter(company, "cash", "2.6M")
    enter(company, "price", "")
    said = "Updating keeps what was changed since it was made from answers: 1 lever. A new plan is without."
    assert said in [one.value for one in company.caption]
    company.button(key="company-use-update").click().run()
    plan = hand.current(company)
    assert (plan.value("marketing.mql_growth"), plan.value("finance.cash")) == (0.04, 2.6e6)
    assert plan.value("self_serve.acv") == derive(Answers(arr=1.34e6)).plan.value("self_serve.acv") != 900
    assert hand.history(company).now.baseline == used
    hand.press(company, "undo")
    assert hand.current(company).value("finance.cash") == used.value("finance.cash")
    company.switch_page("pages/my_company.py").run()
    company.button(key="company-use-update").click().run()
    assert hand.current(company) == plan


def test_a_plan_can_be_updated_after_a_reload(company: AppTest) -> None:
    enter(company, "arr", "1.34M")
    company.button(key="company-use").click().run()
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=company.default_timeout)
    again.query_params["s"] = hand.shown(company, "address")["value"]
    again.run().switch_page("pages/my_company.py").run()
    enter(again, "cash", "2.6M")
    again.button(key="company-use-update").click().run()
    assert hand.current(again).value("finance.cash") == 2.6e6


def test_every_lever_says_where_it_comes_from() -> None:
    company = derive(Answers(arr=3.1e6, activation=0.35))
    every = frames.facts(company, "")
    assert list(every["Number"]) == [lever_text.name(lever) for lever in CATALOGUE.values()]
    assert sum(frames.counts(company).values()) == len(CATALOGUE)
    assert {origin: len(frames.facts(company, origin)) for origin in words.ORIGINS} == frames.counts(company)
    assert all(every["How"].str.endswith("."))
