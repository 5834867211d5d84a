"""`explain`: why one plan leads elsewhere than another."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands.options import Format, Metric, Month, Out, PlanFile, plan_with
from planner.commands.output import COMPILING, patience, write
from planner.exchange.csv_text import records_as_csv
from planner.exchange.json_text import as_json
from planner.exchange.summary_text import aligned, called, cut, shown
from planner.vocabulary import units
from planner.vocabulary.numbers import count, month_name, months_apart

if TYPE_CHECKING:
    from planner.analysis.explain.explanation import Explanation

HEADER = ("item", "kind", "from", "to", "effect", "standard_error")

OtherPlan = Annotated[Path, typer.Argument(metavar="OTHER.toml", help="The other plan.", show_default=False)]
Seed = Annotated[int, typer.Option(metavar="N", help="Of the orders that are drawn; the same seed gives the same.")]
Fold = Annotated[bool, typer.Option("--fold", help="The levers of a group are one item.")]
Calendar = Annotated[
    bool,
    typer.Option("--calendar", help="Plans of different start are compared in the calendar month of the first one."),
]


def explain(
    plan: PlanFile,
    other: OtherPlan,
    metric: Metric = "arr",
    month: Month = None,
    seed: Seed = 1,
    fold: Fold = False,
    calendar: Calendar = False,
    format_: Format = "table",
    out: Out = None,
) -> None:
    """Why one plan leads elsewhere than another.

    The difference of a metric at the end of a month is split by what differs, whatever the order in which it is
    changed (Shapley values). CSV: item (a lever's id, an event's id or name, `funding:<month>`, a setting); kind:
    lever, event, funding or settings; from, to: empty where absent; effect; standard_error: 0 up to 12 items, beyond
    that orders are drawn. The last row is the total: the metric in each plan, and the difference.
    """
    first, second = plan_with(plan, []), plan_with(other, [])
    later = months_apart(first.start, second.start) if calendar else 0
    number = min(first.months, second.months + later) if month is None else month
    with patience(COMPILING):
        from planner.analysis.explain.explanation import explain

        found = explain(first, second, metric, number, other_month=number - later, seed=seed, fold=fold)
    if format_ == "csv":
        text = records_as_csv(HEADER, records(found))
    elif format_ == "json":
        text = as_json(document(found))
    else:
        text = _table(found)
    write(text, out, [plan, other])


def records(found: "Explanation") -> Iterator[dict[str, str | float | None]]:
    """One record per item, the largest effect first, and the total; fields as in HEADER."""
    from planner.analysis.explain.item_text import plain_sides

    for one in found.effects:
        before, after = plain_sides(found.plan, found.other, one.item)
        yield {
            "item": one.item.item,
            "kind": one.item.kind,
            "from": before,
            "to": after,
            "effect": one.effect,
            "standard_error": one.standard_error,
        }
    yield {
        "item": "total",
        "kind": None,
        "from": found.before,
        "to": found.after,
        "effect": found.after - found.before,
        "standard_error": 0.0,
    }


def document(found: "Explanation") -> dict[str, Any]:
    """The same as a document, with what was compared and the pair that interacts most."""
    pair = found.interaction
    return {
        "plans": [found.plan.name, found.other.name],
        "metric": found.metric,
        "month": found.month,
        "other_month": found.other_month,
        "currency": found.plan.currency,
        "orders": found.orders,
        "items": list(records(found)),
        "interaction": pair and {"items": [pair.first.item, pair.second.item], "effect": pair.effect},
    }


def _table(found: "Explanation") -> str:
    """The effects for people. Items without one are counted."""
    from planner.analysis.explain.item_text import folded, label, sides

    plan, other, unit = found.plan, found.other, units.of(found.metric)
    before, after = (shown(found.metric, value, plan) for value in (found.before, found.after))
    table = [["", "from", "to", "effect", *(["standard error"] if found.orders else [])]]
    moving = [one for one in found.effects if one.effect]
    labels = cut([label(plan, other, one.item) for one in moving])
    for one, said in zip(moving, labels, strict=True):
        error = [unit.difference(one.standard_error, plan.currency)] if found.orders else []
        effect = unit.signed(one.effect, plan.currency)
        ends = ("", "") if folded(one.item) else sides(plan, other, one.item)
        table.append([said, *cut(ends), effect, *error])
    table.append(
        ["Total", before, after, unit.signed(found.after - found.before, plan.currency), *[""] * bool(found.orders)]
    )
    return "\n".join([_head(found), "", *aligned(table), *_below(found)]) + "\n"


def _head(found: "Explanation") -> str:
    """What is compared: of which months, in which currency."""
    when = month_name(found.plan.start, found.month)
    there = month_name(found.other.start, found.other_month)
    head = (
        f"{found.plan.name} ({when}) and {found.other.name} ({there})"
        if there != when
        else (f"{found.plan.name} and {found.other.name} in {when}")
    )
    return f"Why {called(found.metric)} differs between {head}, {found.plan.currency}:"


def _below(found: "Explanation") -> list[str]:
    """How exact the effects are, what has none, and which two interact most."""
    from planner.analysis.explain.item_text import interaction

    lines = [""]
    if still := sum(one.effect == 0 for one in found.effects):
        lines.append(f"{still} more {'differences make' if still > 1 else 'difference makes'} no difference to it.")
    if found.orders:
        lines.append(f"Effects are means over {count(found.orders)} drawn orders, each with its standard error.")
    if most := interaction(found):
        lines.append(most)
    return lines if len(lines) > 1 else []
