"""Charts of the Stress test page."""

import altair as alt

from planner.ui.kit import theme
from planner.ui.kit.marks import HEIGHT, amount, colours, data, folded, hover, label, level, month_tip, months

STEP = 46
"""Pixels a lever takes: its name, and its bar below it."""


def fan(names: tuple[str, ...], symbol: str, draws: bool) -> alt.LayerChart:
    """Where draws of the plan lie, and of the plan under shocks: a band, and the middle as a line.

    names: of the fans. draws: whether there are any, or single lines. frame: date, until (the next month), for every
    name itself, "low" and "high" with the name, and the name with ", 8 in 10" (text); Target (or NaN), Promised (text),
    Shocks (those that act, or "none").
    """
    shown = {name: theme.FANS[name] for name in names}
    acting = data().transform_filter("datum.Shocks !== 'none'").mark_rect(color=theme.NEUTRAL, opacity=0.13, aria=False)
    layers = [acting.encode(x=months(), x2="until:T"), level(0.0, theme.NEUTRAL)]
    if draws:
        for name, colour in shown.items():
            band = data().mark_area(color=colour, opacity=0.22, aria=False)
            layers.append(band.encode(x=months(), y=amount(f"low {name}", symbol), y2=f"high {name}:Q"))
    line = folded(shown).mark_line(strokeWidth=2.4, aria=False)
    layers.append(line.encode(x=months(), y=amount("value", symbol), color=colours(shown, "stroke")))
    texts = [f"{name}, 8 in 10" for name in names] if draws else []
    texts += ["Shocks"] if len(names) > 1 else []
    layers.append(hover(list(names), symbol, plain=texts, whole=not symbol))
    targets = data().transform_filter("isValid(datum.Target)").encode(x=months(), y=amount("Target", symbol))
    diamond = {"shape": "diamond", "size": 130, "filled": True, "opacity": 1, "stroke": "white", "strokeWidth": 1}
    tips = [month_tip("Target for"), alt.Tooltip("Promised:N", title="ARR promised")]
    layers.append(targets.mark_point(color=theme.TARGET, **diamond).encode(tooltip=tips))
    return alt.layer(*layers).properties(height=HEIGHT + 40)


def drivers(ink: str) -> alt.LayerChart:
    """Rank correlations of levers with a metric, from -1 to 1, the name of a lever above its bar.

    ink: the colour of text. frame: rank (1 on top), lever, title, correlation, text.
    """
    axis = alt.Axis(title=None, values=[-1, -0.5, 0, 0.5, 1], format=".1~f", domain=False, ticks=False)
    tips = [alt.Tooltip("lever:N", title="Lever"), alt.Tooltip("text:N", title="Rank correlation")]
    bars = (
        _rows()
        .mark_bar(height=14, cornerRadius=2)
        .encode(
            x=alt.X("correlation:Q", axis=axis, scale=alt.Scale(domain=[-1, 1], nice=False)),
            color=alt.condition("datum.correlation < 0", alt.value(theme.LOW_END), alt.value(theme.HIGH_END)),
            tooltip=tips,
        )
    )
    text = {"baseline": "middle", "dy": -16, "fontSize": 13, "color": ink}
    values = _rows().mark_text(align="right", fontWeight=600, **text).encode(x=alt.value("width"), text="text:N")
    return alt.layer(bars, _titles(ink, alt.expr("width - 48")), values).properties(height=alt.Step(STEP))


def tornado(symbol: str, percent: bool, ink: str) -> alt.LayerChart:
    """What each lever does alone, its name above its bar, its values beside it.

    ink: the colour of text. frame: rank (1 on top), lever, title, base, at_low, at_high, least and most (of these
    three), and as text low, high (values of the lever), text_low, text_high (the metric there), left, right.
    """
    axis = alt.Axis(title=None, labelExpr=label(symbol, percent), tickCount=4, domain=False, ticks=False)
    x = alt.X("base:Q", axis=axis, scale=alt.Scale(zero=False, padding=48))
    layers = []
    for side, colour in (("low", theme.LOW_END), ("high", theme.HIGH_END)):
        tips = [
            alt.Tooltip("lever:N", title="Lever"),
            alt.Tooltip(f"{side}:N", title=f"At its {side}"),
            alt.Tooltip(f"text_{side}:N", title="Result"),
        ]
        bar = _rows().mark_bar(height=14, cornerRadius=2, color=colour, opacity=0.9)
        layers.append(bar.encode(x=x, x2=f"at_{side}:Q", tooltip=tips))
    today = _rows().mark_tick(height=22, width=2, color=theme.NEUTRAL, aria=False).encode(x="base:Q")
    left = _rows().mark_text(align="right", dx=-4, color=ink).encode(x="least:Q", text="left:N")
    right = _rows().mark_text(align="left", dx=4, color=ink).encode(x="most:Q", text="right:N")
    return alt.layer(*layers, today, left, right, _titles(ink, alt.expr("width"))).properties(height=alt.Step(STEP))


def _rows() -> alt.Chart:
    """A lever a row, by rank."""
    return data().encode(y=alt.Y("rank:O", axis=None, scale=alt.Scale(padding=0)))


def _titles(ink: str, room: alt.Expr) -> alt.Chart:
    """The name of each lever, above its bar."""
    text = {"align": "left", "baseline": "middle", "dy": -16, "fontSize": 13, "color": ink, "limit": room}
    return _rows().mark_text(**text).encode(x=alt.value(0), text="title:N")
