"""Charts of the Community page."""

from functools import cache

import altair as alt

from planner.ui.kit import charts, theme
from planner.ui.kit.figure import INK, Figure, written
from planner.ui.kit.marks import HEIGHT, amount, colours, dashes, data, folded, hover, ink, months, scale_of


@cache
def funnel() -> Figure:
    """The stages of the community funnel under each other, on a logarithmic scale, with what carries on between them.

    frame: stage, title, volume (texts), size (of the bar), next (text: the share that reaches the next stage).
    """
    stage = alt.Y("stage:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    text = ink(baseline="middle", fontSize=13)
    bars = (
        data()
        .mark_bar(height=16, cornerRadius=3)
        .encode(
            y=stage,
            x=alt.X("size:Q", axis=None, scale=alt.Scale(domainMin=0, nice=False)),
            color=alt.Color("stage:N", scale=scale_of(theme.STAGES), legend=None),
            tooltip=[alt.Tooltip("title:N", title="Stage"), alt.Tooltip("volume:N", title="Volume")],
        )
    )
    rows = data().encode(y=stage)
    titles = rows.mark_text(align="left", dy=-20, fontWeight=600, **text).encode(x=alt.value(0), text="title:N")
    volumes = rows.mark_text(align="right", dy=-20, **text).encode(x=alt.value("width"), text="volume:N")
    reached = rows.mark_text(align="left", dy=20, dx=2, opacity=0.7, **text).encode(x=alt.value(0), text="next:N")
    drawn = alt.layer(bars, titles, volumes, reached).properties(height=370)
    return Figure(drawn, ("stage", "title", "volume", "size", "next"))


@cache
def pool() -> Figure:
    """Active free accounts, the baseline dashed. frame: date, Active free accounts, Baseline."""
    return charts.lines({"Active free accounts": theme.ENTERPRISE, "Baseline": theme.BASELINE})


@cache
def paying() -> Figure:
    """Sign-ups to date against the share of them that pays, each on its own axis.

    frame: date, Sign-ups, Share, Baseline (the share's), and as text Sign-ups to date, Paying share.
    """
    signups = (
        data()
        .mark_area(color=theme.COMMUNITY, opacity=0.45, aria=False)
        .encode(x=months(), y=amount("Sign-ups", title="Sign-ups to date"))
    )
    names = {"Share": theme.ENTERPRISE, "Baseline": theme.BASELINE}
    y = amount("value", "share", title="Paying share")
    right = y["axis"]
    right.orient, right.titleAlign, right.grid, right.titleX = "right", "right", False, 36
    right.titleColor = right.labelColor = alt.expr(INK)
    right.labelExpr = "format(datum.value, '.2~p')"
    line = (
        folded(names)
        .mark_line(strokeWidth=2.2, aria=False)
        .encode(x=months(), y=y, color=colours(names, legend=False), strokeDash=dashes(names))
    )
    drawn = alt.layer(signups, line, hover()).resolve_scale(y="independent").properties(height=HEIGHT)
    says = written(("Sign-ups to date", "Paying share"), "text")
    return Figure(drawn, ("date", "Sign-ups", *names), says)


COMPARED = "PQLs in the baseline"


@cache
def leads() -> Figure:
    """Leads by where they come from. frame: date, a column per source of leads, the PQLs in the baseline."""
    sources = {name: colour for name, colour in theme.SOURCES.items() if name != "Self-serve"}
    return charts.lines({**sources, COMPARED: theme.BASELINE}, dashed=(COMPARED,))


@cache
def won() -> Figure:
    """ARR won by where the customer came from. frame: date and a column per source."""
    return charts.areas(theme.SOURCES, "money")
