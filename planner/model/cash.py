"""Cash: annual contracts billed upfront, pay-as-you-go in arrears. MODEL.md, Cash."""

import numpy as np

from planner.model.compiled import stage


@stage
def unbilled(book: np.ndarray, bases: np.ndarray) -> float:
    """ARR that committed contracts have grown by since they were billed. book: (13,), bases: (12,)."""
    grown = 0.0
    for slot in range(bases.size):
        grown += book[slot] - bases[slot]
    return grown


@stage
def collections(renewed_arr: float, committed_arr_sold: float, unbilled_arr: float, last_pool: float) -> float:
    """Cash from subscriptions in the month.

    Renewals and new contracts are billed for a year; what contracts have grown by since, monthly; the pool of last
    month, in arrears.
    """
    return renewed_arr + committed_arr_sold + unbilled_arr / 12.0 + last_pool / 12.0


@stage
def free_cash_flow(collected: float, services_revenue: float, operating_cost: float) -> float:
    """What the month brings in or takes out, before funding; costs are paid as they accrue."""
    return collected + services_revenue - operating_cost


@stage
def closing(opening: float, flow: float, funding: float) -> float:
    """Cash at the end of the month."""
    return opening + flow + funding
