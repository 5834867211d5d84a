"""Key numbers, each against the pinned baseline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from planner.exchange.numbers import count, money, month_name, percent, plain, rate
from planner.model.columns import COLUMNS
from planner.model.simulate import Result
from planner.ui.words.base import dollars


@dataclass(frozen=True)
class Kpi:
    """One number of a row.

    value: from a result. unit: of columns.py, or "rate" for a share that may be small. better: which way is good, "up"
    or "down".
    """

    label: str
    value: Callable[[Result], float]
    unit: str
    better: str = "up"
    note: str = ""


def at_end(column: str, label: str | None = None, better: str = "up", note: str = "") -> Kpi:
    """A column's value in the last month."""
    name, unit = COLUMNS[column].label, COLUMNS[column].unit
    return Kpi(label or name, lambda result: float(result[column][-1, 0]), unit, better, note)


def row(kpis: Sequence[Kpi], result: Result, baseline: Result) -> None:
    """The numbers side by side; what differs from the baseline says by how much."""
    if any(_delta(kpi, result, baseline) for kpi in kpis):
        st.caption(f"Arrows: change against the baseline, {baseline.plan.name} as pinned.")
    with st.grid(len(kpis), min_column_width=118, gap="small"):
        for kpi in kpis:
            delta = _delta(kpi, result, baseline)
            st.metric(
                kpi.label,
                dollars(_text(kpi.value(result), kpi.unit, result)),
                delta,
                delta_color="normal" if kpi.better == "up" else "inverse",
                height="stretch",
                help=kpi.note or None,
                border=True,
            )


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
        text = count(change)
    return text if any(digit in text for digit in "123456789") else None
