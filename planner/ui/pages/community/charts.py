"""Charts of the Community page."""

from functools import cache

import altair as alt

from planner.ui.figures import charts, marks, theme
from planner.ui.figures.figure import INK, Figure, written
from planner.ui.pages.community import frames
from planner.vocabulary.sources import SOURCES

STAGE = 78
"""Pixels that a stage of the funnel takes: its name and volume, a bar of who carries on, and that in words."""


@cache
def funnel() -> Figure:
    """The stages of the community funnel: how many reach each, and the share that carries on as a bar of all of them.

    frame: rank (1 on top), stage, volume (text), share (that reaches the next stage, NaN for the last one), next (the
    same in words; a line per way on).
    """
    stage = marks.data().encode(y=alt.Y("rank:O", axis=None, scale=alt.Scale(padding=0)))
    text = marks.ink(baseline="middle", fontSize=alt.expr("width < 480 ? 12 : 13"))
    name = stage.mark_text(align="left", dy=-31, fontWeight=600, **text).encode(x=alt.value(0), text="stage:N")
    volume = stage.mark_text(align="right", dy=-31, **text).encode(x=alt.value("width"), text="volume:N")
    carried_on = stage.transform_filter("isValid(datum.share)")
    bar = {"height": 14, "cornerRadius": 3, "yOffset": -13}
    whole = carried_on.mark_bar(color=theme.NEUTRAL, opacity=0.2, aria=False, **bar)
    whole = whole.encode(x=alt.value(0), x2=alt.value("width"))
    share = carried_on.mark_bar(**bar).encode(
        x=alt.X("share:Q", axis=None, scale=alt.Scale(domain=[0, 1], clamp=True)),
        color=alt.Color("stage:N", scale=marks.scale_of(theme.STAGES), legend=None),
        tooltip=marks.tips({"stage": "Stage", "next": "Of them"}),
    )
    reached = carried_on.mark_text(align="left", lineBreak="\n", lineHeight=16, **text | {"baseline": "top"})
    reached = reached.encode(x=alt.value(0), text="next:N")
    drawn = marks.layered(whole, share, name, volume, reached, height=alt.Step(STAGE))
    return Figure(drawn, ("rank", "stage", "volume", "share", "next"))


@cache
def pool() -> Figure:
    """Active free accounts, the baseline dashed. frame: date, Active free accounts, Baseline."""
    return charts.lines({"Active free accounts": theme.quantity("free_accounts"), "Baseline": theme.BASELINE})


@cache
def paying() -> Figure:
    """Sign-ups to date against the share of them that pays, each on its own axis.

    frame: date, Sign-ups, Share, Baseline (the share's), and as text Sign-ups to date, Paying share.
    """
    signups = (
        marks.data()
        .mark_area(color=theme.COMMUNITY, opacity=0.45, aria=False)
        .encode(x=marks.months(), y=marks.amount("Sign-ups", title="Area: sign-ups to date"))
    )
    names = {"Share": theme.quantity("paying_share"), "Baseline": theme.BASELINE}
    y = marks.amount("value", "share", title="Line: paying share")
    right = y["axis"]
    right.orient, right.titleAlign, right.grid, right.titleX = "right", "right", False, 36
    right.titleColor = right.labelColor = alt.expr(INK)
    right.labelExpr = "format(datum.value, '.2~p')"
    colour = alt.Color("series:N", scale=marks.scale_of(names), legend=None)
    path = marks.folded(names).mark_line(strokeWidth=2.2, aria=False)
    shares = path.encode(x=marks.months(), y=y, color=colour, strokeDash=marks.dashes(names))
    drawn = marks.layered(signups, shares, marks.hover()).resolve_scale(y="independent")
    says = written(("Sign-ups to date", "Paying share"), "text")
    return Figure(drawn, ("date", "Sign-ups", *names), says)


@cache
def leads() -> Figure:
    """Leads by where they come from. frame: date, a column per source of leads, the PQLs in the baseline."""
    sources = {source.label: source.colour for source in SOURCES.values() if source.leads}
    return charts.lines({**sources, frames.BASELINE: theme.BASELINE}, dashed=(frames.BASELINE,))
