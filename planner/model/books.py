"""The books of one draw: what a month does to ARR and customers, and what became of those of 12 months ago.

No formulas here. carried: see records.py; slot: the renewal slot of the month.
"""

import numpy as np

from planner.model import cash, new_business, retention, sales
from planner.model.compiled import stage
from planner.model.rates import ratio, share_of
from planner.model.records import ENTERPRISE, INSIDE_SALES, SEGMENTS, SELF_SERVE, YEAR, Carried, Now, Row
from planner.model.sales import BySource


@stage
def open_books(now: Now, carried: Carried, day_one: Row) -> None:
    """Fill the books of day one, billed as they stand."""
    books, logos = carried.books, carried.logos
    retention.open_book(books[SELF_SERVE], now.self_serve.arr, now.self_serve.committed_share)
    retention.open_book(books[INSIDE_SALES], now.inside_sales.arr, now.inside_sales.committed_share)
    retention.open_book(books[ENTERPRISE], now.enterprise.arr, now.enterprise.committed_share)
    retention.open_book(logos[SELF_SERVE], now.self_serve.customers, now.self_serve.committed_share)
    retention.open_book(logos[INSIDE_SALES], now.inside_sales.customers, now.inside_sales.committed_share)
    retention.open_book(logos[ENTERPRISE], now.enterprise.customers, now.enterprise.committed_share)
    for segment in range(SEGMENTS):
        copy(books[segment, : retention.POOL], carried.bases[segment])
    put_aside(carried, YEAR - 1)
    close_books(carried, day_one)


@stage
def retain(now: Now, carried: Carried, row: Row, slot: int) -> float:
    """Retention. Returns the ARR that renewed."""
    row.usage_factor = 1.0 + now.retention.usage_change
    row.expansion_factor_self_serve = retention.expansion_factor(now.self_serve.expansion, carried.fade)
    row.expansion_factor_inside_sales = retention.expansion_factor(now.inside_sales.expansion, carried.fade)
    row.expansion_factor_enterprise = retention.expansion_factor(now.enterprise.expansion, carried.fade)
    self_serve = live(carried, SELF_SERVE, slot, row.expansion_factor_self_serve, now.retention.usage_change)
    inside_sales = live(carried, INSIDE_SALES, slot, row.expansion_factor_inside_sales, now.retention.usage_change)
    enterprise = live(carried, ENTERPRISE, slot, row.expansion_factor_enterprise, now.retention.usage_change)
    row.lost_arr_self_serve, row.expansion_arr_self_serve = self_serve.lost, self_serve.gained
    row.lost_arr_inside_sales, row.expansion_arr_inside_sales = inside_sales.lost, inside_sales.gained
    row.lost_arr_enterprise, row.expansion_arr_enterprise = enterprise.lost, enterprise.gained
    row.churned_customers_self_serve = self_serve.churned_customers
    row.churned_customers_inside_sales = inside_sales.churned_customers
    row.churned_customers_enterprise = enterprise.churned_customers
    row.churned_customers = self_serve.churned_customers + inside_sales.churned_customers + enterprise.churned_customers
    row.expansion_arr = self_serve.gained + inside_sales.gained + enterprise.gained
    lost = self_serve.lost + inside_sales.lost + enterprise.lost
    usage_fall = self_serve.usage_fall + inside_sales.usage_fall + enterprise.usage_fall
    row.contraction_arr = retention.contraction(lost, now.retention.contraction_share, usage_fall)
    row.churned_arr = retention.churn(lost, now.retention.contraction_share)
    row.renewal_rate_self_serve = carried.expected_kept[SELF_SERVE]
    row.renewal_rate_inside_sales = carried.expected_kept[INSIDE_SALES]
    row.renewal_rate_enterprise = carried.expected_kept[ENTERPRISE]
    row.logo_renewal_rate_self_serve = carried.expected_logos_kept[SELF_SERVE]
    row.logo_renewal_rate_inside_sales = carried.expected_logos_kept[INSIDE_SALES]
    row.logo_renewal_rate_enterprise = carried.expected_logos_kept[ENTERPRISE]
    return self_serve.renewed + inside_sales.renewed + enterprise.renewed


@stage
def add_business(
    now: Now, carried: Carried, row: Row, slot: int, enterprise_wins: BySource, inside_sales_wins: BySource
) -> None:
    """New business, and the closing of the books."""
    upgrade_wins = inside_sales_wins.upgrade + enterprise_wins.upgrade
    candidates = retention.contents(carried.logos[SELF_SERVE])
    row.upgraded_customers = new_business.upgraded_customers(upgrade_wins, candidates)
    row.upgraded_share = share_of(row.upgraded_customers, candidates)
    left_with_them = retention.contents(carried.books[SELF_SERVE]) * row.upgraded_share
    retention.release(carried.books[SELF_SERVE], row.upgraded_share)
    retention.release(carried.bases[SELF_SERVE], row.upgraded_share)
    retention.release(carried.logos[SELF_SERVE], row.upgraded_share)

    row.won_customers_self_serve = row.conversions
    row.won_customers_inside_sales = sales.total(inside_sales_wins)
    row.won_customers_enterprise = sales.total(enterprise_wins)
    row.won_arr_self_serve = row.won_customers_self_serve * now.self_serve.acv
    row.won_arr_inside_sales = row.won_customers_inside_sales * now.inside_sales.acv
    row.won_arr_enterprise = row.won_customers_enterprise * now.enterprise.acv
    won = sales.plus(
        sales.scaled(inside_sales_wins, now.inside_sales.acv, now.inside_sales.acv),
        sales.scaled(enterprise_wins, now.enterprise.acv, now.enterprise.acv),
    )
    row.won_pql_arr, row.won_upgrade_arr, row.won_mql_arr = won.pql, won.upgrade, won.mql
    row.upgrade_arr = new_business.upgrade_arr(won.upgrade, upgrade_wins, row.upgraded_customers, left_with_them)
    row.new_arr = new_business.new_arr(
        row.won_arr_self_serve + won.pql + won.mql, won.upgrade, upgrade_wins, row.upgraded_customers
    )

    share = now.self_serve.committed_share
    row.committed_won_arr_self_serve = row.won_arr_self_serve * share
    sell(carried, SELF_SERVE, slot, row.won_arr_self_serve, row.won_customers_self_serve, share)
    share = now.inside_sales.committed_share
    row.committed_won_arr_inside_sales = row.won_arr_inside_sales * share
    sell(carried, INSIDE_SALES, slot, row.won_arr_inside_sales, row.won_customers_inside_sales, share)
    share = now.enterprise.committed_share
    row.committed_won_arr_enterprise = row.won_arr_enterprise * share
    sell(carried, ENTERPRISE, slot, row.won_arr_enterprise, row.won_customers_enterprise, share)
    close_books(carried, row)


@stage
def live(carried: Carried, segment: int, slot: int, expansion_factor: float, usage_change: float) -> retention.Month:
    """Take a segment's books through the month's renewals, expansion and usage."""
    book, logos = carried.books[segment], carried.logos[segment]
    kept, kept_monthly = carried.kept[segment], carried.kept_monthly[segment]
    lost = retention.lose(book, slot, kept, kept_monthly)
    renewed = book[slot]
    carried.bases[segment, slot] = renewed
    gained = retention.expand(book, expansion_factor)
    rise, fall = retention.use(book, usage_change)
    churned_customers = retention.lose(logos, slot, carried.logos_kept[segment], carried.logos_kept_monthly[segment])
    return retention.Month(renewed, lost, gained + rise, fall, churned_customers)


@stage
def sell(carried: Carried, segment: int, slot: int, arr: float, customers: float, committed_share: float) -> None:
    """Put what a segment sold in the month into its books."""
    retention.sell(carried.books[segment], slot, arr, committed_share)
    retention.sell(carried.logos[segment], slot, customers, committed_share)
    carried.bases[segment, slot] += arr * committed_share


@stage
def close_books(carried: Carried, row: Row) -> None:
    """What the books hold at the end of the month."""
    books, logos = carried.books, carried.logos
    row.arr_self_serve = retention.contents(books[SELF_SERVE])
    row.arr_inside_sales = retention.contents(books[INSIDE_SALES])
    row.arr_enterprise = retention.contents(books[ENTERPRISE])
    row.arr = row.arr_self_serve + row.arr_inside_sales + row.arr_enterprise
    row.payg_arr_self_serve = books[SELF_SERVE, retention.POOL]
    row.payg_arr_inside_sales = books[INSIDE_SALES, retention.POOL]
    row.payg_arr_enterprise = books[ENTERPRISE, retention.POOL]
    row.customers_self_serve = retention.contents(logos[SELF_SERVE])
    row.customers_inside_sales = retention.contents(logos[INSIDE_SALES])
    row.customers_enterprise = retention.contents(logos[ENTERPRISE])
    row.customers = row.customers_self_serve + row.customers_inside_sales + row.customers_enterprise


@stage
def collect(carried: Carried, opening: Row, row: Row, renewed: float) -> float:
    """Cash from subscriptions in the month."""
    books, bases = carried.books, carried.bases
    return cash.collections(
        renewed,
        row.committed_won_arr_self_serve + row.committed_won_arr_inside_sales + row.committed_won_arr_enterprise,
        cash.unbilled(books[SELF_SERVE], bases[SELF_SERVE])
        + cash.unbilled(books[INSIDE_SALES], bases[INSIDE_SALES])
        + cash.unbilled(books[ENTERPRISE], bases[ENTERPRISE]),
        opening.payg_arr_self_serve + opening.payg_arr_inside_sales + opening.payg_arr_enterprise,
    )


@stage
def put_aside(carried: Carried, slot: int) -> None:
    """Keep the books as they stand, to be followed for 12 months."""
    for segment in range(SEGMENTS):
        copy(carried.books[segment], carried.past_books[slot, segment])
        copy(carried.logos[segment], carried.past_logos[slot, segment])
        carried.growth[segment, slot] = 1.0
        carried.net_pool[segment, slot] = 1.0
        carried.gross_pool[segment, slot] = 1.0
        carried.logo_pool[segment, slot] = 1.0


@stage
def follow(carried: Carried, row: Row, slot: int, usage_change: float) -> None:
    """Follow all books put aside through the month."""
    net_usage, gross_usage = 1.0 + usage_change, 1.0 + min(usage_change, 0.0)
    growths = row.expansion_factor_self_serve, row.expansion_factor_inside_sales, row.expansion_factor_enterprise
    for segment in range(SEGMENTS):
        growth, pool_kept = growths[segment], carried.kept_monthly[segment]
        carried.kept_by_slot[segment, slot] = carried.kept[segment]
        carried.logos_kept_by_slot[segment, slot] = carried.logos_kept[segment]
        retention.compound(carried.growth[segment], growth)
        retention.compound(carried.net_pool[segment], pool_kept * growth * net_usage)
        retention.compound(carried.gross_pool[segment], pool_kept * gross_usage)
        retention.compound(carried.logo_pool[segment], carried.logos_kept_monthly[segment])


@stage
def year_of_retention(carried: Carried, then: Row, row: Row, slot: int) -> None:
    """Net, gross and logo retention since `then`, 12 months ago, by segment and in all."""
    net, gross, logos_left = carried.net, carried.gross, carried.logos_left
    for segment in range(SEGMENTS):
        book, logos = carried.past_books[slot, segment], carried.past_logos[slot, segment]
        pool, logo_pool = book[retention.POOL], logos[retention.POOL]
        slots = retention.renewed_slots(book, carried.kept_by_slot[segment])
        logo_slots = retention.renewed_slots(logos, carried.logos_kept_by_slot[segment])
        growth, net_pool = carried.growth[segment, slot], carried.net_pool[segment, slot]
        net[segment] = retention.left_of(slots, growth, pool, net_pool)
        gross[segment] = retention.left_of(slots, 1.0, pool, carried.gross_pool[segment, slot])
        logos_left[segment] = retention.left_of(logo_slots, 1.0, logo_pool, carried.logo_pool[segment, slot])
    row.nrr_self_serve = ratio(net[SELF_SERVE], then.arr_self_serve)
    row.nrr_inside_sales = ratio(net[INSIDE_SALES], then.arr_inside_sales)
    row.nrr_enterprise = ratio(net[ENTERPRISE], then.arr_enterprise)
    row.nrr = ratio(total(net), then.arr)
    row.grr_self_serve = ratio(gross[SELF_SERVE], then.arr_self_serve)
    row.grr_inside_sales = ratio(gross[INSIDE_SALES], then.arr_inside_sales)
    row.grr_enterprise = ratio(gross[ENTERPRISE], then.arr_enterprise)
    row.grr = ratio(total(gross), then.arr)
    row.logo_retention_self_serve = ratio(logos_left[SELF_SERVE], then.customers_self_serve)
    row.logo_retention_inside_sales = ratio(logos_left[INSIDE_SALES], then.customers_inside_sales)
    row.logo_retention_enterprise = ratio(logos_left[ENTERPRISE], then.customers_enterprise)
    row.logo_retention = ratio(total(logos_left), then.customers)


@stage
def copy(source: np.ndarray, target: np.ndarray) -> None:
    """Copy one array into another."""
    for at in range(source.size):
        target[at] = source[at]


@stage
def total(by_segment: np.ndarray) -> float:
    """Sum over the three segments."""
    return by_segment[SELF_SERVE] + by_segment[INSIDE_SALES] + by_segment[ENTERPRISE]
