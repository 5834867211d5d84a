"""What a command says: its answer, complaints, and what a wait is for."""

import io
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import typer

from planner.vocabulary.errors import PlannerError, Problem

PATIENCE = 1.5
"""Seconds after which somebody at a terminal is told what takes so long."""

COMPILING = "Compiling the engine for this machine. This takes 15 to 45 seconds and happens once."


def write(text: str, out: Path | None = None, plans: Sequence[Path] = ()) -> None:
    """Write to a file, or else to standard output. plans: the files the text was made from, which stay as they are.

    The file is there in full or not at all; PlannerError when it cannot be written.
    """
    if out is None:
        _print(text)
    else:
        write_file(text.encode(), out, plans)


def write_file(content: bytes, out: Path, plans: Sequence[Path] = ()) -> None:
    """Write a file, in full or not at all. plans: as in `write`. PlannerError when it cannot be written."""
    check_out(out, plans)
    try:
        if out.exists() and not out.is_file():
            out.write_bytes(content)  # a device or a pipe, which cannot be replaced
        else:
            _replace(out.resolve(), content)
    except OSError as error:
        raise _unwritable(out, error) from None


def check_out(out: Path | None, plans: Sequence[Path]) -> None:
    """PlannerError when the file is one of the plans or cannot be written; for asking before long work."""
    try:
        if out is None:
            return
        created = not out.exists()
        if not created and any(out.samefile(plan) for plan in plans):
            raise PlannerError(Problem("--out", str(out), "is the input itself; choose another file"))
        if created or out.is_file() or out.is_dir():
            out.open("ab").close()
        if created:
            out.unlink()
    except OSError as error:
        raise _unwritable(out, error) from None


def _replace(file: Path, content: bytes) -> None:
    """Write beside the file and then put it in its place.

    Not `click.open_file(atomic=True)`: it puts a text in place whose writing was interrupted (its `__exit__` does not
    look at the exception), and writes beside a link instead of beside the file that the link names.
    """
    part = file.with_name(f".{file.name[:100]}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        if file.exists():
            shutil.copymode(file, part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _unwritable(out: Path | None, error: OSError) -> PlannerError:
    return PlannerError(Problem("--out", str(out), f"cannot be written ({error.strerror})"))


def _print(text: str) -> None:
    """Write to standard output. A reader that has had enough, such as `head`, is no problem."""
    if not sys.stdout:
        raise PlannerError(Problem("standard output", None, "is closed"))
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        drop_output()


def drop_output() -> None:
    """Keep what could not be written from being tried again when Python ends."""
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(lines: Sequence[str]) -> None:
    """Lines on standard error."""
    for line in lines:
        print(line, file=sys.stderr)


def in_unicode() -> None:
    """Let both streams say everything; what a terminal cannot show is written as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _watched() -> bool:
    return bool(sys.stderr and sys.stderr.isatty())


@contextmanager
def patience(reason: str) -> Iterator[None]:
    """Tell somebody who waits at a terminal what for."""
    timer = threading.Timer(PATIENCE, complain, [[reason]])
    if _watched():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """What to call with the steps done and all steps; None where nobody watches."""
    if not _watched():
        yield None
        return
    with typer.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield tell
