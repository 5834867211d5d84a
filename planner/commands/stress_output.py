"""What `stress` answers, as text for people and for other programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from planner.analysis.draws import promises
from planner.analysis.draws.own_draws import outside
from planner.analysis.draws.promises import Happening, Leaning, RoundChance
from planner.analysis.draws.sampling import drawn, draws, given, later, uncertain
from planner.analysis.draws.sweep import Spread
from planner.analysis.draws.uncertainty import LEVELS, drivers, run
from planner.commands.chance_rows import CHANCES, chance_rows
from planner.exchange.csv_text import as_csv
from planner.exchange.summary_text import YEAR, aligned, called, shown
from planner.model.simulate import simulate
from planner.plan import Plan, Target
from planner.plan.placed_shocks import PlacedShock
from planner.plan.target_text import promised
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import MISSING, likely, money, month_name
from planner.vocabulary.sentences import counted, opening

NAMES = tuple(f"p{100 * level:.0f}" for level in LEVELS)
"""Names of the quantiles: p5, p10 ..."""

SHOWN = ("p5", "p25", "p50", "p75", "p95", "mean")
"""What a table has of a metric."""

BESIDE = ("p5", "p50", "p95")
"""What a table of several plans has of a metric."""

RANKED = 10_000
"""Draws, the first ones, that say what explains the spread."""

APART = 0.05
"""How far from the middle of all draws a lever lies, at least, where it is said to lie apart."""

WEAKEST, MOST = 0.1, 5
"""The rank correlation below which a lever explains nothing to speak of, and how many levers are named."""


def csv_text(names: Sequence[str], spreads: Sequence[Spread]) -> str:
    """One row per metric and month (from 1); of several plans, their names first."""
    header = ["metric", "month", *NAMES, "mean"]
    if len(spreads) == 1:
        return as_csv(header, _rows(spreads[0]))
    rows = ([name, *row] for name, spread in zip(names, spreads, strict=True) for row in _rows(spread))
    return as_csv(["plan", *header], rows)


def chances_csv(names: Sequence[str], spreads: Sequence[Spread]) -> str:
    """One row per promise with its chance: each target, cash, everything, and rounds that need an ARR; plans first."""
    each = [chance_rows(spread.plan, spread.promises) for spread in spreads]
    if len(each) == 1:
        return as_csv(CHANCES, each[0])
    return as_csv(["plan", *CHANCES], ([name, *row] for name, rows in zip(names, each, strict=True) for row in rows))


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
        f"{counted(spread.draws, 'draws')}, seed {spread.seed}",
        *(f"With {placed.shock.name}: {placed.when(plan)}" for placed in shocks),
    ]
    sentences = [*_chances(spread), *_outside(spread), _explained(spread), f"The quantiles are {spread.source}."]
    return "\n\n".join(["\n".join(title), head, *blocks, "\n".join(sentences)]) + "\n"


def side_by_side(spreads: Sequence[Spread], shocks: Sequence[PlacedShock]) -> str:
    """One row per plan: p5, p50 and p95 of a metric at its end, the promise kept least often, cash, everything."""
    metrics = list(spreads[0].quantiles)
    heads = [f"{COLUMNS[metric].label} {level}" for metric in metrics for level in BESIDE]
    table = [
        ["", "at the end of", *heads, "promise", "chance", "cash lasts", "everything"],
        *(_beside(one, metrics) for one in spreads),
    ]
    known = {one.plan.start for one in spreads}
    title = [
        f"{counted(len(spreads), 'plans')}; {counted(spreads[0].draws, 'draws')}, seed {spreads[0].seed}",
        *(
            f"With {one.shock.name}: "
            + one.lasting(month_name(next(iter(known)), one.start) if len(known) == 1 else f"month {one.start}")
            for one in shocks
        ),
    ]
    notes = (
        "The promise is the one that is kept least often; everything is all promises and cash at once, given your "
        f"ranges. The quantiles are {spreads[0].source}."
    )
    return "\n\n".join(["\n".join(title), "\n".join(aligned(table)), notes]) + "\n"


def _beside(spread: Spread, metrics: Sequence[str]) -> list[str]:
    """The row of a plan among others."""
    plan = spread.plan
    at = [NAMES.index(level) for level in BESIDE]
    cells = [shown(metric, float(spread.quantiles[metric][level, -1]), plan) for metric in metrics for level in at]
    held = spread.promises
    least = min(held.chances, key=lambda chance: chance.probability, default=None)
    kept = [promised(plan, least.target), likely(least.probability)] if least else [MISSING, MISSING]
    return [
        plan.name,
        month_name(plan.start, plan.months),
        *cells,
        *kept,
        likely(held.cash_lasts),
        likely(held.everything) if held.chances else MISSING,
    ]


def _outside(spread: Spread) -> list[str]:
    """That the plan lies outside of most of its own draws, where it does."""
    ends = {
        name: (quantiles[LEVELS.index(0.10)], quantiles[LEVELS.index(0.90)])
        for name, quantiles in spread.quantiles.items()
        if name in ("arr", "cash", "headcount")
    }
    found = outside(simulate(spread.plan, keep=tuple(ends)), ends) if ends else None
    return [found.sentence(spread.plan)] if found else []


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
        "everything": spread.promises.everything,
        "cash_lasts": spread.promises.cash_lasts,
        "targets": [{**_target(one.target), "probability": one.probability} for one in spread.promises.chances],
        "fails_first": [
            {"promise": _target(one.target) if one.target else "cash", "share": one.share}
            for one in spread.promises.breaks
        ],
        "rounds": [
            {
                "month": one.round.month,
                "amount": one.round.amount,
                "needs_arr": one.round.needs_arr,
                "closes": one.closes,
                "cash_lasts_with": one.lasts_with,
                "cash_lasts_without": one.lasts_without,
            }
            for one in spread.promises.rounds
        ],
        **_where_it_fails(spread),
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


def _target(target: Target) -> dict[str, Any]:
    """What was promised; a least ARR also as `arr`, as in a plan file."""
    bounds = {"month": target.month, "metric": target.metric, "least": target.least, "most": target.most}
    return {**bounds, "arr": target.least} if target.metric == "arr" and target.least is not None else bounds


def _where_it_fails(spread: Spread) -> dict[str, Any]:
    """Where levers lie, and what happens, in the draws in which a promise fails; of the first ones."""
    leanings, happenings = _failing(spread)
    return {
        "levers_where_it_fails": [asdict(one) for one in leanings],
        "events_where_it_fails": [
            {
                "id": one.event.id,
                "name": one.event.name,
                "lever": one.event.lever,
                "failing": one.failing,
                "usual": one.usual,
            }
            for one in happenings
        ],
    }


def _failing(spread: Spread) -> tuple[list[Leaning], list[Happening]]:
    plan, count = spread.plan, min(spread.draws, RANKED)
    if not uncertain(plan):
        return [], []
    made = drawn(plan, count, spread.seed)
    result = run(plan, count, spread.seed, promises.columns(plan))
    return promises.leanings(result, made.levers), promises.happenings(result, made.later)


def _chances(spread: Spread) -> list[str]:
    """What holds of what was promised, and what breaks it, in sentences."""
    plan, held = spread.plan, spread.promises
    cash = f"cash lasts all {plan.months} months"
    lines = [
        f"Target of {promised(plan, one.target)}: met in {likely(one.probability)} of the draws."
        for one in held.chances
    ]
    lines.append(f"{opening(cash)} in {likely(held.cash_lasts)} of the draws.")
    lines += [_round(plan, one) for one in held.rounds]
    if held.chances:
        share = likely(held.everything)
        lines.append(f"{opening(given(plan))}, everything promised holds and {cash} in {share} of the draws.")
    return [*lines, *_broken(spread)]


def _round(plan: Plan, one: RoundChance) -> str:
    """What a round that needs an ARR does to cash."""
    amount, needs = (money(value, plan.currency) for value in (one.round.amount, one.round.needs_arr or 0.0))
    if one.closes in (0, 1):
        closes = "all" if one.closes else "none"
        when = month_name(plan.start, one.round.month)
        return f"The round of {amount} in {when} needs {needs} ARR and closes in {closes} of the draws."
    closes, lasts_with, lasts_without = map(likely, (one.closes, one.lasts_with, one.lasts_without))
    return (
        f"The round of {amount} in {month_name(plan.start, one.round.month)} needs {needs} ARR and closes in {closes}: "
        f"cash lasts with it in {lasts_with}, without it in {lasts_without}."
    )


def _broken(spread: Spread) -> Iterator[str]:
    """What breaks most often, and what is so in the draws in which it does."""
    plan, breaks = spread.plan, spread.promises.breaks
    if not breaks or not uncertain(plan):
        return
    if len(breaks) > 1:
        first = ", ".join(
            f"{promised(plan, one.target) if one.target else 'cash'} {likely(one.share)}" for one in breaks[:MOST]
        )
        yield f"Of the draws that fail, so many fail first by: {first}."
    leanings, happenings = _failing(spread)
    apart = [one for one in leanings[:MOST] if abs(one.position - 0.5) >= APART]
    if apart:
        lie = ", ".join(f"{one.lever} {'low' if one.position < 0.5 else 'high'}" for one in apart)
        yield f"Levers that lie to one side where it fails: {lie}."
    for one in happenings:
        if likely(one.failing) != likely(one.usual):
            name = one.event.name or one.event.id or one.event.lever
            yield f"{name} happens in {likely(one.failing)} of the draws that fail, and in {likely(one.usual)} of all."


def _explained(spread: Spread) -> str:
    plan, (name, *_) = spread.plan, spread.quantiles
    if not _ranges(plan):
        left = [*(["luck"] if plan.lumpy else []), *(["what happens by chance"] if later(plan, 1, 0) else [])]
        only = f"only {' and '.join(left)}" if left else "nothing"
        return f"The plan has no ranges in [uncertainty], so {only} var{'y' if len(left) > 1 else 'ies'}."
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
