"""The metrics of a month, from the months so far. No formulas here but sums.

rows: the columns by month, day one at 0.
"""

import numpy as np

from planner.model import metrics
from planner.model.compiled import stage
from planner.model.rates import ratio
from planner.model.records import YEAR, Flows, Row, Rows

QUARTER = 3

FLOWS = np.dtype(
    [
        (name, np.float64)
        for name in (
            *("sold", "expanded", "shrunk", "revenue", "total_revenue", "cogs", "sales_marketing"),
            *("free_cash_flow", "won", "street_quota"),
        )
    ]
)
"""Sums over three months. sold: new and upgrade ARR; shrunk: contraction and churned ARR; won: ARR, by sales."""


@stage
def add_up(rows: Rows, month: int, quarter: Flows) -> None:
    """Put the sums over the three months ending with `month` into `quarter`; NaN when they are not all there yet."""
    nothing = 0.0 if month >= QUARTER else np.nan
    sold = expanded = shrunk = revenue = total_revenue = nothing
    cogs = sales_marketing = free_cash_flow = won = street_quota = nothing
    for past in range(max(month - QUARTER, 0) + 1, month + 1):
        row = rows[past]
        sold += row.new_arr + row.upgrade_arr
        expanded += row.expansion_arr
        shrunk += row.contraction_arr + row.churned_arr
        revenue += row.revenue
        total_revenue += row.revenue + row.services_revenue
        cogs += row.cogs
        sales_marketing += row.sales_marketing
        free_cash_flow += row.free_cash_flow
        won += row.won_arr_inside_sales + row.won_arr_enterprise
        street_quota += row.street_quota
    quarter.sold, quarter.expanded, quarter.shrunk = sold, expanded, shrunk
    quarter.revenue, quarter.total_revenue, quarter.cogs = revenue, total_revenue, cogs
    quarter.sales_marketing, quarter.free_cash_flow = sales_marketing, free_cash_flow
    quarter.won, quarter.street_quota = won, street_quota


@stage
def board_metrics(rows: Rows, quarters: np.ndarray, month: int) -> None:
    """The metrics of the month, from the months so far.

    quarters: FLOWS over the three months ending with each, those before `month` known and those of day one NaN.
    """
    row, quarter = rows[month], quarters[month]
    add_up(rows, month, quarter)
    before = quarters[max(0, month - QUARTER)]
    third, fourth = quarters[max(0, month - 2 * QUARTER)], quarters[max(0, month - 3 * QUARTER)]
    row.quick_ratio = ratio(quarter.sold + quarter.expanded, quarter.shrunk)
    row.gross_margin = metrics.gross_margin(quarter.total_revenue, quarter.cogs)
    row.cac_payback_months = metrics.cac_payback_months(quarter.sales_marketing, quarter.sold, row.gross_margin)
    row.magic_number = metrics.magic_number(quarter.revenue, before.revenue, before.sales_marketing)
    row.runway_months = metrics.runway_months(row.cash, metrics.burn(quarter.free_cash_flow))

    arr_a_year_ago = rows[month - YEAR].arr if month >= YEAR else np.nan
    sold = quarter.sold + before.sold + third.sold + fourth.sold
    total_revenue = quarter.total_revenue + before.total_revenue + third.total_revenue + fourth.total_revenue
    sales_marketing = quarter.sales_marketing + before.sales_marketing + third.sales_marketing + fourth.sales_marketing
    free_cash_flow = quarter.free_cash_flow + before.free_cash_flow + third.free_cash_flow + fourth.free_cash_flow
    won = quarter.won + before.won + third.won + fourth.won
    street_quota = quarter.street_quota + before.street_quota + third.street_quota + fourth.street_quota
    row.arr_growth = metrics.arr_growth(row.arr, arr_a_year_ago)
    row.ltv_to_cac = metrics.ltv_to_cac(sold, row.gross_margin, row.grr, sales_marketing)
    row.burn_multiple = metrics.burn_multiple(metrics.burn(free_cash_flow), row.arr - arr_a_year_ago)
    row.rule_of_40 = metrics.rule_of_40(row.arr_growth, free_cash_flow, total_revenue)
    row.attainment = ratio(won, street_quota)

    row.arr_per_head = ratio(row.arr, row.headcount)
    row.paying_share = ratio(row.customers, row.signups_to_date)


@stage
def growth_factors(day_one: Row, row: Row, use_case_share: float) -> None:
    """Growth of ARR since day one, by customers, use cases and price."""
    per_customer, per_customer_day_one = ratio(row.arr, row.customers), ratio(day_one.arr, day_one.customers)
    row.customer_factor = ratio(row.customers, day_one.customers)
    row.use_case_factor = metrics.growth_factor(per_customer, per_customer_day_one, use_case_share)
    row.price_factor = metrics.growth_factor(per_customer, per_customer_day_one, 1.0 - use_case_share)
