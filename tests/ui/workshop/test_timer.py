"""The timer of a step: what is left of it is true, and the same for everybody in the room."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support import PLAN

from planner.plan.workshop import Question, Settings, Step
from planner.store.database import Database
from planner.store.drafts import digest
from planner.store.room import State
from planner.store.room_steps import GRACE
from planner.store.rooms import Rooms
from planner.ui.workshop import screens, words

NOW = datetime(2030, 1, 1, 9, tzinfo=UTC)
LEVERS = ["enterprise.win_rate", "enterprise.acv"]


class Clock(datetime):
    """The time of the test, for who asks for it as for who is told."""

    at = NOW

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        assert tz is UTC
        return cls.at


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(Clock, "at", NOW)
    monkeypatch.setattr(words, "datetime", Clock)
    return Clock


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-3, "0:00 left"),
        (0, "0:00 left"),
        (1, "0:01 left"),
        (59.6, "1:00 left"),
        (125, "2:05 left"),
        (5400, "90:00 left"),
    ],
)
def test_what_is_left_is_in_minutes_and_seconds(seconds: float, text: str) -> None:
    state = State(Step.GUESS, 1, NOW + timedelta(seconds=seconds), 1, 0, joined=1, present=1, submitted=0, waiting=1)
    assert words.left(state) == text


@pytest.mark.parametrize("by_hand", [None, 2], ids=["of the settings", "by hand"])
def test_everybody_is_told_the_same_end(
    by_hand: int | None, clock: type[Clock], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes, two participants and a board: at any second one time, and over at its end."""
    shown = list[str]()
    monkeypatch.setattr(screens.st, "html", shown.append)
    url = f"sqlite:///{tmp_path / 'plans.db'}"
    one, other = databases = [Database(url) for _ in range(2)]
    leads, joins = (Rooms(database, lambda: clock.at) for database in databases)
    room, secret = leads.create(PLAN, LEVERS, (Question("arr", 36),), Settings(minutes=3), "Fay")
    for name in ("Ada", "Ben"):
        joins.join(room.id, digest(name), name)
    leads.move(room.id, secret, Step.GUESS, by_hand, leads.state(room.id).revision)
    minutes = 3 if by_hand is None else by_hand
    for second in (0, 1, 59, 60 * minutes - 1, 60 * minutes):
        clock.at = NOW + timedelta(seconds=second)
        for rooms in (leads, joins):
            for screen in (screens.standing, screens._counted):
                screen(room, rooms.state(room.id))
        told = {re.findall(r'role="timer">([^<]*)<', text)[0] for text in shown}
        rest = 60 * minutes - second
        assert told == {f"{rest // 60}:{rest % 60:02} left"}
        shown.clear()
    clock.at += GRACE + timedelta(seconds=1)
    assert {rooms.state(room.id).step for rooms in (joins, leads)} == {Step.BLIND}
    one.close()
    other.close()
