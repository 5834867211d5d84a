"""Frames of Compare."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from planner.analysis.explain import item_text
from planner.analysis.explain.comparison import Comparison, said, series
from planner.analysis.explain.explanation import Explanation
from planner.ui.figures import theme
from planner.ui.figures.frames import dates
from planner.vocabulary import units
from planner.vocabulary.sentences import counted

BARS = 10
"""Effects that have a bar of their own; the smaller ones are one."""


def numbers(found: Comparison, names: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Key numbers as texts, a column per plan, and the colours of the best and the worst."""
    marks = {True: "\u00a0▲", False: "\u00a0▼", None: ""}
    texts, styles = [], []
    for line in found.numbers:
        shown = [said(found, line, at) for at in range(len(names))]
        ends = line.ends(shown)
        texts.append([f"{text}{marks[end]}" for text, end in zip(shown, ends, strict=True)])
        styles.append([TINTS[end] for end in ends])
    index = [line.number.label for line in found.numbers]
    frames = (pd.DataFrame(cells, index=index, columns=list(names), dtype=object) for cells in (texts, styles))
    return next(frames), next(frames)


def in_full(found: Comparison, names: Sequence[str]) -> pd.DataFrame:
    """The same numbers as they are, for whoever takes them out: shares as fractions, the month of cash-out from 1."""
    rows = [[value if math.isfinite(value) else None for value in line.values] for line in found.numbers]
    index = [line.number.label for line in found.numbers]
    return pd.DataFrame(rows, index=index, columns=list(names), dtype=object)


def _tint(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"background-color: rgba({red}, {green}, {blue}, 0.22)"


TINTS = {True: _tint(theme.GAIN), False: _tint(theme.LOSS), None: ""}


def overlaid(found: Comparison, names: Sequence[str], metric: str) -> pd.DataFrame:
    """What `charts.overlaid` draws: a column per plan, by month of the first plan; NaN where a plan has none."""
    first = found.plans[0]
    shifts = [found.months[0] - month for month in found.months]
    start = min(shifts)
    last = max(plan.months + shift for plan, shift in zip(found.plans, shifts, strict=True))
    columns = {}
    for name, values, shift in zip(names, series(found, metric), shifts, strict=True):
        column = np.full(last - start, np.nan)
        column[shift - start : shift - start + len(values)] = values
        columns[name] = np.where(np.isfinite(column), column, np.nan)
    when = dates(first, first.months + max(0, last)) if start == 0 else None
    if when is None:
        first_date = dates(first)[0] + pd.DateOffset(months=start)
        when = pd.date_range(first_date, periods=last - start, freq="MS", unit="ms")
    return pd.DataFrame({"date": when[: last - start], **columns})


def waterfall(found: Explanation, names: tuple[str, str]) -> pd.DataFrame:
    """What `charts.waterfall` draws: from the first plan's value over the effects to the second one's."""
    unit, currency = units.of(found.metric), found.plan.currency
    moving = [one for one in found.effects if one.effect]
    rows = [(names[0], "", found.before, found.before, "total", unit.precise(found.before, currency))]
    level = found.before
    for one in moving[:BARS]:
        name = item_text.label(found.plan, found.other, one.item)
        before, after = item_text.sides(found.plan, found.other, one.item)
        what = " → ".join([before or "–", after or "–"]) if not item_text.folded(one.item) else ""
        error = f" ± {unit.difference(one.standard_error, currency)}" if found.orders else ""
        text = f"{unit.signed(one.effect, currency)}{error}"
        rows.append((name, what, level, level + one.effect, _kind(one.effect), text))
        level += one.effect
    if rest := moving[BARS:]:
        effect = math.fsum(one.effect for one in rest)
        others = counted(len(rest), "more differences")
        rows.append((others, "", level, level + effect, _kind(effect), unit.signed(effect, currency)))
    rows.append((names[1], "", found.after, found.after, "total", unit.precise(found.after, currency)))
    frame = pd.DataFrame(rows, columns=["title", "what", "start", "end", "kind", "text"])
    frame.insert(0, "rank", range(1, len(frame) + 1))
    return frame


def _kind(effect: float) -> str:
    return "gain" if effect >= 0 else "loss"
