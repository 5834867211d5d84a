"""One-way sensitivity: each lever moved alone, all of them in one simulation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis import arguments
from planner.analysis.levers.one_at_a_time import moved
from planner.plan import Plan, reference_data
from planner.vocabulary.levers import BEYOND_CONTROL, CATALOGUE, lever
from planner.vocabulary.teams import TEAMS

STEP = 0.1
"""Relative change of a lever that has neither a range of its own nor a usual one."""

UNUSUAL = 0.3
"""Relative change of a lever that has no usual range, where the plan's own does not count."""

FLOWS = tuple(lever.id for lever in CATALOGUE.values() if lever.kind == "flow")
"""The levers that act every month, in the order of the catalogue."""

USAGE = "retention.usage_change"
"""The lever that stands at 0 until a shock sets it."""

UNLIMITED = "community.market"
"""The lever whose 0 means no limit: nothing is a step away from it."""

ASSUMPTIONS = tuple(lever_id for lever_id in FLOWS if lever_id not in (USAGE, UNLIMITED))
"""The levers that can be wrong: every flow lever but the change in usage, which stands at 0 until a shock sets it, and
the size of the market, where 0 means no limit.
"""

DECISIONS = tuple(lever_id for lever_id in FLOWS if lever_id not in BEYOND_CONTROL)
"""The levers that somebody in the company decides on."""


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

    @property
    def reach(self) -> float:
        """How far the metric moves from where it stands today, at most: inf to or from infinity, 0 without a value."""
        ends = [end for end in (self.at_low, self.at_high) if end != self.base]
        if np.isnan([self.base, *ends]).any():
            return 0.0
        return max((abs(end - self.base) for end in ends), default=0.0)


def span(plan: Plan, lever_id: str) -> tuple[float, float]:
    """The range a lever is moved over: the plan's, or the usual one, or a tenth up and down.

    From 0 one step; from no limit on the market, no step.
    """
    of, value = reference_data.lever(plan, lever(lever_id).id), plan.value(lever_id)
    if lever_id in plan.uncertainty:
        return plan.uncertainty[lever_id]
    if of.usual_low is not None and of.usual_high is not None:
        return of.usual_low, of.usual_high
    change = STEP * abs(value) or (0.0 if lever_id == UNLIMITED else of.step)
    return max(value - change, of.min), min(value + change, of.max)


def usual_span(plan: Plan, lever_id: str) -> tuple[float, float]:
    """The usual range of a lever, whatever the plan has; without one its value less and more `UNUSUAL` of it."""
    of, value = reference_data.lever(plan, lever(lever_id).id), plan.value(lever_id)
    if of.usual_low is not None and of.usual_high is not None:
        return of.usual_low, of.usual_high
    reach = UNUSUAL * abs(value)
    return max(value - reach, of.min), min(value + reach, of.max)


def largest(plan: Plan, count: int = 10) -> list[str]:
    """The levers that move ARR at the end most, one at a time over `usual_span`.

    At most so many, the largest swing first. A lever that moves nothing is not among them, nor one of value 0, which
    has no share to vary by.
    """
    levers = [lever_id for lever_id in FLOWS if plan.value(lever_id) != 0]
    found = swings(plan, ("arr",), plan.months, levers, usual_span)["arr"]
    return [swing.lever for swing in found[:count] if swing.size > 0]


def swings(
    plan: Plan,
    metrics: Sequence[str],
    month: int,
    levers: Sequence[str] = FLOWS,
    over: Callable[[Plan, str], tuple[float, float]] = span,
) -> dict[str, list[Swing]]:
    """What each lever does to each metric at the end of a month (from 1), by metric, largest first.

    over: between what a lever is moved, by plan and lever id. PlannerError for an unknown metric or lever, or a month
    beyond the plan.
    """
    row = arguments.month(plan, month) - 1
    spans = [over(plan, lever_id) for lever_id in levers]
    ends = [value for pair in spans for value in pair]
    names = [lever_id for lever_id in levers for _ in ("low", "high")]
    as_it_is = (levers[0], plan.value(levers[0]))
    result = moved(plan, [*names, as_it_is[0]], [*ends, as_it_is[1]], [arguments.metric(metric) for metric in metrics])
    found = {}
    for metric in metrics:
        *outcome, base = result[metric][row].tolist()
        each = [
            Swing(lever_id, low, high, at_low, at_high, base)
            for lever_id, (low, high), at_low, at_high in zip(levers, spans, outcome[::2], outcome[1::2], strict=True)
        ]
        found[metric] = sorted(each, key=lambda swing: swing.size, reverse=True)
    return found


def one_way(plan: Plan, metric: str, month: int, levers: Sequence[str] = FLOWS) -> list[Swing]:
    """What each lever does to the metric at the end of a month (from 1), largest first; PlannerError as in `swings`."""
    return swings(plan, (metric,), month, levers)[metric]


REFERENCES = tuple(lever_id for lever_id in FLOWS if lever_id.partition(".")[2].startswith("reference_"))
"""The levers that say at what quotas and retention were measured: moving one changes nothing in the company."""


def in_play(plan: Plan) -> list[str]:
    """The levers that act every month, without the hiring of a team that the company neither has nor plans."""
    absent = {f"{team}.hires_per_quarter" for team in TEAMS if not _has(plan, team)} - plan.uncertainty.keys()
    return [lever_id for lever_id in FLOWS if lever_id not in absent]


def _has(plan: Plan, team: str) -> bool:
    known = ("reps", "ramping_reps", "hires_per_quarter", "arr", "customers", "opening_pipeline")
    events = any(event.lever == f"{team}.hires_per_quarter" and event.active for event in plan.events)
    return events or any(plan.value(f"{team}.{name}") for name in known)


def steered(plan: Plan, metric: str, month: int) -> list[Swing]:
    """`by_reach` of one metric, without `REFERENCES`."""
    return [one for one in by_reach(plan, [metric], month)[metric] if one.lever not in REFERENCES]


def by_reach(plan: Plan, metrics: Sequence[str], month: int) -> dict[str, list[Swing]]:
    """The levers `in_play` by how far they move each metric from where it stands, furthest first.

    By metric, at the end of a month (from 1); PlannerError as in `swings`.
    """
    levers = [one for one in in_play(plan) if one != USAGE or plan.value(one) or one in plan.uncertainty]
    found = swings(plan, metrics, month, levers)
    return {metric: sorted(each, key=lambda one: one.reach, reverse=True) for metric, each in found.items()}
