"""`library`: list, show, export, import and purge, on the database of the app."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from shell import PLAN, process, refused, table, worked

from planner.plan import load, loads
from planner.plan.workshop import Question, Settings
from planner.store.database import Database
from planner.store.library import Library
from planner.store.rooms import Rooms

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("GROUNDSWELL_DATABASE", "")
    monkeypatch.setenv("GROUNDSWELL_FOLDER", str(tmp_path / "folder"))
    (tmp_path / "folder").mkdir()
    return Library(Database(f"sqlite:///{tmp_path / 'folder' / 'groundswell.db'}"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN)
    return file


def test_a_plan_goes_in_and_comes_out(library: Library, file: Path, tmp_path: Path, capsys: Capture) -> None:
    key = worked(capsys, "library", "import", file, "--note", "from a file").strip()
    assert library.open(key).version.plan == load(file)
    assert loads(worked(capsys, "library", "export", key)) == load(file)
    (tmp_path / "next.toml").write_text(PLAN.replace('"Test"', '"Renamed <b>"'))
    assert worked(capsys, "library", "import", tmp_path / "next.toml", "--to", key).strip() == key
    out = tmp_path / "out.toml"
    worked(capsys, "library", "export", library.open(key).read_id, "--version", 1, "--out", out)
    assert load(out) == load(file)


def test_what_is_listed_and_shown(library: Library, file: Path, capsys: Capture) -> None:
    plan = load(file)
    saved = library.create(plan, "first")
    library.save(saved.key, plan.changed(name="Renamed"), 1, "line\nbreak")
    library.approve(saved.key, 1, "Board", {"arr": {"p5": [1.0]}})
    other = library.create(plan.changed(name="Other"))
    rows = table(worked(capsys, "library", "list", "--format", "csv"))
    assert [(row["edit"], row["name"], row["version"], row["approved"]) for row in rows] == [
        (other.key, "Other", "1", ""),
        (saved.key, "Renamed", "2", "1"),
    ]
    assert [row["name"] for row in table(worked(capsys, "library", "list", "first", "--format", "csv"))] == ["Renamed"]
    listed = worked(capsys, "library", "list").splitlines()
    assert listed[0].split() == ["edit", "id", "version", "changed", "name"]
    assert [line.split()[0] for line in listed[1:]] == [other.key, saved.key]
    shown = worked(capsys, "library", "show", saved.key).splitlines()
    assert "approved" in shown[2]
    assert shown[1].endswith("Renamed: line break")
    assert shown[-1] == "Version 1 was approved by Board."
    document = json.loads(worked(capsys, "library", "show", saved.read_id, "--format", "json"))
    assert (document["edit"], document["newest"]) == (None, 2)
    assert document["approved"]["forecast"] == {"arr": {"p5": [1.0]}}
    assert [one["version"] for one in document["versions"]] == [2, 1]


def test_a_table_of_many_versions_says_how_to_see_all(library: Library, file: Path, capsys: Capture) -> None:
    saved = library.create(load(file))
    for base in range(1, 53):
        library.save(saved.key, load(file), base)
    assert worked(capsys, "library", "show", saved.key).splitlines()[51:] == ["3 earlier; --limit 53 lists all."]
    assert len(worked(capsys, "library", "show", saved.key, "--limit", 53).splitlines()) == 54
    assert len(table(worked(capsys, "library", "show", saved.key, "--format", "csv"))) == 53
    assert len(json.loads(worked(capsys, "library", "show", saved.key, "--format", "json"))["versions"]) == 53
    assert len(table(worked(capsys, "library", "show", saved.key, "--limit", 2, "--format", "csv"))) == 2


def test_purge_removes_what_is_old_enough(library: Library, file: Path, capsys: Capture) -> None:
    saved, other = library.create(load(file)), library.create(load(file))
    library.delete(saved.key)
    assert worked(capsys, "library", "purge") == "0 plans, 0 drafts and 0 workshop rooms were removed for good.\n"
    assert len(table(worked(capsys, "library", "list", "--deleted", "--format", "csv"))) == 1
    assert worked(capsys, "library", "purge", "--deleted-days", 0).startswith("1 plan, 0 drafts and 0 workshop")
    assert refused(capsys, "library", "purge", other.read_id) == [
        f'plan = "{other.read_id}": this id only reads the plan; save it as another plan, or ask for the link to edit'
    ]
    worked(capsys, "library", "purge", other.key)
    assert library.every() == []


def test_purge_removes_workshop_rooms_of_more_than_30_days(library: Library, file: Path, capsys: Capture) -> None:
    levers, questions = ("enterprise.win_rate", "enterprise.acv"), [Question("arr", 12)]
    for days in (31, 29):
        rooms = Rooms(library.database, lambda days=days: datetime.now(UTC) - timedelta(days=days))  # type: ignore[misc]
        rooms.create(load(file), levers, questions, Settings(), "Fay")
    assert worked(capsys, "library", "purge").endswith(" and 1 workshop room were removed for good.\n")
    assert worked(capsys, "library", "purge").endswith(" and 0 workshop rooms were removed for good.\n")
    assert worked(capsys, "library", "purge", "--room-days", 0).endswith(
        " and 1 workshop room were removed for good.\n"
    )


def test_what_is_refused(library: Library, file: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = library.create(load(file))
    for command in (("show", "nobody"), ("export", "nobody"), ("import", file, "--to", "nobody"), ("purge", "nobody")):
        assert refused(capsys, "library", *command) == [
            'plan = "nobody": no saved plan has this id; ask for its link again'
        ]
    assert refused(capsys, "library", "export", saved.key, "--version", 7) == [
        "version = 7: must be one of the plan's versions, 1 to 1"
    ]
    assert refused(capsys, "library", "import", file, file, "--to", saved.key) == [
        f"--to = {saved.key}: takes one plan"
    ]
    bad = file.with_name("bad.toml")
    bad.write_text("[plan]\nmonths = 500\n")
    assert len(refused(capsys, "library", "import", file, bad)) == 1
    assert len(library.every()) == 1
    monkeypatch.setenv("GROUNDSWELL_DATABASE", "postgresql://nobody@127.0.0.1:1/none")
    assert refused(capsys, "library", "list") == [
        "database: cannot be reached; nothing was changed, try again once it is back"
    ]
    monkeypatch.setenv("GROUNDSWELL_DATABASE", "")
    monkeypatch.setenv("GROUNDSWELL_FOLDER", str(file))
    assert "cannot be written to" in refused(capsys, "library", "list")[0]


def test_as_a_shell_sees_it(library: Library, file: Path) -> None:
    run = process("library", "import", file)
    assert (run.returncode, run.stderr) == (0, "")
    assert library.open(run.stdout.strip()).newest == 1
    run = process("library", "export", "nobody")
    assert (run.returncode, run.stdout, len(run.stderr.splitlines())) == (2, "", 1)
