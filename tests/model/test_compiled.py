"""The kernel on disk: kept, found again, replaced when a stage changes, and never in the way."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest
from support import ROOT

from planner.model import compiled, kernel, sellers
from planner.model.luck import KINDS
from planner.model.simulate import simulate
from planner.plan import Event, Plan


def ours(home: Path) -> list[Path]:
    return sorted(home.glob("groundswell-kernel-*"))


def test_a_stage_is_a_plain_function() -> None:
    assert sellers.productivity(0, 6.0) == pytest.approx(1 / 12)
    assert type(sellers.productivity) is type(ours)


def test_the_folder_is_new_once_and_then_kept(tmp_path: Path) -> None:
    folder = compiled.kernel_folder(tmp_path)
    assert folder.parent == tmp_path
    (folder / "kernel").touch()
    assert compiled.kernel_folder(tmp_path) == folder
    assert (folder / "kernel").exists()


def test_a_change_in_a_file_moves_the_folder_and_removes_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, home = tmp_path / "planner" / "model", tmp_path / "home"
    shutil.copytree(ROOT / "planner" / "model", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("plans", "plays"))
    shutil.copytree(ROOT / "planner" / "vocabulary", package.parent / "vocabulary")
    monkeypatch.setattr(compiled, "_PACKAGE", package)
    home.mkdir()
    (home / "somebody else's").touch()
    (home / "kernel-of-another").mkdir()
    seen = [compiled.kernel_folder(home)]
    words = package.parent / "vocabulary"
    engine, declared = (package / "sellers.py", package / "kernel.py"), (words / "segments.py", words / "teams.py")
    for changed in (*engine, *declared, tmp_path / "data" / "levers.csv"):
        changed.write_text(changed.read_text() + "\n")
        seen.append(compiled.kernel_folder(home))
        assert ours(home) == [seen[-1]]
    assert len(set(seen)) == 6
    assert sorted(path.name for path in home.iterdir())[1:] == ["kernel-of-another", "somebody else's"]


def test_a_place_that_cannot_be_written_to_is_passed_over(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    assert compiled.kernel_folder(in_the_way, tmp_path / "user").parent == tmp_path / "user"
    nowhere = compiled.kernel_folder(in_the_way)
    assert nowhere.is_dir()
    assert nowhere != compiled.kernel_folder(in_the_way)
    shutil.rmtree(nowhere)


def test_removing_old_kernels_tolerates_that_another_does_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "groundswell-kernel-old").mkdir()

    def gone(path: Path, ignore_errors: bool) -> None:
        assert ignore_errors
        Path(path).rmdir()

    monkeypatch.setattr(compiled.shutil, "rmtree", gone)
    assert ours(tmp_path) != [compiled.kernel_folder(tmp_path)]
    assert len(ours(tmp_path)) == 1


def folder_of_a_process(**environment: str) -> Path:
    code = "import numba; from planner.model import compiled; print(numba.config.CACHE_DIR)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"} | environment,
    )
    return Path(found.stdout.strip())


def test_kernels_are_kept_beside_the_code_or_where_numba_is_told(tmp_path: Path) -> None:
    assert folder_of_a_process().parent == ROOT / "planner" / "model" / "__pycache__"
    assert folder_of_a_process(NUMBA_CACHE_DIR=str(tmp_path)).parent == tmp_path


def test_a_kernel_of_the_files_of_today_is_on_disk() -> None:
    """What this process runs has been kept: the next one starts without compiling."""
    assert np.isfinite(simulate(Plan(months=12), keep=["arr"])["arr"]).all()
    assert list(Path(numba.config.CACHE_DIR).rglob("*.nbc"))


def test_everything_runs_in_one_compiled_version() -> None:
    """A second one would compile for seconds, in the middle of a session."""
    every_second = np.linspace(0, 1, 8)[::2]
    event = Event(lever="enterprise.win_rate", change="add", value=0.1, start=3)
    for plan in (Plan(months=12), Plan(months=12, events=(event,))):
        simulate(plan)
        simulate(plan, levers={"enterprise.win_rate": every_second, "people.backfill": [1, 0, 1, 0]}, keep=["arr"])
        luck = np.zeros((4, 12, KINDS))
        simulate(plan, luck=luck[::2])
        luck.flags.writeable = False
        simulate(plan, levers={"enterprise.win_rate": every_second}, luck=luck)
    assert len(kernel.run.signatures) == 1


@pytest.mark.parametrize("home", [None, "/", "/nonexistent", "relative"])
def test_nobody_s_home_is_made_up(home: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(variable, raising=False)
    if home is None:

        def nobody(user: int) -> None:
            raise KeyError(user)

        monkeypatch.setattr("pwd.getpwuid", nobody)
    else:
        monkeypatch.setenv("HOME", home)
    assert [folder.name for folder in compiled.homes()] == ["__pycache__"]


def test_a_home_has_a_cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert compiled.homes()[1:] == [tmp_path / ".cache" / "groundswell"]
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert compiled.homes()[1:] == [tmp_path / "x" / "groundswell"]
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "y"))
    assert compiled.homes() == [tmp_path / "y"]


def test_a_temporary_folder_goes_when_the_process_ends(tmp_path: Path) -> None:
    (tmp_path / "in the way").touch()
    code = "import sys; from pathlib import Path; from planner.model import compiled; "
    code += "print(compiled.kernel_folder(Path(sys.argv[1])))"
    command = [sys.executable, "-c", code, str(tmp_path / "in the way")]
    run = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    folder = Path(run.stdout.strip())
    assert folder.parent == tmp_path
    assert not folder.exists()
