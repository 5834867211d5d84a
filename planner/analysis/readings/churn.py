"""What retention is worth: the same business at two rates of it, year by year.

``R r^k + Σ N (1+g)^i r^(k-1-i)``: what is left of today's revenue and of each year's new business, as in the published
comparison of 95% and 70% retention (Battery Ventures, "Why Customer Success Matters More Than Ever for Cloud-Native
Companies", 25 Nov 2020). The model does the same month by month; this takes any rate and any number of years.
"""

from dataclasses import dataclass

import numpy as np

from planner.model.simulate import Result


@dataclass(frozen=True)
class Business:
    """A company at the start. revenue: a year, today. new_business: sold in the first year. growth: of that, a year."""

    revenue: float
    new_business: float
    growth: float
    years: int


PUBLISHED = Business(revenue=100e6, new_business=22e6, growth=0.15, years=10)
"""The published example. Its text leaves out the first year's new business: 22M is what its growth rates solve to."""

PUBLISHED_RETENTIONS = (0.95, 0.70)


def revenue(business: Business, retention: float) -> np.ndarray:
    """Revenue a year, (years + 1,), today first, when the share `retention` of it stays every year."""
    left = retention ** np.arange(business.years + 1.0)
    sold = business.new_business * (1 + business.growth) ** np.arange(business.years)
    return business.revenue * left + np.convolve(np.concatenate([[0.0], sold]), left)[: business.years + 1]


def annual_growth(path: np.ndarray) -> float:
    """Compound growth a year from the first to the last value; NaN when there is nothing to grow from."""
    return float((path[-1] / path[0]) ** (1 / (len(path) - 1)) - 1) if path[0] > 0 else float("nan")


YEAR = 12
HARDER = 1.5
"""Losses "half as high again", to compare a plan's own with."""


def of_plan(result: Result, draw: int = 0) -> tuple[Business, tuple[float, float]]:
    """A plan as such a business, and two retentions: its first year's gross retention, and losses half as high again.

    New business is what was sold and upgraded in the first year; its growth is compounded to the last whole year. A
    plan without ARR on day one keeps the published retentions.
    """
    sold = (result["new_arr"] + result["upgrade_arr"])[:, draw]
    years = result.months // YEAR
    first, last = float(sold[:YEAR].sum()), float(sold[(years - 1) * YEAR : years * YEAR].sum())
    growth = (last / first) ** (1 / (years - 1)) - 1 if years > 1 and first > 0 and last > 0 else 0.0
    kept = float(result["grr"][YEAR - 1, draw])
    pair = (kept, max(0.0, 1 - HARDER * (1 - kept))) if np.isfinite(kept) else PUBLISHED_RETENTIONS
    return Business(float(result.day_one["arr"][draw]), first, growth, years), pair
