"""The metrics of a month, from the months so far. No formulas here."""

import numpy as np

from planner.model import metrics
from planner.model.compiled import stage
from planner.model.rates import ratio
from planner.model.records import YEAR, Rows

QUARTER = 3


@stage
def board_metrics(rows: Rows, month: int, use_case_share: float) -> None:
    """The metrics of the month, from the months so far."""
    row, day_one = rows[month], rows[0]
    sold = metrics.window(rows.new_arr, month, QUARTER) + metrics.window(rows.upgrade_arr, month, QUARTER)
    grown = metrics.window(rows.expansion_arr, month, QUARTER)
    shrunk = metrics.window(rows.contraction_arr, month, QUARTER) + metrics.window(rows.churned_arr, month, QUARTER)
    row.quick_ratio = ratio(sold + grown, shrunk)

    revenue = metrics.window(rows.revenue, month, QUARTER)
    total_revenue = revenue + metrics.window(rows.services_revenue, month, QUARTER)
    row.gross_margin = metrics.gross_margin(total_revenue, metrics.window(rows.cogs, month, QUARTER))
    sales_marketing = metrics.window(rows.sales_marketing, month, QUARTER)
    row.cac_payback_months = metrics.cac_payback_months(sales_marketing, sold, row.gross_margin)
    row.magic_number = metrics.magic_number(
        revenue,
        metrics.window(rows.revenue, month - QUARTER, QUARTER),
        metrics.window(rows.sales_marketing, month - QUARTER, QUARTER),
    )
    row.runway_months = metrics.runway_months(
        row.cash, metrics.burn(metrics.window(rows.free_cash_flow, month, QUARTER))
    )

    arr_a_year_ago = rows[month - YEAR].arr if month >= YEAR else np.nan
    row.arr_growth = metrics.arr_growth(row.arr, arr_a_year_ago)
    row.ltv_to_cac = metrics.ltv_to_cac(
        metrics.window(rows.new_arr, month, YEAR) + metrics.window(rows.upgrade_arr, month, YEAR),
        row.gross_margin,
        row.grr,
        metrics.window(rows.sales_marketing, month, YEAR),
    )
    free_cash_flow = metrics.window(rows.free_cash_flow, month, YEAR)
    row.burn_multiple = metrics.burn_multiple(metrics.burn(free_cash_flow), row.arr - arr_a_year_ago)
    row.rule_of_40 = metrics.rule_of_40(
        row.arr_growth,
        free_cash_flow,
        metrics.window(rows.revenue, month, YEAR) + metrics.window(rows.services_revenue, month, YEAR),
    )
    won = metrics.window(rows.won_arr_inside_sales, month, YEAR) + metrics.window(rows.won_arr_enterprise, month, YEAR)
    row.attainment = ratio(won, metrics.window(rows.street_quota, month, YEAR))

    row.arr_per_head = ratio(row.arr, row.headcount)
    row.paying_share = ratio(row.customers, row.signups_to_date)
    per_customer, per_customer_day_one = ratio(row.arr, row.customers), ratio(day_one.arr, day_one.customers)
    row.customer_factor = ratio(row.customers, day_one.customers)
    row.use_case_factor = metrics.growth_factor(per_customer, per_customer_day_one, use_case_share)
    row.price_factor = metrics.growth_factor(per_customer, per_customer_day_one, 1.0 - use_case_share)
