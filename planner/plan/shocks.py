"""Shocks: what can go wrong for a while, as events that can be put into a plan at any month."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from planner.plan import Event, Month
from planner.plan.problems import shown, validated
from planner.vocabulary.errors import PlannerError, Problem, nearest


class _Head(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: str
    about: str
    effects: str
    months: Month


class Shock(_Head):
    """Something that can happen to a company.

    effects: where the numbers come from. months: how long it usually lasts. events: what it does; their starts count
    from the first month of the shock, and they last as long as it does unless they say how long.
    """

    events: Annotated[tuple[Event, ...], Field(min_length=1)]


_HEAD: TypeAdapter[_Head] = TypeAdapter(_Head)
_EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])
_TABLES = ("shock", "events")


def load(path: Path | str) -> Shock:
    """The shock in a TOML file, [shock] and [[events]]; PlannerError lists every problem."""
    document = _document(path)
    problems = [
        Problem(table, shown(value), f"unknown table{nearest(table, _TABLES)}")
        for table, value in document.items()
        if table not in _TABLES
    ]
    head, found = validated("shock", _HEAD, document.get("shock", {}), _Head.model_fields)
    problems += found
    events, found = validated("events", _EVENTS, document.get("events", []), Event.model_fields)
    problems += found
    if events == []:
        problems.append(Problem("events", None, "are missing; a shock needs one [[events]] table or more"))
    if head is not None:
        problems += [
            Problem(f"event {number}, start", str(event.start), f"must be within the shock, 1 to {head.months}")
            for number, event in enumerate(events or (), start=1)
            if event.start > head.months
        ]
    if problems:
        raise PlannerError(problems, str(path))
    return Shock(**dict(head), events=tuple(events))


def _document(path: Path | str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
    except ValueError as error:
        reason = f"is not TOML: {error}"
    raise PlannerError(Problem("file", None, reason), str(path))
