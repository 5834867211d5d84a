"""The books of 12 months ago, followed to today. No formulas here.

carried: see records.py. slot: the renewal slot of the month, and where the books of its end are put aside.
"""

import numpy as np

from planner.model import new_business, retention
from planner.model import retention_metrics as metrics
from planner.model.books import Won, copy
from planner.model.compiled import stage
from planner.model.lever_types import Levers
from planner.model.records import YEAR, Carried
from planner.vocabulary.columns import BOTH_TEAMS, ENTERPRISE, EVERY_SEGMENT, INSIDE_SALES, SELF_SERVE, Row


@stage
def put_aside(carried: Carried, slot: int) -> None:
    """Keep the books as they stand, to be followed for 12 months."""
    for segment in EVERY_SEGMENT:
        copy(carried.books[segment], carried.past_books[slot, segment])
        copy(carried.logos[segment], carried.past_logos[slot, segment])
        carried.growth[segment, slot] = carried.net_pool[segment, slot] = 1.0
        carried.gross_pool[segment, slot] = carried.logo_pool[segment, slot] = 1.0
        carried.brought_slots[segment, slot] = carried.brought_pool[segment, slot] = 0.0
    carried.staying[slot] = 1.0
    carried.renewed_candidates[slot] = 0.0
    carried.due_candidates[slot] = retention.slots_of(carried.logos[SELF_SERVE])
    for part in range(retention.PARTS):
        carried.candidates[part, slot] = carried.logos[SELF_SERVE, part]


@stage
def follow(levers: Levers, carried: Carried, row: Row, slot: int, won: Won) -> None:
    """Follow all books put aside through the month."""
    price, monthly, usage = levers.retention.price_rise, carried.price_monthly, row.usage_factor
    falling_price, falling_monthly = metrics.only_falls(price), metrics.only_falling(monthly)
    falling_usage = metrics.only_falling(usage)
    for segment in EVERY_SEGMENT:
        growth, kept, kept_monthly = row.expansion_factor[segment], carried.kept[segment], carried.kept_monthly[segment]
        carried.slots_kept[segment, slot] = metrics.kept_and_repriced(kept, price)
        carried.slots_kept_gross[segment, slot] = metrics.kept_and_repriced(kept, falling_price)
        carried.logos_kept_by_slot[segment, slot] = carried.logos_kept[segment]
        metrics.compound(carried.growth[segment], growth)
        metrics.compound(carried.net_pool[segment], metrics.pool_factor(kept_monthly, monthly, growth, usage))
        falls = metrics.pool_factor(kept_monthly, falling_monthly, 1.0, falling_usage)
        metrics.compound(carried.gross_pool[segment], falls)
        metrics.compound(carried.logo_pool[segment], carried.logos_kept_monthly[segment])
    follow_upgrades(levers, carried, row, slot, won)


@stage
def follow_upgrades(levers: Levers, carried: Carried, row: Row, slot: int, won: Won) -> None:
    """Follow who of them upgrades, and what they bring."""
    kept, share = carried.logos_kept[SELF_SERVE], row.upgraded_share
    for book in range(YEAR):
        renewing, pool = carried.candidates[slot, book], carried.candidates[retention.POOL, book]
        carried.due_candidates[book] = metrics.due(carried.due_candidates[book], renewing)
        carried.renewed_candidates[book] = metrics.renewed(carried.renewed_candidates[book], renewing, kept)
        customers = metrics.candidates(
            carried.due_candidates[book], carried.renewed_candidates[book], pool, carried.logo_pool[SELF_SERVE, book]
        )
        carried.upgrading[book] = metrics.upgrading(customers, carried.staying[book], share)
        carried.staying[book] = metrics.staying(carried.staying[book], share)
    wins = new_business.upgrade_wins(won.inside_sales.upgrade, won.enterprise.upgrade)
    for team in BOTH_TEAMS:
        size = won.enterprise_size.upgrade if team == ENTERPRISE else won.inside_sales_size.upgrade
        share = levers.segments.committed_share[team]
        value = metrics.value_of_an_upgrade(size, levers.segments.acv[team], wins)
        committed, pooled = retention.committed(value, share), retention.pay_as_you_go(value, share)
        growth = row.expansion_factor[team]
        pool = metrics.pool_factor(carried.kept_monthly[team], carried.price_monthly, growth, row.usage_factor)
        for book in range(YEAR):
            customers = carried.upgrading[book]
            carried.brought_slots[team, book] = metrics.brought(
                carried.brought_slots[team, book], growth, customers, committed
            )
            carried.brought_pool[team, book] = metrics.brought(
                carried.brought_pool[team, book], pool, customers, pooled
            )


@stage
def year_of_retention(carried: Carried, then: Row, row: Row, slot: int) -> None:
    """Net, gross and logo retention since `then`, 12 months ago, by segment and in all."""
    net, gross, logos_left = carried.net, carried.gross, carried.logos_left
    for segment in EVERY_SEGMENT:
        book, logos = carried.past_books[slot, segment], carried.past_logos[slot, segment]
        pool, logo_pool = book[retention.POOL], logos[retention.POOL]
        slots = metrics.renewed_slots(book, carried.slots_kept[segment])
        gross_slots = metrics.renewed_slots(book, carried.slots_kept_gross[segment])
        logo_slots = metrics.renewed_slots(logos, carried.logos_kept_by_slot[segment])
        net[segment] = metrics.left_of(slots, carried.growth[segment, slot], pool, carried.net_pool[segment, slot])
        gross[segment] = metrics.left_of(gross_slots, 1.0, pool, carried.gross_pool[segment, slot])
        logos_left[segment] = metrics.left_of(logo_slots, 1.0, logo_pool, carried.logo_pool[segment, slot])
        row.segment_nrr[segment] = metrics.segment_nrr(net[segment], then.segment_arr[segment])
        row.segment_grr[segment] = metrics.segment_grr(gross[segment], then.segment_arr[segment])
        row.segment_logo_retention[segment] = metrics.segment_logo_retention(
            logos_left[segment], then.segment_customers[segment]
        )
    row.nrr = metrics.nrr(
        metrics.not_upgraded(net[SELF_SERVE], carried.staying[slot]),
        metrics.with_upgrades(
            net[INSIDE_SALES], carried.brought_slots[INSIDE_SALES, slot], carried.brought_pool[INSIDE_SALES, slot]
        ),
        metrics.with_upgrades(
            net[ENTERPRISE], carried.brought_slots[ENTERPRISE, slot], carried.brought_pool[ENTERPRISE, slot]
        ),
        then.arr,
    )
    row.grr = metrics.grr(gross[SELF_SERVE], gross[INSIDE_SALES], gross[ENTERPRISE], then.arr)
    row.logo_retention = metrics.logo_retention(
        logos_left[SELF_SERVE], logos_left[INSIDE_SALES], logos_left[ENTERPRISE], then.customers
    )


@stage
def no_year_yet(row: Row) -> None:
    """Nothing of it before month 12."""
    row.nrr = row.grr = row.logo_retention = np.nan
    for segment in EVERY_SEGMENT:
        row.segment_nrr[segment] = row.segment_grr[segment] = row.segment_logo_retention[segment] = np.nan
