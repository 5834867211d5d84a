"""Charts: tidy frame in, Altair chart out.

A chart is built once for the fields it shows and drawn with new data ever after, so nothing in it depends on the data;
headings stand outside. Time runs over months of the plan ("date"), money is in the plan's currency.
"""

import copy
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from planner.ui import theme

DATA = "frame"
HEIGHT = 300
STRIP = 10


def show(frame: pd.DataFrame, build: Callable[..., alt.TopLevelMixin], *fields: Any, key: str, alt_text: str) -> None:
    """Draw a chart. build: a function of this module; fields: its arguments; alt_text: what a screen reader says."""
    st.vega_lite_chart(frame, copy.copy(spec(build, *fields)), key=key, alt=alt_text, width="stretch")


@functools.cache
def spec(build: Callable[..., alt.TopLevelMixin], *fields: Any) -> dict[str, Any]:
    """The chart as Vega-Lite, without data; built once."""
    chart = build(*fields).to_dict()
    return {key: value for key, value in chart.items() if key not in ("data", "datasets", "$schema", "config")}


def months(title: str = "") -> alt.X:
    """The time axis. Values are drawn at their month whatever the reader's time zone."""
    return alt.X(
        "date:T",
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(title=title or None, format="%b %Y", grid=False, tickCount=6, labelOverlap=True),
    )


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
            labelExpr=_label(symbol, percent),
            tickCount=5,
            domain=False,
            ticks=False,
        ),
    )


def colours(names: Mapping[str, str], title: str | None = None) -> alt.Color:
    """Named colours with a legend above the chart."""
    return alt.Color(
        "series:N",
        scale=alt.Scale(domain=list(names), range=list(names.values())),
        legend=alt.Legend(title=title, orient="top", symbolType="square", symbolSize=90, labelLimit=220, columns=0),
    )


def _label(symbol: str, percent: bool, value: str = "datum.value") -> str:
    if percent:
        return f"format({value}, '.0%')"
    digits = f"replace(replace(format(abs({value}), abs({value}) >= 1000 ? '.3~s' : '.3~r'), 'G', 'B'), 'k', 'K')"
    return f"({value} < 0 ? '-' : '') + '{symbol}' + {digits}"


def _hover(fields: Sequence[str], symbol: str = "", percent: bool = False, plain: Sequence[str] = ()) -> alt.Chart:
    """An invisible rule a month that lists the month's numbers. plain: fields of text, shown as they are."""
    tips = [alt.Tooltip("date:T", title="Month", format="%b %Y")]
    chart = alt.Chart(alt.Data(name=DATA))
    for field in fields:
        expression = f"isValid(datum['{field}']) ? {_label(symbol, percent, value=f'''datum['{field}']''')} : '–'"
        if percent:
            expression = f"isValid(datum['{field}']) ? format(datum['{field}'], '.1%') : '–'"
        chart = chart.transform_calculate(**{f"{field} ": expression})
        tips.append(alt.Tooltip(f"{field} :N", title=field))
    tips += [alt.Tooltip(f"{field}:N") for field in plain]
    point = alt.selection_point(
        name="month", fields=["date"], nearest=True, on="pointerover", clear="pointerout", empty=False
    )
    return (
        chart.mark_rule(color=theme.NEUTRAL, strokeWidth=1)
        .encode(x=months(), opacity=alt.condition(point, alt.value(0.6), alt.value(0.0)), tooltip=tips)
        .add_params(point)
    )


def _folded(names: Sequence[str]) -> alt.Chart:
    return alt.Chart(alt.Data(name=DATA)).transform_fold(list(names), as_=["series", "value"])


def lines(
    series: tuple[tuple[str, str], ...],
    symbol: str = "",
    percent: bool = False,
    dashed: tuple[str, ...] = (),
    title: str | None = None,
) -> alt.LayerChart:
    """One line a series. series: (column, colour) pairs. dashed: columns drawn as a comparison.

    frame: date and a column a series.
    """
    names = dict(series)
    dash = alt.StrokeDash(
        "series:N",
        scale=alt.Scale(domain=list(names), range=[[5, 4] if name in dashed else [1, 0] for name in names]),
        legend=None,
    )
    line = (
        _folded(list(names))
        .mark_line(strokeWidth=2.2)
        .encode(x=months(), y=amount("value", symbol, title, percent=percent), color=colours(names), strokeDash=dash)
    )
    return alt.layer(line, _hover(list(names), symbol, percent)).properties(height=HEIGHT)


def areas(series: tuple[tuple[str, str], ...], symbol: str = "", title: str | None = None) -> alt.LayerChart:
    """Series stacked on each other. frame: date and a column a series."""
    names = dict(series)
    area = (
        _folded(list(names))
        .mark_area(opacity=0.85)
        .encode(
            x=months(), y=amount("value", symbol, title, stack="zero"), color=colours(names), order=alt.Order("rank:Q")
        )
        .transform_calculate(rank=f"indexof({list(names)}, datum.series)")
    )
    return alt.layer(area, _hover(list(names), symbol)).properties(height=HEIGHT)


def arr(symbol: str, constraints: tuple[str, ...]) -> alt.LayerChart:
    """ARR by segment with baseline and targets; below it a strip of what limits growth, a cell a month.

    frame: date, until (the next month), a column a segment, ARR, Baseline, Target (or NaN), Limit.
    """
    area = (
        _folded(list(theme.SEGMENTS))
        .transform_calculate(rank=f"indexof({list(theme.SEGMENTS)}, datum.series)")
        .mark_area(opacity=0.85)
        .encode(
            x=_above_strip(),
            y=amount("value", symbol, stack="zero"),
            color=colours(theme.SEGMENTS),
            order=alt.Order("rank:Q"),
        )
    )
    frame = alt.Chart(alt.Data(name=DATA))
    baseline = frame.mark_line(color=theme.BASELINE, strokeDash=[5, 4], strokeWidth=2).encode(
        x=_above_strip(), y=amount("Baseline", symbol)
    )
    targets = (
        frame.transform_filter("isValid(datum.Target)")
        .mark_point(
            shape="diamond", size=130, filled=True, color=theme.TARGET, opacity=1, stroke="white", strokeWidth=1
        )
        .encode(
            x=_above_strip(),
            y=amount("Target", symbol),
            tooltip=[
                alt.Tooltip("date:T", title="Target for", format="%b %Y"),
                alt.Tooltip("Target:Q", title="ARR promised", format=".3s"),
            ],
        )
    )
    limits = {name: theme.CONSTRAINTS[name] for name in constraints}
    strip = frame.mark_rect(height=STRIP).encode(
        x=_above_strip(),
        x2="until:T",
        y=alt.value(HEIGHT + STRIP),
        color=alt.Color(
            "Limit:N",
            scale=alt.Scale(domain=list(limits), range=list(limits.values())),
            legend=alt.Legend(
                title="Enterprise is limited by",
                orient="bottom",
                titleOrient="left",
                symbolType="square",
                symbolSize=90,
                columns=0,
                offset=4,
            ),
        ),
        tooltip=[alt.Tooltip("date:T", title="Month", format="%b %Y"), alt.Tooltip("Limit:N", title="Limited by")],
    )
    hover = _hover(["ARR", *theme.SEGMENTS, "Baseline"], symbol, plain=["Limit"])
    return (
        alt.layer(alt.layer(area, baseline, hover, targets), strip)
        .resolve_scale(color="independent")
        .properties(height=HEIGHT)
    )


def _above_strip() -> alt.X:
    axis = months()
    axis.axis.offset = 2 * STRIP + 4
    return axis
