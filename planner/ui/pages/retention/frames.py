"""Frames of the Retention page."""

from typing import Any

import numpy as np
import pandas as pd

from planner.analysis.readings import churn, cohorts
from planner.analysis.readings.losses import Losses
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.figures.frames import before, columns, dates
from planner.vocabulary.numbers import money, month_name
from planner.vocabulary.segments import SEGMENTS

RETENTION = {
    "nrr": "Net retention",
    "grr": "Gross retention",
    "logo_retention": "Customers kept",
}
"""Measures of retention, by column."""


def rates(result: Result, baseline: Result, measure: str) -> dict[str, Any]:
    """What `charts.rates` draws. measure: one of RETENTION."""
    names = {f"{measure}_{segment.id}": segment.label for segment in SEGMENTS.values()} | {measure: "All customers"}
    frame = columns(result, names)
    frame["Baseline"] = before(baseline, measure, result.plan)
    return frame


def losses(lost: Losses, plan: Plan) -> pd.DataFrame:
    """What `charts.losses` draws."""
    return pd.DataFrame(
        {
            "date": dates(plan),
            "ARR": lost.arr,
            "ARR without losses": lost.arr_without,
            "Lost to date": lost.lost_to_date,
        }
    )


def contracts(result: Result) -> dict[str, Any]:
    """ARR on annual contracts and in pay-as-you-go pools, as `charts.contracts` draws them."""
    payg = payg_arr(result)
    return columns(result, (), **{"Annual contracts": result["arr"][:, 0] - payg, "Pay as you go": payg})


def payg_arr(result: Result) -> np.ndarray:
    """Pay-as-you-go ARR of all segments by month."""
    return sum((result[f"payg_arr_{segment}"][:, 0] for segment in SEGMENTS), np.zeros(result.months))


def cohort_arr(result: Result) -> pd.DataFrame:
    """ARR with one row per year of the contract and one column per year's end; the last row is all ARR.

    NaN before a contract's year.
    """
    cells = cohorts.triangle(result)
    ends = [min(12 * year, result.months) for year in range(1, len(cells))]
    arr = [result.day_one["arr"][0], *(result["arr"][end - 1, 0] for end in ends)]
    table = np.vstack([cells, arr])
    return pd.DataFrame(table, index=[*_cohort_names(len(cells)), "ARR"], columns=_year_ends(result.plan, len(cells)))


def cohort_shares(result: Result) -> pd.DataFrame:
    """Each cohort's ARR as a share of what it was at the end of its first year; NaN before, and for an empty cohort."""
    cells = cohorts.triangle(result)
    first = np.diag(cells)[:, None]
    shares = np.divide(cells, first, out=np.full(cells.shape, np.nan), where=first > 0)
    return pd.DataFrame(shares, index=_cohort_names(len(cells)), columns=_year_ends(result.plan, len(cells)))


def _cohort_names(rows: int) -> list[str]:
    return ["Day one", *(f"Year {year}" for year in range(1, rows))]


def _year_ends(plan: Plan, ends: int) -> list[str]:
    return ["Day one", *(month_name(plan.start, min(12 * year, plan.months)) for year in range(1, ends))]


def two_businesses(business: churn.Business, retentions: tuple[float, float], currency: str) -> pd.DataFrame:
    """What `charts.two_businesses` draws."""
    high, low = (churn.revenue(business, kept) for kept in sorted(retentions, reverse=True))
    frame = pd.DataFrame({"year": range(business.years + 1), "better": high, "worse": low, "last": business.years})
    for name, kept in zip(("better", "worse"), sorted(retentions, reverse=True), strict=True):
        frame[f"text_{name}"] = f"{100 * kept:.4g}% kept"
        frame[f"tip_{name}"] = [money(value, currency) for value in frame[name]]
    frame["tip_gap"] = [money(value, currency) for value in high - low]
    return frame
