"""The months of one draw after another, each stage in the order of the equations."""

import numpy as np

from planner.model import board, books, month, sales
from planner.model.compiled import kernel, stage
from planner.model.paths import Paths
from planner.model.records import CARRIED, YEAR, Carried, Now, Row, Rows, Wanted
from planner.model.sales import BySource
from planner.vocabulary.columns import COLUMNS, ROW
from planner.vocabulary.levers import CATALOGUE

BLOCK = 32
"""Draws that are written to the results together: whole cache lines, several in a row."""

PQL, MQL = 0, 2


@stage
def open_day_one(now: Now, carried: Carried, day_one: Row) -> None:
    """Set everything that has a value before the first month."""
    carried.visitor_index = carried.mql_index = carried.fade = 1.0
    carried.aes_left = carried.isrs_left = 1.0
    carried.ae_starts[:] = 0.0
    carried.isr_starts[:] = 0.0
    carried.enterprise_decisions[:] = 0.0
    carried.inside_sales_decisions[:] = 0.0
    sales.open_pipeline(carried.enterprise_decisions, MQL, now.enterprise.cycle_months, now.enterprise.opening_pipeline)
    sales.open_pipeline(
        carried.inside_sales_decisions, PQL, now.inside_sales.cycle_months, now.inside_sales.opening_pipeline
    )
    day_one.signups_to_date = now.community.signups_to_date
    day_one.free_accounts = now.community.free_accounts
    day_one.aes, day_one.ramped_aes = now.enterprise.reps, now.enterprise.reps
    day_one.isrs, day_one.ramped_isrs = now.inside_sales.reps, now.inside_sales.reps
    day_one.engineers, day_one.marketers = now.people.engineers, now.people.marketers
    day_one.cash = now.finance.cash
    books.open_books(now, carried, day_one)


@stage
def run_draw(
    own: np.ndarray,
    paths: Paths,
    funding: np.ndarray,
    wanted: Wanted,
    luck: np.ndarray,
    now: Now,
    now_flat: np.ndarray,
    carried: Carried,
    rows: Rows,
    columns: np.ndarray,
    quarters: np.ndarray,
    keep: np.ndarray,
    kept: np.ndarray,
) -> None:
    """One draw: fill `rows`, day one at 0 and month m at m, and put the columns to keep into `kept`.

    luck: (months,) of LUCK, empty where everything comes as expected.
    """
    books.copy(own, now_flat)
    month.apply_events(now_flat, own, paths, 0)
    open_day_one(now, carried, rows[0])
    store(columns[0], keep, kept[0])
    nothing = BySource(0.0, 0.0, 0.0)
    queues = month.Queues(nothing, nothing, nothing, nothing)
    for t in range(funding.size):
        opening, row, slot = rows[t], rows[t + 1], t % YEAR
        if paths.moves[t]:
            month.apply_events(now_flat, own, paths, t)
            month.set_rates(now, carried)
            month.go_as_expected(carried)
        if luck.size > 0:
            month.go_by_luck(carried, opening, luck[t], slot)
        if t > 0:
            month.age(now, carried)
        month.attract(now, carried, opening, row)
        month.staff_sales(now, carried, opening, row, t)
        queues, enterprise_wins = month.sell_enterprise(now, carried, row, t, queues)
        queues, inside_sales_wins = month.sell_inside(now, carried, row, t, queues)
        if luck.size > 0:
            enterprise_wins = month.won_by_luck(enterprise_wins, luck[t].enterprise_wins)
            inside_sales_wins = month.won_by_luck(inside_sales_wins, luck[t].inside_sales_wins)
        renewed = books.retain(now, carried, row, slot)
        books.add_business(now, carried, row, slot, enterprise_wins, inside_sales_wins)
        month.employ(now, opening, row)
        month.spend(now, opening, row)
        month.settle(opening, row, books.collect(carried, opening, row, renewed), funding[t])
        if wanted.followed:
            books.follow(carried, row, slot, now.retention.usage_change)
            if t + 1 >= YEAR:
                books.year_of_retention(carried, rows[t + 1 - YEAR], row, slot)
            books.put_aside(carried, slot)
        if wanted.metrics:
            board.board_metrics(rows, quarters, t + 1)
        if wanted.factors:
            board.growth_factors(rows[0], row, now.growth.use_case_share)
        store(columns[t + 1], keep, kept[t + 1])


@stage
def store(row: np.ndarray, keep: np.ndarray, kept: np.ndarray) -> None:
    """Put the columns of a month that are to be kept, by position, side by side."""
    for at in range(keep.size):
        kept[at] = row[keep[at]]


@kernel
def run(
    own: np.ndarray,
    drawn: np.ndarray,
    drawn_at: np.ndarray,
    paths: Paths,
    funding: np.ndarray,
    keep: np.ndarray,
    wanted: Wanted,
    luck: np.ndarray,
    first: int,
    last: int,
    carried: np.ndarray,
    now_flat: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    quarters: np.ndarray,
    block: np.ndarray,
    out: np.ndarray,
) -> None:
    """Fill `out` for draws `first` to `last`.

    own: (levers,) values shared by all draws, written to. drawn: (k, draws) values of the k levers at `drawn_at` that
    differ from draw to draw. funding: (months,). keep: positions of the columns to keep; wanted: what they need. luck:
    (draws, months) of LUCK, or (draws, 0) where everything comes as expected. carried, now_flat, rows, columns,
    quarters, block: see `Workspace`. out: (kept, months + 1, draws), day one first.
    """
    one = carried[0]
    for start in range(first, last, BLOCK):
        width = min(BLOCK, last - start)
        for draw in range(width):
            for lever in range(drawn_at.size):
                own[drawn_at[lever]] = drawn[lever, start + draw]
            kept = block[draw]
            chance = luck[start + draw]
            run_draw(own, paths, funding, wanted, chance, one.now, now_flat, one, rows, columns, quarters, keep, kept)
        for at in range(rows.size):
            for column in range(keep.size):
                for draw in range(width):
                    out[column, at, start + draw] = block[draw, at, column]


class Workspace:
    """The arrays one thread works in, used again for every draw.

    carried: one CARRIED. now_flat: its levers as one array. rows: a ROW for day one and for every month; columns: the
    same as (months + 1, columns). quarters: sums over three months (board.py), a FLOWS for day one, without value, and
    for every month. block: what is kept of BLOCK draws or of all `draws`, (BLOCK or draws, months + 1, kept).
    """

    def __init__(self, months: int, kept: int, draws: int) -> None:
        self.carried = np.zeros(1, CARRIED)
        self.now_flat = self.carried.view(np.float64)[: len(CATALOGUE)]
        self.columns = np.full((months + 1, len(COLUMNS)), np.nan)
        self.rows = self.columns.view(ROW).reshape(months + 1)
        self.quarters = np.empty(months + 1, board.FLOWS)
        self.quarters[0] = np.nan
        self.block = np.empty((min(BLOCK, draws), months + 1, kept))

    def arrays(self) -> tuple[np.ndarray, ...]:
        """The arrays in the order that `run` takes them."""
        return self.carried, self.now_flat, self.rows, self.columns, self.quarters, self.block
