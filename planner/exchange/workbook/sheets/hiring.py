"""Hiring: heads and starts of every role by quarter."""

import numpy as np
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from planner.exchange.workbook.book import Book
from planner.exchange.workbook.sheets.periods import QUARTER, ends
from planner.exchange.workbook.sheets.styles import Styles
from planner.vocabulary.numbers import month_name
from planner.vocabulary.roles import ROLES

NAME = "Hiring"
STARTS = {"aes": "ae_hires", "isrs": "isr_hires"}
"""Rows of those who start, of roles that have a column for it."""


def write(sheet: Worksheet, book: Book, start: str, styles: Styles) -> int:
    """Fill the sheet; returns how many of its cells have a formula."""
    quarters = ends(book.months, QUARTER)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(quarters), 11)
    sheet.freeze_panes(1, 1)
    sheet.write_string(0, 0, "Quarter to", styles.header)
    for column, end in enumerate(quarters, 1):
        sheet.write_string(0, column, month_name(start, end), styles.number_header)
    line = _part(sheet, 1, "Who starts in the quarter, replacements included", quarters, book, styles, starts=True)
    _part(sheet, line + 1, "Heads at the end of the quarter", quarters, book, styles, starts=False)
    return 2 * (len(ROLES) + 1) * len(quarters)


def _part(
    sheet: Worksheet, line: int, title: str, quarters: list[int], book: Book, styles: Styles, *, starts: bool
) -> int:
    """A table of all roles and their sum; returns the line after it."""
    look, bold = styles.of(num_format="#,##0.0"), styles.of(num_format="#,##0.0", bold=True)
    sheet.set_row(line, None, styles.heading)
    sheet.write_string(line, 0, title, styles.heading)
    totals = np.zeros(len(quarters))
    for at, role in enumerate(ROLES.values(), 1):
        sheet.write_string(line + at, 0, role.label)
        for column, end in enumerate(quarters, 1):
            months = (QUARTER * (column - 1) + 1, end) if starts else (end, end)
            name = STARTS.get(role.id, f"{role.id}_starts") if starts else role.id
            value = sum(book.value(name, month, 0) for month in range(months[0], months[1] + 1))
            totals[column - 1] += value
            sheet.write_formula(line + at, column, f"=SUM({book.at(NAME, name, months, 0)})", look, value)
    last = line + len(ROLES) + 1
    sheet.write_string(last, 0, "Everyone", bold)
    for column in range(1, len(quarters) + 1):
        letter = xl_col_to_name(column)
        sheet.write_formula(last, column, f"=SUM({letter}{line + 2}:{letter}{last})", bold, float(totals[column - 1]))
    return last + 1
