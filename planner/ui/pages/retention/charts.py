"""Charts of the Retention page."""

from functools import cache

import altair as alt

from planner.ui.kit import charts, theme
from planner.ui.kit.charts import shares
from planner.ui.kit.figure import Figure, written
from planner.ui.kit.marks import (
    HEIGHT,
    amount,
    colours,
    data,
    folded,
    hover,
    layered,
    level,
    line,
    months,
    nearest,
    start,
)


@cache
def rates() -> Figure:
    """Retention by segment around the line of 100%. frame: date, a column per segment, All customers, Baseline."""
    names = {**theme.SEGMENTS, "All customers": theme.NEUTRAL, "Baseline": theme.BASELINE}
    y = amount("value", "share")
    y.scale = alt.Scale(zero=False, padding=8)
    known = shares(names, y=y, beneath="All customers")
    drawn = layered(level(1.0, theme.NEUTRAL), *known, start("y", "share"), hover())
    return Figure(drawn, ("date", *names), written(names, "share"))


@cache
def losses() -> Figure:
    """ARR with and without losses, the gap shaded. frame: date, ARR, ARR without losses, Lost to date."""
    names = {"ARR": theme.quantity("arr"), "ARR without losses": theme.GAIN, "Lost to date": theme.LOSS}
    gap = (
        data()
        .mark_area(color=theme.GAIN, opacity=0.15, aria=False)
        .encode(x=months(), y=amount("ARR", "money"), y2="ARR without losses:Q")
    )
    drawn = layered(gap, line(names, amount("value", "money")), hover())
    return Figure(drawn, ("date", *names), written(names, "money"))


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
    year = alt.X("year:Q", axis=alt.Axis(title="Years from today", format="d", tickMinStep=1, grid=False))
    gap = (
        data()
        .mark_area(color=theme.GAIN, opacity=0.15, aria=False)
        .encode(x=year, y=amount("better", "money"), y2="worse:Q")
    )
    colour = colours({"better": theme.GAIN, "worse": theme.LOSS}, "stroke")
    better, worse = (f"pluck(data('source'), 'text_{which}')[0]" for which in ("better", "worse"))
    colour["legend"].labelExpr = f"datum.value === 'better' ? {better} : {worse}"
    both = folded(("better", "worse")).encode(x=year, y=amount("value", "money"), color=colour)
    ends = both.transform_filter("datum.year === datum.last").mark_point(filled=True, size=60, opacity=1)
    titles = {"tip_better": "With the higher retention", "tip_worse": "With the lower retention", "tip_gap": "Apart"}
    tips = [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]
    rule = nearest(data(), "year", year, [alt.Tooltip("year:Q", title="Year"), *tips])
    drawn = layered(gap, both.mark_line(strokeWidth=2.4), ends, rule, height=HEIGHT + 20)
    return Figure(drawn, ("year", "better", "worse", "text_better", "text_worse", "last", *titles))
