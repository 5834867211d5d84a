"""Key numbers, each against the pinned baseline."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import streamlit as st

from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.figures import same_months, theme
from planner.ui.kit import elements, sparks
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.units import Unit

YEAR = 12
EXACT = 9
"""Decimals of a share that count; what is beyond them is a rounding error."""

Better = Literal["up", "down"]


@dataclass(frozen=True)
class Kpi:
    """One number of a row.

    value: from a result. better: which way is good. whole: whether it is of all months of a plan, or of the last ones.
    text: how a value is written where its unit does not say it all. column: what its sparkline draws.
    """

    label: str
    value: Callable[[Result], float]
    unit: Unit
    better: Better = "up"
    note: str = ""
    whole: bool = False
    text: Callable[[float, Plan], str] | None = None
    column: str | None = None


def at_end(column: str, label: str | None = None, better: Better = "up", note: str = "") -> Kpi:
    """A column's value in the last month; a share that is not all of it never reads "100%"."""
    name, unit = label or COLUMNS[column].label, units.of(column)
    text = _not_quite_all if unit is units.SHARE else None
    return Kpi(name, lambda result: float(result[column][-1, 0]), unit, better, note, text=text, column=column)


def _not_quite_all(share: float, plan: Plan) -> str:
    share = round(share, EXACT)
    text, all_of_it = (units.SHARE.value(one, plan.currency) for one in (share, 1.0))
    return units.told_apart(units.SHARE, share, [1.0], plan.currency)[0] if text == all_of_it else text


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
    """The change of a number, which adds up with what is shown of it; None when there is none that can be shown."""
    by = unit.rounded(now) - unit.rounded(before)
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


Kind = Literal["good", "mixed", "bad", ""]
"""What a verdict's colour says."""


class Hero(NamedTuple):
    """The number that counts, as a verdict. kind: its colour. likely: its probability in words, share: as a number."""

    label: str
    verdict: str
    kind: Kind
    about: str
    likely: str = ""
    share: float | None = None
    change: Change | None = None


class Chip(NamedTuple):
    """A part of a page's reading. note: it in full. path: of the page that explains it."""

    title: str
    verdict: str
    kind: Kind
    text: str
    note: str
    path: str


_numbers = st.components.v2.component(
    "groundswell.key_numbers",
    html='<div class="numbers"></div>',
    css=Path(__file__).with_name("key_numbers.css").read_text(encoding="utf-8"),
    js=elements.JS + Path(__file__).with_name("key_numbers.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def row(
    kpis: Sequence[Kpi], result: Result, baseline: Result, hero: Hero | None = None, chips: Sequence[Chip] = ()
) -> None:
    """The numbers side by side; what differs from the baseline says by how much, in the same month and currency.

    A baseline that has no such month, or is in another currency, is said to be. hero: what stands out; without one, the
    first number does. chips: the reading below, which is brief where nothing stands out.
    """
    plan, found = result.plan, []
    there = same_months.up_to_the_same_month(baseline, plan)
    for kpi in kpis:
        now, moved = kpi.value(result), None
        if there is not None and _comparable(kpi, there, result):
            moved = change(kpi.unit, now, kpi.value(there), plan.currency, kpi.better)
        text = kpi.text(now, plan) if kpi.text else kpi.unit.value(now, plan.currency)
        found.append(vars(Tile(kpi.label, text, moved, kpi.note)) | _sparkline(kpi, result, baseline))
    data = {
        "hero": hero._asdict() if hero else None,
        "tiles": found,
        "chips": [chip._asdict() for chip in chips],
    }
    _numbers(key="key-numbers", data=elements.quick(_plain(data)))
    if missing := same_months.missing(baseline.plan, plan, there is not None):
        st.caption(missing)


def _sparkline(kpi: Kpi, result: Result, baseline: Result) -> dict[str, Any]:
    """The line of a number's column; none where most of its months have no value."""
    if kpi.column is None:
        return {"spark": None, "colour": ""}
    path = result[kpi.column][:, 0]
    if np.isfinite(path).mean() < 0.5:
        return {"spark": None, "colour": ""}
    before = None if baseline.plan == result.plan else same_months.column(baseline, kpi.column, result.plan)
    return {"spark": sparks.spark(path, before)._asdict(), "colour": theme.quantity(kpi.column)}


def _plain(value: Any) -> Any:
    """Values as JSON has them."""
    if isinstance(value, Change):
        return vars(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


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
