"""A plan: levers, events, funding, targets and ranges; TOML in and out.

A plan is frozen, a change is a new plan. What a file may say is declared here and in the catalogue; everything that is
wrong with a file is reported at once, and nothing is clipped, defaulted or ignored in silence.
"""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
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

from planner.plan.problems import rule, short, shown, validated
from planner.plan.versions import OLDEST, brought_up_to_date
from planner.vocabulary.errors import PlannerError, Problem, nearest
from planner.vocabulary.levers import CATALOGUE, GROUPS, VERSION, unknown_lever

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

    start: month, from 1. months: how long; None means that the change stays. every: the event comes back after so many
    months; None: never. phase_in: months until the full effect. active: an event switched off stays in the plan without
    acting. chance: below 1 the event acts in that share of the draws and not in the plan itself. latest: in a draw the
    event starts in a month from start to latest; None: at start. id: events of one id are one play or shock; without an
    id an event stands alone. Events on one lever apply in the plan's order.
    """

    name: str = ""
    lever: str
    change: Literal["multiply", "add", "set", "multiply_loss", "at_most", "at_least"]
    value: FiniteFloat
    start: Month
    months: Annotated[int, Field(ge=1)] | None = None
    every: Annotated[int, Field(ge=1)] | None = None
    phase_in: Annotated[int, Field(ge=0)] = 0
    active: bool = True
    chance: Annotated[FiniteFloat, Field(ge=0, le=1)] = 1.0
    latest: Month | None = None
    id: str | None = None

    @field_validator("lever")
    @classmethod
    def _acts_every_month(cls, lever_id: str) -> str:
        if lever_id not in CATALOGUE:
            raise rule(unknown_lever(lever_id))
        if CATALOGUE[lever_id].kind == "state":
            raise rule("describes day one and cannot change later; choose a lever that acts every month")
        return lever_id

    @field_validator("change")
    @classmethod
    def _suits_the_lever(cls, change: str, info: ValidationInfo) -> str:
        if change == "multiply_loss" and info.data.get("lever", LOSS_LEVERS[0]) not in LOSS_LEVERS:
            others = "multiply, add, set, at_most or at_least"
            raise rule(f"works on gross_retention and logo_retention only; elsewhere {others}")
        return change

    @field_validator("value")
    @classmethod
    def _within_bounds(cls, value: float, info: ValidationInfo) -> float:
        lever = CATALOGUE.get(info.data.get("lever", ""))
        if lever and info.data.get("change") in ("set", "at_most", "at_least") and not lever.min <= value <= lever.max:
            raise rule(f"{lever.allowed} for {lever.id}")
        return value

    @field_validator("every")
    @classmethod
    def _after_it_ended(cls, every: int | None, info: ValidationInfo) -> int | None:
        months = info.data.get("months")
        if every is not None and months is not None and every < months:
            raise rule(f"must be {months} or more: the event lasts {months} months each time")
        return every

    @field_validator("latest")
    @classmethod
    def _not_before_start(cls, latest: int | None, info: ValidationInfo) -> int | None:
        start = info.data.get("start")
        if latest is not None and start is not None and latest < start:
            raise rule(f"must be the month of start, {start}, or a later one")
        return latest


class Funding(_Part):
    """Money that arrives. month: from 1, within the horizon. Several in one month add up.

    needs_arr: the round closes only if ARR at the end of the month before is at least this; None: in any case.
    """

    month: int
    amount: FiniteFloat
    needs_arr: Annotated[FiniteFloat, Field(ge=0)] | None = None

    @field_validator("month")
    @classmethod
    def _within_the_horizon(cls, month: int, info: ValidationInfo) -> int:
        months = (info.context or {}).get("months", MAX_MONTHS)
        if not 1 <= month <= months:
            raise rule(f"must be within the plan's months, 1 to {months}")
        return month


class Target(_Part):
    """What the board has been promised: ARR at the end of a month. One target a month."""

    month: Month
    arr: Annotated[FiniteFloat, Field(ge=0)]


class Correlation(_Part):
    """Two levers with a range that vary together. rank: Spearman rank correlation of their values, -1 to 1."""

    a: str
    b: str
    rank: Annotated[FiniteFloat, Field(ge=-1, le=1)]

    @field_validator("a", "b")
    @classmethod
    def _is_a_lever(cls, lever_id: str, info: ValidationInfo) -> str:
        if lever_id not in CATALOGUE:
            raise rule(unknown_lever(lever_id))
        if info.field_name == "b" and lever_id == info.data.get("a"):
            raise rule("must be another lever than a")
        if lever_id not in (info.context or {}).get("ranges", [lever_id]):
            raise rule("has no range; only levers in [uncertainty] vary")
        return lever_id


class _Head(_Part):
    name: str = "Untitled plan"
    start: Annotated[str, Field(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")] = "2026-01"
    months: Annotated[int, Field(ge=MIN_MONTHS, le=MAX_MONTHS)] = 60
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    catalogue: Annotated[int, Field(ge=1, le=VERSION)] = VERSION


class Plan(_Head):
    """One company's plan.

    start: first month, "YYYY-MM". months: the horizon. levers: the values that were named, by id; `value` answers for
    any lever. uncertainty: (low, high) by lever id, around the lever's value. correlations: which of these vary
    together; the others vary independently. lumpy: whether deals, losses and leavers come as whole events, by luck.
    """

    levers: dict[str, float] = {}
    events: tuple[Event, ...] = ()
    funding: tuple[Funding, ...] = ()
    targets: tuple[Target, ...] = ()
    uncertainty: dict[str, tuple[float, float]] = {}
    lumpy: bool = False
    correlations: tuple[Correlation, ...] = ()

    def value(self, lever_id: str) -> float:
        """The lever's value in this plan, before events."""
        return self.levers.get(lever_id, CATALOGUE[lever_id].default)

    def values(self) -> dict[str, float]:
        """Every lever's value by id, in the order of the catalogue."""
        return {lever_id: self.value(lever_id) for lever_id in CATALOGUE}

    def changed(self, **fields: Any) -> "Plan":
        """A plan with other fields, checked like a file; PlannerError names every problem.

        Ranges without one that a correlation names are such a problem; `without_range` drops both.
        """
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

    def with_range(self, lever_id: str, low: float, high: float) -> "Plan":
        """A plan with another range for a lever; PlannerError when it does not enclose the lever's value."""
        return self.changed(uncertainty={**self.uncertainty, lever_id: (low, high)})

    def without_range(self, lever_id: str) -> "Plan":
        """A plan that is sure of a lever: without its range and its correlations, if it has any.

        PlannerError when there is no such lever.
        """
        if lever_id not in CATALOGUE:
            raise PlannerError(Problem(short(lever_id), None, unknown_lever(lever_id)))
        ranges = {other: pair for other, pair in self.uncertainty.items() if other != lever_id}
        kept = tuple(pair for pair in self.correlations if lever_id not in (pair.a, pair.b))
        return self.changed(uncertainty=ranges, correlations=kept)

    def document(self) -> dict[str, Any]:
        """The plan as the document of a TOML file."""
        tables: dict[str, dict[str, float]] = {}
        for lever_id in sorted(self.levers, key=_position):
            group, _, name = lever_id.partition(".")
            tables.setdefault(group, {})[name] = self.levers[lever_id]
        lists: dict[str, list[Any]] = {
            key: [row.model_dump(exclude_unset=True, exclude_none=True) for row in getattr(self, key)] for key in _LISTS
        }
        correlations = lists.pop("correlations")
        ranges = {lever_id: list(pair) for lever_id, pair in self.uncertainty.items()}
        uncertainty = {"lumpy": True, **ranges} if self.lumpy else ranges
        return {
            "plan": {key: getattr(self, key) for key in _Head.model_fields},
            **tables,
            **{key: rows for key, rows in lists.items() if rows},
            **({"uncertainty": uncertainty} if uncertainty else {}),
            **({"correlations": correlations} if correlations else {}),
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
    head, found = validated("play", _PLAY_HEAD, document.get("play", {}), _FIELDS["play"])
    problems += found
    events, found = validated("events", _LISTS["events"], document.get("events", []), _FIELDS["events"])
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
    "correlations": TypeAdapter(list[Correlation]),
}
_RANGE: TypeAdapter[Any] = TypeAdapter(
    Annotated[list[FiniteFloat], Field(min_length=2, max_length=2)], config=ConfigDict(strict=True)
)
_TABLES = ("plan", *GROUPS, "events", "funding", "targets", "uncertainty", "correlations")
_FIELDS = {
    "plan": _Head.model_fields,
    "events": Event.model_fields,
    "funding": Funding.model_fields,
    "targets": Target.model_fields,
    "correlations": Correlation.model_fields,
    "play": _PlayHead.model_fields,
}


def parse(document: Mapping[str, Any], source: str | None = None) -> Plan:
    """The plan in a document, as `document` gives it; PlannerError lists every problem."""
    problems = _unknown_tables(document, _TABLES)
    head, found = validated("plan", _HEAD, document.get("plan", {}), _FIELDS["plan"])
    problems += found
    levers, found = _levers({group: document[group] for group in GROUPS if group in document})
    problems += found
    levers = brought_up_to_date(levers, head.catalogue if head and "catalogue" in head.model_fields_set else OLDEST)
    table = document.get("uncertainty", {})
    context = {
        "months": _horizon(document.get("plan", {})),
        **({"ranges": table} if isinstance(table, Mapping) else {}),
    }
    lists: dict[str, Any] = {}
    for key, rows in _LISTS.items():
        lists[key], found = validated(key, rows, document.get(key, []), _FIELDS[key], context)
        problems += found
    problems += _repeated_months(document.get("targets", []))
    problems += _repeated_pairs(document.get("correlations", [])) or _contradictions(lists["correlations"] or [])
    lumpy, ranges, found = _uncertainty(table, levers, document)
    problems += found
    if problems:
        raise PlannerError(problems, source)
    parts: dict[str, Any] = {**dict(head), **{key: tuple(rows) for key, rows in lists.items()}}
    parts["catalogue"] = VERSION
    return Plan.model_construct(levers=levers, uncertainty=ranges, lumpy=lumpy, **parts)


def _unknown_tables(document: Mapping[str, Any], known: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(short(key), shown(value), f"unknown table{nearest(key, known)}")
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
            problems.append(Problem(group, shown(table), f"must be a table of levers, [{group}]"))
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
        return [Problem(short(lever_id), shown(value), unknown_lever(lever_id))]
    lever, number = CATALOGUE[lever_id], isinstance(value, int | float) and not isinstance(value, bool)
    return [] if number and lever.min <= value <= lever.max else [Problem(lever_id, shown(value), lever.allowed)]


def _uncertainty(
    table: Any, levers: Mapping[str, float], document: Mapping[str, Any]
) -> tuple[bool, dict[str, tuple[float, float]], list[Problem]]:
    """Whether the plan is lumpy, and its ranges."""
    if not isinstance(table, Mapping):
        return False, {}, [Problem("uncertainty", shown(table), 'must be a table of "lever" = [low, high]')]
    lumpy, ranges, problems = table.get("lumpy", False), {}, []
    if not isinstance(lumpy, bool):
        problems.append(Problem("uncertainty, lumpy", shown(lumpy), "must be true or false"))
    for lever_id in (key for key in table if key != "lumpy"):
        pair, allowed = _range(lever_id, table[lever_id], levers, document)
        if pair is None:
            problems.append(Problem(f'uncertainty "{short(lever_id)}"', shown(table[lever_id]), allowed))
        else:
            ranges[lever_id] = pair
    return bool(lumpy), ranges, problems


def _range(
    lever_id: str, value: Any, levers: Mapping[str, float], document: Mapping[str, Any]
) -> tuple[tuple[float, float] | None, str]:
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
    named = group.get(lever.name) if isinstance(group, Mapping) else None
    mode = levers.get(lever_id, lever.default) if named is None else named
    if not _lever(lever_id, mode) and not low <= mode <= high:
        return None, f"must enclose the lever's own value, {mode:.12g}"
    return (low, high), ""


def _repeated_months(rows: Any) -> list[Problem]:
    months = [row.get("month") for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return [
        Problem("targets, month", shown(month), f"stands {count} times; a month has one target")
        for month, count in Counter(month for month in months if type(month) is int).items()
        if count > 1
    ]


def _repeated_pairs(rows: Any) -> list[Problem]:
    tables = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    ends = [
        [end for end in (row.get("a"), row.get("b")) if isinstance(end, str) and end in CATALOGUE] for row in tables
    ]
    return [
        Problem("correlations", None, f"{a} and {b} stand {count} times; a pair has one correlation")
        for (a, b), count in Counter((min(pair), max(pair)) for pair in ends if len(pair) == 2).items()
        if count > 1
    ]


def _contradictions(correlations: Sequence[Correlation]) -> list[Problem]:
    if not correlations:
        return []
    from planner.plan.correlations import contradictions

    return contradictions({(pair.a, pair.b): pair.rank for pair in correlations})


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
