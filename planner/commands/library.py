"""`library`: the saved plans of a server, listed, shown, taken out, brought in and removed for good."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from planner.commands.options import Out
from planner.commands.output import complain, write
from planner.exchange.csv_text import records_as_csv
from planner.exchange.json_text import as_json
from planner.exchange.summary_text import aligned
from planner.plan import dumps, load
from planner.plan.workshop import DAYS
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.numbers import count
from planner.vocabulary.sentences import listed

if TYPE_CHECKING:
    from planner.store.library import Library

DELETED_DAYS, DRAFT_DAYS, ROOM_DAYS = 30, 180, DAYS
"""Days after which `purge` removes what was deleted, drafts that nobody has changed, and workshop rooms."""

LISTED = 50
"""Versions that a table has."""

HEADER = ("edit", "read", "name", "version", "changed", "created", "approved", "deleted", "note")
VERSIONS = ("version", "time", "approved", "name", "note")

app = typer.Typer(help="The saved plans, as the app has them: in the same database.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(metavar="ID", help="Of a plan: its id to edit or to read.", show_default=False)]
Number = Annotated[
    int | None, typer.Option("--version", metavar="N", help="The newest one by default.", show_default=False)
]
Form = Annotated[Literal["table", "csv", "json"], typer.Option("--format")]


def _library() -> "Library":
    """The library that the environment names, as for the app; one in memory would be empty, and is refused."""
    from planner.store import place
    from planner.store.database import Database
    from planner.store.library import Library

    found = place.of()
    if found.warning:
        raise PlannerError(Problem("library", None, found.warning))
    return Library(Database(found.url))


@app.command("list")
def list_(
    search: Annotated[str, typer.Argument(metavar="WORDS", help="In names and notes.", show_default=False)] = "",
    deleted: Annotated[bool, typer.Option("--deleted", help="Those that were deleted instead.")] = False,
    format_: Form = "table",
    out: Out = None,
) -> None:
    """All saved plans, those changed last first: with the ids of their links, which let whoever has them in.

    CSV: edit and read (ids), name, version (the newest), changed, created (ISO 8601), approved (the version), deleted,
    note.
    """
    plans = _library().every(search, deleted=deleted)
    records = [
        {
            "edit": plan.edit_id,
            "read": plan.read_id,
            "name": plan.name,
            "version": plan.newest,
            "changed": plan.changed.isoformat(timespec="seconds"),
            "created": plan.created.isoformat(timespec="seconds"),
            "approved": plan.approved,
            "deleted": plan.deleted.isoformat(timespec="seconds") if plan.deleted else None,
            "note": plan.note,
        }
        for plan in plans
    ]
    if format_ == "csv":
        text = records_as_csv(HEADER, records)
    elif format_ == "json":
        text = as_json({"plans": records})
    else:
        cells = [(one["edit"], one["version"], one["changed"], one["name"]) for one in records]
        text = _table(("edit id", "version", "changed"), "name", cells)
    write(text, out)


@app.command()
def show(
    key: Key,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help=f"By default {LISTED} in a table, else all.")
    ] = None,
    format_: Form = "table",
    out: Out = None,
) -> None:
    """The versions of a plan, the newest first; those that were approved are marked.

    CSV: version, time, approved, name, note.
    """
    library = _library()
    saved = library.open(key)
    most = limit or (LISTED if format_ == "table" else saved.newest)
    history = library.history(key, limit=most)
    versions = [
        {
            "version": one.number,
            "time": one.time.isoformat(timespec="seconds"),
            "approved": "approved" if one.approved else "",
            "name": one.name,
            "note": one.note,
        }
        for one in history
    ]
    if format_ == "csv":
        write(records_as_csv(VERSIONS, versions), out)
        return
    approval = saved.approval
    if format_ == "json":
        approved = approval and {
            "version": approval.version.number,
            "by": approval.by,
            "time": approval.time.isoformat(timespec="seconds"),
            "forecast": approval.forecast,
        }
        ids = {"edit": saved.edit_id, "read": saved.read_id}
        write(as_json({**ids, "newest": saved.newest, "approved": approved, "versions": versions}), out)
        return
    said = [f"Version {approval.version.number} was approved by {approval.by}."] if approval else []
    if earlier := saved.newest - len(history):
        said.insert(0, f"{earlier:,} earlier; --limit {saved.newest} lists all.")
    cells = [
        (one["version"], one["time"], one["approved"], f"{one['name']}: {one['note']}" if one["note"] else one["name"])
        for one in versions
    ]
    lines = _table(("version", "time", ""), "name and note", cells)
    write(lines + "".join(f"{_line(line)}\n" for line in said), out)


@app.command()
def export(key: Key, version: Number = None, out: Out = None) -> None:
    """A version of a plan as a plan file (TOML)."""
    write(dumps(_library().open(key, version).version.plan), out)


@app.command("import")
def import_(
    plans: Annotated[list[Path], typer.Argument(metavar="PLAN.toml...", show_default=False)],
    to: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Save one plan as the next version of this one.", show_default=False),
    ] = None,
    note: Annotated[str, typer.Option(show_default=False, help="Of the version.")] = "",
) -> None:
    """Save plan files as new plans, and print the ids of their links to edit."""
    opened = [load(path) for path in plans]
    if to is not None and len(plans) > 1:
        raise PlannerError(Problem("--to", to, "takes one plan"))
    library = _library()
    for path, plan in zip(plans, opened, strict=True):
        complain([f"{path}: {sentence}" for sentence in plan.updates])
        saved = library.save(to, plan, library.open(to).newest, note) if to else library.create(plan, note)
        write(f"{saved.key}\n")


@app.command()
def purge(
    key: Annotated[
        str | None, typer.Argument(metavar="ID", help="The one plan to remove, deleted or not.", show_default=False)
    ] = None,
    deleted_days: Annotated[int, typer.Option(min=0, help="Plans deleted so many days ago.")] = DELETED_DAYS,
    draft_days: Annotated[int, typer.Option(min=0, help="Drafts unchanged for so many days.")] = DRAFT_DAYS,
    room_days: Annotated[int, typer.Option(min=0, help="Workshop rooms made so many days ago.")] = ROOM_DAYS,
) -> None:
    """Remove for good: one plan with all its versions, or what was deleted, drafts that were left and rooms, by age."""
    from planner.store.drafts import Drafts
    from planner.store.rooms import Rooms

    library = _library()
    if key is not None:
        library.purge(key)
        write("1 plan was removed for good.\n")
        return
    plans = library.purge(older=timedelta(days=deleted_days))
    drafts = Drafts(library.database).purge(timedelta(days=draft_days))
    rooms = Rooms(library.database).purge(timedelta(days=room_days))
    removed = ((plans, "plan"), (drafts, "draft"), (rooms, "workshop room"))
    counts = [f"{count(some)} {noun}{'' if some == 1 else 's'}" for some, noun in removed]
    write(f"{listed(counts)} were removed for good.\n")


def _table(heads: tuple[str, ...], last: str, rows: Sequence[tuple[object, ...]]) -> str:
    """Rows of cells, the last one of free text."""
    cells = [[str(cell) for cell in row[:-1]] for row in rows]
    texts = [last, *(_line(str(row[-1])) for row in rows)]
    return "".join(
        f"{line}  {text}".rstrip() + "\n" for line, text in zip(aligned([list(heads), *cells]), texts, strict=True)
    )


def _line(text: str) -> str:
    """A text on one line, without what a terminal would act on."""
    return "".join(char if char.isprintable() else " " for char in text)
