"""Results as text for people: aligned tables, then sentences."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import shorten
from types import MappingProxyType
from typing import TYPE_CHECKING

from tabulate import tabulate

from planner.exchange.by_month import by_month
from planner.plan import target_text
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import MISSING, money, month_name
from planner.vocabulary.sentences import within

if TYPE_CHECKING:
    from planner.model.simulate import Result
    from planner.plan import Plan, Target

YEAR = 12

WIDEST = 48
"""Letters that a cell of a table has at most, where it can be told from its neighbours by them."""

MORE = " ..."
"""What stands in the place of the rest of a cell."""


def summary(result: Result) -> str:
    """One draw for people: day one and the end of every year in columns, then cash and targets in sentences."""
    plan = result.plan
    head = f"{plan.name}: {plan.months} months from {month_name(plan.start, 1)}, {plan.currency}"
    return "\n".join([head, "", *aligned(by_year(result)), "", cash_in_words(result), *targets_in_words(result)])


def by_year(result: Result) -> list[list[str]]:
    """Key numbers as texts: a header, then a row per number, with day one and the end of every year in columns."""
    plan = result.plan
    ends = [*range(YEAR, plan.months, YEAR), plan.months]
    rows = [["", "Day one", *(month_name(plan.start, month) for month in ends)]]
    rows += [_at_ends(result, name, ends) for name in ("arr", "arr_growth", "nrr", "customers", "headcount", "aes")]
    rows += [_over_years(result, name, ends) for name in ("revenue", "free_cash_flow")]
    rows += [_at_ends(result, name, ends) for name in ("gross_margin", "burn_multiple", "rule_of_40", "cash")]
    rows.append(_limits(result, ends))
    return rows


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines of equal columns, the first to the left and the others to the right."""
    sides = ["left", *("right" for _ in rows[0][1:])]
    return tabulate(rows, tablefmt="plain", colalign=sides, disable_numparse=True).split("\n")


def cut(texts: Sequence[str], widest: int = WIDEST) -> list[str]:
    """Cells that stand beside or below each other, cut to so many letters; those that would look alike stay whole."""
    short = {text: _cut(text, widest) for text in texts}
    alike = Counter(short.values())
    return [short[text] if alike[short[text]] == 1 else text for text in texts]


def _cut(text: str, widest: int) -> str:
    short = shorten(text, widest, placeholder=MORE)
    return short if short != MORE.strip() else text[: widest - len(MORE)] + MORE


def shown(name: str, value: float, plan: Plan) -> str:
    """A column's value as people read it, by the column's unit."""
    return units.of(name).value(value, plan.currency)


def called(name: str) -> str:
    """A column's label within a sentence: "cash", "ARR"."""
    return within(COLUMNS[name].label)


def _at_ends(result: Result, name: str, ends: list[int]) -> list[str]:
    values = [float(result.day_one[name][0]), *(float(result[name][month - 1, 0]) for month in ends)]
    return [COLUMNS[name].label, *(shown(name, value, result.plan) for value in values)]


def _over_years(result: Result, name: str, ends: list[int]) -> list[str]:
    sums = [float(result[name][month - YEAR : month, 0].sum()) for month in ends]
    return [f"{COLUMNS[name].label}, 12 months", MISSING, *(shown(name, total, result.plan) for total in sums)]


def _limits(result: Result, ends: list[int]) -> list[str]:
    limits = [str(limit) for limit in by_month(result)["enterprise_constraint"]]
    years = [limits[month - YEAR : month] for month in ends]
    most = [max(dict.fromkeys(year), key=year.count) for year in years]
    cells = [f"{name} {year.count(name)}/{YEAR}" for name, year in zip(most, years, strict=True)]
    return ["Enterprise limited by, months", MISSING, *cells]


def cash_in_words(result: Result) -> str:
    """Whether cash lasts, and when it is lowest."""
    from planner.analysis.readings import lowest_cash

    plan = result.plan
    month = float(result.cash_out_month()[0])
    if not math.isnan(month):
        return f"Cash runs out in {month_name(plan.start, int(month))}."
    amount, when = money(lowest_cash.amount(result), plan.currency), month_name(plan.start, lowest_cash.month(result))
    return f"Cash lasts; it is lowest in {when}, at {amount}."


def targets_in_words(result: Result, likely: Mapping[Target, str] = MappingProxyType({})) -> list[str]:
    """What comes of every target within the horizon, a sentence each, the next one first.

    likely: how likely a target is, in words, for those of which that is known.
    """
    from planner.analysis.readings import promises

    plan, lines = result.plan, []
    for one in promises.due(result):
        target, when = one.target, month_name(plan.start, one.month)
        odds = f", {likely[target]} likely" if target in likely else ""
        if one.of_arr:
            gap = money(abs(one.gap), plan.currency)
            verdict = "exactly" if one.gap == 0 else f"{gap} {'above' if one.kept else 'short'}"
            lines.append(f"Target of {target_text.asked(plan, target)} ARR in {when}: {verdict}{odds}.")
        else:
            asked, has = target_text.asked(plan, target), target_text.reached(plan, target, one.reached)
            lines.append(f"Target of {asked} in {when}: {has}, {target_text.verdict(plan, target, one.reached)}{odds}.")
    return lines
