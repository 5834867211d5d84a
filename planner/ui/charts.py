"""Charts: tidy frame in, Altair chart out.

A chart is built once for the fields it shows and drawn with new data ever after, so nothing in it depends on the data;
headings stand outside. Time runs over months of the plan ("date"), money is in the plan's currency.
"""

import copy
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from planner.ui import theme

DATA = "frame"
HEIGHT = 300
STRIP = 10
LEGEND_SYMBOL, LEGEND_LETTER = 28, 6.2
"""Pixels that an entry of a legend takes, and each letter of it."""


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
        legend=alt.Legend(
            title=title, orient="top", symbolType=symbol, symbolSize=90, labelLimit=220, columns=_columns(names)
        ),
    )


def _columns(names: Iterable[str]) -> alt.ExprRef:
    """How many entries of a legend stand side by side, by the width of the chart."""
    entry = LEGEND_SYMBOL + LEGEND_LETTER * max(map(len, names))
    return alt.ExprRef(f"max(1, floor(width / {entry:.0f}))")


def _label(symbol: str, percent: bool, value: str = "datum.value") -> str:
    if percent:
        return f"format({value}, '.1~%')"
    digits = f"replace(replace(format(abs({value}), abs({value}) >= 1000 ? '.3~s' : '.3~r'), 'G', 'B'), 'k', 'K')"
    return f"({value} < 0 ? '-' : '') + '{symbol}' + {digits}"


def _hover(
    fields: Sequence[str], symbol: str = "", percent: bool = False, plain: Sequence[str] = (), whole: bool = False
) -> alt.Chart:
    """An invisible rule a month that lists the month's numbers. plain: fields of text. whole: people."""
    tips = [alt.Tooltip("date:T", title="Month", format="%b %Y")]
    chart = alt.Chart(alt.Data(name=DATA))
    for field in fields:
        value = f"datum['{field}']"
        text = _label(symbol, percent, value)
        if percent or whole:
            text = f"format({value}, '{'.1%' if percent else ',.0f'}')"
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
    halo = frame.mark_line(color="white", strokeWidth=4, opacity=0.7).encode(
        x=_above_strip(), y=amount("Baseline", symbol)
    )
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
                symbolType="square",
                symbolSize=90,
                columns=2,
                offset=4,
            ),
        ),
        tooltip=[alt.Tooltip("date:T", title="Month", format="%b %Y"), alt.Tooltip("Limit:N", title="Limited by")],
    )
    hover = _hover(["ARR", *theme.SEGMENTS, "Baseline"], symbol, plain=["Limit"])
    return (
        alt.layer(alt.layer(area, halo, baseline, hover, targets), strip)
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
    for side, colour in (("low", theme.LOW_END), ("high", theme.HIGH_END)):
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


def rates() -> alt.LayerChart:
    """Retention by segment around the line of 100%. frame: date, a column a segment, All customers, Baseline."""
    names = {**theme.SEGMENTS, "All customers": theme.NEUTRAL, "Baseline": theme.BASELINE}
    dash = alt.Scale(domain=list(names), range=[[5, 4] if name == "Baseline" else [1, 0] for name in names])
    y = amount("value", percent=True)
    y.scale = alt.Scale(zero=False, padding=8)

    def line(series: list[str], **style: Any) -> alt.Chart:
        return (
            _folded(series)
            .mark_line(**style)
            .encode(
                x=months(),
                y=y,
                color=colours(names, symbol="stroke"),
                strokeDash=alt.StrokeDash("series:N", scale=dash, legend=None),
            )
        )

    only_month = (
        _folded([name for name in names if name != "Baseline"])
        .transform_filter("isValid(datum.value)")
        .transform_joinaggregate(months="count()", groupby=["series"])
        .transform_filter("datum.months === 1")
        .mark_point(filled=True, size=70, opacity=1)
        .encode(x=months(), y=y, color=colours(names, symbol="stroke"))
    )
    return alt.layer(
        _level(1.0, theme.NEUTRAL),
        line(["All customers"], strokeWidth=4),
        line(["Baseline"], strokeWidth=2),
        line(list(theme.SEGMENTS), strokeWidth=2.2),
        only_month,
        _hover(list(names), percent=True),
    ).properties(height=HEIGHT)


def _level(value: float, colour: str) -> alt.Chart:
    """A line across the chart, drawn once."""
    one = alt.Chart(alt.Data(name=DATA)).transform_aggregate(rows="count()")
    return one.mark_rule(color=colour, strokeWidth=1, opacity=0.8).encode(y=alt.YDatum(value))


def _share_of_all(field: str) -> alt.Y:
    axis = amount(field, percent=True)
    axis.scale = alt.Scale(zero=False, nice=True, padding=8)
    return axis


def losses(symbol: str) -> alt.LayerChart:
    """ARR with and without losses, the gap shaded. frame: date, ARR, ARR without losses, Lost to date."""
    names = {"ARR": theme.ENTERPRISE, "ARR without losses": theme.GAIN, "Lost to date": theme.LOSS}
    gap = (
        alt.Chart(alt.Data(name=DATA))
        .mark_area(color=theme.GAIN, opacity=0.15)
        .encode(x=months(), y=amount("ARR", symbol), y2="ARR without losses:Q")
    )
    line = (
        _folded(list(names))
        .mark_line(strokeWidth=2.2)
        .encode(x=months(), y=amount("value", symbol), color=colours(names, symbol="stroke"))
    )
    return alt.layer(gap, line, _hover(list(names), symbol)).properties(height=HEIGHT)


def two_businesses(symbol: str) -> alt.LayerChart:
    """The same business at two retentions. frame: year (0 is today), better, worse, and the names of the two.

    The names stand in text_better and text_worse; last is the last year; tip_better, tip_worse and tip_gap are texts.
    """
    frame = alt.Chart(alt.Data(name=DATA))
    year = alt.X("year:Q", axis=alt.Axis(title="Years from today", format="d", tickMinStep=1, grid=False))
    gap = frame.mark_area(color=theme.GAIN, opacity=0.15).encode(x=year, y=amount("better", symbol), y2="worse:Q")
    both = (
        frame.transform_fold(["better", "worse"], as_=["which", "value"])
        .transform_calculate(series="datum['text_' + datum.which]")
        .encode(
            x=year,
            y=amount("value", symbol),
            color=alt.Color(
                "series:N",
                sort=None,
                scale=alt.Scale(range=[theme.GAIN, theme.LOSS]),
                legend=alt.Legend(title=None, orient="top", symbolType="stroke", symbolSize=90),
            ),
        )
    )
    ends = both.transform_filter("datum.year === datum.last").mark_point(filled=True, size=60, opacity=1)
    point = alt.selection_point(
        name="near", fields=["year"], nearest=True, on="pointerover", clear="pointerout", empty=False
    )
    tips = {"tip_better": "With the higher retention", "tip_worse": "With the lower retention", "tip_gap": "Apart"}
    hover = (
        frame.mark_rule(color=theme.NEUTRAL)
        .encode(
            x=year,
            opacity=alt.condition(point, alt.value(0.6), alt.value(0.0)),
            tooltip=[
                alt.Tooltip("year:Q", title="Year"),
                *(alt.Tooltip(f"{field}:N", title=title) for field, title in tips.items()),
            ],
        )
        .add_params(point)
    )
    return alt.layer(gap, both.mark_line(strokeWidth=2.4), ends, hover).properties(height=HEIGHT + 20)


def people() -> alt.LayerChart:
    """Whole people by role, stacked. frame: date, a column a role."""
    names = list(theme.ROLES)
    area = (
        _folded(names)
        .transform_calculate(rank=f"indexof({names}, datum.series)")
        .mark_area(opacity=0.9, interpolate="monotone")
        .encode(x=months(), y=amount("value", stack="zero"), color=colours(theme.ROLES), order="rank:Q")
    )
    return alt.layer(area, _hover(["Everyone", *names], whole=True)).properties(height=HEIGHT + 40)


def costs(symbol: str) -> alt.LayerChart:
    """Cost by function, stacked, under the revenue it is paid from. frame: date, a column a function, Revenue."""
    functions = list(theme.FUNCTIONS)
    names = {**theme.FUNCTIONS, "Revenue": theme.CASH}
    area = (
        _folded(functions)
        .transform_calculate(rank=f"indexof({functions}, datum.series)")
        .mark_area(opacity=0.85)
        .encode(x=months(), y=amount("value", symbol, stack="zero"), color=colours(names), order="rank:Q")
    )
    revenue = alt.Chart(alt.Data(name=DATA)).encode(x=months(), y=amount("Revenue", symbol))
    halo = revenue.mark_line(color="white", strokeWidth=5, opacity=0.8)
    line = revenue.mark_line(color=theme.CASH, strokeWidth=2.6)
    return alt.layer(area, halo, line, _hover([*functions, "All cost", "Revenue"], symbol)).properties(height=HEIGHT)


def cash(symbol: str) -> alt.LayerChart:
    """Cash with its baseline, funding rounds and the line it must not cross.

    frame: date, Cash, Baseline, Round (cash in a month that a round arrives, or NaN), Funding and Cash after (texts),
    Late (whether the month is in the second half).
    """
    frame = alt.Chart(alt.Data(name=DATA))
    names = {"Cash": theme.CASH, "Baseline": theme.BASELINE}
    line = (
        _folded(list(names))
        .mark_line(strokeWidth=2.4)
        .encode(
            x=months(),
            y=amount("value", symbol),
            color=colours(names, symbol="stroke"),
            strokeDash=alt.StrokeDash(
                "series:N", scale=alt.Scale(domain=list(names), range=[[1, 0], [5, 4]]), legend=None
            ),
        )
    )
    short = (
        frame.transform_calculate(below="min(datum.Cash, 0)")
        .mark_area(color=theme.LOSS, opacity=0.35)
        .encode(x=months(), y="below:Q")
    )
    empty = _level(0.0, theme.LOSS)
    arrived = frame.transform_filter("isValid(datum.Round)")
    rounds = arrived.mark_point(
        shape="triangle-up", size=110, filled=True, color=theme.TARGET, opacity=1, stroke="white", strokeWidth=1
    ).encode(
        x=months(),
        y=amount("Round", symbol),
        tooltip=[
            alt.Tooltip("date:T", title="Month", format="%b %Y"),
            alt.Tooltip("Funding:N"),
            alt.Tooltip("Cash after:N"),
        ],
    )
    texts = [
        arrived.transform_filter(f"datum.Late === {str(late).lower()}")
        .mark_text(align="right" if late else "left", dx=4 if late else -4, dy=-13, color=theme.NEUTRAL, fontSize=12)
        .encode(x=months(), y=amount("Round", symbol), text="Funding:N")
        for late in (False, True)
    ]
    hover = _hover(list(names), symbol, plain=["Funding"])
    return alt.layer(short, empty, line, hover, rounds, *texts).properties(height=HEIGHT)


def flow(symbol: str) -> alt.LayerChart:
    """A flow a month above and below nothing. frame: date, until (the next month), Free cash flow, Baseline."""
    frame = alt.Chart(alt.Data(name=DATA))
    bars = frame.mark_rect(opacity=0.85).encode(
        x=months(),
        x2="until:T",
        y=amount("Free cash flow", symbol),
        y2=alt.Y2Datum(0),
        color=alt.condition("datum['Free cash flow'] < 0", alt.value(theme.LOSS), alt.value(theme.GAIN)),
    )
    baseline = frame.mark_line(color=theme.BASELINE, strokeDash=[5, 4], strokeWidth=2).encode(
        x=months(), y=amount("Baseline", symbol)
    )
    hover = _hover(["Free cash flow", "Baseline"], symbol)
    return alt.layer(bars, baseline, hover).properties(height=HEIGHT)


RUNWAY_MONTHS = 60


def runway() -> alt.LayerChart:
    """Months of runway, up to five years. frame: date, Runway, Baseline; NaN while nothing is burnt."""
    names = {"Runway": theme.CASH, "Baseline": theme.BASELINE}
    axis = amount("value", title=f"Months, up to {RUNWAY_MONTHS}")
    axis.scale = alt.Scale(domain=[0, RUNWAY_MONTHS], clamp=True)
    line = (
        _folded(list(names))
        .mark_line(strokeWidth=2.4, point=alt.OverlayMarkDef(size=8, filled=True, opacity=1))
        .encode(
            x=months(),
            y=axis,
            color=colours(names, symbol="stroke"),
            strokeDash=alt.StrokeDash(
                "series:N", scale=alt.Scale(domain=list(names), range=[[1, 0], [5, 4]]), legend=None
            ),
        )
    )
    return alt.layer(line, _hover(list(names))).properties(height=HEIGHT)


def funnel(ink: str) -> alt.LayerChart:
    """The stages of the community funnel under each other, on a logarithmic scale, with what carries on between them.

    ink: the colour of text. frame: stage, title, volume (texts), size (of the bar), next (text: the share that reaches
    the next stage).
    """
    frame = alt.Chart(alt.Data(name=DATA))
    stage = alt.Y("stage:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    text = {"baseline": "middle", "fontSize": 13, "color": ink}
    bars = frame.mark_bar(height=16, cornerRadius=3).encode(
        y=stage,
        x=alt.X("size:Q", axis=None, scale=alt.Scale(domainMin=0, nice=False)),
        color=alt.Color(
            "stage:N", scale=alt.Scale(domain=list(theme.STAGES), range=list(theme.STAGES.values())), legend=None
        ),
        tooltip=[alt.Tooltip("title:N", title="Stage"), alt.Tooltip("volume:N", title="Volume")],
    )
    titles = frame.mark_text(align="left", dy=-20, fontWeight=600, **text).encode(
        y=stage, x=alt.value(0), text="title:N"
    )
    volumes = frame.mark_text(align="right", dy=-20, **text).encode(y=stage, x=alt.value("width"), text="volume:N")
    shares = frame.mark_text(align="left", dy=20, dx=2, opacity=0.7, **text).encode(
        y=stage, x=alt.value(0), text="next:N"
    )
    return alt.layer(bars, titles, volumes, shares).properties(height=370)


def paying() -> alt.LayerChart:
    """Sign-ups to date against the share of them that pays, each on its own axis.

    frame: date, Sign-ups, Share, Baseline (the share's), and as text Sign-ups to date, Paying share.
    """
    frame = alt.Chart(alt.Data(name=DATA))
    signups = frame.mark_area(color=theme.COMMUNITY, opacity=0.45).encode(
        x=months(), y=amount("Sign-ups", title="Sign-ups to date")
    )
    names = {"Share": theme.ENTERPRISE, "Baseline": theme.BASELINE}
    axis = amount("value", title="Paying share", percent=True)
    right = axis["axis"]
    right.orient, right.titleAlign, right.grid, right.titleX = "right", "right", False, 36
    right.titleColor = right.labelColor = theme.ENTERPRISE
    right.labelExpr = "format(datum.value, '.2~p')"
    shares = (
        _folded(list(names))
        .mark_line(strokeWidth=2.2)
        .encode(
            x=months(),
            y=axis,
            color=alt.Color("series:N", scale=alt.Scale(domain=list(names), range=list(names.values())), legend=None),
            strokeDash=alt.StrokeDash(
                "series:N", scale=alt.Scale(domain=list(names), range=[[1, 0], [5, 4]]), legend=None
            ),
        )
    )
    hover = _hover([], plain=["Sign-ups to date", "Paying share"])
    return alt.layer(signups, shares, hover).resolve_scale(y="independent").properties(height=HEIGHT)


def capacity(symbol: str, colour: str, strips: tuple[str, ...]) -> alt.LayerChart:
    """What sales could close, what is there to close and what is won; below it a strip a team of what limits it.

    colour: of the capacity. strips: names of the teams. frame: date, until (the next month), Capacity, Demand, Won,
    Needed (for the targets), Baseline (of what is won), and "Limit" and the name of each team.
    """
    names = {
        "Won": theme.GAIN,
        "Capacity": colour,
        "Demand": theme.DEMAND,
        "Needed": theme.TARGET,
        "Baseline": theme.BASELINE,
    }
    frame = alt.Chart(alt.Data(name=DATA))
    x = months()
    x["axis"].offset = (len(strips) - 1) * (STRIP + 4)
    won = frame.mark_area(color=theme.GAIN, opacity=0.3).encode(x=x, y=amount("Won", symbol))
    needed = frame.mark_line(color=theme.TARGET, strokeDash=[2, 2], strokeWidth=2.2, interpolate="step-after").encode(
        x=x, y=amount("Needed", symbol)
    )
    line = (
        _folded([name for name in names if name != "Needed"])
        .mark_line(strokeWidth=2.2)
        .encode(
            x=x,
            y=amount("value", symbol),
            color=colours(names, symbol="stroke"),
            strokeDash=alt.StrokeDash(
                "series:N",
                scale=alt.Scale(domain=list(names), range=[[5, 4] if name == "Baseline" else [1, 0] for name in names]),
                legend=None,
            ),
        )
    )
    hover = _hover(list(names), symbol, plain=[f"Limit {name}" for name in strips])
    layers = [alt.layer(won, line, needed, hover)]
    for at, name in enumerate(strips):
        layers += _limit_strip(frame, x, name, at, labelled=len(strips) > 1)
    return alt.layer(*layers).resolve_scale(color="independent").properties(height=HEIGHT + 60)


def _limit_strip(frame: alt.Chart, x: alt.X, name: str, at: int, labelled: bool) -> list[alt.Chart]:
    """The strip of what limits a team, at-th below the chart; the first one has the legend of all."""
    limits = theme.CONSTRAINTS
    top = STRIP - 2 + at * (STRIP + 4)
    legend = alt.Legend(
        title=None,
        orient="bottom",
        symbolType="square",
        symbolSize=90,
        columns=alt.ExprRef("width > 560 ? 0 : 2"),
        offset=4,
    )
    strip = frame.mark_rect(y=alt.expr(f"height + {top}"), height=STRIP).encode(
        x=x,
        x2="until:T",
        color=alt.Color(
            f"Limit {name}:N",
            scale=alt.Scale(domain=list(limits), range=list(limits.values())),
            legend=None if at else legend,
        ),
        tooltip=[alt.Tooltip("date:T", title="Month", format="%b %Y"), alt.Tooltip(f"Limit {name}:N", title=name)],
    )
    if not labelled:
        return [strip]
    label = frame.transform_aggregate(rows="count()").mark_text(
        text=name.split()[0],
        align="right",
        baseline="middle",
        color=theme.NEUTRAL,
        x=-6,
        y=alt.expr(f"height + {top + 5}"),
    )
    return [strip, label]


def sellers(colour: str) -> alt.LayerChart:
    """Sellers who are productive, and those who still ramp, on top of each other.

    frame: date, Ramped, Ramping, Baseline (heads), and as text Heads, Ramped equivalents.
    """
    names = {"Ramped": colour, "Ramping": f"{colour}66", "Baseline": theme.BASELINE}
    people = amount("value", stack="zero")
    people["axis"].tickMinStep = 1
    area = (
        _folded(list(names)[:2])
        .transform_calculate(rank=f"indexof({list(names)}, datum.series)")
        .mark_area(opacity=0.9)
        .encode(
            x=months(),
            y=people,
            color=colours(names),
            order=alt.Order("rank:Q"),
        )
    )
    baseline = (
        alt.Chart(alt.Data(name=DATA))
        .mark_line(color=theme.BASELINE, strokeDash=[5, 4], strokeWidth=2)
        .encode(x=months(), y=amount("Baseline"))
    )
    return alt.layer(area, baseline, _hover([], plain=["Heads", "Ramped equivalents"])).properties(height=HEIGHT)


def shares_of_quota() -> alt.LayerChart:
    """Attainment, and what it would be with enough to sell. frame: date, Attainment, With leads, Baseline."""
    names = {"Attainment": theme.GAIN, "With leads": theme.CAPACITY, "Baseline": theme.BASELINE}
    return _rates(names, dashed=("Baseline",))


def load(stations: tuple[tuple[str, str], ...]) -> alt.LayerChart:
    """How busy each station is; above the rule of 100% work waits.

    stations: (column, colour) pairs. frame: date and a column a station.
    """
    return alt.layer(_level(1.0, theme.LOSS), _rates(dict(stations)))


def _rates(names: Mapping[str, str], dashed: Sequence[str] = ()) -> alt.LayerChart:
    """Shares over time; what is known in a single month shows as a dot."""
    dash = alt.Scale(domain=list(names), range=[[5, 4] if name in dashed else [1, 0] for name in names])
    known = _folded(list(names)).encode(
        x=months(), y=amount("value", percent=True), color=colours(names, symbol="stroke")
    )
    line = known.mark_line(strokeWidth=2.2).encode(strokeDash=alt.StrokeDash("series:N", scale=dash, legend=None))
    alone = (
        known.transform_joinaggregate(times="valid(value)", groupby=["series"])
        .transform_filter("datum.times === 1 && isValid(datum.value)")
        .mark_point(filled=True, size=70, opacity=1)
    )
    return alt.layer(line, alone, _hover(list(names), percent=True)).properties(height=HEIGHT)


def quota(symbol: str) -> alt.LayerChart:
    """Quota carried, what of it is expected to close and what is won, by year, against what the targets need.

    frame: year (text), Quota carried, Expected to close, Won, Needed (or NaN).
    """
    names = {"Quota carried": theme.BASELINE, "Expected to close": theme.CAPACITY, "Won": theme.GAIN}
    year = alt.X("year:N", sort=None, axis=alt.Axis(title=None, labelAngle=0, ticks=False, labelOverlap=True))
    bars = (
        _folded(list(names))
        .mark_bar(cornerRadius=2)
        .encode(
            x=year,
            xOffset=alt.XOffset("series:N", sort=list(names)),
            y=amount("value", symbol),
            color=colours(names),
            tooltip=[
                alt.Tooltip("year:N", title="Year"),
                *(alt.Tooltip(f"tip {name}:N", title=name) for name in names),
            ],
        )
    )
    for name in names:
        bars = bars.transform_calculate(**{f"tip {name}": _label(symbol, False, f"datum['{name}']")})
    needed = (
        alt.Chart(alt.Data(name=DATA))
        .transform_filter("isValid(datum.Needed)")
        .transform_calculate(needs=_label(symbol, False, "datum.Needed"))
        .mark_bar(stroke=theme.TARGET, strokeWidth=3)
        .encode(
            x=year,
            y=amount("Needed", symbol),
            y2="Needed:Q",
            tooltip=[alt.Tooltip("needs:N", title="Needed for the targets")],
        )
    )
    return alt.layer(bars, needed).properties(height=HEIGHT)


def gains(ink: str) -> alt.LayerChart:
    """What each lever adds, largest first, its name above the bar.

    ink: the colour of text. frame: lever, change, title, gain, text.
    """
    frame = alt.Chart(alt.Data(name=DATA))
    lever = alt.Y("lever:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    value = alt.X("gain:Q", axis=None, scale=alt.Scale(nice=False, padding=1))
    bars = frame.mark_bar(height=10, cornerRadius=2).encode(
        y=lever,
        x=value,
        color=alt.condition("datum.gain < 0", alt.value(theme.LOSS), alt.value(theme.GAIN)),
        tooltip=[
            alt.Tooltip("lever:N", title="Lever"),
            alt.Tooltip("change:N", title="Change"),
            alt.Tooltip("text:N", title="ARR"),
        ],
    )
    text = {"baseline": "middle", "dy": -15, "fontSize": 13, "color": ink}
    names = frame.mark_text(align="left", **text).encode(y=lever, x=alt.value(0), text="title:N")
    texts = frame.mark_text(align="right", fontWeight=600, **text).encode(y=lever, x=alt.value("width"), text="text:N")
    return alt.layer(bars, names, texts).properties(height=alt.Step(46))
