"""The workbook in a real spreadsheet: LibreOffice recalculates it to the engine's numbers, also after changes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from exchange.workbook.office import recalculated
from exchange.workbook.workbook_plans import PLANS, changed, changes

from planner.exchange.workbook.layout import as_cells
from planner.exchange.workbook.workbook import as_workbook
from planner.model.simulate import simulate
from planner.plan import Plan

TOLERANCE = 1e-6
DUST = 1e-7
"""What is left of a sum that is 0."""


def edited(file: Path, plan: Plan) -> Path:
    """The workbook after somebody changed cells in it."""
    book = openpyxl.load_workbook(file)
    for name, value in changes(plan).items():
        (sheet, cell), *_ = book.defined_names[name].destinations
        book[sheet][cell] = value
    out = file.with_name(f"changed-{file.name}")
    book.save(out)
    return out


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Plan, Any]]:
    """Workbooks as LibreOffice has recalculated them: of every plan, and after changes."""
    folder = tmp_path_factory.mktemp("workbooks")
    made = [folder / f"{at}.xlsx" for at, _ in enumerate(PLANS)]
    for file, plan in zip(made, PLANS, strict=True):
        file.write_bytes(as_workbook(simulate(plan)).file)
    files = [*made, *(edited(file, plan) for file, plan in zip(made, PLANS, strict=True))]
    books = (openpyxl.load_workbook(file, read_only=True, data_only=True) for file in recalculated(files, folder))
    return list(zip([*PLANS, *map(changed, PLANS)], books, strict=True))


def rows(book: Any, sheet: str) -> Sequence[tuple[Any, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


def same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, str):
        return (found or "") == wanted
    return isinstance(found, int | float) and abs(found - wanted) <= TOLERANCE * abs(wanted) + DUST


@pytest.mark.parametrize("at", range(2 * len(PLANS)))
def test_every_cell_of_model_is_the_engine_s(opened: list[tuple[Plan, Any]], at: int) -> None:
    plan, book = opened[at]
    header, *lines = rows(book, "Model")
    assert header[: plan.months + 1] == ("Quantity", *range(1, plan.months + 1))
    found = {line[0]: line[1 : plan.months + 1] for line in lines if line[0]}
    wanted = as_cells(simulate(plan))
    wrong = [
        (name, month, cell, value)
        for name, values in wanted.items()
        for month, (cell, value) in enumerate(zip(found[name], values, strict=True), 1)
        if not same(cell, value)
    ]
    assert not wrong, wrong[:10]


@pytest.mark.parametrize("at", range(2 * len(PLANS)))
def test_every_identity_holds(opened: list[tuple[Plan, Any]], at: int) -> None:
    _, *lines = rows(opened[at][1], "Checks")
    verdicts = {line[0]: line[2] for line in lines if line[0]}
    assert len(verdicts) > 20
    assert set(verdicts.values()) == {True}


def test_nothing_in_any_sheet_is_an_error(opened: list[tuple[Plan, Any]]) -> None:
    for _, book in opened[1::3]:
        for sheet in book.sheetnames:
            texts = [cell for row in rows(book, sheet) for cell in row if isinstance(cell, str)]
            assert not [text for text in texts if text.startswith("#")], sheet
