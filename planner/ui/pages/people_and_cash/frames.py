"""Frames of the People and cash page."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from planner.analysis.hiring import by_quarter
from planner.analysis.hiring.seats import Seats
from planner.analysis.readings import cash_bridge as readings
from planner.analysis.readings.cash_bridge import YEAR
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.figures.frames import against, before, columns, dates
from planner.vocabulary.functions import FUNCTIONS
from planner.vocabulary.numbers import money, month_name
from planner.vocabulary.roles import ROLES

QUARTERS = 4
"""Of a year."""

YEAR_TO = "Year to "
"""Before the last month of a year: the column of its sum."""


def first_and_last(heads: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Whole people of the first and the last month, by the id of the role. heads: of `heads`."""
    return {role.id: (int(heads[role.label].iloc[0]), int(heads[role.label].iloc[-1])) for role in ROLES.values()}


HIRING = {"hires": "Who joins", "leavers": "Who leaves", "heads": "Heads at the end"}
"""Views of the hiring plan by quarter."""

SEATS = "seats"
"""The view of the hiring plan as a list of seats."""


def hiring_plan(result: Result, what: str) -> pd.DataFrame:
    """Whole people with one row per role and one column per quarter, named by its last month; the last row is everyone.

    A role that nobody ever has is left out. what: "hires", "leavers" (both with their sum in a first column, and that
    of each year behind its quarters) or "heads" (day one in a first column).
    """
    every = by_quarter.by_quarter(result)
    quarters = [one for one in every if one.day_one or one.heads.any() or one.hires.any()] or every
    ends = [month_name(result.plan.start, month) for month in by_quarter.quarter_ends(result.months)]
    rows = {ROLES[quarter.role].label: getattr(quarter, what) for quarter in quarters}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=ends)
    if what == "heads":
        table.insert(0, "Day one", [quarter.day_one for quarter in quarters])
    else:
        for year, end in reversed(list(enumerate(range(QUARTERS, len(ends) + QUARTERS, QUARTERS)))):
            quarters_of = table.iloc[:, year * QUARTERS : end]
            table.insert(min(end, len(ends)), f"{YEAR_TO}{ends[min(end, len(ends)) - 1]}", quarters_of.sum(axis=1))
        table.insert(0, "In all", table[ends].sum(axis=1))
    table.loc["Everyone"] = table.sum()
    return table


def seats(found: Sequence[Seats], plan: Plan) -> pd.DataFrame:
    """Seats as texts, one row per role and month of start."""
    return pd.DataFrame(
        [
            (
                f"{month_name(plan.start, some.opens)}{'' if some.opens > 0 else ', before the plan'}",
                ROLES[some.role].label,
                f"{some.people:,}",
                month_name(plan.start, some.starts),
                money(some.cost, plan.currency),
                money(some.people * some.cost, plan.currency),
            )
            for some in found
        ],
        columns=["Open by", "Role", "How many", "Start", "Cost a year, each", "Cost a year, all"],
    )


def cash_bridge(result: Result) -> pd.DataFrame:
    """The bridge from revenue to cash: a row per step, a column per year, named after its last month."""
    years = readings.by_year(result)
    ends = [month_name(result.plan.start, min(YEAR * year.year, result.months)) for year in years]
    rows = {
        "Opening cash": [year.opening for year in years],
        "Revenue": [year.revenue for year in years],
        "Prepaid, more": [year.prepaid for year in years],
        "Owed, more": [-year.owed for year in years],
        "Prepayments that upgrades leave": [year.forfeited for year in years],
        "Collections": [year.collections for year in years],
        "Services": [year.services for year in years],
        "Cost": [-year.operating_cost for year in years],
        "Funding": [year.funding for year in years],
        "Closing cash": [year.closing for year in years],
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=[f"to {end}" for end in ends])


def costs(result: Result) -> dict[str, Any]:
    """What `charts.costs` draws: cost by function, all of it, and revenue with services."""
    functions = {function.id: function.label for function in FUNCTIONS.values()}
    frame = columns(result, functions | {"operating_cost": "All cost"})
    frame["Revenue"] = result["revenue"][:, 0] + result["services_revenue"][:, 0]
    return frame


def cash(result: Result, baseline: Result) -> dict[str, Any]:
    """What `charts.cash` draws."""
    plan = result.plan
    frame = against(result, baseline, "cash")
    arrives = result["funding"][:, 0]
    frame["Round"] = np.where(arrives != 0, frame["Cash"], np.nan)
    frame["Funding"] = [f"{money(amount, plan.currency)} round" if amount else "" for amount in arrives]
    frame["Late"] = np.arange(plan.months) >= plan.months / 2
    frame["Cash after"] = [
        money(cash, plan.currency) if amount else "" for cash, amount in zip(frame["Cash"], arrives, strict=True)
    ]
    return frame


def flow(result: Result, baseline: Result) -> dict[str, Any]:
    """What `charts.flow` draws."""
    frame = against(result, baseline, "free_cash_flow")
    frame["until"] = dates(result.plan, result.months + 1)[1:]
    return frame


def runway(result: Result, baseline: Result) -> dict[str, Any]:
    """What `charts.runway` draws."""
    values = {"Runway": result["runway_months"][:, 0], "Baseline": before(baseline, "runway_months", result.plan)}
    return columns(result, (), **{name: np.where(np.isinf(path), np.nan, path) for name, path in values.items()})
