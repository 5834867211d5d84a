"""Where every row of the workbook stands, the formula of each of its cells, and what a spreadsheet makes of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from planner.exchange.workbook.formula import Age, Formula, read
from planner.exchange.workbook.rows import Cohorts, Line, Row

MODEL, WORKINGS, CHECKS = "Model", "Workings", "Checks"
MONTH_ONE = {MODEL: 1, WORKINGS: 3, CHECKS: 3}
"""The column of the first month, from 0, by sheet."""

DAY_ONE = 2
"""The column of day one on Workings."""


@dataclass(frozen=True)
class Input:
    """A cell or range that people fill in. name: its defined name. value: what it holds, "" where it is empty."""

    name: str
    value: Any


@dataclass(frozen=True)
class Place:
    """Where a row stands: its sheet and line, from 0; of a block of rows the line of its oldest age."""

    row: Row
    sheet: str
    line: int


@dataclass(frozen=True)
class Cell:
    """A cell with a formula. month: 0 for day one. line, column: from 0."""

    name: str
    sheet: str
    line: int
    column: int
    month: int
    age: int
    formula: str


@dataclass
class Book:
    """Rows at their places. inputs: by id. opening: lines of the day-one values of rows on Model, on Workings.

    known: values by row and month (from 1) that are taken as they are.
    """

    months: int
    places: Mapping[str, Place]
    inputs: Mapping[str, Input]
    opening: Mapping[str, int]
    known: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._values: dict[tuple[str, int, int], Any] = {}
        self._letters = [xl_col_to_name(column) for column in range(self.months + max(MONTH_ONE.values()) + 1)]
        self._read: dict[tuple[str, str, str], Formula] = {}

    def is_row(self, name: str) -> bool:
        """Whether there is a row of that name."""
        return name in self.places

    def ages(self, name: str) -> int:
        """How many ages a block of rows has; 0 for a single row."""
        row = self.places[name].row
        return row.ages if isinstance(row, Cohorts) else 0

    def first_month(self, name: str) -> int:
        """The first month of a row with a value."""
        row = self.places[name].row
        return row.start if isinstance(row, Line) else 1

    def before(self, name: str, month: int) -> float | None:
        """What a row is taken for in a month that it does not have; None where it has the month."""
        row = self.places[name].row
        if isinstance(row, Cohorts) or month >= row.start or (month == 0 and row.day_one is not None):
            return None
        if row.before is None:
            raise ValueError(f"{name} has no month {month}")
        return row.before

    def earlier(self, name: str) -> float:
        """What a row is taken for in all months that it does not have."""
        row = self.places[name].row
        return row.before or 0.0 if isinstance(row, Line) else 0.0

    def at(self, sheet: str, name: str, months: tuple[int, int], age: Age) -> str:
        """A cell or range of a row as a formula on a sheet has it. months: the first and the last one."""
        place = self.places[name]
        row, line, own = place.row, place.line, place.sheet
        if isinstance(row, Cohorts):
            young, old = (age, age) if isinstance(age, int) else age
            lines = line + row.ages - 1 - old, line + row.ages - 1 - young
        else:
            lines = line, line
        first, last = months
        if first == 0 and own == MODEL:
            own, lines = WORKINGS, (self.opening[name],) * 2
        columns = self.column(own, first), self.column(own, last)
        cell = f"{self._letters[columns[0]]}{lines[0] + 1}"
        if lines[0] != lines[1] or columns[0] != columns[1]:
            cell = f"{cell}:{self._letters[columns[1]]}{lines[1] + 1}"
        return cell if own == sheet else f"{own}!{cell}"

    def header(self, sheet: str, months: tuple[int, int]) -> str:
        """The cell or range of a sheet's header with the numbers of months."""
        first, last = (self._letters[self.column(sheet, month)] for month in months)
        return f"{first}$1" if first == last else f"{first}$1:{last}$1"

    def input_name(self, input_id: str) -> str:
        """The defined name of a cell or range that people fill in."""
        return self.inputs[input_id].name

    def input_value(self, input_id: str) -> Any:
        """What it holds: a number, a text, or an array."""
        return self.inputs[input_id].value

    def value(self, name: str, month: int, age: int) -> Any:
        """What a cell holds; month 0 is day one."""
        if month > 0 and name in self.known:
            return self.known[name][month - 1]
        key = name, month, age
        if key not in self._values:
            formula = self.formula(name, month, age)
            value = formula.value(month, age) if formula else self.without_formula(name)
            truth = isinstance(value, bool | np.bool_)
            self._values[key] = value if isinstance(value, str) else bool(value) if truth else float(value)
        return self._values[key]

    def without_formula(self, name: str) -> Any:
        """What a cell of a row holds that has no formula."""
        row = self.places[name].row
        return row.before if isinstance(row, Line) and row.before is not None else ""

    def formula(self, name: str, month: int, age: int) -> Formula | None:
        """The formula of a cell; None where it has none. month: 0 is day one."""
        place = self.places[name]
        source = _source(place.row, month, age)
        if source is None:
            return None
        sheet = self.sheet_of(name, month)
        key = name, source, sheet
        if key not in self._read:
            follows = isinstance(place.row, Cohorts) and age > 0
            self._read[key] = read(source, self, sheet, follows)
        return self._read[key]

    def sheet_of(self, name: str, month: int) -> str:
        """The sheet that a row's cell of a month stands on: day one is on Workings."""
        return WORKINGS if month == 0 else self.places[name].sheet

    def cells(self, name: str) -> Iterator[Cell]:
        """Every cell of a row that has a formula, by month and age."""
        place = self.places[name]
        row = place.row
        ages = row.ages if isinstance(row, Cohorts) else 1
        for month in range(self.months + 1):
            sheet = self.sheet_of(name, month)
            opening = self.opening.get(name, place.line) if month == 0 else place.line
            for age in range(ages):
                formula = self.formula(name, month, age)
                if formula:
                    line, column = opening + ages - 1 - age, self.column(sheet, month)
                    yield Cell(name, sheet, line, column, month, age, f"={formula.text(month, age)}")

    def column(self, sheet: str, month: int) -> int:
        """The column of a month, from 0; month 0 is day one."""
        return MONTH_ONE[sheet] + month - 1


def _source(row: Row, month: int, age: int) -> str | None:
    if isinstance(row, Line):
        if month == 0:
            return row.day_one
        if month == 1 and row.first is not None:
            return row.first
        return (row.formula or None) if month >= row.start else None
    if month == 0 and row.day_one is not None:
        return row.day_one
    if not row.has(age, month):
        return None
    return (row.newest if age == 0 else row.older) or None
