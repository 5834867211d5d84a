"""Of one thing nobody says several: "1 person", not "1 people", in what is read of random companies of few people."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from model.plans import seeded

from planner.analysis.hiring.hire_by import even_hiring, hiring_by_month
from planner.analysis.levers.goals import Goal, cost
from planner.analysis.levers.solve import solve
from planner.analysis.readings import ramp
from planner.commands import solve_output
from planner.exchange import summary_text
from planner.model.simulate import simulate
from planner.plan import Event, Plan, event_text
from planner.plan.start_dates import with_dates_kept
from planner.ui.editors import ranges
from planner.ui.kit import limits, reading, words
from planner.ui.pages.goal_seek.words import goals, hiring, levers
from planner.ui.pages.overview import words as overview
from planner.ui.pages.sales_capacity import frames as sales_frames
from planner.ui.pages.sales_capacity import words as sales
from planner.vocabulary import units
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.sentences import counted

ONE = re.compile(r"(?<![\d.,])\b1 (?:(?:more|other|simulated|new|usual) )*(people|[\w-]*[^\Ws]s|[A-Z]+s)\b")
VERBS = {"is", "has", "was", "does", "brings", "makes", "adds", "meets", "reaches", "pays", "costs", "lasts", "this"}


def several_of_one(text: str) -> list[str]:
    """The plurals that stand behind a 1."""
    return [one for one in ONE.findall(text) if one not in VERBS]


def test_a_plural_behind_a_1_is_found() -> None:
    text = "1 people, 1 levers, 1 more differences, 1 AEs; 11 levers, 2.1 levers, 1 person, 1 of 12 months, 1 is due"
    assert several_of_one(text) == ["people", "levers", "differences", "AEs"]


@pytest.mark.parametrize(
    ("number", "several", "text"),
    [
        (0, "levers", "0 levers"),
        (1, "people", "1 person"),
        (1, "simulated people", "1 simulated person"),
        (2, "people", "2 people"),
        ("1", "account executives", "1 account executive"),
        ("1.2", "months", "1.2 months"),
        ("6 to 1", "months", "6 to 1 month"),
        (2000, "draws", "2,000 draws"),
    ],
)
def test_a_number_has_its_noun(number: int | str, several: str, text: str) -> None:
    assert counted(number, several) == text


def few(seed: int) -> Plan:
    """A company of few people, in which much happens once, for a month, or to one lever."""
    random = np.random.default_rng(seed)
    small = {
        name: float(random.integers(0, 2))
        for name in (
            *("enterprise.reps", "enterprise.hires_per_quarter", "inside_sales.reps", "inside_sales.hires_per_quarter"),
            *("people.engineers", "people.engineer_hires_per_quarter", "enterprise.customers", "self_serve.customers"),
        )
        if name in CATALOGUE
    }
    once = [
        Event(lever="enterprise.win_rate", change="multiply", value=0.9, start=at, months=1, every=every, phase_in=1)
        for at, every in ((1, None), (int(random.integers(1, 12)), 1))
    ]
    plan = seeded(seed).with_levers({**small, "enterprise.ramp_months": float(random.integers(1, 3))})
    return plan.changed(events=(*plan.events, *once), uncertainty={"enterprise.win_rate": (0.0, 1.0)}, correlations=())


def said(plan: Plan, seed: int) -> Iterator[str]:
    """What is read of a plan on pages, in files and on the command line."""
    result, random = simulate(plan), np.random.default_rng(seed)
    team, month = str(random.choice(["enterprise", "inside_sales"])), int(random.integers(2, 13))
    for chip in reading.chips(result):
        yield from (chip.verdict, chip.text, chip.note)
    yield from (limits.limits(result), words.cash(result), overview.rounds(result), ranges.about(plan))
    yield summary_text.summary(result)
    for at, event in enumerate(plan.events):
        yield from (event_text.sentence(plan, event), event_text.consequence(plan, event, at))
    yield from with_dates_kept(plan, f"{plan.start[:5]}{'06' if plan.start.endswith('05') else '05'}").changed
    found = ramp.compare(plan, (3.0, 2.0, 1.0))
    yield from (sales.ramps(found, result), *sales_frames.ramp_names(found))
    plan = plan.changed(months=12, funding=())
    result = simulate(plan)
    goal = Goal("arr", month, 1.02 * float(result["arr"][month - 1, 0]) + 1.0)
    level = even_hiring(plan, team, goal)
    for hires in (level.hires_per_quarter, 0.0, 1.0):
        yield hiring.level_hiring(replace(level, hires_per_quarter=hires), result)
    yield hiring.impossible(replace(level, hires_per_quarter=None, most_at=(1.0, level.metric)), plan)
    yield hiring.all_at_once(hiring_by_month(plan, team, goal), team, goal, plan, level)
    one = solve(plan, "enterprise.win_rate", goal)
    if one.status != "met":
        yield from (levers.reading([one], goal, result), *map(str, levers.table([one], goal, result).values()))
    for people in (0.0, 1.0, cost(plan, month).headcount):
        comes = replace(cost(plan, month), headcount=people)
        yield from (goals.comes_to(comes, goal, plan), solve_output._comes_to(plan, goal, comes))
    for value in (0.0, 1.0, 2.5):
        yield from (units.MONTHS.value(value, ""), units.MONTHS.precise(value, ""), units.MONTHS.digits(value, "", 2))


@pytest.mark.parametrize("seed", range(60))
def test_nobody_says_several_of_one(seed: int) -> None:
    plan = few(seed)
    assert {text: found for text in said(plan, seed) if (found := several_of_one(text))} == {}
