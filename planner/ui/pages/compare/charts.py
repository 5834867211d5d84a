"""Charts of Compare."""

from functools import lru_cache

import altair as alt

from planner.ui.figures import charts as kit
from planner.ui.figures import marks, theme
from planner.ui.figures.charts import ROW, rows, titles, values
from planner.ui.figures.figure import Figure
from planner.vocabulary.units import Axis

COLOURS = (theme.ENTERPRISE, theme.LOSS, theme.GAIN, theme.QUOTA, theme.DEMAND, theme.BASELINE)
"""Of the plans, in their order."""


@lru_cache(32)
def overlaid(names: tuple[str, ...], unit: Axis) -> Figure:
    """A line per plan. frame: date, and a column per plan."""
    return kit.lines(dict(zip(names, COLOURS, strict=False)), unit, dashed=())


@lru_cache(8)
def waterfall(unit: Axis) -> Figure:
    """From one value to another, a row per step, its name above its bar and what it comes to at the right.

    frame: rank (1 on top), title, what (from what to what), start, end, kind ("total", "gain", "loss") and text.
    """
    kinds = {"total": theme.NEUTRAL, "gain": theme.GAIN, "loss": theme.LOSS}
    axis = alt.Axis(
        title=None, labelExpr=marks.label(unit), tickCount=4, labelFlush=marks.FLUSH, domain=False, ticks=False
    )
    x = alt.X("start:Q", axis=axis, scale=alt.Scale(zero=False, padding=16))
    colour = alt.Color("kind:N", scale=marks.scale_of(kinds), legend=None)
    tips = marks.tips({"title": "Difference", "what": "From and to", "text": "Effect"})
    bars = rows().mark_bar(height=14, cornerRadius=2).encode(x=x, x2="end:Q", color=colour, tooltip=tips)
    ends = rows().mark_tick(height=22, width=3, aria=False).encode(x="end:Q", color=colour)
    drawn = marks.layered(bars, ends, titles("width - 110"), values(), marks.start("x", unit), height=alt.Step(ROW))
    return Figure(drawn, ("rank", "title", "what", "start", "end", "kind", "text"))
