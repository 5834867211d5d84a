"""The result strip: what every move of a lever leads to, in sight on every page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from planner.analysis.readings import lowest_cash, promises
from planner.model.simulate import Result
from planner.plan import Plan, target_text
from planner.ui.figures import same_months, theme
from planner.ui.kit import elements, sparks
from planner.ui.kit.tiles import Better, Change, Kind, change
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import month_name


def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


JS, CSS = elements.JS + _file("strip.js"), _file("strip.css")
"""A number of the strip in the browser."""

_strips = st.components.v2.component(
    "groundswell.strips", html='<div class="strips"></div>', css=CSS, js=JS + _file("strips.js"), isolate_styles=False
)


class Cell(NamedTuple):
    """One number. about: what it is held against. verdict: whether that is good. change: against the baseline."""

    label: str
    value: str
    about: str
    verdict: Kind
    change: Change | None
    colour: str
    spark: sparks.Spark | None


def cells(result: Result, baseline: Result) -> list[Cell]:
    """ARR against its next promise, the next promise where it is another one, cash at its lowest, and headcount."""
    first = promises.due(result)[:1]
    others = [_promise(result, baseline, one) for one in first if not one.of_arr]
    return [_arr(result, baseline), *others, _cash(result, baseline), _headcount(result, baseline)]


def draw(rows: Sequence[Sequence[Cell]], key: str) -> None:
    """Rows of numbers by themselves, the first one larger."""
    _strips(key=key, data=elements.quick({"rows": [[told(cell) for cell in row] for row in rows]}))


def told(cell: Cell) -> dict[str, Any]:
    """What the browser is told."""
    return cell._asdict() | {
        "change": vars(cell.change) if cell.change else None,
        "spark": cell.spark._asdict() | {"dots": [dot._asdict() for dot in cell.spark.dots]} if cell.spark else None,
    }


def _arr(result: Result, baseline: Result) -> Cell:
    plan, path = result.plan, result["arr"][:, 0]
    promised = [one for one in promises.due(result) if one.of_arr]
    month = promised[0].month if promised else plan.months
    reached, when = float(path[month - 1]), month_name(plan.start, month)
    money = units.of("arr")
    about = "no ARR promised"
    verdict: Kind = ""
    if promised:
        first = promised[0]
        least, gap = target_text.asked(plan, first.target), money.value(abs(first.gap), plan.currency)
        about = f"reaches {least}" if first.kept else f"{gap} short of {least}"
        verdict = "good" if first.kept else "bad"
    before = _before(baseline, "arr", plan)
    drawn = sparks.spark(path, before, [(one.month, one.target.least or 0.0) for one in promised])
    moved = _change("arr", reached, before, month, plan)
    colour = theme.quantity("arr")
    return Cell(f"ARR in {when}", money.value(reached, plan.currency), about, verdict, moved, colour, drawn)


def _promise(result: Result, baseline: Result, promise: promises.Promise) -> Cell:
    """A promise of another metric than ARR, at the end of its month."""
    plan, target = result.plan, promise.target
    path, unit = result[target.metric][:, 0], units.of(target.metric)
    asked = target_text.bounds(plan, target)
    before = _before(baseline, target.metric, plan)
    ends = [bound for bound in (target.least, target.most) if bound is not None]
    better: Better = "down" if target.least is None else "up"
    return Cell(
        f"{COLUMNS[target.metric].label} in {month_name(plan.start, target.month)}",
        unit.value(promise.reached, plan.currency),
        f"is {asked}" if promise.kept else f"not {asked}",
        "good" if promise.kept else "bad",
        _change(target.metric, promise.reached, before, target.month, plan, better),
        theme.quantity(target.metric),
        sparks.spark(path, before, [(target.month, bound) for bound in ends]),
    )


def _cash(result: Result, baseline: Result) -> Cell:
    plan, path = result.plan, result["cash"][:, 0]
    least, money, out = lowest_cash.amount(result), units.of("cash"), float(result.cash_out_month()[0])
    before = _before(baseline, "cash", plan)
    moved = None
    if before is not None and np.isfinite(before).all():
        moved = change(money, least, float(before.min()), plan.currency)
    runs_out = np.isfinite(out)
    about = f"runs out in {month_name(plan.start, int(out))}" if runs_out else "lasts to the end"
    label = f"Lowest cash, {month_name(plan.start, lowest_cash.month(result))}"
    verdict: Kind = "bad" if runs_out else "good"
    drawn = sparks.spark(path, before)
    return Cell(label, money.value(least, plan.currency), about, verdict, moved, theme.quantity("cash"), drawn)


def _headcount(result: Result, baseline: Result) -> Cell:
    plan, path = result.plan, result["headcount"][:, 0]
    before, unit = _before(baseline, "headcount", plan), units.of("headcount")
    first, start = unit.value(float(path[0]), plan.currency), month_name(plan.start, 1)
    drawn = sparks.spark(path, before)
    moved = _change("headcount", float(path[-1]), before, plan.months, plan, "down")
    label = f"Headcount in {month_name(plan.start, plan.months)}"
    value = unit.value(float(path[-1]), plan.currency)
    return Cell(label, value, f"from {first} in {start}", "", moved, theme.quantity("headcount"), drawn)


def _before(baseline: Result, column: str, plan: Plan) -> np.ndarray | None:
    """The baseline in the plan's months; None when it is the plan."""
    return None if baseline.plan == plan else same_months.column(baseline, column, plan)


def _change(
    column: str, now: float, before: np.ndarray | None, month: int, plan: Plan, better: Better = "up"
) -> Change | None:
    if before is None or not np.isfinite(before[month - 1]):
        return None
    return change(units.of(column), now, float(before[month - 1]), plan.currency, better)
