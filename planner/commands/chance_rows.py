"""Every promise of a plan and its chance, a row each, as `stress --chances` and `tables` write them."""

from collections.abc import Iterator
from typing import Any

from planner.analysis.draws.promises import Promises
from planner.plan import Plan

CHANCES = ("what", "month", "metric", "least", "most", "chance")


def chance_rows(plan: Plan, held: Promises) -> Iterator[list[Any]]:
    """Every target, rounds that need an ARR, cash, and everything at once, as CHANCES has it."""
    months = plan.months
    for one in held.chances:
        target = one.target
        yield ["target", target.month, target.metric, _or_empty(target.least), _or_empty(target.most), one.probability]
    for each in held.rounds:
        yield ["round closes", each.round.month, "arr", _or_empty(each.round.needs_arr), "", each.closes]
        yield ["cash lasts with it", months, "cash", 0.0, "", each.lasts_with]
        yield ["cash lasts without it", months, "cash", 0.0, "", each.lasts_without]
    yield ["cash lasts", months, "cash", 0.0, "", held.cash_lasts]
    yield ["everything", months, "", "", "", held.everything]


def _or_empty(bound: float | None) -> float | str:
    return "" if bound is None else bound
