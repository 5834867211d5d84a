"""Charts of the Overview."""

import altair as alt

from planner.ui.kit import theme
from planner.ui.kit.charts import below, strip
from planner.ui.kit.marks import (
    HEIGHT,
    amount,
    colours,
    dashes,
    data,
    fan,
    folded,
    hover,
    label,
    month_tip,
    months,
    scale_of,
    stacked,
)


def arr(symbol: str, constraints: tuple[str, ...]) -> alt.LayerChart:
    """ARR by segment with baseline and targets; below it a strip of what limits growth, a cell a month.

    frame: date, until (the next month), a column a segment, ARR, P10, P90 (or NaN), Baseline, Target (or NaN), Limit.
    """
    x = months(below(1))
    area = stacked(theme.SEGMENTS, x, amount("value", symbol, stack="zero"), colours(theme.SEGMENTS))
    baseline = data().encode(x=x, y=amount("Baseline", symbol))
    halo = baseline.mark_line(color="white", strokeWidth=4, opacity=0.7, aria=False)
    dashed = baseline.mark_line(color=theme.BASELINE, strokeDash=[5, 4], strokeWidth=2, aria=False)
    targets = (
        data()
        .transform_filter("isValid(datum.Target)")
        .mark_point(
            shape="diamond", size=130, filled=True, color=theme.TARGET, opacity=1, stroke="white", strokeWidth=1
        )
        .encode(
            x=x,
            y=amount("Target", symbol),
            tooltip=[month_tip("Target for"), alt.Tooltip("Target:Q", title="ARR promised", format=".3s")],
        )
    )
    limits = strip("Limit", {name: theme.CONSTRAINTS[name] for name in constraints}, 0, 1, "Enterprise is limited by")
    tips = hover(["ARR", *theme.SEGMENTS, "P10", "P90", "Baseline"], symbol, plain=["Limit"])
    return (
        alt.layer(alt.layer(area, fan(x, symbol), halo, dashed, tips, targets), limits)
        .resolve_scale(color="independent")
        .properties(height=HEIGHT + 80)
    )


def fanned(name: str, symbol: str = "") -> alt.LayerChart:
    """One quantity over its fan, its baseline dashed. frame: date, `name`, Baseline, P10, P90."""
    names = {name: theme.ENTERPRISE, "Baseline": theme.BASELINE}
    line = folded(names).mark_line(strokeWidth=2.2, aria=False)
    line = line.encode(
        x=months(),
        y=amount("value", symbol),
        color=colours(names, "stroke"),
        strokeDash=dashes(names),
    )
    tips = hover([name, "P10", "P90", "Baseline"], symbol, whole=not symbol)
    return alt.layer(fan(months(), symbol), line, tips).properties(height=HEIGHT)


def waterfall(symbol: str, ink: str) -> alt.LayerChart:
    """Steps from an opening to a closing value.

    ink: the colour of text. frame: step, start, end, top (of the two), room (above it), kind ("total", "gain", "loss"),
    text.
    """
    kinds = {"total": theme.NEUTRAL, "gain": theme.GAIN, "loss": theme.LOSS}
    step = alt.X("step:N", sort=None, axis=alt.Axis(title=None, labelAngle=0, labelLimit=80, ticks=False, domain=False))
    bars = (
        data()
        .mark_bar(cornerRadius=2, size=34)
        .encode(
            x=step,
            y=amount("start", symbol),
            y2="end:Q",
            color=alt.Color("kind:N", scale=scale_of(kinds), legend=None),
            tooltip=[alt.Tooltip("step:N", title="Step"), alt.Tooltip("text:N", title="Amount")],
        )
    )
    texts = data().mark_text(dy=-8, fontSize=12, color=ink).encode(x=step, y="top:Q", text="text:N")
    room = data().mark_point(opacity=0, aria=False).encode(y="room:Q")
    return alt.layer(bars, texts, room).properties(height=HEIGHT)


def tornado(symbol: str, ink: str) -> alt.LayerChart:
    """What each lever does alone.

    ink: the colour of text. frame: lever, at_low, at_high, base, low, high (values as text), text_low, text_high.
    """
    lever = alt.Y("lever:N", sort=None, axis=alt.Axis(title=None, labelLimit=230, ticks=False, domain=False))
    value_axis = alt.Axis(title=None, labelExpr=label(symbol), tickCount=4, grid=True, domain=False)
    sides = []
    for side, colour in (("low", theme.LOW_END), ("high", theme.HIGH_END)):
        end = f"at_{side}"
        sides.append(
            data()
            .mark_bar(height=16, cornerRadius=2, color=colour, opacity=0.9)
            .encode(
                y=lever,
                x=alt.X("base:Q", axis=value_axis, scale=alt.Scale(zero=False, padding=40)),
                x2=f"{end}:Q",
                tooltip=[
                    alt.Tooltip("lever:N", title="Lever"),
                    alt.Tooltip(f"{side}:N", title=f"At its {side}"),
                    alt.Tooltip(f"text_{side}:N", title="Result"),
                ],
            )
        )
        left = f"datum.{end} < datum.base"
        beside = {"align": alt.expr(f"{left} ? 'right' : 'left'"), "dx": alt.expr(f"{left} ? -4 : 4")}
        sides.append(data().mark_text(color=ink, **beside).encode(y=lever, x=f"{end}:Q", text=f"{side}:N"))
    today = data().mark_tick(height=26, width=2, color=theme.NEUTRAL, aria=False).encode(y=lever, x="base:Q")
    return alt.layer(*sides, today).properties(height=220)
