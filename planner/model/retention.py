"""Books of ARR and customers: renewal, price, expansion, usage. MODEL.md, Retention.

A book is an array of 13: twelve renewal slots of committed contracts and, last, the pay-as-you-go pool. It is changed
in place, month by month.
"""

import numpy as np

from planner.model.compiled import stage
from planner.model.lanes import where
from planner.model.rates import monthly_staying, share_of, twelfth_root
from planner.vocabulary.columns import ENTERPRISE, INSIDE_SALES, SELF_SERVE, BySegment

POOL = 12
PARTS = 13
"""The slots and the pool."""


@stage
def committed(amount: float, committed_share: float) -> float:
    """``amount × committed_share``: what is on annual contracts."""
    return amount * committed_share


@stage
def pay_as_you_go(amount: float, committed_share: float) -> float:
    """``amount × (1 − committed_share)``: what goes into the pool."""
    return amount * (1.0 - committed_share)


@stage
def open_book(book: np.ndarray, amount: float, committed_share: float) -> None:
    """Spread an opening amount: the committed part evenly over the slots, the rest into the pool."""
    for slot in range(POOL):
        book[slot] = committed(amount, committed_share) / 12.0
    book[POOL] = pay_as_you_go(amount, committed_share)


@stage
def coverage(accounts_per_csm: float, reference_accounts: float, elasticity: float) -> float:
    """Factor on losses from how thinly customer success is spread: ``(accounts / reference)^elasticity``."""
    return (accounts_per_csm / reference_accounts) ** elasticity


@stage
def expansion_coverage(accounts_per_csm: float, reference_accounts: float, expansion_elasticity: float) -> float:
    """Factor on expansion from the same: ``(reference / accounts)^expansion_elasticity``."""
    return (reference_accounts / accounts_per_csm) ** expansion_elasticity


@stage
def renewal_rate(gross_retention: float, coverage_: float) -> float:
    """Share of ARR kept over a year: ``G = 1 − min(1, (1 − gross_retention) × m)``, m 1 for self-serve."""
    return 1.0 - min(1.0, (1.0 - gross_retention) * coverage_)


@stage
def logo_renewal_rate(logo_retention: float, coverage_: float) -> float:
    """Share of customers kept over a year: ``1 − min(1, (1 − logo_retention) × m)``, m 1 for self-serve."""
    return renewal_rate(logo_retention, coverage_)


@stage
def fading(expansion_fade: float) -> float:
    """Share of expansion that is left after a month: ``(1 − expansion_fade)^(1/12)``."""
    return monthly_staying(1.0 - expansion_fade)


@stage
def fade(opening: float, monthly: float) -> float:
    """What is left of the expansion of day one: ``opening × (1 − expansion_fade)^(1/12)``; 1 in the first month."""
    return opening * monthly


@stage
def expansion_rate(expansion: float, fade_: float, coverage_: float) -> float:
    """Growth in the month of ARR that stays: ``e = (1 + expansion × fade × cover)^(1/12) − 1``."""
    return twelfth_root(1.0 + expansion * fade_ * coverage_) - 1.0


@stage
def wanted_expansion(left: float, rate: float, expansion_sold: float) -> float:
    """Expansion that sellers have to sell: ``ARR left × e × expansion_sold``."""
    return left * rate * expansion_sold


@stage
def share_sold(wanted: float, time: float) -> float:
    """``done = min(1, seller time / wanted)``; 1 when nothing is wanted."""
    return where(wanted > 0.0, min(1.0, share_of(time, wanted)), 1.0)


@stage
def sold_expansion_arr(wanted: float, time: float) -> float:
    """``wanted × done``, that is no more than there is time for."""
    return min(wanted, time)


@stage
def rate_reached(rate: float, expansion_sold: float, done: float) -> float:
    """``e × (1 − expansion_sold × (1 − done))``: what does not need sellers, and what they had time for."""
    return rate * ((1.0 - expansion_sold) + expansion_sold * done)


@stage
def expansion_factor(rate: float) -> float:
    """``1 + e``: what expansion makes of ARR that stays."""
    return 1.0 + rate


@stage
def lost_arr(slot: float, kept: float, pool: float, kept_monthly: float) -> float:
    """``slot × (1 − G) + pool × (1 − G^(1/12))``: what does not renew in the month."""
    return slot * (1.0 - kept) + pool * (1.0 - kept_monthly)


@stage
def segment_churned_customers(slot: float, kept: float, pool: float, kept_monthly: float) -> float:
    """The same of a book of customers."""
    return lost_arr(slot, kept, pool, kept_monthly)


@stage
def keep(book: np.ndarray, slot: int, kept: float, kept_monthly: float) -> None:
    """Leave the share `kept` of one slot, and `kept_monthly` of the pool."""
    book[slot] *= kept
    book[POOL] *= kept_monthly


@stage
def left(share: float) -> float:
    """``1 − share``: what stays of a share that goes, or goes of one that stays."""
    return 1.0 - share


@stage
def price_factor_monthly(price_rise: float) -> float:
    """``(1 + price_rise)^(1/12)``: what the pool's price is multiplied with in a month."""
    return monthly_staying(1.0 + price_rise)


@stage
def reprice(book: np.ndarray, slot: int, price_rise: float, monthly: float) -> float:
    """Raise the price of what renewed by `price_rise` and of the pool to `monthly` times; returns what that adds."""
    added = book[slot] * price_rise + book[POOL] * (monthly - 1.0)
    book[slot] *= 1.0 + price_rise
    book[POOL] *= monthly
    return added


@stage
def grow(book: np.ndarray, factor: float) -> None:
    """Grow every slot and the pool to `factor` times."""
    for part in range(PARTS):
        book[part] *= factor


@stage
def expanded(left: float, rate: float) -> float:
    """``ARR left × e``: what expansion adds in the month."""
    return left * rate


@stage
def usage_factor(usage_change: float) -> float:
    """``1 + usage_change``: what the pool's usage becomes in the month."""
    return 1.0 + usage_change


@stage
def use(book: np.ndarray, usage_change: float) -> float:
    """Let the pool follow usage; returns what that adds, below 0 where usage falls."""
    added = book[POOL] * usage_change
    book[POOL] += added
    return added


@stage
def rise(change: float) -> float:
    """A change that is a gain, 0 otherwise."""
    return max(change, 0.0)


@stage
def fall(change: float) -> float:
    """The size of a change that is a loss, 0 otherwise."""
    return max(-change, 0.0)


@stage
def segment_expansion_arr(added: float, price_change: float, usage_change: float) -> float:
    """Expansion of the month, with rises of price and usage."""
    return added + rise(price_change) + rise(usage_change)


@stage
def falls(price_change: float, usage_change: float) -> float:
    """ARR lost in the month to lower prices and usage."""
    return fall(price_change) + fall(usage_change)


@stage
def contraction_arr(lost: float, contraction_share: float, fallen: float) -> float:
    """``contraction_share × lost + price falls + usage falls``: ARR lost to customers who stay."""
    return contraction_share * lost + fallen


@stage
def churned_arr(lost: float, contraction_share: float) -> float:
    """``(1 − contraction_share) × lost``: ARR lost to customers who leave."""
    return (1.0 - contraction_share) * lost


@stage
def release(book: np.ndarray, share: float) -> None:
    """Take the same share out of every part of a book or of its billed base."""
    for part in range(book.size):
        book[part] *= 1.0 - share


@stage
def sell(book: np.ndarray, slot: int, amount: float, committed_share: float) -> None:
    """Add what was sold in the month: the committed part to the slot that renews this month, the rest to the pool."""
    book[slot] += committed(amount, committed_share)
    book[POOL] += pay_as_you_go(amount, committed_share)


@stage
def bill(bases: np.ndarray, slot: int, committed_sold: float) -> None:
    """Raise the billed base of the slot that renews this month by what was sold into it."""
    bases[slot] += committed_sold


@stage
def slots_of(book: np.ndarray) -> float:
    """What the slots of a book hold."""
    first = book[0] + book[4] + book[8]
    second = book[1] + book[5] + book[9]
    third = book[2] + book[6] + book[10]
    fourth = book[3] + book[7] + book[11]
    return (first + second) + (third + fourth)


@stage
def contents(book: np.ndarray) -> float:
    """What the book holds."""
    return slots_of(book) + book[POOL]


@stage
def segment_arr(book: np.ndarray) -> float:
    """ARR of a segment: ``Σ slots + pool`` of its book."""
    return contents(book)


@stage
def segment_customers(book: np.ndarray) -> float:
    """Customers of a segment: ``Σ slots + pool`` of its book of customers."""
    return contents(book)


@stage
def payg_arr(book: np.ndarray) -> float:
    """ARR of a segment on pay as you go: the pool."""
    return book[POOL]


@stage
def over_segments(amounts: BySegment) -> float:
    """Sum over the three segments."""
    return amounts[SELF_SERVE] + amounts[INSIDE_SALES] + amounts[ENTERPRISE]


@stage
def signed_arr(books: np.ndarray) -> float:
    """ARR of the contracts of a year, over the segments. books: (segments, 13), what is left of them."""
    held = 0.0
    for segment in range(len(books)):
        held += contents(books[segment])
    return held
