"""Charts of the Retention page."""

from functools import cache

import altair as alt

from planner.ui.kit import charts, theme
from planner.ui.kit.charts import shares
from planner.ui.kit.figure import Figure, written
from planner.ui.kit.marks import HEIGHT, amount, data, hover, level, line, months, nearest


@cache
def rates() -> Figure:
    """Retention by segment around the line of 100%. frame: date, a column per segment, All customers, Baseline."""
    names = {**theme.SEGMENTS, "All customers": theme.NEUTRAL, "Baseline": theme.BASELINE}
    y = amount("value", "share")
    y.scale = alt.Scale(zero=False, padding=8)
    known = shares(names, y=y, beneath="All customers")
    drawn = alt.layer(level(1.0, theme.NEUTRAL), *known, hover()).properties(height=HEIGHT)
    return Figure(drawn, ("date", *names), written(names, "share"))


@cache
def losses() -> Figure:
    """ARR with and without losses, the gap shaded. frame: date, ARR, ARR without losses, Lost to date."""
    names = {"ARR": theme.ENTERPRISE, "ARR without losses": theme.GAIN, "Lost to date": theme.LOSS}
    gap = (
        data()
        .mark_area(color=theme.GAIN, opacity=0.15, aria=False)
        .encode(x=months(), y=amount("ARR", "money"), y2="ARR without losses:Q")
    )
    drawn = alt.layer(gap, line(names, amount("value", "money")), hover()).properties(height=HEIGHT)
    return Figure(drawn, ("date", *names), written(names, "money"))


CONTRACTS = {"Annual contracts": theme.ENTERPRISE, "Pay as you go": theme.SELF_SERVE}


@cache
def contracts() -> Figure:
    """ARR by kind of contract. frame: date, Annual contracts, Pay as you go."""
    return charts.areas(CONTRACTS, "money")


@cache
def two_businesses() -> Figure:
    """The same business at two retentions. frame: year (0 is today), better, worse, and the names of the two.

    The names stand in text_better and text_worse; last is the last year; tip_better, tip_worse and tip_gap are texts.
    """
    year = alt.X("year:Q", axis=alt.Axis(title="Years from today", format="d", tickMinStep=1, grid=False))
    gap = (
        data()
        .mark_area(color=theme.GAIN, opacity=0.15, aria=False)
        .encode(x=year, y=amount("better", "money"), y2="worse:Q")
    )
    both = (
        data()
        .transform_fold(["better", "worse"], as_=["which", "value"])
        .transform_calculate(series="datum.which === 'better' ? datum.text_better : datum.text_worse")
        .encode(
            x=year,
            y=amount("value", "money"),
            color=alt.Color(
                "series:N",
                sort=None,
                scale=alt.Scale(range=[theme.GAIN, theme.LOSS]),
                legend=alt.Legend(title=None, orient="top", symbolType="stroke", symbolSize=90),
            ),
        )
    )
    ends = both.transform_filter("datum.year === datum.last").mark_point(filled=True, size=60, opacity=1)
    titles = {"tip_better": "With the higher retention", "tip_worse": "With the lower retention", "tip_gap": "Apart"}
    tips = [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]
    rule = nearest(data(), "year", year, [alt.Tooltip("year:Q", title="Year"), *tips])
    drawn = alt.layer(gap, both.mark_line(strokeWidth=2.4), ends, rule).properties(height=HEIGHT + 20)
    return Figure(drawn, ("year", "better", "worse", "text_better", "text_worse", "last", *titles))
