"""Plans and goals to ask of them, and what a plan says of a lever without the analyses."""

import numpy as np
from model.plans import seeded
from support import ROOT

from planner.analysis.levers.goals import Goal
from planner.model.simulate import simulate
from planner.plan import Plan, load
from planner.vocabulary.levers import CATALOGUE

SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))


def at(plan: Plan, goal: Goal, lever: str, value: float) -> float:
    """The metric of a goal with a lever at a value."""
    return float(simulate(plan, levers={lever: value}, keep=[goal.metric])[goal.metric][goal.month - 1, 0])


def meets(plan: Plan, goal: Goal, lever: str, value: float) -> bool:
    reached = at(plan, goal, lever, value)
    return reached <= goal.target if goal.at_most else reached >= goal.target


def dense(plan: Plan, lever_id: str) -> np.ndarray:
    """Some 1,300 values of a lever: even over its bounds and its usual range, and ever denser towards today's."""
    lever, today = CATALOGUE[lever_id], plan.value(lever_id)
    away = (lever.max - lever.min) * 10.0 ** np.linspace(-9, 0, 300)
    usual = np.linspace(lever.usual_low or lever.min, lever.usual_high or lever.max, 400)
    values = np.concatenate([np.linspace(lever.min, lever.max, 400), usual, today - away, today + away, [today]])
    return np.unique(values[(values >= lever.min) & (values <= lever.max)])


def kept(goal: Goal, plan: Plan, lever: str, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The metric at each value of a lever, and whether cash stays at the goal's floor or above it."""
    result = simulate(plan, levers={lever: values}, keep=dict.fromkeys((goal.metric, "cash")))
    floor = -np.inf if goal.cash_floor is None else goal.cash_floor - 0.005
    return result[goal.metric][goal.month - 1], result["cash"].min(axis=0) >= floor


def question(seed: int) -> tuple[Plan, Goal]:
    """A plan of a seed and a goal somewhat beyond what it reaches, for one in three with a floor for cash."""
    random = np.random.default_rng(1000 + seed)
    plan = load(SHIPPED[seed // 2 % len(SHIPPED)]) if seed % 2 else seeded(seed)
    result = simulate(plan, keep=["arr", "customers", "cash"])
    metric, month = (
        str(random.choice(["arr", "customers", "cash"])),
        int(random.integers(plan.months // 2, plan.months)),
    )
    reached, lowest = float(result[metric][month - 1, 0]), float(result["cash"].min())
    floor = lowest + float(random.normal()) * 0.1 * abs(lowest) if seed % 3 == 0 else None
    return plan, Goal(metric, month, reached + random.uniform(0, 0.4) * abs(reached), cash_floor=floor)
