"""Where everything stands in the workbook of a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.exchange.by_month import by_month
from planner.exchange.workbook import levers_by_month
from planner.exchange.workbook.book import CHECKS, MODEL, WORKINGS, Book, Input, Place
from planner.exchange.workbook.equations import checks, sections
from planner.exchange.workbook.rows import Cohorts, Line, Section
from planner.model.simulate import Result
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS

SPARE_ROUNDS = 6
"""Empty lines for more funding."""

INFINITE = "inf"


@dataclass(frozen=True)
class Heading:
    """The title of a section. line: from 0."""

    title: str
    sheet: str
    line: int


@dataclass(frozen=True)
class Layout:
    """Rows at their places, and the titles above them. values: what the engine has for every column and month."""

    book: Book
    headings: Sequence[Heading]
    values: Mapping[str, Sequence[Any]]


def layout(result: Result) -> Layout:
    """The layout of one draw's workbook; its columns are taken from the result."""
    plan, values = result.plan, as_cells(result)
    parts = [Section("Levers that events move", list(levers_by_month.rows(plan))), *sections(plan.months)]
    places: dict[str, Place] = {}
    headings, opening = list[Heading](), dict[str, int]()
    for sheet in (MODEL, WORKINGS):
        line = 1
        for section in parts:
            rows = [row for row in section.rows if (row.name in COLUMNS) == (sheet == MODEL)]
            if rows:
                headings.append(Heading(section.title, sheet, line))
                line += 1
            for row in rows:
                places[row.name] = Place(row, sheet, line)
                line += row.ages if isinstance(row, Cohorts) else 1
    headings.append(Heading("Day one of rows of Model", WORKINGS, line))
    for place in places.values():
        if place.sheet == MODEL and isinstance(place.row, Line) and place.row.day_one is not None:
            line += 1
            opening[place.row.name] = line
    places |= {row.name: Place(row, CHECKS, 1 + at) for at, row in enumerate(checks.ROWS)}
    return Layout(Book(plan.months, places, inputs(plan), opening, values), headings, values)


def inputs(plan: Plan) -> dict[str, Input]:
    """Every cell that can be filled in, by id: levers, what is known of events, funding."""
    levers = {lever_id: Input(defined_name(lever_id), value) for lever_id, value in plan.values().items()}
    return {**levers, **levers_by_month.event_inputs(plan.events), **_funding(plan)}


def defined_name(lever_id: str) -> str:
    """The name of a lever's cell."""
    return lever_id.replace(".", "_")


def _funding(plan: Plan) -> dict[str, Input]:
    rounds = [(one.month, one.amount, one.needs_arr or 0.0, one.active) for one in plan.funding]
    columns = np.array([*rounds, *[(0.0, 0.0, 0.0, True)] * SPARE_ROUNDS], dtype=float).T
    return {
        f"funding.{name}": Input(f"funding_{name}", column)
        for name, column in zip(("month", "amount", "needs_arr", "active"), columns, strict=True)
    }


def as_cells(result: Result) -> dict[str, list[Any]]:
    """Every column of one draw by month, as cells hold it: NaN is an empty text, infinity the text inf."""
    return {name: [as_cell(value) for value in values] for name, values in by_month(result).items() if name in COLUMNS}


def as_cell(value: Any) -> Any:
    """A value as a cell holds it."""
    if isinstance(value, str) or np.isfinite(value):
        return value
    return "" if np.isnan(value) else INFINITE
