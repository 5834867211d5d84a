"""What charts are made of.

Time runs over months of the plan ("date"), money is in the plan's currency. Marks that only repeat what others say are
no images to a screen reader (`aria=False`).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt

from planner.ui.kit import theme
from planner.ui.kit.figure import INK, SINCE, SYMBOL, TIP, UNTIL, Unit

HEIGHT = 300
LEGEND_ENTRY, LEGEND_LETTER = 18.5, 6.2
"""Pixels that an entry of a legend takes beside its symbol, and each letter of it."""

SQUARE, LINE = 90, 200
"""Areas of symbols in a legend; a line is as long as it takes to tell a dashed one."""

BESIDE = 64
"""Pixels that a chart's axes take of its width."""


def data() -> alt.Chart:
    """A chart of the frame it is shown with."""
    return alt.Chart(alt.Data(name="frame"))


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


def amount(field: str, unit: Unit = "number", title: str | None = None, stack: Any = None) -> alt.Y:
    """A value axis."""
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
            labelExpr=label(unit),
            tickCount=5,
            domain=False,
            ticks=False,
        ),
    )


def label(unit: Unit, value: str = "datum.value") -> str:
    """The expression that writes a value as on a value axis: "$1.2M", "12%", "1.2M"."""
    if unit == "share":
        return f"format({value}, '.1~%')"
    digits = f"replace(replace(format(abs({value}), abs({value}) >= 1000 ? '.3~s' : '.3~r'), 'G', 'B'), 'k', 'K')"
    return f"({value} < 0 ? '-' : '') + {f'{SYMBOL} + ' if unit == 'money' else ''}{digits}"


def ink(**style: Any) -> dict[str, Any]:
    """The style of a text in the page's colour, which charts do not take from it."""
    return {"color": alt.expr(INK), **style}


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


def line(
    names: Mapping[str, str],
    y: alt.Y,
    x: alt.X | None = None,
    dashed: Sequence[str] = ("Baseline",),
    within: Iterable[str] | None = None,
    **style: Any,
) -> alt.Chart:
    """One line per series. names: colours by column. dashed: those that others are compared with.

    within: the columns that have a line, if not all that the legend names.
    """
    drawn = folded(within or names).mark_line(**{"strokeWidth": 2.2, "aria": False, **style})
    return drawn.encode(x=x or months(), y=y, color=colours(names, "stroke"), strokeDash=dashes(names, dashed))


def stacked(names: Iterable[str], x: alt.X, y: alt.Y, colour: alt.Color, **style: Any) -> alt.Chart:
    """Columns on top of each other, the first one at the bottom."""
    columns = list(names)
    # The place in a text, not in a list: a list would be made anew for every month of every column.
    ranked = folded(columns).transform_calculate(rank=f"indexof('|{'|'.join(columns)}|', '|' + datum.series + '|')")
    marks = ranked.mark_area(**{"opacity": 0.85, "aria": False, **style})
    return marks.encode(x=x, y=y, color=colour, order=alt.Order("rank:Q"))


def baseline(x: alt.X, unit: Unit = "number") -> alt.Chart:
    """The baseline's line in a chart whose own marks are no lines."""
    line = data().mark_line(color=theme.BASELINE, strokeDash=[5, 4], strokeWidth=2, aria=False)
    return line.encode(x=x, y=amount("Baseline", unit))


def fan(x: alt.X, unit: Unit = "number") -> alt.Chart:
    """Where most draws lie, as a band between two thin lines. frame: P10 and P90, NaN where there are none."""
    band = data().mark_area(color=theme.FAN, fillOpacity=0.22, stroke=theme.FAN, strokeWidth=1, opacity=1, aria=False)
    return band.encode(x=x, y=amount("P10", unit), y2="P90:Q")


def level(value: float, colour: str) -> alt.Chart:
    """A line across the chart, drawn once."""
    one = data().transform_aggregate(rows="count()")
    return one.mark_rule(color=colour, strokeWidth=1, opacity=0.8, aria=False).encode(y=alt.YDatum(value))


def marker(shape: str, size: int, **style: Any) -> dict[str, Any]:
    """The style of a point that stands out: filled, with a white edge."""
    return {"shape": shape, "size": size, "filled": True, "opacity": 1, "stroke": "white", "strokeWidth": 1, **style}


def month_tip(title: str = "Month") -> alt.Tooltip:
    """The month, as a line of a tooltip."""
    return alt.Tooltip("date:T", title=title, format="%b %Y")


MONTH = "month"
"""The name of the marks that lie over the months; the page's style shows the one that is pointed at."""


def hover() -> alt.Chart:
    """What a figure says of a month, wherever the pointer is nearest to it."""
    months_of = data().mark_rect(color=theme.NEUTRAL, opacity=0, aria=False).properties(name=MONTH)
    x = alt.X(f"{SINCE}:T", scale=UTC, title=None)
    return months_of.encode(x=x, x2=f"{UNTIL}:T", tooltip=alt.Tooltip(field=TIP, type="nominal"))


def nearest(chart: alt.Chart, field: str, x: alt.X, tips: Sequence[alt.Tooltip]) -> alt.Chart:
    """A rule at the value of `field` that is nearest to the pointer, with a tooltip."""
    point = alt.selection_point(
        name="nearest", fields=[field], nearest=True, on="pointerover", clear="pointerout", empty=False
    )
    rule = chart.mark_rule(color=theme.NEUTRAL, strokeWidth=1, aria=False)
    shown = alt.condition(point, alt.value(0.6), alt.value(0.0))
    return rule.encode(x=x, opacity=shown, tooltip=list(tips)).add_params(point)
