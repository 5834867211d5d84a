"""Frames of the Stress test page."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from planner.analysis.draws.uncertainty import Driver
from planner.plan import Plan
from planner.ui.kit.frames import dates
from planner.vocabulary import units
from planner.vocabulary.lever_text import name
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money

MOST = 10
"""The most levers that a chart shows."""

FAINTEST = 0.005
"""Smaller rank correlations would be shown as 0 and are left out."""


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
            "" if np.isnan(ends[0]) else " to ".join(units.of(column).precise(end, plan.currency) for end in ends)
            for ends in zip(low.tolist(), high.tolist(), strict=True)
        ]
    promised = {target.month: target.arr for target in plan.arr_targets() if column == "arr"}
    months = range(1, plan.months + 1)
    frame["Target"] = [promised.get(month, np.nan) for month in months]
    frame["Promised"] = [money(promised[month], plan.currency) if month in promised else "" for month in months]
    acting = [[shock for shock, first, last in spans if first <= month <= last] for month in months]
    frame["Shocks"] = [", ".join(names) or "none" for names in acting]
    return frame


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
