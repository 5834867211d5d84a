"""Frames of the Overview."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from planner.analysis.readings.bridge import YearBridge
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit.frames import against, before, columns, constraint, dates, fan
from planner.vocabulary.numbers import money
from planner.vocabulary.segments import SEGMENTS


def arr(result: Result, baseline: Result, draws: Result | None) -> pd.DataFrame:
    """What `charts.arr` draws. draws: the plan's, where something is uncertain."""
    plan = result.plan
    promised = {target.month: target.arr for target in plan.targets}
    return columns(
        result,
        {f"arr_{segment.id}": segment.label for segment in SEGMENTS.values()} | {"arr": "ARR"},
        until=dates(plan, plan.months + 1)[1:],
        Baseline=before(baseline, "arr", plan),
        Target=[promised.get(month, np.nan) for month in range(1, plan.months + 1)],
        Limit=constraint(result, "enterprise_constraint"),
        **fan(draws, "arr"),
    )


def followed(result: Result, baseline: Result, draws: Result | None, column: str) -> pd.DataFrame:
    """What `charts.fanned` draws: a column with its baseline and its fan."""
    return against(result, baseline, column, **fan(draws, column))


FLOWS = {
    "new": "New",
    "upgrade": "Upgrades",
    "expansion": "Expansion",
    "contraction": "Contraction",
    "churned": "Churned",
}

LOSSES = ("contraction", "churned")

ROOM = 1.06
"""How much higher than its bars a waterfall is, for the amounts above them."""


def bridges(years: Sequence[YearBridge]) -> pd.DataFrame:
    """ARR bridges by year: Year, Opening, the flows with their signs, Closing."""
    return pd.DataFrame(
        {"Year": year.year, "Opening": year.opening, **_flows(year), "Closing": year.closing} for year in years
    )


def waterfall(years: Sequence[YearBridge], plan: Plan, number: int | None) -> pd.DataFrame:
    """What `charts.waterfall` draws: the year of that number, or the whole plan."""
    chosen = bridges([year for year in years if number in (None, year.year)])
    opening, closing = float(chosen["Opening"].iloc[0]), float(chosen["Closing"].iloc[-1])
    level, steps = opening, [("Opening", 0.0, opening, "total", opening)]
    for name in FLOWS.values():
        flow = float(chosen[name].sum())
        steps.append((name, level, level + flow, "gain" if flow >= 0 else "loss", flow))
        level += flow
    steps.append(("Closing", 0.0, closing, "total", closing))
    frame = pd.DataFrame(steps, columns=["step", "start", "end", "kind", "amount"])
    frame["rank"] = range(1, len(frame) + 1)
    frame["top"] = frame[["start", "end"]].max(axis=1)
    frame["room"] = ROOM * frame["top"]
    frame["text"] = [money(amount, plan.currency) for amount in frame["amount"]]
    return frame


def _flows(year: YearBridge) -> dict[str, float]:
    """The flows of a year by label, losses below 0."""
    return {label: getattr(year, name) * (-1 if name in LOSSES else 1) for name, label in FLOWS.items()}
