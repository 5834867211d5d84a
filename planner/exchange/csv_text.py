"""Results as CSV, for other programs: full precision, one row per month."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from planner.exchange.by_month import by_month

if TYPE_CHECKING:
    from planner.model.simulate import Result


def as_csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV. Numbers parse back exactly; NaN is "nan", infinity "inf", None empty."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()


def result_as_csv(result: Result) -> str:
    """The columns of one draw as CSV, one row per month."""
    columns = by_month(result)
    return as_csv(columns, zip(*columns.values(), strict=True))
