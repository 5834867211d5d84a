"""Charts that several pages draw."""

from collections.abc import Mapping, Sequence

import altair as alt

from planner.ui.kit import theme
from planner.ui.kit.marks import HEIGHT, amount, colours, dashes, data, folded, hover, months, scale_of, stacked, tip

STRIP, GAP, FIRST = 10, 4, 8
"""Pixels: height of a strip below a chart, what is left free after it, and before the first one."""


def lines(
    series: tuple[tuple[str, str], ...],
    symbol: str = "",
    percent: bool = False,
    dashed: tuple[str, ...] = (),
) -> alt.LayerChart:
    """One line a series. series: (column, colour) pairs. dashed: columns drawn as a comparison.

    frame: date and a column a series.
    """
    names = dict(series)
    line = (
        folded(names)
        .mark_line(strokeWidth=2.2, aria=False)
        .encode(
            x=months(),
            y=amount("value", symbol, percent=percent),
            color=colours(names, "stroke"),
            strokeDash=dashes(names, dashed),
        )
    )
    return alt.layer(line, hover(list(names), symbol, percent)).properties(height=HEIGHT)


def compared(name: str, symbol: str = "") -> alt.LayerChart:
    """One quantity, its baseline dashed. frame: date, `name`, Baseline."""
    return lines(((name, theme.ENTERPRISE), ("Baseline", theme.BASELINE)), symbol, dashed=("Baseline",))


def areas(series: tuple[tuple[str, str], ...], symbol: str = "") -> alt.LayerChart:
    """Series stacked on each other. series: (column, colour) pairs. frame: date and a column a series."""
    names = dict(series)
    area = stacked(names, months(), amount("value", symbol, stack="zero"), colours(names))
    return alt.layer(area, hover(list(names), symbol)).properties(height=HEIGHT)


def shares(
    names: Mapping[str, str], dashed: Sequence[str] = ("Baseline",), y: alt.Y | None = None, beneath: str = ""
) -> list[alt.Chart]:
    """Layers of shares over time, one line a column; what is known in a single month shows as a dot.

    beneath: a column that is drawn broader than the others, and under them.
    """
    known = folded(sorted(names, key=lambda name: name != beneath)).encode(
        x=months(), y=y or amount("value", percent=True), color=colours(names, "stroke")
    )
    broad = alt.condition(f"datum.series === '{beneath}'", alt.value(4), alt.value(2.2))
    line = known.mark_line(aria=False).encode(strokeDash=dashes(names, dashed), strokeWidth=broad)
    alone = (
        known.transform_joinaggregate(times="valid(value)", groupby=["series"])
        .transform_filter("datum.times === 1 && isValid(datum.value)")
        .mark_point(filled=True, size=70, opacity=1, aria=False)
    )
    return [line, alone]


def below(strips: int) -> int:
    """Pixels that strips take between a chart and its axis."""
    return top(strips)


def top(strip: int) -> int:
    """Pixels from a chart down to a strip below it, from 0."""
    return FIRST + strip * (STRIP + GAP)


def strip(field: str, limits: Mapping[str, str], at: int, of: int, legend: str | None = "") -> alt.Chart:
    """What limits sales, a cell a month, as the at-th of some strips below a chart.

    limits: colours by what limits. legend: its title; None for no legend. frame: date, until (the next month), `field`.
    """
    below_all = alt.Legend(
        title=legend or None,
        orient="bottom",
        symbolType="square",
        symbolSize=90,
        columns=alt.ExprRef("width > 560 ? 0 : 2"),
        offset=GAP,
    )
    cells = data().mark_rect(y=alt.expr(f"height + {top(at)}"), height=STRIP, aria=False)
    return cells.encode(
        x=months(below(of)),
        x2="until:T",
        color=alt.Color(f"{field}:N", scale=scale_of(limits), legend=None if legend is None else below_all),
        tooltip=tip(plain=[field]),
    )
