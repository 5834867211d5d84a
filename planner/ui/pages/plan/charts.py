"""The calendar of the plan."""

from functools import cache

import altair as alt

from planner.ui.figures import marks, theme
from planner.ui.figures.figure import Figure
from planner.ui.pages.plan.frames import EVENTS, FUNDING, OFF, TARGETS

ROW = 40
"""Pixels that a row takes: its label, and its bar below it."""

COLOURS = {TARGETS: theme.TARGET, FUNDING: theme.CASH, EVENTS: theme.ENTERPRISE, OFF: theme.NEUTRAL}


@cache
def calendar() -> Figure:
    """A row per thing that has a date. frame: rank, label, kind, from, to, begin, end, about."""
    y = alt.Y("rank:O", axis=None, scale=alt.Scale(padding=0))
    axis = alt.Axis(
        title=None, format="%b %Y", orient="top", grid=True, tickCount=6, labelOverlap=True, labelFlush=marks.FLUSH
    )
    x = alt.X("from:T", scale=marks.UTC, axis=axis)
    below = alt.Legend(title=None, orient="bottom", columns=alt.ExprRef("width > 560 ? 0 : 2"))
    colour = alt.Color("kind:N", scale=marks.scale_of(COLOURS), legend=below)
    bars = marks.data().mark_bar(height=12, cornerRadius=3, yOffset=8)
    tips = marks.tips({"kind": "Kind", "about": "What"})
    drawn = bars.encode(x=x, x2="to:T", y=y, color=colour, tooltip=tips)
    style = marks.ink(align="left", baseline="middle", dy=-8, fontSize=13, limit=alt.expr("width"))
    labels = marks.data().mark_text(**style).encode(y=y, x=alt.value(0), text="label:N")
    whole = [marks.data().mark_point(opacity=0, aria=False).encode(x=f"{end}:T") for end in ("begin", "end")]
    layers = marks.layered(drawn, labels, *whole, height=alt.Step(ROW))
    return Figure(layers, ("rank", "label", "kind", "from", "to", "begin", "end", "about"))
