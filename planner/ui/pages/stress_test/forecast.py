"""Where a plan leads under shocks: key numbers, fan, chances, and the page in two sentences."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from planner.model.simulate import Result
from planner.plan import Plan
from planner.plan.placed_shocks import PlacedShock
from planner.ui.kit import figures, tables, theme, tiles
from planner.ui.kit.frames import last_month
from planner.ui.kit.tiles import Kpi, Tile, at_end
from planner.ui.pages.stress_test import charts, frames, words
from planner.ui.session import choices, compute, forecasts
from planner.ui.session.forecasts import Forecast
from planner.vocabulary.numbers import likely, month_name, plain, symbol

FEWEST_POINTS = 0.5
"""Changes of a probability below this many points are none."""


def key_numbers(planned: Result, hit: Result) -> None:
    """Where the plan ends, its cash and its burn: under the shocks, against as planned."""
    plan, shocked = planned.plan, planned is not hit
    tiles.row(
        [
            at_end("arr", f"ARR in {last_month(plan)}"),
            Kpi("Lowest cash", lambda result: float(result["cash"].min()), "money"),
            Kpi(
                "Cash runs out",
                lambda result: float(result.cash_out_month()[0]),
                "month",
                note=f"As planned: {_month(planned)}" if shocked else "First month below 0",
            ),
            Kpi(
                "Worst burn multiple",
                words.worst_burn,
                "ratio",
                "down",
                f"As planned: {plain(words.worst_burn(planned))}"
                if shocked
                else "Cash burnt per unit of ARR added, over 12 months",
            ),
        ],
        hit,
        planned,
    )


def _month(result: Result) -> str:
    out = float(result.cash_out_month()[0])
    return "never" if np.isnan(out) else month_name(result.plan.start, int(out))


Odds = tuple[str, float, float]
"""What may come true, its probability as planned, and under the shocks."""


def odds(plan: Plan, before: Forecast, after: Forecast) -> list[Odds]:
    """The targets, and that cash lasts."""
    targets = [
        (words.target_of(plan, one.month, one.arr), one.probability, other.probability)
        for one, other in zip(before.chances, after.chances, strict=True)
    ]
    return [*targets, ("Cash lasts", before.cash_lasts, after.cash_lasts)]


def chance_tiles(found: Sequence[Odds], shocked: bool) -> None:
    """How likely the targets are, and that cash lasts."""
    shown = []
    for what, before, after in found:
        note = f"Chance; {likely(before)} as planned" if shocked else "Chance"
        shown.append(Tile(what, likely(after), _points(before, after), note, after >= before))
    tiles.show(shown)


def met_tiles(planned: Result, hit: Result) -> None:
    """Whether each target within the horizon is met, for a plan without draws."""
    shown = []
    for target in planned.plan.targets:
        if target.month <= planned.months:
            gap = words.met(hit, target.month, target.arr)
            note = gap if planned is hit else f"{gap}; {words.met(planned, target.month, target.arr)} as planned"
            met = hit["arr"][target.month - 1, 0] >= target.arr
            what = words.target_of(planned.plan, target.month, target.arr)
            shown.append(Tile(what, "met" if met else "missed", None, note))
    if shown:
        tiles.show(shown)


def _points(before: float, after: float) -> str | None:
    change = 100 * (after - before)
    return f"{change:.0f} pts" if abs(change) >= FEWEST_POINTS else None


def fall(found: Sequence[Odds]) -> tuple[str, str, str] | None:
    """What becomes less likely by most, with both probabilities as texts; None when nothing does."""
    what, before, after = min(found, key=lambda one: one[2] - one[1])
    if 100 * (before - after) < FEWEST_POINTS:
        return None
    return what if what != "Cash lasts" else "lasting cash", likely(before), likely(after)


def chances(found: Sequence[Odds], shocked: bool) -> None:
    """How likely each target is, planned against shocked, as bars in a table."""
    figures.section("Chance of each target", "" if len(found) > 1 else words.NO_TARGETS)
    names = list(theme.FANS) if shocked else list(theme.FANS)[:1]
    texts = pd.DataFrame([[likely(one) for one in pair[: len(names)]] for _, *pair in found], columns=names)
    styles = pd.DataFrame(
        [[bar(one, theme.FANS[name]) for name, one in zip(names, pair, strict=False)] for _, *pair in found],
        columns=names,
    )
    if shocked:
        texts["Change"], styles["Change"] = [_points(*pair) or "none" for _, *pair in found], ""
    texts.index = styles.index = pd.Index([what for what, *_ in found])
    tables.tinted(texts, styles, "ARR promised", "Chance of each target")


def bar(share: float, colour: str) -> str:
    """The style of a cell that is a bar of that share of its width."""
    end = 100 * min(share, 1.0)
    fill = f"{colour}66 {end:.1f}%, transparent {end:.1f}%"
    return f"min-width: 5rem; background: linear-gradient(to right, {fill}) no-repeat;"


COLUMNS_OF_FAN = {"arr": "ARR", "cash": "Cash", "headcount": "Headcount"}


def fan(
    planned: Result, hit: Result, found: tuple[Forecast | None, Forecast | None], taken: Sequence[PlacedShock]
) -> None:
    """Where the draws of the plan lie, and under the shocks; a single line each for a plan without ranges."""
    plan = planned.plan
    column = choices.titled("Where it may lead", COLUMNS_OF_FAN, "stress-column")
    names = tuple(theme.FANS)[: 2 if taken else 1]
    results = zip(names, (planned, hit), found, strict=False)
    paths = {name: forecasts.path(result, one, column) for name, result, one in results}
    draws = compute.DRAWS if found[0] else None
    promised = column == "arr" and any(target.month <= plan.months for target in plan.targets)
    st.caption(words.fan_about(draws, bool(taken), promised))
    sign = symbol(plan.currency) if column != "headcount" else ""
    frame = frames.fan(plan, column, paths, [(placed.shock.name, placed.start, placed.last_month) for placed in taken])
    alt = f"{COLUMNS_OF_FAN[column]} over time, as planned{' and under shocks' if taken else ''}"
    figures.show(frame, charts.fan, names, sign, bool(draws), key=f"fan-{len(names)}-{column}", alt_text=alt)
    if not draws:
        st.info(f"{words.NO_RANGES}{'' if plan.targets else ' ' + words.NO_TARGETS}")


def reading(
    planned: Result, hit: Result, taken: Sequence[PlacedShock], after: Forecast | None, found: Sequence[Odds]
) -> None:
    """The page in two sentences."""
    spread = (float(after.fans["arr"][0, -1]), float(after.fans["arr"][2, -1])) if after else None
    names, points = [placed.shock.name for placed in taken], forecasts.breaking_points(hit.plan)
    st.markdown(words.reading(planned, hit, names, points, spread, fall(found) if found else None))
