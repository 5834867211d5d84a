"""What the workbook works out, row by row: a formula for every month, written once.

A formula is an expression: ``group.lever`` is a lever, another name a row, in the same month; ``name[-1]`` is the month
before, ``name[-2:0]`` the three months that end now, ``day_one(name)`` the value before the first month. Functions in
capitals are those of a spreadsheet. formula.py reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A row with a value for every month.

    day_one: its value before the first month. first: its formula in the first month, where that is another one. start:
    the first month with a value; before it is an empty text. before: what it is taken for in months it does not have.
    about: what it is, for rows that are no column of the model.
    """

    name: str
    formula: str
    day_one: str | None = None
    first: str | None = None
    start: int = 1
    before: float | None = None
    about: str = ""


@dataclass(frozen=True)
class Cohorts:
    """A block of rows by age in months: what came into being together moves down a row every month.

    newest: what is new in a month. older: what becomes of it a month later; `name[-1]` follows the cohort, it is the
    row one month younger in the month before. ages: how many. day_one: what every age has before the first month; age
    is its age. from_day_one: whether there is something new on day one. The oldest age stands on top.
    """

    name: str
    ages: int
    newest: str
    older: str
    day_one: str | None = None
    from_day_one: bool = False
    about: str = ""

    def has(self, age: int, month: int) -> bool:
        """Whether there is anybody of that age in a month, 0 for day one."""
        if self.day_one is not None:
            return month >= 0
        return month - age >= (0 if self.from_day_one else 1)


Row = Line | Cohorts


@dataclass(frozen=True)
class Section:
    """The rows of a section of the model, in its order. title: as MODEL.md has it."""

    title: str
    rows: Sequence[Row]
