"""Charts of the Community page."""

import altair as alt

from planner.ui.kit import theme
from planner.ui.kit.marks import HEIGHT, amount, colours, dashes, data, folded, hover, months, scale_of


def funnel(ink: str) -> alt.LayerChart:
    """The stages of the community funnel under each other, on a logarithmic scale, with what carries on between them.

    ink: the colour of text. frame: stage, title, volume (texts), size (of the bar), next (text: the share that reaches
    the next stage).
    """
    stage = alt.Y("stage:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    text = {"baseline": "middle", "fontSize": 13, "color": ink}
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
    return alt.layer(bars, titles, volumes, reached).properties(height=370)


def paying(ink: str) -> alt.LayerChart:
    """Sign-ups to date against the share of them that pays, each on its own axis.

    ink: the colour of text. frame: date, Sign-ups, Share, Baseline (the share's), and as text Sign-ups to date, Paying
    share.
    """
    signups = (
        data()
        .mark_area(color=theme.COMMUNITY, opacity=0.45, aria=False)
        .encode(x=months(), y=amount("Sign-ups", title="Sign-ups to date"))
    )
    names = {"Share": theme.ENTERPRISE, "Baseline": theme.BASELINE}
    y = amount("value", title="Paying share", percent=True)
    right = y["axis"]
    right.orient, right.titleAlign, right.grid, right.titleX = "right", "right", False, 36
    right.titleColor = right.labelColor = ink
    right.labelExpr = "format(datum.value, '.2~p')"
    line = (
        folded(names)
        .mark_line(strokeWidth=2.2, aria=False)
        .encode(x=months(), y=y, color=colours(names, legend=False), strokeDash=dashes(names))
    )
    tips = hover([], plain=["Sign-ups to date", "Paying share"])
    return alt.layer(signups, line, tips).resolve_scale(y="independent").properties(height=HEIGHT)
