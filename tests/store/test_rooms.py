"""Workshop rooms on both databases: steps, who may do what, what is seen when, and what is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from support import PLAN

from planner.plan.workshop import DAYS, PEOPLE, Answer, Question, Settings, Step, Submission
from planner.store.database import Database
from planner.store.drafts import digest
from planner.store.errors import (
    ClosedError,
    FullError,
    HiddenError,
    MovedError,
    NotFoundError,
    RightsError,
    StoreError,
    TakenError,
    UnavailableError,
)
from planner.store.library import Library
from planner.store.room import Person, Room, State
from planner.store.rooms import LETTERS, Rooms
from planner.store.tables import METADATA
from planner.vocabulary.errors import PlannerError

WINS, PRICE = "enterprise.win_rate", "enterprise.acv"
Connect = Callable[..., Database]
QUESTIONS = (Question("arr", 36), Question("cash", 24))
ADA, BEN, CAY = (digest(f"{name}'s token") for name in ("Ada", "Ben", "Cay"))


def values(wins: float = 0.2, price: float = 90_000, reason: str = "") -> dict[str, Answer]:
    return {WINS: Answer(wins, reason=reason), PRICE: Answer(price)}


class Led(NamedTuple):
    """A room with who leads it."""

    rooms: Rooms
    room: Room
    secret: str

    @property
    def state(self) -> State:
        return self.rooms.state(self.room.id)

    def move(self, to: Step, minutes: int | None = None) -> State:
        return self.rooms.move(self.room.id, self.secret, to, minutes, self.state.revision)

    def join(self, **people: str) -> tuple[Person, ...]:
        return tuple(self.rooms.join(self.room.id, browser, name) for name, browser in people.items())

    def guess(self, browser: str, *guesses: float | None, round_: int = 1) -> None:
        self.rooms.guess(self.room.id, browser, round_, guesses or (1e6, 2e6))

    def submit(self, browser: str, round_: int = 1, **answer: Any) -> None:
        self.rooms.submit(self.room.id, browser, round_, values(**answer), (3e6, 4e6))


def lead(rooms: Rooms, settings: Settings | None = None) -> Led:
    return Led(rooms, *rooms.create(PLAN, [WINS, PRICE], QUESTIONS, settings or Settings(), "Fay"))


@pytest.fixture
def led(rooms: Rooms) -> Led:
    return lead(rooms)


def refused(kind: type[PlannerError], do: Callable[[], Any], sentence: str = ".") -> None:
    """Something is refused in one sentence."""
    with pytest.raises(kind, match=sentence) as caught:
        do()
    assert len(caught.value.sentences()) == 1


# An hour


def test_a_round_from_lobby_to_decision(led: Led) -> None:
    rooms, room = led.rooms, led.room
    ada, ben = led.join(Ada=ADA, Ben=BEN)
    assert (ada, ben) == (Person(1, "Ada", True), Person(2, "Ben", True))
    assert led.state == State(Step.LOBBY, 0, None, 1, 0, joined=2, present=2, submitted=0, waiting=2)
    assert led.move(Step.GUESS).round == 1
    led.guess(ADA, 1e6, None)
    led.guess(ADA, 5e6, None)
    assert (led.state.step, led.state.submitted, led.state.waiting) == (Step.GUESS, 1, 1)
    led.guess(BEN, 7e6, 8e6)
    assert (led.state.step, led.state.submitted, led.state.waiting) == (Step.BLIND, 0, 2)
    led.submit(ADA, wins=0.1)
    led.submit(ADA, wins=0.3, reason="our pilots")
    assert led.state.step == Step.BLIND
    led.submit(BEN, wins=0.25)
    assert led.state.step == Step.REVEAL
    expected = (
        Submission(1, "Ada", 1, (5e6, None), values(0.3, reason="our pilots"), (3e6, 4e6)),
        Submission(2, "Ben", 1, (7e6, 8e6), values(0.25), (3e6, 4e6)),
    )
    assert rooms.submissions(room.id, 1) == expected
    assert rooms.own(room.id, ADA) == expected[:1]
    led.move(Step.DECIDE)
    rooms.show(room.id, led.secret, {WINS: 0.27})
    assert led.state.shown == {WINS: 0.27}
    plan = PLAN.with_levers({WINS: 0.27})
    saved = rooms.decide(room.id, led.secret, plan, "the median")
    assert led.state.result == saved.read_id
    assert Library(rooms.database).open(saved.read_id).version.plan == plan
    again = rooms.decide(room.id, led.secret, PLAN.with_levers({WINS: 0.28}))
    assert (again.key, again.version.number) == (saved.key, 2)
    assert led.move(Step.GUESS).round == 2
    assert led.state.shown == {}
    led.guess(ADA, 6e6, None, round_=2)
    assert rooms.submissions(room.id, 1) == expected
    assert [one.round for one in rooms.own(room.id, ADA)] == [1, 2]
    led.move(Step.ENDED)
    assert [one.guesses for one in rooms.submissions(room.id, 2)] == [(6e6, None)]


def test_a_room_is_found_by_its_code_however_it_is_typed(led: Led, rooms: Rooms) -> None:
    code = led.room.code
    assert len(code) == 6
    assert set(code) <= set(LETTERS)
    for typed in (code, code.lower(), f" {code[:3]} {code[3:]}\n", f"{code[:3]}-{code[3:]}"):
        assert rooms.by_code(typed, "10.0.0.1") == led.room
    other = lead(rooms).room
    assert other.code != code
    assert (led.room.plan, led.room.levers, led.room.questions) == (PLAN, (WINS, PRICE), QUESTIONS)
    assert led.room.expires - led.room.created == timedelta(days=DAYS)


def test_people_come_back_where_they_were(led: Led, connect: Callable[..., Database], clock: Any) -> None:
    led.join(Ada=ADA)
    led.move(Step.GUESS)
    led.guess(ADA, 5e6, 1.0)
    again = Rooms(connect(), clock)
    assert again.person(led.room.id, ADA) == Person(1, "Ada", True)
    assert again.person(led.room.id, BEN) is None
    assert again.join(led.room.id, ADA, "Ada") == Person(1, "Ada", True)
    assert again.own(led.room.id, ADA)[0].guesses == (5e6, 1.0)
    assert again.state(led.room.id).step == Step.BLIND
    assert again.by_secret(led.secret) == (led.room, "Fay")
    assert again.by_code(led.room.code, "") == led.room


def test_who_joins_late_enters_the_current_round(led: Led) -> None:
    led.join(Ada=ADA)
    led.move(Step.GUESS)
    led.guess(ADA)
    assert led.state.step == Step.BLIND
    led.join(Ben=BEN)
    led.submit(BEN)
    led.submit(ADA)
    assert led.state.step == Step.REVEAL
    assert [one.guesses for one in led.rooms.submissions(led.room.id, 1)] == [(1e6, 2e6), ()]


# Who waits for whom


def test_a_reveal_never_waits_for_somebody_who_left(led: Led, clock: Any) -> None:
    led.join(Ada=ADA, Ben=BEN, Cay=CAY)
    led.move(Step.GUESS)
    for browser in (ADA, BEN, CAY):
        led.guess(browser)
    assert led.state.step == Step.BLIND
    led.submit(ADA)
    led.submit(CAY)
    steps = []
    for _ in range(13):
        clock.passes(seconds=5)
        led.rooms.seen(led.room.id, ADA)
        steps.append(led.state.step)
    assert (led.state.joined, led.state.present, led.state.submitted) == (3, 1, 2)
    assert steps == [Step.BLIND] * 11 + [Step.REVEAL] * 2, "a minute after the room was looked at first"
    assert [one.submitted for one in led.rooms.submissions(led.room.id, 1)] == [True, False, True]


def test_who_comes_back_first_does_not_close_the_step_alone(led: Led, connect: Connect, clock: Any) -> None:
    """The program was away, so that nobody could be seen; people come back one by one."""
    led.join(Ada=ADA, Ben=BEN, Cay=CAY)
    led.move(Step.GUESS)
    led.guess(ADA)
    for _ in range(20):
        clock.passes(seconds=5)
        for browser in (ADA, BEN, CAY):
            led.rooms.seen(led.room.id, browser)
        assert (led.state.step, led.state.present) == (Step.GUESS, 3)
    clock.passes(minutes=3)
    again = Led(Rooms(connect(), clock), led.room, led.secret)
    again.rooms.seen(led.room.id, ADA)
    assert (again.state.step, again.state.present, again.state.waiting) == (Step.GUESS, 1, 0)
    clock.passes(seconds=9)
    again.rooms.seen(led.room.id, BEN)
    again.guess(BEN)
    assert again.state.step == Step.GUESS
    for _ in range(10):
        clock.passes(seconds=5)
        for browser in (ADA, BEN):
            again.rooms.seen(led.room.id, browser)
        assert again.state.step == Step.GUESS
    clock.passes(seconds=5)
    assert again.state.step == Step.BLIND, "Cay has left"


def test_a_step_is_over_at_once_when_all_who_joined_have_answered(led: Led, connect: Connect, clock: Any) -> None:
    led.join(Ada=ADA, Ben=BEN)
    led.move(Step.GUESS)
    for browser in (ADA, BEN):
        led.guess(browser)
    clock.passes(hours=1)
    again = Led(Rooms(connect(), clock), led.room, led.secret)
    assert again.state.step == Step.GUESS
    again.rooms.seen(led.room.id, ADA)
    assert again.state.step == Step.BLIND


def test_who_is_seen_again_is_waited_for_again(led: Led, clock: Any) -> None:
    led.join(Ada=ADA, Ben=BEN)
    led.move(Step.GUESS)
    clock.passes(seconds=40)
    assert (led.state.present, led.state.step) == (0, Step.GUESS)
    led.rooms.seen(led.room.id, BEN)
    assert (led.state.present, led.state.waiting) == (1, 1)
    assert [one.present for one in led.rooms.people(led.room.id)] == [False, True]
    led.guess(ADA)
    assert led.state.step == Step.GUESS


def test_presence_is_written_down_now_and_then(led: Led, clock: Any) -> None:
    led.join(Ada=ADA, Ben=BEN)
    clock.passes(seconds=20)
    led.rooms.seen(led.room.id, ADA)
    led.state  # noqa: B018
    clock.passes(seconds=5)
    led.rooms.seen(led.room.id, BEN)
    led.state  # noqa: B018
    clock.passes(seconds=6)
    assert led.state.present == 2
    clock.passes(seconds=29)
    assert led.state.present == 1


def test_a_timer_closes_a_step(rooms: Rooms, clock: Any) -> None:
    led = lead(rooms, Settings(minutes=3))
    led.join(Ada=ADA, Ben=BEN)
    state = led.move(Step.GUESS)
    assert state.deadline == clock() + timedelta(minutes=3)
    clock.passes(minutes=3, seconds=1)
    led.guess(ADA)
    clock.passes(seconds=1.5)
    refused(ClosedError, lambda: led.guess(BEN), "guess of round 1: is closed")
    state = led.state
    assert (state.step, state.round, state.deadline) == (Step.BLIND, 1, clock() + timedelta(minutes=3))
    assert led.move(Step.BLIND, 0).deadline is None
    clock.passes(minutes=30)
    assert led.state.step == Step.BLIND
    assert led.move(Step.BLIND, 2).deadline == clock() + timedelta(minutes=2)
    assert led.state.round == 1
    clock.passes(minutes=2, seconds=3)
    assert (led.state.step, led.state.deadline) == (Step.REVEAL, None)
    refused(ClosedError, lambda: led.submit(BEN), "blind of round 1: is closed")


def test_a_closed_step_takes_nothing_more(led: Led) -> None:
    led.join(Ada=ADA, Ben=BEN)
    refused(ClosedError, lambda: led.guess(ADA))
    led.move(Step.GUESS)
    refused(ClosedError, lambda: led.submit(ADA))
    led.move(Step.BLIND)
    refused(ClosedError, lambda: led.guess(ADA))
    led.submit(ADA)
    led.move(Step.REVEAL)
    refused(ClosedError, lambda: led.submit(ADA, wins=0.9), "what you sent before it closed is kept")
    assert led.move(Step.BLIND).round == 2
    refused(ClosedError, lambda: led.submit(ADA, round_=1), "blind of round 1: is closed")
    led.submit(ADA, round_=2)
    led.move(Step.ENDED)
    refused(ClosedError, lambda: led.submit(ADA, round_=2))
    refused(ClosedError, lambda: led.join(Cay=CAY), "has ended")
    refused(StoreError, lambda: led.move(Step.GUESS), "the room has ended")


# Who may do what, and see what

AS_FACILITATOR: dict[str, Callable[[Rooms, int, Any], Any]] = {
    "move": lambda rooms, room, secret: rooms.move(room, secret, Step.GUESS, None, 1),
    "deputy": lambda rooms, room, secret: rooms.deputy(room, secret, "Eve"),
    "remove": lambda rooms, room, secret: rooms.remove(room, secret, 1),
    "remove_reason": lambda rooms, room, secret: rooms.remove_reason(room, secret, 1, 1, WINS),
    "simulate": lambda rooms, room, secret: rooms.simulate(room, secret, []),
    "show": lambda rooms, room, secret: rooms.show(room, secret, {WINS: 0.5}),
    "decide": lambda rooms, room, secret: rooms.decide(room, secret, PLAN),
}


@pytest.mark.parametrize("do", AS_FACILITATOR.values(), ids=AS_FACILITATOR)
def test_nobody_leads_without_the_secret(led: Led, do: Callable[[Rooms, int, Any], Any]) -> None:
    led.join(Ada=ADA)
    other = lead(led.rooms)
    before, room = led.state, led.room.id
    secrets = ["", led.room.code, str(room), ADA, digest(led.secret), other.secret, led.secret[:-1], f"{led.secret} "]
    for secret in [*secrets, None, 1, True, ["f"], {"secret": led.secret}, "' OR '1'='1", "%", "\0", "\ud800"]:
        refused(RightsError, lambda secret=secret: do(led.rooms, room, secret), "leads no room")  # type: ignore[misc]
    assert led.state == before
    assert Library(led.rooms.database).every() == []


def test_a_deputy_leads_as_well(led: Led) -> None:
    secret = led.rooms.deputy(led.room.id, led.secret, "Dee")
    assert led.rooms.by_secret(secret) == (led.room, "Dee")
    assert led.rooms.move(led.room.id, secret, Step.GUESS, None, led.state.revision).step == Step.GUESS
    third = led.rooms.deputy(led.room.id, secret, "Eve")
    assert len({led.secret, secret, third}) == 3
    refused(RightsError, lambda: led.rooms.by_secret(led.room.code))


def test_neither_secrets_nor_addresses_are_in_the_database(led: Led, database: Database) -> None:
    deputy = led.rooms.deputy(led.room.id, led.secret, "Dee")
    with pytest.raises(NotFoundError):
        led.rooms.by_code("AAAAAA", "192.0.2.77")
    with database.reading() as connection:
        rows = "".join(str(connection.execute(table.select()).all()) for table in METADATA.sorted_tables)
    assert led.room.code in rows
    for hidden in (led.secret, deputy, "192.0.2.77"):
        assert hidden not in rows


def test_nobody_reads_others_before_the_reveal(led: Led) -> None:
    led.join(Ada=ADA, Ben=BEN)

    def hidden(round_: int) -> None:
        refused(HiddenError, lambda: led.rooms.submissions(led.room.id, round_), "is not revealed yet")

    hidden(0)
    led.move(Step.GUESS)
    led.guess(ADA)
    hidden(1)
    led.move(Step.BLIND)
    led.submit(ADA)
    hidden(1)
    assert len(led.rooms.own(led.room.id, ADA)) == 1
    assert led.rooms.own(led.room.id, BEN) == ()
    led.move(Step.REVEAL)
    assert len(led.rooms.submissions(led.room.id, 1)) == 1
    for round_ in (-1, 0, 2):
        hidden(round_)
    led.move(Step.GUESS)
    hidden(2)
    assert len(led.rooms.submissions(led.room.id, 1)) == 1


def test_only_who_has_joined_answers(led: Led) -> None:
    led.join(Ada=ADA)
    led.move(Step.GUESS)
    refused(RightsError, lambda: led.guess(BEN), "has not joined this room")
    other = lead(led.rooms)
    other.move(Step.GUESS)
    refused(RightsError, lambda: other.guess(ADA), "has not joined this room")


def test_two_facilitators_do_not_overrun_each_other(led: Led) -> None:
    seen = led.state.revision
    led.rooms.move(led.room.id, led.secret, Step.GUESS, None, seen)
    refused(MovedError, lambda: led.rooms.move(led.room.id, led.secret, Step.GUESS, None, seen), "was moved on")
    assert (led.state.step, led.state.round) == (Step.GUESS, 1)


def test_steps_have_an_order(led: Led) -> None:
    for step in (Step.BLIND, Step.REVEAL, Step.DECIDE, Step.LOBBY):
        refused(StoreError, lambda step=step: led.move(step), "cannot follow lobby; allowed: guess, ended")  # type: ignore[misc]
    led.move(Step.GUESS)
    refused(StoreError, lambda: led.move(Step.REVEAL), "cannot follow guess")
    refused(PlannerError, lambda: led.move(Step.BLIND, 61), "minutes = 61: must be 0 to 60")
    led.move(Step.BLIND)
    refused(StoreError, lambda: led.move(Step.GUESS), "cannot follow blind")
    refused(ClosedError, lambda: led.rooms.decide(led.room.id, led.secret, PLAN), "reveal the round first")


# Nicknames, reasons, and what the facilitator takes out


def test_a_nickname_is_one_person_s(led: Led) -> None:
    led.join(Ada=ADA)
    for name in ("Ada", "ada ", "ＡDA", "A\u200bda"):
        refused(TakenError, lambda name=name: led.rooms.join(led.room.id, BEN, name), "somebody else's")  # type: ignore[misc]
    assert led.rooms.join(led.room.id, BEN, "Ada B").number == 2
    assert led.rooms.join(led.room.id, BEN, "Ben") == Person(2, "Ben", True)
    assert led.rooms.join(led.room.id, CAY, "Ada B").number == 3
    assert lead(led.rooms).join(Ada=BEN)[0].number == 1


def test_hostile_texts_are_text(led: Led) -> None:
    name, reason = "'; DROP TABLE x;-- <b>", "<script>alert(1)</script> ${7*7} {{x}} \u202e\0\ud800 =cmd|' /C calc'!A0"
    led.rooms.join(led.room.id, ADA, name)
    refused(PlannerError, lambda: led.rooms.join(led.room.id, BEN, "x" * 100_000), "at most 24 letters")
    refused(PlannerError, lambda: led.rooms.join(led.room.id, BEN, " \u200b"), "must not be empty")
    led.move(Step.GUESS)
    led.guess(ADA)
    led.state  # noqa: B018
    led.submit(ADA, reason=reason)
    led.state  # noqa: B018
    (found,) = led.rooms.submissions(led.room.id, 1)
    assert found.nickname == name
    assert found.answers[WINS].reason == "<script>alert(1)</script> ${7*7} {{x}} =cmd|' /C calc'!A0"
    refused(NotFoundError, lambda: led.rooms.by_code("' OR 1=1 --", ""), "no room has it")
    for code in ("\0" * 10_000_000, "\0" * 6, "\ud800" * 6, "AAAAA%", ""):
        refused(NotFoundError, lambda code=code: led.rooms.by_code(code, ""), "no room has it")  # type: ignore[misc]


def test_sizes_are_bounded(led: Led) -> None:
    led.join(Ada=ADA)
    led.move(Step.GUESS)
    refused(PlannerError, lambda: led.guess(ADA, *range(1000)), "must be one per question, 2")
    refused(PlannerError, lambda: led.guess(ADA, float("inf"), 1), "must be a finite number")
    led.move(Step.BLIND)
    submit = led.rooms.submit
    refused(PlannerError, lambda: submit(led.room.id, ADA, 1, {WINS: Answer(0.2)}, (1, 2)), "acv: is missing")
    refused(PlannerError, lambda: led.submit(ADA, wins=1.5), "enterprise.win_rate = 1.5")
    refused(PlannerError, lambda: submit(led.room.id, ADA, 1, values(), range(1000)), "must be one per question")
    refused(PlannerError, lambda: Answer(0.2, reason="x" * 281), "at most 280 letters")
    for levers in ([WINS], [WINS, WINS], [WINS, "no.lever"]):
        refused(PlannerError, lambda levers=levers: led.rooms.create(PLAN, levers, QUESTIONS, Settings(), "F"))  # type: ignore[misc]
    refused(PlannerError, lambda: led.rooms.create(PLAN, [WINS, PRICE], QUESTIONS, Settings(), "F" * 25))


def test_own_ranges_are_asked_for_or_not(led: Led) -> None:
    asking = lead(led.rooms, Settings(own_ranges=True))
    for one in (led, asking):
        one.join(Ada=ADA)
        one.move(Step.GUESS)
        one.guess(ADA)
        assert one.state.step == Step.BLIND
    ranged = {WINS: Answer(0.2, 0.1, 0.3), PRICE: Answer(9e4, 5e4, 9e4)}
    with pytest.raises(PlannerError, match=f"{WINS}: this room asks for a low and a high"):
        asking.submit(ADA)
    with pytest.raises(PlannerError, match="this room asks for no range"):
        led.rooms.submit(led.room.id, ADA, 1, ranged, (1, 2))
    asking.rooms.submit(asking.room.id, ADA, 1, ranged, (1, 2))
    assert asking.rooms.own(asking.room.id, ADA)[0].answers == ranged


def test_a_full_room_takes_nobody_more(led: Led) -> None:
    crowd = [Submission(0, f"Simulated {number}", 0, simulated=True) for number in range(1, PEOPLE)]
    led.rooms.simulate(led.room.id, led.secret, crowd)
    led.join(Ada=ADA)
    refused(FullError, lambda: led.join(Ben=BEN), "is full, 500 people")
    assert led.join(Adele=ADA)[0].number == PEOPLE
    led.rooms.remove(led.room.id, led.secret, PEOPLE)
    assert led.state.joined == PEOPLE - 1
    led.join(Ben=BEN)
    refused(FullError, lambda: led.join(Ana=ADA), "is full")


def test_a_facilitator_takes_out_a_person(led: Led) -> None:
    led.join(Rude=ADA, Ben=BEN)
    led.move(Step.GUESS)
    led.guess(ADA)
    led.rooms.remove(led.room.id, led.secret, 1)
    assert (led.state.joined, led.state.edits) == (1, 1)
    assert [one.nickname for one in led.rooms.people(led.room.id)] == ["Ben"]
    assert led.rooms.person(led.room.id, ADA) == Person(1, "Rude", True, removed=True)
    refused(RightsError, lambda: led.guess(ADA), "was taken out of the room by its facilitator")
    for browser in (ADA, CAY):
        refused(TakenError, lambda browser=browser: led.join(rude=browser), "was taken out by the facilitator")  # type: ignore[misc]
    led.guess(BEN)
    assert led.state.step == Step.BLIND
    led.move(Step.REVEAL)
    assert [one.nickname for one in led.rooms.submissions(led.room.id, 1)] == ["Ben"]
    edits = led.state.edits
    assert led.join(Ada=ADA)[0].number == 1
    assert led.state.edits > edits
    assert [one.nickname for one in led.rooms.submissions(led.room.id, 1)] == ["Ada", "Ben"]
    refused(NotFoundError, lambda: led.rooms.remove(led.room.id, led.secret, 99))


def test_a_facilitator_takes_out_a_reason(led: Led) -> None:
    led.join(Ada=ADA)
    led.move(Step.GUESS)
    led.guess(ADA)
    led.state  # noqa: B018
    led.submit(ADA, wins=0.4, reason="rude")
    led.state  # noqa: B018
    led.rooms.remove_reason(led.room.id, led.secret, 1, 1, WINS)
    (found,) = led.rooms.submissions(led.room.id, 1)
    assert found.answers == values(0.4)
    assert led.state.edits == 1
    for round_, person, lever in ((1, 1, "no.lever"), (1, 2, WINS), (2, 1, WINS)):
        refused(NotFoundError, lambda at=(round_, person, lever): led.rooms.remove_reason(led.room.id, led.secret, *at))  # type: ignore[misc]


def test_a_rehearsal_alone(led: Led) -> None:
    crowd = [
        Submission(0, f"Simulated {number}", 0, (1e6, 2e6), values(0.1 + number / 100), (5e6, 6e6), simulated=True)
        for number in range(20)
    ]

    def play() -> State:
        led.rooms.simulate(led.room.id, led.secret, crowd)
        return led.state

    assert (play().joined, led.state.present) == (20, 20)
    led.move(Step.GUESS)
    assert play().step == Step.BLIND
    assert play().step == Step.REVEAL
    found = led.rooms.submissions(led.room.id, 1)
    assert [(one.nickname, one.answers, one.simulated) for one in found] == [
        (one.nickname, one.answers, True) for one in crowd
    ]
    refused(ClosedError, play, "is over")
    led.move(Step.GUESS)
    led.join(Ada=ADA)
    play()
    assert (led.state.step, led.state.waiting) == (Step.GUESS, 1)
    refused(TakenError, lambda: led.rooms.simulate(led.room.id, led.secret, [Submission(0, "ada", 0, simulated=True)]))


# Time


def test_a_room_expires_and_is_purged(led: Led, clock: Any) -> None:
    led.join(Ada=ADA)
    led.move(Step.GUESS)
    led.guess(ADA)
    clock.passes(days=DAYS, seconds=-1)
    other = lead(led.rooms)
    assert led.rooms.purge() == 0
    assert led.rooms.by_code(led.room.code, "") == led.room
    clock.passes(seconds=1)
    room = led.room.id
    for do in (
        lambda: led.rooms.by_code(led.room.code, ""),
        lambda: led.rooms.by_secret(led.secret),
        lambda: led.rooms.state(room),
        lambda: led.rooms.person(room, ADA),
        lambda: led.rooms.own(room, ADA),
        lambda: led.rooms.submissions(room, 1),
        lambda: led.guess(ADA),
    ):
        refused(NotFoundError, do, "has expired, 30 days after it was made")  # type: ignore[arg-type]
    assert led.rooms.purge() == 1
    refused(NotFoundError, lambda: led.rooms.state(room), "is gone")
    with led.rooms.database.reading() as connection:
        kept = {table.name: len(connection.execute(table.select()).all()) for table in METADATA.sorted_tables}
    assert (kept["rooms"], kept["facilitators"], kept["people"], kept["answers"]) == (1, 1, 0, 0)
    assert other.state.joined == 0
    assert led.rooms.purge(timedelta(0)) == 1


def test_a_room_is_made_though_its_address_cannot_be_noted(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise UnavailableError("has no room left")

    monkeypatch.setattr(rooms._wrong._limiter, "hit", fails)
    questions = [Question(metric="arr", month=12)]
    room, secret = rooms.create(
        PLAN, ["enterprise.win_rate", "enterprise.acv"], questions, Settings(), "Ann", "10.0.0.1"
    )
    assert rooms.by_secret(secret) == (room, "Ann")
    assert rooms.by_code(room.code, "10.0.0.2") == room
