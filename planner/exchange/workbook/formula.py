"""A formula as rows.py has it: read once, then the formula of any cell and its value.

What is written is a subset of Python's expressions, so Python's own parser reads it. `text` gives the formula of a cell
of the workbook, `value` what a spreadsheet makes of it; both take a month, 0 for day one, and an age.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

Age = int | tuple[int, int]
"""An age of a block of rows; or all from the first to the second, both included."""

CALL, POWER, SIGN, TIMES, PLUS, COMPARE = range(6)
"""How tightly a formula holds together: a part that holds less tightly than what is around it is put in brackets."""


@dataclass(frozen=True)
class Formula:
    """A formula of a row.

    text: from a month and an age to the formula of a cell. value: from the same to its value. holds: see CALL.
    """

    text: Callable[[int, Age], str]
    value: Callable[[int, Age], Any]
    holds: int = CALL

    def within(self, loosest: int) -> Callable[[int, Age], str]:
        """Its text within another formula, in brackets unless it holds together at least as tightly as `loosest`."""
        if self.holds <= loosest:
            return self.text
        return lambda month, age: f"({self.text(month, age)})"


class Cells(Protocol):
    """Where rows stand and what they hold; see book.py."""

    def is_row(self, name: str) -> bool:
        """Whether there is a row of that name."""

    def ages(self, name: str) -> int:
        """How many ages a block of rows has; 0 for a single row."""

    def first_month(self, name: str) -> int:
        """The first month of a row with a value."""

    def before(self, name: str, month: int) -> float | None:
        """What a row is taken for in a month that it does not have; None where it has the month."""

    def earlier(self, name: str) -> float:
        """What a row is taken for in all months that it does not have."""

    def at(self, sheet: str, name: str, months: tuple[int, int], age: Age) -> str:
        """A cell or range of a row as a formula on a sheet has it. months: the first and the last one."""

    def value(self, name: str, month: int, age: int) -> Any:
        """What a cell holds."""

    def header(self, sheet: str, months: tuple[int, int]) -> str:
        """The cell or range of a sheet's header with the numbers of months."""

    def input_name(self, input_id: str) -> str:
        """The defined name of a cell or range that people fill in."""

    def input_value(self, input_id: str) -> Any:
        """What it holds: a number, a text, or an array."""


def read(source: str, cells: Cells, sheet: str, follows: bool = False) -> Formula:
    """A formula for cells of a sheet. follows: whether a month ago means the same cohort, one month younger."""
    return _Reader(cells, sheet, follows).formula(ast.parse(source, mode="eval").body)


OPERATORS: Mapping[type[ast.operator], tuple[str, int, int, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", PLUS, PLUS, operator.add),
    ast.Sub: ("-", PLUS, TIMES, operator.sub),
    ast.Mult: ("*", TIMES, TIMES, operator.mul),
    ast.Div: ("/", TIMES, POWER, operator.truediv),
    ast.Pow: ("^", CALL, CALL, operator.pow),
}
"""Sign, the loosest that the left and the right side may hold, what it does."""

COMPARISONS: Mapping[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Eq: ("=", operator.eq),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
}

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "ABS": np.abs,
    "INT": np.floor,
    "MAX": max,
    "MIN": min,
    "MMULT": np.dot,
    "MOD": operator.mod,
    "PRODUCT": np.prod,
    "SUM": np.sum,
    "SUMPRODUCT": np.sum,
}
"""Functions of a spreadsheet that take values; IF, AND and OR look at no more than they need."""


class _Reader:
    def __init__(self, cells: Cells, sheet: str, follows: bool) -> None:
        self.cells, self.sheet, self.follows = cells, sheet, follows

    def formula(self, node: ast.expr) -> Formula:
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._negative(self.formula(operand))
            case ast.BinOp(left=left, op=operation, right=right):
                return self._operation(self.formula(left), operation, self.formula(right))
            case ast.Compare(left=left, ops=[comparison], comparators=[right]):
                return self._comparison(self.formula(left), comparison, self.formula(right))
            case ast.Call(func=ast.Name(id=function), args=arguments):
                return self._call(function, arguments)
        return self._cell(node)

    def _cell(self, node: ast.expr) -> Formula:
        """A number, a text, or what stands in a cell."""
        match node:
            case ast.Constant(value=value):
                return _constant(value)
            case ast.Name(id="month"):
                return self._months(0, 0)
            case ast.Name(id="age"):
                return Formula(lambda _, age: str(age), lambda _, age: age)
            case ast.Name(id=name):
                return self._row(name, 0)
            case ast.Attribute(value=ast.Name(id=group), attr=name):
                return self._input(f"{group}.{name}", 0, 0)
            case ast.Subscript(value=held, slice=index):
                return self._subscript(held, index)
        raise ValueError(f"no formula: {ast.unparse(node)}")

    def _negative(self, part: Formula) -> Formula:
        inner = part.within(CALL)
        return Formula(lambda month, age: f"-{inner(month, age)}", lambda month, age: -part.value(month, age), SIGN)

    def _months(self, earliest: int, latest: int) -> Formula:
        if earliest == latest == 0:
            return Formula(
                lambda month, _: self.cells.header(self.sheet, (month, month)), lambda month, _: float(month)
            )
        return Formula(
            lambda month, _: self.cells.header(self.sheet, (max(1, month + earliest), month + latest)),
            lambda month, _: np.arange(max(1, month + earliest), month + latest + 1, dtype=float),
        )

    def _row(self, name: str, lag: int) -> Formula:
        cells, sheet = self.cells, self.sheet
        ageing = lag if self.follows and cells.ages(name) else 0
        if not cells.is_row(name):
            raise ValueError(f"no row {name}")

        def text(month: int, age: Age) -> str:
            known = cells.before(name, month + lag)
            if known is not None:
                return f"{known:.12g}"
            when = month + lag, month + lag
            return cells.at(sheet, name, when, age + ageing if isinstance(age, int) else age)

        def value(month: int, age: Age) -> Any:
            known = cells.before(name, month + lag)
            if known is not None:
                return known
            if isinstance(age, int) or not cells.ages(name):
                return cells.value(name, month + lag, (age if isinstance(age, int) else 0) + ageing)
            return np.array([cells.value(name, month + lag, one) for one in range(age[1], age[0] - 1, -1)])

        return Formula(text, value)

    def _range(self, name: str, earliest: int, latest: int) -> Formula:
        cells, sheet, first = self.cells, self.sheet, self.cells.first_month(name)

        def span(month: int) -> tuple[int, int]:
            return max(first, month + earliest), month + latest

        def value(month: int, _: Age) -> Any:
            start, end = span(month)
            return np.array([cells.value(name, one, 0) for one in range(start, end + 1)], dtype=float)

        return Formula(lambda month, _: cells.at(sheet, name, span(month), 0), value)

    def _input(self, input_id: str, earliest: int, latest: int) -> Formula:
        """A lever, or another cell that people fill in; a lever that events move has a row."""
        cells, sheet = self.cells, self.sheet
        if not cells.is_row(input_id):
            return self._filled_in(input_id)
        if earliest != latest:
            return self._range(input_id, earliest, latest)
        return Formula(
            lambda month, _: cells.at(sheet, input_id, (max(1, month + latest),) * 2, 0),
            lambda month, _: cells.value(input_id, max(1, month + latest), 0),
        )

    def _filled_in(self, input_id: str) -> Formula:
        name, held = self.cells.input_name(input_id), self.cells.input_value(input_id)
        return Formula(lambda *_: name, lambda *_: held)

    def _subscript(self, held: ast.expr, index: ast.expr) -> Formula:
        """A row, a lever or the header in other months."""
        if isinstance(index, ast.Slice) and index.lower and index.upper:
            earliest, latest = ast.literal_eval(index.lower), ast.literal_eval(index.upper)
        else:
            earliest = latest = ast.literal_eval(index)
        match held:
            case ast.Name(id="month"):
                return self._months(earliest, latest)
            case ast.Name(id=name):
                return self._row(name, latest) if earliest == latest else self._range(name, earliest, latest)
            case ast.Attribute(value=ast.Name(id=group), attr=name):
                return self._input(f"{group}.{name}", earliest, latest)
        raise ValueError(f"no row: {ast.unparse(held)}")

    def _operation(self, left: Formula, operation: ast.operator, right: Formula) -> Formula:
        sign, loosest_left, loosest_right, do = OPERATORS[type(operation)]
        before, after = left.within(loosest_left), right.within(loosest_right)
        holds = POWER if sign == "^" else loosest_left
        return Formula(
            lambda month, age: f"{before(month, age)}{sign}{after(month, age)}",
            lambda month, age: do(left.value(month, age), right.value(month, age)),
            holds,
        )

    def _comparison(self, left: Formula, comparison: ast.cmpop, right: Formula) -> Formula:
        sign, do = COMPARISONS[type(comparison)]
        before, after = left.within(PLUS), right.within(PLUS)
        return Formula(
            lambda month, age: f"{before(month, age)}{sign}{after(month, age)}",
            lambda month, age: do(left.value(month, age), right.value(month, age)),
            COMPARE,
        )

    def _call(self, function: str, arguments: Sequence[ast.expr]) -> Formula:
        if function.islower():
            return self._of_block(function, arguments)
        parts = [self.formula(argument) for argument in arguments]
        texts = [part.text for part in parts]
        values = [part.value for part in parts]

        def text(month: int, age: Age) -> str:
            return f"{function}({','.join([one(month, age) for one in texts])})"

        if function == "IF":
            condition, then, otherwise = values
            return Formula(text, lambda month, age: (then if condition(month, age) else otherwise)(month, age))
        if function in ("AND", "OR"):
            enough = all if function == "AND" else any
            return Formula(text, lambda month, age: bool(enough(one(month, age) for one in values)))
        do = FUNCTIONS[function]
        return Formula(text, lambda month, age: do(*[one(month, age) for one in values]))

    def _of_block(self, function: str, arguments: Sequence[ast.expr]) -> Formula:
        """What is said of a block of rows by age, or of day one."""
        if function == "planned":
            return self._filled_in(ast.unparse(arguments[0]))
        still = _Reader(self.cells, self.sheet, follows=False)
        if function == "day_one":
            part = still.formula(arguments[0])
            return Formula(lambda _, age: part.text(0, age), lambda _, age: part.value(0, age))
        if function == "by_age":
            return still._by_age(*arguments)
        part, name = still.formula(arguments[0]), _name(arguments[0])
        oldest = self.cells.ages(name) - 1
        if function == "then":
            return Formula(
                lambda month, age: part.text(*_when_put_aside(month, age, oldest)),
                lambda month, age: part.value(*_when_put_aside(month, age, oldest)),
            )
        spans: Mapping[str, Age] = {
            "every_age": (0, oldest),
            "younger": (0, oldest - 1),
            "older": (1, oldest),
            "oldest": oldest,
            "newest": 0,
        }
        ages = spans[function]
        return Formula(lambda month, _: part.text(month, ages), lambda month, _: part.value(month, ages))

    def _by_age(self, row: ast.expr, block: ast.expr) -> Formula:
        """Sum over ages: what a row was in the month a cohort is from, times what the block says of its age now."""
        cells, name = self.cells, row.id if isinstance(row, ast.Name) else ""
        part, oldest, first = self.formula(block), self.cells.ages(_name(block)) - 1, self.cells.first_month(name)
        alone, before = part.within(TIMES), cells.earlier(name)

        def text(month: int, _: Age) -> str:
            reach = min(oldest, month - first)
            months = cells.at(self.sheet, name, (month - reach, month), 0)
            found = f"SUMPRODUCT(MMULT({months},{part.text(month, (0, reach))}))"
            if reach == 0:  # a single cell is no matrix
                found = f"{months}*{alone(month, 0)}"
            return f"{found}+{before:.12g}*SUM({part.text(month, (reach + 1, oldest))})" if earlier(reach) else found

        def earlier(reach: int) -> bool:
            return before != 0 and reach < oldest

        def value(month: int, _: Age) -> float:
            reach = min(oldest, month - first)
            held = np.array([cells.value(name, one, 0) for one in range(month - reach, month + 1)], dtype=float)
            found = float(held @ part.value(month, (0, reach)))
            return found + before * float(np.sum(part.value(month, (reach + 1, oldest)))) if earlier(reach) else found

        return Formula(text, value, PLUS if before else CALL)


def _when_put_aside(month: int, age: Age, oldest: int) -> tuple[int, int]:
    """The month in which books of an age were put aside, and the age that contracts had then that renew now."""
    assert isinstance(age, int)
    return month - age, oldest + 1 - age


def _name(node: ast.expr) -> str:
    """The block of rows in an expression."""
    return next(part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _constant(value: object) -> Formula:
    if isinstance(value, str):
        return Formula(lambda *_: f'"{value}"', lambda *_: value)
    written = repr(value).upper().removesuffix(".0")
    return Formula(lambda *_: written, lambda *_: value)
