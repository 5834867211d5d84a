"""Levers: every input with its name, unit, bounds, origin, source and reason."""

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from planner.exchange.workbook.layout import defined_name
from planner.exchange.workbook.sheets.styles import Styles
from planner.plan import Plan
from planner.vocabulary.levers import GROUPS, Lever
from planner.vocabulary.sentences import opening

NAME = "Levers"
HEADERS = {
    "Lever": 44,
    "What it is": 66,
    "Value": 18,
    "Unit": 32,
    "Least": 20,
    "Most": 20,
    "Usual from": 14,
    "Usual to": 14,
    "Baseline": 18,
    "Default": 18,
}
TEXTS = {"Origin": 12, "Source": 90, "Reason": 60}
"""The columns and their width in letters; those of text are the last ones."""

VALUE = 2
"""The column of the cell to fill in, from 0."""

PERCENT_NOTE = "A share is a fraction: 5% is 0.05."


def write(workbook: Workbook, sheet: Worksheet, plan: Plan, baseline: Plan, styles: Styles) -> None:
    """Fill the sheet, and name the cell of every lever."""
    for column, (text, width) in enumerate({**HEADERS, **TEXTS}.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text, styles.header)
    sheet.freeze_panes(1, VALUE + 1)
    line = 1
    for group, levers in GROUPS.items():
        sheet.set_row(line, None, styles.heading)
        sheet.write_string(line, 0, group, styles.heading)
        line += 1
        for lever in levers:
            _lever(sheet, line, lever, plan, baseline, styles)
            workbook.define_name(defined_name(lever.id), f"={NAME}!$C${line + 1}")
            line += 1
    sheet.autofilter(0, 0, line - 1, len(HEADERS) + len(TEXTS) - 1)


def _lever(sheet: Worksheet, line: int, lever: Lever, plan: Plan, baseline: Plan, styles: Styles) -> None:
    sheet.write_string(line, 0, lever.id)
    sheet.write_string(line, 1, lever.label)
    sheet.write_number(line, VALUE, plan.value(lever.id), styles.lever(lever, fill=True))
    sheet.data_validation(line, VALUE, line, VALUE, within(lever))
    sheet.write_string(line, 3, lever.unit.replace("USD", plan.currency), styles.line)
    numbers = (lever.min, lever.max, lever.usual_low, lever.usual_high, baseline.value(lever.id), lever.default)
    for column, number in enumerate(numbers, 4):
        if number is not None:
            sheet.write_number(line, column, number, styles.lever(lever))
    texts = origin(plan, lever.id), lever.source, plan.notes.get(lever.id, "")
    for column, text in enumerate(texts, len(HEADERS)):
        sheet.write_string(line, column, text, styles.line)


def origin(plan: Plan, lever_id: str) -> str:
    """Where a lever's value comes from; what the plan does not say is from its file, or the catalogue's default."""
    return plan.origin.get(lever_id) or ("file" if lever_id in plan.levers else "default")


def within(lever: Lever) -> dict[str, object]:
    """What a lever's cell takes."""
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": lever.min,
        "maximum": lever.max,
        "ignore_blank": False,
        "error_title": "Outside its bounds",
        "error_message": f"{lever.id} {lever.allowed}.",
        "input_title": lever.id[:32],
        "input_message": f"{opening(lever.allowed)}.{' ' + PERCENT_NOTE if lever.is_share else ''}",
    }
