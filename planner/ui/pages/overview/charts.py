"""Charts of the Overview."""

from functools import cache

import altair as alt

from planner.ui.figures import charts, marks, theme
from planner.ui.figures.figure import Figure


@cache
def headcount() -> Figure:
    """Headcount over its fan, its baseline dashed. frame: date, Headcount, Baseline, P10, P90."""
    return charts.fanned("headcount", "Headcount")


@cache
def cash() -> Figure:
    """Cash over its fan, its baseline dashed. frame: date, Cash, Baseline, P10, P90."""
    return charts.fanned("cash", "Cash")


@cache
def waterfall() -> Figure:
    """Steps from an opening to a closing value.

    frame: rank (1 at the left), step, start, end, top (of the two), room (above it), kind ("total", "gain", "loss") and
    text.
    """
    kinds = {"total": theme.NEUTRAL, "gain": theme.GAIN, "loss": theme.LOSS}
    # Side by side where there is room, else every other one a line lower.
    lower = "width < 480 && indexof(domain('x'), datum.value) % 2 ? ['', datum.label] : datum.label"
    axis = alt.Axis(title=None, labelAngle=0, labelExpr=lower, labelOverlap=False, ticks=False, domain=False)
    step = alt.X("step:N", sort=alt.EncodingSortField("rank", op="min"), axis=axis)
    bars = (
        marks.data()
        .mark_bar(cornerRadius=2, width=alt.expr("min(34, 0.8 * bandwidth('x'))"))
        .encode(
            x=step,
            y=marks.amount("start", "money"),
            y2="end:Q",
            color=alt.Color("kind:N", scale=marks.scale_of(kinds), legend=None),
            tooltip=marks.tips({"step": "Step", "text": "Amount"}),
        )
    )
    amounts = marks.ink(dy=-8, fontSize=alt.expr("width < 480 ? 10 : 12"))
    texts = marks.data().mark_text(**amounts).encode(x=step, y="top:Q", text="text:N")
    room = marks.data().mark_point(opacity=0, aria=False).encode(y="room:Q")
    drawn = marks.layered(bars, texts, room)
    return Figure(drawn, ("rank", "step", "start", "end", "top", "room", "kind", "text"))
