"""The months of one draw after another, each stage in the order of the equations."""

from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np

from planner.model import books, cash, following, metrics, month, month_metrics, records
from planner.model.books import Won
from planner.model.compiled import kernel, stage
from planner.model.luck import Luck
from planner.model.metrics import Sums
from planner.model.paths import Paths
from planner.model.records import RING, YEAR, Carried
from planner.model.sizes import Sizes
from planner.vocabulary.columns import ROW, Needs, Row

BLOCK = 32
"""Draws that are written to the results together: whole cache lines, several in a row."""


class Rounds(NamedTuple):
    """Funding. months: (T + 1,) months[t] to months[t + 1] are the rounds of month t. amounts, needs_arr: (rounds,)."""

    months: np.ndarray
    amounts: np.ndarray
    needs_arr: np.ndarray


class Question(NamedTuple):
    """What is to be worked out.

    shared: (places,) lever values that all draws share, by PLACES. drawn: (k, draws) values of the k levers at
    `drawn_at` that differ from draw to draw. later: (rows, draws) months by which events start later, to beyond the
    horizon where they do not act; the paths know which. keep: places of the columns to keep in a ROW; needs: what they
    need. luck: (draws, months) of LUCK, or (draws, 0) where everything comes as expected. sizes: (draws, months) of
    SIZES, or (draws, 0) where every deal and customer has the average size; spread: the coefficient of variation.
    """

    months: int
    shared: np.ndarray
    drawn: np.ndarray
    drawn_at: np.ndarray
    later: np.ndarray
    paths: Paths
    rounds: Rounds
    keep: np.ndarray
    needs: Needs
    luck: Sequence[Sequence[Luck]]
    sizes: Sequence[Sequence[Sizes]]
    spread: float


class Workspace(NamedTuple):
    """The arrays one thread works in, used again for every draw.

    own: (places,) the draw's levers before events. later: (events,) months by which each event starts later in it.
    carried: one CARRIED. levers: its levers as one array. rows: a ROW for each of RING months; columns: the same as
    (RING, places). sums: likewise. block: what is kept of BLOCK draws or of all, (BLOCK or draws, months + 1, kept).
    """

    own: np.ndarray
    later: np.ndarray
    carried: Sequence[Carried]
    levers: np.ndarray
    rows: Sequence[Row]
    columns: np.ndarray
    sums: Sequence[Sums]
    block: np.ndarray


def workspace(question: Question) -> Workspace:
    """Arrays to work in."""
    carried = np.zeros(1, records.CARRIED)
    columns = np.zeros((RING, ROW.itemsize // 8))
    draws = len(question.luck)
    return Workspace(
        own=question.shared.copy(),
        later=np.zeros(question.paths.later_at.size, dtype=np.intp),
        carried=cast("Sequence[Carried]", carried),
        levers=carried.view(np.float64)[: question.shared.size],
        rows=cast("Sequence[Row]", columns.view(ROW).reshape(RING)),
        columns=columns,
        sums=cast("Sequence[Sums]", np.zeros(RING, records.SUMS)),
        block=np.empty((min(BLOCK, draws), question.months + 1, question.keep.size)),
    )


@stage
def open_day_one(work: Workspace, needs: Needs) -> None:
    """Set everything that has a value before the first month."""
    carried, day_one, sums = work.carried[0], work.rows[0], work.sums[0]
    levers = carried.levers
    for at in range(work.columns.shape[1]):
        work.columns[0, at] = np.nan
    carried.visitor_index = carried.mql_index = carried.fade = carried.pay_index = 1.0
    month.open_teams(levers, carried, day_one)
    month.open_chains(levers, carried, day_one)
    carried.due[:] = 0.0
    day_one.signups_to_date = levers.community.signups_to_date
    day_one.free_accounts = levers.community.free_accounts
    day_one.engineers, day_one.marketers = levers.people.engineers, levers.people.marketers
    day_one.cash = levers.finance.cash
    books.open_books(levers, carried, day_one)
    carried.arr_day_one, carried.customers_day_one = day_one.arr, day_one.customers
    metrics.start(sums, np.nan)
    if needs.ledger:
        day_one.deferred_revenue = cash.deferred_revenue(carried.bases, YEAR - 1)
    if needs.followed:
        following.put_aside(carried, YEAR - 1)
    if needs.signed:
        books.open_signed(carried, day_one)


@stage
def run_draw(question: Question, work: Workspace, draw: int, kept: np.ndarray) -> None:
    """One draw: put the columns to keep into `kept`, (months + 1, columns), day one first."""
    books.copy(work.own, work.levers)
    month.apply_events(work.levers, work.own, question.paths, work.later, 0)
    open_day_one(work, question.needs)
    store(work.columns[0], question.keep, kept[0])
    for t in range(question.months):
        run_month(question, work, draw, t)
        store(work.columns[(t + 1) % RING], question.keep, kept[t + 1])


@stage
def run_month(question: Question, work: Workspace, draw: int, t: int) -> None:
    """One month of one draw, stage by stage."""
    carried, lucky, sizes, slot = work.carried[0], question.luck[draw], question.sizes[draw], t % YEAR
    levers, opening, row = carried.levers, work.rows[t % RING], work.rows[(t + 1) % RING]
    if month.moves(question.paths, work.later, t):
        month.apply_events(work.levers, work.own, question.paths, work.later, t)
        month.set_rates(levers, carried)
        month.go_as_expected(carried)
    if len(lucky) > 0:
        month.go_by_luck(carried, opening, lucky[t], slot)
    if len(sizes) > 0:
        month.lose_by_size(carried, sizes[t], slot, question.spread)
    if t > 0:
        month.age(levers, carried)
    month.attract(levers, carried, opening, row)
    month.staff_sales(levers, carried, opening, row, t)
    books.retain(levers, carried, row, slot)
    inside_sales, enterprise = month.sell(levers, carried, row, t)
    if len(lucky) > 0:
        inside_sales = month.won_by_luck(inside_sales, lucky[t].inside_sales_wins, 0.0)
        enterprise = month.won_by_luck(enterprise, lucky[t].enterprise_wins, lucky[t].outbound_wins)
    won = Won(inside_sales, enterprise, inside_sales, enterprise)
    if len(sizes) > 0:
        won = Won(
            inside_sales,
            enterprise,
            month.sized(inside_sales, question.spread, sizes[t].inside_sales_wins),
            month.sized(enterprise, question.spread, sizes[t].enterprise_wins),
        )
    books.add_business(levers, carried, opening, row, slot, won, question.needs)
    month.employ(levers, opening, row)
    month.spend(levers, carried, opening, row)
    first, last = question.rounds.months[t], question.rounds.months[t + 1]
    needs_arr, amounts = question.rounds.needs_arr[first:last], question.rounds.amounts[first:last]
    month.settle(carried, opening, row, t, needs_arr, amounts)
    measure(question.needs, work, t, slot, won)


@stage
def measure(needs: Needs, work: Workspace, t: int, slot: int, won: Won) -> None:
    """What has to be worked out besides the month itself."""
    carried, row = work.carried[0], work.rows[(t + 1) % RING]
    if needs.ledger:
        row.deferred_revenue = cash.deferred_revenue(carried.bases, slot)
    if needs.followed:
        following.follow(carried.levers, carried, row, slot, won)
        if t + 1 >= YEAR:
            following.year_of_retention(carried, work.rows[(t + 1 - YEAR) % RING], row, slot)
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
    """Put the columns of a month that are to be kept, by place, side by side."""
    for at in range(keep.size):
        kept[at] = row[keep[at]]


@kernel
def run(question: Question, work: Workspace, first: int, last: int, out: np.ndarray) -> None:
    """Fill `out`, (kept, months + 1, draws), for draws `first` to `last`; day one comes first."""
    for start in range(first, last, BLOCK):
        width = min(BLOCK, last - start)
        for draw in range(width):
            for lever in range(question.drawn_at.size):
                work.own[question.drawn_at[lever]] = question.drawn[lever, start + draw]
            for event in question.paths.by_chance:
                work.later[event] = question.later[question.paths.later_at[event], start + draw]
            run_draw(question, work, start + draw, work.block[draw])
        for at in range(question.months + 1):
            for column in range(question.keep.size):
                line = out[column, at, start : start + width]
                for draw in range(width):
                    line[draw] = work.block[draw, at, column]
