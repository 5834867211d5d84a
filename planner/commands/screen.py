"""`screen`: many plans under one house's view."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from planner.commands.options import Format, HouseFile, Out, names, plan_with, under_house
from planner.commands.output import COMPILING, check_out, patience, progress, write
from planner.commands.stress import Draws, PlanFiles, Seed
from planner.exchange.csv_text import as_csv
from planner.exchange.json_text import as_json
from planner.exchange.summary_text import aligned, cut
from planner.plan import Plan, Target, reference_data, target_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import MISSING, month_name, percent
from planner.vocabulary.sentences import counted
from planner.vocabulary.units import PROBABILITY

if TYPE_CHECKING:
    from planner.analysis.draws.sweep import Spread

WIDEST = 32
"""Letters that a name has at most in the table."""


@dataclass(frozen=True)
class Row:
    """What a plan comes to. Months count from 1; None where there is no such thing.

    promise_month, promise_metric, promise_least, promise_most: the promise that is kept least often; chance: of it.
    cash_out_month: of the plan with the house's events, None where cash lasts. limit, lever, margin: the thinnest
    margin, as breaking points have it: what breaks, which lever breaks it (None where it is broken already), and by
    what share it may move. outside: levers outside their usual range. defaults: share of levers that the plan does not
    name.
    """

    plan: str
    name: str
    currency: str
    promise_month: int | None
    promise_metric: str | None
    promise_least: float | None
    promise_most: float | None
    chance: float | None
    cash_lasts: float
    cash_out_month: int | None
    limit: str
    lever: str | None
    margin: float
    outside: int
    defaults: float


def screen(
    plans: PlanFiles,
    house_file: HouseFile = None,
    draws: Draws = 10_000,
    seed: Seed = 1,
    format_: Format = "table",
    out: Out = None,
) -> None:
    """Many plans under one house's view, a row each.

    CSV: plan (its file); name; currency; promise_month, promise_metric, promise_least, promise_most: the promise that
    is kept least often; chance: of it; cash_lasts: chance that cash lasts; cash_out_month: as planned, with the house's
    events; limit, lever, margin: the thinnest margin, the share by which one lever may move before the limit breaks;
    outside: levers outside their usual range; defaults: share of levers that the plan leaves at the catalogue's
    default. `stress`, `project` and `check` with the same --house say the same of one plan.
    """
    chosen = [plan_with(path, []) for path in plans]
    laid = under_house(chosen, house_file)
    check_out(out, plans)
    with patience(COMPILING):
        from planner.analysis.draws.sweep import sweep
        from planner.model.simulate import simulate

        simulate(laid[0], keep=("arr",))
    with progress("Simulating") as tell:
        spreads = sweep(laid, draws, seed, ("arr",), progress=tell)
    rows = [_row(file, own, spread) for file, own, spread in zip(names(plans), chosen, spreads, strict=True)]
    header = [one.name for one in fields(Row)]
    if format_ == "csv":
        text = as_csv(header, map(astuple, rows))
    elif format_ == "json":
        text = as_json(
            {"draws": draws, "seed": seed, "plans": [dict(zip(header, astuple(row), strict=True)) for row in rows]}
        )
    else:
        text = _table(rows, chosen, f"{counted(draws, 'draws')}, seed {seed}")
    write(text, out, plans)


def _row(file: str, own: Plan, spread: "Spread") -> Row:
    """own: the plan without the house's view, which is what its levers are judged by."""
    from planner.analysis.levers.breaking_points import breaking_points
    from planner.model.simulate import simulate

    plan = spread.plan
    held = spread.promises
    promise = min(held.chances, key=lambda chance: chance.probability, default=None)
    out = float(simulate(plan, keep=("cash",)).cash_out_month()[0])
    thinnest = breaking_points(plan)[0]
    return Row(
        plan=file,
        name=plan.name,
        currency=plan.currency,
        promise_month=promise.target.month if promise else None,
        promise_metric=promise.target.metric if promise else None,
        promise_least=promise.target.least if promise else None,
        promise_most=promise.target.most if promise else None,
        chance=promise.probability if promise else None,
        cash_lasts=held.cash_lasts,
        cash_out_month=int(out) if out == out else None,
        limit=thinnest.limit,
        lever=thinnest.lever,
        margin=thinnest.margin,
        outside=len(reference_data.outside_usual(own)),
        defaults=1 - len(own.levers) / len(CATALOGUE),
    )


def _table(rows: Sequence[Row], plans: Sequence[Plan], drawn: str) -> str:
    head = ["", "promise", "chance", "cash lasts", "cash-out", "thinnest margin", "unusual levers", "defaults"]
    names = cut([row.name for row in rows], WIDEST)
    table = [head, *([name, *_cells(row, plan)] for name, row, plan in zip(names, rows, plans, strict=True))]
    notes = "The promise is the one kept least often; the margin is what one lever may move before a limit breaks."
    return "\n".join([*aligned(table), "", f"{notes} {drawn}."]) + "\n"


def _cells(row: Row, plan: Plan) -> list[str]:
    promise, chance = MISSING, MISSING
    if row.promise_month is not None and row.promise_metric is not None and row.chance is not None:
        target = Target(
            month=row.promise_month, metric=row.promise_metric, least=row.promise_least, most=row.promise_most
        )
        promise, chance = target_text.promised(plan, target), PROBABILITY.value(row.chance, "")
    out = "none" if row.cash_out_month is None else month_name(plan.start, row.cash_out_month)
    if row.lever is None:
        margin = f"{LIMITS[row.limit]} already"
    else:
        margin = (
            "none breaks" if row.margin == float("inf") else f"{percent(row.margin)} {row.lever} ({LIMITS[row.limit]})"
        )
    lasts = PROBABILITY.value(row.cash_lasts, "")
    return [promise, chance, lasts, out, margin, str(row.outside), percent(row.defaults)]


LIMITS = {"cash": "cash out", "burn_multiple": "burn multiple above 2", "target": "target missed"}
"""What breaks, in few words."""
