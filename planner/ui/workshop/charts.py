"""The chart of a room: what everybody says, a row per lever or question."""

from functools import cache
from typing import Any

import altair as alt

from planner.ui.figures import marks, theme
from planner.ui.figures.figure import Figure

ROOM = 34
"""Pixels that dots may reach up."""

LETTER = 8
"""Pixels of a letter of a title; a title that is wider than its row takes two lines."""


def _row(kind: str) -> alt.Chart:
    """The rows of a frame of one kind, each in its place from the top."""
    y = alt.Y("rank:O", axis=None, scale=alt.Scale(padding=0))
    return marks.data().transform_filter(f"datum.kind === '{kind}'").encode(y=y)


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))


def _edge(field: str) -> alt.X:
    """An end of a row."""
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))


@cache
def spread(columns: int) -> Figure:
    """Every value as a dot before a line at the median, the middle half as a bar below, the plan's value.

    Rows have scales of their own, and stand in one column or in two. frame: rank (1 on top), kind ("dot" or "row"); of
    dots x (0 to 1 over the whole width), lift (pixels below the highest place), size (area), who ("own" or "others"),
    says; of rows title, text, start and end (of the row, 0 to 1), and lower, median, upper, planned, left, right (NaN
    or empty where there are none).
    """
    top, row, low = 56, 120, 24
    half, ground = row // 2, top + ROOM

    def at(y: float) -> dict[str, Any]:
        """A place in every row, in pixels from its top."""
        return {"yOffset": y - half}

    heads = _row("row")
    large = {"baseline": "middle", "limit": alt.expr(f"width / {columns} - {12 * (columns - 1)}")}
    fits = f"length(datum.title) * {LETTER} < width / {columns}"
    two_lines = {"lineBreak": "\n", "lineHeight": 14, "dy": alt.expr(f"{fits} ? 0 : -9")}
    title = heads.transform_calculate(
        lines=f"{fits} ? datum.title : replace(datum.title, /^(.{{20,42}}) /, '$1\\n')"
    ).mark_text(align="left", **marks.ink(fontSize=15, fontWeight=600, **two_lines, **large, **at(12)))
    side = {"align": "left", **at(32)}
    text = heads.mark_text(lineBreak="\n", **marks.ink(fontSize=12.5, opacity=0.9, **large, **side))
    ends = marks.ink(baseline="middle", fontSize=11.5, opacity=0.85, aria=False, **at(ground + low))
    left = heads.mark_text(align="left", **ends).encode(x=_edge("start"), text="left:N")
    right = heads.mark_text(align="right", **ends).encode(x=_edge("end"), text="right:N")
    middle = heads.mark_bar(height=6, cornerRadius=3, color=theme.NEUTRAL, opacity=0.55, aria=False, **at(ground + 5))
    line = heads.mark_tick(orient="vertical", size=ROOM + 12, thickness=2.5, **marks.ink(aria=False), **at(ground - 12))
    plan = heads.mark_point(**marks.marker("triangle-up", 80, color=theme.TARGET), **at(ground + 13))
    dots = _row("dot").transform_calculate(below=f"datum.lift + {top}").mark_circle(opacity=0.85, aria=False)
    own = alt.Scale(domain=["others", "own"], range=[theme.ENTERPRISE, theme.LOSS])
    drawn = marks.layered(
        middle.encode(x=_x("lower"), x2="upper:Q"),
        line.encode(x=_x("median")),
        dots.encode(
            x=_x("x"),
            yOffset=alt.YOffset("below:Q", scale=None),
            size=alt.Size("size:Q", scale=None, legend=None),
            color=alt.Color("who:N", legend=None, scale=own),
            tooltip=alt.Tooltip("says:N"),
        ),
        plan.encode(x=_x("planned"), tooltip=marks.tips({"planned_text": "In the plan"})),
        title.encode(x=_edge("start"), text="lines:N"),
        text.encode(x=_edge("start"), text="text:N"),
        left,
        right,
        height=alt.Step(row),
    )
    of_dots = ("x", "lift", "size", "who", "says")
    of_rows = ("title", "text", "start", "end", "lower", "median", "upper", "planned", "planned_text", "left", "right")
    return Figure(drawn, ("rank", "kind", *of_dots, *of_rows))
