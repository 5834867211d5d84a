"""Books of ARR and customers: renewal, loss, expansion, usage. MODEL.md, Retention.

A book is an array of 13: twelve renewal slots of committed contracts and, last, the pay-as-you-go pool. It is changed
in place, month by month.
"""

from typing import NamedTuple

import numpy as np

from planner.model.compiled import stage

POOL = 12


class Month(NamedTuple):
    """What a month did to a segment's books: ARR that renewed, was lost, was gained by expansion and usage, fell with
    usage, and customers that left.
    """

    renewed: float
    lost: float
    gained: float
    usage_fall: float
    churned_customers: float


@stage
def open_book(book: np.ndarray, amount: float, committed_share: float) -> None:
    """Spread an opening amount: the committed part evenly over the slots, the rest into the pool."""
    book[:POOL] = amount * committed_share / 12.0
    book[POOL] = amount * (1.0 - committed_share)


@stage
def coverage_effect(accounts_per_csm: float, reference_accounts: float, elasticity: float) -> float:
    """Factor on losses from how thinly customer success is spread; 1 at the reference."""
    return (accounts_per_csm / reference_accounts) ** elasticity


@stage
def kept_share(retention: float, coverage: float) -> float:
    """Share kept over a year when losses are `coverage` times those of the lever."""
    return 1.0 - min(1.0, (1.0 - retention) * coverage)


@stage
def faded(fade: float, monthly: float) -> float:
    """What is left of the expansion of day one, a month later, when the share `monthly` stays."""
    return fade * monthly


@stage
def expansion_factor(expansion: float, fade: float) -> float:
    """Growth over one month of ARR that stays, when it grows by ``expansion * fade`` a year."""
    return (1.0 + expansion * fade) ** (1.0 / 12.0)


@stage
def lose(book: np.ndarray, slot: int, kept: float, kept_monthly: float) -> float:
    """Renew one slot at `kept`, keep `kept_monthly` of the pool; returns what is lost in the month."""
    lost = book[slot] * (1.0 - kept) + book[POOL] * (1.0 - kept_monthly)
    book[slot] *= kept
    book[POOL] *= kept_monthly
    return lost


@stage
def expand(book: np.ndarray, factor: float) -> float:
    """Grow every slot and the pool by `factor`; returns what that adds in the month."""
    gained = contents(book) * (factor - 1.0)
    for part in range(POOL + 1):
        book[part] *= factor
    return gained


@stage
def use(book: np.ndarray, usage_change: float) -> tuple[float, float]:
    """Let the pool follow usage; returns (rise, fall), both 0 or more."""
    change = book[POOL] * usage_change
    book[POOL] += change
    return max(change, 0.0), max(-change, 0.0)


@stage
def contraction(lost: float, contraction_share: float, usage_fall: float) -> float:
    """ARR lost to customers who stay: a share of what renewals lost, and usage that fell."""
    return contraction_share * lost + usage_fall


@stage
def churn(lost: float, contraction_share: float) -> float:
    """ARR lost to customers who leave."""
    return (1.0 - contraction_share) * lost


@stage
def release(book: np.ndarray, share: float) -> None:
    """Take the same share out of every part of a book or of its billed base."""
    for part in range(book.size):
        book[part] *= 1.0 - share


@stage
def sell(book: np.ndarray, slot: int, amount: float, committed_share: float) -> None:
    """Add what was sold in the month: the committed part to the slot that renews this month, the rest to the pool."""
    book[slot] += amount * committed_share
    book[POOL] += amount * (1.0 - committed_share)


@stage
def contents(book: np.ndarray) -> float:
    """What the book holds."""
    first = book[0] + book[4] + book[8]
    second = book[1] + book[5] + book[9]
    third = book[2] + book[6] + book[10]
    fourth = book[3] + book[7] + book[11]
    return (first + second) + (third + fourth) + book[POOL]


@stage
def renewed_slots(book: np.ndarray, kept: np.ndarray) -> float:
    """What the slots of a book hold when each has renewed once, and nothing else happened.

    book: (13,). kept: (12,), share each slot kept. Adds up in the order of `contents`, so that slots that kept
    everything hold exactly what they held.
    """
    first = book[0] * kept[0] + book[4] * kept[4] + book[8] * kept[8]
    second = book[1] * kept[1] + book[5] * kept[5] + book[9] * kept[9]
    third = book[2] * kept[2] + book[6] * kept[6] + book[10] * kept[10]
    fourth = book[3] * kept[3] + book[7] * kept[7] + book[11] * kept[11]
    return (first + second) + (third + fourth)


@stage
def left_of(slots: float, growth: float, pool: float, pool_factor: float) -> float:
    """What a book of 12 months ago is worth today, had nothing been sold and nobody upgraded.

    slots: see `renewed_slots`. growth: expansion over the 12 months. pool_factor: what became of one unit of the pool.
    """
    return slots * growth + pool * pool_factor


@stage
def compound(factors: np.ndarray, factor: float) -> None:
    """Multiply factors that build up over months by that of the month, in place."""
    for at in range(factors.size):
        factors[at] *= factor
