"""The goal in words: its metric, whether the plan meets it, and what an answer costs."""

import math

from planner.analysis.levers.goals import Cost, Goal
from planner.analysis.readings import lowest_cash
from planner.model.simulate import Result
from planner.plan import Plan, Target, target_text
from planner.ui.kit.words import dollars
from planner.vocabulary import sentences, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import count, money, month_name

A_MONTH = ("revenue", "free_cash_flow", "pqls")
"""Flows per month, which people also know by the year."""

SOLD = ("arr", "arr_growth", "revenue", "customers")
"""Metrics that depend on sales: what limits sales explains why they stop."""

JUST = 1e-3
"""Smallest margin over the target that is mentioned, relative to the target."""


def metric(name: str) -> str:
    """A metric as people read it."""
    return COLUMNS[name].label + (" a month" if name in A_MONTH else "")


def within(name: str) -> str:
    """A metric within a sentence: "net revenue retention", "ARR growth"."""
    return sentences.within(metric(name))


def amount(name: str, value: float, currency: str) -> str:
    """A value of a metric with its unit: "$1.2M", "112%", "14.2 months", "230"."""
    return units.of(name).precise(value, currency)


def kept(result: Result, goal: Goal) -> bool:
    """Whether the plan meets a goal; one without a value does not."""
    return bool(goal.beyond_target(result)[goal.month - 1, 0] >= 0)


def promise(result: Result, goal: Goal) -> str:
    """What a target asks for, and whether the plan meets it: "✓ $12M in Dec 2026, met"."""
    plan, met = result.plan, kept(result, goal)
    least, most = (None, goal.target) if goal.at_most else (goal.target, None)
    asked = target_text.asked(plan, Target(month=goal.month, metric=goal.metric, least=least, most=most))
    text = f"{sentences.opening(asked)} in {month_name(plan.start, goal.month)}"
    return dollars(f"{'✓' if met else '✗'} {text}, {'met' if met else 'missed'}")


def no_promise(plan: Plan) -> str:
    """That there is no target to choose, or none before the plan ends."""
    return "This plan has no targets within its horizon" if plan.acting_targets() else "This plan has no targets"


def standing(result: Result, goal: Goal) -> str:
    """Whether the plan meets the goal as it is, and by how much."""
    plan, name = result.plan, metric(goal.metric)
    when, value = month_name(plan.start, goal.month), float(result[goal.metric][goal.month - 1, 0])
    if math.isnan(value):
        return f"**{name} has no value in {when}.** {_why_no_value(result, goal)}"
    unit, floor = units.of(goal.metric), _floor(result, goal)
    over = float(goal.beyond_target(result)[goal.month - 1, 0])
    amount, (target,) = units.told_apart(unit, value, [goal.target], plan.currency)
    reached = f"{name} in {when} comes to {amount}"
    asked = f"at {'most' if goal.at_most else 'least'} {target}"
    if math.isinf(value):
        return dollars(f"**{reached}; asked for is {asked}.**")
    gap = unit.difference(abs(over), plan.currency)
    if over >= 0:
        spare = f", with {gap} to spare" if over > JUST * abs(goal.target) else ""
        verdict = "The goal is not met" if floor else "The goal is met"
        return dollars(f"**{verdict}: {reached}**, {asked} is asked for{spare}{floor}.")
    verdict = f"{gap} more than the {target} allowed" if goal.at_most else f"{gap} short of {target}"
    return dollars(f"**{reached}, {verdict}{floor}.**")


def _floor(result: Result, goal: Goal) -> str:
    """That cash falls below the goal's floor, and when; nothing when it does not."""
    if goal.keeps_floor(result)[0]:
        return ""
    plan, low = result.plan, lowest_cash.amount(result)
    text, (floor,) = units.told_apart(units.MONEY, low, [goal.cash_floor or 0.0], plan.currency)
    when = month_name(plan.start, lowest_cash.month(result))
    return f", but cash falls to {text} in {when}, below the floor of {floor}"


def _why_no_value(result: Result, goal: Goal) -> str:
    path = result[goal.metric][:, 0]
    known = [month for month, value in enumerate(path, start=1) if not math.isnan(value)]
    if known and known[0] > goal.month:
        first = month_name(result.plan.start, known[0])
        return f"It is computed over past months; the first month with a value is {first}."
    return "Its divisor is 0 in that month: choose another month or metric."


def applied(what: str, met: bool) -> str:
    """What was changed in the plan, and whether it meets the goal now."""
    return dollars(f"{what}: the goal is {'met' if met else 'not met yet'}. Undo takes it back.")


def judged(value: float, goal: Goal, plan: Plan) -> str:
    """A value of the metric in as many digits as it takes to tell it from the target."""
    return units.told_apart(units.of(goal.metric), value, [goal.target], plan.currency)[0]


def cash_out(cost: Cost, plan: Plan) -> str:
    """That cash runs out, and when; nothing when it lasts."""
    return "" if cost.cash_out_month is None else f"Cash runs out in {month_name(plan.start, cost.cash_out_month)}"


def comes_to(cost: Cost, goal: Goal, plan: Plan) -> str:
    """What a plan comes to beside its goal: "Lowest cash $2.1M in Mar 2027; 130 people in Dec 2028; ARR $31M ..."."""
    lowest, end = money(cost.lowest_cash, plan.currency), month_name(plan.start, plan.months)
    people = sentences.counted(count(cost.headcount), "people")
    return (
        f"Lowest cash {lowest} in {month_name(plan.start, cost.lowest_month)}; {people} in "
        f"{month_name(plan.start, goal.month)}; ARR {money(cost.arr, plan.currency)} in {end}"
    )


def lowest(cost: Cost, plan: Plan) -> str:
    """The lowest cash that an answer leads to and its month, or when cash runs out."""
    out = cash_out(cost, plan)
    lowest = f"{money(cost.lowest_cash, plan.currency)}, {month_name(plan.start, cost.lowest_month)}"
    return f"{lowest}: {sentences.within(out)}" if out else lowest


def unbroken(text: str) -> str:
    """The text with spaces that break only after a comma or a colon."""
    return (
        text.replace(" ", "\N{NO-BREAK SPACE}")
        .replace(",\N{NO-BREAK SPACE}", ", ")
        .replace(":\N{NO-BREAK SPACE}", ": ")
    )
