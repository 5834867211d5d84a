import numpy as np
import pytest

from planner.model.simulate import simulate
from planner.plan import Plan
from planner.ui.figures import same_months

BASELINE = simulate(Plan(start="2026-01", months=60))
ARR = BASELINE["arr"][:, 0]


@pytest.mark.parametrize(
    ("start", "months", "first"),
    [("2026-01", 60, 0), ("2026-01", 24, 0), ("2027-01", 24, 12), ("2027-01", 60, 12), ("2025-07", 24, -6)],
)
def test_a_column_of_the_baseline_stands_in_its_calendar_months(start: str, months: int, first: int) -> None:
    values = same_months.column(BASELINE, "arr", Plan(start=start, months=months))
    expected = [ARR[at] if 0 <= at < 60 else np.nan for at in range(first, first + months)]
    np.testing.assert_array_equal(values, expected)


@pytest.mark.parametrize(
    ("start", "months", "last", "common"),
    [("2026-01", 60, 59, 60), ("2026-01", 24, 23, 24), ("2027-01", 24, 35, 24), ("2025-07", 24, 17, 18)],
)
def test_the_end_of_the_baseline_is_that_of_the_plan(start: str, months: int, last: int, common: int) -> None:
    there = same_months.up_to_the_same_month(BASELINE, Plan(start=start, months=months))
    assert there is not None
    assert there.months == common == len(there["arr"])
    assert there["arr"][-1, 0] == ARR[last]
    before = last - common
    assert there.day_one["arr"][0] == (ARR[before] if before >= 0 else BASELINE.day_one["arr"][0])


@pytest.mark.parametrize(("start", "months"), [("2026-01", 72), ("2027-01", 60), ("2020-01", 24), ("2040-01", 24)])
def test_a_month_that_the_baseline_does_not_have_is_said(start: str, months: int) -> None:
    plan = Plan(start=start, months=months)
    assert same_months.up_to_the_same_month(BASELINE, plan) is None
    assert same_months.missing(BASELINE.plan, plan, comparable=False).startswith(
        "No change is shown: the baseline has Jan 2026 to Dec 2030, and not "
    )


def test_amounts_in_another_currency_are_not_compared() -> None:
    plan = Plan(currency="EUR")
    assert np.isnan(same_months.column(BASELINE, "arr", plan)).all()
    assert not np.isnan(same_months.column(BASELINE, "customers", plan)).any()
    assert same_months.missing(BASELINE.plan, plan, comparable=True) == (
        "No change of amounts is shown: the baseline is in USD."
    )
    assert same_months.missing(BASELINE.plan, Plan(), comparable=True) == ""
