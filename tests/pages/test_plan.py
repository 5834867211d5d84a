"""The Plan page: cases and notes as a person keeps and deletes them."""

from collections.abc import Callable

import pytest
from hand import current, enter, history, linked, send, shown
from streamlit.testing.v1 import AppTest
from support import ROOT

from planner.plan import Case, Event, Funding, Plan, Target
from planner.plan.cases import in_case
from planner.ui.editors import cases, notes

App = Callable[..., AppTest]
WIN_RATE = "enterprise.win_rate"
PLAN = Plan(
    levers={WIN_RATE: 0.22},
    uncertainty={WIN_RATE: (0.15, 0.3)},
    cases=(Case(name="Upside", levers={WIN_RATE: 0.25}),),
)


@pytest.fixture
def page(app: App) -> Callable[..., AppTest]:
    def visit(plan: Plan = PLAN) -> AppTest:
        return app(plan).switch_page("pages/plan.py").run()

    return visit


def test_what_was_changed_is_kept_as_a_case_and_the_plan_goes_back(app: App) -> None:
    test = enter(app(PLAN).switch_page("pages/sales_capacity.py").run(), WIN_RATE, "18%")
    test.switch_page("pages/plan.py").run()
    test.text_input(key="case-name").set_value("Downside")
    next(one for one in test.button if one.label == "Keep what I changed as a case").click().run()
    assert current(test) == PLAN.changed(cases=(*PLAN.cases, Case(name="Downside", levers={WIN_RATE: 0.18})))
    assert not test.error


def test_a_case_of_nothing_is_refused(page: App) -> None:
    test = page()
    test.text_input(key="case-name").set_value("Same")
    next(one for one in test.button if one.label == "Keep what I changed as a case").click().run()
    assert 'case = "Same": has nothing to hold yet' in test.error[0].value
    assert current(test) == PLAN


def test_a_case_is_opened_and_deleted(page: App) -> None:
    test = page()
    test.button(key="case-open-Upside").click().run()
    assert current(test) == in_case(PLAN, "Upside").changed(cases=PLAN.cases)
    test.button(key="case-delete-Upside").click().run()
    assert current(test).cases == ()


def test_a_case_called_like_the_plan_has_its_own_row_and_line() -> None:
    names = ("Base", "date", "Baseline", "a.b", "a\u2024b")
    plan = PLAN.changed(cases=tuple(Case(name=name, levers={WIN_RATE: 0.25}) for name in names))
    found = cases.results(plan)
    assert list(cases.outcomes(found).index) == ["The plan", *names]
    frame = cases.lines(found)
    assert list(frame)[:3] == ["date", "The plan", "Base"]
    assert len(frame) == 1 + len(cases.SHOWN) + 1
    assert frame["Base"][-1] > frame["The plan"][-1]


def test_cases_are_held_to_promises_of_any_metric() -> None:
    targets = (Target(month=12, least=1.0), Target(month=24, metric="headcount", most=1.0))
    rows = cases.outcomes(cases.results(PLAN.changed(targets=targets)))
    met, missed = list(rows)[:2]
    assert met.startswith("$1 ARR by ")
    assert missed.startswith("Headcount at most 1 in ")
    assert all(text.endswith(", met") for text in rows[met])
    assert all(text.endswith(" over") for text in rows[missed])


def test_the_head_switches_between_cases_and_loses_nothing(app: App) -> None:
    test = app(PLAN).switch_page("pages/sales_capacity.py").run()
    assert shown(test, "head")["cases"] == [["", "Base"], ["Upside", "Upside"]]
    send(test, {"does": "case", "id": "Upside"})
    assert shown(test, "head")["case"] == shown(test)["case"] == "Upside"
    assert current(test) == in_case(PLAN, "Upside").changed(cases=PLAN.cases)
    assert history(test).now.whole == PLAN
    enter(test, WIN_RATE, "26%")
    send(test, {"does": "pin"})
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    again.query_params["s"] = shown(test.run(), "address")["value"]
    assert history(again.run()).now == history(test).now
    send(test, {"does": "case"})
    assert current(test) == PLAN.changed(cases=(Case(name="Upside", levers={WIN_RATE: 0.26}),))
    assert linked(test) == (current(test), current(test))
    send(test, {"does": "undo"})
    assert (current(test).value(WIN_RATE), shown(test, "head")["case"]) == (0.26, "Upside")
    send(test, {"does": "case", "id": "Nobody"})
    assert current(test).value(WIN_RATE) == 0.26


def test_what_notes_are_about_is_told_apart() -> None:
    named = notes.subjects(PLAN.changed(notes={}))
    assert len(set(named.values())) == len(named)


def test_a_case_names_what_it_switches() -> None:
    play = Event(name="Price cut", lever=WIN_RATE, change="multiply", value=0.9, start=3, id="price-cut")
    plan = Plan(
        levers={WIN_RATE: 0.857729}, events=(play,), cases=(Case(name="A", levers={WIN_RATE: 0.8}, off=("price-cut",)),)
    )
    assert cases.changes(plan, plan.cases[0]) == "Enterprise win rate 85.8% to 80%; Price cut off"


def test_a_note_is_kept_and_deleted(page: App) -> None:
    test = page()
    test.selectbox(key="note-about").set_value(WIN_RATE)
    test.text_area(key="note-why").set_value("CRM, last four quarters")
    next(one for one in test.button if one.label == "Keep the note").click().run()
    assert current(test).notes == {WIN_RATE: "CRM, last four quarters"}
    test.button(key=f"note-delete-{WIN_RATE}").click().run()
    assert current(test).notes == {}


@pytest.mark.parametrize("about", ["target:12", "funding:9", "event:freeze"])
def test_why_is_written_beside_what_it_is_about(page: App, about: str) -> None:
    freeze = Event(name="Freeze", lever=WIN_RATE, change="add", value=-0.01, start=4, id="freeze")
    test = page(Plan(targets=(Target(month=12, least=5e6),), funding=(Funding(month=9, amount=1e6),), events=(freeze,)))
    test.session_state["calendar-chosen"] = f"{about.partition(':')[0]}:0"
    test.run().text_input(key=f"why-{about}").set_value(" Signed in May ").run()
    assert current(test).notes == {about: "Signed in May"}
    test.text_input(key=f"why-{about}").set_value("").run()
    assert current(test).notes == {}


def test_an_event_of_ones_own_is_chosen_and_can_have_a_note(page: App) -> None:
    test = page()
    test.button(key="event-new").click().run()
    test.text_input(key="event-0--name").set_value("Hiring freeze").run()
    test.button(key="event-0--save").click().run()
    assert [(one.id, one.name) for one in current(test).events] == [("hiring-freeze", "Hiring freeze")]
    test.text_input(key="why-event:hiring-freeze").set_value("As in 2024").run()
    assert current(test).notes == {"event:hiring-freeze": "As in 2024"}


def test_a_case_may_have_any_name(app: App) -> None:
    plan = PLAN.changed(cases=(Case(name="v1.2 [a|b] 'c' \\ \"d\"", levers={WIN_RATE: 0.25}),))
    frame = cases.lines(cases.results(plan))
    assert list(frame)[1:-1] == list(cases.colours(plan))
    assert not set("".join(frame)) & set(".[]|'\\\"")
    assert "ARR by case" in [one.proto.alt for one in app(plan).get("vega_lite_chart")]


def test_cases_are_drawn_with_what_was_promised() -> None:
    plan = PLAN.changed(targets=(Target(month=12, least=5e6), Target(month=24, metric="headcount", most=9.0)))
    target = cases.lines(cases.results(plan))["Target"]
    assert {at: value for at, value in enumerate(target) if value == value} == {11: 5e6}


def test_the_overview_shows_the_cases_together(app: App) -> None:
    charts = [one.proto.alt for one in app(PLAN).get("vega_lite_chart")]
    assert "ARR by case" in charts
    assert "ARR by case" not in [one.proto.alt for one in app(PLAN.changed(cases=())).get("vega_lite_chart")]


def test_how_much_levers_go_together_is_set_here_too(page: App) -> None:
    test = page()
    test.slider(key="ranges-together").set_value(0.5).run()
    assert current(test).together == 0.5


@pytest.mark.parametrize(
    ("targets", "begin"), [((Target(month=12, least=5e6),), "Everything promised holds in "), ((), "Cash lasts in ")]
)
def test_what_going_together_does_is_said_of_what_is_promised(
    page: App, targets: tuple[Target, ...], begin: str
) -> None:
    test = page(PLAN.changed(targets=targets, together=0.5))
    (said,) = [one.value for one in test.caption if " of the draws. At 0," in one.value]
    assert said.startswith(begin)
