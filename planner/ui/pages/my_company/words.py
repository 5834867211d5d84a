"""What the page says."""

import math
from collections.abc import Mapping

import numpy as np

from planner.analysis.levers.origins import Completeness
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit.tiles import Tile
from planner.vocabulary import lever_text
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, money, month_name, percent, rate
from planner.vocabulary.sentences import within

ORIGINS: Mapping[str, str] = {"entered": "entered", "derived": "derived from answers", "stage": "defaults of the stage"}
CHOICES: Mapping[str, str] = {"entered": "Entered", "derived": "Derived", "stage": "Default"}

TOPICS: Mapping[str, str] = {
    "sold_by": "How it is sold",
    "customers": "Customers",
    "signups": "Sign-ups",
    "price": "Price",
    "sellers": "Sellers",
    "headcount": "Headcount",
    "people": "Departments",
    "cash": "Cash",
    "burn": "Burn",
    "targets": "Promises",
    "round": "Round",
    "currency": "Currency",
}
"""What a remark is about, by the key of the answer."""


def key_numbers(result: Result) -> list[Tile]:
    """What the derived plan leads to."""
    plan, currency = result.plan, result.plan.currency
    arr, cash, heads = (result[name][:, 0] for name in ("arr", "cash", "headcount"))
    year, months = min(12, plan.months), plan.months
    growth = float(result["arr_growth"][year - 1, 0])
    out = float(result.cash_out_month()[0])
    return [
        Tile(
            f"ARR in {month_name(plan.start, year)}",
            money(float(arr[year - 1]), currency),
            note=f"{rate(growth)} in a year" if math.isfinite(growth) else "from nothing",
        ),
        Tile(f"ARR in {month_name(plan.start, months)}", money(float(arr[-1]), currency), note="At the end"),
        Tile(
            f"People in {month_name(plan.start, year)}",
            count(float(heads[year - 1])),
            note=f"{count(heads[0])} at first",
        ),
        Tile(
            "Lowest cash",
            money(float(np.min(cash)), currency),
            note="Cash lasts" if math.isnan(out) else f"Runs out in {month_name(plan.start, int(out))}",
        ),
    ]


def share(plan: Plan, found: Completeness) -> str:
    """How much of a plan is one's own."""
    return f"{percent(found.share)} of what moves {plan.name} is yours."


def worth_asking(plan: Plan, found: Completeness) -> list[str]:
    """What is worth asking for next, and why."""
    sentences = []
    for ask in found.next:
        lever, metric = CATALOGUE[ask.lever], within(COLUMNS[ask.metric].label)
        by = money(ask.by, plan.currency)
        name = within(lever_text.name(lever))
        sentences.append(f"Ask for your {name} next: a tenth of it moves {metric} at the end by ±{by}.")
    return sentences
