"""A table as a workbook of one sheet, whose numbers and dates every language of a spreadsheet reads."""

import io
import math
from datetime import date
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from planner.exchange.tables import Table

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT_IS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
"""Nothing that somebody wrote is taken for a formula, a number or a link."""

SHEET = 31
"""Letters of the longest name of a sheet."""


def table_as_xlsx(table: Table) -> bytes:
    """A table as XLSX, its header frozen. What is not a number is an empty cell, infinity the text inf."""
    file = io.BytesIO()
    workbook = Workbook(file, {"in_memory": True, **TEXT_IS_TEXT})
    sheet = workbook.add_worksheet(table.name[:SHEET])
    day, bold = workbook.add_format({"num_format": "yyyy-mm-dd"}), workbook.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, max(0, len(table.header) - 1), 14)
    for column, text in enumerate(table.header):
        sheet.write_string(0, column, text, bold)
    for line, row in enumerate(table.rows, 1):
        for column, value in enumerate(row):
            _write(sheet, line, column, value, day)
    workbook.close()
    return file.getvalue()


def _write(sheet: Worksheet, line: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, column, value, day)
    elif isinstance(value, int | float):
        if math.isfinite(value):
            sheet.write_number(line, column, value)
        elif not math.isnan(value):
            sheet.write_string(line, column, str(float(value)))
    elif value is not None:
        sheet.write_string(line, column, str(value))
