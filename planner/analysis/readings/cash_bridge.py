"""From revenue to cash, by year: what customers pay sooner or later than it is earned."""

from dataclasses import dataclass

import numpy as np

from planner.model.simulate import Result

YEAR = 12


@dataclass(frozen=True)
class YearCash:
    """One plan year, all in money.

    ``collections = revenue + prepaid - owed + forfeited`` and ``cash = opening + collections + services -
    operating_cost + funding``.

    year: from 1. revenue: from subscriptions. prepaid: change of deferred revenue. owed: change of receivables.
    forfeited: prepayments that upgrades leave behind, which never become revenue.
    """

    year: int
    opening: float
    revenue: float
    prepaid: float
    owed: float
    forfeited: float
    collections: float
    services: float
    operating_cost: float
    funding: float
    closing: float


def by_year(result: Result, draw: int = 0) -> list[YearCash]:
    """The bridge from revenue to cash of every plan year of one draw."""

    def levels(name: str) -> np.ndarray:
        return np.concatenate([[result.day_one[name][draw]], result[name][:, draw]])

    cash, deferred, receivables = levels("cash"), levels("deferred_revenue"), levels("receivables")
    years = []
    for year, first in enumerate(range(0, result.months, YEAR), start=1):
        last = min(first + YEAR, result.months)
        flows = {
            name: float(result[column][first:last, draw].sum())
            for name, column in (
                ("revenue", "revenue"),
                ("forfeited", "forfeited_prepayments"),
                ("collections", "collections"),
                ("services", "services_revenue"),
                ("operating_cost", "operating_cost"),
                ("funding", "funding"),
            )
        }
        prepaid, owed = float(deferred[last] - deferred[first]), float(receivables[last] - receivables[first])
        years.append(
            YearCash(year, opening=float(cash[first]), closing=float(cash[last]), prepaid=prepaid, owed=owed, **flows)
        )
    return years
