"""A figure as an image, made without a browser or a network."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa
import vl_convert

from planner.ui.figures import marks, theme
from planner.ui.figures.figure import END, SPACE, Figure, Frame

WIDTH, SCALE = 900, 2
"""Pixels of a picture's width, and how many of a PNG's stand for one."""

LOOK = {
    "background": "#ffffff",
    "font": "Source Sans Pro, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {"gridColor": "#e6e9ee", "domainColor": "#c3c9d3", "tickColor": "#c3c9d3", "labelColor": "#3a4150"},
}
"""How a picture looks: as on a light page."""


def light(figure: Figure, frame: Frame, symbol: str) -> tuple[pa.Table, dict[str, Any]]:
    """A figure's data and its specification, in the colours of a light page. symbol: the currency's sign."""
    return figure.table(frame, symbol), figure.spec(theme.INK, theme.PAPER, symbol)


def drawn(table: pa.Table, spec: Mapping[str, Any], width: int = WIDTH) -> dict[str, Any]:
    """A chart's specification with its data, of a width of its own."""
    known = {
        name for name in table.column_names if any(value == value for value in table[name].drop_null().to_pylist())
    }
    ended = {name.removeprefix(END) for name in table.column_names if name.startswith(END)}
    rows = [{name: _json(value) for name, value in row.items()} for row in table.to_pylist()]
    config = {**LOOK, **spec.get("config", {})}
    own = [{"name": SPACE, "value": width} if one["name"] == SPACE else one for one in spec["params"]]
    whole = _legends({**spec, "params": own}, known, ended, width)
    return {**whole, "width": width, "data": {"values": rows}, "config": config, "padding": 20}


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return pd.Timestamp(value).timestamp() * 1000
    return value


def _legends(part: Any, known: set[str], ended: set[str], width: int) -> Any:
    """A part of a specification whose legends name what has a value, and are left out where that is nothing.

    A legend of no entries would make a picture infinitely high. known: columns that have a value. ended: columns that
    are named at their ends, where there is room.
    """
    if isinstance(part, list):
        return [_legends(one, known, ended, width) for one in part]
    if not isinstance(part, Mapping):
        return part
    whole = {key: _legends(value, known, ended, width) for key, value in part.items()}
    legend = whole.get("legend") or {}
    named = legend.get("values", {}).get("expr", "") if isinstance(legend, dict) else ""
    if named:
        names = whole["scale"]["domain"]
        beside = ended.issuperset(names) and width >= marks.named_from(names)
        shown = [name for name in names if f"'|{name}'" in named and name in known and not beside]
        whole["legend"] = {**legend, "values": shown} if shown else None
    return whole


def svg(table: pa.Table, spec: Mapping[str, Any], width: int = WIDTH) -> str:
    """A chart as a vector image. width: in pixels."""
    return str(vl_convert.vegalite_to_svg(drawn(table, spec, width)))


@dataclass(frozen=True, eq=False)
class Drawing:
    """A figure of a frame, drawn as a vector image when it is called with a width in pixels. symbol: the currency's."""

    figure: Figure
    frame: Frame
    symbol: str

    def __call__(self, width: int) -> str:
        """The image as SVG."""
        return svg(*light(self.figure, self.frame, self.symbol), width)


def png(table: pa.Table, spec: Mapping[str, Any]) -> bytes:
    """A chart as a PNG."""
    return bytes(vl_convert.vegalite_to_png(drawn(table, spec), scale=SCALE))
