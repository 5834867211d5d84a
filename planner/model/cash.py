"""Cash: annual contracts invoiced upfront and paid later, pay-as-you-go in arrears. MODEL.md, Cash."""

import numpy as np

from planner.model.compiled import stage
from planner.model.lanes import where
from planner.vocabulary.columns import ENTERPRISE, INSIDE_SALES, SELF_SERVE


@stage
def invoiced(renewed: float, committed_sold: float) -> float:
    """``ARR renewed + committed ARR sold``: annual contracts are invoiced for a year when sold and at each renewal."""
    return renewed + committed_sold


@stage
def invoiced_a_month(self_serve: float, inside_sales: float, enterprise: float) -> float:
    """What was invoiced every month before day one: ``opening committed ARR / 12``, from the slots of each segment."""
    return (self_serve + inside_sales + enterprise) / 12.0


@stage
def months_still_paid(collection_months: float, month: int) -> float:
    """Months' worth of invoices from before day one that the month brings: ``max(0, min(c, t+1) − t)``."""
    return max(0.0, min(collection_months, month + 1.0) - month)


@stage
def paid(of_invoices: float, monthly_before: float, months_still: float) -> float:
    """Invoices paid in the month, those of before day one included."""
    return of_invoices + monthly_before * months_still


@stage
def grown_since(book: np.ndarray, bases: np.ndarray) -> float:
    """``Σ (slots − bases)`` of a book: what its committed contracts have grown by since they were invoiced."""
    first = (book[0] - bases[0]) + (book[4] - bases[4]) + (book[8] - bases[8])
    second = (book[1] - bases[1]) + (book[5] - bases[5]) + (book[9] - bases[9])
    third = (book[2] - bases[2]) + (book[6] - bases[6]) + (book[10] - bases[10])
    fourth = (book[3] - bases[3]) + (book[7] - bases[7]) + (book[11] - bases[11])
    return (first + second) + (third + fourth)


@stage
def unbilled(self_serve: float, inside_sales: float, enterprise: float) -> float:
    """``M = Σ (slots − bases)`` of all books."""
    return self_serve + inside_sales + enterprise


@stage
def usage(opening_pools: float, closing_pools: float) -> float:
    """Pay-as-you-go revenue of the month: ``(opening pools + closing pools) / 2 / 12``."""
    return (opening_pools + closing_pools) / 2.0 / 12.0


@stage
def collections(invoices_paid: float, unbilled_opening: float, unbilled_: float, usage_before: float) -> float:
    """``invoices paid + (M_opening + M) / 2 / 12 + usage of last month``: cash from subscriptions."""
    return invoices_paid + (unbilled_opening + unbilled_) / 2.0 / 12.0 + usage_before


@stage
def opening_receivables(collection_months: float, monthly_before: float, usage_before: float) -> float:
    """Receivables on day one: `collection_months` of invoices and a month of usage."""
    return collection_months * monthly_before + usage_before


@stage
def receivables(opening: float, invoiced_: float, invoices_paid: float, usage_: float, usage_before: float) -> float:
    """``opening + invoiced − invoices paid + usage of this month − usage of last month``."""
    return opening + invoiced_ - invoices_paid + usage_ - usage_before


@stage
def age(at: int, slot: int) -> float:
    """Months since the slot at `at` was invoiced: ``(t − slot) mod 12``. slot: of the month."""
    return slot - at if at <= slot else slot + 12.0 - at


@stage
def deferred_revenue(bases: np.ndarray, slot: int) -> float:
    """``Σ bases × (11.5 − age) / 12``, age the months since the slot was invoiced.

    bases: (segments, 12) billed bases. slot: of the month.
    """
    deferred = 0.0
    for at in range(bases[SELF_SERVE].size):
        billed = bases[SELF_SERVE, at] + bases[INSIDE_SALES, at] + bases[ENTERPRISE, at]
        deferred += billed * (11.5 - age(at, slot))
    return deferred / 12.0


@stage
def forfeited_prepayments(bases: np.ndarray, slot: int, upgraded_share: float) -> float:
    """What upgrades leave behind: ``upgraded share × Σ self-serve bases before it × (12 − age) / 12``.

    bases: (12,) of self-serve, before those who upgrade leave. slot: of the month.
    """
    left = 0.0
    for at in range(bases.size):
        left += bases[at] * (12.0 - age(at, slot))
    return upgraded_share * left / 12.0


@stage
def funding(arr: float, needs_arr: np.ndarray, amounts: np.ndarray) -> float:
    """Rounds of the month that close: those that need no more ARR than there was at the end of the month before.

    needs_arr, amounts: (rounds of the month,).
    """
    raised = 0.0
    for at in range(amounts.size):
        raised += where(arr >= needs_arr[at], amounts[at], 0.0)
    return raised


@stage
def free_cash_flow(collected: float, services_revenue: float, operating_cost: float) -> float:
    """``collections + services_revenue − operating_cost``; services and costs are settled as they accrue."""
    return collected + services_revenue - operating_cost


@stage
def cash(opening: float, flow: float, raised: float) -> float:
    """``opening + free_cash_flow + funding``."""
    return opening + flow + raised
