"""Read me: what the workbook is, what may be changed in it, what its rows are."""

from collections.abc import Iterable

from xlsxwriter.worksheet import Worksheet

from planner.exchange.workbook.layout import Layout
from planner.exchange.workbook.sheets.months import holds_cell
from planner.exchange.workbook.sheets.styles import Styles
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import month_name

NAME = "Read me"

WIDTH, LINE = 90, 15
"""Letters of a line of text, and its height."""

RECALCULATES = (
    "Changing a lever, an event's value, start, months, phase-in or switch, or a funding cell recalculates the whole "
    "plan. An event's lever and kind are fixed. Cells to change are coloured. Targets and ranges are not part of the "
    "workbook."
)
SHEETS = (
    (
        "Levers",
        "Every input, with its unit, bounds, origin, source and reason. Each cell has a name: enterprise_ramp_months.",
    ),
    ("Events", "What changes a lever for a while, and funding. An event with a chance below 1 does not act here."),
    ("Model", "The plan by month, with live formulas: a row for every column of the model."),
    ("Workings", "Helper rows: levers that events move, queues, and contracts, people and opportunities by age."),
    ("Summary", "The plan by year, with charts."),
    ("Hiring", "Who starts, and heads, by quarter. The model counts in fractions of people."),
    ("Checks", "Identities that every plan satisfies; all are TRUE."),
    ("Baseline", "The numbers of the baseline, as values: they do not change."),
)
NOTES = (
    "Money is in the plan's currency; people and customers are expected values, with fractions; shares are fractions. "
    "What is not a number is an empty text, infinity the text inf. Rows by age have the oldest on top; whoever came "
    "together moves down one row every month.",
    "The workbook can be opened again in the program: its levers, events and funding become a plan.",
)


def write(sheet: Worksheet, plan: Plan, baseline: Plan, layout: Layout, formulas: int, styles: Styles) -> None:
    """Fill the sheet. formulas: how many cells have one."""
    book = layout.book
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, WIDTH)
    sheet.set_column(2, 2, 16)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, plan.name, styles.title)
    first, last = month_name(plan.start, 1), month_name(plan.start, plan.months)
    facts = [
        ("Horizon", f"{plan.months} months, {first} to {last}"),
        ("Currency", plan.currency),
        (
            "Compared with",
            baseline.name if baseline != plan else "the plan itself, as it was when the workbook was made",
        ),
        ("Catalogue of levers", f"version {plan.catalogue}"),
        ("Formulas", f"{formulas:,} cells"),
        *([("Why", plan.notes["plan"])] if "plan" in plan.notes else []),
    ]
    line = 1
    for name, text in facts:
        _text(sheet, line, name, text, styles)
        line += 1
    held = all(book.value(name, month, 0) for name in _checks(layout) for month in range(1, book.months + 1))
    sheet.write_string(line, 0, "All checks hold")
    sheet.write_formula(line, 1, f"={holds_cell(book)}", styles.of(bold=True, align="left"), held)
    line = _part(sheet, line + 2, "What may be changed", [("", RECALCULATES)], styles)
    line = _part(sheet, line, "Sheets", SHEETS, styles)
    line = _part(sheet, line, "How to read it", [("", note) for note in NOTES], styles)
    sheet.write_string(line, 0, "Rows of Model", styles.heading)
    sheet.write_string(line, 1, "What it is", styles.heading)
    sheet.write_string(line, 2, "Unit", styles.heading)
    for at, column in enumerate(COLUMNS.values(), line + 1):
        sheet.write_string(at, 0, column.name)
        sheet.write_string(at, 1, column.label)
        sheet.write_string(at, 2, plan.currency if column.unit == "money" else column.unit)


def _checks(layout: Layout) -> list[str]:
    return [name for name, place in layout.book.places.items() if place.sheet == "Checks"]


def _part(sheet: Worksheet, line: int, title: str, rows: Iterable[tuple[str, str]], styles: Styles) -> int:
    sheet.write_string(line, 0, title, styles.heading)
    sheet.write_blank(line, 1, None, styles.heading)
    for name, text in rows:
        line += 1
        _text(sheet, line, name, text, styles)
    return line + 2


def _text(sheet: Worksheet, line: int, name: str, text: str, styles: Styles) -> None:
    """A name and a text of as many lines as it needs: not every program finds the height of a line by itself."""
    sheet.set_row(line, LINE * sum(-(-len(part) // WIDTH) or 1 for part in text.split("\n")))
    sheet.write_string(line, 0, name, styles.text)
    sheet.write_string(line, 1, text, styles.text)
