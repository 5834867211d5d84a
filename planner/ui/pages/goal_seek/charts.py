"""Charts of the Goal seek page."""

from functools import cache

import altair as alt

from planner.ui.figures import marks, theme
from planner.ui.figures.figure import Figure, written
from planner.vocabulary import units
from planner.vocabulary.units import Axis

SEAT, BAR = 16, 10
"""Pixels of a seat's row, and of the bar in it."""

PHASES = (("opens", "starts", 0.3), ("starts", "productive", 0.6), ("productive", "until", 1.0))
"""From which date to which a seat is searched for, ramps and is productive, and the opacity of its bar meanwhile."""

SHAPES = {"diamond": "!datum.moved", "circle": "datum.moved"}
"""The mark of a seat on top of the plan, and of one that it fills in another month."""


@cache
def path(metric: str) -> Figure:
    """The goal's metric over time, and how far it is from the target.

    frame: date, Plan, Baseline, Goal (in its month, or NaN), met.
    """
    unit, names = units.of(metric).axis, {"Plan": theme.quantity(metric), "Baseline": theme.BASELINE}
    y = marks.amount("value", unit)
    y.scale = alt.Scale(zero=unit != "share")
    dots = alt.OverlayMarkDef(size=6, filled=True, opacity=1, aria=False)
    goal = marks.data().transform_filter("isValid(datum.Goal)").encode(x=marks.months())
    missing = goal.mark_rule(strokeWidth=3, opacity=0.8, aria=False).encode(
        y=marks.amount("Plan", unit),
        y2="Goal:Q",
        color=alt.condition("datum.met", alt.value(theme.GAIN), alt.value(theme.LOSS)),
    )
    diamond = (
        goal.transform_calculate(text=marks.label(unit, "datum.Goal"))
        .mark_point(**marks.marker("diamond", 150, color=theme.TARGET))
        .encode(y=marks.amount("Goal", unit), tooltip=marks.tips({"text": "Target"}, month="Goal for"))
    )
    drawn = marks.layered(
        marks.line(names, y, point=dots),
        missing,
        marks.start("y", unit),
        *marks.ends(names),
        marks.hover(),
        diamond,
        height=marks.HEIGHT - 20,
    )
    within = () if unit == "share" else (0.0,)
    return Figure(drawn, ("date", *names, "Goal", "met"), written(names, unit), tuple(names), within=within)


@cache
def curve(metric: str, lever_unit: Axis, kinds: tuple[str, ...]) -> Figure:
    """A metric over the values of one lever: the usual range shaded, the target across, what matters marked.

    kinds: of marks, of theme.MARKS. frame: value, metric (or NaN), target, low, high (of the usual range, or NaN), mark
    (or nothing), first (whether it is the leftmost mark), text (the value).
    """
    unit = units.of(metric).axis
    axis = alt.Axis(title=None, labelExpr=marks.label(lever_unit), tickCount=6, labelFlush=marks.FLUSH, grid=False)
    x = alt.X("value:Q", axis=axis, scale=alt.Scale(zero=False, nice=False, padding=12))
    y = marks.amount("metric", unit)
    y.scale = alt.Scale(zero=False, padding=18)
    one = marks.data().transform_window(row="row_number()").transform_filter("datum.row === 1")
    usual = (
        one.transform_filter("isValid(datum.low) && datum.low < datum.high")
        .mark_rect(color=theme.NEUTRAL, opacity=0.16, aria=False)
        .encode(x="low:Q", x2="high:Q", y=alt.value(0), y2=alt.value("height"))
    )
    target = one.mark_rule(color=theme.TARGET, strokeDash=marks.DASH, strokeWidth=1.6, aria=False).encode(y="target:Q")
    path = marks.data().mark_line(color=theme.quantity(metric), strokeWidth=2.4).encode(x=x, y=y)
    marked = (
        marks.data()
        .transform_filter("datum.mark !== '' && isValid(datum.metric)")
        .transform_calculate(series="datum.mark")
        .encode(x=x, y=y)
    )
    colour = marks.colours({mark: theme.MARKS[mark].colour for mark in kinds}, "circle")
    colour["legend"].symbolStrokeWidth = 0
    points = marked.mark_point(**marks.marker("circle", 130)).encode(
        color=colour,
        shape=alt.Shape(
            "series:N",
            scale=alt.Scale(domain=list(kinds), range=[theme.MARKS[mark].shape for mark in kinds]),
            legend=None,
        ),
    )
    style = marks.ink(dy=-12, fontSize=12, fontWeight=600, aria=False)
    texts = [
        marked.transform_filter(f"datum.first === {str(first).lower()}")
        .mark_text(align="right" if first else "left", dx=-4 if first else 4, **style)
        .encode(text="text:N")
        for first in (True, False)
    ]
    tips = marks.nearest(
        marks.data().transform_calculate(reached=f"isValid(datum.metric) ? {marks.label(unit, 'datum.metric')} : '–'"),
        "value",
        x,
        marks.tips({"text": "Lever at", "reached": "Metric"}),
    )
    drawn = marks.layered(
        usual, target, path, marks.start("y", unit), marks.start("x", lever_unit), tips, points, *texts
    )
    return Figure(drawn, ("value", "metric", "target", "low", "high", "mark", "first", "text"))


@cache
def seats(roles: tuple[str, ...]) -> Figure:
    """Seats to open, a row each: searched for, ramping, productive.

    Diamonds: on top of the plan. Circles: planned for another month. roles: those that are drawn. frame: row (its
    place), seat, role, opens, starts, productive, until, new, moved, and texts Open, Start, Productive, Planned.
    """
    by_row = alt.EncodingSortField(field="row", op="min")
    axis = alt.Axis(title=None, ticks=False, domain=False, labelOverlap=False, labelFlush=False, labelFontSize=10)
    row, colour = alt.Y("seat:N", sort=by_row, axis=axis), marks.colours({role: theme.ROLES[role] for role in roles})
    colour["legend"].symbolOpacity = 1
    said = ("Open", "Start", "Productive", "Planned")
    tips = marks.tips({"role": "Role", **{name: name for name in said}})
    layers = []
    for phase, end, opacity in PHASES:
        phases = marks.data().transform_filter(f"datum.{phase} < datum.{end}")
        bars = phases.transform_calculate(date=f"datum.{phase}", series="datum.role")
        drawn = bars.mark_bar(height=BAR, opacity=opacity, cornerRadius=1, aria=False)
        layers.append(drawn.encode(x=marks.months(), x2=f"{end}:T", y=row, color=colour, tooltip=tips))
    for shape, which in SHAPES.items():
        new = marks.data().transform_filter(f"datum.new && {which}").transform_calculate(date="datum.opens")
        points = new.mark_point(**marks.marker(shape, 90, color=theme.TARGET))
        layers.append(points.encode(x=marks.months(), y=row, tooltip=tips))
    dates = ("opens", "starts", "productive", "until")
    shown = ("row", "seat", "role", *dates, "new", "moved", "Open", "Start", "Productive", "Planned")
    return Figure(marks.layered(*layers, height=alt.Step(SEAT)), shown)


@cache
def starts(colour: str) -> Figure:
    """How many more sellers it takes, by the month in which all of them start; shaded where no number does.

    frame: date, until (the next month), sellers (or NaN), and texts Sellers, Open.
    """
    x = marks.months()
    tips = marks.tips({"Open": "Seats open by", "Sellers": "It takes"}, month="All start in")
    y = marks.amount("sellers")
    y["axis"].tickMinStep = 1
    bars = marks.data().mark_rect(color=colour, opacity=0.9, stroke="white", strokeWidth=0.5)
    bars = bars.transform_filter("isValid(datum.sellers)")
    too_late = (
        marks.data().transform_filter("!isValid(datum.sellers)").mark_rect(color=theme.LOSS, opacity=0.25, aria=False)
    )
    drawn = marks.layered(
        bars.encode(x=x, x2="until:T", y=y, y2=alt.Y2Datum(0), tooltip=tips),
        too_late.encode(x=x, x2="until:T", y=alt.value(0), y2=alt.value("height"), tooltip=tips),
        height=marks.HEIGHT - 100,
    )
    return Figure(drawn, ("date", "until", "sellers", "Sellers", "Open"))
