"""Frames and words of Compare."""

from math import fsum

import numpy as np
import pytest

from planner.analysis.explain.comparison import compare
from planner.analysis.explain.explanation import explain
from planner.plan import Plan
from planner.ui.pages.compare import frames, words

NAMES = ("First", "Second")
FIRST = Plan(months=24)
LATER = Plan(start="2026-07", months=30, levers={"enterprise.win_rate": 0.4}, currency="EUR", usd=2.0)


@pytest.mark.parametrize("calendar", [True, False])
def test_lines_lie_over_the_months_that_are_compared(calendar: bool) -> None:
    found = compare((FIRST, LATER), 20, calendar=calendar)
    frame = frames.overlaid(found, NAMES, "arr")
    first, second = (result["arr"][:, 0] for result in found.results)
    row = 19
    assert f"{frame['date'].iloc[row]:%Y-%m}" == "2027-08"
    assert frame["First"].iloc[row] == first[19]
    assert frame["Second"].iloc[row] == 2 * second[13 if calendar else 19]
    assert len(frame) == (36 if calendar else 30)
    assert np.isnan(frame["Second"].iloc[0]) == calendar
    assert np.isnan(frame["First"].iloc[24:]).all()


def test_key_numbers_are_taken_out_in_full() -> None:
    found = compare((FIRST, LATER), 20)
    full = frames.in_full(found, NAMES)
    texts, _ = frames.numbers(found, NAMES)
    assert full.shape == texts.shape
    assert full.loc["ARR", "First"] == found.results[0]["arr"][19, 0]
    assert full.loc["Net revenue retention", "Second"] == found.results[1]["nrr"][19, 0]
    assert not any(isinstance(cell, str) for cell in full.to_numpy().ravel())


def test_a_plan_that_starts_earlier_begins_left_of_the_first() -> None:
    found = compare((LATER, FIRST), 10, calendar=True)
    frame = frames.overlaid(found, NAMES, "headcount")
    assert f"{frame['date'].iloc[0]:%Y-%m}" == "2026-01"
    assert frame["Second"].iloc[0] == found.results[1]["headcount"][0, 0]
    assert frame["First"].iloc[6] == found.results[0]["headcount"][0, 0]


def test_the_bars_of_a_waterfall_lead_from_one_plan_to_the_other() -> None:
    other = Plan(months=24, levers={lever: 0.9 * FIRST.value(lever) for lever in LEVERS})
    found = explain(FIRST, other, "arr", 24)
    frame = frames.waterfall(found, NAMES)
    steps = frame[frame["kind"] != "total"]
    assert len(steps) == frames.BARS + 1
    assert steps["title"].iloc[-1] == "2 more differences"
    np.testing.assert_allclose(steps["start"].iloc[1:], steps["end"].iloc[:-1])
    ends = (steps["start"].iloc[0], steps["end"].iloc[-1])
    assert ends == pytest.approx((found.before, found.after))
    assert fsum(steps["end"] - steps["start"]) == pytest.approx(found.after - found.before)
    assert frame["text"].str.contains("±").sum() == 0


LEVERS = (
    *("enterprise.win_rate", "enterprise.acv", "enterprise.quota", "enterprise.attainment", "enterprise.reps"),
    *("inside_sales.win_rate", "inside_sales.acv", "inside_sales.quota", "inside_sales.attainment"),
    *("self_serve.conversion", "community.visitors", "community.signup_rate"),
)


def test_the_best_and_the_worst_are_marked() -> None:
    better = FIRST.with_levers({"enterprise.win_rate": 0.4})
    texts, styles = frames.numbers(compare((FIRST, better), 24), NAMES)
    assert texts.loc["ARR", "First"].endswith("▼")
    assert texts.loc["ARR", "Second"].endswith("▲")
    assert styles.loc["ARR", "Second"].startswith("background-color")
    assert set(styles.loc["Headcount"]) == {""}


def test_what_reads_alike_is_neither_best_nor_worst() -> None:
    hardly = FIRST.with_levers({"enterprise.win_rate": FIRST.value("enterprise.win_rate") * (1 + 1e-7)})
    found = compare((FIRST, hardly), 24)
    assert next(line for line in found.numbers if line.number.label == "ARR").best == (1,)
    texts, styles = frames.numbers(found, NAMES)
    assert texts.loc["ARR", "First"] == texts.loc["ARR", "Second"]
    assert set(styles.loc["ARR"]) == {""}


def test_words() -> None:
    better = FIRST.with_levers({"enterprise.win_rate": 0.4})
    found = explain(FIRST, better, "arr", 24)
    assert words.explained(found, NAMES).startswith("In Dec 2027, Second has $")
    assert " more ARR than First." in words.explained(found, NAMES)
    assert words.explained(explain(FIRST, FIRST, "arr", 24), NAMES) == "Second has the same ARR in Dec 2027 as First."
    said = words.apart(compare((FIRST, LATER), 20, calendar=True), NAMES, True)
    assert said == [
        "Second starts in Jul 2026; it is read in the same calendar month.",
        "Second has 30 months, First 24.",
        "Second is in EUR: amounts are converted, one EUR is 2 USD.",
    ]
