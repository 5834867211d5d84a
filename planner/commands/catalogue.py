"""`levers` and `check`: what can be said, and whether a plan says it well; without the engine, but for `together`."""

from collections.abc import Iterator
from typing import Annotated, Literal

import typer

from planner.commands.options import CaseName, MoreSettings, PlanFile, Settings, plan_with, understood
from planner.commands.output import COMPILING, patience, write
from planner.exchange.csv_text import as_csv
from planner.exchange.json_text import as_json
from planner.exchange.summary_text import aligned
from planner.plan import Plan, cases, event_effects, event_text, load, reference_data, remarks
from planner.plan.ranges import went_along
from planner.vocabulary import reference_currency
from planner.vocabulary.lever_text import span
from planner.vocabulary.levers import CATALOGUE, FIELDS, Lever
from planner.vocabulary.numbers import MISSING, month_name
from planner.vocabulary.sentences import counted


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


def check(
    plan: PlanFile,
    more: MoreSettings = None,
    settings: Settings = None,
    case: CaseName = None,
    format_: Annotated[Literal["table", "json"], typer.Option("--format")] = "table",
) -> None:
    """All problems of a plan, and what is unusual about it.

    With --set also what was understood: in the table as people read it, in JSON by lever, on the plan's own scale.
    """
    given = [*(settings or ()), *(more or ())]
    checked = plan_with(plan, given, say=False, case=case)
    if checked.together and checked.correlations:
        with patience(COMPILING):
            from planner.analysis.draws.copula import mixes  # the engine says which way levers go together

            mixes(checked)
    values = {lever_id: checked.value(lever_id) for lever_id in understood(given, checked)[0]}
    notes, off = list(_unusual(checked)), _off(checked)
    if format_ == "json":
        about = {key: getattr(checked, key) for key in ("name", "start", "months", "currency")}
        found = {"switched_off": off, "set": values, "updates": list(checked.updates), "unusual": notes}
        write(as_json({**about, **_counts(checked), **found}))
        return
    parts = [
        f"{checked.months} months from {month_name(checked.start, 1)}",
        *(
            f"{counted(number, noun)}{f' ({off[noun]} switched off)' if off.get(noun) else ''}"
            for noun, number in _counts(checked).items()
            if number
        ),
    ]
    lines = [
        f"{plan} is fine: {checked.name}, {', '.join(parts).replace('_', ' ')}.",
        *(
            f"{lever_id} is set to {span(CATALOGUE[lever_id], checked.currency, value)}."
            for lever_id, value in values.items()
        ),
        *checked.updates,
        *went_along(load(plan) if case is None else cases.in_case(load(plan), case), checked),
        *notes,
    ]
    write("".join(f"{line}\n" for line in lines))


def _counts(plan: Plan) -> dict[str, int]:
    """How many parts of each kind the plan has."""
    return {
        "levers": len(plan.levers),
        "events": len(plan.events),
        "funding_rounds": len(plan.funding),
        "targets": len(plan.targets),
        "ranges": len(plan.uncertainty),
        "correlations": len(plan.correlations),
        "cases": len(plan.cases),
    }


def _off(plan: Plan) -> dict[str, int]:
    """How many of the parts that can be switched off are, by kind."""
    return {
        "events": sum(not one.active for one in plan.events),
        "funding_rounds": sum(not one.active for one in plan.funding),
        "targets": sum(not one.active for one in plan.targets),
    }


def number(value: float) -> str:
    """A lever's value with all its digits."""
    return f"{value:,.12g}"


def _unusual(plan: Plan) -> Iterator[str]:
    for lever_id in reference_data.outside_usual(plan):
        lever, value = reference_data.lever(plan, lever_id), plan.value(lever_id)
        unit = lever.unit.replace(reference_currency.CURRENCY, plan.currency)
        yield f"{lever_id} = {number(value)} is outside the usual {_usual(lever)} ({unit})."
    yield from remarks.on_references(plan)
    for held in event_effects.held(plan):
        event = plan.events[held.position]
        called = f' "{event.name}"' if event.name else ""
        place, bound = f"event {held.position + 1}{called}", event_text.at_bound(plan, held)
        yield f"{place}: {event.lever} {bound}."
    acting = (
        *((f"event {at}", one.start, one.active) for at, one in enumerate(plan.events, 1)),
        *((f"target {at}", one.month, one.active) for at, one in enumerate(plan.targets, 1)),
    )
    for place, month, active in acting:
        if active and month > plan.months:
            yield f"{place} is in month {month}, after the last one, {plan.months}."


def _usual(lever: Lever) -> str:
    if lever.usual_low is None or lever.usual_high is None:
        return MISSING
    return f"{number(lever.usual_low)} to {number(lever.usual_high)}"
