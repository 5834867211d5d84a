"""Workshop rooms: who leads, who takes part, and what everybody answers, round by round."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from planner.plan import Plan
from planner.plan.problems import Problems
from planner.plan.rules import lever_values
from planner.plan.workshop import (
    DAYS,
    Answer,
    Question,
    Settings,
    Step,
    Submission,
    check_guesses,
    check_room,
    nickname,
    same_name,
)
from planner.store import documents, library, tables
from planner.store import room_rows as rows
from planner.store.database import Database
from planner.store.drafts import digest
from planner.store.errors import (
    ClosedError,
    HiddenError,
    NotFoundError,
    RightsError,
    TakenError,
)
from planner.store.room import Person, Room, revealed
from planner.store.room_steps import BY_ITSELF, RoomSteps, is_late
from planner.store.saved import Saved
from planner.store.tables import ANSWERS, FACILITATORS, ROOMS
from planner.store.wrong_codes import WrongCodes
from planner.vocabulary.errors import Problem

LETTERS = "ACDEFGHJKMNPQRTVWXY3479"
"""Of codes: none that are taken for each other."""
LENGTH = 6


class Rooms(RoomSteps):
    """The workshop rooms of a database, with their steps. Every method is one transaction, done in full or not at all.

    A room is named by its id. Who takes part is known by a digest of the browser's token, who leads by the secret of a
    link; without it nobody does, whatever else is known. All methods raise UnavailableError when the database cannot be
    used, NotFoundError for a room that is not there or has expired, RightsError for a secret or browser that is not the
    room's, and PlannerError for what the room cannot take. clock: gives the time.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(database, clock)
        self._wrong = WrongCodes(database, lambda: clock().timestamp())

    # The room

    def create(
        self,
        plan: Plan,
        levers: Sequence[str],
        questions: Sequence[Question],
        settings: Settings,
        name: str,
        address: str = "",
    ) -> tuple[Room, str]:
        """Make a room; gives it and the secret of its facilitator, which is not kept.

        name, address: of the facilitator; the room counts as entered from there.
        """
        check_room(plan, levers, questions)
        name, now, secret = nickname(name), self.clock(), library.new_id("f")
        with self.database.writing() as connection:
            code = _new_code(connection)
            values = {
                "code": code,
                "plan": documents.plan_text(plan),
                "levers": json.dumps(list(levers)),
                "questions": json.dumps([astuple(one) for one in questions]),
                "settings": json.dumps(astuple(settings)),
                "created": now,
                "expires": now + timedelta(days=DAYS),
                "step": Step.LOBBY,
                "round": 0,
                "revision": 1,
                "edits": 0,
                "shown": "{}",
                "result": "",
            }
            (room,) = connection.execute(insert(ROOMS).values(**values)).inserted_primary_key or (0,)
            connection.execute(insert(FACILITATORS).values(secret=digest(secret), room=room, name=name))
            made = rows.room_of(rows.row_of(connection, room, self.clock()))
        self._wrong.entered(address, made.id)
        return made, secret

    def by_code(self, code: str, address: str) -> Room:
        """The room of a code, in whatever case and with whatever spaces it was typed.

        A wrong code is counted, by address and in all: LimitedError beyond the limits. A right one is not, and is
        answered whatever was tried before it, unless the address is beyond its limit and nobody has entered the room
        from there: so whoever tries codes in bulk finds none, and a room may share one address.
        """
        typed = "".join(code[:100].split()).replace("-", "").upper()
        with self.database.reading() as connection:
            found = select(ROOMS).where(ROOMS.c.code == typed)
            row = connection.execute(found).first() if _is_code(typed) else None
        if row is None or not self._wrong.lets_in(address, row.id):
            self._wrong.count(address)
        if row is None:
            raise NotFoundError(Problem("code", f'"{code[:20]}"', "no room has it; look at the screen again"))
        return rows.room_of(rows.opened(row, self.clock()))

    def by_secret(self, secret: str) -> tuple[Room, str]:
        """The room that a secret leads, and the name of its facilitator."""
        with self.database.reading() as connection:
            found = connection.execute(select(FACILITATORS).where(FACILITATORS.c.secret == rows.key_of(secret))).first()
            if found is None:
                raise rows.no_right()
            return rows.room_of(rows.row_of(connection, found.room, self.clock())), found.name

    def deputy(self, room: int, secret: str, name: str) -> str:
        """The secret of somebody more who may lead the room."""
        name, new = nickname(name), library.new_id("f")
        with self.database.writing() as connection:
            rows.led(connection, room, secret, self.clock())
            connection.execute(insert(FACILITATORS).values(secret=digest(new), room=room, name=name))
        return new

    def purge(self, older: timedelta = timedelta(days=DAYS)) -> int:
        """Remove for good the rooms that were made so long ago, with all that was answered; gives how many."""
        with self.database.writing() as connection:
            return int(connection.execute(delete(ROOMS).where(ROOMS.c.created <= self.clock() - older)).rowcount)

    # Who takes part

    def join(self, room: int, browser: str, name: str) -> Person:
        """Let a browser take part; one that does already only changes its nickname. Into whatever step the room is in.

        TakenError for a nickname that somebody else has, FullError, ClosedError for a room that has ended.
        """
        name = nickname(name)
        with self.database.writing() as connection:
            row = rows.row_of(connection, room, self.clock(), lock=True)
            if row.step == Step.ENDED:
                raise ClosedError(Problem("room", row.code, "has ended; ask its facilitator for the next one"))
            mine = connection.execute(rows.people_of(room, tables.PEOPLE.c.browser == browser)).first()
            twin = connection.execute(rows.people_of(room, tables.PEOPLE.c.same_name == same_name(name))).first()
            if twin and (mine is None or twin.number != mine.number or mine.removed):
                allowed = "was taken out by the facilitator" if twin.removed else "is somebody else's in this room"
                raise TakenError(Problem("nickname", f'"{name}"', f"{allowed}; choose another one"))
            if mine is None:
                return Person(rows.add(connection, room, browser, name, self.clock()), name, present=True)
            if mine.removed:
                rows.check_space(connection, room)
            values = {"nickname": name, "same_name": same_name(name), "seen": self.clock(), "removed": False}
            connection.execute(rows.changing(room, mine.number).values(**values))
            rows.edit(connection, room)
            return Person(mine.number, name, present=True)

    def person(self, room: int, browser: str) -> Person | None:
        """Who a browser is in a room, None when it has not joined."""
        with self.database.reading() as connection:
            rows.row_of(connection, room, self.clock())
            row = connection.execute(rows.people_of(room, tables.PEOPLE.c.browser == browser)).first()
            return rows.person_of(row, self.clock()) if row else None

    def people(self, room: int) -> tuple[Person, ...]:
        """The participants, in the order in which they came."""
        with self.database.reading() as connection:
            rows.row_of(connection, room, self.clock())
            query = rows.people_of(room, ~tables.PEOPLE.c.removed).order_by(tables.PEOPLE.c.number)
            return tuple(rows.person_of(row, self.clock()) for row in connection.execute(query))

    def remove(self, room: int, secret: str, person: int) -> None:
        """Take a participant and what they answered out of the room, until they join under another nickname."""
        with self.database.writing() as connection:
            rows.led(connection, room, secret, self.clock(), lock=True)
            if not connection.execute(rows.changing(room, person).values(removed=True)).rowcount:
                raise NotFoundError(Problem("participant", str(person), "nobody in this room has this number"))
            rows.edit(connection, room)

    # What is answered

    def guess(self, room: int, browser: str, round_: int, guesses: Sequence[float | None]) -> None:
        """Keep what a participant guesses, by question, until the step closes: ClosedError after that."""
        with self.database.writing() as connection:
            row, person = self._answering(connection, room, browser, Step.GUESS, round_)
            check_guesses(guesses, rows.questions(row))
            rows.keep(connection, room, round_, person, guesses=json.dumps(list(guesses)))

    def submit(
        self, room: int, browser: str, round_: int, answers: Mapping[str, Answer], results: Sequence[float]
    ) -> None:
        """Keep the levers of a participant until the step closes: ClosedError after that.

        results: what the model says of them, by question.
        """
        with self.database.writing() as connection:
            row, person = self._answering(connection, room, browser, Step.BLIND, round_)
            rows.keep(connection, room, round_, person, **rows.submitted(row, answers, results))

    def own(self, room: int, browser: str) -> tuple[Submission, ...]:
        """What a participant has answered so far, round by round; rounds without an answer are left out."""
        with self.database.reading() as connection:
            rows.row_of(connection, room, self.clock())
            return rows.submissions(connection, room, tables.PEOPLE.c.browser == browser)

    def submissions(self, room: int, round_: int) -> tuple[Submission, ...]:
        """What everybody in the room has answered in a round; HiddenError for all before it is revealed."""
        with self.database.reading() as connection:
            row = rows.row_of(connection, room, self.clock())
            if not revealed(Step(row.step), row.round, round_):
                raise HiddenError(Problem("round", str(round_), "is not revealed yet, to nobody"))
            return rows.submissions(connection, room, ANSWERS.c.round == round_, ~tables.PEOPLE.c.removed)

    def remove_reason(self, room: int, secret: str, round_: int, person: int, lever_id: str) -> None:
        """Take out what a participant gave as reason for a lever; the value stays."""
        with self.database.writing() as connection:
            rows.led(connection, room, secret, self.clock(), lock=True)
            mine = rows.answer_of(room, round_, person)
            found = json.loads(connection.execute(select(ANSWERS.c.answers).where(mine)).scalar() or "{}")
            if lever_id not in found:
                raise NotFoundError(Problem("reason", None, "is not there any more"))
            found[lever_id][-1] = ""
            connection.execute(update(ANSWERS).where(mine).values(answers=json.dumps(found)))
            rows.edit(connection, room)

    def simulate(self, room: int, secret: str, submissions: Sequence[Submission]) -> None:
        """Let simulated people, known by their nicknames, join and answer the step that the room is in."""
        with self.database.writing() as connection:
            row, now = rows.led(connection, room, secret, self.clock(), lock=True), self.clock()
            if row.step not in (Step.LOBBY, *BY_ITSELF):
                raise ClosedError(Problem("round", str(row.round), "is over; begin another one first"))
            for one in submissions:
                name = nickname(one.nickname)
                found = connection.execute(rows.people_of(room, tables.PEOPLE.c.same_name == same_name(name))).first()
                if found and not found.simulated:
                    raise TakenError(Problem("nickname", f'"{name}"', "is somebody else's in this room"))
                number = (
                    found.number
                    if found
                    else rows.add(connection, room, rows.simulated(name), name, now, simulated=True)
                )
                kept = {}
                if row.step != Step.LOBBY:
                    check_guesses(one.guesses, rows.questions(row))
                    kept["guesses"] = json.dumps(one.guesses)
                if row.step == Step.BLIND:
                    kept |= rows.submitted(row, one.answers, one.results)
                if kept:
                    rows.keep(connection, room, row.round, number, **kept)

    # What is decided

    def show(self, room: int, secret: str, values: Mapping[str, float]) -> None:
        """Show values of the room's levers to everybody, while they are talked about."""
        with self.database.writing() as connection:
            row = rows.led(connection, room, secret, self.clock())
            problems = Problems()
            for one in values:
                if one not in json.loads(row.levers):
                    problems.add("levers", one, "is none of this room's")
            found = lever_values(values, "", problems)
            problems.refuse()
            connection.execute(update(ROOMS).where(ROOMS.c.id == room).values(shown=json.dumps(found)))

    def decide(self, room: int, secret: str, plan: Plan, note: str = "") -> Saved:
        """Save what the room decided: as a new plan, and later as its next version. ClosedError before a reveal."""
        with self.database.writing() as connection:
            row = rows.led(connection, room, secret, self.clock(), lock=True)
            if row.step not in (Step.REVEAL, Step.DECIDE):
                raise ClosedError(Problem("step", row.step, "decides nothing; reveal the round first"))
            saved = library.save_within(connection, plan, note, row.result)
            connection.execute(update(ROOMS).where(ROOMS.c.id == room).values(result=saved.key))
            rows.edit(connection, room)
            return saved

    # Rows

    def _answering(
        self, connection: Connection, room: int, browser: str, step: Step, round_: int
    ) -> tuple[Row[Any], int]:
        """The row of a room in which a participant may answer this step now, and the participant's number."""
        row = rows.row_of(connection, room, self.clock(), share=True)
        person = connection.execute(rows.people_of(room, tables.PEOPLE.c.browser == browser).with_for_update()).first()
        if person is None:
            raise RightsError(Problem("participant", None, "has not joined this room; join it first"))
        if person.removed:
            allowed = "was taken out of the room by its facilitator; join it under another nickname"
            raise RightsError(Problem("participant", f'"{person.nickname}"', allowed))
        if (row.step, row.round) != (step, round_) or is_late(row.deadline, self.clock()):
            allowed = "is closed; what you sent before it closed is kept"
            raise ClosedError(Problem(f"{step} of round {round_}", None, allowed))
        return row, person.number


def _new_code(connection: Connection) -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if connection.execute(select(ROOMS.c.id).where(ROOMS.c.code == code)).first() is None:
            return code


def _is_code(typed: str) -> bool:
    return len(typed) == LENGTH and set(typed) <= set(LETTERS)
