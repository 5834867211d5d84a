"""Key numbers, each against the pinned baseline."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit import same_months
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.units import Unit

YEAR = 12

Better = Literal["up", "down"]


@dataclass(frozen=True)
class Kpi:
    """One number of a row.

    value: from a result. better: which way is good. whole: whether it is of all months of a plan, or of the last ones.
    text: how a value is written where its unit does not say it all.
    """

    label: str
    value: Callable[[Result], float]
    unit: Unit
    better: Better = "up"
    note: str = ""
    whole: bool = False
    text: Callable[[float, Plan], str] | None = None


def at_end(column: str, label: str | None = None, better: Better = "up", note: str = "") -> Kpi:
    """A column's value in the last month."""
    name = label or COLUMNS[column].label
    return Kpi(name, lambda result: float(result[column][-1, 0]), units.of(column), better, note)


def last_year(result: Result, *columns: str) -> float:
    """Sum of columns over the plan's last 12 months."""
    return float(sum(result[column][-YEAR:, 0].sum() for column in columns))


@dataclass(frozen=True)
class Change:
    """How a number differs from what it is compared with. text: by how much, without a sign."""

    text: str
    up: bool
    good: bool


def change(unit: Unit, now: float, before: float, currency: str, better: Better = "up") -> Change | None:
    """The change of a number; None when there is none that can be shown."""
    by = now - before
    if not math.isfinite(by) or by == 0 or not unit.shows(by, beside=now):
        return None
    return Change(unit.difference(abs(by), currency), up=by > 0, good=(by > 0) == (better == "up"))


@dataclass(frozen=True)
class Tile:
    """A number as it is shown. note: what it is. change: against something, None where there is none."""

    label: str
    value: str
    change: Change | None = None
    note: str = ""


def row(kpis: Sequence[Kpi], result: Result, baseline: Result) -> None:
    """The numbers side by side; what differs from the baseline says by how much, in the same month and currency.

    A baseline that has no such month, or is in another currency, is said to be.
    """
    plan, found = result.plan, []
    there = same_months.up_to_the_same_month(baseline, plan)
    for kpi in kpis:
        now, moved = kpi.value(result), None
        if there is not None and _comparable(kpi, there, result):
            moved = change(kpi.unit, now, kpi.value(there), plan.currency, kpi.better)
        text = kpi.text(now, plan) if kpi.text else kpi.unit.value(now, plan.currency)
        found.append(Tile(kpi.label, text, moved, kpi.note))
    show(found)
    if missing := same_months.missing(baseline.plan, plan, there is not None):
        st.caption(missing)


def _comparable(kpi: Kpi, there: Result, result: Result) -> bool:
    """Whether a number of the baseline is of the same months, and in the same currency."""
    same_currency = not kpi.unit.is_money or there.plan.currency == result.plan.currency
    return same_currency and (there.months == result.months or not kpi.whole)


def show(shown: Sequence[Tile]) -> None:
    """Numbers side by side, in one element."""
    cells = "".join(
        f'<div role="listitem" class="tile"><div>{escape(tile.label)}</div>'
        f'<div class="line"><b>{escape(tile.value)}</b>{_change(tile)}</div><small>{escape(tile.note)}</small></div>'
        for tile in shown
    )
    st.html(f'<div role="list" class="tiles">{cells}</div>')


def _change(tile: Tile) -> str:
    if tile.change is None:
        return ""
    arrow, word = ("▲", "up") if tile.change.up else ("▼", "down")
    amount, verdict = escape(tile.change.text), "good" if tile.change.good else "bad"
    return f'<span class="{verdict}"><span role="img" aria-label="{word}">{arrow}</span> {amount}</span>'
