"""A table as a workbook of one sheet."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl

from planner.exchange.sheet import table_as_xlsx
from planner.exchange.tables import Table, numbers
from planner.model.simulate import simulate
from planner.plan import Plan


def opened(table: Table) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(table_as_xlsx(table))).active
    return [list(row) for row in sheet.iter_rows()]


def test_cells_are_what_they_are() -> None:
    row = ["=1+1", "007", "https://example.com", 2.5, True, date(2026, 1, 1), float("nan"), float("inf"), None]
    _, cells = opened(Table("what", ["a"] * len(row), [row]))
    assert [cell.data_type for cell in cells[:6]] == ["s", "s", "s", "n", "b", "d"]
    values = [cell.value for cell in cells]
    assert values == ["=1+1", "007", "https://example.com", 2.5, True, datetime(2026, 1, 1), None, "inf", None]


def test_numbers_are_those_of_the_engine() -> None:
    result = simulate(Plan(months=12))
    header, *rows = opened(numbers(result))
    assert [cell.value for cell in header] == ["month", "date", *result.columns]
    at = [cell.value for cell in header].index("arr")
    assert [round(row[at].value, 6) for row in rows] == [round(arr, 6) for arr in result["arr"][:, 0].tolist()]
