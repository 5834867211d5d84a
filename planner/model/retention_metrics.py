"""What became of the books of 12 months ago. MODEL.md, Metrics: nrr, grr, logo_retention.

The books of every month are put aside and followed for 12 months. A slot renews once in that time, so what a book is
worth in the end follows from what each slot kept and from the growth of all months.
"""

import numpy as np

from planner.model.compiled import stage
from planner.model.rates import ratio, share_of


@stage
def compound(factors: np.ndarray, factor: float) -> None:
    """Multiply factors that build up over months by that of the month, in place."""
    for at in range(factors.size):
        factors[at] *= factor


@stage
def kept_and_repriced(kept: float, price_rise: float) -> float:
    """What renewal makes of a slot: ``G × (1 + price_rise)``."""
    return kept * (1.0 + price_rise)


@stage
def pool_factor(kept_monthly: float, price_monthly: float, expansion_factor: float, usage_factor: float) -> float:
    """What a month makes of a unit of the pool: renewal, price, expansion, usage."""
    return kept_monthly * price_monthly * expansion_factor * usage_factor


@stage
def only_falls(change: float) -> float:
    """A change as gross retention counts it: rises do not."""
    return min(change, 0.0)


@stage
def only_falling(factor: float) -> float:
    """A factor as gross retention counts it: what rises does not."""
    return min(factor, 1.0)


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
def left_of(slots: float, growth: float, pool: float, pool_growth: float) -> float:
    """What a book of 12 months ago is worth today, had nothing been sold and nobody upgraded.

    slots: see `renewed_slots`. growth: expansion over the 12 months. pool_growth: what became of one unit of the pool.
    """
    return slots * growth + pool * pool_growth


@stage
def staying(share: float, upgraded_share: float) -> float:
    """Share of followed self-serve customers who have not upgraded: ``share × (1 − upgraded share)``."""
    return share * (1.0 - upgraded_share)


@stage
def upgrading(customers: float, share: float, upgraded_share: float) -> float:
    """Followed customers who upgrade in the month: ``candidates × share who have not yet × upgraded share``."""
    return customers * share * upgraded_share


@stage
def due(held: float, renewing: float) -> float:
    """Followed customers in slots that have not renewed yet: ``held − renewing``."""
    return held - renewing


@stage
def renewed(held: float, renewing: float, kept: float) -> float:
    """Followed customers in slots that have renewed: ``held + renewing × kept``."""
    return held + renewing * kept


@stage
def candidates(due_: float, renewed_: float, pool: float, pool_growth: float) -> float:
    """Followed self-serve customers after the month's retention, as if nobody had upgraded."""
    return due_ + renewed_ + pool * pool_growth


@stage
def value_of_an_upgrade(upgrade_wins: float, acv: float, all_upgrade_wins: float) -> float:
    """What a customer who upgrades brings to a team: ``its upgrade wins × acv / all upgrade wins``.

    upgrade_wins: of the team, in contracts of average size.
    """
    return share_of(upgrade_wins * acv, all_upgrade_wins)


@stage
def brought(held: float, factor: float, customers: float, value: float) -> float:
    """ARR of followed customers who upgraded: ``held × growth of the month + customers × what each brings``."""
    return held * factor + customers * value


@stage
def not_upgraded(self_serve: float, share: float) -> float:
    """What followed self-serve is worth without those who upgraded."""
    return self_serve * share


@stage
def with_upgrades(held: float, slots: float, pool: float) -> float:
    """What a followed book is worth with those who upgraded into it."""
    return held + slots + pool


@stage
def nrr(self_serve: float, inside_sales: float, enterprise: float, arr_then: float) -> float:
    """ARR today of the customers of 12 months ago, upgrades included, over their ARR then."""
    return ratio(self_serve + inside_sales + enterprise, arr_then)


@stage
def grr(self_serve: float, inside_sales: float, enterprise: float, arr_then: float) -> float:
    """The same without expansion, price rises and usage rises, and as if nobody upgraded."""
    return ratio(self_serve + inside_sales + enterprise, arr_then)


@stage
def logo_retention(self_serve: float, inside_sales: float, enterprise: float, customers_then: float) -> float:
    """Customers of 12 months ago who are still there over all of then, as if nobody upgraded."""
    return ratio(self_serve + inside_sales + enterprise, customers_then)


@stage
def segment_nrr(left: float, arr_then: float) -> float:
    """A segment's ARR today from its customers of 12 months ago over their ARR then, as if nobody upgraded."""
    return ratio(left, arr_then)


@stage
def segment_grr(left: float, arr_then: float) -> float:
    """The same without expansion, price rises and usage rises."""
    return ratio(left, arr_then)


@stage
def segment_logo_retention(left: float, customers_then: float) -> float:
    """A segment's customers of 12 months ago who are still there over all of then, as if nobody upgraded."""
    return ratio(left, customers_then)
