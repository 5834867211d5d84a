"""Ranges of a plan as a whole: they go along with their levers, are dropped or set all at once."""

from collections.abc import Iterable, Iterator

from planner.plan.checks import RANGE
from planner.plan.plan import Plan
from planner.vocabulary.lever_text import span
from planner.vocabulary.levers import CATALOGUE

SHARE = 0.2
"""How far the ends of a range that is set with others lie from the lever's value, relative."""


def without(plan: Plan) -> Plan:
    """The plan without ranges and correlations."""
    return plan.changed(uncertainty={}, correlations=())


def around(plan: Plan, levers: Iterable[str], share: float = SHARE) -> Plan:
    """The plan with these ranges alone: so much below and above each lever's value, within its hard bounds.

    Low and high are what a lever lies below and above in a tenth of the draws. Correlations of levers that keep a range
    stay; what was said of where ranges come from goes. PlannerError for an unknown lever.
    """
    ranges = {}
    for lever_id in levers:
        lever, value = CATALOGUE[lever_id], plan.value(lever_id)
        reach = share * abs(value)
        low, high = (float(f"{end:.12g}") for end in (value - reach, value + reach))
        ranges[lever_id] = max(lever.min, low), min(lever.max, high)
    return plan.changed(
        uncertainty=ranges,
        ends="p10-p90",
        origin={of: one for of, one in plan.origin.items() if not of.startswith(f"{RANGE}:")},
        correlations=tuple(one for one in plan.correlations if one.a in ranges and one.b in ranges),
    )


def went_along(before: Plan, after: Plan) -> Iterator[str]:
    """A sentence for each range that moved with its lever from one plan to another."""
    for lever_id, ends in after.uncertainty.items():
        old = before.uncertainty.get(lever_id)
        if old and old != ends and before.value(lever_id) != after.value(lever_id):
            lever = CATALOGUE[lever_id]
            was, now = (span(lever, after.currency, *map(_rounded, pair)) for pair in (old, ends))
            yield f"The range of {lever_id} moves with it: {now}, was {was}."


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
