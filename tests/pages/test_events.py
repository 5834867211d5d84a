"""Plays and shocks: identity, the dialog, what a change does to its lever."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hand import current, open_box
from streamlit.testing.v1 import AppTest

from planner import plan as plans
from planner.plan import Event, Plan, event_groups
from planner.ui.editors import events as editor
from planner.vocabulary.levers import CATALOGUE

App = Callable[..., AppTest]
FREEZE = Event(
    name="Hiring freeze", lever="enterprise.hires_per_quarter", change="multiply", value=0.0, start=7, months=6
)
UNRELATED = plans.loads(
    """
    [plan]
    name = "Two events that have nothing to do with each other"
    [[events]]
    name = "Event 2"
    lever = "community.visitors"
    change = "multiply"
    value = 2.0
    start = 1
    [[events]]
    lever = "marketing.mqls"
    change = "multiply"
    value = 3.0
    start = 1
    """
)


def save(test: AppTest) -> AppTest:
    return next(button for button in test.button if button.label == "Save").click().run()


def press(test: AppTest, verb: str, at: int = 0) -> AppTest:
    """Press a button of one of the entries, counted from the first."""
    buttons = [button for button in test.button if str(button.key).startswith(f"event-{verb}-")]
    return buttons[at].click().run()


def field(test: AppTest, name: str) -> str:
    """The key of a text field of the dialog."""
    (key,) = [text.key for text in test.text_input if str(text.key).startswith("number-event-") and name in text.key]
    return key


def said(test: AppTest, text: str) -> bool:
    return any(text in caption.value for caption in test.caption)


def test_an_event_is_switched_off_and_deleted(app: App) -> None:
    test = app(Plan(events=(FREEZE,)))
    test.toggle[0].set_value(False).run()
    assert not current(test).events[0].active
    test.toggle[0].set_value(True).run()
    assert current(test).events[0].active
    press(test, "delete")
    assert current(test).events == ()


def test_unrelated_events_are_two_entries_each_with_its_own_switch(app: App) -> None:
    test = app(UNRELATED)
    assert len(test.toggle) == 2
    test.toggle[0].set_value(False).run()
    assert [event.active for event in current(test).events] == [False, True]
    press(test, "delete")
    assert current(test).events == UNRELATED.events[1:]


def test_a_play_adds_its_events_and_added_twice_it_is_two(app: App) -> None:
    test = app(Plan())
    for count in (1, 2):
        open_box(test, "plays-open")
        assert test.session_state["plays-open" if count == 1 else "plays-open-1"]
        play = next(button for button in test.button if str(button.key).startswith("play-"))
        play.click().run()
        events = current(test).events
        assert all(event.name == play.label for event in events)
        assert len(event_groups.groups(events)) == len(test.toggle) == count
    press(test, "delete")
    assert current(test).events == events[len(events) // 2 :]


def test_one_event_of_a_play_is_deleted_alone(app: App) -> None:
    both = tuple(replace(event, id="x") for event in (FREEZE, *UNRELATED.events))
    test = app(Plan(events=both))
    assert len(test.toggle) == 1
    open_box(test, "event-edits-x")
    test.button(key="event-drop-1-x").click().run()
    assert current(test).events == (both[0], both[2])


def test_a_play_of_many_events_stands_in_few_elements(app: App) -> None:
    """Streamlit goes through every element of a page whenever a lever moves, in sight or not."""
    few, many = (
        app(Plan(events=tuple(replace(FREEZE, start=start, id="x") for start in range(1, 1 + count))))
        for count in (2, 20)
    )
    assert many.caption[-1].value.count("\n") == 19
    assert len(many.main) == len(few.main)
    assert len(many.button) == len(few.button)


def test_an_event_is_edited_in_the_dialog(app: App) -> None:
    test = press(app(Plan(levers={FREEZE.lever: 2.0}, events=(FREEZE,))), "edit")
    assert said(test, "Account executives hired: 2 → 0 in Jul 2026")
    test.text_input(key=field(test, "value")).set_value("0,5").run()
    assert said(test, "Account executives hired: 2 → 1 in Jul 2026")
    save(test)
    assert current(test).events == (replace(FREEZE, value=0.5),)


def test_what_the_dialog_does_not_show_is_kept(app: App) -> None:
    event = replace(FREEZE, every=12, chance=0.5, id="x")
    test = press(app(Plan(events=(event,))), "edit")
    test.text_input(key=field(test, "value")).set_value("0.5").run()
    save(test)
    assert current(test).events == (replace(event, value=0.5),)


def test_an_event_comes_by_chance_later_and_again(app: App) -> None:
    """All events of one id come together: with one chance, and later by as much."""
    both = (replace(FREEZE, id="x"), replace(FREEZE, lever="people.backfill", start=9, id="x"))
    test = press(open_box(app(Plan(events=both)), "event-edits-x"), "edit")
    test.text_input(key=field(test, "chance")).set_value("25").run()
    test.text_input(key=field(test, "every")).set_value("24").run()
    (latest,) = [box.key for box in test.selectbox if "-latest-" in str(box.key)]
    test.selectbox(key=latest).set_value(12).run()
    assert said(test, "Happens in 25% of the draws, and starts in a month from Jul 2026 to Dec 2026, each as likely.")
    save(test)
    assert current(test).events == (
        replace(both[0], chance=0.25, latest=12, every=24),
        replace(both[1], chance=0.25, latest=14),
    )
    assert said(test, "in 25% of the draws only")
    press(open_box(test, "event-edits-x"), "edit")
    test.text_input(key=field(test, "chance")).set_value("100%").run()
    (latest,) = [box.key for box in test.selectbox if "-latest-" in str(box.key)]
    assert test.selectbox(key=latest).value == 12
    test.selectbox(key=latest).set_value(7).run()
    test.text_input(key=field(test, "every")).set_value("0").run()
    save(test)
    assert current(test).events == both


@pytest.mark.parametrize(("name", "text"), [("chance", "120"), ("chance", "-5"), ("every", "3")])
def test_a_chance_or_a_return_that_cannot_be_is_refused(app: App, name: str, text: str) -> None:
    test = press(app(Plan(events=(FREEZE,))), "edit")
    test.text_input(key=field(test, name)).set_value(text).run()
    assert any("must be" in error.value for error in test.error)
    save(test)
    assert current(test).events == (FREEZE,)


def test_the_dialog_can_be_left_without_a_change(app: App) -> None:
    test = press(app(Plan(events=(FREEZE,))), "edit")
    test.text_input(key=field(test, "value")).set_value("0.5").run()
    next(button for button in test.button if button.label == "Cancel").click().run()
    assert current(test).events == (FREEZE,)
    assert not [button for button in test.button if button.label == "Save"]


@pytest.mark.parametrize(("text", "reason"), [("", "must be a number"), ("2\t3", "holds more than one number")])
def test_a_value_that_is_refused_is_not_saved(app: App, text: str, reason: str) -> None:
    test = press(app(Plan(events=(FREEZE,))), "edit")
    test.text_input(key=field(test, "value")).set_value(text).run()
    assert reason in test.error[0].value
    save(test)
    assert current(test).events == (FREEZE,)


@pytest.mark.parametrize(("change", "text"), [("set", "500%"), ("at_most", "-1"), ("at_least", "101")])
def test_a_value_beyond_a_bound_is_refused_as_it_is_read(app: App, change: str, text: str) -> None:
    wins = Event(lever="enterprise.win_rate", change=change, value=0.2, start=7)  # type: ignore[arg-type]
    test = press(app(Plan(events=(wins,))), "edit")
    test.text_input(key=field(test, "value")).set_value(text).run()
    assert [error.value for error in test.error] == [f'Value (%) = "{text}": must be 0 to 100%']
    save(test)
    assert current(test).events == (wins,)


def test_the_dialog_and_the_entry_say_that_a_bound_is_hit(app: App) -> None:
    points = Event(lever="enterprise.win_rate", change="add", value=5.0, start=3)
    test = app(Plan(levers={"enterprise.win_rate": 0.22}, events=(points,)))
    assert said(test, "+ 500 percentage points")
    assert said(test, "is at its bound, 100%, from Mar 2026 on")
    press(test, "edit")
    assert said(test, "Enterprise win rate: 22% → 100% in Mar 2026, held at its bound")
    test.text_input(key=field(test, "value")).set_value("5").run()
    assert said(test, "Enterprise win rate: 22% → 27% in Mar 2026")


def test_every_lever_that_events_can_change_is_offered_once() -> None:
    flows = {lever.id for lever in CATALOGUE.values() if lever.kind == "flow"}
    assert set(editor.levers()) == flows
    pages = [page for page, found, _ in (text.partition(" · ") for text in editor.levers().values()) if found]
    assert pages == sorted(pages, key=list(editor.PLACES).index)


def test_a_play_is_moved_as_a_whole(app: App) -> None:
    both = tuple(replace(event, id="x") for event in (FREEZE, replace(FREEZE, start=9)))
    test = app(Plan(events=both))
    test.selectbox(key="event-begins-x").set_value(3).run()
    assert [event.start for event in current(test).events] == [3, 5]
    assert test.selectbox(key="event-begins-x").value == 3
