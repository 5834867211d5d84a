"""What charts say when a month is pointed at."""

import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st

from planner.ui.kit import figures, theme
from planner.ui.kit.charts import lines
from planner.ui.kit.marks import SINCE, TIP, UNTIL, tips
from planner.ui.pages.overview import charts

MONTHS = pd.date_range("2026-01", periods=3, freq="MS", unit="ms")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[pa.Table]:
    """The data that charts are drawn with."""
    drawn: list[pa.Table] = []
    monkeypatch.setattr(st, "vega_lite_chart", lambda table, chart, **rest: drawn.append(table))
    return drawn


def test_a_chart_names_the_tips_it_wants_and_of_which_fields() -> None:
    (tip,) = tips(charts.fanned, "Cash", "$").values()
    assert tip.kind == "amount $"
    assert set(tip.fields) == {"Cash", "P10", "P90", "Baseline"}
    (tip,) = tips(charts.fanned, "Headcount").values()
    assert tip.kind == "whole"
    arr, limits = tips(charts.arr, "$", ("Leads",)).values()
    assert (arr.fields[0], arr.plain, limits.fields, limits.plain) == ("ARR", ["Limit"], [], ["Limit"])


@pytest.mark.parametrize(
    ("options", "said"),
    [(("$", False), "$12.4M"), (("", True), "1,244,000,000.0%"), (("", False), "12.4M")],
)
def test_tips_come_with_the_data_and_leave_out_what_is_not_known(
    sent: list[pa.Table], options: tuple[str, bool], said: str
) -> None:
    nan = float("nan")
    frame = pd.DataFrame({"date": MONTHS, "ARR": [12_440_000.0, nan, 0.0], "Baseline": [nan, nan, 12_440_000.0]})
    series = ("ARR", theme.ENTERPRISE), ("Baseline", theme.BASELINE)
    figures.show(frame, lines, series, *options, key="chart", alt_text="ARR")
    (column,) = [name for name in sent[0].column_names if name.startswith(TIP)]
    none = {"$12.4M": "$0", "12.4M": "0", "1,244,000,000.0%": "0.0%"}[said]
    assert sent[0][column].to_pylist() == [
        f"Jan 2026\nARR\t{said}",
        "Feb 2026",
        f"Mar 2026\nARR\t{none}\nBaseline\t{said}",
    ]


def test_a_month_reaches_halfway_to_its_neighbours(sent: list[pa.Table]) -> None:
    frame = pd.DataFrame({"date": MONTHS, "ARR": 1.0})
    figures.show(frame, lines, (("ARR", theme.ENTERPRISE),), key="chart", alt_text="ARR")
    since, until = sent[0][SINCE].to_pylist(), sent[0][UNTIL].to_pylist()
    assert (since[0], until[-1]) == (MONTHS[0], MONTHS[-1])
    assert since[1:] == until[:-1]
    assert since[1] - MONTHS[0] == MONTHS[1] - since[1]


def test_only_what_a_chart_needs_is_sent(sent: list[pa.Table]) -> None:
    frame = pd.DataFrame({"date": MONTHS, "ARR": 1.0, "Unheard of": 2.0})
    figures.show(frame, lines, (("ARR", theme.ENTERPRISE),), key="chart", alt_text="ARR")
    assert {"date", "ARR"} < set(sent[0].column_names)
    assert "Unheard of" not in sent[0].column_names
