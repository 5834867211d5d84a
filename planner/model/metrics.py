"""The numbers boards ask for, from the months so far. MODEL.md, Metrics.

A window is the sum over the months ending now; a metric is NaN before its window is full.
"""

import math

import numpy as np

from planner.model.compiled import stage
from planner.model.lanes import where
from planner.model.rates import ratio, share_of
from planner.vocabulary.columns import ENTERPRISE, INSIDE_SALES, Row

QUARTER = 3
"""Months of the shorter window."""

LONGEST_LIFE = 5.0
"""Years that a customer is taken to stay at most."""

HALF_A_CENT = 0.005
DUST = 1e-9
"""Cash below 0 by half a cent, or by this share of the largest cash so far, is a rounding error."""


class Sums:
    """Sums over the three months ending with one; NaN before there are three.

    sold: new and upgrade ARR. shrunk: contraction and churned ARR. sold_by_sellers: ARR won and expansion sold.
    """

    sold: float
    expanded: float
    shrunk: float
    revenue: float
    total_revenue: float
    cogs: float
    sales_marketing: float
    free_cash_flow: float
    sold_by_sellers: float
    street_quota: float


@stage
def start(sums: Sums, value: float) -> None:
    """Set every sum: to 0, or to NaN where the window is not full."""
    sums.sold = sums.expanded = sums.shrunk = sums.revenue = sums.total_revenue = value
    sums.cogs = sums.sales_marketing = sums.free_cash_flow = sums.sold_by_sellers = sums.street_quota = value


@stage
def add(sums: Sums, row: Row) -> None:
    """Add a month to the sums."""
    sums.sold += row.new_arr + row.upgrade_arr
    sums.expanded += row.expansion_arr
    sums.shrunk += row.contraction_arr + row.churned_arr
    sums.revenue += row.revenue
    sums.total_revenue += row.revenue + row.services_revenue
    sums.cogs += row.cogs
    sums.sales_marketing += row.sales_marketing
    sums.free_cash_flow += row.free_cash_flow
    sums.sold_by_sellers += row.won_arr[INSIDE_SALES] + row.won_arr[ENTERPRISE]
    sums.sold_by_sellers += row.sold_expansion_arr[INSIDE_SALES] + row.sold_expansion_arr[ENTERPRISE]
    sums.street_quota += row.street_quota


@stage
def over_a_year(first: float, second: float, third: float, fourth: float) -> float:
    """Sum over 12 months, from the sums over three."""
    return first + second + third + fourth


@stage
def arr_growth(arr: float, arr_a_year_ago: float) -> float:
    """``arr / arr 12 months ago − 1``."""
    return ratio(arr, arr_a_year_ago) - 1.0


@stage
def quick_ratio(sold: float, expanded: float, shrunk: float) -> float:
    """``(new + upgrade + expansion) / (contraction + churn)``, 3 months."""
    return ratio(sold + expanded, shrunk)


@stage
def gross_margin(total_revenue: float, cogs: float) -> float:
    """``(total revenue − cogs) / total revenue``, 3 months."""
    return ratio(total_revenue - cogs, total_revenue)


@stage
def cac_payback_months(sales_marketing: float, sold: float, margin: float) -> float:
    """``12 × sales_marketing / ((new + upgrade) × gross_margin)``, 3 months: months of gross profit that pay it back.

    When the divisor is 0 or less, inf if money was spent, else NaN; NaN without a margin.
    """
    profit = sold * margin
    never = where(sales_marketing > 0.0, math.inf, math.nan)
    return where(profit <= 0.0, never, ratio(12.0 * sales_marketing, profit))


@stage
def blended_cac_payback_months(sales_marketing: float, sold: float, expanded: float, margin: float) -> float:
    """The same with expansion among what was sold."""
    return cac_payback_months(sales_marketing, sold + expanded, margin)


@stage
def life(grr: float) -> float:
    """Years that ARR stays: ``1 / (1 − grr)``, at most LONGEST_LIFE."""
    lost = 1.0 - grr
    return where(lost * LONGEST_LIFE <= 1.0, LONGEST_LIFE, ratio(1.0, lost))


@stage
def ltv_to_cac(sold: float, margin: float, grr: float, sales_marketing: float) -> float:
    """``(new + upgrade) × gross_margin × life / sales_marketing``, 12 months.

    Gross profit over the life of the ARR sold, per unit spent selling it.
    """
    return ratio(sold * margin * life(grr), sales_marketing)


@stage
def magic_number(revenue: float, revenue_before: float, sales_marketing_before: float) -> float:
    """``4 × (3 months' revenue − that of the 3 before) / sales_marketing of the 3 before``."""
    return ratio(4.0 * (revenue - revenue_before), sales_marketing_before)


@stage
def burn(free_cash_flow: float) -> float:
    """``max(0, −Σ free_cash_flow)`` of a window; NaN when the window is not full."""
    return max(0.0 - free_cash_flow, 0.0)


@stage
def burn_multiple(burnt: float, arr: float, arr_a_year_ago: float) -> float:
    """``burn / (arr − arr 12 months ago)``, 12 months: 0 when not burning, inf when burning while ARR does not grow."""
    added = arr - arr_a_year_ago
    multiple = where(added > 0.0, share_of(burnt, added), math.inf)
    return where(burnt > 0.0, multiple, burnt)


@stage
def rule_of_40(growth: float, free_cash_flow: float, total_revenue: float) -> float:
    """``arr_growth + free_cash_flow / total revenue``, 12 months."""
    return growth + ratio(free_cash_flow, total_revenue)


@stage
def attainment(sold_by_sellers: float, street_quota: float) -> float:
    """``ARR won and expansion sold by inside sales and enterprise / street_quota``, 12 months."""
    return ratio(sold_by_sellers, street_quota)


@stage
def arr_per_head(arr: float, headcount: float) -> float:
    """``arr / headcount``."""
    return ratio(arr, headcount)


@stage
def paying_share(customers: float, signups_to_date: float) -> float:
    """``customers / signups_to_date``."""
    return ratio(customers, signups_to_date)


@stage
def customer_factor(customers: float, customers_day_one: float, arr_day_one: float) -> float:
    """``customers / customers on day one``; NaN without ARR or customers on day one, or customers now."""
    known = where(customers != 0.0, arr_day_one, 0.0) != 0.0
    return where(known, ratio(customers, customers_day_one), math.nan)


@stage
def use_case_factor(
    arr: float, customers: float, arr_day_one: float, customers_day_one: float, use_case_share: float
) -> float:
    """``(ARR per customer / that of day one)^use_case_share``; NaN without either day's customers or day one's ARR."""
    growth = ratio(ratio(arr, customers), ratio(arr_day_one, customers_day_one))
    return where(growth == growth, growth**use_case_share, growth)


@stage
def price_factor(
    arr: float, customers: float, arr_day_one: float, customers_day_one: float, use_case_share: float
) -> float:
    """``(ARR per customer / that of day one)^(1 − use_case_share)``; NaN as `use_case_factor` is."""
    return use_case_factor(arr, customers, arr_day_one, customers_day_one, 1.0 - use_case_share)


@stage
def runway_months(cash: float, burnt: float) -> float:
    """``cash, at least 0 / mean burn of 3 months``; inf when not burning."""
    lasting = where(burnt > 0.0, share_of(max(cash, 0.0), burnt / 3.0), math.inf)
    return where(burnt == burnt, lasting, burnt)


def cash_out_month(cash: np.ndarray, day_one: np.ndarray) -> np.ndarray:
    """First month (from 1) that ends with cash below 0, for each draw; NaN where cash lasts the horizon.

    Cash that is short by a rounding error is not (`cash_room`). cash: (months, draws). day_one: cash before them,
    (draws,). Returns (draws,).
    """
    below = cash_room(cash, day_one) < 0
    return np.where(below.any(axis=0), below.argmax(axis=0) + 1.0, np.nan)


def cash_room(cash: np.ndarray, day_one: np.ndarray) -> np.ndarray:
    """How far cash is from being below 0 by more than rounding, (months, draws): below 0 where it is. As above."""
    return above_dust(cash, np.maximum(np.maximum.accumulate(cash, axis=0), day_one))


def above_dust(cash: np.ndarray, largest: np.ndarray) -> np.ndarray:
    """Cash and what counts as rounding (HALF_A_CENT, DUST), of any shape. largest: the largest cash so far."""
    return cash + np.maximum(HALF_A_CENT, DUST * largest)
