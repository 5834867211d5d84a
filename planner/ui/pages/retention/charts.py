"""Charts of the Retention page."""

import altair as alt

from planner.ui.kit import theme
from planner.ui.kit.charts import shares
from planner.ui.kit.marks import HEIGHT, amount, colours, data, folded, hover, level, months, nearest


def rates() -> alt.LayerChart:
    """Retention by segment around the line of 100%. frame: date, a column a segment, All customers, Baseline."""
    names = {**theme.SEGMENTS, "All customers": theme.NEUTRAL, "Baseline": theme.BASELINE}
    y = amount("value", percent=True)
    y.scale = alt.Scale(zero=False, padding=8)
    known = shares(names, y=y, beneath="All customers")
    return alt.layer(level(1.0, theme.NEUTRAL), *known, hover(list(names), percent=True)).properties(height=HEIGHT)


def losses(symbol: str) -> alt.LayerChart:
    """ARR with and without losses, the gap shaded. frame: date, ARR, ARR without losses, Lost to date."""
    names = {"ARR": theme.ENTERPRISE, "ARR without losses": theme.GAIN, "Lost to date": theme.LOSS}
    gap = (
        data()
        .mark_area(color=theme.GAIN, opacity=0.15, aria=False)
        .encode(x=months(), y=amount("ARR", symbol), y2="ARR without losses:Q")
    )
    line = (
        folded(names)
        .mark_line(strokeWidth=2.2, aria=False)
        .encode(x=months(), y=amount("value", symbol), color=colours(names, "stroke"))
    )
    return alt.layer(gap, line, hover(list(names), symbol)).properties(height=HEIGHT)


def two_businesses(symbol: str) -> alt.LayerChart:
    """The same business at two retentions. frame: year (0 is today), better, worse, and the names of the two.

    The names stand in text_better and text_worse; last is the last year; tip_better, tip_worse and tip_gap are texts.
    """
    year = alt.X("year:Q", axis=alt.Axis(title="Years from today", format="d", tickMinStep=1, grid=False))
    gap = (
        data()
        .mark_area(color=theme.GAIN, opacity=0.15, aria=False)
        .encode(x=year, y=amount("better", symbol), y2="worse:Q")
    )
    both = (
        data()
        .transform_fold(["better", "worse"], as_=["which", "value"])
        .transform_calculate(series="datum.which === 'better' ? datum.text_better : datum.text_worse")
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
    titles = {"tip_better": "With the higher retention", "tip_worse": "With the lower retention", "tip_gap": "Apart"}
    tips = [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]
    rule = nearest(data(), "year", year, [alt.Tooltip("year:Q", title="Year"), *tips])
    return alt.layer(gap, both.mark_line(strokeWidth=2.4), ends, rule).properties(height=HEIGHT + 20)
