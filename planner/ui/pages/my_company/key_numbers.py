"""The key numbers beside the questions."""

import math

from planner.analysis.readings import lowest_cash
from planner.model.simulate import Result
from planner.ui.kit.tiles import Tile
from planner.vocabulary.numbers import count, money, month_name, rate


def of(result: Result) -> list[Tile]:
    """What the derived plan leads to."""
    plan, currency = result.plan, result.plan.currency
    arr, heads = result["arr"][:, 0], result["headcount"][:, 0]
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
            note=f"{count(heads[0])} in {month_name(plan.start, 1)}, with its hires",
        ),
        Tile(
            "Lowest cash",
            money(lowest_cash.amount(result), currency),
            note="Cash lasts" if math.isnan(out) else f"Runs out in {month_name(plan.start, int(out))}",
        ),
    ]
