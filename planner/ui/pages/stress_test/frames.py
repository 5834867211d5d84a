"""Frames of the Stress test page."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from planner.analysis.draws.uncertainty import Driver
from planner.analysis.levers.sensitivity import Swing
from planner.plan import Plan
from planner.ui.kit.frames import dates
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.lever_text import brief, name
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, money, percent, plain

MOST = 10
"""How many levers a chart shows."""

FAINTEST = 0.005
"""Rank correlations below it are shown as 0, and so not at all."""


def fan(
    plan: Plan, column: str, paths: Mapping[str, np.ndarray], spans: Iterable[tuple[str, int, int]] = ()
) -> pd.DataFrame:
    """What `charts.fan` draws.

    paths: (3, months) by the name of the fan: its lower end, its middle, its upper end; ends of NaN for a single line.
    spans: name, first and last month (from 1) of each shock.
    """
    frame = pd.DataFrame({"date": dates(plan), "until": dates(plan, plan.months + 1)[1:]})
    for fan_name, (low, middle, high) in paths.items():
        frame[fan_name], frame[f"low {fan_name}"], frame[f"high {fan_name}"] = middle, low, high
        frame[f"{fan_name}, 8 in 10"] = [
            "" if np.isnan(ends[0]) else " to ".join(value_text(column, end, plan) for end in ends)
            for ends in zip(low.tolist(), high.tolist(), strict=True)
        ]
    promised = {target.month: target.arr for target in plan.targets if column == "arr"}
    months = range(1, plan.months + 1)
    frame["Target"] = [promised.get(month, np.nan) for month in months]
    frame["Promised"] = [money(promised[month], plan.currency) if month in promised else "" for month in months]
    acting = [[shock for shock, first, last in spans if first <= month <= last] for month in months]
    frame["Shocks"] = [", ".join(names) or "none" for names in acting]
    return frame


def value_text(column: str, value: float, plan: Plan) -> str:
    """A column's value by its unit, with the digits it takes to compare two."""
    unit = COLUMNS[column].unit
    if unit == "money":
        return money(value, plan.currency)
    if unit == "share":
        return percent(value, 1)
    return plain(value, 2) if unit == "ratio" else plain(value) if unit == "months" else count(value)


def drivers(found: Sequence[Driver]) -> pd.DataFrame:
    """What `charts.drivers` draws: the strongest levers that explain anything."""
    moving = [driver for driver in found[:MOST] if abs(driver.rank_correlation) >= FAINTEST]
    return pd.DataFrame(
        {
            "rank": rank,
            "lever": CATALOGUE[driver.lever].label,
            "title": name(CATALOGUE[driver.lever]),
            "correlation": driver.rank_correlation,
            "text": f"{driver.rank_correlation:+.2f}",
        }
        for rank, driver in enumerate(moving, start=1)
    )


def swings(found: Sequence[Swing], metric: str, plan: Plan) -> pd.DataFrame:
    """What `charts.tornado` draws: the levers that move the metric most."""
    moving = [swing for swing in found[:MOST] if swing.size > 0 and np.isfinite(swing.base)]
    return pd.DataFrame({"rank": rank, **_swing(swing, metric, plan)} for rank, swing in enumerate(moving, start=1))


def _swing(swing: Swing, metric: str, plan: Plan) -> dict[str, float | str]:
    """A bar. Where both ends lie on one side of today, the value at the nearer one stands on the other side."""
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
        "text_low": value_text(metric, swing.at_low, plan),
        "text_high": value_text(metric, swing.at_high, plan),
        "left": left,
        "right": right,
    }
