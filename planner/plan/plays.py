"""Plays: what a company can do, as events that can be added to a plan."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

from planner.plan import toml_text
from planner.plan.file import check_tables, table
from planner.plan.parts import Event, Part, read_rows, read_table
from planner.plan.problems import NOTHING, Problems
from planner.plan.rules import BAD, one_line, text


def events(value: object, place: str, problems: Problems) -> Any:
    """Reads the events of a pack: one or more."""
    before, read = problems.count, read_rows(Event, value, "events", problems)
    if value in ([], ()):
        problems.add("events", NOTHING, f"are missing; a {place.partition(',')[0]} needs one [[events]] table or more")
    return read.parts if problems.count == before else BAD


@dataclass(frozen=True, kw_only=True)
class Play(Part):
    """Something a company can do.

    pushes: the part of growth it acts on. effects: where the numbers come from.
    """

    NOUN = "play"
    KEYS = ("name", "pushes", "about", "effects")

    name: Annotated[str, one_line()]
    pushes: Annotated[str, text()]
    about: Annotated[str, text()]
    effects: Annotated[str, text()]
    events: Annotated[tuple[Event, ...], events]


Pack = TypeVar("Pack", bound=Part)


def load_play(path: Path | str) -> Play:
    """The play in a TOML file, [play] and [[events]]; PlannerError lists every problem."""
    return load_pack(Play, path)


def load_pack(cls: type[Pack], path: Path | str) -> Pack:
    """The play or shock in a TOML file: a table named after it, and [[events]]; PlannerError lists every problem."""
    pack: Pack | None = None
    document, problems = toml_text.read(path), Problems()
    check_tables(document, (cls.NOUN, "events"), problems)
    rows, before = document.get("events", []), problems.count
    head = table(document, cls.NOUN, problems)
    if problems.count > before:
        events(rows, cls.NOUN, problems)
    elif "events" in head:
        problems.add(f"{cls.NOUN}, events", head["events"], "stands in tables of its own, [[events]]")
    else:
        pack, _ = read_table(cls, {**head, "events": rows}, cls.NOUN, problems)
    problems.refuse(str(path))
    assert pack is not None
    return pack
