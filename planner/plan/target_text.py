"""Targets as people read them."""

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
