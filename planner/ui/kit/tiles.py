"""Key numbers, each against the pinned baseline."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import streamlit as st

from planner.model.simulate import Result
from planner.ui.kit import same_months
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import count, money, month_name, percent, plain, rate

YEAR = 12


@dataclass(frozen=True)
class Kpi:
    """One number of a row.

    value: from a result. unit: of columns.py, or "rate" for a share that may be small. better: which way is good, "up"
    or "down". whole: whether it is of all months of a plan; else of the last ones.
    """

    label: str
    value: Callable[[Result], float]
    unit: str
    better: str = "up"
    note: str = ""
    whole: bool = False


def at_end(column: str, label: str | None = None, better: str = "up", note: str = "") -> Kpi:
    """A column's value in the last month."""
    name, unit = COLUMNS[column].label, COLUMNS[column].unit
    return Kpi(label or name, lambda result: float(result[column][-1, 0]), unit, better, note)


def last_year(result: Result, *columns: str) -> float:
    """Sum of columns over the plan's last 12 months."""
    return float(sum(result[column][-YEAR:, 0].sum() for column in columns))


@dataclass(frozen=True)
class Tile:
    """A number as it is shown. change: against something, None where there is none; note: what it is; good: whether the
    change is for the better.
    """

    label: str
    value: str
    change: str | None = None
    note: str = ""
    good: bool = True


def row(kpis: Sequence[Kpi], result: Result, baseline: Result) -> None:
    """The numbers side by side; what differs from the baseline says by how much, in the same month.

    A baseline that has no such month is said to have none.
    """
    found = []
    there = same_months.up_to_the_same_month(baseline, result.plan)
    for kpi in kpis:
        comparable = there is not None and (there.months == result.months or not kpi.whole)
        change = _delta(kpi, result, there) if there is not None and comparable else None
        good = change is None or change.startswith("-") == (kpi.better == "down")
        found.append(Tile(kpi.label, _text(kpi.value(result), kpi.unit, result), change, kpi.note, good))
    show(found)
    if there is None:
        st.caption(same_months.without(baseline.plan, result.plan))


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
    arrow, word = ("▼", "down") if tile.change.startswith("-") else ("▲", "up")
    amount, verdict = escape(tile.change.removeprefix("-")), "good" if tile.good else "bad"
    return f'<span class="{verdict}"><span role="img" aria-label="{word}">{arrow}</span> {amount}</span>'


def _text(value: float, unit: str, result: Result) -> str:
    if unit == "money":
        return money(value, result.plan.currency)
    if unit == "share":
        return percent(value)
    if unit == "rate":
        return rate(value)
    if unit == "month":
        return "never" if np.isnan(value) else month_name(result.plan.start, int(value))
    if unit == "months":
        return f"{count(value)} mo." if np.isfinite(value) else count(value)
    if unit == "ratio":
        return plain(value)
    return count(value)


def _delta(kpi: Kpi, result: Result, baseline: Result) -> str | None:
    now, before = kpi.value(result), kpi.value(baseline)
    if kpi.unit == "month":
        now, before = (np.inf if np.isnan(value) else value for value in (now, before))
    if now == before or not (np.isfinite(now) and np.isfinite(before)):
        return None
    change = now - before
    if kpi.unit == "money":
        text = money(change, result.plan.currency)
    elif kpi.unit == "share":
        text = f"{change * 100:.1f} pts"
    elif kpi.unit == "rate":
        text = f"{rate(change)[:-1]} pts" if rate(now) != rate(before) else ""
    elif kpi.unit == "months":
        text = f"{change:.0f} mo."
    elif kpi.unit in ("ratio", "month"):
        text = plain(change)
    else:
        text = count(math.floor(now + 0.5) - math.floor(before + 0.5))
    return text if any(digit in text for digit in "123456789") else None
