"""How workshop rooms stand and move on: by hand, by a timer, or by themselves once everybody present has answered."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, update

from planner.plan.problems import Problems
from planner.plan.rules import whole
from planner.plan.workshop import MINUTES, Step
from planner.store import room_rows as rows
from planner.store import tables
from planner.store.database import Database
from planner.store.errors import MovedError, NotFoundError, StoreError, UnavailableError
from planner.store.room import State
from planner.store.tables import ROOMS
from planner.vocabulary.errors import Problem

MARKED = timedelta(seconds=10)
"""How often it is written down who was seen."""
RETURN = timedelta(seconds=60)
"""After nobody could be seen, since the program or the database was away, people have so long to come back."""
GRACE = timedelta(seconds=2)
"""After the deadline, answers that are on their way are taken for so long."""
FRESH = 0.5
"""Seconds for which `glance` tells the same."""

NEXT: Mapping[Step, tuple[Step, ...]] = {
    Step.LOBBY: (Step.GUESS, Step.ENDED),
    Step.GUESS: (Step.GUESS, Step.BLIND, Step.ENDED),
    Step.BLIND: (Step.BLIND, Step.REVEAL, Step.ENDED),
    Step.REVEAL: (Step.DECIDE, Step.GUESS, Step.BLIND, Step.ENDED),
    Step.DECIDE: (Step.REVEAL, Step.GUESS, Step.BLIND, Step.ENDED),
    Step.ENDED: (),
}
"""Where a facilitator may move a room; from reveal and decide, guess and blind are those of the next round."""

BY_ITSELF = {Step.GUESS: Step.BLIND, Step.BLIND: Step.REVEAL}
"""Where a room moves when the time is over or everybody present has answered."""


def is_late(deadline: datetime | None, now: datetime) -> bool:
    """Whether the time of a step is over, and with it that of answers on their way."""
    return deadline is not None and deadline + GRACE < now


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class _Watch:
    """What a process knows of a room.

    seen: browsers that are not written down yet. marked: when that was done last. since, last: when the first and the
    last look of those was that followed each other without a gap. looked: when `glance` read the database last, in
    seconds of the monotonic clock. state: what it found, or None after `failed`.
    """

    seen: set[str] = field(default_factory=set)
    marked: datetime | None = None
    since: datetime = _NEVER
    last: datetime = _NEVER
    looking: threading.Lock = field(default_factory=threading.Lock)
    looked: float = 0.0
    state: State | None = None
    failed: UnavailableError | None = None


class RoomSteps:
    """The steps of the workshop rooms of a database. What it raises: as `Rooms`. clock: gives the time."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.database, self.clock = database, clock
        self._watched: dict[int, _Watch] = defaultdict(_Watch)

    def seen(self, room: int, browser: str) -> None:
        """Note that a participant is there; `state` writes it down, for all of a process at once and now and then."""
        self._watched[room].seen.add(browser)

    def state(self, room: int) -> State:
        """How a room stands now.

        Whoever asks moves a room on whose time is over or where everybody present has answered.
        """
        watch = self._watched[room]
        try:
            state = self._look(room, watch)
        except UnavailableError as error:
            watch.state, watch.failed, watch.looked = None, error, time.monotonic()
            raise
        except NotFoundError:
            self._watched.pop(room, None)
            raise
        watch.state, watch.failed, watch.looked = state, None, time.monotonic()
        return state

    def glance(self, room: int) -> State:
        """As `state`, or as it was less than half a second ago: however many ask, one reads the database.

        So, too, where it cannot be read: they do not wait for it one after another.
        """
        watch = self._watched[room]
        with watch.looking:
            if time.monotonic() < watch.looked + FRESH:
                if watch.state:
                    return watch.state
                if watch.failed:
                    raise UnavailableError(watch.failed.problems[0].allowed)
            return self.state(room)

    def move(self, room: int, secret: str, to: Step, minutes: int | None, revision: int) -> State:
        """Move the room to a step. minutes: until it closes by itself, 0 for no timer; None: as the settings say.

        From reveal and decide, guess and blind begin the next round; a step that is moved to itself gets another timer.
        revision: of the state that the facilitator saw; MovedError when the room was moved since.
        """
        if minutes is not None:
            _check_minutes(minutes)
        with self.database.writing() as connection:
            row = rows.led(connection, room, secret, self.clock())
            if row.revision == revision and to not in NEXT[Step(row.step)]:
                allowed = ", ".join(NEXT[Step(row.step)]) or "nothing; the room has ended"
                raise StoreError(Problem("step", to, f"cannot follow {row.step}; allowed: {allowed}"))
            if not self._step(connection, row, to, minutes, revision):
                raise MovedError(Problem("room", row.code, "was moved on meanwhile; look at where it is now"))
            return rows.state(connection, room, self.clock())

    def _look(self, room: int, watch: _Watch) -> State:
        """The state as the database has it, after a room was moved on that was to be."""
        self._mark(room, watch)
        with self.database.reading() as connection:
            state = rows.state(connection, room, self.clock())
        now = self.clock()
        if not watch.last <= now <= watch.last + MARKED:
            watch.since = now
        watch.last = now
        if _is_over(state, now, watch.since):
            # Where the database is busy with the last answers, the next look moves it.
            with suppress(UnavailableError), self.database.writing() as connection:
                row = rows.row_of(connection, room, now)
                self._step(connection, row, BY_ITSELF[state.step], None, state.revision)
                return rows.state(connection, room, now)
        return state

    def _mark(self, room: int, watch: _Watch) -> None:
        """Write down who was seen, when that was not done lately; when it cannot be, the next time."""
        now = self.clock()
        if not watch.seen or (watch.marked and watch.marked <= now < watch.marked + MARKED):
            return
        watch.seen, seen, watch.marked = set(), watch.seen, now
        try:
            with self.database.writing() as connection:
                which = (tables.PEOPLE.c.room == room) & tables.PEOPLE.c.browser.in_(sorted(seen))
                connection.execute(update(tables.PEOPLE).where(which).values(seen=now))
        except UnavailableError:
            watch.seen |= seen

    def _step(self, connection: Connection, row: Row[Any], to: Step, minutes: int | None, revision: int) -> bool:
        """Move a room on from a revision; whether it had not been moved before."""
        if minutes is None:
            minutes = rows.settings(row).minutes
        timed = to in BY_ITSELF and minutes > 0
        values: dict[str, Any] = {
            "step": to,
            "revision": revision + 1,
            "deadline": self.clock() + timedelta(minutes=minutes) if timed else None,
        }
        if to in BY_ITSELF and row.step not in BY_ITSELF:
            values |= {"round": row.round + 1, "shown": "{}"}
        mine = (ROOMS.c.id == row.id) & (ROOMS.c.revision == revision)
        return bool(connection.execute(update(ROOMS).where(mine).values(**values)).rowcount)


def _is_over(state: State, now: datetime, since: datetime) -> bool:
    """Whether a step closes by itself: its time is over, or everybody present has answered.

    since: when the room began to be looked at without a gap. Who is missing soon after has not left: the program or the
    database was away, and people come back one by one.
    """
    if state.step not in BY_ITSELF or is_late(state.deadline, now):
        return state.step in BY_ITSELF
    if not state.present or state.waiting:
        return False
    return state.submitted == state.joined or now >= since + RETURN


def _check_minutes(minutes: int) -> None:
    problems = Problems()
    whole(0, MINUTES)(minutes, "minutes", problems)
    problems.refuse()
