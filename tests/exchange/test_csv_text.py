"""Results as CSV: every number parses back exactly."""

import csv
import io
import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.exchange.csv_text import result_as_csv, table_as_csv
from planner.exchange.tables import Table
from planner.model.simulate import Result, simulate
from planner.plan import Plan
from planner.vocabulary.columns import ENTERPRISE_CONSTRAINTS, INSIDE_SALES_CONSTRAINTS
from planner.vocabulary.levers import CATALOGUE

CONSTRAINTS = {"enterprise_constraint": ENTERPRISE_CONSTRAINTS, "inside_sales_constraint": INSIDE_SALES_CONSTRAINTS}


def same(text: str, number: float) -> bool:
    return float(text) == number or (text == "nan" and math.isnan(number))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def assert_csv_is_exact(result: Result) -> None:
    rows = rows_of(result_as_csv(result))
    assert list(rows[0]) == ["month", "date", *result.columns]
    assert [row["month"] for row in rows] == [str(month) for month in range(1, result.months + 1)]
    for name in result.columns:
        for row, number in zip(rows, result[name][:, 0], strict=True):
            if name in CONSTRAINTS:
                assert row[name] == CONSTRAINTS[name][int(number)]
            else:
                assert same(row[name], float(number)), name


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_csv_parses_back_exactly(data: st.DataObject) -> None:
    moved = data.draw(st.sets(st.sampled_from(list(CATALOGUE)), max_size=20))
    levers = {name: data.draw(st.floats(CATALOGUE[name].min, CATALOGUE[name].max)) for name in moved}
    assert_csv_is_exact(simulate(Plan(months=data.draw(st.integers(12, 30)), levers=levers)))


def test_a_month_has_its_first_day() -> None:
    rows = rows_of(result_as_csv(simulate(Plan(start="2026-11", months=14))))
    assert [row["date"] for row in rows][:3] == ["2026-11-01", "2026-12-01", "2027-01-01"]


def test_no_text_is_taken_for_a_formula() -> None:
    texts = ["=1+1", "@SUM(A1)", "+1", "-", "Ours", "\uff1d1+1", "\r=1+1", "one\rtwo\r\nthree", "a;=1+1", "a; -2;b"]
    table = Table("events", ["name", "value"], [[text, -2.5] for text in texts])
    names = [
        "'=1+1",
        "'@SUM(A1)",
        "'+1",
        "'-",
        "Ours",
        "'\uff1d1+1",
        "'\n=1+1",
        "one\ntwo\nthree",
        "a;'=1+1",
        "a; '-2;b",
    ]
    assert [row["name"] for row in rows_of(table_as_csv(table))] == names
    assert rows_of(table_as_csv(table))[0]["value"] == "-2.5"


def test_infinite_and_missing_numbers() -> None:
    result = simulate(Plan(levers={"people.engineers": 0.0, "finance.cash": 0.0, "enterprise.arr": 0.0}))
    assert np.isinf(result["runway_months"]).any()
    assert np.isnan(result["nrr"]).any()
    text = result_as_csv(result)
    assert {"nan", "inf"} <= {cell for row in rows_of(text) for cell in row.values()}
    assert "," in text.splitlines()[0]
    assert text.endswith("\n")
    assert "\r" not in text
