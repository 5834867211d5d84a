"""The metrics of a month, from the months so far. No formulas here.

rows, sums: of the last 12 months and this one; month m stands at ``m % RING``, day one at 0.
"""

from collections.abc import Sequence

import numpy as np

from planner.model import metrics
from planner.model.compiled import stage
from planner.model.lanes import where
from planner.model.lanes_compiled import in_lanes
from planner.model.lever_types import Levers
from planner.model.metrics import QUARTER, Sums
from planner.model.records import RING, YEAR, Carried
from planner.vocabulary.columns import Row


@stage
def board_metrics(rows: Sequence[Row], sums: Sequence[Sums], month: int) -> None:
    """The metrics of the month. sums: those of the months before known, those of day one NaN."""
    row, quarter = in_lanes(rows[month % RING]), in_lanes(sums[month % RING])
    metrics.start(quarter, 0.0 if month >= QUARTER else np.nan)
    for past in range(max(month - QUARTER, 0) + 1, month + 1):
        metrics.add(quarter, in_lanes(rows[past % RING]))
    before = in_lanes(sums[max(0, month - QUARTER) % RING])
    third = in_lanes(sums[max(0, month - 2 * QUARTER) % RING])
    fourth = in_lanes(sums[max(0, month - 3 * QUARTER) % RING])
    margin = metrics.gross_margin(quarter.total_revenue, quarter.cogs)
    row.gross_margin = margin
    row.quick_ratio = metrics.quick_ratio(quarter.sold, quarter.expanded, quarter.shrunk)
    row.cac_payback_months = metrics.cac_payback_months(quarter.sales_marketing, quarter.sold, margin)
    row.blended_cac_payback_months = metrics.blended_cac_payback_months(
        quarter.sales_marketing, quarter.sold, quarter.expanded, margin
    )
    row.magic_number = metrics.magic_number(quarter.revenue, before.revenue, before.sales_marketing)
    row.runway_months = metrics.runway_months(row.cash, metrics.burn(quarter.free_cash_flow))

    year_ago = in_lanes(rows[max(0, month - YEAR) % RING])
    arr_a_year_ago = where(month >= YEAR, year_ago.arr, np.nan)
    sold = metrics.over_a_year(quarter.sold, before.sold, third.sold, fourth.sold)
    total_revenue = metrics.over_a_year(
        quarter.total_revenue, before.total_revenue, third.total_revenue, fourth.total_revenue
    )
    sales_marketing = metrics.over_a_year(
        quarter.sales_marketing, before.sales_marketing, third.sales_marketing, fourth.sales_marketing
    )
    free_cash_flow = metrics.over_a_year(
        quarter.free_cash_flow, before.free_cash_flow, third.free_cash_flow, fourth.free_cash_flow
    )
    sold_by_sellers = metrics.over_a_year(
        quarter.sold_by_sellers, before.sold_by_sellers, third.sold_by_sellers, fourth.sold_by_sellers
    )
    street_quota = metrics.over_a_year(
        quarter.street_quota, before.street_quota, third.street_quota, fourth.street_quota
    )
    row.arr_growth = metrics.arr_growth(row.arr, arr_a_year_ago)
    row.ltv_to_cac = metrics.ltv_to_cac(sold, margin, row.grr, sales_marketing)
    row.burn_multiple = metrics.burn_multiple(metrics.burn(free_cash_flow), row.arr, arr_a_year_ago)
    row.rule_of_40 = metrics.rule_of_40(row.arr_growth, free_cash_flow, total_revenue)
    row.attainment = metrics.attainment(sold_by_sellers, street_quota)

    row.arr_per_head = metrics.arr_per_head(row.arr, row.headcount)
    row.paying_share = metrics.paying_share(row.customers, row.signups_to_date)


@stage
def growth_factors(levers: Levers, carried: Carried, row: Row) -> None:
    """Growth of ARR since day one, by customers, use cases and price."""
    arr, customers, share = carried.arr_day_one, carried.customers_day_one, levers.growth.use_case_share
    row.customer_factor = metrics.customer_factor(row.customers, customers, arr)
    row.use_case_factor = metrics.use_case_factor(row.arr, row.customers, arr, customers, share)
    row.price_factor = metrics.price_factor(row.arr, row.customers, arr, customers, share)
