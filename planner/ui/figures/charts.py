"""Figures that several pages show, and layers of several figures."""

from collections.abc import Mapping, Sequence
from functools import cache

import altair as alt

from planner.ui.figures import marks, theme
from planner.ui.figures.figure import SINCE, SPACE, UNTIL, Figure, written
from planner.vocabulary import units
from planner.vocabulary.units import Axis

STRIP, GAP, FIRST = 10, 4, 8
"""Pixels: height of a strip below a chart, what is left free after it, and before the first one."""

ROW = 46
"""Pixels that a row of bars takes: its title, and its bar below it."""


def lines(
    names: Mapping[str, str], unit: Axis = "number", dashed: Sequence[str] = ("Baseline",), *, targets: bool = False
) -> Figure:
    """One line per series. names: colours by column. dashed: columns drawn as a comparison.

    targets: whether the ARR that was promised is on it. frame: date, a column per series, and then Target (or NaN).
    """
    path = marks.line(names, marks.amount("value", unit), dashed=dashed)
    promised = [marks.targets(marks.months())] if targets else []
    drawn = marks.layered(path, *marks.ends(names), marks.hover(), *promised)
    return Figure(drawn, ("date", *names, *(["Target"] if targets else [])), written(names, unit), tuple(names))


@cache
def fanned(column: str, name: str) -> Figure:
    """A column over its fan, its baseline dashed. name: of its line. frame: date, `name`, Baseline, P10, P90."""
    unit = units.of(column).axis
    names = {name: theme.quantity(column), "Baseline": theme.BASELINE}
    drawn, shown = marks.line(names, marks.amount("value", unit)), (name, "P10", "P90", "Baseline")
    layers = marks.layered(*marks.fan(marks.months(), unit), drawn, *marks.ends(names), marks.hover())
    return Figure(layers, ("date", *shown), written(shown, unit), tuple(names))


def areas(names: Mapping[str, str], unit: Axis = "number") -> Figure:
    """Series stacked on each other. names: colours by column. frame: date and a column per series."""
    y, colour = marks.amount("value", unit, stack="zero"), marks.colours(names, ended=True)
    area = marks.stacked(names, marks.months(), y, colour)
    drawn = marks.layered(area, *marks.ends(names), marks.hover())
    return Figure(drawn, ("date", *names), written(names, unit), tuple(names), stacked=tuple(names))


@cache
def won_by_source() -> Figure:
    """ARR won by where the customer came from. frame: date and a column per source."""
    return areas(theme.SOURCES, "money")


def shares(names: Mapping[str, str], y: alt.Y | None = None, beneath: str = "") -> list[alt.Chart]:
    """Layers of shares over time, one line per column; what is known in a single month shows as a dot.

    For figures that declare these names as their `ends`.

    beneath: a column that is drawn broader than the others, and under them.
    """
    colour = marks.colours(names, "stroke", ended=True)
    known = marks.folded(sorted(names, key=lambda name: name != beneath)).encode(
        x=marks.months(), y=y or marks.amount("value", "share"), color=colour
    )
    broad = alt.condition(f"datum.series === '{beneath}'", alt.value(4), alt.value(2.2))
    line = known.mark_line(aria=False).encode(strokeDash=marks.dashes(names), strokeWidth=broad)
    alone = (
        known.transform_joinaggregate(times="valid(value)", groupby=["series"])
        .transform_filter("datum.times === 1 && isValid(datum.value)")
        .mark_point(filled=True, size=70, opacity=1, aria=False)
    )
    return [line, alone, *marks.ends(names)]


def below(strips: int) -> int:
    """Pixels that strips take between a chart and its axis."""
    return top(strips)


def top(strip: int) -> int:
    """Pixels from a chart down to a strip below it, from 0."""
    return FIRST + strip * (STRIP + GAP)


def strip(field: str, limits: Mapping[str, str], at: int, of: int, legend: str | None = "") -> alt.Chart:
    """What limits sales, a bar for as long as it does, as the at-th of some strips below a chart.

    limits: colours by what limits. legend: its title; None for no legend. frame: `field`.
    """
    below_all = alt.Legend(
        title=legend or None,
        orient="bottom",
        symbolType="square",
        symbolSize=90,
        columns=alt.ExprRef(f"{SPACE} > 620 ? 0 : 2"),
        offset=GAP,
    )
    # Bars, not cells: a browser would draw every month of every strip anew when one number has changed.
    changes = (
        marks.data()
        .transform_joinaggregate([{"op": "max", "field": UNTIL, "as": "end"}])
        .transform_window([{"op": "lag", "field": field, "as": "before"}])
        .transform_filter(f"datum['{field}'] !== datum.before")
        .transform_window([{"op": "lead", "field": SINCE, "as": "next"}])
        .transform_calculate(next="isValid(datum.next) ? datum.next : datum.end")
    )
    bars = changes.mark_rect(y=alt.expr(f"height + {top(at)}"), height=STRIP, aria=False)
    return bars.encode(
        x=marks.months(below(of), SINCE),
        x2="next:T",
        color=alt.Color(f"{field}:N", scale=marks.scale_of(limits), legend=None if legend is None else below_all),
    )


def rows() -> alt.Chart:
    """A row per bar, by its rank. frame: rank (1 on top)."""
    return marks.data().encode(y=alt.Y("rank:O", axis=None, scale=alt.Scale(padding=0)))


def titles(room: str) -> alt.Chart:
    """What each row is, above its bar, on two lines where one is too short. room: pixels it may take. frame: title."""
    fit = f"floor(({room}) / {marks.LETTER})"
    cut = f"lastindexof(slice(datum.title, 0, {fit} + 1), ' ')"
    long = f"(length(datum.title) > {fit} && {cut} > 0)"
    text = f"{long} ? [slice(datum.title, 0, {cut}), slice(datum.title, {cut} + 1)] : datum.title"
    place = {"align": "left", "baseline": "middle", "dy": alt.expr(f"{long} ? -28 : -16"), "lineHeight": 14}
    style = marks.ink(text=alt.expr(text), fontSize=13, limit=alt.expr(room), **place)
    return rows().mark_text(**style).encode(x=alt.value(0))


def values() -> alt.Chart:
    """What each row comes to, at the right of its title. frame: text."""
    style = marks.ink(align="right", baseline="middle", dy=-16, fontSize=13, fontWeight=600)
    return rows().mark_text(**style).encode(x=alt.value("width"), text="text:N")


@cache
def tornado(unit: Axis) -> Figure:
    """What each lever does alone, its name above its bar, its values beside it.

    frame: rank (1 on top), lever, title, base, at_low, at_high, least and most (of these three), and as text low, high
    (values of the lever), text_low, text_high (the metric there), left, right.
    """
    axis = alt.Axis(
        title=None, labelExpr=marks.label(unit), tickCount=4, labelFlush=marks.FLUSH, domain=False, ticks=False
    )
    x = alt.X("base:Q", axis=axis, scale=alt.Scale(zero=False, padding=48))
    sides = []
    for side, colour in (("low", theme.LOW_END), ("high", theme.HIGH_END)):
        tips = marks.tips({"lever": "Lever", side: f"At its {side}", f"text_{side}": "Result"})
        bar = rows().mark_bar(height=14, cornerRadius=2, color=colour, opacity=0.9)
        sides.append(bar.encode(x=x, x2=f"at_{side}:Q", tooltip=tips))
    today = rows().mark_tick(height=22, width=2, color=theme.NEUTRAL, aria=False).encode(x="base:Q")
    left = rows().mark_text(**marks.ink(align="right", dx=-4)).encode(x="least:Q", text="left:N")
    right = rows().mark_text(**marks.ink(align="left", dx=4)).encode(x="most:Q", text="right:N")
    drawn = marks.layered(*sides, today, left, right, titles("width"), marks.start("x", unit), height=alt.Step(ROW))
    values = ("base", "at_low", "at_high", "least", "most")
    return Figure(drawn, ("rank", "lever", "title", *values, "low", "high", "text_low", "text_high", "left", "right"))
