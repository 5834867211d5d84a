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
    return _without(build(*fields).to_dict(), {"data", "datasets", "$schema", "config"})


def _without(part: Any, keys: set[str]) -> Any:
    if isinstance(part, dict):
        return {key: _without(value, keys) for key, value in part.items() if key not in keys}
    return [_without(value, keys) for value in part] if isinstance(part, list) else part


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


def colours(names: Mapping[str, str], title: str | None = None, symbol: str = "square") -> alt.Color:
    """Named colours with a legend above the chart. symbol: "square" for areas and bars, "stroke" for lines."""
    return alt.Color(
        "series:N",
        scale=alt.Scale(domain=list(names), range=list(names.values())),
        legend=alt.Legend(title=title, orient="top", symbolType=symbol, symbolSize=90, labelLimit=220, columns=0),
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
        value = f"datum['{field}']"
        text = f"format({value}, '.1%')" if percent else _label(symbol, percent, value)
        chart = chart.transform_calculate(**{f"text {field}": f"isValid({value}) ? {text} : '–'"})
        tips.append(alt.Tooltip(f"text {field}:N", title=field))
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
        .encode(
            x=months(),
            y=amount("value", symbol, title, percent=percent),
            color=colours(names, symbol="stroke"),
            strokeDash=dash,
        )
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
    strip = frame.mark_rect(y=alt.expr(f"height + {STRIP}"), height=STRIP).encode(
        x=_above_strip(),
        x2="until:T",
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
        .properties(height=HEIGHT + 80)
    )


def _above_strip() -> alt.X:
    axis = months()
    axis.axis.offset = 2 * STRIP + 6
    return axis


def compared(label: str, symbol: str = "") -> alt.LayerChart:
    """One quantity, its baseline dashed. frame: date, `label`, Baseline."""
    return lines(((label, theme.ENTERPRISE), ("Baseline", theme.BASELINE)), symbol, dashed=("Baseline",))


def waterfall(symbol: str) -> alt.LayerChart:
    """Steps from an opening to a closing value. frame: step, start, end, kind ("total", "gain", "loss"), text."""
    frame = alt.Chart(alt.Data(name=DATA))
    kinds = {"total": theme.NEUTRAL, "gain": theme.GAIN, "loss": theme.LOSS}
    step = alt.X("step:N", sort=None, axis=alt.Axis(title=None, labelAngle=0, labelLimit=80, ticks=False, domain=False))
    bars = frame.mark_bar(cornerRadius=2, size=34).encode(
        x=step,
        y=amount("start", symbol),
        y2="end:Q",
        color=alt.Color("kind:N", scale=alt.Scale(domain=list(kinds), range=list(kinds.values())), legend=None),
        tooltip=[alt.Tooltip("step:N", title="Step"), alt.Tooltip("text:N", title="Amount")],
    )
    texts = (
        frame.transform_calculate(top="max(datum.start, datum.end)")
        .mark_text(dy=-8, fontSize=12, color=theme.NEUTRAL)
        .encode(x=step, y="top:Q", text="text:N")
    )
    room = (
        frame.transform_calculate(room="1.06 * max(datum.start, datum.end)")
        .mark_point(opacity=0)
        .encode(x=step, y="room:Q")
    )
    return alt.layer(bars, texts, room).properties(height=HEIGHT)


def tornado(symbol: str) -> alt.LayerChart:
    """What each lever does alone. frame: lever, at_low, at_high, base, low, high (values as text)."""
    frame = alt.Chart(alt.Data(name=DATA))
    lever = alt.Y("lever:N", sort=None, axis=alt.Axis(title=None, labelLimit=230, ticks=False, domain=False))
    value_axis = alt.Axis(title=None, labelExpr=_label(symbol, percent=False), tickCount=4, grid=True, domain=False)
    sides = []
    for side, colour in (("low", theme.LOSS), ("high", theme.GAIN)):
        end = f"at_{side}"
        sides.append(
            frame.mark_bar(height=16, cornerRadius=2, color=colour, opacity=0.9).encode(
                y=lever,
                x=alt.X("base:Q", axis=value_axis, scale=alt.Scale(zero=False, padding=40)),
                x2=f"{end}:Q",
                tooltip=[
                    alt.Tooltip("lever:N", title="Lever"),
                    alt.Tooltip(f"{side}:N", title=f"At its {side}"),
                    alt.Tooltip(f"text_{side}:N", title="Result"),
                ],
            )
        )
        for left, test in ((True, "<"), (False, ">=")):
            sides.append(
                frame.transform_filter(f"datum.{end} {test} datum.base")
                .mark_text(align="right" if left else "left", dx=-4 if left else 4, color=theme.NEUTRAL)
                .encode(y=lever, x=f"{end}:Q", text=f"{side}:N")
            )
    today = frame.mark_tick(height=26, width=2, color=theme.NEUTRAL).encode(y=lever, x="base:Q")
    return alt.layer(*sides, today).properties(height=220)
