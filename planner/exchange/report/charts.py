"""Charts of a report as Vega-Lite, and as SVG without a browser or a network."""

from typing import Any

import vl_convert

from planner.exchange.report.document import Chart
from planner.vocabulary import palette
from planner.vocabulary.numbers import money

WIDTH, HEIGHT = 300, 170
"""Pixels; two stand beside each other on a page."""
LINE, BAND, POINT = palette.BLUE, palette.GREY, palette.VERMILION
FONT = "DejaVu Sans"


def svg(chart: Chart, currency: str) -> str:
    """A chart as a vector image."""
    return str(vl_convert.vegalite_to_svg(spec(chart, currency)))


def spec(chart: Chart, currency: str) -> dict[str, Any]:
    """A chart as Vega-Lite with its data; axis labels are written as everywhere."""
    rows = [
        {"date": month.isoformat(), "name": name, "value": float(value)}
        for name, values in chart.lines.items()
        for month, value in zip(chart.months, values, strict=True)
    ]
    x = {"field": "date", "type": "temporal", "timeUnit": "utcyearmonth", "axis": {"title": None, "format": "%b %Y"}}
    drawn = [*chart.lines.values(), *(chart.band or ())]
    ends = [0.0, *(float(value) for values in drawn for value in values), *chart.points.values()]
    y = {"field": "value", "type": "quantitative", "axis": _axis(min(ends), max(ends), currency)}
    layers: list[dict[str, Any]] = []
    if chart.band:
        band = [
            {"date": month.isoformat(), "low": float(low), "high": float(high)}
            for month, low, high in zip(chart.months, *chart.band, strict=True)
        ]
        sides = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
        area = {"type": "area", "color": BAND, "opacity": 0.35}
        layers.append({"data": {"values": band}, "mark": area, "encoding": sides})
    layers.append({"data": {"values": rows}, "mark": {"type": "line", "color": LINE}, "encoding": {"x": x, "y": y}})
    if chart.points:
        points = [{"date": chart.months[at].isoformat(), "value": value} for at, value in chart.points.items()]
        mark = {"type": "point", "shape": "diamond", "filled": True, "size": 90, "color": POINT, "opacity": 1}
        layers.append({"data": {"values": points}, "mark": mark, "encoding": {"x": x, "y": y}})
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": HEIGHT,
        "layer": layers,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": {"gridColor": "#e3e6ea", "labelFontSize": 11}},
    }


def _axis(low: float, high: float, currency: str) -> dict[str, Any]:
    """A value axis of about five labels, each written as money is written elsewhere."""
    step = _step((high - low) / 5 or 1.0)
    values = [step * at for at in range(int(low // step), int(high // step) + 2)]
    texts = " : ".join(f"abs(datum.value - {value!r}) < {step / 2!r} ? '{money(value, currency)}'" for value in values)
    return {"title": None, "values": values, "labelExpr": f"{texts} : ''", "domain": False, "ticks": False}


def _step(rough: float) -> float:
    """A round step of 1, 2 or 5 times a power of ten, at least as large."""
    power = 10.0 ** len(f"{int(rough)}") / 10 if rough >= 1 else 1.0
    return next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
