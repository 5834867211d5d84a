"""What an approved plan promised, and how a later one stands to it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from planner.analysis.draws import uncertainty
from planner.model.simulate import Result
from planner.plan import Plan
from planner.vocabulary.numbers import months_apart

METRICS = ("arr", "revenue", "free_cash_flow", "cash", "headcount", "nrr")
"""The key numbers that an approval keeps."""

LEVELS = tuple(f"p{round(100 * level)}" for level in uncertainty.LEVELS)
"""Names of the quantiles: "p5" to "p95"."""

YEAR = 12

Verdict = Literal["below", "within", "above"]


class Kept(NamedTuple):
    """A key number at the end of a month of the later plan, from 1, and what the approved one promised for it.

    low, middle, high: p5, p50 and p95 of the promise. now: in the later plan. verdict: where that lies.
    """

    metric: str
    month: int
    low: float
    middle: float
    high: float
    now: float
    verdict: Verdict


def forecast(plan: Plan) -> dict[str, dict[str, list[float | None]]]:
    """Quantiles of the key numbers of a plan by metric and level, one per month; None where there is none.

    A plan with nothing uncertain has the same number at every level.
    """
    result = uncertainty.run(plan, keep=METRICS)
    found = {metric: uncertainty.quantiles(result[metric]) for metric in METRICS}
    return {
        metric: {level: [_finite(value) for value in row] for level, row in zip(LEVELS, values.tolist(), strict=True)}
        for metric, values in found.items()
    }


def held(promised: Mapping[str, Mapping[str, Sequence[float | None]]], approved: Plan, later: Result) -> list[Kept]:
    """How a later plan stands to what was promised, at the end of every year of the approved plan that both have.

    promised: as `forecast` gave it for the approved plan. Empty when the two are in different currencies.
    """
    plan, found = later.plan, list[Kept]()
    if approved.currency != plan.currency:
        return found
    shift = months_apart(plan.start, approved.start)
    for metric, levels in promised.items():
        if metric not in later.columns:
            continue
        for at in range(YEAR - 1, approved.months, YEAR):
            month = at + shift + 1
            ends = [levels.get(level, [])[at : at + 1] for level in ("p5", "p50", "p95")]
            if not 1 <= month <= plan.months or not all(end and end[0] is not None for end in ends):
                continue
            low, middle, high = (float(end[0] or 0.0) for end in ends)
            now = float(later[metric][month - 1, 0])
            if np.isfinite(now):
                slack = 1e-9 * max(abs(low), abs(high), 1.0)
                verdict: Verdict = "below" if now < low - slack else "above" if now > high + slack else "within"
                found.append(Kept(metric, month, low, middle, high, now, verdict))
    return found


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
