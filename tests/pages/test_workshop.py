"""A workshop under Streamlit's app test: a facilitator, participants and a big screen."""

import itertools
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hand import component, numbers
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from support import ROOT, told

from planner.plan.workshop import Step
from planner.store.database import Database
from planner.store.errors import UnavailableError
from planner.store.room import Room, State
from planner.store.rooms import Rooms
from planner.ui.session import browser
from planner.ui.workshop import current_room
from planner.vocabulary import lever_text
from planner.vocabulary.errors import Problem
from planner.vocabulary.levers import CATALOGUE

browsers = itertools.count()


class Person:
    """A browser: its cookies, and whatever it opens."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch
        self.cookies = {browser.COOKIE: f"workshop-browser-{next(browsers):05}"}

    def opens(self, page: str, **query: str) -> AppTest:
        """A page by its address, in a session of its own."""
        self.sits()
        test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
        test.run()
        for name, value in query.items():
            test.query_params[name] = value
        test.switch_page(f"pages/{page}.py").run()
        assert not test.exception, test.exception
        self.keeps(test)
        return test

    def sits(self) -> None:
        """From now on it is this browser that opens sessions."""
        self.patch.setattr(browser, "_sent", lambda name: self.cookies.get(name, ""))

    def keeps(self, test: AppTest) -> None:
        """Keep the cookies that a page writes."""
        sent = told(test, "browser") or {}
        self.cookies |= {sent["name"]: sent["value"], **sent["kept"]}


class Server:
    """The store behind the app."""

    def __init__(self, folder: Path) -> None:
        self.rooms = Rooms(Database(f"sqlite:///{folder / 'groundswell.db'}"))

    def room(self, code: str) -> Room:
        return self.rooms.by_code(code, "test")

    def state(self, code: str) -> State:
        return self.rooms.state(self.room(code).id)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setenv("GROUNDSWELL_DATABASE", "")
    monkeypatch.setenv("GROUNDSWELL_FOLDER", str(tmp_path))
    return Server(tmp_path)


@pytest.fixture
def person(server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Person]:
    return lambda: Person(monkeypatch)


def press(test: AppTest, label: str) -> AppTest:
    """Press the button of this name, or whose name begins so."""
    next(one for one in test.button if one.label.startswith(label)).click().run()
    assert not test.exception, test.exception
    return test


def buttons(test: AppTest) -> list[str]:
    return [one.label for one in test.button]


def says(test: AppTest) -> str:
    """All that a page says, without its style."""
    html = [re.sub(r"<[^>]*>", " ", one.proto.body) for one in test.get("html") if "<style" not in one.proto.body]
    kinds = (test.markdown, test.success, test.info, test.warning, test.error, test.caption)
    return " ".join([*html, *(one.value for kind in kinds for one in kind)])


def again(test: AppTest) -> AppTest:
    """What a look at the room does once it has moved on."""
    test.run()
    assert not test.exception, test.exception
    return test


def opened(person: Callable[[], Person]) -> tuple[Person, AppTest, str]:
    """A facilitator with a room, and its code."""
    facilitator = person()
    test = press(facilitator.opens("workshop"), "Open the room")
    facilitator.keeps(test)
    return facilitator, test, test.session_state["room-here"].code


def joined(who: Person, code: str, name: str) -> AppTest:
    test = who.opens("join", room=code)
    test.text_input(key="join-name-text").set_value(name)
    return press(test, "Join")


def move(test: AppTest, lever: str, value: float) -> AppTest:
    """The slider of a lever stands elsewhere."""
    item = {"number": next(numbers), "does": "move", "id": lever, "value": value, "gesture": 1}
    states = test._tree.get_widget_states()
    sent = {"entries": {"mount": "test", "items": [item], "sight": None, "held": False}}
    states.widgets.append(WidgetState(id=component(test, "levers").id, json_value=json.dumps(sent)))
    return test._run(states)


def readings(test: AppTest) -> dict[str, Any]:
    return {one["id"]: one for one in (told(test, "levers") or {})["readings"]}


def test_a_room_from_its_questions_to_a_saved_plan(person: Callable[[], Person], server: Server) -> None:
    _, facilitator, code = opened(person)
    assert "key=f" in facilitator.code[0].value
    ada, bob = joined(person(), code, "Ada"), joined(person(), code, "Bob")
    assert "You are in" in says(ada)
    assert [one.nickname for one in server.rooms.people(server.room(code).id)] == ["Ada", "Bob"]
    press(facilitator, "Start: everybody guesses")
    for test, guess in ((again(ada), "30M"), (again(bob), "12,5M")):
        test.text_input(key="guess-0").set_value(guess)
        press(test, "Commit my guess")
    assert server.state(code).step is Step.BLIND
    lever = server.room(code).levers[0]
    again(ada)
    shown = readings(ada)[lever]
    move(ada, lever, shown["value"] * 1.5)
    press(ada, "Submit")
    assert "Submitted." in says(ada)
    press(again(bob), "Submit")
    assert server.state(code).step is Step.REVEAL
    again(facilitator)
    assert "2 people" in says(facilitator)
    assert "1 of 2 moved it" in facilitator.get("vega_lite_chart")[0].proto.alt
    assert "large orange dots" in says(again(ada))
    press(facilitator, "Decide")
    press(facilitator, "Save as the room's plan")
    state = server.state(code)
    assert state.result
    press(facilitator, "End the workshop")
    assert "The room's plan is saved." in says(facilitator)
    press(facilitator, "Open the room's plan")
    plan = facilitator.session_state["history"].now.plan
    assert plan.origin[lever] == "room"
    assert plan.value(lever) == pytest.approx(shown["value"] * 1.25, rel=0.01)


def test_a_reload_brings_everybody_back(person: Callable[[], Person], server: Server) -> None:
    first, facilitator, code = opened(person)
    who = person()
    ada = joined(who, code, "Ada")
    press(facilitator, "Start: everybody guesses")
    press(facilitator, "Close the guesses")
    again(ada)
    lever = server.room(code).levers[0]
    move(ada, lever, readings(ada)[lever]["value"] * 2)
    moved = readings(ada)[lever]["value"]
    address = told(ada, "address") or {}
    back = who.opens("join", room=code, **{address["name"]: address["value"]})
    assert readings(back)[lever]["value"] == moved
    assert "Close the round: reveal" in buttons(first.opens("workshop", room=code))
    who.keeps(ada)
    assert lever in readings(press(who.opens("join"), f"Back to room {code}"))


def secret_of(facilitator: Person, code: str) -> str:
    return next(
        one.split(":")[1] for one in facilitator.cookies[current_room.COOKIE].split(".") if one.startswith(code)
    )


def test_the_facilitator_s_link_restores_the_role_anywhere(person: Callable[[], Person]) -> None:
    facilitator, _, code = opened(person)
    key = secret_of(facilitator, code)
    stranger = person()
    assert "Open the room" in buttons(stranger.opens("workshop", room=code))
    assert "Start: everybody guesses" in buttons(stranger.opens("workshop", room=code, key=key))
    assert "Start: everybody guesses" in buttons(stranger.opens("workshop", room=code))
    wrong = person().opens("workshop", room=code, key="f" * 20)
    assert "leads no room" in says(wrong)
    assert "Open the room" in buttons(wrong)


def test_a_board_shows_the_room_and_does_nothing(person: Callable[[], Person], server: Server) -> None:
    _, facilitator, code = opened(person)
    joined(person(), code, "Ada")
    board = person().opens("workshop", board=code)
    assert code in says(board)
    assert not board.button
    assert told(board, "menu") is None
    press(facilitator, "Start: everybody guesses")
    assert "0 of 1" in says(again(board))
    assert server.state(code).joined == 1


def test_somebody_who_watches_is_no_participant(person: Callable[[], Person], server: Server) -> None:
    _, _, code = opened(person)
    test = press(person().opens("join", room=code), "Only watch")
    assert "watching" in says(test)
    assert server.state(code).joined == 0
    assert "Your nickname" in [one.label for one in press(test, "Take part").text_input]


def test_what_cannot_be_is_said_in_a_sentence(person: Callable[[], Person], server: Server) -> None:
    wrong = person().opens("join", room="XXXXXX")
    assert "no room has it" in says(wrong)
    assert [one.label for one in wrong.text_input] == ["Code"]
    _, facilitator, code = opened(person)
    joined(person(), code, "Ada")
    twice = person().opens("join", room=code)
    twice.text_input(key="join-name-text").set_value("ada")
    assert "choose another one" in says(press(twice, "Join"))
    late = joined(person(), code, "Bob")
    press(facilitator, "Start: everybody guesses")
    again(late)
    press(facilitator, "Close the guesses")
    late.text_input(key="guess-0").set_value("1M")
    press(late, "Commit my guess")
    assert "is closed" in says(late)


def test_text_is_text(person: Callable[[], Person]) -> None:
    _, facilitator, code = opened(person)
    joined(person(), code, "*A* <b>b</b>")
    page = " ".join(one.proto.body for one in again(facilitator).get("html"))
    assert "*A* &lt;b&gt;b&lt;/b&gt;" in page


def test_a_rehearsal_goes_through_alone(person: Callable[[], Person], server: Server) -> None:
    first = person()
    facilitator = first.opens("workshop")
    facilitator.checkbox(key="workshop-names").check().run()
    press(facilitator, "Open the room")
    code = facilitator.session_state["room-here"].code
    press(facilitator, "Let them join")
    press(facilitator, "Start: everybody guesses")
    press(facilitator, "Let the 20 simulated people guess")
    press(again(facilitator), "Let the 20 simulated people set the levers")
    again(facilitator)
    assert server.state(code).step is Step.REVEAL
    press(facilitator, "Round 2")
    press(facilitator, "Let the 20 simulated people set the levers")
    assert "How the room came together" in says(again(facilitator))
    assert "Who moved" in says(facilitator)
    board = person().opens("workshop", board=code)
    assert "How the room came together" in says(board)
    assert not board.button


def test_own_ranges_are_submitted_and_become_the_plan_s(person: Callable[[], Person], server: Server) -> None:
    first = person()
    facilitator = first.opens("workshop")
    facilitator.checkbox(key="workshop-own").check().run()
    press(facilitator, "Open the room")
    code = facilitator.session_state["room-here"].code
    ada = joined(person(), code, "Ada")
    press(facilitator, "Start: everybody guesses")
    press(facilitator, "Close the guesses")
    again(ada)
    assert (told(ada, "levers") or {})["ranges"]
    assert (told(ada, "levers") or {})["changes"] == []
    press(ada, "Submit")
    assert "Still as proposed" in says(ada)
    assert server.state(code).submitted == 0
    next(one for one in ada.checkbox if one.key.startswith("taken-")).check().run()
    press(ada, "Submit")
    room = server.room(code)
    (said,) = server.rooms.submissions(room.id, 1)
    lever = room.levers[0]
    answer = said.answers[lever]
    assert answer.low is not None
    assert answer.high is not None
    assert answer.low < answer.value < answer.high
    assert "8 in 10 of all their ranges" in again(facilitator).get("vega_lite_chart")[0].proto.alt
    press(facilitator, "Decide")
    assert "8 in 10 between" in says(person().opens("workshop", board=code))
    press(facilitator, "Save as the room's plan")
    press(facilitator, "Open the room's plan")
    plan = facilitator.session_state["history"].now.plan
    assert plan.uncertainty[lever] == pytest.approx((answer.low, answer.high), rel=0.1)


def typed_range(test: AppTest, lever: str, low: str, high: str) -> AppTest:
    """Somebody types a low and a high."""
    item = {"number": next(numbers), "does": "range", "id": lever, "low": low, "high": high}
    states = test._tree.get_widget_states()
    sent = {"entries": {"mount": "test", "items": [item], "sight": None, "held": False}}
    states.widgets.append(WidgetState(id=component(test, "levers").id, json_value=json.dumps(sent)))
    return test._run(states)


def test_a_proposed_range_is_nobody_s_until_it_is_taken(person: Callable[[], Person], server: Server) -> None:
    facilitator = person().opens("workshop")
    facilitator.checkbox(key="workshop-own").check().run()
    levers = next(one for one in facilitator.multiselect)
    levers.set_value(levers.value[:2]).run()
    press(facilitator, "Open the room")
    code = facilitator.session_state["room-here"].code
    who = person()
    ada = joined(who, code, "Ada")
    press(facilitator, "Start: everybody guesses")
    press(facilitator, "Close the guesses")
    again(ada)
    first, second = server.room(code).levers
    assert [one.label for one in ada.checkbox] == [
        "I looked at every low and high: the proposed ones are what I think."
    ]
    value = readings(ada)[first]["value"]
    move(ada, first, value * 1.0123)
    step = CATALOGUE[first].step
    low, high = ada.session_state[f"history-{code}-1-1"].now.plan.uncertainty[first]
    assert low / step == pytest.approx(round(low / step))
    assert high / step == pytest.approx(round(high / step))
    typed_range(ada, first, str(value / 2), str(value * 2))
    (box,) = ada.checkbox
    assert lever_text.name_within(CATALOGUE[second]) in box.label
    assert "every" not in box.label
    address = told(ada, "address") or {}
    back = who.opens("join", room=code, **{address["name"]: address["value"]})
    assert [one.label for one in back.checkbox] == [box.label]
    typed_range(back, second, "0", str(readings(back)[second]["value"] * 2))
    assert not back.checkbox
    press(back, "Submit")
    assert server.state(code).submitted == 1


def test_what_somebody_typed_as_a_guess_is_there_after_a_reload(person: Callable[[], Person], server: Server) -> None:
    _, facilitator, code = opened(person)
    who = person()
    ada = joined(who, code, "Ada")
    joined(person(), code, "Bob")
    press(facilitator, "Start: everybody guesses")
    assert "At the end of Jan 2026: ARR" in says(again(ada))
    ada.text_input(key="guess-0").set_value("21M").run()
    assert "not sent yet" in says(ada)
    address = told(ada, "address") or {}
    back = who.opens("join", room=code, **{address["name"]: address["value"]})
    assert back.text_input(key="guess-0").value == "21M"
    press(back, "Commit my guess")
    assert "$21M" in says(back)
    assert "not sent yet" not in says(back)
    assert (told(back, "address") or {})["others"]["guess"] is None
    back.text_input(key="guess-0").set_value("22M").run()
    assert "$21M" in says(back)
    assert "not sent yet" in says(back)


def test_a_reason_that_was_taken_out_is_not_said_again(person: Callable[[], Person], server: Server) -> None:
    first, facilitator, code = opened(person)
    ada = joined(person(), code, "Ada")
    press(facilitator, "Start: everybody guesses")
    press(facilitator, "Close the guesses")
    room = server.room(code)
    lever, other = room.levers[:2]
    for key, text in ((lever, "Because I say so"), (other, "It was so")):
        again(ada).text_input(key=f"why-{key}").set_value(text).run()
    press(ada, "Submit")
    assert server.state(code).step is Step.REVEAL
    server.rooms.remove_reason(room.id, secret_of(first, code), 1, 1, lever)
    press(again(facilitator), "Round 2")
    assert again(ada).text_input(key=f"why-{lever}").value == ""
    assert ada.text_input(key=f"why-{other}").value == "It was so"


def test_who_did_not_submit_is_told(person: Callable[[], Person], server: Server) -> None:
    _, facilitator, code = opened(person)
    ada, bob = joined(person(), code, "Ada"), joined(person(), code, "Bob")
    press(facilitator, "Start: everybody guesses")
    again(ada).text_input(key="guess-0").set_value("30M")
    press(ada, "Commit my guess")
    press(facilitator, "Close the guesses")
    assert "Not submitted yet" in says(again(bob))
    press(again(ada), "Submit")
    assert "Submitted: this counts" in says(ada)
    press(again(facilitator), "Close the round")
    assert "You had not submitted" in says(again(bob))
    assert "large orange dots" not in says(bob)
    assert "You had not submitted" not in says(again(ada))
    press(again(facilitator), "Round 2: set")
    press(again(ada), "Submit")
    press(again(facilitator), "Close the round")
    guesses = again(facilitator).get("vega_lite_chart")[1].proto.alt
    assert "last guesses: Median and middle half $30M." in guesses


def test_a_deputy_leads_and_a_nickname_and_a_reason_go(person: Callable[[], Person], server: Server) -> None:
    first, facilitator, code = opened(person)
    ada, bob = joined(person(), code, "Ada"), joined(person(), code, "Bob")
    facilitator.session_state["room-people"] = True
    facilitator.run()
    facilitator.text_input(key="room-deputy-name").set_value("Eve")
    press(facilitator, "Make a link")
    link = next(
        one.value for one in facilitator.code if "key=" in one.value and secret_of(first, code) not in one.value
    )
    deputy = person().opens("workshop", room=code, key=link.rpartition("key=")[2])
    press(deputy, "Start: everybody guesses")
    press(deputy, "Close the guesses")
    lever = server.room(code).levers[0]
    for test in (again(ada), again(bob)):
        test.text_input(key=f"why-{lever}").set_value("Because *I* say so").run()
        press(test, "Submit")
    again(deputy)
    assert "Because *I* say so" in says(deputy)
    deputy.session_state["room-people"] = True
    deputy.run()
    deputy.selectbox(key="room-reason").select_index(0).run()
    press(deputy, "Remove it")
    deputy.selectbox(key="room-person").select_index(1).run()
    press(deputy, "Remove Bob")
    assert "Because" not in says(again(deputy))
    assert [one.nickname for one in server.rooms.submissions(server.room(code).id, 1)] == ["Ada"]
    assert "removed your nickname" in says(again(bob))


def test_a_database_that_stalls_is_asked_again(person: Callable[[], Person], monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, code = opened(person)
    ada = joined(person(), code, "Ada")

    def stalls(*_: object) -> State:
        raise UnavailableError(Problem("database", None, "does not answer"))

    with monkeypatch.context() as broken:
        broken.setattr(Rooms, "glance", stalls)
        assert "tries again by itself" in says(again(ada))
        assert not ada.error
    assert "You are in" in says(again(ada))


def test_an_expired_room_is_said_and_there_is_a_way_on(person: Callable[[], Person], server: Server) -> None:
    _, facilitator, code = opened(person)
    ada = joined(person(), code, "Ada")
    assert server.rooms.purge(timedelta()) == 1
    assert "gone" in says(again(ada))
    assert "Code" in [one.label for one in ada.text_input]
    assert "gone" in says(again(facilitator))
    assert "Open the room" in buttons(facilitator)


def test_two_screens_of_a_facilitator_do_not_move_a_room_twice(person: Callable[[], Person], server: Server) -> None:
    first, one, code = opened(person)
    other = first.opens("workshop", room=code)
    press(one, "Start: everybody guesses")
    press(other, "Start: everybody guesses")
    assert not other.error
    assert "Close the guesses: set the levers" in buttons(other)
    assert server.state(code).step is Step.GUESS
    press(one, "Close the guesses")
    press(other, "Start the timer")
    assert "was moved on meanwhile" in says(other)
    assert server.state(code).step is Step.BLIND


def test_who_is_invited_to_a_closed_server_is_told(
    person: Callable[[], Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUNDSWELL_PASSPHRASE", "open sesame")
    monkeypatch.setattr("planner.ui.frame.gate.PAUSE", 0.0)
    stranger = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    stranger.run()
    stranger.switch_page("pages/join.py").run()
    assert "You were invited to a workshop" in says(stranger)
    assert [one.label for one in stranger.text_input] == ["Passphrase"]
