"""The metrics of a month, from the months so far. No formulas here but sums.

rows: the columns by month, day one at 0.
"""

from typing import NamedTuple

import numpy as np

from planner.model import metrics
from planner.model.compiled import stage
from planner.model.rates import ratio
from planner.model.records import YEAR, Row, Rows

QUARTER = 3


class Flows(NamedTuple):
    """Sums over some months. sold: new and upgrade ARR; shrunk: contraction and churned ARR; won: by sales."""

    sold: float
    expanded: float
    shrunk: float
    revenue: float
    services: float
    cogs: float
    sales_marketing: float
    free_cash_flow: float
    won: float
    street_quota: float


@stage
def window(rows: Rows, month: int, months: int) -> Flows:
    """Sums over `months` months ending with `month`; NaN when they are not all there yet."""
    nothing = 0.0 if month >= months else np.nan
    sold = expanded = shrunk = revenue = services = nothing
    cogs = sales_marketing = free_cash_flow = won = street_quota = nothing
    for past in range(max(month - months, 0) + 1, month + 1):
        row = rows[past]
        sold += row.new_arr + row.upgrade_arr
        expanded += row.expansion_arr
        shrunk += row.contraction_arr + row.churned_arr
        revenue += row.revenue
        services += row.services_revenue
        cogs += row.cogs
        sales_marketing += row.sales_marketing
        free_cash_flow += row.free_cash_flow
        won += row.won_arr_inside_sales + row.won_arr_enterprise
        street_quota += row.street_quota
    return Flows(sold, expanded, shrunk, revenue, services, cogs, sales_marketing, free_cash_flow, won, street_quota)


@stage
def board_metrics(rows: Rows, month: int) -> None:
    """The metrics of the month, from the months so far."""
    row = rows[month]
    quarter, quarter_before = window(rows, month, QUARTER), window(rows, month - QUARTER, QUARTER)
    year = window(rows, month, YEAR)
    row.quick_ratio = ratio(quarter.sold + quarter.expanded, quarter.shrunk)
    row.gross_margin = metrics.gross_margin(quarter.revenue + quarter.services, quarter.cogs)
    row.cac_payback_months = metrics.cac_payback_months(quarter.sales_marketing, quarter.sold, row.gross_margin)
    row.magic_number = metrics.magic_number(quarter.revenue, quarter_before.revenue, quarter_before.sales_marketing)
    row.runway_months = metrics.runway_months(row.cash, metrics.burn(quarter.free_cash_flow))

    arr_a_year_ago = rows[month - YEAR].arr if month >= YEAR else np.nan
    row.arr_growth = metrics.arr_growth(row.arr, arr_a_year_ago)
    row.ltv_to_cac = metrics.ltv_to_cac(year.sold, row.gross_margin, row.grr, year.sales_marketing)
    row.burn_multiple = metrics.burn_multiple(metrics.burn(year.free_cash_flow), row.arr - arr_a_year_ago)
    row.rule_of_40 = metrics.rule_of_40(row.arr_growth, year.free_cash_flow, year.revenue + year.services)
    row.attainment = ratio(year.won, year.street_quota)

    row.arr_per_head = ratio(row.arr, row.headcount)
    row.paying_share = ratio(row.customers, row.signups_to_date)


@stage
def growth_factors(day_one: Row, row: Row, use_case_share: float) -> None:
    """Growth of ARR since day one, by customers, use cases and price."""
    per_customer, per_customer_day_one = ratio(row.arr, row.customers), ratio(day_one.arr, day_one.customers)
    row.customer_factor = ratio(row.customers, day_one.customers)
    row.use_case_factor = metrics.growth_factor(per_customer, per_customer_day_one, use_case_share)
    row.price_factor = metrics.growth_factor(per_customer, per_customer_day_one, 1.0 - use_case_share)
