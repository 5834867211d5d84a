"""Charts of the Sales capacity page."""

import altair as alt

from planner.ui.kit import theme
from planner.ui.kit.charts import STRIP, below, shares, strip, top
from planner.ui.kit.marks import (
    HEIGHT,
    amount,
    baseline,
    colours,
    dashes,
    data,
    folded,
    hover,
    label,
    level,
    months,
    stacked,
)


def capacity(symbol: str, colour: str, strips: tuple[str, ...], ink: str) -> alt.LayerChart:
    """What sales could close, what is there to close and what is won; below it a strip a team of what limits it.

    colour: of the capacity. strips: names of the teams. ink: the colour of text. frame: date, until (the next month),
    Capacity, Demand, Won, Needed (for the targets), Baseline (of what is won), and "Limit" and the name of each team.
    """
    names = {
        "Won": theme.GAIN,
        "Capacity": colour,
        "Demand": theme.DEMAND,
        "Needed": theme.TARGET,
        "Baseline": theme.BASELINE,
    }
    x, limits = months(below(len(strips))), [f"Limit {name}" for name in strips]
    won = data().mark_area(color=theme.GAIN, opacity=0.3, aria=False).encode(x=x, y=amount("Won", symbol))
    needed = data().mark_line(color=theme.TARGET, strokeDash=[2, 2], strokeWidth=2.2, interpolate="step-after")
    line = (
        folded(name for name in names if name != "Needed")
        .mark_line(strokeWidth=2.2, aria=False)
        .encode(x=x, y=amount("value", symbol), color=colours(names, "stroke"), strokeDash=dashes(names))
    )
    tips = hover(list(names), symbol, plain=limits)
    layers = [alt.layer(won, line, needed.encode(x=x, y=amount("Needed", symbol)), tips)]
    for at, field in enumerate(limits):
        layers.append(strip(field, theme.CONSTRAINTS, at, len(strips), None if at else ""))
        if len(strips) > 1:
            layers.append(_strip_name(strips[at].split()[0], at, ink))
    return alt.layer(*layers).resolve_scale(color="independent").properties(height=HEIGHT + 60)


def _strip_name(name: str, at: int, ink: str) -> alt.Chart:
    """The name of the at-th strip, at its left."""
    middle = alt.expr(f"height + {top(at) + STRIP // 2}")
    one = data().transform_aggregate(rows="count()")
    return one.mark_text(text=name, align="right", baseline="middle", color=ink, x=-6, y=middle)


def sellers(colour: str) -> alt.LayerChart:
    """Sellers who are productive, and those who still ramp, on top of each other.

    frame: date, Ramped, Ramping, Baseline (heads), and as text Heads, Ramped equivalents.
    """
    names = {"Ramped": colour, "Ramping": f"{colour}66", "Baseline": theme.BASELINE}
    people = amount("value", stack="zero")
    people["axis"].tickMinStep = 1
    area = stacked(("Ramped", "Ramping"), months(), people, colours(names), opacity=0.9)
    tips = hover([], plain=["Heads", "Ramped equivalents"])
    return alt.layer(area, baseline(months()), tips).properties(height=HEIGHT)


def attainment() -> alt.LayerChart:
    """Attainment, and what it would be with enough to sell. frame: date, Attainment, With leads, Baseline."""
    names = {"Attainment": theme.GAIN, "With leads": theme.CAPACITY, "Baseline": theme.BASELINE}
    return alt.layer(*shares(names), hover(list(names), percent=True)).properties(height=HEIGHT)


def load(stations: tuple[tuple[str, str], ...]) -> alt.LayerChart:
    """How busy each station is; above the rule of 100% work waits.

    stations: (column, colour) pairs. frame: date and a column a station.
    """
    names = dict(stations)
    tips = hover(list(names), percent=True)
    return alt.layer(level(1.0, theme.LOSS), *shares(names), tips).properties(height=HEIGHT)


def quota(symbol: str) -> alt.LayerChart:
    """Quota carried, what of it is expected to close and what is won, by year, against what the targets need.

    frame: year (text), Quota carried, Expected to close, Won, Needed (or NaN).
    """
    names = {"Quota carried": theme.BASELINE, "Expected to close": theme.CAPACITY, "Won": theme.GAIN}
    year = alt.X("year:N", sort=None, axis=alt.Axis(title=None, labelAngle=0, ticks=False, labelOverlap=True))
    bars = (
        folded(names)
        .mark_bar(cornerRadius=2)
        .encode(
            x=year,
            xOffset=alt.XOffset("series:N", sort=list(names)),
            y=amount("value", symbol),
            color=colours(names),
            tooltip=[
                alt.Tooltip("year:N", title="Year"),
                *(alt.Tooltip(f"tip {name}:N", title=name) for name in names),
            ],
        )
    )
    for name in names:
        bars = bars.transform_calculate(**{f"tip {name}": label(symbol, value=f"datum['{name}']")})
    needed = (
        data()
        .transform_filter("isValid(datum.Needed)")
        .transform_calculate(needs=label(symbol, value="datum.Needed"))
        .mark_bar(stroke=theme.TARGET, strokeWidth=3)
        .encode(
            x=year,
            y=amount("Needed", symbol),
            y2="Needed:Q",
            tooltip=[alt.Tooltip("needs:N", title="Needed for the targets")],
        )
    )
    return alt.layer(bars, needed).properties(height=HEIGHT)


def gains(ink: str) -> alt.LayerChart:
    """What each lever adds, largest first, its name above the bar.

    ink: the colour of text. frame: lever, change, title, gain, text.
    """
    lever = alt.Y("lever:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    bars = (
        data()
        .mark_bar(height=10, cornerRadius=2)
        .encode(
            y=lever,
            x=alt.X("gain:Q", axis=None, scale=alt.Scale(nice=False, padding=1)),
            color=alt.condition("datum.gain < 0", alt.value(theme.LOSS), alt.value(theme.GAIN)),
            tooltip=[
                alt.Tooltip("lever:N", title="Lever"),
                alt.Tooltip("change:N", title="Change"),
                alt.Tooltip("text:N", title="ARR"),
            ],
        )
    )
    text = {"baseline": "middle", "dy": -15, "fontSize": 13, "color": ink}
    rows = data().encode(y=lever)
    room = alt.expr("width - 64")
    names = rows.mark_text(align="left", limit=room, **text).encode(x=alt.value(0), text="title:N")
    texts = rows.mark_text(align="right", fontWeight=600, **text).encode(x=alt.value("width"), text="text:N")
    return alt.layer(bars, names, texts).properties(height=alt.Step(46))
