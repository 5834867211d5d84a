"""Model, Workings and Checks: a row per quantity, a column per month, a formula in every cell."""

from typing import Any

from xlsxwriter.worksheet import Worksheet

from planner.exchange.workbook.book import CHECKS, DAY_ONE, MODEL, MONTH_ONE, WORKINGS, Book
from planner.exchange.workbook.layout import Layout
from planner.exchange.workbook.rows import Cohorts, Line
from planner.exchange.workbook.sheets.styles import Styles

CORNERS = {
    MODEL: ("Quantity",),
    WORKINGS: ("Quantity", "What it is", "Day one"),
    CHECKS: ("Identity", "What equals what", "Holds"),
}
"""What stands above the columns before the first month."""
WIDTHS = {MODEL: (34,), WORKINGS: (38, 50, 14), CHECKS: (30, 70, 10)}


def write(sheets: dict[str, Worksheet], layout: Layout, styles: Styles) -> int:
    """Fill the three sheets; returns how many of their cells have a formula."""
    book = layout.book
    for name in (MODEL, WORKINGS, CHECKS):
        _frame(sheets[name], name, book, styles)
    for heading in layout.headings:
        sheet = sheets[heading.sheet]
        sheet.set_row(heading.line, None, styles.heading)
        sheet.write_string(heading.line, 0, heading.title, styles.heading)
    return sum(_row(sheets, book, name, styles) for name in book.places) + _verdicts(sheets[CHECKS], book, styles)


def _frame(sheet: Worksheet, name: str, book: Book, styles: Styles) -> None:
    for column, (text, width) in enumerate(zip(CORNERS[name], WIDTHS[name], strict=True)):
        sheet.write_string(0, column, text, styles.header)
        sheet.set_column(column, column, width)
    first = MONTH_ONE[name]
    for month in range(1, book.months + 1):
        sheet.write_number(0, first + month - 1, month, styles.header)
    sheet.set_column(first, first + book.months - 1, 13)
    sheet.freeze_panes(1, first)


def _row(sheets: dict[str, Worksheet], book: Book, name: str, styles: Styles) -> int:
    """Write a row, or a block of rows by age."""
    place = book.places[name]
    sheet, look = sheets[place.sheet], styles.column(name)
    _names(sheet, book, name)
    count = 0
    for cell in book.cells(name):
        count += 1
        sheets[cell.sheet].write_formula(
            cell.line, cell.column, cell.formula, look, book.value(name, cell.month, cell.age)
        )
    if name in book.opening:
        sheets[WORKINGS].write_string(book.opening[name], 0, name)
    if isinstance(place.row, Line) and place.row.formula:
        count += _before(sheet, book, name, look)
    return count


def _names(sheet: Worksheet, book: Book, name: str) -> None:
    place = book.places[name]
    row = place.row
    if isinstance(row, Cohorts):
        for age in range(row.ages):
            line = place.line + row.ages - 1 - age
            sheet.write_string(line, 0, f"{name}, age {age}")
            sheet.write_string(line, 1, row.about)
        return
    sheet.write_string(place.line, 0, name)
    if place.sheet != MODEL:
        sheet.write_string(place.line, 1, row.about)


def _before(sheet: Worksheet, book: Book, name: str, look: Any) -> int:
    """The months in which a row has no value yet; returns how many of them have a formula."""
    place = book.places[name]
    empty = book.without_formula(name)
    months = range(1, min(book.first_month(name), book.months + 1))
    for month in months:
        column = book.column(place.sheet, month)
        if empty == "":
            sheet.write_formula(place.line, column, '=""', look, "")
        else:
            sheet.write_number(place.line, column, empty, look)
    return len(months) if empty == "" else 0


def _verdicts(sheet: Worksheet, book: Book, styles: Styles) -> int:
    """Whether each identity holds in every month, and all of them."""
    look = styles.of(bold=True)
    checks = [name for name, place in book.places.items() if place.sheet == CHECKS]
    held = []
    for name in checks:
        months = book.at(CHECKS, name, (1, book.months), 0)
        held.append(all(book.value(name, month, 0) for month in range(1, book.months + 1)))
        sheet.write_formula(book.places[name].line, DAY_ONE, f"=AND({months})", look, held[-1])
    last = book.places[checks[-1]].line
    sheet.write_string(last + 2, 0, "All identities", look)
    sheet.write_formula(last + 2, DAY_ONE, f"=AND(C2:C{last + 1})", look, all(held))
    return len(checks) + 1


def holds_cell(book: Book) -> str:
    """The cell of Checks that says whether all identities hold."""
    last = max(place.line for place in book.places.values() if place.sheet == CHECKS)
    return f"{CHECKS}!$C${last + 3}"
