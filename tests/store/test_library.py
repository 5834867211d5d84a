"""Saved plans: versions, rights, lists and approvals, on both databases."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update
from store.programs import IN_LINE
from support import PLAN

from planner.plan import MAX_NAME, Plan
from planner.store.database import Database
from planner.store.errors import ConflictError, NotFoundError, ReadOnlyError
from planner.store.library import Library, new_id
from planner.store.saved import Saved
from planner.store.tables import PLANS, VERSIONS
from planner.vocabulary.errors import PlannerError

MARKUP = "<script>alert(1)</script> ![x](http://a.example) 'quoted\" \\ % _ ; DROP TABLE plans; Ünïcödé 計画 \x07"


def changed(acv: float) -> Plan:
    return PLAN.with_levers({"enterprise.acv": acv})


def with_versions(library: Library, count: int) -> Saved:
    saved = library.create(changed(50_000), "note 1")
    for number in range(2, count + 1):
        saved = library.save(saved.key, changed(50_000 + number), number - 1, f"note {number}")
    return saved


def test_every_save_is_a_version(library: Library) -> None:
    began = datetime.now(UTC)
    saved = with_versions(library, 3)
    assert (saved.newest, saved.version.number, saved.version.plan) == (3, 3, changed(50_003))
    assert library.open(saved.key) == saved
    assert library.open(saved.key, 1).version.plan == changed(50_000)
    history = library.history(saved.key)
    assert [(one.number, one.note, one.name) for one in history] == [
        (number, f"note {number}", PLAN.name) for number in (3, 2, 1)
    ]
    times = [began, *(one.time for one in reversed(history)), datetime.now(UTC)]
    assert times == sorted(times)


def test_an_earlier_version_is_saved_again(library: Library) -> None:
    saved = with_versions(library, 3)
    restored = library.restore(saved.key, 1, 3)
    assert (restored.newest, restored.version.plan) == (4, changed(50_000))
    assert [one.note for one in library.history(saved.key)] == ["Version 1 again", "note 3", "note 2", "note 1"]
    with pytest.raises(ConflictError):
        library.restore(saved.key, 1, 3)


def test_a_copy_has_links_of_its_own(library: Library) -> None:
    saved = with_versions(library, 2)
    copy = library.duplicate(saved.read_id, 1)
    assert copy.version.plan == changed(50_000).changed(name=f"{PLAN.name} (copy)")
    assert (copy.newest, copy.version.note) == (1, f'Copy of "{PLAN.name}", version 1')
    assert not {copy.edit_id, copy.read_id} & {saved.edit_id, saved.read_id}
    longest = library.create(PLAN.changed(name="x" * MAX_NAME))
    assert len(library.duplicate(longest.key).version.plan.name) == MAX_NAME


def test_a_save_from_an_older_version_is_refused_with_the_newer_one(library: Library) -> None:
    saved = with_versions(library, 2)
    with pytest.raises(ConflictError) as caught:
        library.save(saved.key, changed(1000), 1)
    assert caught.value.base == 1
    assert caught.value.theirs == saved.version
    assert "was saved elsewhere since version 1" in str(caught.value)
    assert library.open(saved.key).newest == 2


def test_of_savers_at_once_one_saves(connect: Callable[..., Database]) -> None:
    """And the others are told of what it saved."""
    count = 6
    libraries = [Library(connect(IN_LINE)) for _ in range(count)]
    saved, barrier = libraries[0].create(PLAN), threading.Barrier(count)
    done: list[Saved] = []
    refused: list[ConflictError] = []

    def save(at: int) -> None:
        libraries[at].open(saved.key)
        barrier.wait()
        try:
            done.append(libraries[at].save(saved.key, changed(60_000 + at), 1))
        except ConflictError as error:
            refused.append(error)

    threads = [threading.Thread(target=save, args=(at,)) for at in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused)) == (1, count - 1)
    assert {error.theirs for error in refused} == {done[0].version}
    assert libraries[0].open(saved.key).newest == 2


def test_nobody_changes_a_plan_by_its_read_id(library: Library) -> None:
    saved = with_versions(library, 2)
    read = library.open(saved.read_id)
    assert (read.key, read.edit_id, read.version) == (saved.read_id, None, saved.version)
    attempts: list[Callable[[], object]] = [
        lambda: library.save(read.key, PLAN, 2),
        lambda: library.restore(read.key, 1, 2),
        lambda: library.delete(read.key),
        lambda: library.undelete(read.key),
        lambda: library.approve(read.key, 1, "me", {}),
        lambda: library.purge(read.key),
    ]
    for attempt in attempts:
        with pytest.raises(ReadOnlyError, match="only reads the plan"):
            attempt()
    assert library.open(saved.key) == saved


def test_ids_cannot_be_guessed() -> None:
    ids = [new_id(kind) for kind in ("e", "r") for _ in range(500)]
    assert len(set(ids)) == 1000
    assert all(len(one) == 27 and one.isalnum() for one in ids)
    for at in range(1, 27):
        assert len({one[at] for one in ids}) > 25


def test_an_id_that_does_not_exist(library: Library) -> None:
    library.create(PLAN)
    for key in ("", "e" * 27, "x", "e" * 5000, "' OR 1=1 --", "<b>", "\0", "é" * 27, "../x"):
        for attempt in (library.open, library.history, library.duplicate, library.delete, library.purge):
            with pytest.raises(NotFoundError, match="no saved plan has this id") as caught:
                attempt(key)
            assert len(caught.value.sentences()[0]) < 200


def test_a_version_that_does_not_exist(library: Library) -> None:
    saved = with_versions(library, 2)
    for number in (0, -1, 3, 2**31, 2**70):
        with pytest.raises(NotFoundError, match="must be one of the plan's versions, 1 to 2"):
            library.open(saved.key, number)
        with pytest.raises(NotFoundError):
            library.approve(saved.key, number, "me", {})


def test_delete_can_be_undone_until_it_is_purged(library: Library) -> None:
    saved, other = with_versions(library, 2), library.create(PLAN)
    for one in (saved, other):
        library.opened("browser", one)
    library.delete(saved.key)
    for attempt in (library.open, library.history, library.duplicate):
        with pytest.raises(NotFoundError, match="was deleted"):
            attempt(saved.key)
    with pytest.raises(NotFoundError):
        library.save(saved.key, PLAN, 2)
    assert [one.key for one in library.of_browser("browser")] == [other.key]
    assert [one.key for one in library.of_browser("browser", deleted=True)] == [saved.key]
    library.undelete(saved.key)
    assert library.open(saved.key) == saved
    library.delete(saved.key)
    assert library.purge(older=timedelta(days=1)) == 0
    assert library.purge() == 1
    with pytest.raises(NotFoundError, match="no saved plan has this id"):
        library.undelete(saved.key)
    assert library.purge(other.key) == 1
    assert library.every() == []


def test_a_browser_sees_what_it_saved_or_opened_and_no_more(library: Library) -> None:
    first, second, third = (library.create(PLAN.changed(name=name)) for name in ("First", "Second", "Third"))
    library.opened("hers", first)
    library.opened("hers", second)
    library.opened("his", library.open(first.read_id))
    assert [(one.name, one.edit_id) for one in library.of_browser("hers")] == [
        ("Second", second.edit_id),
        ("First", first.edit_id),
    ]
    assert [(one.name, one.edit_id, one.key) for one in library.of_browser("his")] == [("First", None, first.read_id)]
    assert library.of_browser("nobody's") == []
    assert {one.key for one in library.every()} == {first.key, second.key, third.key}
    library.opened("hers", library.open(first.read_id))
    assert library.of_browser("hers")[0].key == first.edit_id
    library.forget("hers", first.key)
    assert [one.name for one in library.of_browser("hers")] == ["Second"]
    assert library.open(first.key) == first


def test_search_finds_names_and_notes_as_they_are(library: Library) -> None:
    plan = library.create(PLAN.changed(name="Größe 50% _x"), "for the Board")
    library.save(plan.key, PLAN.changed(name="Renamed"), 1, "later")
    library.create(PLAN.changed(name="Other"))
    for found in ("größe", "GRÖSSE".replace("SS", "ß"), "50%", "_x", "board größe", "renamed", "LATER", ""):
        assert plan.key in [one.key for one in library.every(found)], found
    for missing in ("5_%", "%%", "board other", "\\", "'"):
        assert library.every(missing) == [], missing


def test_markup_and_foreign_letters_stay_as_they_are(library: Library) -> None:
    name = MARKUP.replace("\x07", "")[:MAX_NAME]
    plan = PLAN.changed(name=name)
    saved = library.create(plan, MARKUP + "\0\ud800")
    assert library.open(saved.key).version.plan == plan
    assert library.open(saved.key).version.note == MARKUP + "?"
    assert library.every()[0].name == name.strip()
    approval = library.approve(saved.key, 1, MARKUP, {"arr": {"p5": [1.5, None]}})
    assert approval.by == MARKUP[:MAX_NAME].strip()
    assert approval.forecast == {"arr": {"p5": [1.5, None]}}


def test_an_approved_version_stays_as_it_was(library: Library) -> None:
    saved = with_versions(library, 2)
    forecast = {"arr": {level: [float(month) for month in range(PLAN.months)] for level in ("p5", "p50", "p95")}}
    approval = library.approve(saved.key, 1, "The board", forecast)
    library.save(saved.key, changed(99_000), 2)
    opened = library.open(saved.key)
    assert opened.approval == approval
    assert approval.version == library.open(saved.key, 1).version
    assert (approval.by, approval.forecast) == ("The board", forecast)
    assert [(one.number, one.approved) for one in library.history(saved.key)] == [(3, False), (2, False), (1, True)]
    library.approve(saved.key, 3, "The next board", {})
    assert library.open(saved.key).approval.by == "The next board"  # type: ignore[union-attr]
    assert library.every()[0].approved == 3
    assert [one.approved for one in library.history(saved.key)] == [True, False, True]
    assert library.open(library.duplicate(saved.key).key).approval is None
    with pytest.raises(PlannerError, match="must say who approves"):
        library.approve(saved.key, 1, "  ", {})


def test_ten_thousand_versions(library: Library, database: Database) -> None:
    saved = library.create(changed(50_000), "note 1")
    with database.writing() as connection:
        numbers = (
            "WITH RECURSIVE many(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM many WHERE n < 10000) SELECT n FROM many"
        )
        row = f"SELECT plan, n, time, name, 'note ' || n, document FROM versions, ({numbers}) AS numbers"
        connection.execute(text(f"INSERT INTO versions (plan, number, time, name, note, document) {row}"))
        connection.execute(update(PLANS).values(newest=10_000))
    library.opened("browser", saved)
    assert library.save(saved.key, changed(70_000), 10_000, "one more").newest == 10_001
    numbers: list[int] = []
    while page := library.history(saved.key, before=numbers[-1] if numbers else None, limit=2000):
        numbers += [one.number for one in page]
    assert numbers == list(range(10_001, 0, -1))
    assert library.open(saved.key, 1).version.plan == changed(50_000)
    assert [one.newest for one in library.of_browser("browser", "note 9999")] == [10_001]
    library.approve(saved.key, 1, "me", {})
    library.delete(saved.key)
    assert library.purge() == 1


def test_a_version_of_a_newer_program_is_a_sentence(library: Library, database: Database) -> None:
    saved = with_versions(library, 2)
    with database.writing() as connection:
        newer = update(VERSIONS).where(VERSIONS.c.number == 2)
        connection.execute(newer.values(document='{"plan": {"name": "From the future", "catalogue": 99}}'))
    with pytest.raises(PlannerError, match="is newer than this program") as caught:
        library.open(saved.key)
    assert len(caught.value.sentences()) == 1
    assert [one.number for one in library.history(saved.key)] == [2, 1]
    assert library.open(saved.key, 1).version.plan == changed(50_000)
    assert [one.newest for one in library.every()] == [2]


def test_a_version_of_an_older_catalogue_is_brought_up_to_date(library: Library, database: Database) -> None:
    saved = library.create(PLAN)
    with database.writing() as connection:
        connection.execute(update(VERSIONS).values(document='{"plan": {"name": "Old", "catalogue": 1}}'))
    opened = library.open(saved.key)
    assert opened.version.plan.updates
