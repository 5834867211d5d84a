"""The command line: `python -m planner --help`.

Every command exits with 0 when it worked, and with 2 and one sentence a problem on standard error when its input was
bad.
"""

import csv
import io
import json
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Literal

import typer

from planner.errors import PlannerError, Problem
from planner.exchange.numbers import MISSING, month_name
from planner.exchange.tables import aligned, csv_text, document, summary
from planner.levers import CATALOGUE, FIELDS, Lever, unknown_lever
from planner.plan import Plan, load

NAME = "python -m planner"
BAD_INPUT, BUG = 2, 1
PATIENCE = 1.5
"""Seconds after which somebody at a terminal is told what takes so long."""

app = typer.Typer(
    help="A scenario planner for software companies that grow from the bottom up.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.toml", help="The plan.", show_default=False)]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="LEVER=VALUE", help="Another value for a lever; may be repeated.", show_default=False
    ),
]
MoreSettings = Annotated[list[str] | None, typer.Argument(metavar="LEVER=VALUE", help="More for --set.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a file.", show_default=False)]


@app.command()
def project(
    plan: PlanFile,
    more: MoreSettings = None,
    settings: Settings = None,
    format_: Annotated[Literal["table", "csv", "json"], typer.Option("--format")] = "table",
    out: Out = None,
) -> None:
    """What a plan leads to: a table by year, or every month."""
    chosen = _plan(plan, [*(settings or ()), *(more or ())])
    with _patience("Compiling the engine for this machine. This takes about 15 seconds and happens once."):
        from planner.model.simulate import simulate  # the compiler is not for commands that do without it

        result = simulate(chosen)
    if format_ == "csv":
        text = csv_text(result)
    elif format_ == "json":
        text = json.dumps(document(result), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    else:
        text = summary(result) + "\n"
    _write(text, out, plan)


@app.command()
def levers(format_: Annotated[Literal["table", "csv"], typer.Option("--format")] = "table") -> None:
    """Every lever: default, bounds, usual range, unit."""
    if format_ == "csv":
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows([getattr(lever, field) for field in FIELDS] for lever in CATALOGUE.values())
        _write(file.getvalue())
        return
    head = ["", "default", "min", "max", "usual", "unit"]
    rows = [
        [lever.id, *map(_number, (lever.default, lever.min, lever.max)), _usual(lever), lever.unit]
        for lever in CATALOGUE.values()
    ]
    labels = ["", *(lever.label for lever in CATALOGUE.values())]
    _write(
        "".join(f"{line}  {label}".rstrip() + "\n" for line, label in zip(aligned([head, *rows]), labels, strict=True))
    )


@app.command()
def check(plan: PlanFile) -> None:
    """All problems of a plan, and what is unusual about it."""
    checked = load(plan)
    parts = [
        f"{checked.months} months from {month_name(checked.start, 1)}",
        *(
            f"{count} {noun}" + ("s" if count > 1 else "")
            for count, noun in (
                (len(checked.levers), "lever"),
                (len(checked.events), "event"),
                (len(checked.funding), "funding round"),
                (len(checked.targets), "target"),
                (len(checked.uncertainty), "range"),
            )
            if count
        ),
    ]
    lines = [f"{plan} is fine: {checked.name}, {', '.join(parts)}.", *_unusual(checked)]
    _write("".join(f"{line}\n" for line in lines))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code. arguments: those of the process by default."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return app(arguments, prog_name=NAME, standalone_mode=False) or 0
    except PlannerError as error:
        lines = error.sentences()
    except typer.TyperException as error:
        lines = [_usage(error)]
    except OSError as error:
        _drop_output()
        lines = [f"{error.filename or 'standard output'}: {error.strerror}"]
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        _complain([f"A mistake in Groundswell, not in your input: {error!r} (python -X dev -m planner shows where)"])
        return BUG
    _complain(lines)
    return BAD_INPUT


def _plan(path: Path, settings: Sequence[str]) -> Plan:
    """The plan of a file with other values for some levers."""
    plan, values, problems = load(path), dict[str, float](), list[Problem]()
    for setting in settings:
        lever_id, equals, text = setting.partition("=")
        if not equals:
            problems.append(Problem(lever_id, None, "must be LEVER=VALUE, such as sales.goes_cold=0.2"))
            continue
        try:
            values[lever_id] = float(text)
        except ValueError:
            allowed = CATALOGUE[lever_id].allowed if lever_id in CATALOGUE else unknown_lever(lever_id)
            problems.append(Problem(lever_id, repr(text), allowed))
    try:
        plan = plan.with_levers(values)
    except PlannerError as error:
        problems += error.problems
    if problems:
        raise PlannerError(problems, "--set")
    return plan


def _unusual(plan: Plan) -> Iterator[str]:
    for lever_id, value in plan.levers.items():
        lever = CATALOGUE[lever_id]
        if lever.outside_usual(value):
            yield f"{lever_id} = {_number(value)} is outside the usual {_usual(lever)} ({lever.unit})."
    starts = [(f"event {at}", event.start) for at, event in enumerate(plan.events, 1)]
    dates = [(f"target {at}", target.month) for at, target in enumerate(plan.targets, 1)]
    for place, month in (*starts, *dates):
        if month > plan.months:
            yield f"{place} is in month {month}, after the last one, {plan.months}."


def _write(text: str, out: Path | None = None, plan: Path | None = None) -> None:
    """Write to a file, or else to standard output. plan: the file the text was made from, which stays as it is."""
    if out is None:
        _print(text)
        return
    try:
        if plan and out.exists() and out.samefile(plan):
            raise PlannerError(Problem("--out", str(out), "is the plan itself; choose another file"))
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise PlannerError(Problem("--out", str(out), f"cannot be written ({error.strerror})")) from None


def _print(text: str) -> None:
    """Write to standard output. A reader that has had enough, such as `head`, is no problem."""
    if not sys.stdout:
        raise PlannerError(Problem("standard output", None, "is closed"))
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()


def _drop_output() -> None:
    """Keep what could not be written from being tried again when Python ends."""
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(lines: Sequence[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _usage(error: typer.TyperException) -> str:
    """What is wrong with the arguments, on one line, and where to read more."""
    path = getattr(getattr(error, "ctx", None), "command_path", NAME)
    message = " ".join(error.format_message().split()).replace("Value error, ", "")
    return f"{message} ({path} --help says more)"


@contextmanager
def _patience(reason: str) -> Iterator[None]:
    """Tell somebody who waits at a terminal what for."""
    timer = threading.Timer(PATIENCE, _complain, [[reason]])
    if sys.stderr and sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _number(value: float) -> str:
    return f"{value:,.12g}"


def _usual(lever: Lever) -> str:
    if lever.usual_low is None or lever.usual_high is None:
        return MISSING
    return f"{_number(lever.usual_low)} to {_number(lever.usual_high)}"


if __name__ == "__main__":
    sys.exit(main())
