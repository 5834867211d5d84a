"""What charts are made of.

Time runs over months of the plan ("date"), money is in the plan's currency. Marks that only repeat what others say are
no images to a screen reader (`aria=False`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import altair as alt

from planner.ui.figures import theme
from planner.ui.figures.figure import END, INK, PAPER, SINCE, SPACE, SYMBOL, TIP, UNTIL
from planner.vocabulary.numbers import HUGE
from planner.vocabulary.units import Axis

HEIGHT = 220
SYMBOLS = {"square": (90, 31), "circle": (90, 31), "stroke": (200, 42)}
"""Area of a symbol in a legend, and pixels that an entry takes beside its text; a line is long enough to be dashed."""

DASH = [5, 4]
"""Pixels drawn and left out of a line that others are compared with."""

LETTER = 6.2
"""Pixels that a letter takes in a legend."""

BESIDE = 64
"""Pixels that a chart's axes take of its width."""


def data() -> alt.Chart:
    """A chart of the frame it is shown with."""
    return alt.Chart(alt.Data(name="frame"))


def layered(*layers: alt.Chart | alt.LayerChart, height: int | alt.Step = HEIGHT) -> alt.LayerChart:
    """Layers on top of each other, the last one on top. height: of the drawn area."""
    return alt.layer(*layers).properties(height=height)


def folded(names: Iterable[str]) -> alt.Chart:
    """The frame with its columns under each other: series, value."""
    return data().transform_fold(list(names), as_=["series", "value"])


UTC = alt.Scale(type="utc")
FLUSH = 30
"""Pixels from an end of an axis within which a label ends, or begins, at its tick: it would be cut in its middle."""


def months(below: int = 0, field: str = "date") -> alt.X:
    """The time axis. Values are drawn at their month whatever the reader's time zone.

    below: pixels that are left free between the chart and its axis. field: what is drawn along it.
    """
    axis = alt.Axis(
        title=None, format="%b %Y", grid=False, tickCount=6, labelOverlap=True, labelFlush=FLUSH, offset=below
    )
    return alt.X(f"{field}:T", scale=UTC, axis=axis)


PLOT, NARROW = 280, 360
"""Pixels that a chart keeps beside the names of its lines, and of one, a phone's, that has no room for any."""

LONGEST = 170
"""Pixels of a name at the end of its line; what is longer is cut there, and is said in full of every month."""


def _names_room(names: Iterable[str]) -> int:
    """Pixels that names take beside the ends of their lines."""
    return 24 + min(LONGEST, round(LETTER * max(map(len, names))))


def named_from(names: Iterable[str]) -> int:
    """Pixels of a chart from which on lines are named at their ends, and not in a legend."""
    return max(NARROW, PLOT + _names_room(names))


def _wide(names: Iterable[str]) -> str:
    """The expression of whether lines are named at their ends."""
    return f"{SPACE} >= {named_from(names)}"


def ends(
    names: Mapping[str, str], x: alt.X | None = None, text: str = "datum.name", letters: int = 0
) -> list[alt.Chart]:
    """Layers that name lines and areas at their ends, where there is room; the axis ends before them.

    For figures that declare the same names as their `ends`. names: colours by column. text: the expression of a name,
    which is a column's (datum.name) unless said; then of at most so many letters, and a narrow chart has it, too.
    """
    wide, at = "true" if letters else _wide(names), (x or months()).copy()
    room = _names_room(["x" * letters] if letters else names)
    at.scale = at.scale.copy() if isinstance(at.scale, alt.Scale) else alt.Scale()
    at.scale.range = [0, alt.ExprRef(f"{wide} ? width - {room} : width")]
    any_end = " || ".join(f"isValid(datum['{END}{name}'])" for name in names)
    drawn = (
        data()
        .transform_filter(f"{wide} && ({any_end})")
        .transform_fold([f"{END}{name}" for name in names], as_=["series", "value"])
        .transform_filter("isValid(datum.value)")
        .transform_calculate(name=f"slice(datum.series, {len(END)})")
        .transform_calculate(text=text)
        .encode(x=at, y="value:Q")
    )
    colour = alt.Fill("name:N", scale=scale_of(names), legend=None)
    style = ink(align="left", baseline="middle", dx=16, fontSize=12, limit=LONGEST, aria=False)
    square = drawn.mark_square(size=70, opacity=1, xOffset=9, stroke=None, aria=False).encode(fill=colour)
    return [square, drawn.mark_text(**style).encode(text="text:N")]


def amount(field: str, unit: Axis = "number", title: str | None = None, stack: Any = None) -> alt.Y:
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


def label(unit: Axis, value: str = "datum.value") -> str:
    """The expression that writes a value as on a value axis: "$1.2M", "12%", "1.2M"."""
    if unit == "share":
        return f"format({value}, abs({value}) < 0.01 ? '.2~p' : '.1~%')"
    digits = f"replace(replace(format(abs({value}), abs({value}) >= 1000 ? '.3~s' : '.3~r'), 'G', 'B'), 'k', 'K')"
    digits = f"(abs({value}) < {HUGE} ? {digits} : replace(format(abs({value}), '.2~e'), 'e+', 'e'))"
    return f"({value} < 0 ? '-' : '') + {f'{SYMBOL} + ' if unit == 'money' else ''}{digits}"


def ink(**style: Any) -> dict[str, Any]:
    """The style of a text in the page's colour, which charts do not take from it."""
    return {"color": alt.expr(INK), **style}


def colours(
    names: Mapping[str, str],
    symbol: str = "square",
    optional: Sequence[str] = ("Baseline",),
    *,
    ended: bool = False,
) -> alt.Color:
    """Named colours with a legend above the chart. symbol: "square" for areas and bars, "stroke" for lines.

    optional: columns that the legend leaves out while they have no value. ended: whether `ends` names them where there
    is room; the legend is empty then.
    """
    size, beside = SYMBOLS[symbol]
    widths = {name: round(beside + LETTER * len(name)) for name in names}
    known = {name: _known(name) for name in names if name in optional}
    always = [name for name in names if name not in known]
    if symbol == "stroke" and len(always) == 1:  # what the chart's heading says
        widths.pop(always.pop())
    named = [f"'|{name}'" for name in always] + [f"({there} ? '|{name}' : '')" for name, there in known.items()]
    joined = " + ".join(named) or "''"
    values = f"slice(split({joined}, '|'), 1)"
    room = f"({SPACE} - {BESIDE})"
    all_of_it = " + ".join(f"({known.get(name, 'true')} ? {width} : 0)" for name, width in widths.items())
    most = max(widths.values(), default=1)
    columns = f"{room} >= {all_of_it or 0} ? {len(names)} : max(1, floor({room} / {most}))"
    above = alt.Legend(
        title=None,
        orient="top",
        symbolType=symbol,
        symbolSize=size,
        labelLimit=220,
        columns=alt.ExprRef(columns),
        **({"values": alt.ExprRef(f"{_wide(names)} ? [] : {values}" if ended else values)} if known or ended else {}),
    )
    return alt.Color("series:N", scale=scale_of(names), legend=above)


def _known(column: str) -> str:
    """The expression of whether a column has any value."""
    return f"isValid(extent(pluck(data('source'), '{column}'))[0])"


def scale_of(names: Mapping[str, str]) -> alt.Scale:
    """Names to colours."""
    return alt.Scale(domain=list(names), range=list(names.values()))


def dashes(names: Iterable[str], dashed: Sequence[str] = ("Baseline",)) -> alt.StrokeDash:
    """Which series are dashed: what others are compared with."""
    domain = list(names)
    strokes = [DASH if name in dashed else [1, 0] for name in domain]
    return alt.StrokeDash("series:N", scale=alt.Scale(domain=domain, range=strokes), legend=None)


def line(
    names: Mapping[str, str],
    y: alt.Y,
    x: alt.X | None = None,
    dashed: Sequence[str] = ("Baseline",),
    within: Iterable[str] | None = None,
    **style: Any,
) -> alt.Chart:
    """One line per series, which `ends` names where there is room. names: colours by column.

    dashed: those that others are compared with. within: the columns that have a line, if not all that are named.
    """
    optional = (*dashed, *(set(names) - set(within or names)))
    drawn, colour = folded(within or names), colours(names, "stroke", optional, ended=True)
    marks = drawn.mark_line(**{"strokeWidth": 2.2, "aria": False, **style})
    return marks.encode(x=x or months(), y=y, color=colour, strokeDash=dashes(names, dashed))


def stacked(names: Iterable[str], x: alt.X, y: alt.Y, colour: alt.Color, **style: Any) -> alt.Chart:
    """Columns on top of each other, the first one at the bottom."""
    columns = list(names)
    # The place in a text, not in a list: a list would be made anew for every month of every column.
    ranked = folded(columns).transform_calculate(rank=f"indexof('|{'|'.join(columns)}|', '|' + datum.series + '|')")
    marks = ranked.mark_area(**{"opacity": 0.85, "aria": False, **style})
    return marks.encode(x=x, y=y, color=colour, order=alt.Order("rank:Q"))


def haloed(field: str, x: alt.X, unit: Axis, **style: Any) -> list[alt.Chart]:
    """Layers of a line that stands out from the areas it crosses."""
    drawn = data().encode(x=x, y=amount(field, unit))
    halo = drawn.mark_line(color=alt.expr(PAPER), strokeWidth=style["strokeWidth"] + 2.4, opacity=0.8, aria=False)
    return [halo, drawn.mark_line(aria=False, **style)]


def baseline(x: alt.X, unit: Axis = "number") -> list[alt.Chart]:
    """Layers of the baseline's line in a chart whose own marks are no lines."""
    return haloed("Baseline", x, unit, color=theme.BASELINE, strokeDash=DASH, strokeWidth=2)


def fan(x: alt.X, unit: Axis = "number", over_areas: bool = False) -> list[alt.Chart]:
    """Layers of where most draws lie: a band between two lines. frame: P10 and P90, NaN where there are none."""
    band = data().mark_area(color=alt.expr(INK), opacity=0.14, aria=False)
    style = {"color": alt.expr(INK), "strokeWidth": 1.1, "opacity": 1 if over_areas else 0.4}
    edges = [haloed(end, x, unit, **style)[0 if over_areas else 1 :] for end in ("P10", "P90")]
    return [band.encode(x=x, y=amount("P10", unit), y2="P90:Q"), *edges[0], *edges[1]]


def level(value: float, colour: str) -> alt.Chart:
    """A line across the chart, drawn once."""
    one = data().transform_aggregate(rows="count()")
    return one.mark_rule(color=colour, strokeWidth=1, opacity=0.8, aria=False).encode(y=alt.YDatum(value))


def start(axis: Literal["x", "y"], unit: Axis) -> alt.Chart:
    """Where a value axis starts, in words, unless it starts at 0."""
    first, last = f"domain('{axis}')[0]", f"domain('{axis}')[1]"
    text = alt.expr(f"{first} > 0 || {last} < 0 ? 'Axis starts at ' + {label(unit, first)} : ''")
    above: dict[str, Any] = {"align": "left", "x": 0, "y": -8}
    below: dict[str, Any] = {"align": "right", "x": alt.expr("width"), "y": alt.expr("height + 44")}
    style = ink(text=text, fontSize=11, opacity=0.75, aria=False, **(above if axis == "y" else below))
    return data().transform_aggregate(rows="count()").mark_text(**style)


def marker(shape: str, size: int, **style: Any) -> dict[str, Any]:
    """The style of a point that stands out: filled, with a white edge.

    Screen readers are told of the figure as a whole: a plan may have none of these points, which would be a picture
    without a name.
    """
    looks = {"shape": shape, "size": size, "filled": True, "opacity": 1, "stroke": "white", "strokeWidth": 1}
    return {**looks, "aria": False, **style}


def targets(x: alt.X) -> alt.Chart:
    """Diamonds at the ARR that was promised. frame: Target (or NaN)."""
    known = data().transform_filter("isValid(datum.Target)")
    told = known.transform_calculate(promised=label("money", "datum.Target"))
    drawn = told.mark_point(**marker("diamond", 130, color=theme.TARGET))
    says = tips({"promised": "ARR promised"}, month="Target for")
    return drawn.encode(x=x, y=amount("Target", "money"), tooltip=says)


def tips(titles: Mapping[str, str], month: str = "") -> list[alt.Tooltip]:
    """Lines of a tooltip. titles: of texts, by their field. month: the title of the month, for a first line of it."""
    first = [alt.Tooltip("date:T", title=month, format="%b %Y")] if month else []
    return first + [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


MONTH = "month"
"""The name of the marks that lie over the months; the page's style shows the one that is pointed at."""


def hover(below: int = 0) -> alt.Chart:
    """What a figure says of a month, wherever the pointer is nearest to it. below: pixels under the drawn area too."""
    under = {"y": 0, "y2": alt.expr(f"height + {below}")} if below else {}
    months_of = data().mark_rect(color=theme.NEUTRAL, opacity=0, aria=False, **under).properties(name=MONTH)
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
