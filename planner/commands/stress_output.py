"""What `stress` answers, as text for people and for other programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from planner.analysis.draws.sampling import draws
from planner.analysis.draws.sweep import Spread
from planner.analysis.draws.uncertainty import LEVELS, drivers, run
from planner.exchange.csv_text import as_csv
from planner.exchange.summary_text import YEAR, aligned, called, shown
from planner.plan import Plan
from planner.plan.placed_shocks import PlacedShock
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import MISSING, money, month_name, percent

NAMES = tuple(f"p{100 * level:.0f}" for level in LEVELS)
"""Names of the quantiles: p5, p10 ..."""

SHOWN = ("p5", "p25", "p50", "p75", "p95", "mean")
"""What a table has of a metric."""

BESIDE = ("p5", "p50", "p95")
"""What a table of several plans has of a metric."""

RANKED = 10_000
"""Draws, the first ones, that say what explains the spread."""

WEAKEST, MOST = 0.1, 5
"""The rank correlation below which a lever explains nothing to speak of, and how many levers are named."""


def csv_text(names: Sequence[str], spreads: Sequence[Spread]) -> str:
    """A row a metric and month (from 1); of several plans, their names first."""
    header = ["metric", "month", *NAMES, "mean"]
    if len(spreads) == 1:
        return as_csv(header, _rows(spreads[0]))
    rows = ([name, *row] for name, spread in zip(names, spreads, strict=True) for row in _rows(spread))
    return as_csv(["plan", *header], rows)


def document(names: Sequence[str], spreads: Sequence[Spread], shocks: Sequence[str]) -> dict[str, Any]:
    """The same by plan and metric, with the chances. shocks: as they were asked for."""
    return {
        "draws": spreads[0].draws,
        "seed": spreads[0].seed,
        "shocks": list(shocks),
        "source": f"quantiles are {spreads[0].source}",
        "plans": [_document(name, spread) for name, spread in zip(names, spreads, strict=True)],
    }


def summary(spread: Spread, shocks: Sequence[PlacedShock]) -> str:
    """The spread at the end of every year for people, then chances and what explains it in sentences."""
    plan = spread.plan
    ends = [*range(YEAR, plan.months, YEAR), plan.months]
    rows = [["", *(month_name(plan.start, month) for month in ends)]]
    rows += [row for name in spread.quantiles for row in _at_ends(spread, name, ends)]
    head, *lines = aligned(rows)
    blocks = ["\n".join(lines[at : at + len(SHOWN)]) for at in range(0, len(lines), len(SHOWN))]
    title = [
        f"{plan.name}: {plan.months} months from {month_name(plan.start, 1)}, {plan.currency}; "
        f"{spread.draws:,} draws, seed {spread.seed}",
        *(f"With {placed.shock.name}: {placed.when(plan)}" for placed in shocks),
    ]
    sentences = [*_targets(spread), _cash(spread), _explained(spread), f"The quantiles are {spread.source}."]
    return "\n\n".join(["\n".join(title), head, *blocks, "\n".join(sentences)]) + "\n"


def side_by_side(spreads: Sequence[Spread], shocks: Sequence[PlacedShock]) -> str:
    """A row a plan: a metric's p5, p50 and p95 at its end, the ARR promise that is kept least often, and cash."""
    metrics = list(spreads[0].quantiles)
    heads = [f"{COLUMNS[metric].label} {level}" for metric in metrics for level in BESIDE]
    table = [
        ["", "at the end of", *heads, "promise", "chance", "cash lasts"],
        *(_beside(one, metrics) for one in spreads),
    ]
    known = {one.plan.start for one in spreads}
    title = [
        f"{len(spreads)} plans; {spreads[0].draws:,} draws, seed {spreads[0].seed}",
        *(
            f"With {shock.name}: {months} months from "
            + (month_name(next(iter(known)), start) if len(known) == 1 else f"month {start}")
            for shock, start, months in shocks
        ),
    ]
    notes = f"The promise is the one of ARR that is kept least often. The quantiles are {spreads[0].source}."
    return "\n\n".join(["\n".join(title), "\n".join(aligned(table)), notes]) + "\n"


def _beside(spread: Spread, metrics: Sequence[str]) -> list[str]:
    """The row of a plan among others."""
    plan = spread.plan
    at = [NAMES.index(level) for level in BESIDE]
    cells = [shown(metric, float(spread.quantiles[metric][level, -1]), plan) for metric in metrics for level in at]
    promise = min(spread.chances, key=lambda chance: chance.probability, default=None)
    kept = [MISSING, MISSING]
    if promise:
        amount = f"{money(promise.arr, plan.currency)} by {month_name(plan.start, promise.month)}"
        kept = [amount, percent(promise.probability)]
    return [plan.name, month_name(plan.start, plan.months), *cells, *kept, percent(spread.cash_lasts)]


def _rows(spread: Spread) -> Iterator[list[Any]]:
    for name, quantiles in spread.quantiles.items():
        columns = [*quantiles.tolist(), spread.mean[name].tolist()]
        for month, row in enumerate(zip(*columns, strict=True), 1):
            yield [name, month, *row]


def _document(name: str, spread: Spread) -> dict[str, Any]:
    plan = spread.plan
    return {
        "plan": name,
        "name": plan.name,
        "start": plan.start,
        "months": plan.months,
        "currency": plan.currency,
        "cash_lasts": spread.cash_lasts,
        "targets": [
            {"month": chance.month, "arr": chance.arr, "probability": chance.probability} for chance in spread.chances
        ],
        "metrics": {
            metric: {**dict(zip(NAMES, quantiles.tolist(), strict=True)), "mean": spread.mean[metric].tolist()}
            for metric, quantiles in spread.quantiles.items()
        },
    }


def _at_ends(spread: Spread, name: str, ends: Sequence[int]) -> list[list[str]]:
    values = {**dict(zip(NAMES, spread.quantiles[name], strict=True)), "mean": spread.mean[name]}
    return [
        [f"{COLUMNS[name].label} {level}", *(shown(name, float(values[level][end - 1]), spread.plan) for end in ends)]
        for level in SHOWN
    ]


def _targets(spread: Spread) -> list[str]:
    plan = spread.plan
    return [
        f"Target of {money(chance.arr, plan.currency)} ARR in {month_name(plan.start, chance.month)}: "
        f"met in {percent(chance.probability)} of the draws."
        for chance in spread.chances
    ]


def _cash(spread: Spread) -> str:
    return f"Cash lasts all {spread.plan.months} months in {percent(spread.cash_lasts)} of the draws."


def _explained(spread: Spread) -> str:
    plan, (name, *_) = spread.plan, spread.quantiles
    if not _ranges(plan):
        only = "only luck" if plan.lumpy else "nothing"
        return f"The plan has no ranges in [uncertainty], so {only} varies."
    count = min(spread.draws, RANKED)
    ranked = drivers(run(plan, count, spread.seed, (name,)), draws(plan, count, spread.seed), name, plan.months)
    strong = [driver for driver in ranked[:MOST] if abs(driver.rank_correlation) >= WEAKEST]
    what = f"the spread of {called(name)} in {month_name(plan.start, plan.months)}"
    if not strong:
        return f"No lever alone explains {what}."
    levers = ", ".join(f"{driver.lever} {driver.rank_correlation:+.2f}" for driver in strong)
    return f"Levers that explain {what}, by rank correlation: {levers}."


def _ranges(plan: Plan) -> bool:
    return any(low < high for low, high in plan.uncertainty.values())
