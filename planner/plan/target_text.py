"""Targets as people read them."""

import math

from planner.plan.parts import Target
from planner.plan.plan import Plan
from planner.vocabulary import sentences, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import money, month_name

DIGITS = 4
"""Digits of what a metric must reach."""


def promised(plan: Plan, target: Target) -> str:
    """A target by what it asks: "$35M ARR by Dec 2028", "Runway of at least 12 months in Dec 2028"."""
    month = month_name(plan.start, target.month)
    if target.metric == "arr" and target.most is None:
        return f"{asked(plan, target)} ARR by {month}"
    return f"{COLUMNS[target.metric].label} {bounds(plan, target)} in {month}"


def asked(plan: Plan, target: Target) -> str:
    """What a target asks, within a sentence: "$35M" of ARR, "runway at least 12 months"."""
    if target.metric == "arr" and target.least is not None and target.most is None:
        return money(target.least, plan.currency)
    return f"{sentences.within(COLUMNS[target.metric].label)} {bounds(plan, target)}"


def bounds(plan: Plan, target: Target) -> str:
    """What the metric must reach and not pass: "at least 12 months", "between 10% and 20%"."""
    write = units.of(target.metric).digits
    least, most = (None if one is None else write(one, plan.currency, DIGITS) for one in (target.least, target.most))
    if least is not None and most is not None:
        return f"between {least} and {most}"
    return f"at most {most}" if least is None else f"at least {least}"


def reached(plan: Plan, target: Target, value: float) -> str:
    """What a plan has of a target's metric, told apart from what was asked: "$31M", "8 months", "no value"."""
    if math.isnan(value):
        return "no value"
    limits = [bound for bound in (target.least, target.most) if bound is not None]
    return units.told_apart(units.of(target.metric), value, limits, plan.currency)[0]


def verdict(plan: Plan, target: Target, value: float) -> str:
    """Whether a value keeps a target, and by how much not: "met", "$4M short", "3 months over", "missed"."""
    if target.met(value):
        return "met"
    if not math.isfinite(value):
        return "missed"
    short = target.least is not None and value < target.least
    bound = target.least if short else target.most
    assert bound is not None
    return f"{units.of(target.metric).difference(abs(value - bound), plan.currency)} {'short' if short else 'over'}"
