"""`compare`: plans side by side."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands.explain import Calendar
from planner.commands.options import Format, Month, Out, names, plan_with
from planner.commands.output import COMPILING, patience, write
from planner.exchange.csv_text import as_csv
from planner.exchange.json_text import as_json
from planner.exchange.summary_text import aligned, cut
from planner.plan import difference_text
from planner.vocabulary.numbers import MISSING, month_name, months_apart, significant

if TYPE_CHECKING:
    from planner.analysis.explain.comparison import Comparison, Line, Row

HEADER = ("plan", "kind", "item", "value", "mark", "origin", "reason")

PlanFiles = Annotated[list[Path], typer.Argument(metavar="PLAN.toml...", help="Two to six plans.", show_default=False)]


def compare(
    plans: PlanFiles, month: Month = None, calendar: Calendar = False, format_: Format = "table", out: Out = None
) -> None:
    """Plans side by side: key numbers of one month, and what differs.

    The month is the last one that all have unless one is asked for. Amounts are in the first plan's currency where
    `usd` is known. CSV: one row per plan and item: plan (its file); kind: number, or lever, event, funding, settings,
    target, range, correlation, case, note for what differs; item; value, empty where absent; mark: best or worst;
    origin and reason, as the plan has them.
    """
    chosen = [plan_with(path, []) for path in plans]
    first = chosen[0]
    number = month
    if number is None:
        later = [months_apart(first.start, plan.start) if calendar else 0 for plan in chosen]
        number = min(plan.months + shift for plan, shift in zip(chosen, later, strict=True))
    with patience(COMPILING):
        from planner.analysis.explain.comparison import compare

        found = compare(chosen, number, calendar=calendar)
    files = names(plans)
    if format_ == "csv":
        text = as_csv(HEADER, rows(files, found))
    elif format_ == "json":
        text = as_json(_document(files, found))
    else:
        text = _table(found)
    write(text, out, plans)


def rows(files: Sequence[str], found: "Comparison") -> Iterator[tuple[Any, ...]]:
    """One row per plan and item, as in HEADER. files: what tells the plans apart."""
    for line in found.numbers:
        for at, (file, value) in enumerate(zip(files, line.values, strict=True)):
            yield file, "number", line.number.id, value, _mark(line, at), "", ""
    for row in found.rows:
        for at, file in enumerate(files):
            yield file, row.kind, row.item, _value(found, row, at, plainly=True), "", *_why(found, row, at)


def _document(files: Sequence[str], found: "Comparison") -> dict[str, Any]:
    plans = [
        {
            "plan": file,
            "name": plan.name,
            "start": plan.start,
            "months": plan.months,
            "currency": plan.currency,
            "month": month,
        }
        for file, plan, month in zip(files, found.plans, found.months, strict=True)
    ]
    numbers = [
        {
            "number": line.number.id,
            "values": line.values,
            "best": [files[at] for at in line.best],
            "worst": [files[at] for at in line.worst],
        }
        for line in found.numbers
    ]
    every = range(len(files))
    different = [
        {
            "kind": row.kind,
            "item": row.item,
            "values": [_value(found, row, at, plainly=True) for at in every],
            "origins": [_why(found, row, at)[0] for at in every],
            "reasons": [_why(found, row, at)[1] for at in every],
        }
        for row in found.rows
    ]
    return {"currency": found.plans[0].currency, "plans": plans, "numbers": numbers, "different": different}


def _table(found: "Comparison") -> str:
    """Key numbers with the best and the worst marked, then what differs."""
    first = found.plans[0]
    months = [month_name(plan.start, month) for plan, month in zip(found.plans, found.months, strict=True)]
    head = ["", *cut([plan.name for plan in found.plans])]
    when = ["At the end of", *months]
    numbers = [[line.number.label, *_marked(found, line)] for line in found.numbers]
    labels = cut([_label(found, row) for row in found.rows])
    part = [
        [label, *cut([str(_value(found, row, at, plainly=False) or MISSING) for at in range(len(months))])]
        for label, row in zip(labels, found.rows, strict=True)
    ]
    lines = aligned([head, when, *numbers, [""] * len(head), *part])
    notes = [f"* best, ! worst. Amounts are in {first.currency}."]
    for plan, rate in zip(found.plans, found.rates, strict=True):
        if plan.currency != first.currency:
            known = (
                f"converted: one {plan.currency} is {significant(rate, 6)} {first.currency}"
                if rate
                else ("not compared: its plan does not say what one is worth in USD")
            )
            notes.append(f"{plan.name} is in {plan.currency}, {known}.")
    why = [
        f"{plan.name}, {_label(found, row)}: {reason}"
        for row in found.rows
        for at, plan in enumerate(found.plans)
        if (reason := _why(found, row, at)[1])
    ]
    return "\n".join([*lines, "", *notes, *(["", *why] if why else [])]) + "\n"


MARKS = {True: " *", False: " !", None: "  "}


def _marked(found: "Comparison", line: "Line") -> list[str]:
    """A key number of every plan for people, the best and the worst marked."""
    texts = [_number(found, line, at) for at in range(len(line.values))]
    return [f"{text}{MARKS[end]}" for text, end in zip(texts, line.ends(texts), strict=True)]


def _mark(line: "Line", at: int) -> str:
    return "best" if at in line.best else "worst" if at in line.worst else ""


def _number(found: "Comparison", line: "Line", at: int) -> str:
    """A key number of a plan for people."""
    from planner.analysis.explain.comparison import said

    return said(found, line, at)


def _label(found: "Comparison", row: "Row") -> str:
    at, part = next((at, part) for at, part in enumerate(row.parts) if part)
    return difference_text.label(found.plans[0], found.plans[at], part)


def _value(found: "Comparison", row: "Row", at: int, plainly: bool) -> Any:
    part = next(part for part in row.parts if part)
    write = difference_text.plain if plainly else difference_text.shown
    return write(found.there[at] if row.kind != "settings" else found.plans[at], row.parts[at] or part, row.value(at))


def _why(found: "Comparison", row: "Row", at: int) -> tuple[str, str]:
    """Where a part of a plan comes from and why it is so, where the plan says it."""
    part, plan = next(part for part in row.parts if part), found.plans[at]
    return difference_text.origin(plan, part), difference_text.reason(plan, part)
