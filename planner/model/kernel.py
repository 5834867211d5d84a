"""The months of LANES draws after others, each stage in the order of the equations."""

from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np

from planner.model import (
    books,
    by_luck,
    cash,
    following,
    metrics,
    month,
    month_metrics,
    records,
    selling,
    spending,
)
from planner.model.books import Won
from planner.model.compiled import kernel, stage
from planner.model.lanes import LANES
from planner.model.lanes_compiled import in_lanes
from planner.model.luck import Luck
from planner.model.metrics import Sums
from planner.model.paths import Paths
from planner.model.records import CARRIED, RING, ROW, SUMS, YEAR, Carried
from planner.model.sizes import Sizes
from planner.vocabulary.columns import Needs, Row

BLOCK = 8 * LANES
"""Draws that are written to the results together, several cache lines in a row."""


class Rounds(NamedTuple):
    """Funding. months: (T + 1,) months[t] to months[t + 1] are the rounds of month t. amounts, needs_arr: (rounds,)."""

    months: np.ndarray
    amounts: np.ndarray
    needs_arr: np.ndarray


class Question(NamedTuple):
    """What is to be worked out.

    shared: (places,) lever values that all draws share, by PLACES. drawn: (k, draws) values of the k levers at
    `drawn_at` that differ from draw to draw. later: (rows, draws) months by which events start later, to beyond the
    horizon where they do not act; the paths know which. order: (draws,) the order in which draws are run, so that
    those whose events come at the same time stand side by side; as they are numbered up to BLOCK of them. keep: places
    of the columns to keep in a ROW; needs: what they need. luck: (draws, months) of LUCK, or (draws, 0) where
    everything comes as expected. sizes: (draws, months) of SIZES, or (draws, 0) where every deal and customer has the
    average size; spread: the coefficient of variation.
    """

    months: int
    shared: np.ndarray
    drawn: np.ndarray
    drawn_at: np.ndarray
    later: np.ndarray
    order: np.ndarray
    paths: Paths
    rounds: Rounds
    keep: np.ndarray
    needs: Needs
    luck: Sequence[Sequence[Luck]]
    sizes: Sequence[Sequence[Sizes]]
    spread: float


class Workspace(NamedTuple):
    """The arrays one thread works in, used again for the next LANES draws.

    own: (places, LANES) the draws' levers before events. later: (events, LANES) months by which each event starts later
    in them. carried: one CARRIED. levers: its levers as one array. rows: a ROW for each of RING months; columns: the
    same as (RING, places, LANES). sums: likewise. block: what is kept of BLOCK draws,
    (kept, months + 1, BLOCK).
    """

    own: np.ndarray
    later: np.ndarray
    carried: Sequence[Carried]
    levers: np.ndarray
    rows: Sequence[Row]
    columns: np.ndarray
    sums: Sequence[Sums]
    block: np.ndarray


def workspace(question: Question, out: np.ndarray) -> Workspace:
    """Arrays to work in. out: (kept, months + 1, draws) of the results; a few draws are put there at once."""
    draws = len(question.luck)
    carried, rows = records.empty(1, CARRIED), records.empty(RING, ROW)
    return Workspace(
        own=np.repeat(question.shared[:, np.newaxis], LANES, axis=1),
        later=np.zeros((question.paths.later_at.size, LANES), dtype=np.intp),
        carried=cast("Sequence[Carried]", carried),
        levers=carried.view(np.float64).reshape(-1, LANES)[: question.shared.size],
        rows=cast("Sequence[Row]", rows),
        columns=rows.view(np.float64).reshape(RING, -1, LANES),
        sums=cast("Sequence[Sums]", records.empty(RING, SUMS)),
        block=out if draws <= BLOCK else np.empty((*out.shape[:2], BLOCK)),
    )


@stage
def open_day_one(work: Workspace, needs: Needs) -> None:
    """Set everything that has a value before the first month."""
    carried, day_one = in_lanes(work.carried[0]), in_lanes(work.rows[0])
    levers = carried.levers
    for at in range(work.columns.shape[1]):
        for lane in range(LANES):
            work.columns[0, at, lane] = np.nan
    carried.visitor_index = carried.mql_index = carried.fade = carried.pay_index = 1.0
    selling.open_teams(levers, carried, day_one)
    selling.open_chains(levers, carried, day_one)
    books.clear(carried.due)
    day_one.signups_to_date = levers.community.signups_to_date
    day_one.free_accounts = levers.community.free_accounts
    day_one.engineers, day_one.marketers = levers.people.engineers, levers.people.marketers
    day_one.cash = levers.finance.cash
    books.open_books(levers, carried, day_one)
    carried.arr_day_one, carried.customers_day_one = day_one.arr, day_one.customers
    metrics.start(in_lanes(work.sums[0]), np.nan)
    if needs.ledger:
        day_one.deferred_revenue = cash.deferred_revenue(carried.bases, YEAR - 1)
    if needs.followed:
        following.put_aside(carried, YEAR - 1)
    if needs.signed:
        books.open_signed(carried, day_one)


@stage
def run_draws(question: Question, work: Workspace, first: int, last: int, at: int) -> None:
    """Draws `first` to `last` of the order, LANES at most: put the columns to keep into the block, from `at` on."""
    for place in range(len(work.own)):
        for lane in range(LANES):
            work.levers[place, lane] = work.own[place, lane]
    month.apply_events(work.levers, work.own, question.paths, work.later, 0)
    open_day_one(work, question.needs)
    store(work.columns[0], question.keep, work.block[:, 0, at : at + last - first])
    for t in range(question.months):
        run_month(question, work, first, last, t)
        store(work.columns[(t + 1) % RING], question.keep, work.block[:, t + 1, at : at + last - first])


@stage
def run_month(question: Question, work: Workspace, first: int, last: int, t: int) -> None:
    """One month of draws `first` to `last` of the order, stage by stage."""
    carried, slot = in_lanes(work.carried[0]), t % YEAR
    lucky, sized = len(question.luck[first]) > 0, len(question.sizes[first]) > 0
    levers, opening, row = carried.levers, in_lanes(work.rows[t % RING]), in_lanes(work.rows[(t + 1) % RING])
    if month.moves(question.paths, work.later, t):
        month.apply_events(work.levers, work.own, question.paths, work.later, t)
        month.set_rates(levers, carried)
        month.go_as_expected(carried)
    for at in range(first, last):
        draw, lane = question.order[at], at - first
        if lucky:
            by_luck.go_by_luck(carried, opening, question.luck[draw][t], slot, lane)
        if sized:
            by_luck.lose_by_size(carried, question.sizes[draw][t], slot, question.spread, lane)
    if t > 0:
        month.age(levers, carried)
    month.attract(levers, carried, opening, row)
    selling.staff_sales(levers, carried, opening, row, t)
    books.retain(levers, carried, row, slot)
    inside_sales, enterprise = selling.sell(levers, carried, row, t)
    for at in range(first, last):
        if lucky:
            chance, lane = question.luck[question.order[at]][t], at - first
            inside_sales = by_luck.won_by_luck(inside_sales, chance.inside_sales_wins, 0.0, lane)
            enterprise = by_luck.won_by_luck(enterprise, chance.enterprise_wins, chance.outbound_wins, lane)
    inside_sales_size, enterprise_size = inside_sales, enterprise
    for at in range(first, last):
        if sized:
            seeds, lane = question.sizes[question.order[at]][t], at - first
            inside_sales_size = by_luck.sized(inside_sales_size, question.spread, seeds.inside_sales_wins, lane)
            enterprise_size = by_luck.sized(enterprise_size, question.spread, seeds.enterprise_wins, lane)
    won = Won(inside_sales, enterprise, inside_sales_size, enterprise_size)
    books.add_business(levers, carried, opening, row, slot, won, question.needs)
    spending.employ(levers, opening, row)
    spending.spend(levers, carried, opening, row)
    start, end = question.rounds.months[t], question.rounds.months[t + 1]
    needs_arr, amounts = question.rounds.needs_arr[start:end], question.rounds.amounts[start:end]
    spending.settle(carried, opening, row, t, needs_arr, amounts)
    measure(question.needs, work, t, slot, won)


@stage
def measure(needs: Needs, work: Workspace, t: int, slot: int, won: Won) -> None:
    """What has to be worked out besides the month itself."""
    carried, row = in_lanes(work.carried[0]), in_lanes(work.rows[(t + 1) % RING])
    if needs.ledger:
        row.deferred_revenue = cash.deferred_revenue(carried.bases, slot)
    if needs.followed:
        following.follow(carried.levers, carried, row, slot, won)
        if t + 1 >= YEAR:
            following.year_of_retention(carried, in_lanes(work.rows[(t + 1 - YEAR) % RING]), row, slot)
        else:
            following.no_year_yet(row)
        following.put_aside(carried, slot)
    if needs.metrics:
        month_metrics.board_metrics(work.rows, work.sums, t + 1)
    if needs.factors:
        month_metrics.growth_factors(carried.levers, carried, row)
    if needs.signed:
        books.follow_signed(carried.levers, carried, row, slot, t // YEAR + 1)


@stage
def store(row: np.ndarray, keep: np.ndarray, kept: np.ndarray) -> None:
    """Put the columns of a month that are to be kept into `kept`, (kept, draws). row: (places, LANES)."""
    for at in range(keep.size):
        for lane in range(kept.shape[1]):
            kept[at, lane] = row[keep[at], lane]


@kernel
def run(question: Question, work: Workspace, first: int, last: int, out: np.ndarray) -> None:
    """Fill `out`, (kept, months + 1, draws), for draws `first` to `last` of the order; day one comes first."""
    for start in range(first, last, BLOCK):
        end = min(start + BLOCK, last)
        for some in range(start, end, LANES):
            for lane in range(LANES):
                draw = question.order[min(some + lane, last - 1)]
                for lever in range(question.drawn_at.size):
                    work.own[question.drawn_at[lever], lane] = question.drawn[lever, draw]
                for event in question.paths.by_chance:
                    work.later[event, lane] = question.later[question.paths.later_at[event], draw]
            run_draws(question, work, some, min(some + LANES, last), some - start)
        if out.shape[2] > BLOCK:
            for column in range(question.keep.size):
                for at in range(question.months + 1):
                    for draw in range(end - start):
                        out[column, at, question.order[start + draw]] = work.block[column, at, draw]
