"""Charts of the People and cash page."""

from functools import cache

import altair as alt

from planner.ui.kit import theme
from planner.ui.kit.figure import Figure, written
from planner.ui.kit.marks import (
    HEIGHT,
    amount,
    baseline,
    colours,
    data,
    haloed,
    hover,
    ink,
    layered,
    level,
    line,
    marker,
    month_tip,
    months,
    stacked,
)


@cache
def people() -> Figure:
    """Whole people by role, stacked. frame: date, a column per role, Everyone."""
    y, colour = amount("value", stack="zero"), colours(theme.ROLES)
    area = stacked(theme.ROLES, months(), y, colour, opacity=0.9, interpolate="monotone")
    drawn = layered(area, hover(), height=HEIGHT + 40)
    return Figure(drawn, ("date", *theme.ROLES), written(("Everyone", *theme.ROLES), "people"))


@cache
def costs() -> Figure:
    """Cost by function, stacked, under the revenue it is paid from.

    frame: date, a column per function, All cost, Revenue.
    """
    names = {**theme.FUNCTIONS, "Revenue": theme.quantity("revenue")}
    area = stacked(theme.FUNCTIONS, months(), amount("value", "money", stack="zero"), colours(names))
    revenue = haloed("Revenue", months(), "money", color=theme.quantity("revenue"), strokeWidth=2.6)
    drawn = layered(area, *revenue, hover())
    return Figure(drawn, ("date", *names), written((*theme.FUNCTIONS, "All cost", "Revenue"), "money"))


@cache
def cash() -> Figure:
    """Cash with its baseline, funding rounds and the line it must not cross.

    frame: date, Cash, Baseline, Round (cash in a month that a round arrives, or NaN), Funding and Cash after (texts),
    Late (whether the month is in the second half).
    """
    names = {"Cash": theme.quantity("cash"), "Baseline": theme.BASELINE}
    short = (
        data()
        .transform_calculate(below="min(datum.Cash, 0)")
        .mark_area(color=theme.LOSS, opacity=0.35, aria=False)
        .encode(x=months(), y="below:Q")
    )
    arrived = data().transform_filter("isValid(datum.Round)").encode(x=months(), y=amount("Round", "money"))
    rounds = arrived.mark_point(**marker("triangle-up", 110, color=theme.TARGET)).encode(
        tooltip=[month_tip(), alt.Tooltip("Funding:N"), alt.Tooltip("Cash after:N")]
    )
    texts = [
        arrived.transform_filter(f"datum.Late === {str(late).lower()}")
        .mark_text(**ink(align="right" if late else "left", dx=4 if late else -4, dy=-13, fontSize=12))
        .encode(text="Funding:N")
        for late in (False, True)
    ]
    drawn = line(names, amount("value", "money"), strokeWidth=2.4)
    layers = layered(short, level(0.0, theme.LOSS), drawn, hover(), rounds, *texts)
    columns = ("date", *names, "Round", "Funding", "Cash after", "Late")
    return Figure(layers, columns, written(names, "money") | written(("Funding",), "text"))


@cache
def flow() -> Figure:
    """A flow per month above and below nothing. frame: date, until (the next month), Free cash flow, Baseline."""
    bars = (
        data()
        .mark_rect(opacity=0.85, aria=False)
        .encode(
            x=months(),
            x2="until:T",
            y=amount("Free cash flow", "money"),
            y2=alt.Y2Datum(0),
            color=alt.condition("datum['Free cash flow'] < 0", alt.value(theme.LOSS), alt.value(theme.GAIN)),
        )
    )
    drawn = layered(bars, *baseline(months(), "money"), hover())
    names = ("Free cash flow", "Baseline")
    return Figure(drawn, ("date", "until", *names), written(names, "money"))


RUNWAY_MONTHS = 60


@cache
def runway() -> Figure:
    """Months of runway, up to five years. frame: date, Runway, Baseline; NaN while nothing is burnt."""
    names = {"Runway": theme.quantity("runway_months"), "Baseline": theme.BASELINE}
    y = amount("value", title=f"Months, up to {RUNWAY_MONTHS}")
    y.scale = alt.Scale(domain=[0, RUNWAY_MONTHS], clamp=True)
    dots = alt.OverlayMarkDef(size=8, filled=True, opacity=1, aria=False)
    drawn = layered(line(names, y, strokeWidth=2.4, point=dots), hover())
    return Figure(drawn, ("date", *names), written(names, "number"))
