"""Frames of the Overview."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from planner.analysis.readings.bridge import YEAR, YearBridge
from planner.analysis.readings.growth import YearGrowth
from planner.plan import Plan
from planner.vocabulary.growth import FACTORS
from planner.vocabulary.numbers import MISSING, money, month_name, plain

FLOWS = {
    "new": "New",
    "upgrade": "Upgrades",
    "expansion": "Expansion",
    "contraction": "Contraction",
    "churned": "Churned",
}

LOSSES = ("contraction", "churned")

ROOM = 1.06
"""Height of a waterfall relative to its bars, which leaves room for the amounts above them."""


def bridges(years: Sequence[YearBridge]) -> dict[str, list[float]]:
    """ARR bridges by year, by column: Year, Opening, the flows with their signs, Closing."""
    rows = [{"Year": year.year, "Opening": year.opening, **_flows(year), "Closing": year.closing} for year in years]
    return {name: [row[name] for row in rows] for name in rows[0]}


def factors(years: Sequence[YearGrowth], plan: Plan) -> pd.DataFrame:
    """Growth of every year as texts: users, use cases, price, and ARR, how many times as much each."""
    return pd.DataFrame(
        {
            "Year": f"to {month_name(plan.start, (year.year - 1) * YEAR + year.months)}",
            **{factor.label: times(year.factors[factor.id]) for factor in FACTORS.values()},
            "ARR": times(year.arr),
        }
        for year in years
    )


def times(factor: float) -> str:
    """How many times as much: "×1.24"."""
    return f"×{plain(factor, 2)}" if np.isfinite(factor) else MISSING


def waterfall(years: Sequence[YearBridge], plan: Plan, number: int | None) -> dict[str, Any]:
    """What `charts.waterfall` draws: the year of that number, or the whole plan."""
    chosen = [year for year in years if number in (None, year.year)]
    level, closing, flows = chosen[0].opening, chosen[-1].closing, [_flows(year) for year in chosen]
    steps = [("Opening", 0.0, level, "total", level)]
    for name in FLOWS.values():
        flow = sum(each[name] for each in flows)
        steps.append((name, level, level + flow, "gain" if flow >= 0 else "loss", flow))
        level += flow
    steps.append(("Closing", 0.0, closing, "total", closing))
    names, starts, ends, kinds, amounts = zip(*steps, strict=True)
    top = np.maximum(starts, ends)
    return {
        "rank": range(1, len(steps) + 1),
        "step": names,
        "start": starts,
        "end": ends,
        "top": top,
        "room": ROOM * top,
        "kind": kinds,
        "amount": amounts,
        "text": [money(amount, plan.currency) for amount in amounts],
    }


def _flows(year: YearBridge) -> dict[str, float]:
    """The flows of a year by label, losses below 0."""
    return {label: getattr(year, name) * (-1 if name in LOSSES else 1) for name, label in FLOWS.items()}
