"""The numbers boards ask for, from the months so far. MODEL.md, Metrics.

A window is the sum over the months ending now; a metric is NaN before its window is full.
"""

import math

import numpy as np

from planner.model.compiled import stage
from planner.model.rates import ratio


@stage
def arr_growth(arr: float, arr_a_year_ago: float) -> float:
    """ARR over the ARR of 12 months ago, less 1."""
    return ratio(arr, arr_a_year_ago) - 1.0


@stage
def gross_margin(total_revenue: float, cogs: float) -> float:
    """Share of total revenue left after the cost of serving it (3 months)."""
    return ratio(total_revenue - cogs, total_revenue)


@stage
def cac_payback_months(sales_marketing: float, sold_arr: float, margin: float) -> float:
    """Months of gross profit that pay back what the ARR sold cost to sell (3 months)."""
    return ratio(12.0 * sales_marketing, sold_arr * margin)


@stage
def ltv_to_cac(sold_arr: float, margin: float, grr: float, sales_marketing: float) -> float:
    """Gross profit over the life of the ARR sold, per unit spent selling it (12 months)."""
    return ratio(ratio(sold_arr * margin, 1.0 - grr), sales_marketing)


@stage
def magic_number(revenue: float, revenue_before: float, sales_marketing_before: float) -> float:
    """Annualised growth of quarterly revenue per unit of the quarter before's sales and marketing."""
    return ratio(4.0 * (revenue - revenue_before), sales_marketing_before)


@stage
def burn(free_cash_flow: float) -> float:
    """Cash used over a window, at least 0; NaN when the window is not full."""
    return free_cash_flow if math.isnan(free_cash_flow) else max(0.0, -free_cash_flow)


@stage
def burn_multiple(burnt: float, arr_added: float) -> float:
    """Cash burnt per unit of ARR added (12 months): 0 when not burning, inf when burning while ARR does not grow."""
    if math.isnan(burnt):
        return math.nan
    if burnt == 0.0:
        return 0.0
    return burnt / arr_added if arr_added > 0.0 else math.inf


@stage
def rule_of_40(growth: float, free_cash_flow: float, total_revenue: float) -> float:
    """Growth plus free cash flow margin (12 months)."""
    return growth + ratio(free_cash_flow, total_revenue)


@stage
def runway_months(cash: float, burnt: float) -> float:
    """Months the cash lasts at the burn of the last three; inf when not burning."""
    if math.isnan(burnt):
        return math.nan
    return max(cash, 0.0) / (burnt / 3.0) if burnt > 0.0 else math.inf


@stage
def growth_factor(now: float, day_one: float, exponent: float) -> float:
    """``(now / day one) ^ exponent``."""
    return ratio(now, day_one) ** exponent


def cash_out_month(cash: np.ndarray) -> np.ndarray:
    """First month (from 1) that ends with cash below 0, for each draw; NaN where cash lasts the horizon.

    cash: (months, draws). Returns (draws,).
    """
    below = cash < 0
    return np.where(below.any(axis=0), below.argmax(axis=0) + 1.0, np.nan)
