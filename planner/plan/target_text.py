"""Targets as people read them."""

from planner.plan.parts import Target
from planner.plan.plan import Plan
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import month_name


def sentence(plan: Plan, target: Target) -> str:
    """A target in one line: "ARR at least $10M in Dec 2028"."""
    write = units.of(target.metric).exact
    bounds = [
        f"at {which} {write(bound, plan.currency)}"
        for which, bound in (("least", target.least), ("most", target.most))
        if bound is not None
    ]
    return f"{COLUMNS[target.metric].label} {' and '.join(bounds)} in {month_name(plan.start, target.month)}"
