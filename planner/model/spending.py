"""People, cost and cash of one month. No formulas here.

levers: the month's. opening, row: the quantities of the month before and of this one. carried: see records.py.
"""

import numpy as np

from planner.model import cash, cost, people, retention
from planner.model.compiled import stage
from planner.model.lever_types import Levers
from planner.model.rates import schedule
from planner.model.records import Carried
from planner.vocabulary.columns import ENTERPRISE, INSIDE_SALES, SELF_SERVE, Row


@stage
def employ(levers: Levers, opening: Row, row: Row) -> None:
    """People: everybody who does not carry a quota."""
    own, aes, isrs = levers.people, row.reps[ENTERPRISE], row.reps[INSIDE_SALES]
    row.engineers = people.engineers(opening.engineers, own.engineer_hires_per_quarter)
    row.marketers = people.marketers(opening.marketers, own.marketer_hires_per_quarter)
    row.csms = people.csms(
        row.segment_customers[INSIDE_SALES],
        row.segment_customers[ENTERPRISE],
        levers.customer_success.accounts_per_csm,
    )
    row.managers = people.managers(aes, isrs, own.reps_per_manager)
    row.support_engineers = people.support_engineers(row.customers, own.customers_per_support_engineer)
    others = people.others(
        aes, isrs, row.bdrs, row.ses, row.csms, row.managers, row.support_engineers, row.engineers, row.marketers
    )
    row.ga_staff = people.ga_staff(others, own.ga_per_head)
    row.headcount = people.headcount(others, row.ga_staff)


@stage
def spend(levers: Levers, carried: Carried, opening: Row, row: Row) -> None:
    """Cost by function."""
    own, success, index = levers.people, levers.customer_success, carried.pay_index
    committed, credit = levers.segments.committed_share, levers.sales.payg_quota_credit
    row.credited_arr = cost.credited_arr(
        row.won_arr[INSIDE_SALES],
        row.sold_expansion_arr[INSIDE_SALES],
        cost.credit(committed[INSIDE_SALES], credit),
        row.won_arr[ENTERPRISE],
        row.sold_expansion_arr[ENTERPRISE],
        cost.credit(committed[ENTERPRISE], credit),
    )
    row.commissions = cost.commissions(row.credited_arr, levers.sales.commission_rate)
    row.services_revenue = cost.services_revenue(
        success.services_rate,
        opening.segment_arr[INSIDE_SALES],
        opening.segment_arr[ENTERPRISE],
        row.segment_arr[INSIDE_SALES],
        row.segment_arr[ENTERPRISE],
    )
    row.services_cost = cost.services_cost(row.services_revenue, success.services_cost_ratio)
    row.hosting_cost = cost.hosting_cost(row.revenue, levers.finance.hosting_share)
    row.free_hosting_cost = cost.free_hosting_cost(opening.free_accounts, levers.community.hosting_per_free_account)
    row.marketing_programs = cost.marketing_programs(row.mqls, levers.marketing.cost_per_mql)
    csm_pay = cost.pay(row.csms, own.csm_cost, index)
    support_pay = cost.pay(row.support_engineers, own.support_engineer_cost, index)
    row.cogs = cost.cogs(row.hosting_cost, row.services_cost, support_pay, csm_pay, success.cost_of_revenue_share)
    row.sales_marketing = cost.sales_marketing(
        row.marketing_programs,
        row.free_hosting_cost,
        row.commissions,
        cost.pay(row.reps[ENTERPRISE], own.ae_cost, index),
        cost.pay(row.reps[INSIDE_SALES], own.isr_cost, index),
        cost.pay(row.bdrs, own.bdr_cost, index),
        cost.pay(row.ses, own.se_cost, index),
        cost.pay(row.managers, own.manager_cost, index),
        cost.pay(row.marketers, own.marketer_cost, index),
        csm_pay,
        success.cost_of_revenue_share,
    )
    row.research_development = cost.research_development(cost.pay(row.engineers, own.engineer_cost, index))
    row.general_administrative = cost.general_administrative(
        cost.pay(row.ga_staff, own.ga_cost, index), row.headcount, own.overhead_per_head, index
    )
    row.operating_cost = cost.operating_cost(
        row.cogs, row.sales_marketing, row.research_development, row.general_administrative
    )
    row.operating_income = cost.operating_income(row.revenue, row.services_revenue, row.operating_cost)


@stage
def settle(carried: Carried, opening: Row, row: Row, t: int, needs_arr: np.ndarray, amounts: np.ndarray) -> None:
    """Cash. needs_arr, amounts: of the rounds of the month."""
    committed, pools = row.committed_won_arr, retention.over_segments(row.payg_arr)
    row.invoiced = cash.invoiced(retention.over_segments(carried.renewed), retention.over_segments(committed))
    schedule(carried.due, t, carried.levers.finance.collection_months, row.invoiced)
    months_still = cash.months_still_paid(carried.collection_months, t)
    paid = cash.paid(carried.due[t], carried.invoiced_a_month, months_still)
    usage = cash.usage(retention.over_segments(opening.payg_arr), pools)
    books, bases = carried.books, carried.bases
    unbilled = cash.unbilled(
        cash.grown_since(books[SELF_SERVE], bases[SELF_SERVE]),
        cash.grown_since(books[INSIDE_SALES], bases[INSIDE_SALES]),
        cash.grown_since(books[ENTERPRISE], bases[ENTERPRISE]),
    )
    row.collections = cash.collections(paid, carried.unbilled, unbilled, carried.usage)
    row.receivables = cash.receivables(opening.receivables, row.invoiced, paid, usage, carried.usage)
    carried.unbilled, carried.usage = unbilled, usage
    row.funding = cash.funding(opening.arr, needs_arr, amounts)
    row.free_cash_flow = cash.free_cash_flow(row.collections, row.services_revenue, row.operating_cost)
    row.cash = cash.cash(opening.cash, row.free_cash_flow, row.funding)
