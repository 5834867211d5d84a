"""Parts of frames: months, columns, the baseline beside them."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from planner.analysis.levers.sensitivity import Swing
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.figures import same_months
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS, constraint_names
from planner.vocabulary.lever_text import brief, name
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_name
from planner.vocabulary.sources import SOURCES
from planner.vocabulary.teams import CONSTRAINTS


def dates(plan: Plan, months: int | None = None) -> pd.DatetimeIndex:
    """First day of every month of the plan."""
    return _dates(plan.start, months or plan.months)


@functools.lru_cache(64)
def _dates(start: str, months: int) -> pd.DatetimeIndex:
    return pd.date_range(start, periods=months, freq="MS", unit="ms")


def columns(result: Result, names: dict[str, str] | tuple[str, ...], /, **more: Any) -> dict[str, Any]:
    """Columns of one draw by month, (months,) each: date, and a field per column, by its label or the given name.

    more: further fields, or numbers that stand in every month.
    """
    labels = names if isinstance(names, dict) else {name: COLUMNS[name].label for name in names}
    fields = {label: result[name][:, 0] for name, label in labels.items()}
    others = {name: np.broadcast_to(value, result.months) for name, value in more.items()}
    return {"date": dates(result.plan).to_numpy()} | fields | others


def before(baseline: Result, column: str, plan: Plan) -> np.ndarray:
    """A column of the baseline in the plan's months; NaN where it has none, and all NaN when the two are the same."""
    if baseline.plan == plan:
        return np.full(plan.months, np.nan)
    return same_months.column(baseline, column, plan)


def against(result: Result, baseline: Result, column: str, **more: Any) -> dict[str, Any]:
    """What `charts.compared` draws. more: further fields."""
    return columns(result, (column,), Baseline=before(baseline, column, result.plan), **more)


def won_by_source(result: Result) -> dict[str, Any]:
    """ARR won per month by source, as `charts.won_by_source` draws it."""
    return columns(result, {source.won: source.label for source in SOURCES.values()})


Ends = Mapping[str, tuple[np.ndarray, np.ndarray]]
"""Between what 8 of 10 draws lie, (months,) each, by column."""


def fan(ends: Ends | None, column: str) -> dict[str, Any]:
    """The ends of a fan, P10 and P90, by month. NaN without draws."""
    low, high = ends[column] if ends else (np.nan, np.nan)
    return {"P10": low, "P90": high}


def constraint(result: Result, column: str) -> list[str]:
    """A constraint column as labels."""
    labels = [CONSTRAINTS[name].label for name in constraint_names(column)]
    return [labels[int(code)] for code in result[column][:, 0]]


def last_month(plan: Plan) -> str:
    """The plan's last month: "Dec 2030"."""
    return month_name(plan.start, plan.months)


def swings(found: Sequence[Swing], column: str, plan: Plan) -> pd.DataFrame:
    """What `charts.tornado` draws: the levers that move a column at all."""
    moving = [swing for swing in found if 0 < swing.reach < np.inf]
    return pd.DataFrame({"rank": rank, **_swing(swing, column, plan)} for rank, swing in enumerate(moving, start=1))


def _swing(swing: Swing, column: str, plan: Plan) -> dict[str, float | str]:
    """One bar. Where both ends lie on one side of today's value, the label of the nearer one stands on the other."""
    lever = CATALOGUE[swing.lever]
    low, high = (brief(lever, float(f"{end:.3g}"), plan.currency) for end in (swing.low, swing.high))
    left, right = (low, high) if swing.at_low <= swing.at_high else (high, low)
    return {
        "lever": lever.label,
        "title": name(lever),
        "base": swing.base,
        "at_low": swing.at_low,
        "at_high": swing.at_high,
        "least": min(swing.at_low, swing.at_high, swing.base),
        "most": max(swing.at_low, swing.at_high, swing.base),
        "low": low,
        "high": high,
        "text_low": units.of(column).precise(swing.at_low, plan.currency),
        "text_high": units.of(column).precise(swing.at_high, plan.currency),
        "left": left,
        "right": right,
    }
