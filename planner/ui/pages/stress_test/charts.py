"""Charts of the Stress test page."""

from functools import cache

import altair as alt

from planner.ui.figures import charts, marks, theme
from planner.ui.figures.charts import rows, titles, values
from planner.ui.figures.figure import Figure, written
from planner.ui.pages.stress_test import words
from planner.vocabulary import units


@cache
def fan(names: tuple[str, ...], column: str, draws: bool) -> Figure:
    """The plan, and the plan under shocks, as lines; where their draws lie, as bands with the median as a dashed line.

    names: of the lines. column: what they are of. draws: whether there are any. frame: date, until (the next month),
    for every name itself, with draws also "low" and "high" with the name, its `words.median`, and the name with
    ", 8 in 10" (text); Target (or NaN), Promised (text), Shocks (those that act, or "none").
    """
    unit, shown = units.of(column).axis, {name: theme.FANS[name] for name in names}
    shown[theme.PLANNED.label] = theme.quantity(column)
    medians = {words.median(name): colour for name, colour in shown.items()} if draws else {}
    acting = (
        marks.data()
        .transform_filter("datum.Shocks !== 'none'")
        .mark_rect(color=theme.NEUTRAL, opacity=0.13, aria=False)
    )
    layers = [acting.encode(x=marks.months(), x2="until:T"), marks.level(0.0, theme.NEUTRAL)]
    bands = []
    if draws:
        for name, colour in shown.items():
            low, high = f"low {name}", f"high {name}"
            style = {"color": colour, "stroke": colour, "strokeWidth": 0.8, "fillOpacity": 0.22, "opacity": 1}
            band = marks.data().mark_area(aria=False, **style)
            layers.append(band.encode(x=marks.months(), y=marks.amount(low, unit), y2=f"{high}:Q"))
            bands += [low, high]
    every = shown | medians
    named = marks.colours(every, "stroke", optional=(), ended=True)
    lines = marks.folded(every).mark_line(strokeWidth=2.2, aria=False).encode(x=marks.months(), color=named)
    layers.append(lines.encode(y=marks.amount("value", unit), strokeDash=marks.dashes(every, tuple(medians))))
    layers += [*marks.ends(every), marks.hover()]
    targets = (
        marks.data().transform_filter("isValid(datum.Target)").encode(x=marks.months(), y=marks.amount("Target", unit))
    )
    tips = marks.tips({"Promised": "Promised"}, month="Target for")
    layers.append(targets.mark_point(**marks.marker("diamond", 130, color=theme.TARGET)).encode(tooltip=tips))
    texts = [f"{name}, 8 in 10" for name in names] if draws else []
    texts += ["Shocks"] if len(names) > 1 else []
    drawn = marks.layered(*layers, height=marks.HEIGHT + 40)
    columns = ("date", "until", *names, *medians, *bands, "Shocks", "Target", "Promised")
    says = written((*names, *medians), unit) | written(texts, "text")
    return Figure(drawn, columns, says, tuple(every))


@cache
def drivers() -> Figure:
    """Rank correlations of levers with a metric, from -1 to 1, the name of a lever above its bar.

    frame: rank (1 on top), lever, title, correlation, text.
    """
    axis = alt.Axis(title=None, values=[-1, -0.5, 0, 0.5, 1], format=".1~f", domain=False, ticks=False)
    tips = marks.tips({"lever": "Lever", "text": "Rank correlation"})
    bars = (
        rows()
        .mark_bar(height=14, cornerRadius=2)
        .encode(
            x=alt.X("correlation:Q", axis=axis, scale=alt.Scale(domain=[-1, 1], nice=False)),
            color=alt.condition("datum.correlation < 0", alt.value(theme.LOW_END), alt.value(theme.HIGH_END)),
            tooltip=tips,
        )
    )
    drawn = marks.layered(bars, titles("width - 48"), values(), height=alt.Step(charts.ROW))
    return Figure(drawn, ("rank", "lever", "title", "correlation", "text"))
