"""Growth by year as users x use cases x price."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.model.simulate import Result
from planner.vocabulary.growth import FACTORS

YEAR = 12


@dataclass(frozen=True)
class YearGrowth:
    """One plan year: ARR at its end over ARR at its start, and the factors that multiply to it.

    year: from 1. months: 12, or fewer in a last year that the horizon cuts. arr: NaN where there was none before.
    factors: by the id of the factor; NaN where ARR or customers of day one, or customers now, are 0.
    """

    year: int
    months: int
    arr: float
    factors: Mapping[str, float]


def by_year(result: Result, draw: int = 0) -> list[YearGrowth]:
    """Growth in every plan year of one draw.

    Each factor counts from day one (MODEL.md, Metrics); over a year it is the factor at the year's end over the one at
    its start. Their product is ARR over ARR where the use-case share is the same at both.
    """
    years, opening = [], float(result.day_one["arr"][draw])
    before = dict.fromkeys(FACTORS, 1.0)
    for year, first in enumerate(range(0, result.months, YEAR), start=1):
        last = min(first + YEAR, result.months) - 1
        closing = float(result["arr"][last, draw])
        after = {name: float(result[name][last, draw]) for name in FACTORS}
        factors = {name: after[name] / before[name] if before[name] else np.nan for name in FACTORS}
        years.append(YearGrowth(year, last + 1 - first, closing / opening if opening else np.nan, factors))
        opening, before = closing, after
    return years
