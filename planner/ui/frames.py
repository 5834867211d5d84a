"""Tidy frames for the charts, from results."""

import math

import numpy as np
import pandas as pd

from planner.analysis.bridge import YearBridge
from planner.analysis.sensitivity import Swing
from planner.exchange.numbers import money, month_date, month_name, rounded_to_add_up
from planner.levers import CATALOGUE, SEGMENTS
from planner.model.columns import COLUMNS, constraint_names
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui import levers as lever_text
from planner.ui import theme

SEGMENT_NAMES = dict(zip(SEGMENTS, theme.SEGMENTS, strict=True))


def dates(plan: Plan, months: int | None = None) -> list[pd.Timestamp]:
    """First day of every month of the plan."""
    return [pd.Timestamp(month_date(plan.start, month)) for month in range(1, (months or plan.months) + 1)]


def columns(result: Result, names: dict[str, str] | tuple[str, ...]) -> pd.DataFrame:
    """Columns of one draw by month: date, and a field a column, under its label or the given name."""
    labels = names if isinstance(names, dict) else {name: COLUMNS[name].label for name in names}
    return pd.DataFrame({"date": dates(result.plan)} | {label: result[name][:, 0] for name, label in labels.items()})


def before(baseline: Result, column: str, plan: Plan) -> np.ndarray:
    """A column of the baseline over the plan's months; NaN where it has none, and all NaN when the two are the same."""
    values = np.full(plan.months, np.nan)
    if baseline.plan != plan:
        both = min(plan.months, baseline.months)
        values[:both] = baseline[column][:both, 0]
    return values


def arr(result: Result, baseline: Result) -> pd.DataFrame:
    """What `charts.arr` draws."""
    plan = result.plan
    frame = columns(result, {f"arr_{segment}": name for segment, name in SEGMENT_NAMES.items()} | {"arr": "ARR"})
    frame["until"] = dates(plan, plan.months + 1)[1:]
    frame["Baseline"] = before(baseline, "arr", plan)
    promised = {target.month: target.arr for target in plan.targets}
    frame["Target"] = [promised.get(month, np.nan) for month in range(1, plan.months + 1)]
    frame["Limit"] = constraint(result, "enterprise_constraint")
    return frame


def constraint(result: Result, column: str) -> list[str]:
    """A constraint column as the names people read."""
    names = [theme.CONSTRAINT_NAMES[name] for name in constraint_names(column)]
    return [names[int(code)] for code in result[column][:, 0]]


def last_month(plan: Plan) -> str:
    """The plan's last month: "Dec 2030"."""
    return month_name(plan.start, plan.months)


def against(result: Result, baseline: Result, column: str) -> pd.DataFrame:
    """What `charts.compared` draws."""
    frame = columns(result, (column,))
    frame["Baseline"] = before(baseline, column, result.plan)
    return frame


FLOWS = {
    "new": "New",
    "upgrade": "Upgrades",
    "expansion": "Expansion",
    "contraction": "Contraction",
    "churned": "Churned",
}
LOSSES = ("contraction", "churned")


def bridges(years: list[YearBridge]) -> pd.DataFrame:
    """ARR bridges by year, rounded so that every row adds up: Year, Opening, the flows with their signs, Closing."""
    unit = rounding_unit(max(abs(year.closing) for year in years))
    rows = []
    for year in years:
        opening, closing = (round(value / unit) * unit for value in (year.opening, year.closing))
        flows = [-getattr(year, name) if name in LOSSES else getattr(year, name) for name in FLOWS]
        parts, _ = rounded_to_add_up(flows, closing - opening, unit)
        rows.append(
            {"Year": year.year, "Opening": opening}
            | dict(zip(FLOWS.values(), parts, strict=True))
            | {"Closing": closing}
        )
    return pd.DataFrame(rows)


def waterfall(table: pd.DataFrame, plan: Plan, year: int | None) -> pd.DataFrame:
    """What `charts.waterfall` draws: one row of `bridges`, or the whole plan."""
    rows = table if year is None else table[table["Year"] == year]
    level = float(rows["Opening"].iloc[0])
    steps = [("Opening", 0.0, level, "total")]
    for name in FLOWS.values():
        change = float(rows[name].sum())
        steps.append((name, level, level + change, "gain" if change >= 0 else "loss"))
        level += change
    steps.append(("Closing", 0.0, level, "total"))
    frame = pd.DataFrame(steps, columns=["step", "start", "end", "kind"])
    frame["text"] = [money(end if kind == "total" else end - start, plan.currency) for _, start, end, kind in steps]
    return frame


def swings(found: list[Swing], plan: Plan) -> pd.DataFrame:
    """What `charts.tornado` draws."""
    return pd.DataFrame(
        {
            "lever": CATALOGUE[swing.lever].label,
            "at_low": swing.at_low,
            "at_high": swing.at_high,
            "base": swing.base,
            "low": lever_text.brief(CATALOGUE[swing.lever], swing.low, plan),
            "high": lever_text.brief(CATALOGUE[swing.lever], swing.high, plan),
            "text_low": money(swing.at_low, plan.currency),
            "text_high": money(swing.at_high, plan.currency),
        }
        for swing in found
    )


def rounding_unit(largest: float) -> float:
    """What to round to so that the largest number has three digits."""
    return 10.0 ** (math.floor(math.log10(largest)) - 2) if largest > 0 else 1.0
