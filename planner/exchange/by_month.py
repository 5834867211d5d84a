"""A result of one draw as lists by month, which every format writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from planner.vocabulary.columns import COLUMNS, constraint_names
from planner.vocabulary.numbers import month_date

if TYPE_CHECKING:
    from planner.model.simulate import Result


def by_month(result: Result) -> dict[str, Sequence[float | str]]:
    """The months, from 1, as "month", then every column that was kept; constraints by name.

    ValueError when the result has more than one draw.
    """
    lists: dict[str, Sequence[float | str]] = {"month": list(range(1, result.months + 1))}
    for name in result.columns:
        values = result[name].reshape(result.months).tolist()
        if COLUMNS[name].unit == "constraint":
            names = constraint_names(name)
            lists[name] = [names[int(code)] for code in values]
        else:
            lists[name] = values
    return lists


def first_days(result: Result) -> list[date]:
    """The first day of every month."""
    return [month_date(result.plan.start, month) for month in range(1, result.months + 1)]
