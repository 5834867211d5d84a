from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from postgresql import new_database, server
from sqlalchemy import URL, create_engine, text

from planner.store.database import Database
from planner.store.drafts import Drafts
from planner.store.library import Library
from planner.store.rooms import Rooms

PATIENCE = 30.0
"""Seconds that a busy machine may take to let go of a lock."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """A database of these tests on the server that is named."""
    with new_database(server()) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'plans.db'}"
    address: URL = request.getfixturevalue("postgresql")
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return address.render_as_string(hide_password=False)


@pytest.fixture
def connect(url: str) -> Iterator[Callable[..., Database]]:
    """Connects to the database as another process would. patience: seconds it waits for a lock."""
    opened: list[Database] = []

    def one(patience: float = PATIENCE) -> Database:
        opened.append(Database(url, patience))
        return opened[-1]

    yield one
    for database in opened:
        database.close()


@pytest.fixture
def database(connect: Callable[..., Database]) -> Database:
    return connect()


@pytest.fixture
def library(database: Database) -> Library:
    return Library(database)


@pytest.fixture
def drafts(database: Database) -> Drafts:
    return Drafts(database)


class Clock:
    """A time that tests move."""

    def __init__(self) -> None:
        self.now = datetime(2030, 1, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(database: Database, clock: Clock) -> Rooms:
    return Rooms(database, clock)
