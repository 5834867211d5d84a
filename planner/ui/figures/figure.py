"""A figure as a value: how it is drawn, which columns of a frame it needs, what it says of a month.

A figure is built once and shown with new data ever after, so nothing in it depends on the data; headings stand outside.
"""

import functools
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd
import pyarrow as pa

from planner.vocabulary.numbers import count, month_name, percent, short
from planner.vocabulary.units import Axis

Written = Axis | Literal["text"]
"""How a figure writes a field: as on an axis, or as it is."""

Frame = pd.DataFrame | Mapping[str, Any]
"""What a figure draws: values by column, an array or a list of as many of each. Frames of months are plain arrays."""

TIP = "tip"
"""The field of what a figure says of a month: one text, since a browser would write every line of every month anew."""

SINCE, UNTIL = "nearer since", "nearer until"
"""Fields from and to where a month is the nearest one."""

END = "end of "
"""Before the name of a column: the field of where its line's name stands, in the row of the month behind which."""

YEAR = 12
"""Rows of a year."""

APART = 0.075
"""How far apart names of lines stand at least, as a share of the axis: a line of text."""

INK, PAPER, SYMBOL = "ink", "paper", "symbol"
"""Parameters of every specification, set where it is shown: the colours of text and page, the sign of the currency."""

SPACE = "space"
"""A parameter too: pixels that the chart has, axes and all. That of what is drawn changes once they are laid out."""

LAYOUT = {"autosize": {"type": "fit-x", "contains": "padding"}, "padding": {"top": 5, "right": 10, "bottom": 20}}
"""The width is the page's; the height is that of the drawn area, whatever room legend and axes take around it."""


@dataclass(frozen=True, eq=False)
class Figure:
    """A chart that is declared once.

    chart: without data. columns: of the frame, that the chart draws. says: fields of what it says of a month, with how
    each is written; the rows of its frame are months, then, the first one at "date". ends: columns whose lines or areas
    are named at their ends. stacked: those of them that stand on each other, the first one at the bottom. within:
    values that the axis has on it beside those of the columns. fixed: the ends of an axis that depends on no values.
    """

    chart: alt.TopLevelMixin
    columns: Sequence[str]
    says: Mapping[str, Written] = field(default_factory=dict)
    ends: Sequence[str] = ()
    stacked: Sequence[str] = ()
    within: Sequence[float] = (0.0,)
    fixed: tuple[float, float] | None = None

    @functools.cached_property
    def _built(self) -> dict[str, Any]:
        return _without(self.chart.to_dict(), {"data", "datasets", "$schema", "config"})

    def spec(self, ink: str, paper: str, symbol: str) -> dict[str, Any]:
        """The chart as Vega-Lite, without data. ink, paper: colours of text and page. symbol: the currency's sign."""
        looks = [{"name": name, "value": value} for name, value in ((INK, ink), (PAPER, paper), (SYMBOL, symbol))]
        space = {"name": SPACE, "expr": "(containerSize()[0] || width) + 0 * width"}
        return {**self._built, **LAYOUT, "params": [*self._built.get("params", []), *looks, space]}

    def table(self, frame: Frame, symbol: str) -> pa.Table:
        """What of a frame goes to the browser: by column, a fraction of the work. KeyError names columns it lacks."""
        if missing := {*self.columns, *self.says} - {*frame}:
            raise KeyError(f"the frame lacks {', '.join(sorted(missing))}")
        arrays = {str(name): np.asarray(column) for name, column in frame.items()}
        columns = {name: pa.array(arrays[name], from_pandas=False) for name in self.columns}
        for name, place in self._places(arrays).items():
            column = np.full(len(arrays[name]), np.nan)
            column[_end(arrays[name].astype(float))] = place
            columns[f"{END}{name}"] = pa.array(column)
        if self.says:
            dates = arrays["date"]
            between = dates[:-1] + (dates[1:] - dates[:-1]) // 2
            columns[SINCE] = pa.array(np.concatenate([dates[:1], between]))
            columns[UNTIL] = pa.array(np.concatenate([between, dates[-1:]]))
            columns[TIP] = pa.array(self._said(arrays, symbol))
        return pa.table(columns)

    def _places(self, arrays: Mapping[str, np.ndarray]) -> dict[str, float]:
        """Where the names of `ends` stand on the value axis; NaN for what is never there. arrays: by field."""
        if not self.ends:
            return {}
        paths, top = {name: arrays[name].astype(float) for name in self.ends}, np.zeros(len(arrays[self.ends[0]]))
        for name in self.stacked:
            thickness = np.nan_to_num(paths[name])
            paths[name] = top + thickness / 2 if thickness.any() else np.full_like(top, np.nan)
            top = top + thickness
        drawn = [arrays[name] for name in self.columns if arrays[name].dtype.kind in "fi"]
        ground = np.concatenate([*drawn, self.within, *([top] if self.stacked else [])])
        known = ground[np.isfinite(ground)] if self.fixed is None else np.array(self.fixed, dtype=float)
        low, high = float(known.min(initial=np.inf)), float(known.max(initial=-np.inf))
        return _apart({name: float(np.clip(_last(path), low, high)) for name, path in paths.items()}, low, high)

    def _said(self, arrays: Mapping[str, np.ndarray], symbol: str) -> list[str]:
        """A text per row: the month, and a line per field; what is not known is left out. arrays: by field."""
        dates = arrays["date"]
        lines = [_months(str(dates[0].astype("datetime64[M]")), len(dates))]
        for name, unit in self.says.items():
            write, values = WRITTEN[unit], arrays[name].tolist()
            lines.append(
                [f"{name}\t{write(value, symbol)}" if value == value and value != "" else "" for value in values]
            )
        return ["\n".join(filter(None, row)) for row in zip(*lines, strict=True)]


def _apart(places: Mapping[str, float], low: float, high: float) -> dict[str, float]:
    """Places of names on an axis from low to high, moved as far from each other as texts need; NaN stays."""
    apart, drawn = dict(places), sorted((name for name in places if np.isfinite(places[name])), key=places.__getitem__)
    gap = APART * (high - low) or 1.0
    for below, name in itertools.pairwise(drawn):
        apart[name] = max(apart[name], apart[below] + gap)
    room = max(high, low + gap * (len(drawn) - 1))
    for name in reversed(drawn):
        apart[name] = min(apart[name], room)
        room = apart[name] - gap
    return apart


def _last(path: np.ndarray) -> float:
    """The last known value; NaN where none is."""
    known = path[np.isfinite(path)]
    return float(known[-1]) if len(known) else np.nan


def _end(path: np.ndarray) -> int:
    """The row behind which a line is named: the last one, or where it ends when that is over a year before.

    A line of what the next quarter needs ends before the plan does, and one of a shorter plan long before a longer one.
    """
    known = np.flatnonzero(np.isfinite(path))
    return int(known[-1]) if len(known) and known[-1] < len(path) - YEAR else len(path) - 1


WRITTEN: Mapping[Written, Callable[[Any, str], str]] = {
    "money": short,
    "share": lambda value, _: percent(value, 1),
    "people": lambda value, _: count(value),
    "number": lambda value, _: short(value),
    "text": lambda value, _: value,
}


@functools.lru_cache(64)
def _months(start: str, last: int) -> list[str]:
    """Months as people read them, from the first one to the last."""
    return [month_name(start, month) for month in range(1, last + 1)]


def _without(part: Any, keys: set[str]) -> Any:
    if isinstance(part, dict):
        return {key: _without(value, keys) for key, value in part.items() if key not in keys}
    return [_without(value, keys) for value in part] if isinstance(part, list) else part


_LOOKALIKES = str.maketrans({".": "\u2024", "[": "(", "]": ")", "\\": "/", "'": "\u2019", '"': "\u201d", "|": "\u00a6"})


def as_field(name: str) -> str:
    """A name that people gave, as the field of a figure: letters that mean something in a field look alike."""
    return name.translate(_LOOKALIKES)


def written(names: Iterable[str], unit: Written) -> dict[str, Written]:
    """Fields that are all written in one way."""
    return dict.fromkeys(names, unit)
