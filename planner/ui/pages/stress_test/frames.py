"""Frames of the Stress test page."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from planner.analysis.draws.uncertainty import Driver, Fan
from planner.analysis.readings import promises
from planner.plan import Plan
from planner.ui.figures.frames import dates
from planner.ui.pages.stress_test import words
from planner.vocabulary import lever_text, units
from planner.vocabulary.levers import CATALOGUE

MOST = 10
"""The most levers that a chart shows."""

FAINTEST = 0.005
"""Smaller rank correlations would be shown as 0 and are left out."""


def fan(
    plan: Plan,
    column: str,
    lines: Mapping[str, np.ndarray],
    fans: Mapping[str, Fan],
    spans: Iterable[tuple[str, int, int]] = (),
) -> pd.DataFrame:
    """What `charts.fan` draws.

    lines: (months,) by name: the plan, and under shocks. fans: by the same names; empty without draws. spans: name,
    first and last month (from 1) of each shock.
    """
    frame = pd.DataFrame({"date": dates(plan), "until": dates(plan, plan.months + 1)[1:], **lines})
    for name, found in fans.items():
        frame[words.median(name)], frame[f"low {name}"], frame[f"high {name}"] = found.middle, found.low, found.high
        frame[f"{name}, 8 in 10"] = [
            "" if np.isnan(ends[0]) else " to ".join(units.of(column).precise(end, plan.currency) for end in ends)
            for ends in zip(found.low.tolist(), found.high.tolist(), strict=True)
        ]
    promised = promises.marks(plan, column, next(iter(lines.values()), np.empty(0)))
    months = range(1, plan.months + 1)
    frame["Target"] = [promised.get(month, np.nan) for month in months]
    texts = {month: units.of(column).precise(bound, plan.currency) for month, bound in promised.items()}
    frame["Promised"] = [texts.get(month, "") for month in months]
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
            "title": lever_text.name(CATALOGUE[driver.lever]),
            "correlation": driver.rank_correlation,
            "text": f"{driver.rank_correlation:+.2f}",
        }
        for rank, driver in enumerate(moving, start=1)
    )
