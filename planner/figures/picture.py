"""A figure as an image, made without a browser or a network."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa
import vl_convert

WIDTH, SCALE = 900, 2
"""Pixels of a picture's width, and how many of a PNG's stand for one."""

LOOK = {
    "background": "#ffffff",
    "font": "Source Sans Pro, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {"gridColor": "#e6e9ee", "domainColor": "#c3c9d3", "tickColor": "#c3c9d3", "labelColor": "#3a4150"},
}
"""How a picture looks: as on a light page."""


def drawn(table: pa.Table, spec: Mapping[str, Any]) -> dict[str, Any]:
    """A chart's specification with its data, of a width of its own."""
    rows = [{name: _json(value) for name, value in row.items()} for row in table.to_pylist()]
    config = {**LOOK, **spec.get("config", {})}
    return {**spec, "width": WIDTH, "data": {"values": rows}, "config": config, "padding": 20}


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return pd.Timestamp(value).timestamp() * 1000
    return value


def svg(table: pa.Table, spec: Mapping[str, Any]) -> str:
    """A chart as a vector image."""
    return str(vl_convert.vegalite_to_svg(drawn(table, spec)))


def png(table: pa.Table, spec: Mapping[str, Any]) -> bytes:
    """A chart as a PNG."""
    return bytes(vl_convert.vegalite_to_png(drawn(table, spec), scale=SCALE))
