"""Charts of the People and cash page."""

import altair as alt

from planner.ui.kit import theme
from planner.ui.kit.marks import (
    HEIGHT,
    amount,
    baseline,
    colours,
    dashes,
    data,
    folded,
    hover,
    level,
    month_tip,
    months,
    stacked,
)


def people() -> alt.LayerChart:
    """Whole people by role, stacked. frame: date, a column a role, Everyone."""
    y, colour = amount("value", stack="zero"), colours(theme.ROLES)
    area = stacked(theme.ROLES, months(), y, colour, opacity=0.9, interpolate="monotone")
    return alt.layer(area, hover(["Everyone", *theme.ROLES], whole=True)).properties(height=HEIGHT + 40)


def costs(symbol: str) -> alt.LayerChart:
    """Cost by function, stacked, under the revenue it is paid from. frame: date, a column a function, Revenue."""
    names = {**theme.FUNCTIONS, "Revenue": theme.CASH}
    area = stacked(theme.FUNCTIONS, months(), amount("value", symbol, stack="zero"), colours(names))
    revenue = data().encode(x=months(), y=amount("Revenue", symbol))
    halo = revenue.mark_line(color="white", strokeWidth=5, opacity=0.8, aria=False)
    line = revenue.mark_line(color=theme.CASH, strokeWidth=2.6, aria=False)
    tips = hover([*theme.FUNCTIONS, "All cost", "Revenue"], symbol)
    return alt.layer(area, halo, line, tips).properties(height=HEIGHT)


def cash(symbol: str, ink: str) -> alt.LayerChart:
    """Cash with its baseline, funding rounds and the line it must not cross.

    ink: the colour of text. frame: date, Cash, Baseline, Round (cash in a month that a round arrives, or NaN), Funding
    and Cash after (texts), Late (whether the month is in the second half).
    """
    names = {"Cash": theme.CASH, "Baseline": theme.BASELINE}
    line = (
        folded(names)
        .mark_line(strokeWidth=2.4, aria=False)
        .encode(x=months(), y=amount("value", symbol), color=colours(names, "stroke"), strokeDash=dashes(names))
    )
    short = (
        data()
        .transform_calculate(below="min(datum.Cash, 0)")
        .mark_area(color=theme.LOSS, opacity=0.35, aria=False)
        .encode(x=months(), y="below:Q")
    )
    arrived = data().transform_filter("isValid(datum.Round)").encode(x=months(), y=amount("Round", symbol))
    rounds = arrived.mark_point(
        shape="triangle-up", size=110, filled=True, color=theme.TARGET, opacity=1, stroke="white", strokeWidth=1
    ).encode(tooltip=[month_tip(), alt.Tooltip("Funding:N"), alt.Tooltip("Cash after:N")])
    texts = [
        arrived.transform_filter(f"datum.Late === {str(late).lower()}")
        .mark_text(align="right" if late else "left", dx=4 if late else -4, dy=-13, color=ink, fontSize=12)
        .encode(text="Funding:N")
        for late in (False, True)
    ]
    tips = hover(list(names), symbol, plain=["Funding"])
    return alt.layer(short, level(0.0, theme.LOSS), line, tips, rounds, *texts).properties(height=HEIGHT)


def flow(symbol: str) -> alt.LayerChart:
    """A flow a month above and below nothing. frame: date, until (the next month), Free cash flow, Baseline."""
    bars = (
        data()
        .mark_rect(opacity=0.85, aria=False)
        .encode(
            x=months(),
            x2="until:T",
            y=amount("Free cash flow", symbol),
            y2=alt.Y2Datum(0),
            color=alt.condition("datum['Free cash flow'] < 0", alt.value(theme.LOSS), alt.value(theme.GAIN)),
        )
    )
    tips = hover(["Free cash flow", "Baseline"], symbol)
    return alt.layer(bars, baseline(months(), symbol), tips).properties(height=HEIGHT)


RUNWAY_MONTHS = 60


def runway() -> alt.LayerChart:
    """Months of runway, up to five years. frame: date, Runway, Baseline; NaN while nothing is burnt."""
    names = {"Runway": theme.CASH, "Baseline": theme.BASELINE}
    y = amount("value", title=f"Months, up to {RUNWAY_MONTHS}")
    y.scale = alt.Scale(domain=[0, RUNWAY_MONTHS], clamp=True)
    line = (
        folded(names)
        .mark_line(strokeWidth=2.4, aria=False, point=alt.OverlayMarkDef(size=8, filled=True, opacity=1, aria=False))
        .encode(x=months(), y=y, color=colours(names, "stroke"), strokeDash=dashes(names))
    )
    return alt.layer(line, hover(list(names))).properties(height=HEIGHT)
