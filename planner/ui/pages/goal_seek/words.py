"""The Goal seek page in words."""

import math
from collections.abc import Mapping, Sequence

from planner.analysis import next_dollar
from planner.analysis.funding import Round
from planner.analysis.hiring.hire_by import EvenHiring, MonthHiring, deadlines
from planner.analysis.levers.goals import Cost, Goal
from planner.analysis.levers.solve import Solution
from planner.analysis.levers.together import Together
from planner.analysis.next_dollar import Step
from planner.model.simulate import Result
from planner.plan import Plan, reference_data
from planner.ui.kit.words import dollars, limiter
from planner.vocabulary import lever_text, sentences, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE, Lever
from planner.vocabulary.numbers import MISSING, count, likely, money, month_name, plain, rate, significant
from planner.vocabulary.teams import TEAMS

A_MONTH = ("revenue", "free_cash_flow", "pqls")
"""Flows per month, which people also know by the year."""

SOLD = ("arr", "arr_growth", "revenue", "customers")
"""Metrics that depend on sales: what limits sales explains why they stop."""

STILL = 1e-9
"""Smaller relative changes of a metric count as none."""

JUST = 1e-3
"""Smallest margin over the target that is mentioned, relative to the target."""

FAR = 2.0
"""From this many usual ranges on a distance is counted in ranges, below it given in percent."""


def metric(name: str) -> str:
    """A metric as people read it."""
    return COLUMNS[name].label + (" a month" if name in A_MONTH else "")


def within(name: str) -> str:
    """A metric within a sentence: "net revenue retention", "ARR growth"."""
    return sentences.within(metric(name))


def amount(name: str, value: float, currency: str) -> str:
    """A value of a metric with its unit: "$1.2M", "112%", "14.2 months", "230"."""
    return units.of(name).precise(value, currency)


def promise(result: Result, month: int, arr: float) -> str:
    """A target, and whether the plan meets it: "✓ $12M in Dec 2026"."""
    kept = float(result["arr"][month - 1, 0]) >= arr
    plan = result.plan
    text = f"{money(arr, plan.currency)} in {month_name(plan.start, month)}"
    return dollars(f"{'✓' if kept else '✗'} {text}, {'met' if kept else 'missed'}")


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
    plan, cash = result.plan, result["cash"][:, 0]
    lowest, low = int(cash.argmin()), float(cash.min())
    text, (floor,) = units.told_apart(units.MONEY, low, [goal.cash_floor or 0.0], plan.currency)
    return f", but cash falls to {text} in {month_name(plan.start, lowest + 1)}, below the floor of {floor}"


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


def reading(found: Sequence[Solution], goal: Goal, result: Result) -> str:
    """What is nearest and what is out of reach, in two sentences, of the levers that the company decides on.

    found: as they are ranked, none met already.
    """
    decided = [one for one in found if not one.beyond_control]
    near = [one for one in decided if one.value is not None]
    far = [one for one in decided if one.value is None]
    base, name = float(result[goal.metric][goal.month - 1, 0]), within(goal.metric)
    moving = [one for one in far if _moves(one, base)]
    if not near and not moving:
        what = "gives it a value" if math.isnan(base) else f"moves {name}"
        return f"**No lever alone is enough.** None of the {len(decided)} {what} by then."
    nearest = _nearest(near[0], goal, result.plan) if near else "**No lever alone is enough:** it takes several"
    if not far:
        return dollars(f"{nearest}. **Out of reach:** nothing; each of the {len(decided)} levers can do it alone.")
    still = len(far) - len(moving)
    rest = f"{len(far)} of {len(decided)} levers alone"
    if moving:
        lever = lever_text.name_within(CATALOGUE[moving[0].lever])
        rest += f"; the best of them, {lever}, brings {name} to {_judged(moving[0].metric, goal, result.plan)} at best"
    if still:
        rest += f"{', and' if moving else ';'} {still} do not move it at all"
    return dollars(f"{nearest}. **Out of reach:** {rest}.")


def _nearest(one: Solution, goal: Goal, plan: Plan) -> str:
    """The first answer; before it the value that brings most of it, and that cash runs out with it."""
    lever = CATALOGUE[one.lever]
    out = f"; but {sentences.within(cash_out(one.cost, plan))} with it" if not one.cost.cash_lasts else ""
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
    metric = _judged(one.part_way.metric, goal, plan)
    target = amount(goal.metric, goal.target, plan.currency)
    return f"brings {within(goal.metric)} to {metric} of {target}, {rate(one.part_way.share)} of the gain"


def _judged(value: float, goal: Goal, plan: Plan) -> str:
    """A value of the metric in as many digits as it takes to tell it from the target."""
    return units.told_apart(units.of(goal.metric), value, [goal.target], plan.currency)[0]


def cash_out(cost: Cost, plan: Plan) -> str:
    """That cash runs out, and when; nothing when it lasts."""
    return "" if cost.cash_out_month is None else f"Cash runs out in {month_name(plan.start, cost.cash_out_month)}"


def comes_to(cost: Cost, goal: Goal, plan: Plan) -> str:
    """What a plan comes to beside its goal: "Lowest cash $2.1M in Mar 2027; 130 people in Dec 2028; ARR $31M ..."."""
    lowest, end = money(cost.lowest_cash, plan.currency), month_name(plan.start, plan.months)
    return (
        f"Lowest cash {lowest} in {month_name(plan.start, cost.lowest_month)}; {count(cost.headcount)} people in "
        f"{month_name(plan.start, goal.month)}; ARR {money(cost.arr, plan.currency)} in {end}"
    )


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
    return f"{rate(one.distance)} of today's value away" if one.of_today is not None else ""


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
        return f"does not move {within(goal.metric)}"
    return f"not within its bounds: {_at_best(one, goal, result)}"


def _at_best(one: Solution, goal: Goal, result: Result) -> str:
    at = _bare(one, one.today if one.best_at is None else one.best_at)
    return f"best is {_judged(one.metric, goal, result.plan)} at {at}"


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
        "Lowest cash": [_lowest_cash(one.cost, result.plan) for one in moving],
        "Headcount": [count(one.cost.headcount) for one in moving],
        f"ARR in {month_name(result.plan.start, result.months)}": [money(one.cost.arr, currency) for one in moving],
    }
    return {name: [_unbroken(text) for text in texts] for name, texts in columns.items()}


def _lowest_cash(cost: Cost, plan: Plan) -> str:
    out = cash_out(cost, plan)
    lowest = f"{money(cost.lowest_cash, plan.currency)}, {month_name(plan.start, cost.lowest_month)}"
    return f"{lowest}: {sentences.within(out)}" if out else lowest


def _unbroken(text: str) -> str:
    """The text with spaces that break only after a comma or a colon."""
    return (
        text.replace(" ", "\N{NO-BREAK SPACE}")
        .replace(",\N{NO-BREAK SPACE}", ", ")
        .replace(":\N{NO-BREAK SPACE}", ": ")
    )


def still(found: Sequence[Solution], goal: Goal, result: Result) -> str:
    """Which levers do not move the metric at all."""
    base = float(result[goal.metric][goal.month - 1, 0])
    idle = [one for one in found if one.value is None and not _moves(one, base)]
    names = [lever_text.name_within(CATALOGUE[one.lever]) for one in idle]
    if not names:
        return f"Every lever moves {within(goal.metric)}."
    return (
        f"These do not move {within(goal.metric)} by {month_name(result.plan.start, goal.month)}: {', '.join(names)}."
    )


def lever_alone(one: Solution, goal: Goal, result: Result) -> str:
    """One lever in detail: what it is, what it would have to be, what that comes to."""
    lever, plan = CATALOGUE[one.lever], result.plan
    name, today = lever_text.name(lever), _span(one, one.today, plan.currency)
    if one.status == "met":
        return dollars(f"**{name} is {today}.** The goal stays met {stays_met(one, plan)}.")
    if one.value is None:
        return dollars(f"**{name} is {today}, and no value of it meets the goal:** {_best(one, goal, result)}.")
    also = f"; {others(one, plan.currency)}" if one.others else ""
    value, out = lever_text.span(lever, plan.currency, one.value), cash_out(one.cost, plan)
    most = (
        f" {lever_text.span(lever, plan.currency, one.part_way.value)} {most_of_it(one, goal, plan)}."
        if one.part_way
        else ""
    )
    cost = f" {f'**{out}.** ' if out else ''}{comes_to(one.cost, goal, plan)}."
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
        return f"it does not move {within(goal.metric)}"
    return _at_best(one, goal, result)


def level_hiring(level: EvenHiring, result: Result) -> str:
    """The lowest level hiring that meets the goal, or why none does."""
    plan, goal, several = result.plan, level.goal, TEAMS[level.team].sellers
    first, when = month_name(plan.start, level.first_month), month_name(plan.start, goal.month)
    if level.first_month > goal.month:
        return f"**No hire can help by {when}:** a seat that opens in the plan's first month is filled in {first}."
    if level.hires_per_quarter is None:
        return impossible(level, plan)
    now, number = _number(level.planned), _number(level.hires_per_quarter)
    met, fewer = bool(goal.score(result)[0, 0] >= 0), level.hires_per_quarter < level.planned
    if number == now:
        return f"**{number} {several} a quarter from {first} on meet the goal,** as planned; no fewer do."
    if fewer and not met:
        fewest = f"{number} {several} a quarter" if level.hires_per_quarter else f"no {several}"
        return f"**It takes fewer hires:** {fewest} from {first} on, instead of {now}."
    if level.hires_per_quarter == 0:
        return f"**No more {several} are needed** from {first} on; the plan hires {now} a quarter."
    if fewer:
        return f"**{number} {several} a quarter from {first} on are enough;** the plan hires {now}."
    return f"**{number} {several} a quarter from {first} on meet the goal,** instead of {now}; no fewer do."


def _number(hires: float) -> str:
    return f"{hires:.3g}"


def impossible(level: EvenHiring, plan: Plan) -> str:
    """Why no hiring of a team meets the goal, and when it could be met."""
    goal, several = level.goal, TEAMS[level.team].sellers
    when = month_name(plan.start, goal.month)
    if level.below_floor is not None and goal.cash_floor is not None:
        number, lowest = level.below_floor
        text, (floor,) = units.told_apart(units.MONEY, lowest, [goal.cash_floor], plan.currency)
        return dollars(
            f"**Impossible with cash at {floor} or more:** {_number(number)} {several} a quarter reach the target by "
            f"{when}, but cash falls to {text}."
        )
    best = _judged(level.metric, goal, plan)
    text = f"**Impossible by {when}, however many {several} are hired:** at best {within(goal.metric)} comes to {best}"
    if level.best_at:
        text += f", with {_number(level.best_at)} a quarter"
    if level.most_at is not None:
        number, metric = level.most_at
        text += f"; {_number(number)} a quarter bring it to {_judged(metric, goal, plan)}"
    text += "."
    if goal.metric in SOLD and level.limit is not None:
        limit = limiter(level.limit)
        text += f" {sentences.opening(limit)} limit {TEAMS[level.team].sales} then."
    if level.earliest is None:
        return dollars(f"{text} No hiring of this team reaches it within the plan.")
    return dollars(f"{text} The earliest is {month_name(plan.start, level.earliest)}.")


def all_at_once(
    found: Sequence[MonthHiring], team: str, goal: Goal, plan: Plan, level: EvenHiring | None = None
) -> str:
    """How many more sellers meet the goal, if all start in one month, and the month from which it is too late.

    level: the even hiring that meets it; it may be fewer than the plan hires.
    """
    one, several = TEAMS[team].seller.one, TEAMS[team].sellers
    when = month_name(plan.start, goal.month)
    if not found:
        return f"**No hire can help by {when}:** a seat that opens in the plan's first month is filled after that."
    last = deadlines(found)
    if not last:
        if level is not None and level.hires_per_quarter is not None:
            number = f"{_number(level.hires_per_quarter)} {several}" if level.hires_per_quarter else f"no {several}"
            fewer = "fewer" if level.hires_per_quarter < level.planned else "level"
            return (
                f"**No more {several} who start in one month meet the goal by {when}, but {fewer} hires do:** {number} "
                f"a quarter from {month_name(plan.start, level.first_month)} on, instead of {_number(level.planned)}."
            )
        best = min(found, key=lambda start: abs(start.metric - goal.target))
        reached = _judged(best.metric, goal, plan)
        return dollars(
            f"**Impossible by {when}, however many {several} start in one month:** at best {within(goal.metric)} comes "
            f"to {reached}."
        )
    if all(start.sellers == 0 for start in last):
        return f"**No more {several} are needed:** the plan meets the goal with those it hires."
    fewest, most = last[0], last[-1]
    text = f"{fewest.sellers} more {one if fewest.sellers == 1 else several} by {month_name(plan.start, fewest.month)}"
    if most is not fewest:
        text += f", or {most.sellers} by {month_name(plan.start, most.month)}"
    too_late = most.month + 1
    end = f" From {month_name(plan.start, too_late)} on it is impossible." if too_late <= goal.month else ""
    verb = "meets" if most is fewest and fewest.sellers == 1 else "meet"
    return f"**{text}, {verb} the goal.**{end}"


def together(found: Together, goal: Goal, plan: Plan) -> str:
    """The least share of the way that meets the goal, or how near all of it comes."""
    when, share = month_name(plan.start, goal.month), rate(found.share)
    reached = f"{within(goal.metric)} in {when} comes to {_judged(found.metric, goal, plan)}"
    if found.status == "out of reach":
        return dollars(f"**Not within their usual ranges:** at best, {share} of the way, {reached}.")
    out = cash_out(found.cost, plan)
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


def rounds_about(floor: float, plan: Plan) -> str:
    """What a round is asked to do."""
    return f"On top of the plan's own rounds, to keep cash at {money(floor, plan.currency)} or more in every month."


def no_round(found: Round, plan: Plan) -> str:
    """That cash stays at the floor or above it without another round."""
    lowest, when = money(found.lowest_cash, plan.currency), month_name(plan.start, found.lowest_month)
    return dollars(
        f"**No round is needed:** cash stays at {money(found.floor, plan.currency)} or more, at its lowest {lowest} in "
        f"{when}."
    )


def round_answer(found: Round, plan: Plan, by: str) -> str:
    """The round that it takes, or why none does. by: "month" when its amount was asked for, "amount" when its month."""
    floor, amount = money(found.floor, plan.currency), money(found.amount, plan.currency)
    below = f"Without it cash falls below {floor} in {month_name(plan.start, found.below or 1)}."
    if found.status == "found" and found.month is not None:
        when = month_name(plan.start, found.month)
        text = (
            f"The smallest round in {when} is {amount}" if by == "month" else f"The latest month of {amount} is {when}"
        )
        return dollars(f"**{text}.** {below}")
    if found.status == "not needed":
        return no_round(found, plan)
    if by == "amount":
        return dollars(f"**A round of {amount} is too small in any month.** {below}")
    if found.below is not None and found.month is not None and found.below < found.month:
        return dollars(f"**A round in {month_name(plan.start, found.month)} comes too late.** {below}")
    return dollars(f"**No round is large enough.** {below}")


def added_round(plan: Plan, month: int, amount: float) -> str:
    """What was added: "A round of $5M in Jun 2027 is in the plan"."""
    return f"A round of {money(amount, plan.currency)} in {month_name(plan.start, month)} is in the plan"


NEXT_COST = (
    "Cost: operating cost with the step less without, both without commissions, hosting of paying customers and "
    "delivery of services, which follow revenue; a play costs what its events change, and nothing else. Pays: the "
    "chance, over the plan's draws, that free cash flow over these months is higher with the step."
)


def next_about(plan: Plan) -> str:
    """What is compared."""
    months = min(next_dollar.MONTHS, plan.months)
    return f"One step of each alone, over the {months} months to {month_name(plan.start, months)}."


def next_step(found: Sequence[Step], plan: Plan) -> str:
    """What adds most ARR per unit of cost, of what costs something."""
    paid = [step for step in found if step.arr > 0 and step.cost > 0]
    if not paid:
        return "**Nothing that costs something adds ARR by then.**"
    best = paid[0]
    free = len([step for step in found if step.arr > 0 and step.cost <= 0])
    rest = f" {free} more {'add' if free > 1 else 'adds'} ARR at no cost that the model knows." if free else ""
    return dollars(
        f"**{_step(best)} adds most for its cost:** {money(best.arr, plan.currency)} of ARR for "
        f"{money(best.cost, plan.currency)}.{rest}"
    )


def _step(step: Step) -> str:
    return step.name if step.kind == "play" else lever_text.name(CATALOGUE[step.name])


def next_steps(found: Sequence[Step], plan: Plan) -> Mapping[str, list[str]]:
    """The steps that add ARR, as texts by the heading of the column."""
    adding = [step for step in found if step.arr > 0]
    columns = {
        "Step": [_step(step) for step in adding],
        "From, to": [
            MISSING
            if step.start is None or step.end is None
            else lever_text.change(CATALOGUE[step.name], step.start, step.end, plan.currency)
            for step in adding
        ],
        "Costs": [money(step.cost, plan.currency) for step in adding],
        "Adds ARR": [money(step.arr, plan.currency) for step in adding],
        "ARR per 1 of cost": [
            significant(step.arr_per_cost, 2) if math.isfinite(step.arr_per_cost) else "no cost" for step in adding
        ],
        "Pays": [MISSING if step.pays is None else likely(step.pays) for step in adding],
    }
    return {name: [_unbroken(text) for text in texts] for name, texts in columns.items()}


def next_idle(found: Sequence[Step]) -> str:
    """The steps that add no ARR."""
    idle = [sentences.within(_step(step)) for step in found if step.arr <= 0]
    return f"These add no ARR by then: {', '.join(idle)}." if idle else "Every step adds ARR by then."
