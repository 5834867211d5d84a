"""Several levers the same share of the way to their better ends: the least share, and which ends those are."""

import itertools

import numpy as np
import pytest
from analysis.levers.questions import question
from support import ROOT

from planner.analysis.levers.goals import Goal
from planner.analysis.levers.sensitivity import DECISIONS
from planner.analysis.levers.solve import solve
from planner.analysis.levers.together import Together, solve_together
from planner.exchange.together_text import stays
from planner.model.simulate import simulate
from planner.plan import Plan, load
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

PLAN = load(ROOT / "data" / "plans" / "open-source-database.toml")


def usual_ends(lever_id: str, today: float) -> set[float]:
    """Where a lever may move to: never against its direction, and not at all."""
    lever = CATALOGUE[lever_id]
    if lever.usual_low is None or lever.usual_high is None:
        ends = sorted((0.7 * today, 1.3 * today))
        return {today, max(ends[0], lever.min), min(ends[1], lever.max)}
    return {today, min(today, lever.usual_low), max(today, lever.usual_high)}


def score(plan: Plan, goal: Goal, levers: tuple[str, ...], values: np.ndarray) -> np.ndarray:
    """By how much a goal is met, (draws,), with values (levers, draws)."""
    return goal.score(simulate(plan, levers=dict(zip(levers, values, strict=True)), keep=goal.columns))[0]


def solved(seed: int) -> tuple[Plan, Goal, Together, np.random.Generator]:
    """A question about two to six levers of a random plan, its answer, and what chooses further."""
    plan, goal = question(seed)
    random = np.random.default_rng(seed)
    levers = tuple(map(str, random.choice(DECISIONS, int(random.integers(2, 7)), replace=False)))
    found = solve_together(plan, levers, goal)
    assert found.levers == levers
    return plan, goal, found, random


@pytest.mark.parametrize("seed", range(24))
def test_the_least_share_meets_the_goal_and_no_smaller_one(seed: int) -> None:
    plan, goal, found, random = solved(seed)
    levers = found.levers
    today, ends = np.array(found.today), np.array(found.ends)
    assert list(today) == [plan.value(lever) for lever in levers]
    assert found.values == pytest.approx(tuple(today + found.share * (ends - today)), rel=1e-12, abs=1e-12)
    choices = [sorted(usual_ends(lever, value)) for lever, value in zip(levers, today.tolist(), strict=True)]
    for end, ways in zip(ends, choices, strict=True):
        assert min(abs(end - way) for way in ways) <= 1e-12 * abs(end)
    corners = np.array(list(itertools.product(*choices))).T
    best = np.nan_to_num(score(plan, goal, levers, corners), nan=-np.inf).max()
    assert score(plan, goal, levers, ends[:, None])[0] == pytest.approx(best, rel=1e-12, nan_ok=True)
    after = simulate(plan.with_levers(dict(zip(levers, found.values, strict=True))))
    assert found.metric == pytest.approx(after[goal.metric][goal.month - 1, 0], rel=1e-12)
    assert found.cost.lowest_cash == pytest.approx(after["cash"].min(), rel=1e-9)
    smaller = random.uniform(0, found.share if found.status == "found" else 1.0, 500) * (1 - 1e-9)
    met = score(plan, goal, levers, today[:, None] + (ends - today)[:, None] * smaller) >= 0
    assert found.status == "met" or not met.any()
    if found.status != "out of reach":
        assert goal.met(plan.with_levers(dict(zip(levers, found.values, strict=True))))
        assert found.status == ("found" if found.share else "met")


@pytest.mark.parametrize("seed", range(40))
def test_a_lever_that_stays_says_why(seed: int) -> None:
    plan, goal, found, _ = solved(seed)
    levers = found.levers
    for at, (lever, today, end, why) in enumerate(zip(levers, found.today, found.ends, found.stays, strict=True)):
        assert (why == "") == (end != today)
        others = sorted(usual_ends(lever, today) - {today})
        if end != today or not others:
            assert why == ("" if end != today else "no way")
            continue
        values = np.tile(np.array(found.ends)[:, None], len(others) + 1)
        values[at, 1:] = others
        result = simulate(
            plan, levers=dict(zip(levers, values, strict=True)), keep=dict.fromkeys((goal.metric, "cash"))
        )
        metric = np.nan_to_num(result[goal.metric][goal.month - 1] * (-1 if goal.at_most else 1), nan=-np.inf)
        better = metric[1:] > metric[0]
        if goal.cash_floor is not None and better.any():
            assert why == "cash"
            assert (result["cash"].min(axis=0)[1:][better] < goal.cash_floor).all()
        else:
            same = (score(plan, goal, levers, values)[1:] == score(plan, goal, levers, values)[0]).all()
            assert not better.any()
            assert why == ("no difference" if same else "better end" if len(others) == 1 else "no nearer")


STAYS = {
    "marketing.mqls": (
        {"marketing.mqls": 0.0},
        Goal("arr", 36, 9e8),
        "it is 0, of which 30% is 0, and has no usual range",
    ),
    "people.ae_cost": ({}, Goal("arr", 36, 9e8), "it makes no difference to the goal"),
    "enterprise.win_rate": ({"enterprise.win_rate": 0.5}, Goal("arr", 36, 9e8), "it is at its better end or beyond"),
    "inside_sales.hires_per_quarter": (
        {},
        Goal("arr", 36, 4.5e7, cash_floor=2e7),
        "at an end that is better for ARR, cash falls below $20M",
    ),
}


@pytest.mark.parametrize("lever", STAYS)
def test_a_sentence_tells_why_a_lever_stays(lever: str) -> None:
    values, goal, reason = STAYS[lever]
    plan = PLAN.with_levers(values)
    found = solve_together(plan, ("enterprise.acv", lever), goal)
    assert list(stays(found, goal, plan, str)) == [f"{lever} stays as it is: {reason}."]


def test_together_takes_a_smaller_step_of_each_than_one_alone() -> None:
    goal = Goal("arr", 36, 1.1 * float(simulate(PLAN)["arr"][35, 0]))
    levers = ("enterprise.win_rate", "enterprise.acv", "community.pql_rate")
    found = solve_together(PLAN, levers, goal)
    assert found.status == "found"
    assert 0 < found.share < 1
    for lever, value in zip(levers, found.values, strict=True):
        alone = solve(PLAN, lever, goal)
        assert alone.value is None or abs(value - alone.today) < abs(alone.value - alone.today)


def test_a_lever_beyond_its_better_end_stays() -> None:
    plan = PLAN.with_levers({"enterprise.win_rate": 0.5})
    goal = Goal("arr", 36, 1.05 * float(simulate(plan)["arr"][35, 0]))
    found = solve_together(plan, ("enterprise.win_rate", "enterprise.acv"), goal)
    assert found.ends == (0.5, 200_000.0)
    assert found.values[0] == 0.5


def test_a_lever_without_a_usual_range_moves_up_to_30_percent() -> None:
    goal = Goal("mqls", 12, 1e9)
    found = solve_together(PLAN, ("marketing.mqls", "marketing.mql_growth"), goal)
    assert found.status == "out of reach"
    assert found.ends == (pytest.approx(1.3 * PLAN.value("marketing.mqls")), 0.05)
    assert found.share == 1


def test_a_lever_that_makes_no_difference_stays() -> None:
    found = solve_together(PLAN, ("community.visitors", "people.ae_cost"), Goal("visitors", 12, 1e9))
    assert found.ends[1] == PLAN.value("people.ae_cost")


@pytest.mark.parametrize(
    ("levers", "sentence"),
    [
        (["enterprise.acv"], "together = enterprise.acv: must be 2 to 6 levers"),
        (list(DECISIONS[:7]), "must be 2 to 6 levers"),
        (["enterprise.acv", "enterprise.acv"], "together = enterprise.acv: is named twice"),
        (["enterprise.acv", "enterprise.avc"], r"enterprise.avc: no such lever in enterprise \(did you mean acv"),
    ],
)
def test_what_cannot_be_moved_together_is_one_sentence(levers: list[str], sentence: str) -> None:
    with pytest.raises(PlannerError, match=sentence) as error:
        solve_together(PLAN, levers, Goal("arr", 12, 1e9))
    assert len(error.value.sentences()) == 1
