"""The books of one draw: what a month does to ARR and customers. No formulas here.

carried: see records.py. slot: the renewal slot of the month.
"""

from typing import NamedTuple

import numpy as np

from planner.model import cash, new_business, retention, sellers
from planner.model.compiled import stage
from planner.model.lever_types import Levers
from planner.model.records import Carried
from planner.model.stations import BySource
from planner.vocabulary.columns import ENTERPRISE, EVERY_SEGMENT, INSIDE_SALES, SELF_SERVE, Needs, Row


class Won(NamedTuple):
    """Wins of both chains by source: how many, and what they are worth, in contracts of average size."""

    inside_sales: BySource
    enterprise: BySource
    inside_sales_size: BySource
    enterprise_size: BySource


@stage
def open_books(levers: Levers, carried: Carried, day_one: Row) -> None:
    """Fill the books of day one, billed as they stand, and what is owed for them."""
    own = levers.segments
    for segment in EVERY_SEGMENT:
        retention.open_book(carried.books[segment], own.arr[segment], own.committed_share[segment])
        retention.open_book(carried.logos[segment], own.customers[segment], own.committed_share[segment])
        copy(carried.books[segment], carried.bases[segment])
    close_books(carried, day_one)
    pools = retention.over_segments(day_one.payg_arr)
    carried.collection_months = levers.finance.collection_months
    carried.invoiced_a_month = cash.invoiced_a_month(
        retention.slots_of(carried.books[SELF_SERVE]),
        retention.slots_of(carried.books[INSIDE_SALES]),
        retention.slots_of(carried.books[ENTERPRISE]),
    )
    carried.unbilled, carried.usage = 0.0, cash.usage(pools, pools)
    day_one.receivables = cash.opening_receivables(carried.collection_months, carried.invoiced_a_month, carried.usage)


@stage
def retain(levers: Levers, carried: Carried, row: Row, slot: int) -> None:
    """Retention: renewals, price, expansion with the sellers' time that it takes, usage."""
    own = levers.retention
    row.usage_factor = retention.usage_factor(own.usage_change)
    for segment in EVERY_SEGMENT:
        book, kept, kept_monthly = carried.books[segment], carried.kept[segment], carried.kept_monthly[segment]
        lost = retention.lost_arr(book[slot], kept, book[retention.POOL], kept_monthly)
        retention.keep(book, slot, kept, kept_monthly)
        price_change = retention.reprice(book, slot, own.price_rise, carried.price_monthly)
        carried.renewed[segment] = carried.bases[segment, slot] = book[slot]
        left = retention.contents(book)
        rate = expansion(levers, carried, row, segment, left)
        row.expansion_factor[segment] = retention.expansion_factor(rate)
        retention.grow(book, row.expansion_factor[segment])
        usage_change = retention.use(book, own.usage_change)
        carried.fallen[segment] = retention.falls(price_change, usage_change)

        logos, kept, kept_monthly = (
            carried.logos[segment],
            carried.logos_kept[segment],
            carried.logos_kept_monthly[segment],
        )
        churned = retention.segment_churned_customers(logos[slot], kept, logos[retention.POOL], kept_monthly)
        retention.keep(logos, slot, kept, kept_monthly)

        row.lost_arr[segment], added = lost, retention.expanded(left, rate)
        row.segment_expansion_arr[segment] = retention.segment_expansion_arr(added, price_change, usage_change)
        row.segment_churned_customers[segment] = churned
        row.renewal_rate[segment] = carried.expected_kept[segment]
        row.logo_renewal_rate[segment] = carried.expected_logos_kept[segment]
    row.churned_customers = new_business.churned_customers(
        row.segment_churned_customers[SELF_SERVE],
        row.segment_churned_customers[INSIDE_SALES],
        row.segment_churned_customers[ENTERPRISE],
    )
    row.expansion_arr = new_business.expansion_arr(
        row.segment_expansion_arr[SELF_SERVE],
        row.segment_expansion_arr[INSIDE_SALES],
        row.segment_expansion_arr[ENTERPRISE],
    )
    lost, fallen = retention.over_segments(row.lost_arr), retention.over_segments(carried.fallen)
    row.contraction_arr = retention.contraction_arr(lost, own.contraction_share, fallen)
    row.churned_arr = retention.churned_arr(lost, own.contraction_share)


@stage
def expansion(levers: Levers, carried: Carried, row: Row, segment: int, left: float) -> float:
    """The month's rate of expansion of a segment; sellers sell their part of it as far as their time goes.

    left: ARR that may expand.
    """
    coverage, sold = carried.expansion_coverage[segment], levers.sales.expansion_sold
    rate = retention.expansion_rate(levers.segments.expansion[segment], carried.fade, coverage)
    if segment == SELF_SERVE:
        return rate
    wanted = retention.wanted_expansion(left, rate, sold)
    row.sold_expansion_arr[segment] = retention.sold_expansion_arr(wanted, row.seller_time[segment])
    carried.time_left[segment] = sellers.time_left(row.seller_time[segment], row.sold_expansion_arr[segment])
    return retention.rate_reached(rate, sold, retention.share_sold(wanted, row.seller_time[segment]))


@stage
def add_business(
    levers: Levers,
    carried: Carried,
    opening: Row,
    row: Row,
    slot: int,
    won: Won,
    needs: Needs,
) -> None:
    """New business and upgrades, by the wins of both chains, and the closing of the books."""
    own, books, logos = levers.segments, carried.books, carried.logos
    inside_sales, enterprise = won.inside_sales, won.enterprise
    inside_sales_size, enterprise_size = won.inside_sales_size, won.enterprise_size
    upgrade_wins = new_business.upgrade_wins(inside_sales.upgrade, enterprise.upgrade)
    candidates = retention.contents(logos[SELF_SERVE])
    row.upgraded_customers = new_business.upgraded_customers(upgrade_wins, candidates)
    row.upgraded_share = new_business.upgraded_share(row.upgraded_customers, candidates)
    left_with_them = new_business.left_with_them(retention.contents(books[SELF_SERVE]), row.upgraded_share)
    retention.release(books[SELF_SERVE], row.upgraded_share)
    if needs.ledger:
        row.forfeited_prepayments = cash.forfeited_prepayments(carried.bases[SELF_SERVE], slot, row.upgraded_share)
    retention.release(carried.bases[SELF_SERVE], row.upgraded_share)
    retention.release(logos[SELF_SERVE], row.upgraded_share)

    row.won_customers[SELF_SERVE] = row.conversions
    row.won_customers[INSIDE_SALES] = new_business.won_customers(*inside_sales)
    row.won_customers[ENTERPRISE] = new_business.won_customers(*enterprise)
    acv = own.acv[INSIDE_SALES], own.acv[ENTERPRISE]
    row.won_pql_arr = new_business.won_pql_arr(inside_sales_size.pql, acv[0], enterprise_size.pql, acv[1])
    row.won_upgrade_arr = new_business.won_upgrade_arr(
        inside_sales_size.upgrade, acv[0], enterprise_size.upgrade, acv[1]
    )
    row.won_mql_arr = new_business.won_mql_arr(inside_sales_size.mql, acv[0], enterprise_size.mql, acv[1])
    row.won_outbound_arr = new_business.won_outbound_arr(enterprise_size.outbound, acv[1])
    row.won_pql_customers = new_business.won_pql_customers(inside_sales.pql, enterprise.pql)
    row.won_mql_customers = new_business.won_mql_customers(inside_sales.mql, enterprise.mql)
    row.won_outbound_customers = new_business.won_outbound_customers(enterprise.outbound)
    sizes = (
        row.conversions,
        new_business.won_customers(*inside_sales_size),
        new_business.won_customers(*enterprise_size),
    )
    for segment in EVERY_SEGMENT:
        share = own.committed_share[segment]
        row.won_arr[segment] = new_business.won_arr(sizes[segment], own.acv[segment])
        row.committed_won_arr[segment] = new_business.committed_won_arr(row.won_arr[segment], share)
        retention.sell(books[segment], slot, row.won_arr[segment], share)
        retention.sell(logos[segment], slot, row.won_customers[segment], share)
        retention.bill(carried.bases[segment], slot, row.committed_won_arr[segment])
    row.upgrade_arr = new_business.upgrade_arr(
        row.won_upgrade_arr, upgrade_wins, row.upgraded_customers, left_with_them
    )
    row.new_arr = new_business.new_arr(
        row.won_arr[SELF_SERVE],
        row.won_pql_arr,
        row.won_mql_arr,
        row.won_outbound_arr,
        row.won_upgrade_arr,
        upgrade_wins,
        row.upgraded_customers,
    )
    close_books(carried, row)
    row.revenue = new_business.revenue(opening.arr, row.arr)


@stage
def close_books(carried: Carried, row: Row) -> None:
    """What the books hold at the end of the month."""
    for segment in EVERY_SEGMENT:
        row.segment_arr[segment] = retention.segment_arr(carried.books[segment])
        row.payg_arr[segment] = retention.payg_arr(carried.books[segment])
        row.segment_customers[segment] = retention.segment_customers(carried.logos[segment])
    row.arr = new_business.arr(row.segment_arr[SELF_SERVE], row.segment_arr[INSIDE_SALES], row.segment_arr[ENTERPRISE])
    row.customers = new_business.customers(
        row.segment_customers[SELF_SERVE], row.segment_customers[INSIDE_SALES], row.segment_customers[ENTERPRISE]
    )


@stage
def open_signed(carried: Carried, row: Row) -> None:
    """Day one's books as those of the contracts signed before it."""
    for year in range(len(carried.signed)):
        for segment in EVERY_SEGMENT:
            for part in range(retention.PARTS):
                carried.signed[year, segment, part] = carried.books[segment, part] if year == 0 else 0.0
        row.signed_arr[year] = retention.signed_arr(carried.signed[year])


@stage
def follow_signed(levers: Levers, carried: Carried, row: Row, slot: int, year: int) -> None:
    """Take the books by year of the contract through the month, and add what was sold to that of `year`."""
    own = levers.retention
    for signed in range(len(carried.signed)):
        if signed <= year:
            for segment in EVERY_SEGMENT:
                book = carried.signed[signed, segment]
                retention.keep(book, slot, carried.kept[segment], carried.kept_monthly[segment])
                retention.reprice(book, slot, own.price_rise, carried.price_monthly)
                retention.grow(book, row.expansion_factor[segment])
                retention.use(book, own.usage_change)
                if segment == SELF_SERVE:
                    retention.release(book, row.upgraded_share)
                if signed == year:
                    share = levers.segments.committed_share[segment]
                    retention.sell(book, slot, row.won_arr[segment], share)
        row.signed_arr[signed] = retention.signed_arr(carried.signed[signed])


@stage
def copy(source: np.ndarray, target: np.ndarray) -> None:
    """Copy one array into another, as far as that goes."""
    for at in range(target.size):
        target[at] = source[at]


@stage
def clear(amounts: np.ndarray) -> None:
    """Set every amount to 0."""
    for at in range(amounts.size):
        amounts[at] = 0.0
