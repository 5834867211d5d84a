"""The ARR bridge by year: what brought ARR from one year's end to the next."""

from dataclasses import dataclass

from planner.model.simulate import Result

YEAR = 12


@dataclass(frozen=True)
class YearBridge:
    """One plan year. All in money; ``closing = opening + new + upgrade + expansion - contraction - churned``.

    year: from 1. months: 12, or fewer in a last year that the horizon cuts.
    """

    year: int
    months: int
    opening: float
    new: float
    upgrade: float
    expansion: float
    contraction: float
    churned: float
    closing: float


def by_year(result: Result, draw: int = 0) -> list[YearBridge]:
    """The bridge of every plan year of one draw."""
    bridges = []
    opening = float(result.day_one["arr"][draw])
    for year, first in enumerate(range(0, result.months, YEAR), start=1):
        last = min(first + YEAR, result.months)
        sums = {
            name: float(result[f"{name}_arr"][first:last, draw].sum())
            for name in ("new", "upgrade", "expansion", "contraction", "churned")
        }
        closing = float(result["arr"][last - 1, draw])
        bridges.append(YearBridge(year=year, months=last - first, opening=opening, closing=closing, **sums))
        opening = closing
    return bridges
