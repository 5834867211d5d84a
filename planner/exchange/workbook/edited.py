"""A workbook that was handed out and edited: the values of its input cells, and how they differ from a plan."""

import io
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Literal, NamedTuple

import openpyxl
from openpyxl.reader.excel import ExcelReader

from planner.exchange.workbook.sheets import events as events_sheet
from planner.exchange.workbook.sheets import handed_out
from planner.exchange.workbook.sheets import levers as levers_sheet
from planner.plan import Event, Funding, Plan
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.levers import CATALOGUE

MAX_BYTES = 10 << 20
"""Of the largest workbook that is read."""
MAX_PARTS = 8 << 20
"""Bytes that all its parts but the sheets unpack to."""
MAX_SHEET = 3 << 20
"""Bytes that a sheet which is read unpacks to; one of a thousand events has two thirds of them."""
MAX_LINES, MAX_COLUMNS = 5000, 40
"""How much of a sheet is read."""

FILLED_IN = (levers_sheet.NAME, events_sheet.NAME)
"""The sheets with cells to fill in."""

READ = (*FILLED_IN, handed_out.NAME)
"""The sheets that are read."""

DIGITS = 1e-12
"""Relative: numbers that differ less are the same; a spreadsheet keeps 15 digits."""

BROKEN: Final = object()
"""Stands for a cell that cannot be taken."""

ADDED: Mapping[str, str] = {
    "xl/vbaproject": "macros",
    "xl/externallinks/": "links to other workbooks",
    "xl/embeddings/": "embedded files",
    "xl/media/": "pictures",
    "xl/threadedcomments/": "comments",
    "xl/comments": "comments",
    "xl/connections": "connections to data",
}
"""What somebody may have added to a workbook, by how the name of its part begins, in small letters."""

EMPTY = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<dimension ref="A1"/><sheetData/></worksheet>'
)
"""What stands in place of a sheet that is not read."""

SWITCH: Mapping[str, object] = {"TRUE": True, "FALSE": False, "1": True, "0": False}
"""What a cell of a switch may say."""

FILLED = tuple(one.key for one in events_sheet.FIELDS if one.fill)
OPTIONAL = ("months", "every")
WHOLE = ("start", "months", "every", "phase_in")


class Place(NamedTuple):
    """What a difference is about.

    of: "event" is a field of one, "events" are other events altogether. key: the lever's id, or the event's field.
    number: of the event or the round, from 1.
    """

    of: Literal["lever", "event", "events", "funding"]
    key: str = ""
    number: int = 0

    def __str__(self) -> str:
        """As problems name it: "enterprise.acv", "event 2, value", "funding 1"."""
        numbered = f"{self.of} {self.number}" if self.number else self.of
        return self.key if self.of == "lever" else f"{numbered}, {self.key}" if self.key else numbered


EVENTS = Place("events")


@dataclass(frozen=True)
class Difference:
    """One difference between the workbook and the plan.

    before, after: a number, text, or None where there is nothing; a round is a tuple of month, amount and
    needed ARR; events are a tuple of them. edited: it was changed in the workbook; False where the plan has moved on
    since the workbook was made and the workbook has what it was made with.
    """

    place: Place
    before: Any
    after: Any
    edited: bool = True


@dataclass(frozen=True)
class Edited:
    """What was read from a workbook.

    funding: by line, None where a line is empty or broken. problems: cells that cannot be taken, and why. ignored: what
    was not read, in sentences.
    """

    levers: Mapping[str, float]
    events: Sequence[Mapping[str, Any]]
    funding: Sequence[Funding | None]
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = field(default=())


def read(content: bytes, plan: Plan, source: str | None = None) -> Edited:
    """An edited workbook, compared with a plan; PlannerError when it is no workbook of the program.

    Broken cells are named and left out; sheets that have nothing to fill in are not read.
    """
    book = _opened(content, source)
    problems = list[Problem]()
    ignored = [name for name in book.sheetnames if name not in READ] + _added(content)
    levers, others = _levers(_lines(book, levers_sheet.NAME), problems)
    lines = _lines(book, events_sheet.NAME)
    events, funding = list(_events(lines, problems)), list(_funding(lines, plan, problems))
    sentences = [f"Not read: {', '.join(ignored)}."] if ignored else []
    if others:
        sentences.append(f"No levers of this program: {', '.join(others[:10])}.")
    if missing := [lever_id for lever_id in CATALOGUE if lever_id not in levers and not _named(lever_id, problems)]:
        sentences.append(f"Levers that the workbook does not have stay as they are: {', '.join(missing[:10])}.")
    found = Edited(levers, events, funding, tuple(problems), tuple(sentences))
    differences = list(_differences(found, plan, problems))
    if handed_out.NAME in book.sheetnames and (origin := handed_out.read(_lines(book, handed_out.NAME))):
        differences = _since(differences, list(_differences(found, origin, [])))
    return replace(found, differences=tuple(differences), problems=tuple(problems))


def _since(differences: Sequence[Difference], edits: Sequence[Difference]) -> list[Difference]:
    """The differences, each with whether it is an edit. edits: how the workbook differs from what was handed out."""
    changed = {one.place for one in edits}
    if any(place.of in ("event", "events") for place in changed):
        changed.add(EVENTS)
    return [replace(one, edited=one.place in changed) for one in differences]


def accepted(plan: Plan, differences: Iterable[Difference]) -> Plan:
    """The plan with these differences taken over; PlannerError when they do not go together."""
    levers: dict[str, float] = {}
    events: dict[int, dict[str, Any]] = {}
    rounds: list[Funding | None] = list(plan.funding)
    replaced: tuple[Event, ...] | None = None
    for one in differences:
        place, line = one.place, one.place.number - 1
        if place.of == "lever":
            levers[place.key] = one.after
        elif place == EVENTS:
            replaced = one.after
        elif place.of == "event":
            events.setdefault(line, {})[place.key] = one.after
        else:
            rounds += [None] * (line + 1 - len(rounds))
            rounds[line] = None if one.after is None else Funding(**dict(zip(_ROUND, one.after, strict=True)))
    changed = tuple(replace(event, **events.get(at, {})) for at, event in enumerate(plan.events))
    funding = tuple(one for one in rounds if one is not None)
    new = plan.with_levers(levers) if levers else plan
    others: dict[str, Any] = {}
    if derived := levers.keys() & plan.origin.keys():
        others["origin"] = {**plan.origin, **dict.fromkeys(derived, "entered")}
    if events or replaced is not None:
        others["events"] = changed if replaced is None else replaced
    if funding != plan.funding:
        others["funding"] = funding
    return new.changed(**others) if others else new


_ROUND = tuple(one.name for one in fields(Funding))


def _opened(content: bytes, source: str | None) -> Any:
    """The workbook, its values alone; PlannerError when it is too large, or none of the program."""
    wrong = "is no workbook that can be read; save it as XLSX, without a password"
    if not content:
        raise PlannerError(Problem("file", None, "is empty"), source)
    if len(content) > MAX_BYTES:
        raise PlannerError(Problem("size", f"{len(content) / 2**20:.1f} MiB", "must be at most 10 MiB"), source)
    try:
        if (needed := _needed(content)) is None:
            raise PlannerError(Problem("file", None, "unpacks to far more than a workbook of the program has"), source)
        book = openpyxl.load_workbook(needed, read_only=True, data_only=True, keep_links=False)
    except PlannerError:
        raise
    except Exception:  # whatever a damaged file makes of the reader
        raise PlannerError(Problem("file", None, wrong), source) from None
    if missing := [name for name in FILLED_IN if name not in book.sheetnames]:
        allowed = "is missing; only workbooks that the program wrote can be opened"
        raise PlannerError([Problem(f"sheet {name}", None, allowed) for name in missing], source)
    return book


def _added(content: bytes) -> list[str]:
    """What else is in the file, that the program never writes."""
    parts = [name.lower() for name in zipfile.ZipFile(io.BytesIO(content)).namelist()]
    return list(dict.fromkeys(what for begin, what in ADDED.items() if any(name.startswith(begin) for name in parts)))


def _needed(content: bytes) -> io.BytesIO | None:
    """The workbook with the sheets that are read alone, the others empty; None when they unpack to far too much.

    The reader takes some 600 bytes and 10 µs a cell, even of sheets that nobody asks it for.
    """
    packed = zipfile.ZipFile(io.BytesIO(content))
    parts = {part.filename: part.file_size for part in packed.infolist()}
    if sum(size for name, size in parts.items() if not name.startswith("xl/worksheets/")) > MAX_PARTS:
        return None
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    read = {relation.target for sheet, relation in reader.parser.find_sheets() if sheet.name in READ}
    if any(parts.get(name, 0) > MAX_SHEET for name in read):
        return None
    needed = io.BytesIO()
    with zipfile.ZipFile(needed, "w") as left:
        for name in parts:
            skipped = name.startswith("xl/worksheets/") and name.endswith(".xml") and name not in read
            left.writestr(name, EMPTY if skipped else packed.read(name))
    return needed


def _lines(book: Any, sheet: str) -> list[tuple[Any, ...]]:
    try:
        rows = book[sheet].iter_rows(max_row=MAX_LINES, max_col=MAX_COLUMNS, values_only=True)
        return [tuple(row) for row in rows]
    except Exception:  # as above
        raise PlannerError(Problem(f"sheet {sheet}", None, "cannot be read; the file is damaged")) from None


def _levers(lines: Sequence[tuple[Any, ...]], problems: list[Problem]) -> tuple[dict[str, float], list[str]]:
    """The values of levers by id, wherever their lines stand, and names that are no lever's."""
    header = next((row for row in lines if row[0] == next(iter(levers_sheet.HEADERS)) and "Value" in row), None)
    if header is None:
        raise PlannerError(Problem("sheet Levers", None, "has no header with Lever and Value"))
    column, values, others = header.index("Value"), dict[str, float](), list[str]()
    seen = set[str]()
    for row in lines:
        name = row[0]
        if not isinstance(name, str) or "." not in name:
            continue
        if name not in CATALOGUE:
            others.append(name)
            continue
        if name in seen:
            problems.append(Problem(name, None, "stands in the workbook twice"))
            continue
        seen.add(name)
        lever, value = CATALOGUE[name], row[column]
        if _is_number(value) and lever.holds(value):
            values[name] = float(value)
        else:
            problems.append(_broken(name, value, lever.allowed))
    return values, others


def _named(place: str, problems: Sequence[Problem]) -> bool:
    return any(problem.place == place for problem in problems)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _broken(place: str, value: Any, allowed: str) -> Problem:
    if value is None:
        return Problem(place, None, f"is empty, or a formula that no program has worked out; {allowed}")
    return Problem(place, str(value)[:60], allowed)


def _events(lines: Sequence[tuple[Any, ...]], problems: list[Problem]) -> Iterator[Mapping[str, Any]]:
    """What each line of an event says, by key; what is broken is left out."""
    headers = {one.header: one.key for one in events_sheet.FIELDS}
    start = next((at for at, row in enumerate(lines) if row[0] == events_sheet.FIELDS[0].header), None)
    if start is None:
        raise PlannerError(Problem("sheet Events", None, "has no table of events"))
    keys = [headers.get(cell) for cell in lines[start]]
    for row in lines[start + 1 :]:
        if not _is_number(row[0]):
            break
        cells = {key: cell for key, cell in zip(keys, row, strict=True) if key}
        yield {**cells, **_filled(int(row[0]), cells, problems)}


def _filled(at: int, cells: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """What was filled in of an event; what is broken is BROKEN."""
    found = dict[str, Any]()
    for key in FILLED:
        value: Any = cells.get(key)
        place = f"event {at}, {key}"
        if key == "active":
            found[key] = SWITCH.get(str(value).upper(), BROKEN)
        elif value is None and key in OPTIONAL:
            found[key] = None
        elif _is_number(value) and key in WHOLE:
            found[key] = int(value) if float(value).is_integer() else BROKEN
        else:
            found[key] = float(value) if _is_number(value) else BROKEN
        if found[key] is BROKEN:
            needed = "TRUE or FALSE" if key == "active" else "a whole number" if key in WHOLE else "a number"
            problems.append(_broken(place, value, f"must be {needed}"))
    return found


def _funding(lines: Sequence[tuple[Any, ...]], plan: Plan, problems: list[Problem]) -> Iterator[Funding | None]:
    """The round of each line; None where it is empty or broken."""
    headers = {one.header: one.key for one in events_sheet.ROUND_FIELDS}
    title = next((at for at, row in enumerate(lines) if row[0] == events_sheet.FUNDING_TITLE), None)
    if title is None or title + 1 >= len(lines):
        raise PlannerError(Problem("sheet Events", None, "has no table of funding"))
    keys = [headers.get(cell) for cell in lines[title + 1]]
    for at, row in enumerate(lines[title + 2 :], 1):
        cells = {key: cell for key, cell in zip(keys, row, strict=True) if key in _ROUND and cell is not None}
        if cells.keys() <= {"active"}:  # a spare line is switched on already
            yield None
            continue
        if "active" in keys:
            cells.setdefault("active", False)  # as the workbook's own formula reads an empty cell
        try:
            if _is_number(cells.get("month")) and float(cells["month"]).is_integer():
                cells["month"] = int(cells["month"])
            one = Funding(**{"month": None, "amount": None, **cells})
            plan.changed(funding=(one,), notes={})
        except PlannerError as error:
            problems += [Problem(f"funding {at}", problem.value, problem.allowed) for problem in error.problems]
            yield None
        else:
            yield one


def _differences(found: Edited, plan: Plan, problems: list[Problem]) -> Iterator[Difference]:
    for lever_id, value in found.levers.items():
        if not _same(plan.value(lever_id), value):
            yield Difference(Place("lever", lever_id), plan.value(lever_id), value)
    kinds = [(event.lever, event.change) for event in plan.events]
    if kinds == [(cells.get("lever"), cells.get("change")) for cells in found.events]:
        for at, (event, cells) in enumerate(zip(plan.events, found.events, strict=True), 1):
            yield from _of_event(at, event, cells)
    else:
        yield from _other_events(found, plan, problems)
    rounds = max(len(plan.funding), len(found.funding))
    for at in range(rounds):
        before, after = (_round(rows, at) for rows in (plan.funding, found.funding))
        place = Place("funding", number=at + 1)
        if before != after and not _named(str(place), problems):
            yield Difference(place, before, after)


def _other_events(found: Edited, plan: Plan, problems: list[Problem]) -> Iterator[Difference]:
    """The events of the workbook in place of the plan's, when each of them can be one."""
    events, known = list[Event](), {one.name for one in fields(Event)}
    for at, cells in enumerate(found.events, 1):
        given = {key: value for key, value in cells.items() if key in known and value is not None}
        if any(value is BROKEN for value in given.values()):
            return
        try:
            events.append(Event(**{"lever": None, "change": None, **given}))
        except PlannerError as error:
            problems += [Problem(f"event {at}", problem.value, problem.allowed) for problem in error.problems]
            return
    yield Difference(EVENTS, plan.events, tuple(events))


def _of_event(at: int, event: Event, cells: Mapping[str, Any]) -> Iterator[Difference]:
    for key in FILLED:
        before, after = getattr(event, key), cells[key]
        if after is not BROKEN and not _same(before, after):
            yield Difference(Place("event", key, at), before, after)


def _round(rows: Sequence[Funding | None], at: int) -> tuple[Any, ...] | None:
    """The round of a line, None where there is none."""
    one = rows[at] if at < len(rows) else None
    return None if one is None else tuple(getattr(one, key) for key in _ROUND)


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, float) and isinstance(after, int | float):
        return math.isclose(before, after, rel_tol=DIGITS)
    return bool(before == after)
