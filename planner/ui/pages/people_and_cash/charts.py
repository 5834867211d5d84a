"""Charts of the People and cash page."""

from functools import cache

import altair as alt

from planner.ui.figures import marks, theme
from planner.ui.figures.figure import Figure, written


@cache
def costs() -> Figure:
    """Cost by function, stacked, under the revenue it is paid from.

    frame: date, a column per function, All cost, Revenue.
    """
    names = {**theme.FUNCTIONS, "Revenue": theme.quantity("revenue")}
    y, colour = marks.amount("value", "money", stack="zero"), marks.colours(names, ended=True)
    area = marks.stacked(theme.FUNCTIONS, marks.months(), y, colour)
    revenue = marks.haloed("Revenue", marks.months(), "money", color=theme.quantity("revenue"), strokeWidth=2.6)
    drawn = marks.layered(area, *revenue, *marks.ends(names), marks.hover())
    says = written((*theme.FUNCTIONS, "All cost", "Revenue"), "money")
    return Figure(drawn, ("date", *names), says, tuple(names), stacked=tuple(theme.FUNCTIONS))


@cache
def cash() -> Figure:
    """Cash with its baseline, funding rounds and the line it must not cross.

    frame: date, Cash, Baseline, Round (cash in a month that a round arrives, or NaN), Funding and Cash after (texts),
    Late (whether the month is in the second half).
    """
    names = {"Cash": theme.quantity("cash"), "Baseline": theme.BASELINE}
    short = (
        marks.data()
        .transform_calculate(below="min(datum.Cash, 0)")
        .mark_area(color=theme.LOSS, opacity=0.35, aria=False)
        .encode(x=marks.months(), y="below:Q")
    )
    arrived = (
        marks.data().transform_filter("isValid(datum.Round)").encode(x=marks.months(), y=marks.amount("Round", "money"))
    )
    rounds = arrived.mark_point(**marks.marker("triangle-up", 110, color=theme.TARGET)).encode(
        tooltip=marks.tips({"Funding": "Funding", "Cash after": "Cash after"}, month="Month")
    )
    texts = [
        arrived.transform_filter(f"datum.Late === {str(late).lower()}")
        .mark_text(**marks.ink(align="right" if late else "left", dx=4 if late else -4, dy=-13, fontSize=12))
        .encode(text="Funding:N")
        for late in (False, True)
    ]
    drawn = marks.line(names, marks.amount("value", "money"), strokeWidth=2.4)
    named = marks.ends(names)
    layers = marks.layered(short, marks.level(0.0, theme.LOSS), drawn, *named, marks.hover(), rounds, *texts)
    columns = ("date", *names, "Round", "Funding", "Cash after", "Late")
    return Figure(layers, columns, written(names, "money") | written(("Funding",), "text"), tuple(names))


@cache
def flow() -> Figure:
    """A flow per month above and below nothing. frame: date, until (the next month), Free cash flow, Baseline."""
    bars = (
        marks.data()
        .mark_rect(opacity=0.85, aria=False)
        .encode(
            x=marks.months(),
            x2="until:T",
            y=marks.amount("Free cash flow", "money"),
            y2=alt.Y2Datum(0),
            color=alt.condition("datum['Free cash flow'] < 0", alt.value(theme.LOSS), alt.value(theme.GAIN)),
        )
    )
    drawn = marks.layered(bars, *marks.baseline(marks.months(), "money"), marks.hover())
    names = ("Free cash flow", "Baseline")
    return Figure(drawn, ("date", "until", *names), written(names, "money"))


RUNWAY_MONTHS = 60


@cache
def runway() -> Figure:
    """Months of runway, up to five years. frame: date, Runway, Baseline; NaN while nothing is burnt."""
    names = {"Runway": theme.quantity("runway_months"), "Baseline": theme.BASELINE}
    y = marks.amount("value", title=f"Months, up to {RUNWAY_MONTHS}")
    y.scale = alt.Scale(domain=[0, RUNWAY_MONTHS], clamp=True)
    dots = alt.OverlayMarkDef(size=8, filled=True, opacity=1, aria=False)
    drawn = marks.layered(marks.line(names, y, strokeWidth=2.4, point=dots), *marks.ends(names), marks.hover())
    return Figure(drawn, ("date", *names), written(names, "number"), tuple(names), fixed=(0, RUNWAY_MONTHS))
