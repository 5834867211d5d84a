"""Baseline: the numbers of the plan to compare with, as values."""

from xlsxwriter.worksheet import Worksheet

from planner.exchange.workbook.layout import as_cells
from planner.exchange.workbook.sheets.styles import Styles
from planner.model.simulate import Result

NAME = "Baseline"


def write(sheet: Worksheet, result: Result, styles: Styles) -> None:
    """Fill the sheet: a row per column, a column per month."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, result.months, 13)
    sheet.freeze_panes(1, 1)
    sheet.write_string(0, 0, "Quantity", styles.header)
    for month in range(1, result.months + 1):
        sheet.write_number(0, month, month, styles.header)
    for line, (name, values) in enumerate(as_cells(result).items(), 1):
        look = styles.column(name)
        sheet.write_string(line, 0, name)
        for month, value in enumerate(values, 1):
            if isinstance(value, str):
                sheet.write_string(line, month, value, look)
            else:
                sheet.write_number(line, month, value, look)
