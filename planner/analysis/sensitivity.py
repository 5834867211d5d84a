"""One-way sensitivity: each lever moved alone, all of them in one simulation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.levers import CATALOGUE
from planner.model.simulate import simulate
from planner.plan import Plan

STEP = 0.1
"""Relative change of a lever that has neither a range of its own nor a usual one."""

STEERED = tuple(
    lever.id for lever in CATALOGUE.values() if lever.kind == "flow" and lever.id != "retention.usage_change"
)
"""The levers a company steers by: every flow lever but the change in usage, which stands at 0 until a shock sets it."""


@dataclass(frozen=True)
class Swing:
    """What one lever does to the metric. low, high: its values; at_low, at_high: the metric there; base: today."""

    lever: str
    low: float
    high: float
    at_low: float
    at_high: float
    base: float

    @property
    def size(self) -> float:
        """How far the metric moves between low and high; 0 where it has no value."""
        gap = abs(self.at_high - self.at_low)
        return gap if np.isfinite(gap) else 0.0


def span(plan: Plan, lever_id: str) -> tuple[float, float]:
    """The range a lever is moved over: the plan's, or the usual one, or a tenth up and down."""
    lever, value = CATALOGUE[lever_id], plan.value(lever_id)
    if lever_id in plan.uncertainty:
        return plan.uncertainty[lever_id]
    if lever.usual_low is not None and lever.usual_high is not None:
        return lever.usual_low, lever.usual_high
    low, high = sorted((value * (1 - STEP), value * (1 + STEP)))
    return max(low, lever.min), min(high, lever.max)


def one_way(plan: Plan, metric: str, month: int, levers: Sequence[str] | None = None) -> list[Swing]:
    """Every flow lever's effect on the metric at the end of a month (from 1), largest first."""
    ids = [lever.id for lever in CATALOGUE.values() if lever.kind == "flow"] if levers is None else list(levers)
    spans = [span(plan, lever_id) for lever_id in ids]
    draws = 2 * len(ids) + 1
    values = {lever_id: np.full(draws, plan.value(lever_id)) for lever_id in ids}
    for at, (lever_id, (low, high)) in enumerate(zip(ids, spans, strict=True)):
        values[lever_id][2 * at], values[lever_id][2 * at + 1] = low, high
    outcome = simulate(plan, levers=values, keep=(metric,))[metric][month - 1]
    swings = [
        Swing(lever_id, low, high, float(outcome[2 * at]), float(outcome[2 * at + 1]), float(outcome[-1]))
        for at, (lever_id, (low, high)) in enumerate(zip(ids, spans, strict=True))
    ]
    return sorted(swings, key=lambda swing: swing.size, reverse=True)


def strongest(plan: Plan, metrics: Sequence[str], month: int, levers: Sequence[str] = STEERED) -> dict[str, Swing]:
    """The lever that moves each metric most at the end of a month (from 1), by metric; one simulation for all."""
    spans = [span(plan, lever_id) for lever_id in levers]
    values = {lever_id: np.full(2 * len(levers) + 1, plan.value(lever_id)) for lever_id in levers}
    for at, (lever_id, ends) in enumerate(zip(levers, spans, strict=True)):
        values[lever_id][2 * at : 2 * at + 2] = ends
    result = simulate(plan, levers=values, keep=metrics)
    found = {}
    for metric in metrics:
        outcome = result[metric][month - 1].tolist()
        swings = [
            Swing(lever_id, low, high, outcome[2 * at], outcome[2 * at + 1], outcome[-1])
            for at, (lever_id, (low, high)) in enumerate(zip(levers, spans, strict=True))
        ]
        found[metric] = max(swings, key=lambda swing: swing.size)
    return found
