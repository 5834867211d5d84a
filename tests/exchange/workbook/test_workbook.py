"""The workbook as a file: what it holds before any program recalculates it."""

import io
import zipfile
from functools import cache
from typing import Any

import openpyxl
import pytest
from exchange.workbook.workbook_plans import ELABORATE

from planner.exchange.workbook.layout import as_cells
from planner.exchange.workbook.workbook import SHEETS, Made, as_workbook
from planner.model.simulate import simulate
from planner.plan import Event, Funding, Plan
from planner.vocabulary.columns import COLUMNS, constraint_names
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.teams import CONSTRAINTS

PLAN = ELABORATE.changed(
    months=14,
    funding=(Funding(month=6, amount=1e7), Funding(month=12, amount=2e7, needs_arr=9e6)),
    notes={"enterprise.win_rate": "=1+1", "funding:6": "@SUM(A1)", "plan": "-2"},
    origin={"enterprise.ramp_months": "entered"},
)


@cache
def workbook() -> Made:
    return as_workbook(simulate(PLAN), simulate(Plan(name="Before", months=12)))


def opened(*, values: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook().file), data_only=values)


@pytest.fixture(scope="module")
def formulas() -> Any:
    return opened(values=False)


@pytest.fixture(scope="module")
def values() -> Any:
    return opened(values=True)


def named(book: Any, name: str) -> Any:
    (sheet, cell), *_ = book.defined_names[name].destinations
    return book[sheet][cell]


def test_sheets_stand_in_order(formulas: Any) -> None:
    assert formulas.sheetnames == list(SHEETS)
    assert SHEETS[:6] == ("Read me", "Levers", "Events", "Model", "Workings", "Summary")


def test_cells_hold_the_engine_s_numbers_until_recalculated(values: Any) -> None:
    found = {row[0].value: [cell.value for cell in row[1:]] for row in values["Model"].iter_rows(min_row=2)}
    for name, wanted in as_cells(simulate(PLAN)).items():
        assert [value or 0.0 for value in found[name]] == [value or 0.0 for value in wanted], name


def test_every_number_of_model_is_a_live_formula(formulas: Any) -> None:
    rows = {row[0].value: row[1:] for row in formulas["Model"].iter_rows(min_row=2)}
    for name in as_cells(simulate(PLAN)):
        if not name.startswith("arr_signed_year"):
            assert all(str(cell.value).startswith("=") for cell in rows[name]), name


def test_the_count_of_formulas_is_what_it_says(formulas: Any) -> None:
    found = sum(cell.data_type == "f" for sheet in formulas for row in sheet.iter_rows() for cell in row)
    assert found == workbook().formulas
    assert f"{found:,} cells" in [cell.value for cell in formulas["Read me"]["B"]]


def test_every_lever_has_a_name_its_value_and_its_bounds(formulas: Any) -> None:
    checked = {
        str(where): check
        for check in formulas["Levers"].data_validations.dataValidation
        for where in check.sqref.ranges
    }
    for lever in CATALOGUE.values():
        cell = named(formulas, lever.id.replace(".", "_"))
        assert cell.value == PLAN.value(lever.id)
        check = checked[cell.coordinate]
        assert (check.type, float(check.formula1), float(check.formula2)) == ("decimal", lever.min, lever.max)
        row = [other.value for other in formulas["Levers"][cell.row]]
        assert row[0] == lever.id
        assert {lever.label, lever.unit, lever.source} <= set(row)


def test_a_lever_says_where_it_comes_from_and_why(formulas: Any) -> None:
    rows = {row[0]: row for row in formulas["Levers"].iter_rows(values_only=True)}
    assert rows["enterprise.ramp_months"][10] == "entered"
    assert rows["enterprise.cycle_months"][10] == "file"
    assert rows["enterprise.quota"][10] == "default"
    assert rows["enterprise.win_rate"][12] == "=1+1"


def test_text_is_text_whatever_it_begins_with() -> None:
    plan = Plan(
        name="=cmd|' /C calc'!A0",
        months=12,
        events=tuple(
            Event(name=name, id=name, lever="enterprise.acv", change="multiply", value=1.1, start=2)
            for name in ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "https://example.com", "<b>'\"&/\\", "007")
        ),
        notes={"enterprise.win_rate": '=HYPERLINK("https://example.com")'},
    )
    file = as_workbook(simulate(plan)).file
    book = openpyxl.load_workbook(io.BytesIO(file))
    cells = [cell for sheet in ("Read me", "Levers", "Events") for row in book[sheet].iter_rows() for cell in row]
    live = [cell.value for cell in cells if cell.data_type == "f"]
    assert len(live) == 1
    assert live[0].startswith("=Checks!")
    texts = [cell.value for cell in cells if cell.data_type == "s"]
    assert {plan.name, "+1+1", "@SUM(A1)", "<b>'\"&/\\", "007", *plan.notes.values()} <= set(texts)
    assert b"hyperlink" not in b"".join(
        zipfile.ZipFile(io.BytesIO(file)).read(name)
        for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml")
    )


def test_the_baseline_is_values(formulas: Any) -> None:
    cells = [cell for row in formulas["Baseline"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    arr = next(row for row in formulas["Baseline"].iter_rows(values_only=True) if row[0] == "arr")
    assert arr[1:13] == pytest.approx(simulate(Plan(months=12))["arr"][:, 0], rel=1e-14)


def test_charts_are_native() -> None:
    names = zipfile.ZipFile(io.BytesIO(workbook().file)).namelist()
    assert sum(name.startswith("xl/charts/chart") for name in names) == 4


def test_years_and_quarters_are_those_of_the_engine(values: Any) -> None:
    result = simulate(PLAN)
    summary = {row[0]: row[1:3] for row in values["Summary"].iter_rows(values_only=True)}
    assert summary["ARR"] == pytest.approx((result["arr"][11, 0], result["arr"][13, 0]))
    assert summary["Revenue"] == pytest.approx((result["revenue"][:12, 0].sum(), result["revenue"][12:, 0].sum()))
    for team in ("enterprise", "inside_sales"):
        name = f"{team}_constraint"
        limits = [constraint_names(name)[int(result[name][month, 0])] for month in (11, 13)]
        assert summary[COLUMNS[name].label] == tuple(CONSTRAINTS[limit].label for limit in limits)
    hiring = list(values["Hiring"].iter_rows(values_only=True))
    everyone = [row[1:6] for row in hiring if row[0] == "Everyone"]
    assert everyone[1] == pytest.approx(result["headcount"][[2, 5, 8, 11, 13], 0])
    starts = next(row[1:6] for row in hiring if row[0] == "Account executives")
    assert starts[0] == pytest.approx(result["ae_hires"][:3, 0].sum())
