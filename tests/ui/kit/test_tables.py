"""Tables say what is: each cell within half of its last digit, and nothing that a verdict contradicts."""

import re
from html import unescape

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from hypothesis import HealthCheck, given, settings
from model.plans import plans
from vocabulary.shown import within_half_a_digit

from planner.analysis.readings import bands, bridge, coverage
from planner.analysis.readings.bands import Band, Reading
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.ui.kit import tables, take_out
from planner.ui.pages.overview import frames as overview
from planner.ui.pages.retention import frames as retention


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of tables that are drawn."""
    found: list[str] = []
    monkeypatch.setattr(st, "html", found.append)
    monkeypatch.setattr(st, "caption", lambda text: None)
    return found


def cells(html: str) -> list[list[str]]:
    """The texts of a table's cells, by row."""
    _, _, *rows = html.split("<tr>")
    found = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows]
    return [[unescape(re.sub("<[^>]+>", "", cell)) for cell in row] for row in found]


EVERY_PLAN = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@EVERY_PLAN
@given(plans())
def test_a_bridge_says_the_true_amounts(drawn: list[str], plan: Plan) -> None:
    drawn.clear()
    table = overview.bridges(bridge.by_year(simulate(plan)))
    tables.bridge(table, plan)
    shown, exact = cells(drawn[0]), pd.DataFrame(table).drop(columns="Year").to_numpy()
    assert np.shape(shown) == exact.shape
    for texts, amounts in zip(shown, exact, strict=True):
        assert all(map(within_half_a_digit, texts, amounts))


@EVERY_PLAN
@given(plans())
def test_cohorts_say_the_true_amounts(drawn: list[str], plan: Plan) -> None:
    drawn.clear()
    table = retention.cohort_arr(simulate(plan))
    tables.cohorts(table, plan)
    for texts, amounts in zip(cells(drawn[0]), table.to_numpy(), strict=True):
        assert all(
            text == "" if np.isnan(one) else within_half_a_digit(text, one)
            for text, one in zip(texts, amounts, strict=True)
        )


def test_the_sign_of_an_amount_stays_on_its_line(drawn: list[str]) -> None:
    texts = [["-¥399M, ¥1.2B short"], ["5-year"], ["-$1M"], ["– of"]]
    tables.tinted(pd.DataFrame(texts, list("abcd"), ["A"]), None, "", "", taken_out=False)
    assert cells(drawn[0]) == texts
    assert re.findall(r'<span class="whole">(.*?)</span>', drawn[0]) == ["-¥399M,"]


def reading(value: float, column: str = "magic_number") -> Reading:
    band: Band = next(band for band in bands.bands() if band.column == column)
    return Reading(band, value, band.verdict(value), None)


def test_efficiency_never_reads_like_another_verdict(drawn: list[str]) -> None:
    values = (0.97, 0.999_999, 1.0, 0.7499, 0.75)
    tables.efficiency([reading(value) for value in values], Plan())
    shown = cells(drawn[0])
    assert [row[0] for row in shown] == ["0.97", "0.999999", "1", "0.7499", "0.75"]
    assert {row[1] for row in shown} == {"0.75 to 1"}
    assert [row[2] for row in shown] == ["usual", "usual", "✓ good", "! weak", "usual"]


def test_a_band_of_time_and_one_of_money_have_their_units(drawn: list[str]) -> None:
    tables.efficiency([reading(14.2, "cac_payback_months"), reading(2.5e5, "arr_per_head")], Plan(currency="EUR"))
    payback, per_head = cells(drawn[0])
    assert payback[0] == "14.2 months"
    assert payback[1].endswith(" months")
    assert per_head[0] == "€250K"
    assert per_head[1].startswith("$")


def test_what_is_taken_out_is_in_full(drawn: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    taken: dict[str, pd.DataFrame] = {}
    monkeypatch.setattr(take_out, "menu", lambda key, what, numbers: taken.update({what: numbers()}))
    plan = Plan(months=24)
    readings = bands.readings(simulate(plan))
    tables.efficiency(readings, plan)
    full = taken["Metrics against bands"]
    assert full["This plan"].tolist() == [reading.value for reading in readings]
    assert full["Usual from"].isna().tolist() == [reading.band.low is None for reading in readings]
    people = pd.DataFrame({"Mar 2026": [0, 12345]}, index=["BDRs", "Engineers"])
    tables.hiring(people, "Year")
    assert taken["Hiring plan by quarter"]["Mar 2026"].tolist() == [0, 12345]
    rows = coverage.by_accounts(plan)
    tables.coverage(rows, plan)
    full = taken["Renewal, ARR and cash by accounts per customer success manager"]
    assert full["ARR"].tolist() == [row.arr for row in rows]
    assert full.index.tolist() == [row.accounts for row in rows]
