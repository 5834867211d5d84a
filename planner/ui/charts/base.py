"""What charts are made of.

A chart is built once for the fields it shows and drawn with new data ever after, so nothing in it depends on the data;
headings stand outside. Time runs over months of the plan ("date"), money is in the plan's currency. Marks that only
repeat what others say are no images to a screen reader (`aria=False`).
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import altair as alt

from planner.ui import theme

DATA = "frame"
HEIGHT = 300
LEGEND_SYMBOL, LEGEND_LETTER = 28, 6.2
"""Pixels that an entry of a legend takes, and each letter of it."""

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
    """The frame with its columns under each other: series, value, rank (the column's place)."""
    columns = list(names)
    return (
        data()
        .transform_fold(columns, as_=["series", "value"])
        .transform_calculate(rank=f"indexof({columns}, datum.series)")
    )


def months(below: int = 0) -> alt.X:
    """The time axis. Values are drawn at their month whatever the reader's time zone.

    below: pixels that are left free between the chart and its axis.
    """
    axis = alt.Axis(title=None, format="%b %Y", grid=False, tickCount=6, labelOverlap=True, offset=below)
    return alt.X("date:T", scale=alt.Scale(type="utc"), axis=axis)


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
    above = alt.Legend(
        title=None, orient="top", symbolType=symbol, symbolSize=90, labelLimit=220, columns=_columns(names)
    )
    return alt.Color("series:N", scale=scale_of(names), legend=above if legend else None)


def scale_of(names: Mapping[str, str]) -> alt.Scale:
    """Names to colours."""
    return alt.Scale(domain=list(names), range=list(names.values()))


def _columns(names: Iterable[str]) -> alt.ExprRef:
    """How many entries of a legend stand side by side, by the width of the page.

    Not by that of the chart, which changes once its axes are laid out: a legend that then takes another row is cut.
    """
    entries = [LEGEND_SYMBOL + LEGEND_LETTER * len(name) for name in names]
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
    marks = folded(names).mark_area(**{"opacity": 0.85, **style})
    return marks.encode(x=x, y=y, color=colour, order=alt.Order("rank:Q"))


def baseline(x: alt.X, symbol: str = "") -> alt.Chart:
    """The baseline's line in a chart whose own marks are no lines."""
    line = data().mark_line(color=theme.BASELINE, strokeDash=[5, 4], strokeWidth=2)
    return line.encode(x=x, y=amount("Baseline", symbol))


def fan(x: alt.X, symbol: str = "") -> list[alt.Chart]:
    """Where most draws lie, as a band with a line at either end. frame: P10 and P90, NaN where there are none."""
    known = data().transform_filter("isValid(datum.P10) && isValid(datum.P90)")
    low, high = (amount(end, symbol) for end in ("P10", "P90"))
    band = known.mark_area(color=theme.FAN, opacity=0.22, aria=False).encode(x=x, y=low, y2="P90:Q")
    line = {"color": theme.FAN, "strokeWidth": 1, "opacity": 0.9, "aria": False}
    return [band, known.mark_line(**line).encode(x=x, y=low), known.mark_line(**line).encode(x=x, y=high)]


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
    """An invisible rule a month that lists the month's numbers. plain: fields of text. whole: people.

    The numbers come as texts with the data (`texts`): written here, every month would be written on every move.
    """
    kind = "percent" if percent else "whole" if whole else f"amount {symbol}".strip()
    tips = [alt.Tooltip(f"{TEXT}{kind} of {field}", type="nominal", title=field) for field in fields]
    named = [alt.Tooltip(f"{field}:N") for field in plain]
    return nearest(data(), "date", months(), [month_tip(), *tips, *named])


TEXT = "text "
"""What the name of a field begins with that is another one as text: "text amount $ of ARR"."""


@functools.cache
def texts(build: Callable[..., alt.TopLevelMixin], *fields: Any) -> dict[str, tuple[str, str]]:
    """The fields of text that a chart wants, each with its kind and the field it says: (("amount $", "ARR"))."""
    wanted: dict[str, tuple[str, str]] = {}
    for field in _fields(spec(build, *fields)):
        if field.startswith(TEXT):
            kind, _, of = field.removeprefix(TEXT).partition(" of ")
            wanted[field] = kind, of
    return wanted


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
