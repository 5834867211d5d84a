"""Figures of a plan that the app and the report both show; `shared_frames` has what they draw."""

from functools import cache

import altair as alt

from planner.ui.figures import marks, theme
from planner.ui.figures.charts import STRIP, below, strip, top
from planner.ui.figures.figure import Figure, written
from planner.vocabulary.columns import constraint_names
from planner.vocabulary.teams import CONSTRAINTS, TEAMS


@cache
def arr(team: str = "enterprise") -> Figure:
    """ARR by segment with baseline and targets; below it a strip of what limits a team.

    team: by its id; no strip where it is empty.

    frame: date, a column per segment, ARR, P10, P90 (or NaN), Baseline, Target (or NaN), Limit.
    """
    beneath = below(1) if team else 0
    x = marks.months(beneath)
    y, colour = marks.amount("value", "money", stack="zero"), marks.colours(theme.SEGMENTS, ended=True)
    area = marks.stacked(theme.SEGMENTS, x, y, colour)
    band, *edges = marks.fan(x, "money", over_areas=True)  # behind the areas, so that a segment has one colour
    over = [*edges, *marks.baseline(x, "money"), *marks.ends(theme.SEGMENTS, x), marks.hover(beneath), marks.targets(x)]
    layers = [alt.layer(band, area, *over)]
    if team:
        limiting = [CONSTRAINTS[name] for name in constraint_names(f"{team}_constraint")]
        title = f"{TEAMS[team].label} is limited by"
        layers.insert(0, strip("Limit", {one.label: one.colour for one in limiting}, 0, 1, title))
    drawn = marks.layered(*layers, height=marks.HEIGHT + 40).resolve_scale(color="independent")
    segments, lines = tuple(theme.SEGMENTS), ("P10", "P90", "Baseline")
    says = written(("ARR", *theme.SEGMENTS, *lines), "money") | written(("Limit",), "text")
    columns = ("date", *segments, *lines, "Target", "Limit")
    return Figure(drawn, columns, says, segments, stacked=segments)


@cache
def capacity(colour: str, strips: tuple[str, ...]) -> Figure:
    """What sales could close, what is there to close and what is won; below it a strip per team of what limits it.

    colour: of the capacity. strips: ids of the teams. frame: date, Capacity, Demand, Won, Needed (for the
    targets), Baseline (of what is won), and "Limit" and the name of each team.
    """
    names = {
        "Won": theme.GAIN,
        "Capacity": colour,
        "Demand": theme.DEMAND,
        "Needed": theme.TARGET,
        "Baseline": theme.BASELINE,
    }
    beneath = below(len(strips))
    x, limits = marks.months(beneath), [f"Limit {TEAMS[team].label}" for team in strips]
    won = marks.data().mark_area(color=theme.GAIN, opacity=0.3, aria=False).encode(x=x, y=marks.amount("Won", "money"))
    compared = ("Baseline", "Needed")
    paths = marks.line(
        names, marks.amount("value", "money"), x, compared, within=[name for name in names if name != "Needed"]
    )
    step = {
        "color": theme.TARGET,
        "strokeDash": marks.DASH,
        "strokeWidth": 2.2,
        "interpolate": "step-after",
        "aria": False,
    }
    needed = marks.data().mark_line(**step).encode(x=x, y=marks.amount("Needed", "money"))
    layers: list[alt.Chart | alt.LayerChart] = []
    for at, field in enumerate(limits):
        layers.append(strip(field, theme.CONSTRAINTS, at, len(strips), None if at else ""))
        if len(strips) > 1:
            layers.append(_strip_name(TEAMS[strips[at]].short, at))
    layers.append(alt.layer(won, paths, needed, *marks.ends(names, x), marks.hover(beneath)))
    drawn = marks.layered(*layers, height=marks.HEIGHT + 20).resolve_scale(color="independent")
    says = written(names, "money") | written(limits, "text")
    return Figure(drawn, ("date", *names, *limits), says, tuple(names))


def _strip_name(name: str, at: int) -> alt.Chart:
    """The name of the at-th strip, at its left."""
    middle = alt.expr(f"height + {top(at) + STRIP // 2}")
    one = marks.data().transform_aggregate(rows="count()")
    return one.mark_text(**marks.ink(text=name, align="right", baseline="middle", x=-6, y=middle))


@cache
def people() -> Figure:
    """Whole people by role, stacked. frame: date, a column per role, Everyone."""
    y, colour = marks.amount("value", stack="zero"), marks.colours(theme.ROLES, ended=True)
    area = marks.stacked(theme.ROLES, marks.months(), y, colour, opacity=0.9, interpolate="monotone")
    drawn = marks.layered(area, *marks.ends(theme.ROLES), marks.hover(), height=marks.HEIGHT + 40)
    roles = tuple(theme.ROLES)
    return Figure(drawn, ("date", *roles), written(("Everyone", *roles), "people"), roles, stacked=roles)
