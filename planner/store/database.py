"""The database: where it is, its transactions, its schema, and its errors as one sentence each."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, exc, make_url, text

from planner.store.errors import UnavailableError

LOG = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds that a transaction waits for others to let go of the database."""

MIGRATION_PATIENCE = 60.0
"""Seconds that a program waits while another one brings the schema up to date."""

LINE_PATIENCE = 10.0
"""Seconds that a transaction which writes to a file waits for others of this process at least."""

NETWORK_PATIENCE = 10.0
"""Seconds after which a database server that is silent counts as gone."""

AGAIN = 0.01
"""Seconds from one try to the next where SQLite lets nobody wait."""

LOCK = 7_264_119_021
"""The advisory lock of PostgreSQL under which the schema is brought up to date: any number that is ours."""

LOCKED = "is locked by another program; nothing was changed, try again in a moment"
BUSY = "is busy; nothing was changed, try again in a moment"
FULL = "has no room left; nothing was changed, make room on its disk and try again"
GONE = "cannot be reached; nothing was changed, try again once it is back"
NEWER = "was written by a newer version of this program; update the program to use it"
UNKNOWN = "refused this; nothing was changed, the reason is: {reason}"

_SQLITE = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_CANTOPEN: GONE,
    sqlite3.SQLITE_IOERR: "cannot be read or written; nothing was changed, look after its disk",
    sqlite3.SQLITE_READONLY: "cannot be written to; nothing was changed, allow writing to its file and folder",
    sqlite3.SQLITE_NOTADB: "is no database of this program; name another file",
    sqlite3.SQLITE_CORRUPT: "is damaged; put it back from a backup",
}
"""Sentences by the primary result code of SQLite."""

_POSTGRESQL = {
    "53": FULL,
    "55P03": LOCKED,
    "57014": LOCKED,
    "40": LOCKED,
    "57P": GONE,
    "08": GONE,
    "28": GONE,
    "3D": GONE,
    "55000": GONE,
}
"""Sentences by the beginning of a code of PostgreSQL."""


class Database:
    """A database of plans, brought up to date when it is used for the first time. For any number of threads.

    url: of SQLite or PostgreSQL; PostgreSQL is spoken to by pg8000. patience: seconds to wait for a lock.
    """

    def __init__(self, url: URL | str, patience: float = PATIENCE) -> None:
        try:
            self.url = make_url(url)
        except exc.ArgumentError:
            raise UnavailableError('has no valid address; it is like "postgresql://user:password@host/name"') from None
        backend = self.url.get_backend_name()
        if backend not in ("sqlite", "postgresql"):
            raise UnavailableError(f"is of a kind that is not known, {backend}; allowed: sqlite, postgresql")
        if backend == "postgresql":
            self.url = self.url.set(drivername="postgresql+pg8000")
        self.patience = patience
        name = self.url.database
        self.file = Path(name) if backend == "sqlite" and name and name != ":memory:" else None
        self._one = threading.RLock() if backend == "sqlite" and self.file is None else nullcontext()
        self._writers = threading.RLock()
        self._starting = threading.Lock()
        self._ready = False
        self._identity: tuple[int, int] | None = None
        self.engine = self._engine()

    @property
    def in_memory(self) -> bool:
        """Whether it is gone once the program ends."""
        return self.url.get_backend_name() == "sqlite" and self.file is None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads. UnavailableError, of one sentence, for whatever the database does not do."""
        with self._transaction(write=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, all or nothing. UnavailableError as for reading."""
        with self._transaction(write=True) as connection:
            yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Connection]:
        with _told(), self._one, self._in_line(write):
            self._start()
            with self._connect().execution_options(write=write) as connection, connection.begin():
                yield connection

    @contextmanager
    def _in_line(self, write: bool) -> Iterator[None]:
        """The turn of a transaction that writes to a file: who polls SQLite for its lock may find it taken for ever."""
        if not write or self.file is None:
            yield
            return
        if not self._writers.acquire(timeout=max(LINE_PATIENCE, self.patience)):
            raise UnavailableError(BUSY)
        try:
            yield
        finally:
            self._writers.release()

    def _connect(self) -> Connection:
        """A connection that works; one that was lost is made anew, which pg8000 leaves to whoever uses it."""
        try:
            return self.engine.connect()
        except TimeoutError:  # A server that is silent stays so.
            raise
        except OSError:
            self.engine.dispose()
            return self.engine.connect()

    def _start(self) -> None:
        """See that the file is the one that was used before, and the schema the newest."""
        if self._ready and self._file_identity() == self._identity:
            return
        with self._starting:
            identity = self._file_identity()
            if self._ready and identity == self._identity:
                return
            if self._ready:
                if identity is None:
                    raise UnavailableError(f"{GONE} ({self.file} is missing)")
                self.engine.dispose()
            migrate(self)
            self._ready, self._identity = True, self._file_identity()

    def _file_identity(self) -> tuple[int, int] | None:
        """What tells a file from another one of its name: an open connection would write on into one that is gone."""
        if self.file is None:
            return None
        try:
            found = self.file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _engine(self) -> Engine:
        options: dict[str, Any] = {}
        if self.url.get_backend_name() == "postgresql":
            limits = {
                "lock_timeout": str(int(1000 * self.patience)),
                "statement_timeout": str(int(1000 * NETWORK_PATIENCE)),
            }
            options = {
                "pool_pre_ping": True,
                "pool_timeout": NETWORK_PATIENCE,
                "connect_args": {"timeout": NETWORK_PATIENCE, "startup_params": limits},
            }
        elif self.in_memory:
            options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        engine = create_engine(self.url, **options)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", self._prepare)
            event.listen(engine, "begin", _begin)
        return engine

    def _prepare(self, connection: sqlite3.Connection, _: object) -> None:
        """A connection of SQLite: its transactions begin where we say, and its lower case knows all letters."""
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {int(1000 * self.patience)}")
        connection.execute("PRAGMA foreign_keys = ON")
        if self.file:
            self._log_ahead(connection)
        connection.create_function("lower", 1, lambda text: text if text is None else str(text).lower())

    def _log_ahead(self, connection: sqlite3.Connection) -> None:
        """Have the file written by a log ahead of it. SQLite refuses those who ask that of a new file at once."""
        end = time.monotonic() + self.patience
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
            time.sleep(AGAIN)


def _begin(connection: Connection) -> None:
    """A transaction that writes takes its lock first, so that it waits in line rather than fail halfway."""
    writes = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(database: Database) -> None:
    """Bring the schema up to date; of several programs that start together one does it, and the others wait.

    UnavailableError when the schema is that of a newer program.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    with database.engine.connect().execution_options(write=False) as connection:
        if _revision(connection, script) == head:
            return
    with database.engine.connect().execution_options(write=True) as connection:
        if connection.dialect.name == "sqlite":
            raw: Any = connection.connection.driver_connection
            raw.execute(f"PRAGMA busy_timeout = {int(1000 * MIGRATION_PATIENCE)}")
        try:
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text(f"SET LOCAL lock_timeout = '{MIGRATION_PATIENCE}s'"))
                    connection.execute(text(f"SET LOCAL statement_timeout = '{MIGRATION_PATIENCE}s'"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                if _revision(connection, script) != head:
                    config.attributes["connection"] = connection
                    command.upgrade(config, "head")
        finally:
            if connection.dialect.name == "sqlite":
                raw.execute(f"PRAGMA busy_timeout = {int(1000 * database.patience)}")


def _revision(connection: Connection, script: ScriptDirectory) -> str | None:
    """The revision of the schema; None for an empty database. UnavailableError for one that is not known."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in {one.revision for one in script.walk_revisions()}:
        raise UnavailableError(NEWER)
    return found


@contextmanager
def _told() -> Iterator[None]:
    """What the database raises, as one sentence."""
    try:
        yield
    except exc.TimeoutError:
        raise UnavailableError(LOCKED) from None
    except exc.DBAPIError as error:
        sentence = _sentence(error)
        if sentence not in (LOCKED, FULL, GONE):
            LOG.exception("The database refused something")
        raise UnavailableError(sentence) from error
    except OSError as error:
        raise UnavailableError(GONE) from error


def _sentence(error: exc.DBAPIError) -> str:
    """What is wrong, from the code that the driver gives."""
    original = error.orig
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", 0) & 0xFF
        return _SQLITE.get(code, UNKNOWN.format(reason=original))
    details = original.args[0] if original is not None and original.args else None
    if isinstance(details, dict):
        code = str(details.get("C", ""))
        known = (sentence for start, sentence in _POSTGRESQL.items() if code.startswith(start))
        return next(known, UNKNOWN.format(reason=details.get("M", code)))
    # Without a code it is the network that failed, not the server that refused.
    return GONE
