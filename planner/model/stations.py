"""Queues for finite people: what waits, what is served, what goes cold. MODEL.md, Sales chains."""

from typing import NamedTuple

from planner.model.compiled import stage
from planner.model.lanes import where
from planner.model.rates import share_of

PQL, UPGRADE, MQL, OUTBOUND = range(4)
SOURCES = 4
TOLERANCE = 1e-9


class BySource(NamedTuple):
    """An amount of the month by where the lead came from."""

    pql: float
    upgrade: float
    mql: float
    outbound: float


@stage
def only(amount: float, source: int) -> BySource:
    """An amount of one source, nothing of the others."""
    return BySource(
        where(source == PQL, amount, 0.0),
        where(source == UPGRADE, amount, 0.0),
        where(source == MQL, amount, 0.0),
        where(source == OUTBOUND, amount, 0.0),
    )


@stage
def total(amounts: BySource) -> float:
    """The amount over all sources."""
    return amounts.pql + amounts.upgrade + amounts.mql + amounts.outbound


@stage
def scaled(amounts: BySource, share: float) -> BySource:
    """The same share of every source."""
    return BySource(amounts.pql * share, amounts.upgrade * share, amounts.mql * share, amounts.outbound * share)


@stage
def plus(left: BySource, right: BySource) -> BySource:
    """Sum by source."""
    return BySource(
        left.pql + right.pql, left.upgrade + right.upgrade, left.mql + right.mql, left.outbound + right.outbound
    )


@stage
def less(left: BySource, right: BySource) -> BySource:
    """Difference by source."""
    return BySource(
        left.pql - right.pql, left.upgrade - right.upgrade, left.mql - right.mql, left.outbound - right.outbound
    )


@stage
def available(waiting: BySource, inflow: BySource, goes_cold: float) -> BySource:
    """``queue × (1 − goes_cold) + inflow``: what a station could work on in the month, by source."""
    return plus(scaled(waiting, 1.0 - goes_cold), inflow)


@stage
def cold(waiting: float, goes_cold: float) -> float:
    """``opening queue × goes_cold``."""
    return waiting * goes_cold


@stage
def work(at_hand: BySource) -> float:
    """``Σ available``: what the station could work on in the month."""
    return total(at_hand)


@stage
def capacity(people: float, each: float) -> float:
    """What the station can work on in the month: ``people × what each can``.

    ``bdrs × leads_per_bdr``, ``ses × evaluations_per_se``; for sellers time is what counts, so ``time_left × 1 /
    (reference_acv × reference_win_rate)``.
    """
    return people * each


@stage
def share_served(work_: float, capacity_: float) -> float:
    """``min(1, capacity / Σ available)``; 1 without work."""
    return where(work_ > 0.0, min(1.0, share_of(capacity_, work_)), 1.0)


@stage
def queue(left: BySource) -> float:
    """``Σ (available − served)``: what waits at the end of the month."""
    return total(left)


@stage
def binds(work_: float, capacity_: float) -> bool:
    """Whether more work is available than the station can serve: ``Σ available > capacity × (1 + 1e-9)``."""
    return work_ > capacity_ * (1.0 + TOLERANCE)
