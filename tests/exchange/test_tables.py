import csv
import io
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.exchange.tables import aligned, columns, csv_text, document, shown, summary
from planner.model.simulate import Result, simulate
from planner.plan import Funding, Plan, Target
from planner.vocabulary.columns import COLUMNS, ENTERPRISE_CONSTRAINTS, INSIDE_SALES_CONSTRAINTS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money

CONSTRAINTS = {"enterprise_constraint": ENTERPRISE_CONSTRAINTS, "inside_sales_constraint": INSIDE_SALES_CONSTRAINTS}


def same(text: str, number: float) -> bool:
    return float(text) == number or (text == "nan" and math.isnan(number))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def assert_csv_is_exact(result: Result) -> None:
    rows = rows_of(csv_text(result))
    assert list(rows[0]) == ["month", *result.columns]
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


def test_numbers_without_an_end_and_without_a_value() -> None:
    result = simulate(Plan(levers={"people.engineers": 0.0, "finance.cash": 0.0, "enterprise.arr": 0.0}))
    assert np.isinf(result["runway_months"]).any()
    assert np.isnan(result["nrr"]).any()
    text = csv_text(result)
    assert {"nan", "inf"} <= {cell for row in rows_of(text) for cell in row.values()}
    assert "," in text.splitlines()[0]
    assert text.endswith("\n")
    assert "\r" not in text


def test_constraints_are_names() -> None:
    """Few leads and many sellers, then no sellers and many leads."""
    idle = simulate(Plan(levers={"marketing.mqls": 0.0, "enterprise.reps": 500.0, "inside_sales.reps": 500.0}))
    assert set(columns(idle)["enterprise_constraint"]) == {"leads"}
    assert set(columns(idle)["inside_sales_constraint"]) == {"leads"}
    nobody = {
        f"{chain}.{name}": 0.0 for chain in ("enterprise", "inside_sales") for name in ("reps", "hires_per_quarter")
    }
    swamped = simulate(Plan(levers={**nobody, "sales.goes_cold": 1.0}))
    assert columns(swamped)["enterprise_constraint"][0] == "ae"
    assert columns(swamped)["enterprise_constraint"][-1] == "bdr"
    assert columns(swamped)["inside_sales_constraint"][-1] == "isr"


def test_only_what_was_kept_and_only_one_draw() -> None:
    assert list(columns(simulate(Plan(), keep=["cash", "arr"]))) == ["month", "cash", "arr"]
    with pytest.raises(ValueError, match="reshape"):
        columns(simulate(Plan(), levers={"enterprise.quota": [1e6, 2e6]}))


def test_the_json_document() -> None:
    plan = Plan(name="Ünïcode", start="2027-03", months=14, currency="EUR", levers={"finance.cash": 1e6})
    result = simulate(plan)
    told = json.loads(json.dumps(document(result), allow_nan=False))
    listed = told.pop("columns")
    assert told == {
        "name": "Ünïcode",
        "start": "2027-03",
        "months": 14,
        "currency": "EUR",
        "catalogue": 1,
        "cash_out_month": int(result.cash_out_month()[0]),
    }
    assert list(listed) == ["month", *COLUMNS]
    assert listed["arr"] == result["arr"][:, 0].tolist()
    assert listed["nrr"][:11] == [None] * 11
    assert listed["nrr"][11] == result["nrr"][11, 0]
    rich = document(simulate(Plan(levers={"finance.cash": 1e12, "people.engineers": 0.0})))
    assert rich["cash_out_month"] is None
    assert "inf" in rich["columns"]["runway_months"]


def cells(text: str, label: str) -> list[str]:
    (line,) = [line for line in text.splitlines() if line.startswith(f"{label}  ")]
    return line.removeprefix(label).split()


def test_the_summary_says_what_the_columns_say() -> None:
    plan = Plan(name="Test", months=30)
    result = simulate(plan)
    text = summary(result)
    lines = text.splitlines()
    assert lines[0] == "Test: 30 months from Jan 2026, USD"
    assert lines[2].split() == ["Day", "one", "Dec", "2026", "Dec", "2027", "Jun", "2028"]
    arr = [result.day_one["arr"][0], *(result["arr"][month - 1, 0] for month in (12, 24, 30))]
    assert cells(text, "ARR") == [money(value, "USD") for value in arr]
    revenue = [result["revenue"][month - 12 : month, 0].sum() for month in (12, 24, 30)]
    assert cells(text, "Revenue, 12 months") == ["–", *(money(value, "USD") for value in revenue)]
    assert cells(text, "Net revenue retention")[:2] == ["–", shown("nrr", result["nrr"][11, 0], plan)]
    assert cells(text, "Customers")[0] == "1,060"
    limits = cells(text, "Enterprise limited by, months")
    assert limits[0] == "–"
    assert limits[2] == f"{columns(result)['enterprise_constraint'][:12].count(limits[1])}/12"
    assert len(set(map(len, lines[2:-2]))) == 1


def test_the_summary_of_every_horizon() -> None:
    for months, columns_shown in ((12, 2), (13, 3), (24, 3), (120, 11)):
        text = summary(simulate(Plan(months=months)))
        assert len(cells(text, "ARR")) == columns_shown


def test_the_summary_tells_of_cash_and_targets() -> None:
    poor = simulate(Plan(levers={"finance.cash": 1e6}))
    month = int(poor.cash_out_month()[0])
    assert "Cash runs out in " in summary(poor)
    rescued = simulate(poor.plan.changed(funding=(Funding(month=month, amount=1e9),)))
    assert "Cash lasts; it is lowest in " in summary(rescued)
    arr = float(poor["arr"][11, 0])
    promised = (Target(month=12, arr=arr + 2e6), Target(month=13, arr=1.0), Target(month=70, arr=1.0))
    text = summary(simulate(poor.plan.changed(targets=promised)))
    assert f"Target of {money(arr + 2e6, 'USD')} ARR in Dec 2026: $2M short." in text
    assert "Target of $1 ARR in Jan 2027: " in text
    assert text.count("Target") == 2


def test_aligned_columns() -> None:
    assert aligned([["", "b"], ["long", "1"], ["x", "1,000"]]) == ["          b", "long      1", "x     1,000"]
