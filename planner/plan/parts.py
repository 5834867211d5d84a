"""The tables of a plan: events, funding rounds, targets, correlations, cases. Each is checked when it is made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeVar, get_args, get_type_hints

from planner.plan.frozen import FrozenDict
from planner.plan.problems import NOTHING, Problems, short
from planner.plan.rules import (
    BAD,
    Reader,
    WrongError,
    amount,
    any_lever,
    flow_lever,
    lever_values,
    month,
    number,
    one_line,
    one_of,
    optional,
    reader,
    truth,
    unknown_key,
    whole,
)
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.errors import nearest
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import in_full
from planner.vocabulary.sentences import counted
from planner.vocabulary.typed import MOST

Change = Literal["multiply", "add", "set", "multiply_loss", "at_most", "at_least"]
CHANGES: tuple[Change, ...] = get_args(Change)
"""What an event can do to a lever."""

LOSS_LEVERS = tuple(lever for lever in CATALOGUE if lever.endswith((".gross_retention", ".logo_retention")))
"""The levers that `multiply_loss` can change."""

MAX_ROWS = 1000
"""Tables that a list of a plan has at most."""


class Part:
    """A table of a plan: frozen, its fields annotated with how they are read. PlannerError lists what is wrong."""

    NOUN: ClassVar[str]
    """What one is called in a problem."""
    KEYS: ClassVar[tuple[str, ...]] = ()
    """Keys of its table in a file, where they are not its fields."""

    def __post_init__(self) -> None:
        problems = Problems()
        values = _values(type(self), vars(self), self.NOUN, problems)
        problems.refuse()
        vars(self).update(values)

    @classmethod
    def conflicts(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Fields at odds with others, each with the end of a sentence. values: all fields, BAD where wrong alone."""
        return iter(())

    @classmethod
    def long_form(cls, row: Mapping[str, object], place: str, problems: Problems) -> Mapping[str, object]:
        """The fields that a table of a file means, whatever it has short for them."""
        return row

    def row(self) -> dict[str, Any]:
        """The table of a file: what has no default or differs from it."""
        own = {one.name: getattr(self, one.name) for one in fields(self)}  # type: ignore[arg-type]
        return {name: plain(value) for name, value in own.items() if value != defaults(type(self)).get(name, BAD)}


P = TypeVar("P", bound=Part)


_READERS: dict[type, Mapping[str, Reader]] = {}
_DEFAULTS: dict[type, Mapping[str, Any]] = {}


def readers(cls: type) -> Mapping[str, Reader]:
    """How the annotated fields of a class are read, in order."""
    if cls not in _READERS:
        hints = get_type_hints(cls, include_extras=True)
        _READERS[cls] = {name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")}
    return _READERS[cls]


def defaults(cls: type) -> Mapping[str, Any]:
    """The fields of a class that have a default, and what it is."""
    if cls not in _DEFAULTS:
        named = [one for one in fields(cls) if one.init and one.default is not MISSING]
        _DEFAULTS[cls] = {one.name: one.default for one in named}
    return _DEFAULTS[cls]


def plain(value: object) -> Any:
    """A value as a file holds it: lists for tuples, dictionaries for mappings."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, tuple) else value


class Rows(NamedTuple):
    """A list of tables as it was read. parts: those that are right. values: every row's fields, BAD where wrong."""

    parts: tuple[Any, ...]
    values: Sequence[Mapping[str, Any]]


def read_rows(cls: type[Part], rows: object, key: str, problems: Problems) -> Rows:
    """The parts in a list of tables, which may be parts already. key: what the list is called."""
    if not isinstance(rows, list | tuple):
        problems.add(key, rows, "must be a list of tables")
        return Rows((), ())
    if len(rows) > MAX_ROWS:
        problems.add(key, NOTHING, f"stand here {len(rows):,} times; a plan has at most {MAX_ROWS:,}")
        return Rows((), ())
    parts, values = [], list[Mapping[str, Any]]()
    for at, row in enumerate(rows, 1):
        if isinstance(row, cls):
            part: Part | None = row
            found: Mapping[str, Any] = vars(row)
        elif isinstance(row, Mapping):
            part, found = read_table(cls, row, place(cls.NOUN, at, row.get("name")), problems)
        else:
            problems.add(f"{cls.NOUN} {at}", row, "must be a table")
            part, found = None, dict.fromkeys(readers(cls), BAD)
        values.append(found)
        parts += [part] if part else []
    return Rows(tuple(parts), values)


def place(noun: str, at: int, name: object) -> str:
    """Where a row stands, as a problem says it. at: its place in its list, from 1."""
    return f'{noun} {at} "{short(name)}"' if isinstance(name, str) and name else f"{noun} {at}"


def read_table(
    cls: type[P], row: Mapping[str, object], where: str, problems: Problems
) -> tuple[P | None, Mapping[str, Any]]:
    """A part from a table of a file, None after its problems were noted; and its fields, BAD where wrong."""
    before, row = problems.count, cls.long_form(row, where, problems)
    values = _values(cls, row, where, problems)
    for key in row:
        if key not in values:
            problems.add(f"{where}, {short(str(key))}", row[key], unknown_key(key, cls.KEYS or tuple(values)))
    return (cls(**values) if problems.count == before else None), values


def _values(cls: type[Part], named: Mapping[str, object], where: str, problems: Problems) -> dict[str, Any]:
    """Every field as the plan keeps it, BAD where it is missing or wrong."""
    values: dict[str, Any] = dict(defaults(cls))
    for name, read in readers(cls).items():
        if name in named:
            value = named[name]
            values[name] = value if value is BAD else read(value, f"{where}, {name}", problems)
        elif name not in values:
            problems.add(f"{where}, {name}", NOTHING, "is missing")
            values[name] = BAD
    for name, allowed in cls.conflicts(values):
        found = named.get(name)
        problems.add(f"{where}, {name}", NOTHING if found is None or name == "events" else found, allowed)
    return values


@reader
def any_metric(value: object) -> str:
    """A column that is a number."""
    if not isinstance(value, str):
        raise WrongError("must be text")
    if value not in COLUMNS:
        raise WrongError(lambda: f"no such column{nearest(value, list(COLUMNS))}")
    if COLUMNS[value].unit == "constraint":
        raise WrongError("is no number; choose a column that is one")
    return value


@reader
def _ids(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one for one in value):
        raise WrongError("must be a list of ids of events")
    return tuple(value)


def _levers(values: object, place: str, problems: Problems) -> Any:
    before = problems.count
    read = lever_values(values, place, problems)
    return FrozenDict(read) if problems.count == before else BAD


@dataclass(frozen=True, kw_only=True)
class Event(Part):
    """A play or a shock: one flow lever changes for a while.

    start: month, from 1. months: how long; None means that the change stays. every: the event comes back after so many
    months; None: never. phase_in: months until the full effect. active: an event switched off stays in the plan without
    acting. chance: below 1 the event acts in that share of the draws and not in the plan itself. latest: in a draw the
    event starts in a month from start to latest; None: at start. id: events of one id are one play or shock; without an
    id an event stands alone. Events on one lever apply in the plan's order.
    """

    NOUN = "event"

    name: Annotated[str, one_line()] = ""
    lever: Annotated[str, flow_lever]
    change: Annotated[Change, one_of(*CHANGES)]
    value: Annotated[float, amount]
    start: Annotated[int, month]
    months: Annotated[int | None, optional(whole(1))] = None
    every: Annotated[int | None, optional(whole(1))] = None
    phase_in: Annotated[int, whole(0)] = 0
    active: Annotated[bool, truth] = True
    chance: Annotated[float, number(0, 1)] = 1.0
    latest: Annotated[int | None, optional(month)] = None
    id: Annotated[str | None, optional(one_line(least=1))] = None

    @classmethod
    def conflicts(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What does not suit the lever, or another month."""
        lever, change, value = CATALOGUE.get(values["lever"]), values["change"], values["value"]
        if change == "multiply_loss" and lever and lever.id not in LOSS_LEVERS:
            others = "multiply, add, set, at_most or at_least"
            yield "change", f"works on gross_retention and logo_retention only; elsewhere {others}"
        if lever and change in ("set", "at_most", "at_least") and value is not BAD and not lever.holds(value):
            yield "value", f"{lever.allowed} for {lever.id}"
        months, every, start, latest = (values[name] for name in ("months", "every", "start", "latest"))
        if BAD not in (months, every) and None not in (months, every) and every < months:
            yield "every", f"must be {months} or more: the event lasts {counted(months, 'months')} each time"
        if BAD not in (start, latest) and latest is not None and latest < start:
            yield "latest", f"must be the month of start, {start}, or a later one"

    @property
    def acts(self) -> bool:
        """Whether it acts in the plan itself, where nothing is left to chance."""
        return self.active and self.chance == 1

    @property
    def spread(self) -> int:
        """Months by which a draw may start the event later."""
        return 0 if self.latest is None else self.latest - self.start


@dataclass(frozen=True, kw_only=True)
class Funding(Part):
    """Money that arrives. Several rounds in one month add up.

    month: from 1, within the horizon. needs_arr: the round closes only if ARR at the end of the month before is at
    least this; None: in any case. active: False: it stays in the plan, and no money comes.
    """

    NOUN = "funding"

    month: Annotated[int, whole(1)]
    amount: Annotated[float, amount]
    needs_arr: Annotated[float | None, optional(number(0, MOST))] = None
    active: Annotated[bool, truth] = True


@dataclass(frozen=True, kw_only=True)
class Target(Part):
    """What the board has been promised: a metric at the end of a month. One target for a metric and month.

    month: from 1. metric: a column that is a number. least, most: what it must reach, what it must not pass; one of
    them or both. active: False: it stays in the plan, and nobody is held to it. In a file, `arr` is short for a least
    ARR.
    """

    NOUN = "target"
    KEYS = ("month", "arr", "metric", "least", "most", "active")

    month: Annotated[int, month]
    metric: Annotated[str, any_metric] = "arr"
    least: Annotated[float | None, optional(amount)] = None
    most: Annotated[float | None, optional(amount)] = None
    active: Annotated[bool, truth] = True

    @classmethod
    def long_form(cls, row: Mapping[str, object], place: str, problems: Problems) -> Mapping[str, object]:
        """The metric and its least where a table has arr."""
        if "arr" not in row:
            if "metric" not in row:
                problems.add(f"{place}, arr", NOTHING, "is missing; or else a metric, with least or most")
            return {"metric": BAD, **row}
        if double := [key for key in ("metric", "least", "most") if key in row]:
            problems.add(f"{place}, arr", row["arr"], f"is metric and least in one; leave out {double[0]}, or arr")
        arr = number(0, MOST)(row["arr"], f"{place}, arr", problems)
        others = {key: value for key, value in row.items() if key not in ("arr", "metric", "least", "most")}
        return {"metric": "arr", "least": arr, **others}

    @classmethod
    def conflicts(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """A target of nothing, or of what cannot be."""
        metric, least, most = values["metric"], values["least"], values["most"]
        if metric is not BAD and least is None and most is None:
            yield "least", "is missing; a target needs a least or a most"
        bounds = {name: values[name] for name in ("least", "most") if values[name] not in (None, BAD)}
        for name, bound in bounds.items():
            if metric == "arr" and bound < 0:
                yield name, "must be 0 or more"
        if len(bounds) == 2 and most < least:
            yield "most", f"must be {in_full(least)} or more, the least"

    def row(self) -> dict[str, Any]:
        """The table of a file, short for a least ARR."""
        own = super().row()
        if self.metric == "arr" and self.most is None:
            return {"month": self.month, "arr": own.pop("least"), **own}
        return {"month": self.month, "metric": self.metric, **own}

    def met(self, value: float) -> bool:
        """Whether a value of the metric keeps the promise; NaN does not."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, kw_only=True)
class Correlation(Part):
    """Two levers with a range that vary together. rank: Spearman rank correlation of their values, -1 to 1."""

    NOUN = "correlation"

    a: Annotated[str, any_lever]
    b: Annotated[str, any_lever]
    rank: Annotated[float, number(-1, 1)]

    @classmethod
    def conflicts(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """A lever with itself."""
        if values["a"] == values["b"] is not BAD:
            yield "b", "must be another lever than a"


@dataclass(frozen=True, kw_only=True)
class Case(Part):
    """The same plan but for some levers and events: a board's upside or downside.

    levers: values by lever id. on, off: ids of events that act in this case though they are not active, or do not
    though they are.
    """

    NOUN = "case"

    name: Annotated[str, one_line(least=1)]
    levers: Annotated[Mapping[str, float], _levers] = FrozenDict()
    on: Annotated[tuple[str, ...], _ids] = ()
    off: Annotated[tuple[str, ...], _ids] = ()

    @classmethod
    def conflicts(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """An event that is on and off."""
        on, off = values["on"], values["off"]
        if BAD not in (on, off) and (both := [one for one in off if one in on]):
            yield "off", f"{both[0]} cannot be on and off"
