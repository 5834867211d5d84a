"""`workbook`: a file in full, or a sentence."""

import os
from pathlib import Path

import openpyxl
import pytest
from shell import refused, worked


def test_it_writes_the_plan_and_its_baseline(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other, out = tmp_path / "other.toml", tmp_path / "plan.xlsx"
    other.write_text('[plan]\nname = "Other"\nmonths = 12\ncatalogue = 2\n')
    worked(capsys, "workbook", plan, "--baseline", other, "--set", "enterprise.acv=70K", "--out", out)
    book = openpyxl.load_workbook(out, read_only=True)
    levers = {row[0]: row[2] for row in book["Levers"].iter_rows(values_only=True)}
    assert (levers["enterprise.win_rate"], levers["enterprise.acv"]) == (0.25, 70_000)
    facts = {row[0]: row[1] for row in book["Read me"].iter_rows(values_only=True)}
    assert facts["Compared with"] == "Other"


def test_a_closed_folder_is_a_sentence(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    closed = Path("/proc") if os.geteuid() == 0 else tmp_path / "closed"  # to root, no other is
    closed.mkdir(mode=0o500, exist_ok=True)
    out = closed / "plan.xlsx"
    (line,) = refused(capsys, "workbook", plan, "--out", out)
    assert line.startswith(f"--out = {out}: cannot be written (")


def test_a_workbook_is_not_written_under_the_name_of_another_kind(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan.pdf"
    assert refused(capsys, "workbook", plan, "--out", out) == [f"--out = {out}: must end in .xlsx"]
    assert not out.exists()


def test_a_folder_that_is_not_there_is_a_sentence(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "nowhere" / "plan.xlsx"
    line = f"--out = {out}: cannot be written (No such file or directory)"
    assert refused(capsys, "workbook", plan, "--out", out) == [line]


def test_a_full_disk_leaves_nothing_behind(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(file: Path, content: bytes) -> None:
        with file.open("wb") as opened:
            opened.write(content[:1000])
        raise OSError(28, "No space left on device")

    out = tmp_path / "plan.xlsx"
    monkeypatch.setattr(Path, "write_bytes", half)
    line = f"--out = {out}: cannot be written (No space left on device)"
    assert refused(capsys, "workbook", plan, "--out", out) == [line]
    assert list(tmp_path.iterdir()) == [plan]


def test_it_needs_a_file(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--out" in refused(capsys, "workbook", plan)[0]
