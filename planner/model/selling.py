"""Teams and their sales chains in one month. No formulas here.

levers: the month's. opening, row: the quantities of the month before and of this one. carried: see records.py.
"""

from planner.model import sales, sellers, stations
from planner.model.books import clear
from planner.model.compiled import stage
from planner.model.lanes import in_every_lane, largest, smallest
from planner.model.lever_types import Levers
from planner.model.rates import schedule
from planner.model.records import Carried
from planner.model.stations import BySource
from planner.vocabulary.columns import AE, BDR, BOTH_TEAMS, ENTERPRISE, INSIDE_SALES, ISR, SE, Row


@stage
def open_teams(levers: Levers, carried: Carried, day_one: Row) -> None:
    """The teams of day one."""
    own = levers.teams
    for team in BOTH_TEAMS:
        clear(carried.starts[team])
        carried.left[team], carried.joined[team, 0] = 1.0, own.ramping_reps[team]
        missing = sellers.shortfall(sellers.tenure(own.ramping_tenure[team], 0), own.ramp_months[team])
        day_one.reps[team] = sellers.reps_day_one(own.reps[team], own.ramping_reps[team])
        day_one.ramped_reps[team] = sellers.ramped_day_one(own.reps[team], own.ramping_reps[team], missing)


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
            row.reps[team], joined, left, t, carried.shortfalls[team], sellers.ramping(own.ramp_months[team]), day_one
        )
        row.seller_time[team] = sellers.seller_time(row.ramped_reps[team], own.quota[team], own.attainment[team])
    row.bdrs = sellers.bdrs(row.reps[ENTERPRISE], levers.enterprise.bdr_per_ae)
    row.ses = sellers.ses(row.reps[ENTERPRISE], levers.enterprise.se_per_ae)
    row.street_quota = sellers.street_quota(
        row.ramped_reps[ENTERPRISE], own.quota[ENTERPRISE], row.ramped_reps[INSIDE_SALES], own.quota[INSIDE_SALES]
    )


@stage
def open_chains(levers: Levers, carried: Carried, day_one: Row) -> None:
    """Empty queues, and nothing in its sales cycle but the opening pipelines."""
    for station in range(len(carried.queues)):
        clear(carried.queues[station])
    for team in BOTH_TEAMS:
        carried.oldest[team] = 0.0
        carried.cycle_before[team] = carried.opening_remaining[team] = levers.teams.cycle_months[team]
        carried.opening_left[team] = day_one.open_opportunities[team] = levers.teams.opening_pipeline[team]


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
def run_cycle(carried: Carried, team: int, t: int, cycle_months: float, served: BySource) -> BySource:
    """Let the sales cycle go on by a month, with what is served now; returns what is decided."""
    in_cycle, totals = carried.in_cycle[team], carried.in_cycle_total[team]
    remaining, decided = carried.remaining[team], carried.decided[team]
    oldest, stretch = int(smallest(carried.oldest[team])), sales.stretch(cycle_months, carried.cycle_before[team])
    carried.cycle_before[team] = cycle_months
    for month in range(oldest, t):
        remaining[month] = sales.month_less(sales.stretched(remaining[month], stretch))
    in_cycle[t, 0], in_cycle[t, 1], in_cycle[t, 2], in_cycle[t, 3] = served
    totals[t], remaining[t], decided[t] = stations.total(served), cycle_months, 0.0
    now, flying = open_decided(carried, team, stretch), in_every_lane(0.0)
    for month in range(oldest, t + 1):
        before = decided[month]
        share = sales.share_decided(remaining[month], before)
        of_now = sales.decided_now(share, before)
        if largest(of_now) > 0.0:
            batch = BySource(in_cycle[month, 0], in_cycle[month, 1], in_cycle[month, 2], in_cycle[month, 3])
            now = stations.plus(now, stations.scaled(batch, of_now))
            decided[month] = share
            if smallest(share) == 1.0:
                carried.oldest[team] = month + 1
        flying = sales.in_flight(flying, totals[month], share)
    carried.flying[team] = flying
    return now


@stage
def open_decided(carried: Carried, team: int, stretch: float) -> BySource:
    """What is decided in the month of the opening pipeline: MQLs in enterprise, PQLs in inside sales."""
    left = carried.opening_left[team]
    remaining = sales.stretched(carried.opening_remaining[team], stretch)
    decided = sales.opening_decided(left, remaining)
    carried.opening_left[team] = sales.opening_left(left, decided)
    carried.opening_remaining[team] = sales.month_less(remaining)
    return stations.only(decided, stations.MQL if team == ENTERPRISE else stations.PQL)


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
        in_every_lane(0.0),
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
        in_every_lane(0.0),
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
