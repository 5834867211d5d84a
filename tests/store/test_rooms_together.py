"""Rooms that many use at once: wrong codes, races between processes, killed programs, databases that are gone."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event, text
from store.programs import IN_LINE, child, killed
from support import PLAN, ROOT

from planner.plan.workshop import DAYS, Question, Settings, Step
from planner.store import library as libraries
from planner.store.database import Database
from planner.store.drafts import digest
from planner.store.errors import FullError, LimitedError, MovedError, NotFoundError, TakenError, UnavailableError
from planner.store.library import Library
from planner.store.room import Room
from planner.store.room_steps import FRESH
from planner.store.rooms import Rooms

LEVERS, ARR = ("enterprise.win_rate", "enterprise.acv"), Question("arr", 36)
Connect = Callable[..., Database]


def make(rooms: Rooms, settings: Settings | None = None) -> tuple[Room, str]:
    return rooms.create(PLAN, LEVERS, [ARR], settings or Settings(), "Fay")


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """What each of some tasks gave that began together, or its error."""
    barrier, given = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(at: int, task: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            given[at] = task()
        except Exception as error:
            given[at] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=one) for one in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


# Wrong codes


def tries(rooms: Rooms, address: str, count: int) -> list[type[Exception]]:
    """What so many wrong codes from one address are answered with."""
    found = []
    for _ in range(count):
        with pytest.raises((NotFoundError, LimitedError)) as caught:
            rooms.by_code("AAAAAA", address)
        assert len(caught.value.sentences()) == 1
        found.append(caught.type)
    return found


def test_wrong_codes_of_an_address_are_limited_and_right_ones_never(rooms: Rooms, clock: Any) -> None:
    room, _ = make(rooms)
    for _ in range(30):
        assert rooms.by_code(room.code, "10.0.0.1") == room
    assert tries(rooms, "10.0.0.1", 13) == [NotFoundError] * 10 + [LimitedError] * 3
    for _ in range(30):
        assert rooms.by_code(room.code, "10.0.0.1") == room
    assert tries(rooms, "10.0.0.2", 1) == [NotFoundError]
    clock.passes(seconds=59)
    assert tries(rooms, "10.0.0.1", 1) == [LimitedError]
    clock.passes(seconds=2)
    assert tries(rooms, "10.0.0.1", 11) == [NotFoundError] * 10 + [LimitedError]


def test_whoever_tries_codes_in_bulk_learns_of_no_room(rooms: Rooms, connect: Connect, clock: Any) -> None:
    """Beyond the limit a right code is answered as a wrong one is, but where the room was entered from there."""
    room, _ = make(rooms)
    other, _ = make(rooms)
    assert rooms.by_code(other.code, "10.0.0.1") == other
    tries(rooms, "10.0.0.1", 10)
    for process in (rooms, Rooms(connect(), clock)):
        with pytest.raises(LimitedError):
            process.by_code(room.code, "10.0.0.1")
        assert process.by_code(other.code, "10.0.0.1") == other
        assert process.by_code(room.code, "10.0.0.2") == room
    clock.passes(seconds=61)
    assert rooms.by_code(room.code, "10.0.0.1") == room
    tries(rooms, "10.0.0.1", 10)
    assert rooms.by_code(room.code, "10.0.0.1") == room
    clock.passes(days=1, seconds=1)
    tries(rooms, "10.0.0.1", 10)
    with pytest.raises(LimitedError):
        rooms.by_code(room.code, "10.0.0.1")


def test_an_address_is_limited_as_well_where_all_are(rooms: Rooms) -> None:
    room, _ = make(rooms)
    for number in range(10):
        tries(rooms, f"10.0.0.{number}", 10)
    assert tries(rooms, "10.0.1.1", 10) == [LimitedError] * 10
    with pytest.raises(LimitedError):
        rooms.by_code(room.code, "10.0.1.1")


def test_what_one_address_tries_beyond_its_limit_is_nobody_else_s(rooms: Rooms) -> None:
    assert tries(rooms, "10.0.0.1", 130).count(NotFoundError) == 10
    assert tries(rooms, "10.0.0.2", 10) == [NotFoundError] * 10


def test_a_room_is_entered_where_its_facilitator_is(rooms: Rooms) -> None:
    """Whatever others try there: behind a proxy that names no addresses, all people share one."""
    tries(rooms, "10.0.0.9", 12)
    room, _ = rooms.create(PLAN, LEVERS, [ARR], Settings(), "Fay", "10.0.0.9")
    assert rooms.by_code(room.code, "10.0.0.9") == room


def test_no_minute_has_more_wrong_codes_whenever_it_begins(rooms: Rooms, clock: Any) -> None:
    answered: list[Any] = []
    for _ in range(100):
        answered += [clock()] * tries(rooms, "10.0.0.1", 1).count(NotFoundError)
        clock.passes(seconds=2)
    assert len(answered) > 20
    assert all(sum(0 <= (other - one).total_seconds() < 60 for other in answered) <= 10 for one in answered)


def test_wrong_codes_are_limited_in_all_across_processes(rooms: Rooms, connect: Connect, clock: Any) -> None:
    room, _ = make(rooms)
    other = Rooms(connect(), clock)
    found = [tries((rooms, other)[number % 2], f"10.0.{number}.1", 1)[0] for number in range(105)]
    assert found == [NotFoundError] * 100 + [LimitedError] * 5
    assert other.by_code(room.code, "10.0.0.1") == room
    clock.passes(seconds=61)
    assert tries(other, "10.0.0.1", 1) == [NotFoundError]
    with rooms.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM wrong_codes")).scalar() == 4, (
            "one address, all, entered from two"
        )


def test_a_network_of_version_6_is_one_address(rooms: Rooms) -> None:
    assert tries(rooms, "2001:db8::1", 6) + tries(rooms, "2001:db8::ffff", 4) == [NotFoundError] * 10
    assert tries(rooms, "2001:db8::2", 1) == [LimitedError]
    assert tries(rooms, "2001:db8:0:1::1", 1) == [NotFoundError]
    assert tries(rooms, "\ud800 no address", 1) == [NotFoundError]


def test_tries_at_once_count_each(rooms: Rooms, connect: Connect, clock: Any) -> None:
    several = [Rooms(connect(IN_LINE), clock) for _ in range(4)]
    found = at_once(*[lambda one=one: one.by_code("AAAAAA", "10.0.0.1") for one in several for _ in range(5)])
    assert sorted(type(one).__name__ for one in found) == ["LimitedError"] * 10 + ["NotFoundError"] * 10


# Races


def test_of_many_facilitators_one_moves_the_room(rooms: Rooms, connect: Connect, clock: Any) -> None:
    room, secret = make(rooms)
    several = [Rooms(connect(IN_LINE), clock) for _ in range(6)]
    found = at_once(*[lambda one=one: one.move(room.id, secret, Step.GUESS, None, 1) for one in several])
    assert sum(isinstance(one, MovedError) for one in found) == 5
    assert (rooms.state(room.id).round, rooms.state(room.id).revision) == (1, 2)


def test_of_many_who_notice_one_moves_the_room_on(rooms: Rooms, connect: Connect, clock: Any) -> None:
    room, secret = make(rooms, Settings(minutes=1))
    rooms.move(room.id, secret, Step.GUESS, None, 1)
    clock.passes(seconds=63)
    several = [Rooms(connect(IN_LINE), clock) for _ in range(6)]
    found = at_once(*[lambda one=one: one.state(room.id) for one in several])
    assert {(one.step, one.round, one.revision) for one in found} == {(Step.BLIND, 1, 3)}


def test_of_many_who_want_a_nickname_one_has_it(rooms: Rooms, connect: Connect, clock: Any) -> None:
    room, _ = make(rooms)
    several = [Rooms(connect(IN_LINE), clock) for _ in range(4)]
    browsers = [digest(str(number)) for number in range(4)]
    tasks = [lambda one=one, at=at: one.join(room.id, browsers[at], "Ada") for at, one in enumerate(several)]
    found = at_once(*tasks)
    assert sum(isinstance(one, TakenError) for one in found) == 3
    names = [lambda one=one, at=at: one.join(room.id, browsers[at], f"Ada {at}") for at, one in enumerate(several)]
    assert sorted(one.number for one in at_once(*names)) == [1, 2, 3, 4]
    assert sorted(one.nickname for one in rooms.people(room.id)) == [f"Ada {at}" for at in range(4)]


def test_a_room_does_not_overflow(rooms: Rooms, connect: Connect, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.store.room_rows.PEOPLE", 5)
    room, _ = make(rooms)
    several = [Rooms(connect(IN_LINE), clock) for _ in range(8)]
    found = at_once(
        *[lambda one=one, at=at: one.join(room.id, digest(str(at)), f"Ada {at}") for at, one in enumerate(several)]
    )
    assert sum(isinstance(one, FullError) for one in found) == 3
    assert rooms.state(room.id).joined == 5


def test_an_answer_is_kept_or_refused_when_the_step_closes_meanwhile(
    rooms: Rooms, connect: Connect, clock: Any
) -> None:
    """Whoever was told that it is kept finds it in what is revealed."""
    room, secret = make(rooms)
    browsers = [digest(str(number)) for number in range(6)]
    for at, browser in enumerate(browsers):
        rooms.join(room.id, browser, f"Ada {at}")
    rooms.move(room.id, secret, Step.GUESS, None, 1)
    several = [Rooms(connect(IN_LINE), clock) for _ in browsers]
    tasks = [lambda one=one, at=at: one.guess(room.id, browsers[at], 1, [float(at)]) for at, one in enumerate(several)]
    found = at_once(*tasks, lambda: Rooms(connect(IN_LINE), clock).move(room.id, secret, Step.BLIND, None, 2))
    kept = {at for at, one in enumerate(found[:-1]) if one is None}
    rooms.move(room.id, secret, Step.REVEAL, None, rooms.state(room.id).revision)
    assert {int(one.guesses[0]) for one in rooms.submissions(room.id, 1)} == kept  # type: ignore[arg-type]


# What it costs to wait


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that a database is asked."""
    asked: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


def test_however_many_wait_one_reads(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    room, _ = make(rooms)
    now = 100.0
    monkeypatch.setattr("planner.store.room_steps.time.monotonic", lambda: now)
    with counted(rooms.database) as asked:
        found = at_once(*[lambda: rooms.glance(room.id)] * 40)
        assert len(set(found)) == 1
        assert len([one for one in asked if one.startswith("SELECT")]) == 1
        now += 0.6
        rooms.glance(room.id)
        assert len([one for one in asked if one.startswith("SELECT")]) == 2


def test_however_many_wait_for_a_database_that_stalls_one_asks(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    """And all are told: otherwise each would wait in turn."""
    room, _ = make(rooms)
    now, asked = 100.0, []
    monkeypatch.setattr("planner.store.room_steps.time.monotonic", lambda: now)

    def stalls(*_: Any) -> None:
        asked.append(now)
        raise UnavailableError("is locked by another program")

    with monkeypatch.context() as broken:
        broken.setattr(rooms, "_look", stalls)
        assert {str(one) for one in at_once(*[lambda: rooms.glance(room.id)] * 40)} == {
            "database: is locked by another program"
        }
        assert len(asked) == 1
    now += FRESH
    assert rooms.glance(room.id).step == Step.LOBBY


def test_all_who_are_seen_are_written_down_at_once(rooms: Rooms, clock: Any) -> None:
    room, _ = make(rooms)
    browsers = [digest(str(number)) for number in range(40)]
    for at, browser in enumerate(browsers):
        rooms.join(room.id, browser, f"Ada {at}")
    with counted(rooms.database) as asked:
        for _ in range(25):
            for browser in browsers:
                rooms.seen(room.id, browser)
            assert rooms.state(room.id).present == 40
            clock.passes(seconds=1)
    assert len([one for one in asked if one.startswith("UPDATE")]) == 3


# Programs that die, databases that are gone


SUBMITS = """
import sys
from planner.plan.workshop import Answer
from planner.store.database import Database
from planner.store.rooms import Rooms
rooms, room, browser = Rooms(Database(sys.argv[1], 30.0)), int(sys.argv[2]), sys.argv[3]
for number in range(1, 5000):
    answers = {lever: Answer(number / 5000 if "rate" in lever else 1000.0 + number) for lever in sys.argv[4:]}
    rooms.submit(room, browser, 1, answers, [float(number)])
    print(number, flush=True)
"""


def test_kill_9_among_submissions_loses_none_that_was_answered(database: Database, url: str) -> None:
    rooms = Rooms(database)
    room, secret = make(rooms)
    browsers = [digest(str(number)) for number in range(3)]
    for at, browser in enumerate(browsers):
        rooms.join(room.id, browser, f"Ada {at}")
    for revision, step in enumerate((Step.GUESS, Step.BLIND), 1):
        rooms.move(room.id, secret, step, None, revision)
    processes = [child(SUBMITS, url, str(room.id), browser, *LEVERS) for browser in browsers]
    answered = []
    for process in processes:
        assert process.stdout is not None
        answered.append([int(process.stdout.readline()) for _ in range(25)][-1])
    for process in processes:
        killed(process)
    assert rooms.state(room.id).submitted == 3
    for browser, last in zip(browsers, answered, strict=True):
        (own,) = rooms.own(room.id, browser)
        assert own.results[0] >= last == 25
        assert own.answers["enterprise.acv"].value == 1000 + own.results[0]
    assert rooms.state(room.id).step == Step.REVEAL
    assert len(rooms.submissions(room.id, 1)) == 3


def test_a_database_of_the_version_without_rooms_gets_them(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "planner/store/migrations"))
    with database.engine.connect().execution_options(write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "1")
        assert not database.engine.dialect.has_table(connection, "rooms")
        saved = libraries.save_within(connection, PLAN, "before", "")
    assert Library(database).open(saved.key).version == saved.version
    rooms = Rooms(database)
    room, _ = make(rooms)
    assert rooms.by_code(room.code, "") == room


def test_a_room_without_its_file_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "rooms.db"
    rooms = Rooms(Database(f"sqlite:///{file}"))
    room, secret = make(rooms)
    rooms.join(room.id, digest("Ada"), "Ada")
    rooms.move(room.id, secret, Step.GUESS, None, 1)
    rooms.database.close()
    file.rename(tmp_path / "away.db")
    for do in (
        lambda: rooms.state(room.id),
        lambda: rooms.guess(room.id, digest("Ada"), 1, [1.0]),
        lambda: rooms.by_code(room.code, ""),
        lambda: rooms.by_code("AAAAAA", ""),
    ):
        with pytest.raises(UnavailableError, match="cannot be reached; nothing was changed"):
            do()  # type: ignore[no-untyped-call]
    (tmp_path / "away.db").rename(file)
    rooms.guess(room.id, digest("Ada"), 1, [1.0])
    assert rooms.state(room.id).step == Step.BLIND
    rooms.database.close()
    for part in tmp_path.glob("rooms.db*"):
        part.unlink()
    Library(Database(f"sqlite:///{file}")).create(PLAN)
    with pytest.raises(NotFoundError, match="room: is gone; ask its facilitator for another one"):
        rooms.state(room.id)
    rooms.database.close()


def test_a_locked_database_is_a_sentence_and_the_room_goes_on(connect: Connect, clock: Any) -> None:
    rooms = Rooms(connect(patience=0.1), clock)
    room, secret = make(rooms)
    rooms.join(room.id, digest("Ada"), "Ada")
    rooms.move(room.id, secret, Step.GUESS, None, 1)
    rooms.seen(room.id, digest("Ada"))
    clock.passes(seconds=20)
    with connect().writing() as connection:
        lock = "UPDATE rooms SET edits = edits" if connection.dialect.name == "sqlite" else "LOCK TABLE people, answers"
        connection.execute(text(lock))
        if connection.dialect.name == "sqlite":
            assert rooms.state(room.id).present == 1
        with pytest.raises(UnavailableError, match="is locked by another program; nothing was changed"):
            rooms.guess(room.id, digest("Ada"), 1, [1.0])
    rooms.guess(room.id, digest("Ada"), 1, [1.0])
    assert rooms.state(room.id).step == Step.BLIND


def test_expired_rooms_are_purged_for_all(rooms: Rooms, connect: Connect, clock: Any) -> None:
    make(rooms)
    clock.passes(days=DAYS, seconds=1)
    assert Rooms(connect(), clock).purge() == 1
