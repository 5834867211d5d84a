"""Where a plan leads under shocks: key numbers, fan, chances, and the page in two sentences."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.draws import own_draws
from planner.analysis.draws.sampling import DRAWS, given
from planner.analysis.readings import lowest_cash, promises
from planner.model.simulate import Result
from planner.plan import Plan, target_text
from planner.plan.placed_shocks import PlacedShock
from planner.ui.figures import theme
from planner.ui.figures.frames import last_month
from planner.ui.kit import figures, promise_text, tables, tiles
from planner.ui.kit.markdown import literal
from planner.ui.kit.tiles import Kpi, Tile, at_end
from planner.ui.kit.words import dollars
from planner.ui.pages.stress_test import charts, frames, words
from planner.ui.session import choices, forecasts
from planner.ui.session.forecasts import Forecast
from planner.vocabulary.numbers import likely, month_name, plain
from planner.vocabulary.units import MONEY, MONTHS, PROBABILITY, RATIO


def key_numbers(planned: Result, hit: Result) -> None:
    """Where the plan ends, its cash and its burn: under the shocks, against as planned."""
    plan, shocked = planned.plan, planned is not hit

    def out(result: Result) -> float:
        return float(result.cash_out_month()[0])

    tiles.row(
        [
            at_end("arr", f"ARR in {last_month(plan)}"),
            Kpi("Lowest cash", lowest_cash.amount, MONEY),
            Kpi(
                "Cash runs out",
                out,
                MONTHS,
                note=f"As planned: {_month_or_never(out(planned), plan)}" if shocked else "First month below 0",
                text=_month_or_never,
            ),
            Kpi(
                "Worst burn multiple",
                words.worst_burn,
                RATIO,
                "down",
                f"As planned: {plain(words.worst_burn(planned))}"
                if shocked
                else "Cash burnt per unit of ARR added, over 12 months",
            ),
        ],
        hit,
        planned,
    )


def _month_or_never(month: float, plan: Plan) -> str:
    return "never" if np.isnan(month) else month_name(plan.start, int(month))


class Odds(NamedTuple):
    """What may come true, its probability as planned, and under the shocks. within: what, in a sentence."""

    what: str
    within: str
    planned: float
    shocked: float

    @property
    def change(self) -> float:
        """By how much it becomes more likely under the shocks, between the probabilities that are shown."""
        return PROBABILITY.rounded(self.shocked) - PROBABILITY.rounded(self.planned)


WITHIN = {promise_text.EVERYTHING: "everything promised", promise_text.CASH: "lasting cash"}


def odds(plan: Plan, before: Forecast, after: Forecast) -> list[Odds]:
    """Everything promised, the targets, and that cash lasts."""
    pairs = zip(promise_text.chances(plan, before.promised), promise_text.chances(plan, after.promised), strict=True)
    return [Odds(one.name, WITHIN.get(one.name, one.name), one.probability, other.probability) for one, other in pairs]


def chance_tiles(found: Sequence[Odds], shocked: bool) -> None:
    """How likely the targets are, and that cash lasts."""
    shown = []
    for one in found:
        moved = tiles.change(PROBABILITY, one.shocked, one.planned, "")
        note = f"Chance; {likely(one.planned)} as planned" if shocked else "Chance"
        shown.append(Tile(one.what, likely(one.shocked), moved, note))
    tiles.show(shown)


def met_tiles(planned: Result, hit: Result) -> None:
    """Whether each target within the horizon is met, for a plan without draws."""
    shown = []
    for target in planned.plan.acting_targets():
        if target.month <= planned.months:
            reached = words.reached(hit, target)
            note = reached if planned is hit else f"{reached}; {words.reached(planned, target)} as planned"
            met = target.met(float(hit[target.metric][target.month - 1, 0]))
            what = target_text.promised(planned.plan, target)
            shown.append(Tile(what, "met" if met else "missed", None, note))
    if shown:
        tiles.show(shown)


def fall(found: Sequence[Odds]) -> tuple[str, str, str] | None:
    """What becomes less likely by most, with both probabilities as texts; None when nothing is seen to."""
    falling = [one for one in found if one.shocked < one.planned and likely(one.shocked) != likely(one.planned)]
    if not falling:
        return None
    least = min(falling, key=lambda one: one.shocked - one.planned)
    return least.within, likely(least.planned), likely(least.shocked)


def everything(plan: Plan, after: Forecast) -> None:
    """How likely everything promised holds, what breaks it most often, and rounds that depend."""
    found, failing = after.promised, forecasts.failing(plan)
    said = [promise_text.headline(plan, found), promise_text.first_broken(plan, found)]
    said += [promise_text.where_it_fails(plan, failing.leanings, failing.happenings)]
    said += promise_text.with_and_without(plan, found)
    st.markdown(" ".join(f"{literal(sentence)}." for sentence in said if sentence))


ROUNDED = "Chances from 5% to 95% are read to 5 points; a change is that of the chances shown."


def chances(plan: Plan, found: Sequence[Odds], shocked: bool) -> None:
    """How likely each target is, planned against shocked, as bars in a table."""
    about = f"Shares of the draws, {given(plan)}." if len(found) > 1 else words.NO_TARGETS
    if shocked:
        about += f" {ROUNDED}"
    with figures.section("Chance of each target", about):
        index = [one.what for one in found]
        shares = {theme.PLANNED: [one.planned for one in found]}
        if shocked:
            shares[theme.SHOCKED] = [one.shocked for one in found]
        texts = pd.DataFrame({fan.label: map(likely, each) for fan, each in shares.items()}, index=index)
        styles = pd.DataFrame(
            {fan.label: [bar(one, fan.colour) for one in each] for fan, each in shares.items()}, index
        )
        if shocked:
            texts["Change"], styles["Change"] = [_change(one) for one in found], ""
        tables.tinted(texts, styles, "Promised", "Chance of each target")


def _change(one: Odds) -> str:
    return PROBABILITY.difference(one.change, "") if PROBABILITY.shows(one.change, one.planned) else "none"


def bar(share: float, colour: str) -> str:
    """The style of a cell that is a bar of that share of its width."""
    end = 100 * min(share, 1.0)
    fill = f"{colour}66 {end:.1f}%, transparent {end:.1f}%"
    return f"min-width: 5rem; background: linear-gradient(to right, {fill}) no-repeat;"


COLUMNS_OF_FAN = {"arr": "ARR", "cash": "Cash", "headcount": "Headcount"}


def fan(
    planned: Result, hit: Result, found: tuple[Forecast | None, Forecast | None], taken: Sequence[PlacedShock]
) -> None:
    """The plan as a line, and where its draws lie; the same under the shocks."""
    plan = planned.plan
    column = choices.titled("Where it may lead", COLUMNS_OF_FAN, "stress-column")
    before, after = found
    lines = {theme.PLANNED.label: planned[column][:, 0]}
    if taken:
        lines[theme.SHOCKED.label] = hit[column][:, 0]
    fans = {name: one.fans[column] for name, one in zip(lines, (before, after), strict=False) if one}
    names, draws = tuple(lines), DRAWS if fans else None
    with_targets = bool(promises.marks(plan, column, planned[column][:, 0]))
    st.caption(words.fan_about(draws, bool(taken), with_targets))
    figure = charts.fan(names, column, bool(draws))
    acting = [(f"{one.shock.name}, {one.when(plan)}", one.start, one.last_month) for one in taken]
    frame = frames.fan(plan, column, lines, fans, acting)
    alt = f"{COLUMNS_OF_FAN[column]} over time, as planned{' and under shocks' if taken else ''}"
    figures.show(frame, figure, plan.currency, key=f"fan-{len(names)}-{column}", alt_text=alt)
    if before and (beside := own_draws.outside(planned, before.ends)):
        st.warning(dollars(beside.sentence(plan)), icon=":material/warning:")
    if not draws:
        st.info(f"{words.NO_RANGES}{'' if plan.acting_targets() else ' ' + words.NO_TARGETS}")


def reading(
    planned: Result, hit: Result, taken: Sequence[PlacedShock], after: Forecast | None, found: Sequence[Odds]
) -> None:
    """The page in two sentences."""
    spread = (float(after.fans["arr"].low[-1]), float(after.fans["arr"].high[-1])) if after else None
    names, points = [placed.shock.name for placed in taken], forecasts.breaking_points(hit.plan)
    st.markdown(words.reading(planned, hit, names, points, spread, fall(found) if found else None))
