"""What Goal seek says of levers, one much nearer to today's value and several together, is worked out again."""

import re
from dataclasses import replace

import numpy as np
import pytest
from analysis.levers.questions import at, question

from planner.analysis.levers.goals import Goal
from planner.analysis.levers.sensitivity import DECISIONS
from planner.analysis.levers.solve import in_few_digits, solve_each
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.ui.pages.goal_seek import together as together_page
from planner.ui.pages.goal_seek.words import goals as goal_words
from planner.ui.pages.goal_seek.words import levers as lever_words
from planner.vocabulary import lever_text, units
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_name
from planner.vocabulary.typed import MOST, number, of_lever

NAMES = {lever_text.name_within(lever): lever_id for lever_id, lever in CATALOGUE.items()}
LABELS = {lever_text.name(lever): lever_id for lever_id, lever in CATALOGUE.items()}

HIRES = "inside_sales.hires_per_quarter"


def plain(text: str) -> str:
    return text.replace("\\$", "$")


def read(plan: Plan, lever_id: str, text: str) -> float:
    """A lever's value as it stands in a sentence."""
    return number(lever_id, text, of_lever(CATALOGUE[lever_id], plan.currency))


def said(plan: Plan, goal: Goal, value: float) -> str:
    return units.told_apart(units.of(goal.metric), value, [goal.target], plan.currency)[0]


def runs_out(plan: Plan) -> str | None:
    """The month in which cash first ends below 0 by more than a cent and a rounding; None where it lasts."""
    result = simulate(plan)
    largest = float(result.day_one["cash"][0])
    for month, cash in enumerate(result["cash"][:, 0].tolist(), 1):
        largest = max(largest, cash)
        if cash < -max(0.005, 1e-9 * largest):
            return month_name(plan.start, month)
    return None


def gained(plan: Plan, goal: Goal, lever_id: str, values: np.ndarray) -> np.ndarray:
    """How far beyond the target each value of a lever brings the metric, minus infinity with cash below the floor."""
    result = simulate(plan, levers={lever_id: values}, keep=dict.fromkeys((goal.metric, "cash")))
    over = result[goal.metric][goal.month - 1] - goal.target
    floor = -np.inf if goal.cash_floor is None else goal.cash_floor - 0.005
    return np.where(result["cash"].min(axis=0) >= floor, -over if goal.at_most else over, -np.inf)


def running_out(seed: int) -> tuple[Plan, Goal]:
    """A question of a plan whose leads run out: the last of the ARR that they bring takes most of all hires."""
    plan, _ = question(seed)
    plan = plan.changed(events=()).with_levers(dict.fromkeys((HIRES, "inside_sales.reps"), 0.0))
    random, hires = np.random.default_rng(seed), np.array([0.0, 40.0])
    none, many = simulate(plan, levers={HIRES: hires}, keep=("arr",))["arr"][-1].tolist()
    return plan, Goal("arr", plan.months, none + float(random.uniform(0.97, 1.0)) * (many - none))


@pytest.mark.parametrize("seed", range(60))
def test_what_brings_most_of_it_is_named_before_what_brings_all(seed: int) -> None:
    plan, goal = running_out(seed) if seed % 3 else question(seed)
    goal = replace(goal, target=min(goal.target, MOST))
    levers = [HIRES, *np.random.default_rng(seed).choice(DECISIONS, 4, replace=False).tolist()]
    found = in_few_digits(plan, goal, solve_each(plan, goal, levers))
    if found[0].status == "met":
        return
    text = plain(lever_words.reading(found, goal, simulate(plan)))
    if found[0].value is None:
        assert text.startswith("**No lever alone is enough")
        return
    part = re.match(
        r"\*\*Nearest:\*\* (.+?) at (.+?) instead of .+? brings (.+?) to (\S+) of (\S+), (\S+) of the gain; "
        r"at (.+?) the goal is met(?:; but cash runs out in (\w{3} \d{4}) with it)?\. ",
        text,
    )
    whole = re.match(r"\*\*Nearest:\*\* (.+?) at (.+?) instead of ", text)
    assert whole
    lever_id = NAMES[whole[1]]
    value = read(plan, lever_id, part[7] if part else whole[2])
    assert goal.met(plan.with_levers({lever_id: value}))
    out = runs_out(plan.with_levers({lever_id: value}))
    named = re.search(r"; but cash runs out in (\w{3} \d{4}) with it", text)
    assert (named[1] if named else None) == out
    metric = at_a_part(plan, goal, lever_id, value, part[2] if part else None, part[6] if part else None)
    assert not part or part[4] == metric
    assert not part or part[5] == goal_words.amount(goal.metric, goal.target, plan.currency)
    for one in found:
        alone = plain(lever_words.lever_alone(one, goal, simulate(plan)))
        needed = re.search(r"would have to be (.+?)\*\*", alone)
        named = re.search(r"\. (\S[^.]*(?:\.\d[^.]*)*?) brings .+? to (\S+) of \S+, (\S+) of the gain\. ", alone)
        if needed:
            value = read(plan, one.lever, needed[1])
            metric = at_a_part(plan, goal, one.lever, value, named and named[1], named and named[3])
            assert not named or named[2] == metric


def at_a_part(plan: Plan, goal: Goal, lever_id: str, value: float, part: str | None, share: str | None) -> str:
    """What a value of a lever that is said to bring a share of the gain brings; without one none at half the way does.

    value: that meets the goal. part, share: the value and the share as they are named.
    """
    today = plan.value(lever_id)
    start, end = gained(plan, goal, lever_id, np.array([today, value])).tolist()
    enough = start + 0.952 * (end - start) if np.isfinite(start) else np.inf
    if part is None or share is None:
        half_way = today + np.linspace(0, 0.495, 400) * (value - today)
        assert not (gained(plan, goal, lever_id, half_way) >= enough).any()
        return ""
    much_nearer = read(plan, lever_id, part)
    reached = (gained(plan, goal, lever_id, np.array([much_nearer]))[0] - start) / (end - start)
    assert abs(much_nearer - today) <= 0.5 * abs(value - today) * 1.002
    assert reached >= 0.95 - 0.002
    assert float(share.rstrip("%")) == pytest.approx(100 * reached, abs=0.7)
    return said(plan, goal, at(plan, goal, lever_id, much_nearer))


@pytest.mark.parametrize("seed", range(40))
def test_the_share_of_the_way_meets_the_goal_and_less_does_not(seed: int) -> None:
    plan, goal = question(seed)
    if goal.met(plan):
        return
    random = np.random.default_rng(seed)
    levers = tuple(map(str, random.choice(DECISIONS, int(random.integers(2, 7)), replace=False)))
    found = together_page.solution(plan, levers, goal)
    text, cells = plain(lever_words.together(found, goal, plan)), lever_words.together_table(found, plan)
    assert [LABELS[name] for name in cells["Lever"]] == list(levers)
    today = np.array([plan.value(lever_id) for lever_id in levers])
    ends, values = (
        np.array([read(plan, lever_id, cell) for lever_id, cell in zip(levers, cells[name], strict=True)])
        for name in ("Better end", "Would have to be")
    )
    shares = np.linspace(0, 1, 4001)
    way = dict(zip(levers, today[:, None] + (ends - today)[:, None] * shares, strict=True))
    result = simulate(plan, levers=way, keep=dict.fromkeys((goal.metric, "cash")))
    floor = -np.inf if goal.cash_floor is None else goal.cash_floor - 0.005
    metric = result[goal.metric][goal.month - 1]
    met = np.flatnonzero((result["cash"].min(axis=0) >= floor) & (metric >= goal.target))
    when, name = month_name(plan.start, goal.month), goal_words.within(goal.metric)
    sentence = re.match(
        rf"\*\*(\S+) of the way of each meets the goal\*\*: {name} in {when} comes to (.+?)\."
        r"(?: \*\*Cash runs out in (\w{3} \d{4})\.\*\*)?$",
        text,
    )
    if not sentence:
        assert not met.size
        at_best = r"\*\*Not within their usual ranges:\*\* at best, (\S+) of the way"
        best = re.match(rf"{at_best}, {name} in {when} comes to (.+)\.$", text)
        assert best
        if goal.cash_floor is None:
            reached = float(metric[np.abs(shares - float(best[1].rstrip("%")) / 100).argmin()])
            assert reached == pytest.approx(float(metric.max()), rel=0.01)
        return
    assert met.size
    assert float(sentence[1].rstrip("%")) == pytest.approx(100 * float(shares[met[0]]), rel=0.06, abs=0.06)
    there = plan.with_levers(dict(zip(levers, values.tolist(), strict=True)))
    assert values == pytest.approx(today + found.share * (ends - today), rel=0.02, abs=1e-6)
    exact = plan.with_levers(dict(zip(levers, found.values, strict=True)))
    assert goal.met(exact)
    assert sentence[2] == said(plan, goal, float(simulate(exact)[goal.metric][goal.month - 1, 0]))
    assert sentence[3] == runs_out(exact)
    assert gained_together(there, goal) == pytest.approx(gained_together(exact, goal), rel=0.01)


def gained_together(plan: Plan, goal: Goal) -> float:
    return float(simulate(plan)[goal.metric][goal.month - 1, 0])
