"""What `solve` answers, as text for people and for other programs."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from planner.analysis.funding import Round
from planner.analysis.levers.goals import Cost, Goal
from planner.analysis.levers.solve import Solution, in_few_digits, room
from planner.analysis.levers.together import Together, together_in_few_digits
from planner.commands.options import Form
from planner.exchange.csv_text import records_as_csv
from planner.exchange.json_text import as_json
from planner.exchange.summary_text import aligned, called, shown
from planner.exchange.together_text import stays
from planner.plan import Plan
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.lever_text import rounded, span
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import MISSING, count, money, month_name, percent
from planner.vocabulary.sentences import counted

COSTS = ("lowest_cash", "lowest_cash_month", "headcount", "arr", "cash_out_month")
HEADER = (
    *("lever", "today", "value", "status", "metric_value", "best", "best_at", "distance", "others"),
    *("part_way", "part_way_metric", "part_way_share", *COSTS, "met_from", "met_to", "beyond_control"),
)
TOGETHER = ("lever", "today", "value", "end", "stays", "share", "status", "metric_value", *COSTS)


def of_levers(plan: Plan, goal: Goal, found: Sequence[Solution], form: Form, one: bool) -> str:
    """What each lever alone would have to be. one: whether a single lever was asked for."""
    if form == "csv":
        rows = ({**_lever(each), "others": ";".join(map(str, each.others))} for each in found)
        return records_as_csv(HEADER, rows)
    if form == "json":
        return as_json({"name": plan.name, **asdict(goal), "levers": [_lever(each) for each in found]})
    read = in_few_digits(plan, goal, found)
    if one:
        return _sentences(plan, goal, read[0])
    return _rooms(plan, goal, read) if read[0].status == "met" else _table(plan, goal, read)


def of_together(plan: Plan, goal: Goal, found: Together, form: Form) -> str:
    """What several levers together would have to be."""
    each = zip(found.levers, found.today, found.values, found.ends, found.stays, strict=True)
    levers = [dict(zip(("lever", "today", "value", "end", "stays"), one, strict=True)) for one in each]
    outcome = {"share": found.share, "status": found.status, "metric_value": found.metric, **_costs(found.cost)}
    if form == "csv":
        return records_as_csv(TOGETHER, (lever | outcome for lever in levers))
    if form == "json":
        return as_json({"name": plan.name, **asdict(goal), **outcome, "levers": levers})
    if found.status == "met":
        return f"Already met: {_reached(plan, goal, found.metric)}.\n"
    read = together_in_few_digits(plan, goal, found)
    rows = [["", "today", "would have to be", "better end"]]
    for lever, *values in zip(read.levers, read.today, read.values, read.ends, strict=True):
        rows.append([lever, *(_value(plan, lever, value) for value in values)])
    share = percent(found.share, 1)
    head = (
        f"{plan.name}: {share} of the way of each lever is the least for {_goal(plan, goal)}:"
        if found.status == "found"
        else f"{plan.name}: not within their usual ranges; the nearest to {_goal(plan, goal)} is {share} of the way:"
    )
    end = f"{_sentence(_reached(plan, goal, read.metric))} {_comes_to(plan, goal, read.cost)}"
    return "\n".join([head, "", *aligned(rows), "", *stays(found, goal, plan, str), end]) + "\n"


def of_round(plan: Plan, found: Round, form: Form) -> str:
    """Which round keeps cash above the floor."""
    record = {
        "status": found.status,
        "month": found.month,
        "amount": found.amount,
        "floor": found.floor,
        "below_month": found.below,
        "lowest_cash": found.lowest_cash,
        "lowest_cash_month": found.lowest_month,
    }
    if form == "csv":
        return records_as_csv(tuple(record), [record])
    if form == "json":
        return as_json({"name": plan.name, **record})
    floor = f"at {money(found.floor, plan.currency)} or more"
    lowest = f"lowest at {money(found.lowest_cash, plan.currency)} in {month_name(plan.start, found.lowest_month)}"
    if found.below is None:
        return f"No round is needed: cash stays {floor}, {lowest}.\n"
    below = f"cash falls below {money(found.floor, plan.currency)} in {month_name(plan.start, found.below)}"
    amount = f"{plan.currency} {math.ceil(found.amount):,}"
    if found.status == "found":
        month = month_name(plan.start, found.month or 1)
        return f"A round of {amount} in {month} keeps cash {floor}, {lowest}; without it {below}.\n"
    if found.month is None:
        return f"A round of {amount} is too small in any month: without it {below}, {lowest}.\n"
    return f"A round in {month_name(plan.start, found.month)} comes too late: {below}.\n"


def _lever(one: Solution) -> dict[str, Any]:
    reached, part = one.value is not None, one.part_way
    return {
        "lever": one.lever,
        "today": one.today,
        "value": one.value,
        "status": one.status,
        "metric_value": one.metric if reached else None,
        "best": None if reached else one.metric,
        "best_at": one.best_at,
        "distance": one.distance if reached else None,
        "others": one.others,
        "part_way": part and part.value,
        "part_way_metric": part and part.metric,
        "part_way_share": part and part.share,
        **_costs(one.cost),
        "met_from": one.met_from,
        "met_to": one.met_to,
        "beyond_control": one.beyond_control,
    }


def _costs(cost: Cost) -> dict[str, float | None]:
    return {
        "lowest_cash": cost.lowest_cash,
        "lowest_cash_month": cost.lowest_month,
        "headcount": cost.headcount,
        "arr": cost.arr,
        "cash_out_month": cost.cash_out_month,
    }


def _sentences(plan: Plan, goal: Goal, one: Solution) -> str:
    """One lever's answer for people, one sentence per line."""
    today, name = _value(plan, one.lever, one.today), one.lever
    if one.status == "met":
        return f"Already met: {_reached(plan, goal, one.metric)}. It stays met {_stays_met(plan, one)}.\n"
    lines = []
    if one.part_way:
        part, share = one.part_way, percent(one.part_way.share)
        lines.append(f"{name} at {_value(plan, name, part.value)} instead of {today} brings {share} of the gain:")
        lines.append(f"{_sentence(_reached(plan, goal, part.metric))} {_comes_to(plan, goal, part.cost)}")
    if one.value is None:
        best = f"best reachable is {_metric(plan, goal, one.metric)}, with {name} at {_best_at(plan, one)}"
        return "\n".join([*lines, f"Not within bounds: {best}.", _comes_to(plan, goal, one.cost)]) + "\n"
    lines.append(f"{name} would have to be {_value(plan, name, one.value)} instead of {today} for {_goal(plan, goal)}.")
    lines.append(_comes_to(plan, goal, one.cost))
    if one.others:
        lines.append(f"It passes the target at {', '.join(_value(plan, name, value) for value in one.others)}, too.")
    return "\n".join(lines) + "\n"


def _table(plan: Plan, goal: Goal, found: Sequence[Solution]) -> str:
    """Every lever's answer for people, in groups that are ranked by how far the lever would have to move."""
    end = month_name(plan.start, plan.months)
    rows = [
        [
            *("", "today", "would have to be", COLUMNS[goal.metric].label, "95% of it at"),
            *("lowest cash", "in", "people", f"ARR in {end}"),
        ]
    ]
    rows += [_row(plan, goal, one) for one in found]
    head, *lines = aligned(rows)
    groups: dict[str, list[str]] = {}
    for one, line in zip(found, lines, strict=True):
        groups.setdefault(_group(one), []).append(line.rstrip())
    parts = [f"{plan.name}: for {_goal(plan, goal)}, each lever alone:", "", head]
    for title, own in groups.items():
        parts += ["", title, *own] if title else own
    return "\n".join(parts) + "\n"


def _group(one: Solution) -> str:
    if one.beyond_control:
        return "Nobody in the company decides on these:"
    if one.value is None:
        return "Not within bounds, with the best they reach:"
    return "" if one.cost.cash_lasts else "With these cash runs out:"


def _row(plan: Plan, goal: Goal, one: Solution) -> list[str]:
    return [
        one.lever,
        _value(plan, one.lever, one.today),
        "not within bounds" if one.value is None else _value(plan, one.lever, one.value),
        _metric(plan, goal, one.metric),
        _value(plan, one.lever, one.part_way.value) if one.part_way else "",
        money(one.cost.lowest_cash, plan.currency),
        month_name(plan.start, one.cost.lowest_month),
        count(one.cost.headcount),
        money(one.cost.arr, plan.currency),
    ]


def _rooms(plan: Plan, goal: Goal, found: Sequence[Solution]) -> str:
    """How far each lever may go for a goal that is met."""
    bounded = [one for one in found if math.isfinite(room(one))]
    rows = [["", "today", "stays met from", "to"]]
    for one in bounded:
        bounds = CATALOGUE[one.lever]
        ends = ((one.met_from, bounds.min), (one.met_to, bounds.max))
        shown_ends = (MISSING if end == bound else _value(plan, one.lever, end) for end, bound in ends)
        rows.append([one.lever, _value(plan, one.lever, one.today), *shown_ends])
    met = f"Already met: {_reached(plan, goal, found[0].metric)}."
    if not bounded:
        return f"{met} It stays met whatever any lever alone is.\n"
    rest = len(found) - len(bounded)
    other = f"any of the other {rest} levers" if rest > 1 else "the other lever"
    others = ["", f"It stays met whatever {other} is."] if rest else []
    return "\n".join([f"{met} Each lever alone may go:", "", *map(str.rstrip, aligned(rows)), *others]) + "\n"


def _stays_met(plan: Plan, one: Solution) -> str:
    bounds, name = CATALOGUE[one.lever], one.lever
    low = None if one.met_from in (None, bounds.min) else _value(plan, name, one.met_from)
    high = None if one.met_to in (None, bounds.max) else _value(plan, name, one.met_to)
    if low is None and high is None:
        return f"whatever {name} is"
    parts = ([f"{low} or more"] if low else []) + ([f"{high} or less"] if high else [])
    return f"while {name} is {' and '.join(parts)}"


def _comes_to(plan: Plan, goal: Goal, cost: Cost) -> str:
    """What a plan comes to, in a sentence."""
    out = ""
    if cost.cash_out_month is not None:
        out = f"Cash runs out in {month_name(plan.start, cost.cash_out_month)}. "
    lowest = f"{money(cost.lowest_cash, plan.currency)} in {month_name(plan.start, cost.lowest_month)}"
    people = f"{counted(count(cost.headcount), 'people')} in {month_name(plan.start, goal.month)}"
    end = f"ARR {money(cost.arr, plan.currency)} in {month_name(plan.start, plan.months)}"
    return f"{out}Lowest cash {lowest}, {people}, {end}."


def _reached(plan: Plan, goal: Goal, value: float) -> str:
    return f"{called(goal.metric)} in {month_name(plan.start, goal.month)} is {_metric(plan, goal, value)}"


def _metric(plan: Plan, goal: Goal, value: float) -> str:
    """The metric in as many digits as it takes to tell it from the target."""
    if value == goal.target:
        return shown(goal.metric, value, plan)
    return units.told_apart(units.of(goal.metric), value, [goal.target], plan.currency)[0]


def _goal(plan: Plan, goal: Goal) -> str:
    bound = "less" if goal.at_most else "more"
    floor = "" if goal.cash_floor is None else f", with cash at {money(goal.cash_floor, plan.currency)} or more"
    when = month_name(plan.start, goal.month)
    return f"{called(goal.metric)} of {shown(goal.metric, goal.target, plan)} or {bound} in {when}{floor}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _best_at(plan: Plan, one: Solution) -> str:
    return _value(plan, one.lever, rounded(CATALOGUE[one.lever], one.today if one.best_at is None else one.best_at, 4))


def _value(plan: Plan, lever_id: str, value: float | None) -> str:
    return MISSING if value is None else span(CATALOGUE[lever_id], plan.currency, value)
