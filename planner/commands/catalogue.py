"""`levers` and `check`: what can be said, and whether a plan says it well. Both do without the engine."""

from collections.abc import Iterator
from typing import Annotated, Literal

import typer

from planner.commands.options import PlanFile
from planner.commands.output import write
from planner.exchange.rows import as_csv
from planner.exchange.tables import aligned
from planner.plan import Plan, load
from planner.vocabulary.levers import CATALOGUE, FIELDS, Lever
from planner.vocabulary.numbers import MISSING, month_name


def levers(format_: Annotated[Literal["table", "csv"], typer.Option("--format")] = "table") -> None:
    """Every lever: default, bounds, usual range, unit."""
    if format_ == "csv":
        write(as_csv(FIELDS, ([getattr(lever, field) for field in FIELDS] for lever in CATALOGUE.values())))
        return
    head = ["", "default", "min", "max", "usual", "unit"]
    rows = [
        [lever.id, *map(number, (lever.default, lever.min, lever.max)), _usual(lever), lever.unit]
        for lever in CATALOGUE.values()
    ]
    labels = ["", *(lever.label for lever in CATALOGUE.values())]
    write(
        "".join(f"{line}  {label}".rstrip() + "\n" for line, label in zip(aligned([head, *rows]), labels, strict=True))
    )


def check(plan: PlanFile) -> None:
    """All problems of a plan, and what is unusual about it."""
    checked = load(plan)
    parts = [
        f"{checked.months} months from {month_name(checked.start, 1)}",
        *(
            f"{count} {noun}" + ("s" if count > 1 else "")
            for count, noun in (
                (len(checked.levers), "lever"),
                (len(checked.events), "event"),
                (len(checked.funding), "funding round"),
                (len(checked.targets), "target"),
                (len(checked.uncertainty), "range"),
                (len(checked.correlations), "correlation"),
            )
            if count
        ),
    ]
    lines = [f"{plan} is fine: {checked.name}, {', '.join(parts)}.", *_unusual(checked)]
    write("".join(f"{line}\n" for line in lines))


def number(value: float) -> str:
    """A lever's value with all its digits."""
    return f"{value:,.12g}"


def _unusual(plan: Plan) -> Iterator[str]:
    for lever_id, value in plan.levers.items():
        lever = CATALOGUE[lever_id]
        if lever.outside_usual(value):
            yield f"{lever_id} = {number(value)} is outside the usual {_usual(lever)} ({lever.unit})."
    starts = [(f"event {at}", event.start) for at, event in enumerate(plan.events, 1)]
    dates = [(f"target {at}", target.month) for at, target in enumerate(plan.targets, 1)]
    for place, month in (*starts, *dates):
        if month > plan.months:
            yield f"{place} is in month {month}, after the last one, {plan.months}."


def _usual(lever: Lever) -> str:
    if lever.usual_low is None or lever.usual_high is None:
        return MISSING
    return f"{number(lever.usual_low)} to {number(lever.usual_high)}"
