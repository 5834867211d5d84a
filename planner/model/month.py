"""One month of one draw but for its books: who gets what, stage by stage. No formulas here.

now: the month's levers. opening, row: the columns of the month before and of this one. carried: see records.py.
"""

from typing import NamedTuple

import numpy as np

from planner.model import cash, community, cost, luck, new_business, people, reps, retention, sales
from planner.model.compiled import stage
from planner.model.paths import Paths, changed, within
from planner.model.rates import monthly_leaving, monthly_staying
from planner.model.records import ENTERPRISE, INSIDE_SALES, SEGMENTS, SELF_SERVE, Carried, Luck, Now, Row
from planner.model.sales import BySource


class Queues(NamedTuple):
    """What waits at every station."""

    bdr: BySource
    se: BySource
    ae: BySource
    isr: BySource


@stage
def apply_events(now_flat: np.ndarray, own: np.ndarray, paths: Paths, t: int) -> None:
    """Set the levers that events move to their value in the month."""
    for moved in range(paths.at.size):
        value = own[paths.at[moved]]
        for event in range(paths.events[moved], paths.events[moved + 1]):
            value = changed(value, paths.scale[t, event], paths.offset[t, event], paths.of_loss[t, event])
        now_flat[paths.at[moved]] = within(value, paths.low[moved], paths.high[moved])


@stage
def set_rates(now: Now, carried: Carried) -> None:
    """Work out what follows from the levers alone: who leaves, who ramps, who renews, what fades."""
    carried.fading = monthly_staying(1.0 - now.retention.expansion_fade)
    carried.expected_aes_leaving = monthly_leaving(now.enterprise.attrition)
    carried.expected_isrs_leaving = monthly_leaving(now.inside_sales.attrition)
    carried.aes_ramping = reps.fill_shortfall(carried.ae_shortfall, now.enterprise.ramp_months)
    carried.isrs_ramping = reps.fill_shortfall(carried.isr_shortfall, now.inside_sales.ramp_months)
    coverage = retention.coverage_effect(
        now.customer_success.accounts_per_csm,
        now.customer_success.reference_accounts,
        now.customer_success.elasticity,
    )
    kept, logos_kept = carried.expected_kept, carried.expected_logos_kept
    kept[SELF_SERVE] = now.self_serve.gross_retention
    kept[INSIDE_SALES] = retention.kept_share(now.inside_sales.gross_retention, coverage)
    kept[ENTERPRISE] = retention.kept_share(now.enterprise.gross_retention, coverage)
    logos_kept[SELF_SERVE] = now.self_serve.logo_retention
    logos_kept[INSIDE_SALES] = retention.kept_share(now.inside_sales.logo_retention, coverage)
    logos_kept[ENTERPRISE] = retention.kept_share(now.enterprise.logo_retention, coverage)
    for segment in range(SEGMENTS):
        carried.expected_kept_monthly[segment] = monthly_staying(kept[segment])
        carried.expected_logos_kept_monthly[segment] = monthly_staying(logos_kept[segment])


@stage
def go_as_expected(carried: Carried) -> None:
    """Let as many leave and renew as expected."""
    carried.aes_leaving, carried.isrs_leaving = carried.expected_aes_leaving, carried.expected_isrs_leaving
    for segment in range(SEGMENTS):
        carried.kept[segment] = carried.expected_kept[segment]
        carried.kept_monthly[segment] = carried.expected_kept_monthly[segment]
        carried.logos_kept[segment] = carried.expected_logos_kept[segment]
        carried.logos_kept_monthly[segment] = carried.expected_logos_kept_monthly[segment]


@stage
def go_by_luck(carried: Carried, opening: Row, chance: Luck, slot: int) -> None:
    """Let luck decide how many leave and renew; ARR goes with the customers."""
    carried.aes_leaving = luck.share_leaving(opening.aes, carried.expected_aes_leaving, chance.ae_leavers)
    carried.isrs_leaving = luck.share_leaving(opening.isrs, carried.expected_isrs_leaving, chance.isr_leavers)
    for segment in range(SEGMENTS):
        renewing, pool = carried.logos[segment, slot], carried.logos[segment, retention.POOL]
        at_renewal, in_pool = chance.renewing[segment], chance.pool[segment]
        carried.kept[segment] = luck.share_kept(renewing, carried.expected_kept[segment], at_renewal)
        carried.logos_kept[segment] = luck.share_kept(renewing, carried.expected_logos_kept[segment], at_renewal)
        carried.kept_monthly[segment] = luck.share_kept(pool, carried.expected_kept_monthly[segment], in_pool)
        carried.logos_kept_monthly[segment] = luck.share_kept(
            pool, carried.expected_logos_kept_monthly[segment], in_pool
        )


@stage
def won_by_luck(expected: BySource, chance: np.ndarray) -> BySource:
    """Deals of a chain, whole ones, when so many are expected. chance: (3,), by source."""
    return BySource(
        luck.poisson(expected.pql, chance[0]),
        luck.poisson(expected.upgrade, chance[1]),
        luck.poisson(expected.mql, chance[2]),
    )


@stage
def age(now: Now, carried: Carried) -> None:
    """Let the growth of visitors and MQLs and the fade of expansion go on by a month."""
    carried.visitor_index = community.grown(carried.visitor_index, now.community.visitor_growth)
    carried.mql_index = community.grown(carried.mql_index, now.marketing.mql_growth)
    carried.fade = retention.faded(carried.fade, carried.fading)


@stage
def attract(now: Now, carried: Carried, opening: Row, row: Row) -> None:
    """Community: from visitors to leads."""
    row.visitors = community.visitors(
        now.community.visitors, carried.visitor_index, now.community.referral, opening.free_accounts
    )
    row.signups = row.visitors * now.community.signup_rate
    row.signups_to_date = opening.signups_to_date + row.signups
    row.activations = row.signups * now.community.activation_rate
    row.conversions, row.pqls, row.free_churned, staying = community.free_pool_exits(
        opening.free_accounts, now.self_serve.conversion, now.community.pql_rate, now.community.free_churn
    )
    row.free_accounts = staying + row.activations
    row.upgrade_leads = opening.customers_self_serve * now.self_serve.upgrade_rate
    row.mqls = now.marketing.mqls * carried.mql_index


@stage
def staff_sales(now: Now, carried: Carried, opening: Row, row: Row, t: int) -> None:
    """Reps and capacity."""
    row.ae_leavers = opening.aes * carried.aes_leaving
    row.isr_leavers = opening.isrs * carried.isrs_leaving
    reps.schedule(carried.ae_starts, t, 0.0, now.enterprise.hires_per_quarter / 3.0)
    reps.schedule(carried.isr_starts, t, 0.0, now.inside_sales.hires_per_quarter / 3.0)
    reps.schedule(carried.ae_starts, t, now.people.time_to_hire, row.ae_leavers * now.people.backfill)
    reps.schedule(carried.isr_starts, t, now.people.time_to_hire, row.isr_leavers * now.people.backfill)
    row.ae_hires, row.isr_hires = carried.ae_starts[t], carried.isr_starts[t]
    row.aes = opening.aes - row.ae_leavers + row.ae_hires
    row.isrs = opening.isrs - row.isr_leavers + row.isr_hires
    carried.aes_left = reps.survival(carried.aes_left * (1.0 - carried.aes_leaving), carried.ae_joined, t)
    carried.isrs_left = reps.survival(carried.isrs_left * (1.0 - carried.isrs_leaving), carried.isr_joined, t)
    carried.ae_joined[t] = row.ae_hires / carried.aes_left
    carried.isr_joined[t] = row.isr_hires / carried.isrs_left
    row.ramped_aes = reps.ramped(
        row.aes, carried.ae_joined, carried.aes_left, t, carried.ae_shortfall, carried.aes_ramping
    )
    row.ramped_isrs = reps.ramped(
        row.isrs, carried.isr_joined, carried.isrs_left, t, carried.isr_shortfall, carried.isrs_ramping
    )
    row.bdrs = row.aes * now.enterprise.bdr_per_ae
    row.ses = row.aes * now.enterprise.se_per_ae
    row.street_quota = reps.street_quota(row.ramped_aes, now.enterprise.quota, row.ramped_isrs, now.inside_sales.quota)
    row.enterprise_capacity_arr = reps.capacity_arr(row.ramped_aes, now.enterprise.quota, now.enterprise.attainment)
    row.inside_sales_capacity_arr = reps.capacity_arr(
        row.ramped_isrs, now.inside_sales.quota, now.inside_sales.attainment
    )


@stage
def sell_enterprise(now: Now, carried: Carried, row: Row, t: int, queues: Queues) -> tuple[Queues, BySource]:
    """Enterprise chain: BDRs, sales engineers, the cycle, account executives. Returns (queues, wins)."""
    goes_cold = now.sales.goes_cold
    leads = BySource(row.pqls, row.upgrade_leads, row.mqls)
    routed = sales.scaled(leads, now.enterprise.pql_share, now.enterprise.mql_share)
    row.bdr_cold = sales.total(queues.bdr) * goes_cold
    at_bdr = sales.available(queues.bdr, routed, goes_cold)
    bdr_work, bdr_capacity = sales.total(at_bdr), row.bdrs * now.enterprise.leads_per_bdr
    worked, bdr_queue = sales.serve(at_bdr, bdr_work, bdr_capacity)
    row.bdr_queue = sales.total(bdr_queue)

    qualified = sales.scaled(worked, now.enterprise.pql_to_opportunity, now.enterprise.mql_to_opportunity)
    row.se_cold = sales.total(queues.se) * goes_cold
    at_se = sales.available(queues.se, qualified, goes_cold)
    se_work, se_capacity = sales.total(at_se), row.ses * now.enterprise.evaluations_per_se
    evaluated, se_queue = sales.serve(at_se, se_work, se_capacity)
    row.se_queue = sales.total(se_queue)
    row.enterprise_opportunities = sales.total(evaluated)
    sales.decide_later(carried.enterprise_decisions, t, now.enterprise.cycle_months, evaluated)

    decided = sales.decided(carried.enterprise_decisions, t)
    chosen = sales.scaled(decided, now.enterprise.win_rate, now.enterprise.win_rate)
    row.ae_cold = sales.total(queues.ae) * goes_cold
    at_ae = sales.available(queues.ae, chosen, goes_cold)
    ae_work, ae_capacity = sales.total(at_ae), row.enterprise_capacity_arr / now.enterprise.acv
    wins, ae_queue = sales.serve(at_ae, ae_work, ae_capacity)
    row.ae_queue = sales.total(ae_queue)
    row.enterprise_demand_arr = ae_work * now.enterprise.acv
    row.enterprise_constraint = sales.constraint(
        sales.binds(bdr_work, bdr_capacity), sales.binds(se_work, se_capacity), sales.binds(ae_work, ae_capacity)
    )
    return Queues(bdr_queue, se_queue, ae_queue, queues.isr), wins


@stage
def sell_inside(now: Now, carried: Carried, row: Row, t: int, queues: Queues) -> tuple[Queues, BySource]:
    """Inside-sales chain: the rest of the leads, the cycle, the reps. Returns (queues, wins)."""
    goes_cold = now.sales.goes_cold
    leads = BySource(row.pqls, row.upgrade_leads, row.mqls)
    routed = sales.scaled(leads, 1.0 - now.enterprise.pql_share, 1.0 - now.enterprise.mql_share)
    taken = sales.scaled(routed, now.inside_sales.pql_to_opportunity, now.inside_sales.mql_to_opportunity)
    row.inside_sales_opportunities = sales.total(taken)
    sales.decide_later(carried.inside_sales_decisions, t, now.inside_sales.cycle_months, taken)

    decided = sales.decided(carried.inside_sales_decisions, t)
    chosen = sales.scaled(decided, now.inside_sales.win_rate, now.inside_sales.win_rate)
    row.isr_cold = sales.total(queues.isr) * goes_cold
    at_isr = sales.available(queues.isr, chosen, goes_cold)
    isr_work, isr_capacity = sales.total(at_isr), row.inside_sales_capacity_arr / now.inside_sales.acv
    wins, isr_queue = sales.serve(at_isr, isr_work, isr_capacity)
    row.isr_queue = sales.total(isr_queue)
    row.inside_sales_demand_arr = isr_work * now.inside_sales.acv
    row.inside_sales_constraint = sales.constraint(sales.binds(isr_work, isr_capacity), False, False)
    return Queues(queues.bdr, queues.se, queues.ae, isr_queue), wins


@stage
def employ(now: Now, opening: Row, row: Row) -> None:
    """People: everybody who does not carry a quota."""
    row.engineers = people.hired(opening.engineers, now.people.engineer_hires_per_quarter)
    row.marketers = people.hired(opening.marketers, now.people.marketer_hires_per_quarter)
    sales_led_customers = row.customers_inside_sales + row.customers_enterprise
    row.csms = people.needed(sales_led_customers, now.customer_success.accounts_per_csm)
    row.managers = people.needed(row.aes + row.isrs, now.people.reps_per_manager)
    row.support_engineers = people.needed(row.customers, now.people.customers_per_support_engineer)
    others = people.total(
        row.aes,
        row.isrs,
        row.bdrs,
        row.ses,
        row.csms,
        row.managers,
        row.support_engineers,
        row.engineers,
        row.marketers,
    )
    row.ga_staff = people.ga_staff(others, now.people.ga_per_head)
    row.headcount = others + row.ga_staff


@stage
def spend(now: Now, opening: Row, row: Row) -> None:
    """Revenue and cost."""
    row.revenue = new_business.revenue(opening.arr, row.arr)
    row.credited_arr = cost.credited_arr(
        row.won_arr_inside_sales, now.inside_sales.committed_share, now.sales.payg_quota_credit
    ) + cost.credited_arr(row.won_arr_enterprise, now.enterprise.committed_share, now.sales.payg_quota_credit)
    row.commissions = row.credited_arr * now.sales.commission_rate
    row.services_revenue = cost.services_revenue(
        now.customer_success.services_rate,
        opening.arr_inside_sales + opening.arr_enterprise,
        row.arr_inside_sales + row.arr_enterprise,
    )
    row.services_cost = row.services_revenue * now.customer_success.services_cost_ratio
    row.hosting_cost = row.revenue * now.finance.hosting_share
    row.free_hosting_cost = opening.free_accounts * now.community.hosting_per_free_account
    row.marketing_programs = row.mqls * now.marketing.cost_per_mql
    row.cogs = cost.cogs(
        row.hosting_cost, row.services_cost, cost.pay(row.support_engineers, now.people.support_engineer_cost)
    )
    row.sales_marketing = cost.sales_marketing(
        row.marketing_programs,
        row.free_hosting_cost,
        row.commissions,
        cost.pay(row.aes, now.people.ae_cost),
        cost.pay(row.isrs, now.people.isr_cost),
        cost.pay(row.bdrs, now.people.bdr_cost),
        cost.pay(row.ses, now.people.se_cost),
        cost.pay(row.csms, now.people.csm_cost),
        cost.pay(row.managers, now.people.manager_cost),
        cost.pay(row.marketers, now.people.marketer_cost),
    )
    row.research_development = cost.pay(row.engineers, now.people.engineer_cost)
    row.general_administrative = cost.general_administrative(
        cost.pay(row.ga_staff, now.people.ga_cost), row.headcount, now.people.overhead_per_head
    )
    row.operating_cost = cost.operating_cost(
        row.cogs, row.sales_marketing, row.research_development, row.general_administrative
    )
    row.operating_income = cost.operating_income(row.revenue, row.services_revenue, row.operating_cost)


@stage
def settle(opening: Row, row: Row, collections: float, funding: float) -> None:
    """Cash."""
    row.collections, row.funding = collections, funding
    row.free_cash_flow = cash.free_cash_flow(row.collections, row.services_revenue, row.operating_cost)
    row.cash = cash.closing(opening.cash, row.free_cash_flow, row.funding)
