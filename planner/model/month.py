"""One month of one draw but for its books: who gets what, stage by stage. No formulas here.

levers: the month's. opening, row: the quantities of the month before and of this one. carried: see records.py.
"""

import numpy as np

from planner.model import cash, community, cost, luck, people, retention, sales, sellers, sizes, stations
from planner.model.compiled import stage
from planner.model.lever_types import Levers
from planner.model.luck import Luck
from planner.model.paths import Paths, changed, row_in, within
from planner.model.rates import monthly_leaving, monthly_staying, schedule
from planner.model.records import Carried
from planner.model.sizes import Sizes
from planner.model.stations import BySource
from planner.vocabulary.columns import (
    AE,
    BDR,
    BOTH_TEAMS,
    ENTERPRISE,
    EVERY_SEGMENT,
    INSIDE_SALES,
    ISR,
    SE,
    SELF_SERVE,
    Row,
)


@stage
def apply_events(levers: np.ndarray, own: np.ndarray, paths: Paths, later: np.ndarray, t: int) -> None:
    """Set the levers that events move to their value in the month.

    levers: a LEVERS read as one array. later: (events,) months by which each starts later in this draw.
    """
    for moved in range(paths.at.size):
        value = own[paths.at[moved]]
        for event in range(paths.events[moved], paths.events[moved + 1]):
            row = row_in(t, later[event])
            value = changed(value, paths.kind[row, event], paths.scale[row, event], paths.offset[row, event])
        levers[paths.at[moved]] = within(value, paths.low[moved], paths.high[moved])


@stage
def moves(paths: Paths, later: np.ndarray, t: int) -> bool:
    """Whether events move a lever in the month from its value in the month before, or it is the first one."""
    if paths.moves[t]:
        return True
    for place in range(paths.by_chance.size):
        event = paths.by_chance[place]
        if paths.steps[row_in(t, later[event]), event]:
            return True
    return False


@stage
def set_rates(levers: Levers, carried: Carried) -> None:
    """Work out what follows from the levers alone: who leaves, who ramps, who renews, what fades and rises."""
    carried.fading = retention.fading(levers.retention.expansion_fade)
    carried.pay_growth = cost.pay_growth(levers.people.pay_rise)
    carried.price_monthly = retention.price_factor_monthly(levers.retention.price_rise)
    for team in BOTH_TEAMS:
        carried.expected_leaving[team] = monthly_leaving(levers.teams.attrition[team])
        carried.ramping[team] = sellers.fill_shortfalls(carried.shortfalls[team], levers.teams.ramp_months[team])
    success = levers.customer_success
    thin = retention.coverage(success.accounts_per_csm, success.reference_accounts, success.elasticity)
    growing = retention.expansion_coverage(
        success.accounts_per_csm, success.reference_accounts, success.expansion_elasticity
    )
    for segment in EVERY_SEGMENT:
        coverage = 1.0 if segment == SELF_SERVE else thin
        kept = retention.renewal_rate(levers.segments.gross_retention[segment], coverage)
        logos_kept = retention.logo_renewal_rate(levers.segments.logo_retention[segment], coverage)
        carried.expected_kept[segment], carried.expected_kept_monthly[segment] = kept, monthly_staying(kept)
        carried.expected_logos_kept[segment] = logos_kept
        carried.expected_logos_kept_monthly[segment] = monthly_staying(logos_kept)
        carried.expansion_coverage[segment] = 1.0 if segment == SELF_SERVE else growing


@stage
def go_as_expected(carried: Carried) -> None:
    """Let as many leave and renew as expected."""
    for segment in EVERY_SEGMENT:
        carried.leaving[segment] = carried.expected_leaving[segment]
        carried.kept[segment] = carried.expected_kept[segment]
        carried.kept_monthly[segment] = carried.expected_kept_monthly[segment]
        carried.logos_kept[segment] = carried.expected_logos_kept[segment]
        carried.logos_kept_monthly[segment] = carried.expected_logos_kept_monthly[segment]


@stage
def go_by_luck(carried: Carried, opening: Row, chance: Luck, slot: int) -> None:
    """Let luck decide how many leave and renew; ARR goes with the customers."""
    carried.leaving[ENTERPRISE] = luck.share_leaving(
        opening.reps[ENTERPRISE], carried.expected_leaving[ENTERPRISE], chance.ae_leavers
    )
    carried.leaving[INSIDE_SALES] = luck.share_leaving(
        opening.reps[INSIDE_SALES], carried.expected_leaving[INSIDE_SALES], chance.isr_leavers
    )
    for segment in EVERY_SEGMENT:
        renewing, pool = carried.logos[segment, slot], carried.logos[segment, retention.POOL]
        at_renewal, in_pool = chance.renewing[segment], chance.pool[segment]
        carried.kept[segment] = luck.share_kept(renewing, carried.expected_kept[segment], at_renewal)
        carried.logos_kept[segment] = luck.share_kept(renewing, carried.expected_logos_kept[segment], at_renewal)
        carried.kept_monthly[segment] = luck.share_kept(pool, carried.expected_kept_monthly[segment], in_pool)
        carried.logos_kept_monthly[segment] = luck.share_kept(
            pool, carried.expected_logos_kept_monthly[segment], in_pool
        )


@stage
def lose_by_size(carried: Carried, seeds: Sizes, slot: int, spread: float) -> None:
    """Let more or less ARR go with the customers who leave, by how large they are."""
    for segment in EVERY_SEGMENT:
        renewing, pool = carried.logos[segment, slot], carried.logos[segment, retention.POOL]
        lost = sizes.share_lost(retention.left(carried.kept[segment]), renewing, spread, seeds.renewing[segment])
        carried.kept[segment] = retention.left(lost)
        lost = sizes.share_lost(retention.left(carried.kept_monthly[segment]), pool, spread, seeds.pool[segment])
        carried.kept_monthly[segment] = retention.left(lost)


@stage
def age(levers: Levers, carried: Carried) -> None:
    """Let the growth of visitors, MQLs and pay and the fade of expansion go on by a month."""
    carried.visitor_index = community.index(carried.visitor_index, levers.community.visitor_growth)
    carried.mql_index = community.index(carried.mql_index, levers.marketing.mql_growth)
    carried.pay_index = cost.pay_index(carried.pay_index, carried.pay_growth)
    carried.fade = retention.fade(carried.fade, carried.fading)


@stage
def attract(levers: Levers, carried: Carried, opening: Row, row: Row) -> None:
    """Community: from visitors to leads."""
    own = levers.community
    row.visitors = community.visitors(own.visitors, carried.visitor_index, own.referral, opening.free_accounts)
    row.signups = community.signups(row.visitors, own.signup_rate, community.room(opening.signups_to_date, own.market))
    row.signups_to_date = community.signups_to_date(opening.signups_to_date, row.signups)
    row.activations = community.activations(row.signups, own.activation_rate)
    pool, conversion = opening.free_accounts, levers.self_serve.conversion
    rates = community.exits(conversion, own.pql_rate, own.free_churn)
    first_rates = community.first_exits(own.first_month, conversion, own.pql_rate)
    scale, first_scale = community.scale(rates), community.scale(first_rates)
    new = row.activations
    row.conversions = community.conversions(pool, conversion, scale, new, own.first_month, first_scale)
    row.pqls = community.pqls(pool, own.pql_rate, scale, new, own.first_month, first_scale)
    row.free_churned = community.free_churned(pool, own.free_churn, scale)
    row.free_accounts = community.free_accounts(pool, community.staying(rates), new, community.staying(first_rates))
    row.upgrade_leads = community.upgrade_leads(opening.segment_customers[SELF_SERVE], levers.self_serve.upgrade_rate)
    row.mqls = community.mqls(levers.marketing.mqls, carried.mql_index)


@stage
def staff_sales(levers: Levers, carried: Carried, opening: Row, row: Row, t: int) -> None:
    """Reps and their time."""
    own = levers.teams
    for team in BOTH_TEAMS:
        starts, joined = carried.starts[team], carried.joined[team]
        row.rep_leavers[team] = sellers.rep_leavers(opening.reps[team], carried.leaving[team])
        schedule(starts, t, 0.0, sellers.planned_hires(own.hires_per_quarter[team]))
        seats = sellers.backfills(row.rep_leavers[team], levers.people.backfill)
        schedule(starts, t, levers.people.time_to_hire, seats)
        row.rep_hires[team] = sellers.rep_hires(starts, t)
        row.reps[team] = sellers.reps(opening.reps[team], row.rep_leavers[team], row.rep_hires[team])
        left = sellers.counted_anew(sellers.survival(carried.left[team], carried.leaving[team]), joined, t)
        carried.left[team] = left
        joined[t + 1] = sellers.cohort(row.rep_hires[team], left)
        day_one = sellers.shortfall(sellers.tenure(own.ramping_tenure[team], t), own.ramp_months[team])
        row.ramped_reps[team] = sellers.ramped_reps(
            row.reps[team], joined, left, t, carried.shortfalls[team], carried.ramping[team], day_one
        )
        row.seller_time[team] = sellers.seller_time(row.ramped_reps[team], own.quota[team], own.attainment[team])
    row.bdrs = sellers.bdrs(row.reps[ENTERPRISE], levers.enterprise.bdr_per_ae)
    row.ses = sellers.ses(row.reps[ENTERPRISE], levers.enterprise.se_per_ae)
    row.street_quota = sellers.street_quota(
        row.ramped_reps[ENTERPRISE], own.quota[ENTERPRISE], row.ramped_reps[INSIDE_SALES], own.quota[INSIDE_SALES]
    )


@stage
def serve(
    carried: Carried, row: Row, station: int, inflow: BySource, capacity: float, goes_cold: float
) -> tuple[BySource, bool]:
    """Let a station work off what waits and comes in. Returns (served, whether the station binds)."""
    queue = carried.queues[station]
    waiting = BySource(queue[0], queue[1], queue[2], queue[3])
    row.cold[station] = stations.cold(stations.total(waiting), goes_cold)
    at_hand = stations.available(waiting, inflow, goes_cold)
    row.work[station], row.capacity[station] = stations.work(at_hand), capacity
    served = stations.scaled(at_hand, stations.share_served(row.work[station], capacity))
    left = stations.less(at_hand, served)
    row.queue[station] = stations.queue(left)
    queue[0], queue[1], queue[2], queue[3] = left.pql, left.upgrade, left.mql, left.outbound
    return served, stations.binds(row.work[station], capacity)


@stage
def open_teams(levers: Levers, carried: Carried, day_one: Row) -> None:
    """The teams of day one."""
    own = levers.teams
    for team in BOTH_TEAMS:
        carried.starts[team, :] = 0.0
        carried.left[team], carried.joined[team, 0] = 1.0, own.ramping_reps[team]
        missing = sellers.shortfall(sellers.tenure(own.ramping_tenure[team], 0), own.ramp_months[team])
        day_one.reps[team] = sellers.reps_day_one(own.reps[team], own.ramping_reps[team])
        day_one.ramped_reps[team] = sellers.ramped_day_one(own.reps[team], own.ramping_reps[team], missing)


@stage
def open_chains(levers: Levers, carried: Carried, day_one: Row) -> None:
    """Empty queues, and nothing in its sales cycle but the opening pipelines."""
    carried.queues[:] = 0.0
    for team in BOTH_TEAMS:
        carried.oldest[team] = 0
        carried.cycle_before[team] = carried.opening_remaining[team] = levers.teams.cycle_months[team]
        carried.opening_left[team] = day_one.open_opportunities[team] = levers.teams.opening_pipeline[team]


@stage
def run_cycle(carried: Carried, team: int, t: int, cycle_months: float, served: BySource) -> BySource:
    """Let the sales cycle go on by a month, with what is served now; returns what is decided."""
    in_cycle, totals = carried.in_cycle[team], carried.in_cycle_total[team]
    remaining, decided = carried.remaining[team], carried.decided[team]
    oldest, stretch = carried.oldest[team], sales.stretch(cycle_months, carried.cycle_before[team])
    carried.cycle_before[team] = cycle_months
    for month in range(oldest, t):
        remaining[month] = sales.month_less(sales.stretched(remaining[month], stretch))
    in_cycle[t, 0], in_cycle[t, 1], in_cycle[t, 2], in_cycle[t, 3] = served
    totals[t], remaining[t], decided[t] = stations.total(served), cycle_months, 0.0
    now, flying = open_decided(carried, team, stretch), 0.0
    for month in range(oldest, t + 1):
        before = decided[month]
        share = sales.share_decided(remaining[month], before)
        if share > before:
            batch = BySource(in_cycle[month, 0], in_cycle[month, 1], in_cycle[month, 2], in_cycle[month, 3])
            now = stations.plus(now, stations.scaled(batch, sales.decided_now(share, before)))
            decided[month] = share
            if share == 1.0:
                carried.oldest[team] = month + 1
        flying = sales.in_flight(flying, totals[month], share)
    carried.flying[team] = flying
    return now


@stage
def open_decided(carried: Carried, team: int, stretch: float) -> BySource:
    """What is decided in the month of the opening pipeline: MQLs in enterprise, PQLs in inside sales."""
    left = carried.opening_left[team]
    if left == 0.0:
        return BySource(0.0, 0.0, 0.0, 0.0)
    remaining = sales.stretched(carried.opening_remaining[team], stretch)
    decided = sales.opening_decided(left, remaining)
    carried.opening_left[team] = sales.opening_left(left, decided)
    carried.opening_remaining[team] = sales.month_less(remaining)
    if team == ENTERPRISE:
        return BySource(0.0, 0.0, decided, 0.0)
    return BySource(decided, 0.0, 0.0, 0.0)


@stage
def qualify(leads: BySource, of_community: float, of_marketing: float) -> BySource:
    """Opportunities from leads of every source."""
    return BySource(
        sales.qualified(leads.pql, of_community),
        sales.qualified(leads.upgrade, of_community),
        sales.qualified(leads.mql, of_marketing),
        leads.outbound,
    )


@stage
def prepare_enterprise(levers: Levers, carried: Carried, row: Row) -> tuple[BySource, bool, bool]:
    """Enterprise leads: BDRs, who prospect when none are left, and sales engineers.

    Returns (opportunities, whether BDRs bind, whether sales engineers do).
    """
    own, teams, goes_cold = levers.enterprise, levers.teams, levers.sales.goes_cold
    leads = BySource(
        sales.routed(row.pqls, own.pql_share),
        sales.routed(row.upgrade_leads, own.pql_share),
        sales.routed(row.mqls, own.mql_share),
        0.0,
    )
    worked, bdrs_bind = serve(carried, row, BDR, leads, stations.capacity(row.bdrs, own.leads_per_bdr), goes_cold)
    row.idle_bdrs = sales.idle_bdrs(row.bdrs, row.work[BDR], own.leads_per_bdr)
    row.outbound_opportunities = sales.outbound_opportunities(row.idle_bdrs, own.outbound_per_bdr)
    found = qualify(worked, teams.pql_to_opportunity[ENTERPRISE], teams.mql_to_opportunity[ENTERPRISE])
    found = BySource(found.pql, found.upgrade, found.mql, row.outbound_opportunities)
    evaluated, ses_bind = serve(carried, row, SE, found, stations.capacity(row.ses, own.evaluations_per_se), goes_cold)
    return evaluated, bdrs_bind, ses_bind


@stage
def prepare_inside_sales(levers: Levers, row: Row) -> BySource:
    """Inside-sales leads, the rest of all, as opportunities."""
    own, teams = levers.enterprise, levers.teams
    leads = BySource(
        sales.rest(row.pqls, own.pql_share),
        sales.rest(row.upgrade_leads, own.pql_share),
        sales.rest(row.mqls, own.mql_share),
        0.0,
    )
    return qualify(leads, teams.pql_to_opportunity[INSIDE_SALES], teams.mql_to_opportunity[INSIDE_SALES])


@stage
def close(
    levers: Levers, carried: Carried, row: Row, team: int, station: int, t: int, opened: BySource
) -> tuple[BySource, bool]:
    """The cycle and the sellers of a team. Returns (expected wins, whether its sellers bind)."""
    own = levers.teams
    row.opportunities[team] = sales.opportunities(stations.total(opened))
    decided = run_cycle(carried, team, t, own.cycle_months[team], opened)
    each = sellers.time_for_one(own.reference_acv[team], own.reference_win_rate[team])
    capacity = stations.capacity(carried.time_left[team], sellers.per_time(each))
    served, sellers_bind = serve(carried, row, station, decided, capacity, levers.sales.goes_cold)
    row.new_business_time[team] = sellers.new_business_time(stations.total(served), each)
    row.open_opportunities[team] = sales.open_opportunities(
        carried.flying[team], carried.opening_left[team], row.queue[station]
    )
    win_rate, acv = own.win_rate[team], levers.segments.acv[team]
    row.capacity_arr[team] = sellers.capacity_arr(capacity, win_rate, acv)
    row.demand_arr[team] = sales.demand_arr(row.work[station], win_rate, acv)
    wins = BySource(
        sales.wins(served.pql, win_rate),
        sales.wins(served.upgrade, win_rate),
        sales.wins(served.mql, win_rate),
        sales.wins(served.outbound, win_rate),
    )
    return wins, sellers_bind


@stage
def sell(levers: Levers, carried: Carried, row: Row, t: int) -> tuple[BySource, BySource]:
    """Both chains. Returns the wins that are expected of (inside sales, enterprise)."""
    opened, bdrs_bind, ses_bind = prepare_enterprise(levers, carried, row)
    enterprise, aes_bind = close(levers, carried, row, ENTERPRISE, AE, t, opened)
    row.constraint[ENTERPRISE] = sales.constraint(bdrs_bind, ses_bind, aes_bind)
    opened = prepare_inside_sales(levers, row)
    inside_sales, isrs_bind = close(levers, carried, row, INSIDE_SALES, ISR, t, opened)
    row.constraint[INSIDE_SALES] = sales.constraint(isrs_bind, False, False)
    return inside_sales, enterprise


@stage
def won_by_luck(expected: BySource, chance: np.ndarray, outbound_chance: float) -> BySource:
    """Deals of a chain, whole ones, when so many are expected. chance: (3,), of the other sources."""
    return BySource(
        luck.poisson(expected.pql, chance[0]),
        luck.poisson(expected.upgrade, chance[1]),
        luck.poisson(expected.mql, chance[2]),
        luck.poisson(expected.outbound, outbound_chance),
    )


@stage
def sized(wins: BySource, spread: float, seeds: np.ndarray) -> BySource:
    """What the wins of a chain are worth, in contracts of average size. seeds: (4,)."""
    return BySource(
        sizes.contracts(wins.pql, spread, seeds[0]),
        sizes.contracts(wins.upgrade, spread, seeds[1]),
        sizes.contracts(wins.mql, spread, seeds[2]),
        sizes.contracts(wins.outbound, spread, seeds[3]),
    )


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
