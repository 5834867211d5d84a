"""Queues for finite people, and the sales cycle between them. MODEL.md, Sales chains."""

from typing import NamedTuple

import numpy as np

from planner.model.compiled import stage

CYCLE_SPAN = 26
"""Months past the horizon that a decision can fall into: the longest cycle, its split and one to spare."""

TOLERANCE = 1e-9


class BySource(NamedTuple):
    """An amount of the month by where the lead came from."""

    pql: float
    upgrade: float
    mql: float


@stage
def total(amounts: BySource) -> float:
    """The amount over all sources."""
    return amounts.pql + amounts.upgrade + amounts.mql


@stage
def scaled(amounts: BySource, community: float, marketing: float) -> BySource:
    """PQLs and upgrades times `community`, MQLs times `marketing`."""
    return BySource(amounts.pql * community, amounts.upgrade * community, amounts.mql * marketing)


@stage
def plus(left: BySource, right: BySource) -> BySource:
    """Sum by source."""
    return BySource(left.pql + right.pql, left.upgrade + right.upgrade, left.mql + right.mql)


@stage
def available(queue: BySource, inflow: BySource, goes_cold: float) -> BySource:
    """What a station could work on in the month: what has not gone cold of the queue, and what comes in."""
    stays = 1.0 - goes_cold
    return plus(scaled(queue, stays, stays), inflow)


@stage
def serve(work: BySource, waiting: float, capacity: float) -> tuple[BySource, BySource]:
    """Serve the available work pro rata: (served in the month, left in the queue). waiting: the work's total."""
    share = min(1.0, capacity / waiting) if waiting > 0.0 else 1.0
    served = scaled(work, share, share)
    return served, BySource(work.pql - served.pql, work.upgrade - served.upgrade, work.mql - served.mql)


@stage
def binds(waiting: float, capacity: float) -> bool:
    """Whether more work is available than the station can serve."""
    return waiting > capacity * (1.0 + TOLERANCE)


@stage
def decide_later(decisions: np.ndarray, month: int, cycle_months: float, opportunities: BySource) -> None:
    """Put the opportunities of `month` where they are decided, in place; a fractional cycle splits linearly.

    decisions: (months + CYCLE_SPAN, 3), by month and source.
    """
    whole = int(cycle_months)
    later = cycle_months - whole
    for source in range(3):
        decisions[month + whole, source] += opportunities[source] * (1.0 - later)
        decisions[month + whole + 1, source] += opportunities[source] * later


@stage
def open_pipeline(decisions: np.ndarray, source: int, cycle_months: float, opportunities: float) -> None:
    """Spread the opportunities open on day one evenly over one cycle, in place; all in month 0 when the cycle is 0."""
    if cycle_months == 0.0:
        decisions[0, source] += opportunities
    month = 0
    while month < cycle_months:
        decisions[month, source] += opportunities * (min(month + 1.0, cycle_months) - month) / cycle_months
        month += 1


@stage
def decided(decisions: np.ndarray, month: int) -> BySource:
    """Opportunities that are decided in the month."""
    return BySource(decisions[month, 0], decisions[month, 1], decisions[month, 2])


@stage
def constraint(bdr_binds: bool, se_binds: bool, ae_binds: bool) -> int:
    """The most downstream station that binds: 3 AEs, 2 SEs, 1 BDRs, 0 leads.

    Relieving one upstream of it would only lengthen its queue.
    """
    if ae_binds:
        return 3
    if se_binds:
        return 2
    return 1 if bdr_binds else 0
