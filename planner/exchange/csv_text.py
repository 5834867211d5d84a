"""Results as CSV, for other programs: full precision, one row per month."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planner.exchange.tables import Table, numbers

if TYPE_CHECKING:
    from planner.model.simulate import Result

SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula begins with in a spreadsheet, in its wide form, too."""

FORMULA = (*SIGNS, "\t", "\r", "\n")
"""What a text begins with that a spreadsheet would work out."""

SPLIT = re.compile(rf"([;\t] *)(?=[{''.join(map(re.escape, SIGNS))}])")
"""Where a spreadsheet whose columns are separated by semicolons or tabs would begin a formula within a text."""


def as_csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV. Numbers parse back exactly; NaN is "nan", infinity "inf", None empty."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()


def records_as_csv(header: Sequence[str], records: Iterable[Mapping[str, Any]]) -> str:
    """Records as CSV, one row each: the fields that the header names, in its order; KeyError where one is missing."""
    return as_csv(header, ([record[name] for name in header] for record in records))


def result_as_csv(result: Result) -> str:
    """The columns of one draw as CSV, one row per month, with the first day of the month."""
    return table_as_csv(numbers(result))


def table_as_csv(table: Table) -> str:
    """A table as CSV. What a spreadsheet would take for a formula, within a text, too, has an apostrophe before it."""
    return as_csv(table.header, ([_harmless(cell) for cell in row] for row in table.rows))


def _harmless(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")  # the csv module leaves a lone "\r" without quotes
    within = SPLIT.sub(r"\1'", lines)
    return f"'{within}" if within.startswith(FORMULA) else within
