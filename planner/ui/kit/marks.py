"""What charts are made of.

A chart is built once for the fields it shows and drawn with new data ever after, so nothing in it depends on the data;
headings stand outside. Time runs over months of the plan ("date"), money is in the plan's currency. Marks that only
repeat what others say are no images to a screen reader (`aria=False`).
"""

import functools
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import altair as alt

from planner.ui.kit import theme

DATA = "frame"
HEIGHT = 300
LEGEND_ENTRY, LEGEND_LETTER = 18.5, 6.2
"""Pixels that an entry of a legend takes beside its symbol, and each letter of it."""

SQUARE, LINE = 90, 200
"""Areas of symbols in a legend; a line is as long as it takes to tell a dashed one."""

BESIDE = 64
"""Pixels that a chart's axes take of its width."""


@functools.cache
def spec(build: Callable[..., alt.TopLevelMixin], *fields: Any) -> dict[str, Any]:
    """The chart as Vega-Lite, without data; built once."""
    return _without(build(*fields).to_dict(), {"data", "datasets", "$schema", "config"})


def _without(part: Any, keys: set[str]) -> Any:
    if isinstance(part, dict):
        return {key: _without(value, keys) for key, value in part.items() if key not in keys}
    return [_without(value, keys) for value in part] if isinstance(part, list) else part


def data() -> alt.Chart:
    """A chart of the frame it is shown with."""
    return alt.Chart(alt.Data(name=DATA))


def folded(names: Iterable[str]) -> alt.Chart:
    """The frame with its columns under each other: series, value."""
    return data().transform_fold(list(names), as_=["series", "value"])


UTC = alt.Scale(type="utc")


def months(below: int = 0) -> alt.X:
    """The time axis. Values are drawn at their month whatever the reader's time zone.

    below: pixels that are left free between the chart and its axis.
    """
    axis = alt.Axis(title=None, format="%b %Y", grid=False, tickCount=6, labelOverlap=True, offset=below)
    return alt.X("date:T", scale=UTC, axis=axis)


def amount(field: str, symbol: str = "", title: str | None = None, stack: Any = None, percent: bool = False) -> alt.Y:
    """A value axis: "$1.2M" with a currency's symbol, "12%" for shares, plain otherwise."""
    return alt.Y(
        f"{field}:Q",
        stack=stack,
        axis=alt.Axis(
            title=title,
            titleAngle=0,
            titleAlign="left",
            titleAnchor="start",
            titleY=-12,
            titleX=0,
            labelExpr=label(symbol, percent),
            tickCount=5,
            domain=False,
            ticks=False,
        ),
    )


def label(symbol: str, percent: bool = False, value: str = "datum.value") -> str:
    """The expression that writes a value as on a value axis."""
    if percent:
        return f"format({value}, '.1~%')"
    digits = f"replace(replace(format(abs({value}), abs({value}) >= 1000 ? '.3~s' : '.3~r'), 'G', 'B'), 'k', 'K')"
    return f"({value} < 0 ? '-' : '') + '{symbol}' + {digits}"


def colours(names: Mapping[str, str], symbol: str = "square", legend: bool = True) -> alt.Color:
    """Named colours with a legend above the chart. symbol: "square" for areas and bars, "stroke" for lines."""
    size = LINE if symbol == "stroke" else SQUARE
    above = alt.Legend(
        title=None, orient="top", symbolType=symbol, symbolSize=size, labelLimit=220, columns=_columns(names, size)
    )
    return alt.Color("series:N", scale=scale_of(names), legend=above if legend else None)


def scale_of(names: Mapping[str, str]) -> alt.Scale:
    """Names to colours."""
    return alt.Scale(domain=list(names), range=list(names.values()))


def _columns(names: Iterable[str], size: float) -> alt.ExprRef:
    """How many entries of a legend stand side by side, by the width of the page. size: of their symbols.

    Not by that of the chart, which changes once its axes are laid out: a legend that then takes another row is cut.
    """
    entries = [LEGEND_ENTRY + math.sqrt(size) + LEGEND_LETTER * len(name) for name in names]
    room = f"((containerSize()[0] || width) + 0 * width - {BESIDE})"
    columns = f"max(1, floor({room} / {max(entries):.0f}))"
    return alt.ExprRef(f"{room} >= {sum(entries):.0f} ? {len(entries)} : {columns}")


def dashes(names: Iterable[str], dashed: Sequence[str] = ("Baseline",)) -> alt.StrokeDash:
    """Which series are dashed: what others are compared with."""
    domain = list(names)
    strokes = [[5, 4] if name in dashed else [1, 0] for name in domain]
    return alt.StrokeDash("series:N", scale=alt.Scale(domain=domain, range=strokes), legend=None)


def stacked(names: Iterable[str], x: alt.X, y: alt.Y, colour: alt.Color, **style: Any) -> alt.Chart:
    """Columns on top of each other, the first one at the bottom."""
    columns = list(names)
    # The place in a text, not in a list: a list would be made anew for every month of every column.
    ranked = folded(columns).transform_calculate(rank=f"indexof('|{'|'.join(columns)}|', '|' + datum.series + '|')")
    marks = ranked.mark_area(**{"opacity": 0.85, "aria": False, **style})
    return marks.encode(x=x, y=y, color=colour, order=alt.Order("rank:Q"))


def baseline(x: alt.X, symbol: str = "") -> alt.Chart:
    """The baseline's line in a chart whose own marks are no lines."""
    line = data().mark_line(color=theme.BASELINE, strokeDash=[5, 4], strokeWidth=2, aria=False)
    return line.encode(x=x, y=amount("Baseline", symbol))


def fan(x: alt.X, symbol: str = "") -> alt.Chart:
    """Where most draws lie, as a band between two thin lines. frame: P10 and P90, NaN where there are none."""
    band = data().mark_area(color=theme.FAN, fillOpacity=0.22, stroke=theme.FAN, strokeWidth=1, opacity=1, aria=False)
    return band.encode(x=x, y=amount("P10", symbol), y2="P90:Q")


def level(value: float, colour: str) -> alt.Chart:
    """A line across the chart, drawn once."""
    one = data().transform_aggregate(rows="count()")
    return one.mark_rule(color=colour, strokeWidth=1, opacity=0.8, aria=False).encode(y=alt.YDatum(value))


def month_tip(title: str = "Month") -> alt.Tooltip:
    """The month, as a line of a tooltip."""
    return alt.Tooltip("date:T", title=title, format="%b %Y")


def hover(
    fields: Sequence[str], symbol: str = "", percent: bool = False, plain: Sequence[str] = (), whole: bool = False
) -> alt.Chart:
    """What a month's numbers are, wherever the pointer is nearest to it. plain: fields of text. whole: people."""
    kind = "percent" if percent else "whole" if whole else f"amount {symbol}".strip()
    months_of = data().mark_rect(color=theme.NEUTRAL, opacity=0, aria=False).properties(name=MONTH)
    x = alt.X(f"{SINCE}:T", scale=UTC, title=None)
    return months_of.encode(x=x, x2=f"{UNTIL}:T", tooltip=tip(kind, fields, plain))


MONTH = "month"
"""The name of the marks that lie over the months; the page's style shows the one that is pointed at."""

SINCE, UNTIL = "nearer since", "nearer until"
"""Fields that come with the data: from and to where a month is the nearest one."""


def tip(kind: str = "amount", fields: Sequence[str] = (), plain: Sequence[str] = ()) -> alt.Tooltip:
    """A month, and a line a field, as one text that comes with the data.

    Written in the browser, every line of every month would be written on every move. kind: how the fields are written:
    "percent", "whole", or "amount" with a currency's symbol. plain: fields of text.
    """
    return alt.Tooltip(field="|".join([TIP, kind, *fields, "", *plain]), type="nominal")


TIP = "tip"
"""What the name of a field begins with that is such a text."""


class Tip(NamedTuple):
    """What a tip says of a month: fields written by their kind, and fields of text."""

    kind: str
    fields: Sequence[str]
    plain: Sequence[str]


@functools.cache
def tips(build: Callable[..., alt.TopLevelMixin], *fields: Any) -> dict[str, Tip]:
    """The tips that a chart wants, by the name of their field."""
    wanted: dict[str, Tip] = {}
    for name in _fields(spec(build, *fields)):
        if name.startswith(f"{TIP}|"):
            kind, *parts = name.split("|")[1:]
            at = parts.index("")
            wanted[name] = Tip(kind, parts[:at], parts[at + 1 :])
    return wanted


@functools.cache
def needs(build: Callable[..., alt.TopLevelMixin], *fields: Any) -> str:
    """The chart as text, but for its tips: the columns that are named in it are needed to draw it."""
    return re.sub(rf'"{TIP}\|[^"]*"', "", json.dumps(spec(build, *fields)))


def _fields(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("field"), str):
            yield part["field"]
        for inner in part.values():
            yield from _fields(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _fields(inner)


def nearest(chart: alt.Chart, field: str, x: alt.X, tips: Sequence[alt.Tooltip]) -> alt.Chart:
    """A rule at the value of `field` that is nearest to the pointer, with a tooltip."""
    point = alt.selection_point(
        name="nearest", fields=[field], nearest=True, on="pointerover", clear="pointerout", empty=False
    )
    rule = chart.mark_rule(color=theme.NEUTRAL, strokeWidth=1, aria=False)
    shown = alt.condition(point, alt.value(0.6), alt.value(0.0))
    return rule.encode(x=x, opacity=shown, tooltip=list(tips)).add_params(point)
