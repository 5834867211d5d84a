"""Rows of rooms, participants and answers, as the records that the store gives, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, insert, or_, select, update

from planner.plan import Plan
from planner.plan.frozen import FrozenDict
from planner.plan.workshop import DAYS, PEOPLE, Answer, Question, Settings, Step, Submission, check_answers, same_name
from planner.store import documents, tables
from planner.store.drafts import digest
from planner.store.errors import FullError, NotFoundError, RightsError, StoreError
from planner.store.room import Person, Room, State
from planner.store.tables import ANSWERS, FACILITATORS, PLANS, ROOMS
from planner.vocabulary.errors import Problem

PRESENT = timedelta(seconds=30)
"""How long somebody who was seen counts as present."""


def row_of(connection: Connection, room: int, now: datetime, *, lock: bool = False, share: bool = False) -> Row[Any]:
    """The row of a room that is there. lock: nobody else changes it; share: nobody else moves it on meanwhile."""
    query = select(ROOMS).where(ROOMS.c.id == room)
    query = query.with_for_update(read=share) if lock or share else query
    return opened(connection.execute(query).first(), now)


def led(connection: Connection, room: int, secret: str, now: datetime, *, lock: bool = False) -> Row[Any]:
    """The row of a room that this secret leads; RightsError when it does not. lock: nobody else changes it."""
    mine = (FACILITATORS.c.secret == key_of(secret)) & (FACILITATORS.c.room == room)
    if connection.execute(select(FACILITATORS.c.room).where(mine)).first() is None:
        raise no_right()
    return row_of(connection, room, now, lock=lock)


def key_of(secret: str) -> str:
    """By what the secret of a facilitator is found; empty for what is none."""
    return digest(secret) if isinstance(secret, str) and len(secret) <= 40 and secret.isascii() else ""


def no_right() -> RightsError:
    """The refusal of a secret."""
    return RightsError(Problem("link", None, "leads no room; open the facilitator's own link again"))


def opened(row: Any, now: datetime) -> Row[Any]:
    """The row of a room that is there; NotFoundError when it is not, or has expired."""
    if row is None:
        raise NotFoundError(Problem("room", None, "is gone; ask its facilitator for another one"))
    if row.expires <= now:
        allowed = f"has expired, {DAYS} days after it was made; ask its facilitator for another one"
        raise NotFoundError(Problem("room", row.code, allowed))
    return row


@lru_cache(64)
def _plan(text: str) -> Plan:
    """One plan for all who are in its room."""
    return documents.plan_of(text)


def questions(row: Row[Any]) -> tuple[Question, ...]:
    """What a room asks."""
    return tuple(Question(*one) for one in json.loads(row.questions))


def settings(row: Row[Any]) -> Settings:
    """How a room works."""
    return Settings(*json.loads(row.settings))


def room_of(row: Row[Any]) -> Room:
    """A room, by its row."""
    return Room(
        id=row.id,
        code=row.code,
        plan=_plan(row.plan),
        levers=tuple(json.loads(row.levers)),
        questions=questions(row),
        settings=settings(row),
        created=row.created,
        expires=row.expires,
    )


def state(connection: Connection, room: int, now: datetime) -> State:
    """How a room stands, in one query."""
    people = tables.PEOPLE
    answered = case((ROOMS.c.step == Step.GUESS, ANSWERS.c.guesses.is_not(None)), else_=ANSWERS.c.answers.is_not(None))
    present = or_(people.c.simulated, people.c.seen > now - PRESENT)
    columns = ("step", "round", "deadline", "revision", "edits", "shown", "code", "expires")
    query = select(
        *(ROOMS.c[name] for name in columns),
        PLANS.c.read_id,
        func.count(people.c.number).label("joined"),
        _count(present).label("present"),
        _count(answered).label("submitted"),
        _count(present & ~answered).label("waiting"),
    )
    query = query.outerjoin_from(ROOMS, people, and_(people.c.room == ROOMS.c.id, ~people.c.removed))
    mine = (ANSWERS.c.room == ROOMS.c.id, ANSWERS.c.person == people.c.number, ANSWERS.c.round == ROOMS.c.round)
    query = query.outerjoin(ANSWERS, and_(*mine))
    query = query.outerjoin(PLANS, (PLANS.c.edit_id == ROOMS.c.result) & PLANS.c.deleted.is_(None))
    query = query.where(ROOMS.c.id == room).group_by(ROOMS.c.id, PLANS.c.read_id)
    row = opened(connection.execute(query).first(), now)
    return State(
        step=Step(row.step),
        round=row.round,
        deadline=row.deadline,
        revision=row.revision,
        edits=row.edits,
        joined=row.joined,
        present=row.present,
        submitted=row.submitted,
        waiting=row.waiting,
        shown=FrozenDict(json.loads(row.shown)),
        result=row.read_id or "",
    )


def people_of(room: int, which: Any) -> Any:
    """The participants of a room for whom something holds."""
    return select(tables.PEOPLE).where(tables.PEOPLE.c.room == room, which)


def person_of(row: Row[Any], now: datetime) -> Person:
    """A participant, by the row."""
    present = row.simulated or row.seen > now - PRESENT
    return Person(row.number, row.nickname, present, row.removed, row.simulated)


def changing(room: int, person: int) -> Any:
    """A change of a participant."""
    return update(tables.PEOPLE).where(tables.PEOPLE.c.room == room, tables.PEOPLE.c.number == person)


def check_space(connection: Connection, room: int) -> None:
    """FullError when no participant more may join."""
    joined = select(func.count()).where(tables.PEOPLE.c.room == room, ~tables.PEOPLE.c.removed)
    if (connection.execute(joined).scalar() or 0) >= PEOPLE:
        raise FullError(Problem("room", None, f"is full, {PEOPLE} people take part; you can still watch its board"))


def add(connection: Connection, room: int, browser: str, name: str, now: datetime, *, simulated: bool = False) -> int:
    """Let somebody in whose nickname nobody has; gives their number."""
    check_space(connection, room)
    newest = select(func.max(tables.PEOPLE.c.number)).where(tables.PEOPLE.c.room == room)
    number = (connection.execute(newest).scalar() or 0) + 1
    connection.execute(
        insert(tables.PEOPLE).values(
            room=room,
            number=number,
            browser=browser,
            nickname=name,
            same_name=same_name(name),
            seen=now,
            removed=False,
            simulated=simulated,
        )
    )
    return number


def simulated(name: str) -> str:
    """The browser of a simulated participant: no digest, so that nobody has it."""
    return f"simulated {same_name(name)}"


def edit(connection: Connection, room: int) -> None:
    """Tell those who look that something else than the step has changed."""
    connection.execute(update(ROOMS).where(ROOMS.c.id == room).values(edits=ROOMS.c.edits + 1))


def submitted(row: Row[Any], answers: Mapping[str, Answer], results: Sequence[float]) -> dict[str, str]:
    """What is kept of answers that suit a room."""
    levers = tuple(json.loads(row.levers))
    check_answers(answers, levers, own_ranges=settings(row).own_ranges)
    if len(results) != len(questions(row)):
        raise StoreError(Problem("results", str(len(results)), "must be one per question"))
    kept = {lever_id: astuple(answers[lever_id]) for lever_id in levers}
    return {"answers": json.dumps(kept), "results": json.dumps([float(one) for one in results])}


def answer_of(room: int, round_: int, person: int) -> Any:
    """What somebody said in a round."""
    return and_(ANSWERS.c.room == room, ANSWERS.c.round == round_, ANSWERS.c.person == person)


def keep(connection: Connection, room: int, round_: int, person: int, **values: str) -> None:
    """Keep what somebody answered over what they answered before."""
    if not connection.execute(update(ANSWERS).where(answer_of(room, round_, person)).values(**values)).rowcount:
        connection.execute(insert(ANSWERS).values(room=room, round=round_, person=person, **values))


def submissions(connection: Connection, room: int, *which: Any) -> tuple[Submission, ...]:
    """Submissions by round and person."""
    people = tables.PEOPLE
    query = select(ANSWERS, people.c.nickname, people.c.simulated)
    query = query.join(people, (people.c.room == ANSWERS.c.room) & (people.c.number == ANSWERS.c.person))
    query = query.where(ANSWERS.c.room == room, *which).order_by(ANSWERS.c.round, ANSWERS.c.person)
    return tuple(map(_submission, connection.execute(query)))


def _submission(row: Row[Any]) -> Submission:
    answers = json.loads(row.answers or "{}")
    return Submission(
        person=row.person,
        nickname=row.nickname,
        round=row.round,
        guesses=tuple(json.loads(row.guesses or "[]")),
        answers=FrozenDict({lever_id: Answer(*one) for lever_id, one in answers.items()}),
        results=tuple(json.loads(row.results or "[]")),
        simulated=row.simulated,
    )


def _count(which: Any) -> Any:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)
