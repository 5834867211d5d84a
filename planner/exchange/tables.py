"""Every table of a plan as numbers, for other programs: full precision, a name, a header, rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.exchange.by_month import by_month, first_days
from planner.plan import Plan
from planner.vocabulary.levers import CATALOGUE

if TYPE_CHECKING:
    from planner.model.simulate import Result


class Table(NamedTuple):
    """A table. name: what it shows, in the letters of a file name."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]


def numbers(result: Result) -> Table:
    """Every column of one draw by month, with the first day of the month."""
    columns = by_month(result)
    months = columns.pop("month")
    rows = zip(months, first_days(result), *columns.values(), strict=True)
    return Table("numbers", ["month", "date", *columns], list(rows))


def of_plan(plan: Plan) -> Iterator[Table]:
    """What stands in the plan: levers, events, funding, targets, ranges."""
    levers = [
        (one.id, one.label, plan.value(one.id), one.unit, one.default, _origin(plan, one.id), plan.notes.get(one.id))
        for one in CATALOGUE.values()
    ]
    yield Table("levers", ["lever", "label", "value", "unit", "default", "origin", "reason"], levers)
    keys = (
        *("name", "lever", "change", "value", "start", "months", "every", "phase_in", "active", "chance", "latest"),
        "id",
    )
    yield Table("events", keys, [[getattr(event, key) for key in keys] for event in plan.events])
    rounds = [
        (one.month, one.amount, one.needs_arr, one.active, plan.notes.get(f"funding:{one.month}"))
        for one in plan.funding
    ]
    yield Table("funding", ["month", "amount", "needs_arr", "active", "reason"], rounds)
    ranges = [(lever_id, low, plan.value(lever_id), high) for lever_id, (low, high) in plan.uncertainty.items()]
    yield Table("ranges", ["lever", "low", "value", "high"], ranges)


def targets(result: Result) -> Table:
    """What was promised within the horizon, and what comes of it."""
    plan = result.plan
    rows = []
    for one in plan.acting_targets():
        if one.month <= plan.months:
            value = float(result[one.metric][one.month - 1, 0])
            rows.append((one.month, one.metric, one.least, one.most, value, one.met(value)))
    return Table("targets", ["month", "metric", "least", "most", "value", "met"], rows)


def _origin(plan: Plan, lever_id: str) -> str:
    return plan.origin.get(lever_id) or ("file" if lever_id in plan.levers else "default")
