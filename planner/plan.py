"""A plan: levers, events, funding, targets and ranges; TOML in and out.

A plan is frozen, a change is a new plan. What a file may say is declared here and in the catalogue; everything that is
wrong with a file is reported at once, and nothing is clipped, defaulted or ignored in silence.
"""

import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal

import tomlkit
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from planner.errors import PlannerError, Problem, nearest
from planner.levers import CATALOGUE, GROUPS, VERSION, unknown_lever

MIN_MONTHS, MAX_MONTHS = 12, 120
MAX_BYTES = 2**20
"""The largest file that is read."""

LOSS_LEVERS = tuple(lever for lever in CATALOGUE if lever.endswith((".gross_retention", ".logo_retention")))
"""The levers that `multiply_loss` can change."""

Month = Annotated[int, Field(ge=1, le=MAX_MONTHS)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class Event(_Part):
    """A play or a shock: one flow lever changes for a while.

    start: month, from 1. months: how long; None means that the change stays. phase_in: months until the full effect.
    active: an event switched off stays in the plan without acting. Events on one lever apply in the plan's order.
    """

    name: str = ""
    lever: str
    change: Literal["multiply", "add", "set", "multiply_loss"]
    value: FiniteFloat
    start: Month
    months: Annotated[int, Field(ge=1)] | None = None
    phase_in: Annotated[int, Field(ge=0)] = 0
    active: bool = True

    @field_validator("lever")
    @classmethod
    def _acts_every_month(cls, lever_id: str) -> str:
        if lever_id not in CATALOGUE:
            raise _rule(unknown_lever(lever_id))
        if CATALOGUE[lever_id].kind == "state":
            raise _rule("describes day one and cannot change later; choose a lever that acts every month")
        return lever_id

    @field_validator("change")
    @classmethod
    def _suits_the_lever(cls, change: str, info: ValidationInfo) -> str:
        if change == "multiply_loss" and info.data.get("lever", LOSS_LEVERS[0]) not in LOSS_LEVERS:
            raise _rule("works on gross_retention and logo_retention only; elsewhere multiply, add or set")
        return change

    @field_validator("value")
    @classmethod
    def _within_bounds(cls, value: float, info: ValidationInfo) -> float:
        lever = CATALOGUE.get(info.data.get("lever", ""))
        if lever and info.data.get("change") == "set" and not lever.min <= value <= lever.max:
            raise _rule(f"{lever.allowed} for {lever.id}")
        return value


class Funding(_Part):
    """Money that arrives. month: from 1, within the horizon. Several in one month add up."""

    month: int
    amount: FiniteFloat

    @field_validator("month")
    @classmethod
    def _within_the_horizon(cls, month: int, info: ValidationInfo) -> int:
        months = (info.context or {}).get("months", MAX_MONTHS)
        if not 1 <= month <= months:
            raise _rule(f"must be within the plan's months, 1 to {months}")
        return month


class Target(_Part):
    """What the board has been promised: ARR at the end of a month. One target a month."""

    month: Month
    arr: Annotated[FiniteFloat, Field(ge=0)]


class _Head(_Part):
    name: str = "Untitled plan"
    start: Annotated[str, Field(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")] = "2026-01"
    months: Annotated[int, Field(ge=MIN_MONTHS, le=MAX_MONTHS)] = 60
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    catalogue: Annotated[int, Field(ge=VERSION, le=VERSION)] = VERSION


class Plan(_Head):
    """One company's plan.

    start: first month, "YYYY-MM". months: the horizon. levers: the values that were named, by id; `value` answers for
    any lever. uncertainty: (low, high) by lever id, around the lever's value.
    """

    levers: dict[str, float] = {}
    events: tuple[Event, ...] = ()
    funding: tuple[Funding, ...] = ()
    targets: tuple[Target, ...] = ()
    uncertainty: dict[str, tuple[float, float]] = {}

    def value(self, lever_id: str) -> float:
        """The lever's value in this plan, before events."""
        return self.levers.get(lever_id, CATALOGUE[lever_id].default)

    def values(self) -> dict[str, float]:
        """Every lever's value by id, in the order of the catalogue."""
        return {lever_id: self.value(lever_id) for lever_id in CATALOGUE}

    def changed(self, **fields: Any) -> "Plan":
        """A plan with other fields, checked like a file; PlannerError names every problem."""
        return parse(self.model_copy(update=fields).document())

    def with_levers(self, values: Mapping[str, float]) -> "Plan":
        """A plan with other values for some levers, by id; PlannerError when one is unknown or out of bounds.

        An uncertainty range that does not enclose the lever's new value is widened to it.
        """
        problems = [problem for lever_id, value in values.items() for problem in _lever(lever_id, value)]
        if problems:
            raise PlannerError(problems)
        ranges = {
            lever_id: (min(low, values.get(lever_id, low)), max(high, values.get(lever_id, high)))
            for lever_id, (low, high) in self.uncertainty.items()
        }
        return self.changed(levers={**self.levers, **values}, uncertainty=ranges)

    def document(self) -> dict[str, Any]:
        """The plan as the document of a TOML file."""
        tables: dict[str, dict[str, float]] = {}
        for lever_id in sorted(self.levers, key=_position):
            group, _, name = lever_id.partition(".")
            tables.setdefault(group, {})[name] = self.levers[lever_id]
        lists: dict[str, list[Any]] = {
            key: [row.model_dump(exclude_unset=True, exclude_none=True) for row in getattr(self, key)] for key in _LISTS
        }
        ranges = {lever_id: list(pair) for lever_id, pair in self.uncertainty.items()}
        return {
            "plan": {key: getattr(self, key) for key in _Head.model_fields},
            **tables,
            **{key: rows for key, rows in lists.items() if rows},
            **({"uncertainty": ranges} if ranges else {}),
        }

    def dumps(self) -> str:
        """The plan as TOML text; `loads` gives an equal plan back."""
        return tomlkit.dumps(self.document())


class _PlayHead(_Part):
    name: str
    pushes: str
    about: str
    effects: str


class Play(_PlayHead):
    """Something a company can do, as events that can be added to a plan.

    pushes: the part of growth it acts on. effects: where the numbers come from.
    """

    events: tuple[Event, ...]


def loads(text: str | bytes, source: str | None = None) -> Plan:
    """The plan in a TOML text. PlannerError lists every problem, each with source, place, value and what is allowed."""
    return parse(_toml(text, source), source)


def load(path: Path | str) -> Plan:
    """The plan in a TOML file; PlannerError also when the file cannot be read."""
    return loads(_read(path), source=str(path))


def load_play(path: Path | str) -> Play:
    """The play in a TOML file, [play] and [[events]]; PlannerError lists every problem."""
    document = _toml(_read(path), str(path))
    problems = _unknown_tables(document, ("play", "events"))
    head, found = _validated("play", _PLAY_HEAD, document.get("play", {}))
    problems += found
    events, found = _validated("events", _LISTS["events"], document.get("events", []))
    problems += found
    if events == []:
        problems.append(Problem("events", None, "are missing; a play needs one [[events]] table or more"))
    if problems:
        raise PlannerError(problems, str(path))
    return Play.model_construct(**dict(head), events=tuple(events))


_HEAD: TypeAdapter[_Head] = TypeAdapter(_Head)
_PLAY_HEAD: TypeAdapter[_PlayHead] = TypeAdapter(_PlayHead)
_LISTS: Mapping[str, TypeAdapter[Any]] = {
    "events": TypeAdapter(list[Event]),
    "funding": TypeAdapter(list[Funding]),
    "targets": TypeAdapter(list[Target]),
}
_RANGE: TypeAdapter[Any] = TypeAdapter(
    Annotated[list[FiniteFloat], Field(min_length=2, max_length=2)], config=ConfigDict(strict=True)
)
_TABLES = ("plan", *GROUPS, *_LISTS, "uncertainty")
_FIELDS = {
    "plan": _Head.model_fields,
    "events": Event.model_fields,
    "funding": Funding.model_fields,
    "targets": Target.model_fields,
    "play": _PlayHead.model_fields,
}


def parse(document: Mapping[str, Any], source: str | None = None) -> Plan:
    """The plan in a document, as `document` gives it; PlannerError lists every problem."""
    problems = _unknown_tables(document, _TABLES)
    head, found = _validated("plan", _HEAD, document.get("plan", {}))
    problems += found
    levers, found = _levers({group: document[group] for group in GROUPS if group in document})
    problems += found
    lists: dict[str, Any] = {}
    for key, rows in _LISTS.items():
        lists[key], found = _validated(key, rows, document.get(key, []), {"months": _horizon(document.get("plan", {}))})
        problems += found
    problems += _repeated_months(document.get("targets", []))
    ranges, found = _ranges(document.get("uncertainty", {}), document)
    problems += found
    if problems:
        raise PlannerError(problems, source)
    parts: dict[str, Any] = {**dict(head), **{key: tuple(rows) for key, rows in lists.items()}}
    return Plan.model_construct(levers=levers, uncertainty=ranges, **parts)


def _unknown_tables(document: Mapping[str, Any], known: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(_short(key), _shown(value), f"unknown table{nearest(key, known)}")
        for key, value in document.items()
        if key not in known
    ]


def _horizon(head: Any) -> int:
    """The months of a [plan] table that may have problems of its own."""
    months = head.get("months", _Head().months) if isinstance(head, Mapping) else None
    return months if type(months) is int and MIN_MONTHS <= months <= MAX_MONTHS else MAX_MONTHS


def _levers(tables: Mapping[str, Any]) -> tuple[dict[str, float], list[Problem]]:
    values, problems = {}, []
    for group, table in tables.items():
        if not isinstance(table, Mapping):
            problems.append(Problem(group, _shown(table), f"must be a table of levers, [{group}]"))
            continue
        for name, value in table.items():
            found = _lever(f"{group}.{name}", value)
            problems += found
            if not found:
                values[f"{group}.{name}"] = float(value)
    return values, problems


def _lever(lever_id: str, value: Any) -> list[Problem]:
    """What is wrong with a lever's value."""
    if lever_id not in CATALOGUE:
        return [Problem(_short(lever_id), _shown(value), unknown_lever(lever_id))]
    lever, number = CATALOGUE[lever_id], isinstance(value, int | float) and not isinstance(value, bool)
    return [] if number and lever.min <= value <= lever.max else [Problem(lever_id, _shown(value), lever.allowed)]


def _ranges(table: Any, document: Mapping[str, Any]) -> tuple[dict[str, tuple[float, float]], list[Problem]]:
    if not isinstance(table, Mapping):
        return {}, [Problem("uncertainty", _shown(table), 'must be a table of "lever" = [low, high]')]
    ranges, problems = {}, []
    for lever_id, value in table.items():
        pair, allowed = _range(lever_id, value, document)
        if pair is None:
            problems.append(Problem(f'uncertainty "{_short(lever_id)}"', _shown(value), allowed))
        else:
            ranges[lever_id] = pair
    return ranges, problems


def _range(lever_id: str, value: Any, document: Mapping[str, Any]) -> tuple[tuple[float, float] | None, str]:
    """A pair (low, high), or None and what it would have to be."""
    if lever_id in GROUPS:
        return None, f'the name of a lever stands in quotes: "{lever_id}.name" = [low, high]'
    if lever_id not in CATALOGUE:
        return None, unknown_lever(lever_id)
    try:
        low, high = _RANGE.validate_python(value)
    except ValidationError:
        return None, "must be a pair of numbers, [low, high]"
    lever = CATALOGUE[lever_id]
    if not lever.min <= low <= high <= lever.max:
        return None, f"low and high {lever.allowed}, low first"
    group = document.get(lever.group)
    mode = group.get(lever.name, lever.default) if isinstance(group, Mapping) else lever.default
    if not _lever(lever_id, mode) and not low <= mode <= high:
        return None, f"must enclose the lever's own value, {mode:.12g}"
    return (low, high), ""


def _repeated_months(rows: Any) -> list[Problem]:
    months = [row.get("month") for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return [
        Problem("targets, month", _shown(month), f"stands {count} times; a month has one target")
        for month, count in Counter(month for month in months if type(month) is int).items()
        if count > 1
    ]


def _validated(
    table: str, adapter: TypeAdapter[Any], value: Any, context: Mapping[str, Any] | None = None
) -> tuple[Any, list[Problem]]:
    try:
        return adapter.validate_python(value, context=context), []
    except ValidationError as error:
        return None, [_problem(table, value, detail) for detail in error.errors(include_url=False)]


_MUST_BE = {
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "int_type": "must be a whole number",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "list_type": "must be a list of tables",
    "model_type": "must be a table",
    "greater_than_equal": "must be {ge:.12g} or more",
    "less_than_equal": "must be {le:.12g} or less",
    "literal_error": "must be one of {expected}",
    "missing": "is missing",
    "rule": "{sentence}",
}
_TEXTS = {
    "start": 'must be a month from 1900 on, in quotes, such as "2026-01"',
    "currency": 'must be a code of three letters, in quotes, such as "USD"',
}


def _problem(table: str, value: Any, detail: ErrorDetails) -> Problem:
    """A pydantic error in our words. The place of a list's row counts from 1 and carries the row's name."""
    where, keys = table, list(detail["loc"])
    if keys and isinstance(keys[0], int):
        position = keys.pop(0)
        name = value[position].get("name") if isinstance(value[position], Mapping) else None
        called = f' "{_short(name)}"' if isinstance(name, str) and name else ""
        where = f"{table.removesuffix('s')} {int(position) + 1}{called}"
    place = ", ".join([where, *(_short(str(key)) for key in keys)])
    shown = None if detail["type"] == "missing" else _shown(detail["input"])
    return Problem(place, shown, _allowed(table, str(keys[-1]) if keys else "", detail))


def _allowed(table: str, field: str, detail: ErrorDetails) -> str:
    """What a field must be, as the end of a sentence."""
    kind, parts = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return f"unknown key{nearest(field, list(_FIELDS[table]))}"
    if kind in ("string_type", "string_pattern_mismatch") and field in _TEXTS:
        return _TEXTS[field]
    if kind in ("greater_than_equal", "less_than_equal"):
        marks = _FIELDS[table][field].metadata
        low, high = (next((getattr(mark, end) for mark in marks if hasattr(mark, end)), None) for end in ("ge", "le"))
        if low is not None and high is not None:
            return f"must be {low} to {high}" if low < high else f"must be {low}"
    return _MUST_BE[kind].format(**parts) if kind in _MUST_BE else detail["msg"]


def _rule(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("rule", "{sentence}", {"sentence": sentence})


def _shown(value: Any) -> str:
    """A value much as the file has it, shortened, whatever its size and depth."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= 10**60:
        return "a number of more than 60 digits"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        inner = ["[...]" if isinstance(item, list | tuple) else _shown(item) for item in value[:20]]
        return _short(f"[{', '.join(inner)}]")
    if isinstance(value, Mapping):
        return _short(f"a table of {', '.join(map(str, list(value)[:20]))}") if value else "an empty table"
    return _short(repr(float(value) if isinstance(value, float) else value))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _position(lever_id: str) -> int:
    return list(CATALOGUE).index(lever_id) if lever_id in CATALOGUE else len(CATALOGUE)


def _read(path: Path | str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror
    except ValueError as error:
        reason = str(error)
    raise PlannerError(Problem("file", None, f"cannot be read ({reason})"), str(path))


def _toml(text: str | bytes, source: str | None) -> dict[str, Any]:
    if len(text) > MAX_BYTES:
        raise PlannerError(Problem("file", None, f"is too large; a plan has at most {MAX_BYTES:,} bytes"), source)
    try:
        return tomllib.loads(text if isinstance(text, str) else text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        reason = "is not text; a plan is a TOML file in UTF-8"
    except tomllib.TOMLDecodeError as error:
        reason = f"is not TOML: {error}"
    except RecursionError:
        reason = "is not a plan: its lists or tables are nested too deeply"
    except ValueError:
        reason = "is not a plan: one of its numbers is too long to read"
    raise PlannerError(Problem("file", None, reason), source)
