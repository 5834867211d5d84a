"""Ranges of a plan as a whole: they go along with their levers, are dropped or set all at once."""

from collections.abc import Iterable, Iterator, Sequence

from planner.plan.checks import RANGE
from planner.plan.moved_range import moved_range
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


def as_stated(new: Plan, before: Sequence[Plan]) -> Plan:
    """The plan once levers have moved, each range in proportion to what was stated: no bound on the way narrows it.

    before: the plans that led to it, the latest first. A range moves from the oldest of them from which it came to the
    latest by moves of its lever alone.
    """
    latest, wider = before[0], {}
    for lever_id, ends in new.uncertainty.items():
        value, lever = new.value(lever_id), CATALOGUE[lever_id]
        known = [(one.uncertainty[lever_id], one.value(lever_id)) for one in before if lever_id in one.uncertainty]
        if value == latest.value(lever_id) or not known or ends != moved_range(lever, *known[0], value):
            continue
        last = known[0]
        stated = [one for one in known if moved_range(lever, *one, last[1]) == last[0]][-1]
        if (found := moved_range(lever, *stated, value)) != ends:
            wider[lever_id] = found
    return new.changed(uncertainty={**new.uncertainty, **wider}) if wider else new


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
