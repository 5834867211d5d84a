"""The Stress test page in words."""

import math
from collections.abc import Sequence

import numpy as np

from planner.analysis.levers.breaking_points import MOST_BURN, BreakingPoint
from planner.analysis.levers.repairs import Repair
from planner.analysis.levers.sensitivity import UNLIMITED
from planner.analysis.readings import lowest_cash
from planner.model.simulate import Result
from planner.plan import Plan, Target, reference_data, target_text
from planner.ui.kit.words import dollars
from planner.vocabulary import sentences, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.lever_text import brief, name, rounded
from planner.vocabulary.levers import CATALOGUE, Lever
from planner.vocabulary.numbers import FAINT, MISSING, is_faint, money, month_name, rate
from planner.vocabulary.units import MONEY

FEW = 3
"""The most names that a sentence lists."""

MANY_TIMES = 10
"""From this margin on, it is given as a multiple."""

DIGITS = range(3, 7)
"""Numbers of digits that are tried to tell a value from another."""


def listed(names: Sequence[str]) -> str:
    """Names in bold, in a row: "**A**, **B** and **C**"."""
    return sentences.listed([f"**{one}**" for one in names])


def reading(
    planned: Result,
    hit: Result,
    shocks: Sequence[str],
    points: Sequence[BreakingPoint],
    spread: tuple[float, float] | None = None,
    fall: tuple[str, str, str] | None = None,
) -> str:
    """The effect of the shocks and the thinnest margin, in two sentences.

    shocks: names of those that are on. points: of the plan under them. spread: ends of 8 in 10 draws of ARR in the last
    month. fall: what becomes less likely, with its probability as planned and under the shocks, as texts.
    """
    first = _under(planned, hit, shocks, fall) if shocks else _as_planned(planned, spread)
    return dollars(f"{first}. {thinnest(points, hit.plan)}.")


def _as_planned(planned: Result, spread: tuple[float, float] | None) -> str:
    plan, arr = planned.plan, float(planned["arr"][-1, 0])
    where = f"ARR in {month_name(plan.start, plan.months)} is {money(arr, plan.currency)}"
    if spread:
        low, high = (money(end, plan.currency) for end in spread)
        where += f", and between {low} and {high} in 8 of 10 draws"
    return f"No shock is on: {where}; {_cash(planned, planned)}"


def _under(planned: Result, hit: Result, shocks: Sequence[str], fall: tuple[str, str, str] | None) -> str:
    plan = planned.plan
    who = listed(shocks) if len(shocks) <= FEW else f"{len(shocks)} shocks together"
    before, after = (float(result["arr"][-1, 0]) for result in (planned, hit))
    end = month_name(plan.start, plan.months)
    arr = f"stays at {money(after, plan.currency)}"
    if MONEY.shows(after - before, before):
        arr = f"is {money(after, plan.currency)}, {_changed(before, after, plan)} than planned"
    parts = [f"With {who}, ARR in {end} {arr}", _cash(planned, hit)]
    if fall:
        parts.append(f"the chance of {fall[0]} goes from {fall[1]} to {fall[2]}")
    return "; ".join(parts)


def _changed(before: float, after: float, plan: Plan) -> str:
    """How much less or more it is: "$1.2M (4.1%) less", "under 0.1% more"."""
    than = "less" if after < before else "more"
    if is_faint(after - before, before):
        return f"{FAINT} {than}"
    share = f" ({rate(abs(after / before - 1))})" if before > 0 else ""
    return f"{money(abs(after - before), plan.currency)}{share} {than}"


def _cash(planned: Result, hit: Result) -> str:
    before, after = (float(result.cash_out_month()[0]) for result in (planned, hit))
    plan = hit.plan
    if math.isnan(after):
        lowest = money(lowest_cash.amount(hit), plan.currency)
        return f"cash lasts{' after all' if not math.isnan(before) else ''}, at {lowest} or more"
    out = f"cash runs out in {month_name(plan.start, int(after))}"
    if math.isnan(before) or planned is hit:
        return out
    if before == after:
        return f"cash still runs out in {month_name(plan.start, int(after))}"
    return f"{out} instead of {month_name(plan.start, int(before))}"


def thinnest(points: Sequence[BreakingPoint], plan: Plan) -> str:
    """What is broken already, and the lever with the thinnest margin."""
    broken = [point for point in points if point.already]
    done = already(points, plan) if len(broken) <= FEW else f"{len(broken)} limits are broken already"
    ahead = [point for point in points if point.value is not None]
    if not ahead:
        far = ", however far it goes"
        return f"{done}; no lever alone breaks anything else{far}" if done else f"No lever alone breaks anything{far}"
    point = ahead[0]
    today, value = ends(point, plan.currency)
    far = f" ({margin(point)})" if point.today else ""
    lever = name(CATALOGUE[point.lever or ""])
    thin = f"thinnest margin is {lever}: at {value} instead of {today}{far} {breaks(point, plan)}"
    return f"{done}; after that, the {thin}" if done else f"The {thin}"


def already(points: Sequence[BreakingPoint], plan: Plan) -> str:
    """What the plan breaks as it is, or nothing: "Broken already: cash runs out in Mar 2028"."""
    done = [breaks(point, plan) for point in points if point.already]
    return f"Broken already: {', and '.join(done)}" if done else ""


def all_broken(points: Sequence[BreakingPoint], plan: Plan) -> str:
    """What the plan breaks as it is, in a sentence, or as a list where there is much of it."""
    if len(points) < FEW:
        return f"{already(points, plan)}."
    return "Broken already:\n" + "".join(f"\n- {breaks(point, plan)}" for point in points)


REPAIRS = "Each alone repairs it and breaks nothing that holds; the nearest to today's value first."


def repair(one: Repair, plan: Plan) -> str:
    """What would repair one thing: "Cash lasts with a round of $4.2M in Mar 2028, or with win rate 22% → 25%"."""
    ways = []
    if one.round:
        amount = money(_up(one.round.amount), plan.currency)
        ways.append(f"a round of {amount} in {month_name(plan.start, one.round.month or 1)}")
    for move in one.moves:
        lever = CATALOGUE[move.lever]
        values = " → ".join(brief(lever, value, plan.currency) for value in (move.today, move.value))
        far = " (outside its usual range)" if reference_data.lever(plan, move.lever).outside_usual(move.value) else ""
        ways.append(f"{name(lever)} {values}{far}")
    burn = f"The burn multiple stays at {MOST_BURN:g} or below"
    said = {"all": "All of it holds", "cash": "Cash lasts", "burn_multiple": burn}
    what = f"{target_text.promised(plan, one.target)} is kept" if one.target else said[one.what]
    return f"**{what}** with {', or '.join(ways)}" if ways else f"**{what}** with no lever alone"


def _up(amount: float) -> float:
    """An amount rounded up to three digits."""
    unit = 10.0 ** (math.floor(math.log10(amount)) - 2) if amount > 0 else 1.0
    return math.ceil(amount / unit) * unit


def breaks(point: BreakingPoint, plan: Plan) -> str:
    """What breaks first, and when, within a sentence: "cash runs out in Mar 2028"."""
    what, when = broken(point, plan)
    does = {"cash": "cash runs out", "burn_multiple": f"the burn multiple passes {MOST_BURN:g}"}
    return f"{does.get(point.limit, f'the {what} is missed')} in {when}"


def broken(point: BreakingPoint, plan: Plan) -> tuple[str, str]:
    """What breaks first, and when: "target of $35M", "Dec 2028"."""
    month = point.month or 0
    if point.limit != "target":
        return {"cash": "cash", "burn_multiple": "burn multiple"}[point.limit], month_name(plan.start, month)
    missed = next(one for one in plan.acting_targets() if (one.month, one.metric) == (month, point.metric))
    return f"target of {target_text.asked(plan, missed)}", month_name(plan.start, month)


NOTHING = 1e-6
"""The part of a lever's step that is as good as 0."""

NO_LIMIT = "no limit"
"""What a market of 0 is."""


def ends(point: BreakingPoint, currency: str) -> tuple[str, str]:
    """Today's value and the one that breaks, in the fewest digits that tell them apart."""
    if point.lever is None or point.today is None or point.value is None:
        return MISSING, MISSING
    lever = CATALOGUE[point.lever]
    if not point.today and abs(point.value) < NOTHING * lever.step:
        return _digits(lever, 0.0, currency, min(DIGITS)), f"{'less' if point.value < 0 else 'more'} than 0"
    for digits in DIGITS:
        today, value = (_digits(lever, end, currency, digits) for end in (point.today, point.value))
        if today != value:
            break
    return (NO_LIMIT if point.lever == UNLIMITED and not point.today else today), value


def _digits(lever: Lever, value: float, currency: str, digits: int) -> str:
    return brief(lever, rounded(lever, value, digits), currency)


def margin(point: BreakingPoint) -> str:
    """How far the lever may go: "-12%", "×14"; from a value of 0, the step away from it: "from 0"."""
    if not point.today:
        return f"from {NO_LIMIT}" if point.lever == UNLIMITED else "from 0"
    if point.margin >= MANY_TIMES:
        return f"×{1 + point.margin:,.0f}"
    return f"{'-' if point.direction == 'down' else '+'}{rate(point.margin)}"


def median(name: str) -> str:
    """What the median of a plan's draws is called: "Median as planned"."""
    return f"Median {sentences.within(name)}"


def fan_about(draws: int | None, shocks: bool, targets: bool) -> str:
    """What the lines and marks of the fan are. draws: how many there are, None for single lines."""
    parts = [f"Line: the plan. Dashed: the median of {draws:,} draws. Band: 8 of 10 draws."] if draws else []
    parts += ["Diamonds: targets."] if targets else []
    parts += ["Grey: while a shock acts."] if shocks else []
    return " ".join(parts)


NO_RANGES = (
    "This plan has no ranges, so there is a single line and no probability. Give a lever a range with ±, on the pages "
    "under Plan."
)


NO_TARGETS = "This plan has no targets: add one on Plan."


def tornado_caption(metric: str, plan: Plan, month: int, shocks: bool) -> str:
    """What the bars of the tornado are."""
    comma = "," if shocks else ""
    return (
        f"{what(metric, plan, month, shocks)}{comma} with each lever alone at the low (light) and the high (dark) end."
    )


BASIS = (
    "Ends: those of the lever's range in the plan, else of its usual range, else 10% down and up. Left out: the change "
    "in usage while it stands at 0, since shocks set it, and hiring of a team that the company does not have."
)


def what(metric: str, plan: Plan, month: int, shocks: bool) -> str:
    """The metric that is asked about: "ARR in Dec 2030, under the shocks"."""
    return f"{COLUMNS[metric].label} in {month_name(plan.start, month)}{', under the shocks' if shocks else ''}"


def correlation(metric: str, plan: Plan, month: int, shocks: bool) -> str:
    """What the bars of the rank correlations are."""
    asked = what(metric, plan, month, shocks)
    return f"Rank correlation of each uncertain lever with {asked}: 1 or -1 explains all of it, 0 nothing."


def no_spread(metric: str, plan: Plan, month: int) -> str:
    """That the ranges do not move a metric."""
    return f"No uncertain lever moves {_within(metric)} in {month_name(plan.start, month)}."


def no_shares(metric: str, plan: Plan, month: int) -> str:
    """That a metric's variance cannot be divided among levers."""
    when = month_name(plan.start, month)
    return f"{COLUMNS[metric].label} has no finite value in some draws of {when}: choose another metric or month."


def margins_of(shocked: bool, under: bool) -> str:
    """What breaking points are, and of which plan. shocked: whether shocks are on; under: whether they act here."""
    which = "" if not shocked else " Under the shocks that are on." if under else " As planned, without the shocks."
    return (
        "How far each lever alone may move, all others unchanged, before cash falls below 0, the burn multiple passes "
        f"{MOST_BURN:g} or a target is missed.{which}"
    )


SHARES = (
    "Shares of the variance (Sobol indices): of the lever alone, and with its interactions with others. The levers "
    "are taken as independent, and luck is left out."
)


def no_value(metric: str, plan: Plan, month: int) -> str:
    """That a metric has no finite number in a month."""
    when = month_name(plan.start, month)
    return f"{COLUMNS[metric].label} has no finite value in {when}: choose another metric or month."


def nothing_moves(metric: str, plan: Plan, month: int) -> str:
    """That no lever moves a metric."""
    return f"No lever moves {_within(metric)} in {month_name(plan.start, month)}."


def endless(metric: str, levers: Sequence[str]) -> str:
    """Levers with which the metric is not finite at one end of their range."""
    names = [name(CATALOGUE[lever_id]) for lever_id in levers]
    rest = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return f"No finite {_within(metric)} at one end of: {', '.join(names[:FEW])}{rest}."


def _within(metric: str) -> str:
    return sentences.within(COLUMNS[metric].label)


def reached(result: Result, target: Target) -> str:
    """What a plan has of what was promised; of ARR, by how much it is met or missed: "$1.2M above"."""
    value, currency = float(result[target.metric][target.month - 1, 0]), result.plan.currency
    if target.metric != "arr" or target.least is None or target.most is not None:
        return units.of(target.metric).precise(value, currency)
    return f"{money(abs(value - target.least), currency)} {'above' if value >= target.least else 'short'}"


def worst_burn(result: Result) -> float:
    """The highest burn multiple of the plan; inf when it burns while ARR does not grow."""
    return float(np.nanmax(result["burn_multiple"][:, 0]))
