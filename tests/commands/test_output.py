"""Files are written in full or not at all."""

import os
from pathlib import Path

import pytest

from planner.commands.output import write
from planner.vocabulary.errors import PlannerError


def test_a_failure_under_way_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(file: Path, content: bytes) -> None:
        with file.open("wb") as opened:
            opened.write(content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    old = tmp_path / "old.csv"
    old.write_bytes(b"as it was")
    monkeypatch.setattr(Path, "write_bytes", half)
    for out in (old, tmp_path / "new.csv"):
        with pytest.raises(PlannerError) as error:
            write("twelve words", out)
        assert str(error.value) == f"--out = {out}: cannot be written (No space left on device)"
    assert [file.name for file in tmp_path.iterdir()] == ["old.csv"]
    assert old.read_bytes() == b"as it was"


def test_a_link_stays_a_link_and_a_file_keeps_its_rights(tmp_path: Path) -> None:
    file, link = tmp_path / "file.csv", tmp_path / "link.csv"
    file.touch()
    file.chmod(0o640)
    link.symlink_to(file)
    write("text", link)
    assert link.is_symlink()
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("text", 0o640)


@pytest.mark.skipif(os.name == "nt", reason="needs pipes with a name")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write("text", pipe)
    assert os.read(reader, 100) == b"text"
    os.close(reader)
    assert pipe.is_fifo()
