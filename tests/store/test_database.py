"""What befalls a database: killed programs, full disks, locks, files that vanish, newer and older schemas."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from store.programs import IN_LINE, child, killed
from support import PLAN

from planner.store import place
from planner.store.database import Database
from planner.store.errors import ConflictError, UnavailableError
from planner.store.library import Library
from planner.store.saved import Saved
from planner.store.tables import METADATA

Connect = Callable[..., Database]


def whole(library: Library, saved: Saved) -> int:
    """The number of the newest version, once every version was read."""
    newest = library.open(saved.key).newest
    assert [one.number for one in library.history(saved.key, limit=10_000)] == list(range(newest, 0, -1))
    for number in range(1, newest + 1):
        assert library.open(saved.key, number).version.plan.value("enterprise.acv") == 50_000 + number - 1
    return newest


HEAD = """
import sys, time
from support import PLAN
from planner.store import library
from planner.store.database import Database
shop = library.Library(Database(sys.argv[1], 30.0))
"""

SAVES = """
key = sys.argv[2]
for number in range(1, 5000):
    plan = PLAN.with_levers({"enterprise.acv": 50_000.0 + number})
    print(shop.save(key, plan, number).newest, flush=True)
"""

HALF_A_SAVE = """
add = library._add
def half(*arguments):
    add(*arguments)
    print("inside", flush=True)
    time.sleep(60)
library._add = half
shop.save(sys.argv[2], PLAN, 1)
"""


def test_kill_9_among_saves_loses_none_that_was_answered(library: Library, url: str) -> None:
    saved = library.create(PLAN.with_levers({"enterprise.acv": 50_000}))
    process = child(HEAD + SAVES, url, saved.key)
    assert process.stdout is not None
    answered = [int(process.stdout.readline()) for _ in range(30)][-1]
    killed(process)
    newest = whole(library, saved)
    assert newest >= answered == 31
    with suppress(ConflictError):  # A server may still finish what the program asked for last.
        assert library.save(saved.key, PLAN, newest).newest == newest + 1


def test_kill_9_within_a_save_leaves_nothing_of_it(library: Library, url: str) -> None:
    saved = library.create(PLAN.with_levers({"enterprise.acv": 50_000}))
    process = child(HEAD + HALF_A_SAVE, url, saved.key)
    assert process.stdout is not None
    assert process.stdout.readline() == "inside\n"
    killed(process)
    assert whole(library, saved) == 1
    assert library.save(saved.key, PLAN, 1).newest == 2


def limit(connection: object, pages: int) -> None:
    connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    """No version more fits into the database."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()

        def small(connection: object, _: object) -> None:
            limit(connection, pages)

        engine.dispose()
        event.listen(engine, "connect", small)
        yield
        event.remove(engine, "connect", small)
        engine.dispose()
        return
    fails = "BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ {fails} $$"))
        connection.execute(
            text("CREATE TRIGGER full_disk BEFORE INSERT ON versions FOR EACH ROW EXECUTE FUNCTION full_disk()")
        )
    yield
    with engine.begin() as connection:
        connection.execute(text("DROP FUNCTION full_disk CASCADE"))


def test_a_full_disk_is_a_sentence_and_loses_nothing(library: Library, database: Database) -> None:
    saved, large = library.create(PLAN), PLAN.changed(notes={"plan": "why " * 400})
    newest = 1
    with full_disk(database.engine):
        with pytest.raises(UnavailableError, match="has no room left; nothing was changed") as caught:  # noqa: PT012
            while True:  # What is left of the last pages may still take a version or two.
                newest = library.save(saved.key, large, newest).newest
        assert len(caught.value.sentences()) == 1
        assert library.open(saved.key, 1).version == saved.version
        assert [one.number for one in library.history(saved.key)] == list(range(newest, 0, -1))
    assert library.save(saved.key, large, newest).newest == newest + 1


@contextmanager
def locked(engine: Engine) -> Iterator[None]:
    """Another program holds the database."""
    lock = "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "LOCK TABLE plans IN EXCLUSIVE MODE"
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if engine.dialect.name == "sqlite":
            raw.isolation_level = None  # type: ignore[union-attr]
            raw.execute(lock)  # type: ignore[union-attr]
        else:
            connection.execute(text(lock))
        yield
        raw.rollback()  # type: ignore[union-attr]


def test_a_locked_database_is_a_sentence(connect: Connect, url: str) -> None:
    library = Library(connect(patience=0.1))
    saved, other = library.create(PLAN), create_engine(url)
    with locked(other):
        with pytest.raises(UnavailableError, match="is locked by another program; nothing was changed"):
            library.save(saved.key, PLAN, 1)
        assert library.open(saved.key) == saved
    assert library.save(saved.key, PLAN, 1).newest == 2
    other.dispose()


def test_many_writers_of_one_process_wait_in_line(tmp_path: Path) -> None:
    database, refused = Database(f"sqlite:///{tmp_path / 'plans.db'}", patience=0.05), list[UnavailableError]()

    def write() -> None:
        try:
            with database.writing() as connection:
                connection.execute(text("DELETE FROM plans"))
                time.sleep(0.03)
        except UnavailableError as error:
            refused.append(error)

    writers = [threading.Thread(target=write) for _ in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert refused == []


def test_a_file_that_vanished_is_a_sentence_until_it_is_back(tmp_path: Path) -> None:
    """What is saved meanwhile is not written into a file that nobody can open any more."""
    file = tmp_path / "plans.db"
    library = Library(Database(f"sqlite:///{file}"))
    saved = library.create(PLAN)
    library.database.close()
    file.rename(tmp_path / "away.db")
    for _ in range(2):
        with pytest.raises(UnavailableError, match=r"cannot be reached; nothing was changed.*plans\.db is missing"):
            library.save(saved.key, PLAN, 1)
        with pytest.raises(UnavailableError, match="cannot be reached"):
            library.open(saved.key)
    assert not file.exists()
    (tmp_path / "away.db").rename(file)
    assert library.save(saved.key, PLAN, 1).newest == 2
    library.database.close()
    copy = file.read_bytes()
    file.unlink()
    (tmp_path / "plans.db").write_bytes(copy)
    assert library.save(saved.key, PLAN, 2).newest == 3
    library.database.close()


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_server_that_vanished_is_a_sentence_until_it_is_back(library: Library, url: str) -> None:
    saved, name = library.create(PLAN), library.database.url.database
    admin = create_engine(library.database.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
        )
        assert library.save(saved.key, PLAN, 1).newest == 2
        connection.execute(text(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false"))
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
        )
        with pytest.raises(UnavailableError, match="cannot be reached; nothing was changed"):
            library.save(saved.key, PLAN, 2)
        connection.execute(text(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true"))
    admin.dispose()
    assert library.save(saved.key, PLAN, 2).newest == 3


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be reached"),
        ("sqlite:////no/such/folder/plans.db", "cannot be reached"),
        ("mysql://me@host/plans", "is of a kind that is not known, mysql; allowed: sqlite, postgresql"),
        ("plans.db", "has no valid address"),
    ],
)
def test_a_database_that_cannot_be_used(url: str, sentence: str) -> None:
    with pytest.raises(UnavailableError, match=sentence) as caught:
        Library(Database(url)).every()
    assert len(caught.value.sentences()) == 1


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "plans.db"
    file.write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(UnavailableError, match="is no database of this program"):
        Library(Database(f"sqlite:///{file}")).every()
    assert file.read_bytes() == b"Dear diary, " * 1000


def test_the_schema_of_a_newer_program_is_a_sentence(connect: Connect) -> None:
    database = connect()
    Library(database).create(PLAN)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '99'"))
    with pytest.raises(UnavailableError, match="was written by a newer version of this program"):
        Library(connect()).every()
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM plans")).scalar() == 1


def test_migrations_make_the_tables_that_are_declared(database: Database) -> None:
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_programs_that_start_together_migrate_once(connect: Connect) -> None:
    databases = [connect(IN_LINE) for _ in range(4)]
    barrier, failed = threading.Barrier(len(databases)), []

    def start(database: Database) -> None:
        barrier.wait()
        try:
            Library(database).create(PLAN)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=start, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(Library(databases[0]).every()) == 4


def test_a_new_file_is_opened_by_many_at_once(tmp_path: Path) -> None:
    """A second program that started just then was told that the database is locked, whatever its patience."""
    refused: list[str] = []

    def first(database: Database, barrier: threading.Barrier) -> None:
        barrier.wait()
        try:
            database.engine.connect().close()
        except OperationalError as error:
            refused.append(str(error))

    for number in range(40):
        databases = [Database(f"sqlite:///{tmp_path}/{number}.db", IN_LINE) for _ in range(8)]
        barrier = threading.Barrier(len(databases))
        threads = [threading.Thread(target=first, args=(database, barrier)) for database in databases]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for database in databases:
            database.close()
    assert refused == []


def test_memory_serves_many_threads() -> None:
    library, keys = Library(Database("sqlite://")), []
    assert library.database.in_memory

    def save() -> None:
        saved = library.create(PLAN)
        keys.append(library.save(saved.key, PLAN, 1).key)

    threads = [threading.Thread(target=save) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.key for one in library.every()) == sorted(keys)
    library.database.close()


def test_a_file_is_in_wal_mode(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'plans.db'}")
    with database.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    database.close()


# Where it is


def test_the_environment_says_where(tmp_path: Path) -> None:
    assert place.of({"GROUNDSWELL_DATABASE": "postgresql://host/name"}) == ("postgresql://host/name", "")
    folder = tmp_path / "new" / "folder"
    found = place.of({"GROUNDSWELL_FOLDER": str(folder)})
    assert (Database(found.url).file, found.warning) == (folder / "groundswell.db", "")
    assert folder.is_dir()


def test_a_user_s_own_folder_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert Database(place.of({}).url).file == tmp_path / ".local/share/groundswell/groundswell.db"


def test_where_no_folder_can_be_written_plans_stay_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    found = place.of({"GROUNDSWELL_FOLDER": str(tmp_path / "file" / "folder")})
    assert Database(found.url).in_memory
    assert found.warning.startswith(f"The folder {tmp_path / 'file' / 'folder'} cannot be written to (Not a directory)")


def test_where_nobody_knows_a_home_plans_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr(place, "user_data_path", unknown)
    found = place.of({})
    assert found.url == "sqlite://"
    assert "could not determine the home directory" in found.warning
