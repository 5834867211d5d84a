"""Events and funding: what can be filled in of them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from planner.exchange.workbook.layout import SPARE_ROUNDS
from planner.exchange.workbook.sheets.styles import EXACT, Styles
from planner.plan import MAX_MONTHS, Event, Funding, Plan
from planner.vocabulary.levers import CATALOGUE

NAME = "Events"
GENERAL = "General"


class Field(NamedTuple):
    """A column of the table of events. fill: whether it can be filled in."""

    key: str
    header: str
    width: int
    fill: bool = False


FIELDS = (
    Field("at", "Event", 8),
    Field("name", "Name", 34),
    Field("lever", "Lever (fixed)", 36),
    Field("change", "Change (fixed)", 16),
    Field("value", "Value", 14, fill=True),
    Field("start", "Start, month", 10, fill=True),
    Field("months", "Months (empty: stays)", 12, fill=True),
    Field("every", "Comes back every, months", 14, fill=True),
    Field("phase_in", "Phase-in, months", 10, fill=True),
    Field("active", "Active", 9, fill=True),
    Field("chance", "Chance", 9, fill=True),
    Field("latest", "Latest start", 10),
    Field("id", "Id", 16),
    Field("note", "Reason", 50),
)
ROUND_FIELDS = (
    Field("month", "Month", 10, fill=True),
    Field("amount", "Amount", 16, fill=True),
    Field("needs_arr", "Needs ARR (empty: none)", 16, fill=True),
    Field("active", "Active", 16, fill=True),
    Field("note", "Reason", 50),
)
SWITCH = {"validate": "list", "source": ["TRUE", "FALSE"], "error_message": "TRUE or FALSE."}
"""What a cell takes that switches something on or off."""

EVENTS_TITLE, FUNDING_TITLE = "Events", "Funding"
HEADER, FIRST = 1, 2
"""Lines of the header and of the first event, from 0."""
HEADER_HEIGHT = 46


def write(workbook: Workbook, sheet: Worksheet, plan: Plan, styles: Styles) -> None:
    """Fill the sheet, and name what can be filled in."""
    for column, field in enumerate(FIELDS):
        sheet.set_column(column, column, field.width)
    sheet.write_string(0, 0, EVENTS_TITLE, styles.heading)
    _header(sheet, HEADER, FIELDS, styles)
    for at, event in enumerate(plan.events, 1):
        _event(workbook, sheet, FIRST + at - 1, at, event, plan, styles)
    line = FIRST + len(plan.events) + 1
    if not plan.events:
        sheet.write_string(FIRST, 1, "The plan has no events.")
        line += 1
    sheet.write_string(line, 0, FUNDING_TITLE, styles.heading)
    _funding(workbook, sheet, line + 1, plan, styles)


def _header(sheet: Worksheet, line: int, fields: Sequence[Field], styles: Styles) -> None:
    sheet.set_row(line, HEADER_HEIGHT)
    for column, field in enumerate(fields):
        sheet.write_string(line, column, field.header, styles.header)


def _event(workbook: Workbook, sheet: Worksheet, line: int, at: int, event: Event, plan: Plan, styles: Styles) -> None:
    note = plan.notes.get(f"event:{event.id}", "") if event.id else ""
    values: Mapping[str, Any] = {**vars(event), "at": at, "note": note}
    for column, field in enumerate(FIELDS):
        look = styles.input(GENERAL if field.key == "active" else EXACT) if field.fill else styles.line
        _put(sheet, line, column, values[field.key], look)
        if field.fill:
            sheet.data_validation(line, column, line, column, _takes(field.key, event))
            cell = xl_rowcol_to_cell(line, column, row_abs=True, col_abs=True)
            workbook.define_name(f"event_{at}_{field.key}", f"={NAME}!{cell}")


def _put(sheet: Worksheet, line: int, column: int, value: Any, look: Any) -> None:
    """A value as what it is; text is text, whatever it begins with."""
    if value is None or value == "":
        sheet.write_blank(line, column, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(line, column, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value, look)
    else:
        sheet.write_string(line, column, value, look)


def _takes(key: str, event: Event) -> dict[str, Any]:
    """What a cell of an event takes."""
    if key == "active":
        return SWITCH
    if key == "chance":
        return _between("decimal", 0, 1)
    if key == "value":
        lever = CATALOGUE[event.lever]
        bounded = event.change in ("set", "at_most", "at_least")
        return _between("decimal", lever.min, lever.max) if bounded else _between("decimal", -1e15, 1e15)
    return _between("integer", 0 if key == "phase_in" else 1, 1_000_000)


def _between(kind: str, low: float, high: float) -> dict[str, Any]:
    number = "A whole number" if kind == "integer" else "A number"
    message = f"{number} from {low:,.12g} to {high:,.12g}."
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, "error_message": message}


def _funding(workbook: Workbook, sheet: Worksheet, line: int, plan: Plan, styles: Styles) -> None:
    _header(sheet, line, ROUND_FIELDS, styles)
    first, last = line + 1, line + len(plan.funding) + SPARE_ROUNDS
    limits = {
        "month": _between("integer", 1, min(plan.months, MAX_MONTHS)),
        "amount": _between("decimal", -1e15, 1e15),
        "needs_arr": _between("decimal", 0, 1e15),
        "active": SWITCH,
    }
    rounds: list[Funding | None] = [*plan.funding, *[None] * SPARE_ROUNDS]
    for at, one in enumerate(rounds):
        note = plan.notes.get(f"funding:{one.month}", "") if one else ""
        values: Mapping[str, Any] = {**(vars(one) if one else {"active": True}), "note": note}
        for column, field in enumerate(ROUND_FIELDS):
            look = styles.input(*[GENERAL] * (field.key == "active")) if field.fill else styles.line
            _put(sheet, first + at, column, values.get(field.key), look)
    for column, field in enumerate(ROUND_FIELDS):
        if field.fill:
            sheet.data_validation(first, column, last, column, limits[field.key])
            ends = (xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True) for row in (first, last))
            workbook.define_name(f"funding_{field.key}", f"={NAME}!{':'.join(ends)}")
