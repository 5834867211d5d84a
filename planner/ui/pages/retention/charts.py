"""Charts of the Retention page."""

from functools import cache

import altair as alt

from planner.ui.figures import charts, marks, theme
from planner.ui.figures.charts import shares
from planner.ui.figures.figure import Figure, written


@cache
def rates() -> Figure:
    """Retention by segment around the line of 100%. frame: date, a column per segment, All customers, Baseline."""
    names = {**theme.SEGMENTS, "All customers": theme.NEUTRAL, "Baseline": theme.BASELINE}
    y = marks.amount("value", "share")
    y.scale = alt.Scale(zero=False, padding=8)
    known = shares(names, y=y, beneath="All customers")
    drawn = marks.layered(marks.level(1.0, theme.NEUTRAL), *known, marks.start("y", "share"), marks.hover())
    return Figure(drawn, ("date", *names), written(names, "share"), tuple(names), within=(1.0,))


@cache
def losses() -> Figure:
    """ARR with and without losses, the gap shaded. frame: date, ARR, ARR without losses, Lost to date."""
    names = {"ARR": theme.quantity("arr"), "ARR without losses": theme.GAIN, "Lost to date": theme.LOSS}
    gap = (
        marks.data()
        .mark_area(color=theme.GAIN, opacity=0.15, aria=False)
        .encode(x=marks.months(), y=marks.amount("ARR", "money"), y2="ARR without losses:Q")
    )
    paths = marks.line(names, marks.amount("value", "money"))
    drawn = marks.layered(gap, paths, *marks.ends(names), marks.hover())
    return Figure(drawn, ("date", *names), written(names, "money"), tuple(names))


CONTRACTS = {"Annual contracts": theme.HIGH_END, "Pay as you go": theme.LOW_END}


@cache
def contracts() -> Figure:
    """ARR by kind of contract. frame: date, Annual contracts, Pay as you go."""
    return charts.areas(CONTRACTS, "money")


@cache
def two_businesses() -> Figure:
    """The same business at two retentions. frame: year (0 is today), better, worse, and as texts the names of the two.

    The names stand in text_better and text_worse; last is the last year; tip_better, tip_worse and tip_gap are texts.
    """
    names = {"better": theme.GAIN, "worse": theme.LOSS}
    year = alt.X("year:Q", axis=alt.Axis(title="Years from today", format="d", tickMinStep=1, grid=False))
    gap = (
        marks.data()
        .mark_area(color=theme.GAIN, opacity=0.15, aria=False)
        .encode(x=year, y=marks.amount("better", "money"), y2="worse:Q")
    )
    colour = alt.Color("series:N", scale=marks.scale_of(names), legend=None)
    both = marks.folded(("better", "worse")).encode(x=year, y=marks.amount("value", "money"), color=colour)
    ends = both.transform_filter("datum.year === datum.last").mark_point(filled=True, size=60, opacity=1)
    titles = {"tip_better": "With the higher retention", "tip_worse": "With the lower retention", "tip_gap": "Apart"}
    rule = marks.nearest(marks.data(), "year", year, marks.tips({"year": "Year", **titles}))
    named = marks.ends(
        names, year, "datum.name === 'better' ? datum.text_better : datum.text_worse", letters=len("99.99% kept")
    )
    drawn = marks.layered(gap, both.mark_line(strokeWidth=2.4), ends, *named, rule, height=marks.HEIGHT + 20)
    columns = ("year", "better", "worse", "text_better", "text_worse", "last", *titles)
    return Figure(drawn, columns, ends=tuple(names))
