"""Frames of the Overview."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from planner.analysis.readings.bridge import YearBridge
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit.frames import against, before, columns, constraint, dates, fan, rounding_unit
from planner.vocabulary.numbers import money, rounded_to_add_up
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

FINEST = 1e-3
"""What the smallest amounts that are shown are rounded to."""


def bridges(years: Sequence[YearBridge]) -> pd.DataFrame:
    """ARR bridges by year: Year, Opening, the flows with their signs, Closing.

    Both ends are rounded to the three digits they are shown with, and the flows between them add up to what is shown.
    """
    return pd.DataFrame({"Year": year.year} | _rounded(year.opening, _flows(year), year.closing) for year in years)


def waterfall(years: Sequence[YearBridge], plan: Plan, number: int | None) -> pd.DataFrame:
    """What `charts.waterfall` draws: the year of that number, or the whole plan."""
    chosen = [year for year in years if number in (None, year.year)]
    flows = [sum(parts) for parts in zip(*map(_flows, chosen), strict=True)]
    row = _rounded(chosen[0].opening, flows, chosen[-1].closing)
    level = row["Opening"]
    steps = [("Opening", 0.0, level, "total")]
    for name in FLOWS.values():
        steps.append((name, level, level + row[name], "gain" if row[name] >= 0 else "loss"))
        level += row[name]
    steps.append(("Closing", 0.0, row["Closing"], "total"))
    frame = pd.DataFrame(steps, columns=["step", "start", "end", "kind"])
    frame["top"] = frame[["start", "end"]].max(axis=1)
    frame["room"] = ROOM * frame["top"]
    frame["text"] = [money(row[step], plan.currency) for step in frame["step"]]
    return frame


def _flows(year: YearBridge) -> list[float]:
    return [-getattr(year, name) if name in LOSSES else getattr(year, name) for name in FLOWS]


def _rounded(opening: float, flows: Sequence[float], closing: float) -> dict[str, float]:
    unit = max(FINEST, rounding_unit(min([value for value in (opening, closing) if value], default=0.0)))
    ends = [round(float(f"{value:.3g}") / unit) * unit for value in (opening, closing)]
    parts, _ = rounded_to_add_up(flows, ends[1] - ends[0], unit)
    return {"Opening": ends[0], **dict(zip(FLOWS.values(), parts, strict=True)), "Closing": ends[1]}
