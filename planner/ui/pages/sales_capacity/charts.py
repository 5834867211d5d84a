"""Charts of the Sales capacity page."""

from functools import cache

import altair as alt

from planner.ui.figures import charts, marks, theme
from planner.ui.figures.charts import rows, shares, titles, values
from planner.ui.figures.figure import Figure, written


@cache
def sellers(colour: str) -> Figure:
    """Sellers who are productive, and those who still ramp, on top of each other.

    frame: date, Ramped, Ramping, Baseline (heads), and as text Heads, Ramped equivalents.
    """
    names = {"Ramped": colour, "Ramping": f"{colour}66", "Baseline": theme.BASELINE}
    people = marks.amount("value", stack="zero")
    people["axis"].tickMinStep = 1
    stacked = ("Ramped", "Ramping")
    area = marks.stacked(stacked, marks.months(), people, marks.colours(names, ended=True), opacity=0.9)
    drawn = marks.layered(area, *marks.baseline(marks.months()), *marks.ends(names), marks.hover())
    says = written(("Heads", "Ramped equivalents"), "text")
    return Figure(drawn, ("date", *names), says, tuple(names), stacked=stacked)


@cache
def attainment() -> Figure:
    """Attainment, and what it would be with enough to sell. frame: date, Attainment, With leads, Baseline."""
    names = {"Attainment": theme.GAIN, "With leads": theme.CAPACITY, "Baseline": theme.BASELINE}
    drawn = marks.layered(*shares(names), marks.hover())
    return Figure(drawn, ("date", *names), written(names, "share"), tuple(names))


TIME = {"New business": theme.GAIN, "Expansion": theme.HIGH_END, "Idle": theme.NEUTRAL}
"""Where sellers' time goes, with colours."""


@cache
def time() -> Figure:
    """Where sellers' time goes. frame: date and a column per use of it."""
    return charts.areas(TIME, "money")


@cache
def pipeline() -> Figure:
    """What the open pipeline is worth against what the targets need.

    frame: date, Open pipeline, Needed next quarter.
    """
    names = {"Open pipeline": theme.DEMAND, "Needed next quarter": theme.TARGET}
    return charts.lines(names, "money", dashed=("Needed next quarter",))


@cache
def load(stations: tuple[str, ...]) -> Figure:
    """How busy each station is; above the rule of 100% work waits. frame: date and a column per station."""
    names = {name: theme.CONSTRAINTS[name] for name in stations}
    drawn = marks.layered(marks.level(1.0, theme.LOSS), *shares(names), marks.hover())
    return Figure(drawn, ("date", *names), written(names, "share"), tuple(names))


RAMPS = (theme.LOSS, theme.ENTERPRISE, theme.GAIN)
"""Colours of ramp times side by side, from the longest to the shortest."""


@cache
def ramps(names: tuple[str, ...]) -> Figure:
    """What could be closed by ramp time, and what there is to close.

    names: of the ramp times, longest first. frame: date, a column per ramp time, Demand.
    """
    colours = dict(zip(names, RAMPS, strict=True)) | {"Demand": theme.DEMAND}
    return charts.lines(colours, "money", dashed=("Demand",))


@cache
def quota() -> Figure:
    """Quota carried, what of it is expected to close and what is won, by year, against what the targets need.

    frame: rank (1 at the left), year (text), Quota carried, Expected to close, Won, Needed (or NaN).
    """
    names = {"Quota carried": theme.QUOTA, "Expected to close": theme.CAPACITY, "Won": theme.GAIN}
    by_rank = alt.EncodingSortField("rank", op="min")
    # One word per line where there is little room.
    words = "width < 480 ? split(datum.label, ' ') : datum.label"
    axis = alt.Axis(title=None, labelAngle=0, ticks=False, labelOverlap=False, labelExpr=words)
    year = alt.X("year:N", sort=by_rank, axis=axis)
    bars = (
        marks.folded(names)
        .mark_bar(cornerRadius=2)
        .encode(
            x=year,
            xOffset=alt.XOffset("series:N", sort=list(names)),
            y=marks.amount("value", "money"),
            color=marks.colours(names),
            tooltip=marks.tips({"year": "Year", **{f"tip {name}": name for name in names}}),
        )
    )
    for name in names:
        bars = bars.transform_calculate(**{f"tip {name}": marks.label("money", f"datum['{name}']")})
    needed = (
        marks.data()
        .transform_filter("isValid(datum.Needed)")
        .transform_calculate(needs=marks.label("money", "datum.Needed"))
        .mark_bar(stroke=theme.TARGET, strokeWidth=3)
        .encode(
            x=year,
            y=marks.amount("Needed", "money"),
            y2="Needed:Q",
            tooltip=marks.tips({"needs": "Needed for the targets"}),
        )
    )
    return Figure(marks.layered(bars, needed), ("rank", "year", *names, "Needed"))


@cache
def gains() -> Figure:
    """What each lever adds, largest first, its name above the bar.

    frame: rank (1 on top), lever, change, title, gain, text.
    """
    bars = (
        rows()
        .mark_bar(height=10, cornerRadius=2)
        .encode(
            x=alt.X("gain:Q", axis=None, scale=alt.Scale(nice=False, padding=1)),
            color=alt.condition("datum.gain < 0", alt.value(theme.LOSS), alt.value(theme.GAIN)),
            tooltip=marks.tips({"lever": "Lever", "change": "Change", "text": "ARR"}),
        )
    )
    drawn = marks.layered(bars, titles("width - 64"), values(), height=alt.Step(charts.ROW))
    return Figure(drawn, ("rank", "lever", "change", "title", "gain", "text"))
