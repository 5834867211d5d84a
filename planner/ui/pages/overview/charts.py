"""Charts of the Overview."""

from functools import cache

import altair as alt

from planner.ui.kit import charts, theme
from planner.ui.kit.charts import below, strip
from planner.ui.kit.figure import Figure, Unit, written
from planner.ui.kit.marks import (
    HEIGHT,
    amount,
    colours,
    data,
    fan,
    hover,
    ink,
    label,
    line,
    marker,
    month_tip,
    months,
    scale_of,
    stacked,
)
from planner.vocabulary.columns import constraint_names
from planner.vocabulary.teams import CONSTRAINTS


@cache
def arr() -> Figure:
    """ARR by segment with baseline and targets; below it a strip of what limits growth, a cell per month.

    frame: date, until (the next month), a column per segment, ARR, P10, P90 (or NaN), Baseline, Target (or NaN), Limit.
    """
    x = months(below(1))
    area = stacked(theme.SEGMENTS, x, amount("value", "money", stack="zero"), colours(theme.SEGMENTS))
    baseline = data().encode(x=x, y=amount("Baseline", "money"))
    halo = baseline.mark_line(color="white", strokeWidth=4, opacity=0.7, aria=False)
    dashed = baseline.mark_line(color=theme.BASELINE, strokeDash=[5, 4], strokeWidth=2, aria=False)
    targets = (
        data()
        .transform_filter("isValid(datum.Target)")
        .transform_calculate(promised=label("money", "datum.Target"))
        .mark_point(**marker("diamond", 130, color=theme.TARGET))
        .encode(
            x=x,
            y=amount("Target", "money"),
            tooltip=[month_tip("Target for"), alt.Tooltip("promised:N", title="ARR promised")],
        )
    )
    limiting = [CONSTRAINTS[name] for name in constraint_names("enterprise_constraint")]
    limits = strip("Limit", {one.label: one.colour for one in limiting}, 0, 1, "Enterprise is limited by")
    drawn = (
        alt.layer(alt.layer(area, fan(x, "money"), halo, dashed, hover(), targets), limits)
        .resolve_scale(color="independent")
        .properties(height=HEIGHT + 80)
    )
    lines = ("P10", "P90", "Baseline")
    says = written(("ARR", *theme.SEGMENTS, *lines), "money") | written(("Limit",), "text")
    return Figure(drawn, ("date", "until", *theme.SEGMENTS, *lines, "Target", "Limit"), says)


@cache
def headcount() -> Figure:
    """Headcount over its fan, its baseline dashed. frame: date, Headcount, Baseline, P10, P90."""
    return _fanned("Headcount", theme.ENTERPRISE, "people")


@cache
def cash() -> Figure:
    """Cash over its fan, its baseline dashed. frame: date, Cash, Baseline, P10, P90."""
    return _fanned("Cash", theme.ENTERPRISE, "money")


def _fanned(name: str, colour: str, unit: Unit) -> Figure:
    drawn = line({name: colour, "Baseline": theme.BASELINE}, amount("value", unit))
    columns = (name, "P10", "P90", "Baseline")
    layers = alt.layer(fan(months(), unit), drawn, hover()).properties(height=HEIGHT)
    return Figure(layers, ("date", *columns), written(columns, unit))


@cache
def waterfall() -> Figure:
    """Steps from an opening to a closing value.

    frame: step, start, end, top (of the two), room (above it), kind ("total", "gain", "loss"), text.
    """
    kinds = {"total": theme.NEUTRAL, "gain": theme.GAIN, "loss": theme.LOSS}
    step = alt.X("step:N", sort=None, axis=alt.Axis(title=None, labelAngle=0, labelLimit=80, ticks=False, domain=False))
    bars = (
        data()
        .mark_bar(cornerRadius=2, size=34)
        .encode(
            x=step,
            y=amount("start", "money"),
            y2="end:Q",
            color=alt.Color("kind:N", scale=scale_of(kinds), legend=None),
            tooltip=[alt.Tooltip("step:N", title="Step"), alt.Tooltip("text:N", title="Amount")],
        )
    )
    texts = data().mark_text(**ink(dy=-8, fontSize=12)).encode(x=step, y="top:Q", text="text:N")
    room = data().mark_point(opacity=0, aria=False).encode(y="room:Q")
    drawn = alt.layer(bars, texts, room).properties(height=HEIGHT)
    return Figure(drawn, ("step", "start", "end", "top", "room", "kind", "text"))


@cache
def swings() -> Figure:
    """ARR when each lever goes to either end of its range. frame: of `charts.tornado`."""
    return charts.tornado("money")
