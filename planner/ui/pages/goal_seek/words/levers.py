"""What levers would have to be, in words."""

import math
from collections.abc import Mapping, Sequence

from planner.analysis.levers.goals import Goal
from planner.analysis.levers.solve import Solution
from planner.analysis.levers.together import Together
from planner.model.simulate import Result
from planner.plan import Plan, reference_data
from planner.ui.kit.words import dollars
from planner.ui.pages.goal_seek.words import goals
from planner.vocabulary import lever_text, sentences, units
from planner.vocabulary.levers import CATALOGUE, Lever
from planner.vocabulary.numbers import MISSING, count, money, month_name, plain, rate, significant

STILL = 1e-9
"""Smaller relative changes of a metric count as none."""


FAR = 2.0
"""From this many usual ranges on a distance is counted in ranges, below it given in percent."""


def reading(found: Sequence[Solution], goal: Goal, result: Result) -> str:
    """What is nearest and what is out of reach, in two sentences, of the levers that the company decides on.

    found: as they are ranked, none met already.
    """
    decided = [one for one in found if not one.beyond_control]
    near = [one for one in decided if one.value is not None]
    far = [one for one in decided if one.value is None]
    base, name = float(result[goal.metric][goal.month - 1, 0]), goals.within(goal.metric)
    moving = [one for one in far if _moves(one, base)]
    if not near and not moving:
        what = "gives it a value" if math.isnan(base) else f"brings {name} any nearer"
        return f"**No lever alone is enough.** None of the {len(decided)} {what} by then."
    nearest = _nearest(near[0], goal, result.plan) if near else "**No lever alone is enough:** it takes several"
    if not far:
        every = f"each of the {len(decided)} levers" if len(decided) > 1 else "the lever"
        return dollars(f"{nearest}. **Out of reach:** nothing; {every} can do it alone.")
    still = len(far) - len(moving)
    rest = f"{len(far)} of {sentences.counted(len(decided), 'levers')} alone"
    if moving:
        lever = lever_text.name_within(CATALOGUE[moving[0].lever])
        rest += (
            f"; the best of them, {lever}, brings {name} to {goals.judged(moving[0].metric, goal, result.plan)} at best"
        )
    if still:
        rest += f"{', and' if moving else ';'} {still} bring{'s' if still == 1 else ''} it no nearer"
    return dollars(f"{nearest}. **Out of reach:** {rest}.")


def _nearest(one: Solution, goal: Goal, plan: Plan) -> str:
    """The first answer; before it the value that brings most of it, and that cash runs out with it."""
    lever = CATALOGUE[one.lever]
    out = f"; but {sentences.within(goals.cash_out(one.cost, plan))} with it" if not one.cost.cash_lasts else ""
    if one.part_way is None:
        return f"**Nearest:** {_instead(one, plan)}{out}"
    part, value = (
        lever_text.span(lever, plan.currency, one.part_way.value),
        one.today if one.value is None else one.value,
    )
    most = f"{lever_text.name_within(lever)} at {part} instead of {_bare(one, one.today)} {most_of_it(one, goal, plan)}"
    return f"**Nearest:** {most}; at {lever_text.span(lever, plan.currency, value)} the goal is met{out}"


def most_of_it(one: Solution, goal: Goal, plan: Plan) -> str:
    """What a value much nearer to today's brings: "brings ARR to $7.8M of $8M, 98% of the gain"."""
    if one.part_way is None:
        return ""
    metric = goals.judged(one.part_way.metric, goal, plan)
    target = goals.amount(goal.metric, goal.target, plan.currency)
    return f"brings {goals.within(goal.metric)} to {metric} of {target}, {rate(one.part_way.share)} of the gain"


def notes(one: Solution, currency: str) -> list[str]:
    """How far a value is from today's, and where else the goal is just met."""
    return [note for note in (distance(one), others(one, currency)) if note]


def _moves(one: Solution, base: float) -> bool:
    if math.isnan(one.metric) or math.isnan(base):
        return not (math.isnan(one.metric) and math.isnan(base))
    return abs(one.metric - base) > STILL * abs(base)


def _instead(one: Solution, plan: Plan) -> str:
    lever, value = CATALOGUE[one.lever], one.today if one.value is None else one.value
    needed = lever_text.span(lever, plan.currency, value)
    away = f", {distance(one)}" if distance(one) else ""
    return f"{lever_text.name_within(lever)} at {needed} instead of {_bare(one, one.today)}{away}"


def values(one: Solution, currency: str) -> str:
    """Today's value and the needed one: "60,000 → 64,210 USD a year"."""
    lever, value = CATALOGUE[one.lever], one.today if one.value is None else one.value
    return f"{lever_text.shown(lever, _short(lever, one.today))} → {lever_text.span(lever, currency, value)}"


def change(one: Solution) -> str:
    """The needed change of a lever: "+7%", "+0.94 pts" of a share; from 0 in the lever's unit."""
    lever, value = CATALOGUE[one.lever], one.today if one.value is None else one.value
    step = value - one.today
    if lever.is_share:
        return units.SHARE.signed(step, "")
    sign = "+" if step > 0 else ""
    if one.today == 0:
        return f"{sign}{significant(step, 3)}"
    share = step / abs(one.today)
    return f"{sign}{rate(share)}" if share < 10 else f"× {count(value / one.today)}"


def distance(one: Solution) -> str:
    """How far the change is, in today's value or in usual ranges, whichever is more; nothing for a lever without."""
    if one.of_range is not None and one.of_range == one.distance:
        return (
            f"{plain(one.of_range)} usual ranges away"
            if one.of_range >= FAR
            else f"{rate(one.of_range)} of its usual range away"
        )
    if one.of_today is None:
        return ""
    if one.distance <= 1:
        return f"{rate(one.distance)} of today's value away"
    times = (one.today if one.value is None else one.value) / one.today
    return f"{plain(times)} times today's value" if times > 0 else f"{plain(one.distance)} times today's value away"


def usual(one: Solution, plan: Plan) -> str:
    """Whether the needed value is usual: "inside the usual 15 to 30%"."""
    lever, value = reference_data.lever(plan, one.lever), one.today if one.value is None else one.value
    if lever.usual_low is None:
        return "no usual range"
    side = "outside" if lever.outside_usual(value) else "inside"
    return f"{side} the usual {lever_text.usual_range(lever, plan.currency)}"


def others(one: Solution, currency: str) -> str:
    """Further values at which the goal is just met."""
    lever = CATALOGUE[one.lever]
    texts = [lever_text.brief(lever, _short(lever, value), currency) for value in one.others[:2]]
    more = f" and {len(one.others) - 2} more" if len(one.others) > 2 else ""
    return f"also just met at {' and '.join(texts)}{more}" if texts else ""


def _short(lever: Lever, value: float) -> float:
    return lever_text.rounded(lever, value, 4)


def verdict(one: Solution, goal: Goal, result: Result) -> str:
    """The needed value of a lever, as a cell of the table."""
    if one.value is not None:
        return lever_text.shown(CATALOGUE[one.lever], one.value) + _percent(one)
    if not _moves(one, float(result[goal.metric][goal.month - 1, 0])):
        return f"does not move {goals.within(goal.metric)}"
    return f"not within its bounds: {_at_best(one, goal, result)}"


def _at_best(one: Solution, goal: Goal, result: Result) -> str:
    at = _bare(one, one.today if one.best_at is None else one.best_at)
    return f"best is {goals.judged(one.metric, goal, result.plan)} at {at}"


def _bare(one: Solution, value: float) -> str:
    """A value of a lever in four digits, without its unit."""
    return lever_text.shown(CATALOGUE[one.lever], _short(CATALOGUE[one.lever], value)) + _percent(one)


def _percent(one: Solution) -> str:
    return units.of_lever(CATALOGUE[one.lever]).mark


def table(found: Sequence[Solution], goal: Goal, result: Result) -> Mapping[str, list[str]]:
    """The levers that move the metric as texts, by heading; lines break after a comma or a colon only."""
    currency, base = result.plan.currency, float(result[goal.metric][goal.month - 1, 0])
    moving = [one for one in found if one.value is not None or _moves(one, base)]
    columns = {
        "Lever": [lever_text.name(CATALOGUE[one.lever]) for one in moving],
        "Today": [_bare(one, one.today) for one in moving],
        "Would have to be": [verdict(one, goal, result) for one in moving],
        "Change": [change(one) if one.status == "found" else MISSING for one in moving],
        "Usual range": [
            lever_text.usual_range(reference_data.lever(result.plan, one.lever), currency) or MISSING for one in moving
        ],
        "Lowest cash": [goals.lowest(one.cost, result.plan) for one in moving],
        "Headcount": [count(one.cost.headcount) for one in moving],
        f"ARR in {month_name(result.plan.start, result.months)}": [money(one.cost.arr, currency) for one in moving],
    }
    return {name: [goals.unbroken(text) for text in texts] for name, texts in columns.items()}


def still(found: Sequence[Solution], goal: Goal, result: Result) -> str:
    """Which levers do not move the metric at all."""
    base = float(result[goal.metric][goal.month - 1, 0])
    idle = [one for one in found if one.value is None and not _moves(one, base)]
    names = [lever_text.name_within(CATALOGUE[one.lever]) for one in idle]
    if not names:
        return f"Every lever moves {goals.within(goal.metric)}."
    by = month_name(result.plan.start, goal.month)
    return f"These do not move {goals.within(goal.metric)} by {by}: {', '.join(names)}."


def lever_alone(one: Solution, goal: Goal, result: Result) -> str:
    """One lever in detail: what it is, what it would have to be, what that comes to."""
    lever, plan = CATALOGUE[one.lever], result.plan
    name, today = lever_text.name(lever), _span(one, one.today, plan.currency)
    if one.status == "met":
        return dollars(f"**{name} is {today}.** The goal stays met {stays_met(one, plan)}.")
    if one.value is None:
        return dollars(f"**{name} is {today}, and no value of it meets the goal:** {_best(one, goal, result)}.")
    also = f"; {others(one, plan.currency)}" if one.others else ""
    value, out = lever_text.span(lever, plan.currency, one.value), goals.cash_out(one.cost, plan)
    most = (
        f" {lever_text.span(lever, plan.currency, one.part_way.value)} {most_of_it(one, goal, plan)}."
        if one.part_way
        else ""
    )
    cost = f" {f'**{out}.** ' if out else ''}{goals.comes_to(one.cost, goal, plan)}."
    return dollars(f"**{name} is {today} and would have to be {value}**, {usual(one, plan)}{also}.{most}{cost}")


def stays_met(one: Solution, plan: Plan) -> str:
    """For which values of a lever a goal that is met stays so: "between 20 and 80%", "whatever it is"."""
    lever = CATALOGUE[one.lever]
    low = None if one.met_from in (None, lever.min) else one.met_from
    high = None if one.met_to in (None, lever.max) else one.met_to
    if low is not None and high is not None:
        return f"between {lever_text.shown(lever, low)} and {lever_text.span(lever, plan.currency, high)}"
    if low is not None:
        return f"while it is at least {lever_text.span(lever, plan.currency, low)}"
    return "whatever it is" if high is None else f"while it is at most {lever_text.span(lever, plan.currency, high)}"


def rooms(found: Sequence[Solution], plan: Plan) -> Mapping[str, list[str]]:
    """How far each lever may go for a goal that is met, as texts by the heading of the column."""
    return {
        "Lever": [lever_text.name(CATALOGUE[one.lever]) for one in found],
        "Today": [_bare(one, one.today) for one in found],
        "The goal stays met": [stays_met(one, plan) for one in found],
    }


def _span(one: Solution, value: float, currency: str) -> str:
    """A value of a lever with its unit, in four digits."""
    lever = CATALOGUE[one.lever]
    return lever_text.span(lever, currency, _short(lever, value))


def _best(one: Solution, goal: Goal, result: Result) -> str:
    if not _moves(one, float(result[goal.metric][goal.month - 1, 0])):
        return f"it does not move {goals.within(goal.metric)}"
    return _at_best(one, goal, result)


def together(found: Together, goal: Goal, plan: Plan) -> str:
    """The least share of the way that meets the goal, or how near all of it comes."""
    when, share = month_name(plan.start, goal.month), rate(found.share)
    reached = f"{goals.within(goal.metric)} in {when} comes to {goals.judged(found.metric, goal, plan)}"
    if found.status == "out of reach":
        return dollars(f"**Not within their usual ranges:** at best, {share} of the way, {reached}.")
    out = goals.cash_out(found.cost, plan)
    return dollars(f"**{share} of the way of each meets the goal**: {reached}.{f' **{out}.**' if out else ''}")


def together_table(found: Together, plan: Plan) -> Mapping[str, list[str]]:
    """The levers that move together, as texts by the heading of the column."""

    def shown(values: Sequence[float]) -> list[str]:
        levers = [CATALOGUE[lever_id] for lever_id in found.levers]
        return [
            lever_text.span(lever, plan.currency, _short(lever, value))
            for lever, value in zip(levers, values, strict=True)
        ]

    return {
        "Lever": [lever_text.name(CATALOGUE[lever_id]) for lever_id in found.levers],
        "Today": shown(found.today),
        "Would have to be": shown(found.values),
        "Better end": shown(found.ends),
    }
