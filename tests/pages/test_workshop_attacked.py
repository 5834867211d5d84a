"""Who knows a room's code, and sends whatever a browser could send, neither leads it nor reads what is not revealed."""

import json
from typing import Any

import pytest
from hand import component, numbers
from pages.test_workshop import Person, Server, again, buttons, joined, opened, press, says
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from pages import test_workshop
from planner.analysis.workshop import own_model
from planner.plan.workshop import Step
from planner.store.drafts import digest
from planner.ui.workshop import current_room

person, server = test_workshop.person, test_workshop.server

HOSTILE = (
    "<script>alert(1)</script>",
    "</h1><img src=x onerror=a>",
    "[x](javascript:alert(1))",
    ":material/home: :red[x]",
    "$x$ `code` *b*",
    "\u202egnp.exe",
    "Z\u0351\u036b\u0343\u0322\u0321",
    "‮\u200bAda",
    "{{constructor}}",
    "'; DROP TABLE rooms; --",
)
"""Nicknames, at most 24 letters each."""


def sends(test: AppTest, items: list[dict[str, Any]]) -> AppTest:
    """What a browser sends that is not ours, in the name of the levers."""
    states = test._tree.get_widget_states()
    numbered = [{"number": next(numbers), **one} for one in items]
    sent = {"entries": {"mount": "test", "items": numbered, "sight": None, "held": False}}
    states.widgets.append(WidgetState(id=component(test, "levers").id, json_value=json.dumps(sent)))
    return test._run(states)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_nickname_is_text_wherever_it_stands(person: Any, server: Server, name: str) -> None:
    _, facilitator, code = opened(person)
    joined(person(), code, name[:24])
    again(facilitator)
    board = person().opens("workshop", board=code)
    for page in (facilitator, board):
        for html in page.get("html"):
            assert "<script>" not in html.proto.body
            assert "<img src=x" not in html.proto.body
            assert "\u202e" not in html.proto.body
    assert server.state(code).joined == 1


@pytest.mark.parametrize("claim", ["{code}:{wrong}", "{code}:{code}", "{code}:{digest}", "{code}:{other}"])
def test_a_forged_role_shows_nothing_of_the_facilitator_s(person: Any, server: Server, claim: str) -> None:
    """A cookie that claims to lead with what is no secret of the room's is that of a stranger."""
    facilitator, _, code = opened(person)
    other, _, _ = opened(person)
    joined(person(), code, "Ada")
    secrets = [one.cookies[current_room.COOKIE].partition(":")[2] for one in (facilitator, other)]
    thief: Person = person()
    thief.cookies[current_room.COOKIE] = claim.format(
        code=code, wrong="f" * 27, digest=digest(secrets[0]), other=secrets[1]
    )
    page = thief.opens("workshop", room=code)
    assert "Open the room" in buttons(page)
    assert not any(label.startswith(("Start", "End", "Let", "Take")) for label in buttons(page))
    assert "Ada" not in says(page)
    thief.cookies[current_room.COOKIE] = f"{code}:{secrets[0]}"
    assert "Start: everybody guesses" in buttons(thief.opens("workshop", room=code))


@pytest.mark.parametrize(
    "query", [{"room": "{code}"}, {"room": "{code}", "key": "{code}"}, {"board": "{code}", "key": "1"}]
)
def test_no_address_leads_a_room(person: Any, query: dict[str, str]) -> None:
    _, _, code = opened(person)
    page = person().opens("workshop", **{name: value.format(code=code) for name, value in query.items()})
    assert not any(label.startswith(("Start", "Close", "End")) for label in buttons(page))


def test_nothing_of_others_is_sent_before_the_reveal(person: Any, server: Server) -> None:
    """Neither to a participant, nor to the board, nor to the facilitator: in no element of any page."""
    _, facilitator, code = opened(person)
    ada, ben = joined(person(), code, "Ada"), joined(person(), code, "Ben")
    press(facilitator, "Start: everybody guesses")
    again(ada).text_input(key="guess-0").set_value("31313131")
    press(ada, "Commit my guess")
    press(facilitator, "Close the guesses")
    again(ada)
    lever = server.room(code).levers[0]
    ada.text_input(key=f"why-{lever}").set_value("So it was with Ada.").run()
    press(ada, "Submit")
    board = person().opens("workshop", board=code)
    for page in (again(ben), board, again(facilitator)):
        everything = str([getattr(element, "proto", "") for element in page._tree]) + says(page)
        for hidden in ("31,313,131", "31313131", "So it was with Ada."):
            assert hidden not in everything
    press(facilitator, "Close the round: reveal")
    assert "So it was with Ada." in says(again(ben))


def test_forged_moves_change_only_one_s_own_levers_of_the_room(person: Any, server: Server) -> None:
    """Results are those of the levers that are submitted, whatever else a browser claims to have moved."""
    _, facilitator, code = opened(person)
    ada = joined(person(), code, "Ada")
    joined(person(), code, "Ben")
    press(facilitator, "Start: everybody guesses")
    press(facilitator, "Close the guesses")
    again(ada)
    room = server.room(code)
    lever = room.levers[0]
    forged = [
        {"does": "move", "id": lever, "value": value, "gesture": 1} for value in (1e308, -1e308, "x", None, [1], {})
    ]
    forged += [{"does": "type", "id": lever, "text": text} for text in ("9" * 5000, "nan", "1e999", "\0", "=1+1")]
    forged += [{"does": "move", "id": "finance.cash", "value": 1e9, "gesture": 1}]
    sends(ada, forged)
    assert not ada.exception
    press(ada, "Submit")
    press(facilitator, "Close the round: reveal")
    (one,) = server.rooms.submissions(room.id, 1)
    assert set(one.answers) == set(room.levers)
    values = {lever_id: answer.value for lever_id, answer in one.answers.items()}
    assert one.results == pytest.approx(own_model.results(room.plan, room.questions, [values])[0])


@pytest.mark.parametrize("mine", ["x", "e" * 9000, "eJwDAAAAAAE", "eJyrjjYxMDWIBQALeQJ5", "\u202e"])
def test_a_forged_address_of_one_s_own_levers_is_read_as_nothing(person: Any, server: Server, mine: str) -> None:
    _, facilitator, code = opened(person)
    who = person()
    joined(who, code, "Ada")
    joined(person(), code, "Ben")
    press(facilitator, "Start: everybody guesses")
    press(facilitator, "Close the guesses")
    page = who.opens("join", room=code, mine=mine)
    room = server.room(code)
    press(page, "Submit")
    press(facilitator, "Close the round: reveal")
    (one,) = server.rooms.submissions(room.id, 1)
    assert {lever_id: answer.value for lever_id, answer in one.answers.items()} == {
        lever_id: room.plan.value(lever_id) for lever_id in room.levers
    }


def test_two_screens_that_want_the_same_move_the_room_once(person: Any, server: Server) -> None:
    first, one, code = opened(person)
    other = first.opens("workshop", room=code)
    press(one, "Start: everybody guesses")
    press(other, "Start: everybody guesses")
    assert not other.error
    assert (server.state(code).step, server.state(code).revision) == (Step.GUESS, 2)
    press(again(other), "Close the guesses")
    press(one, "Close the guesses")
    assert server.state(code).step is Step.BLIND
    assert "Close the round: reveal" in buttons(again(one))
