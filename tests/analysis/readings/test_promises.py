"""What was promised, and where charts show it."""

import numpy as np
import pytest

from planner.analysis.levers.goals import Goal, of_target
from planner.analysis.readings.promises import marks
from planner.plan import Plan, Target, target_text

PLAN = Plan(
    months=24,
    targets=(
        Target(month=24, least=1e7),
        Target(month=12, metric="headcount", least=50.0, most=60.0),
        Target(month=24, metric="headcount", most=80.0),
        Target(month=36, metric="headcount", most=90.0),
    ),
)


@pytest.mark.parametrize(("reached", "bound"), [(40.0, 50.0), (51.0, 50.0), (59.0, 60.0), (99.0, 60.0), (np.inf, 60.0)])
def test_of_two_bounds_the_one_that_is_missed_or_nearer_is_drawn(reached: float, bound: float) -> None:
    assert marks(PLAN, "headcount", np.full(24, reached)) == {12: bound, 24: 80.0}


def test_only_promises_of_the_metric_within_the_plan_are_drawn() -> None:
    assert marks(PLAN, "arr", np.full(24, np.nan)) == {24: 1e7}
    assert marks(PLAN, "cash", np.zeros(24)) == marks(PLAN, "headcount", np.zeros(0)) == {}


def test_a_target_asks_for_a_goal_for_each_bound() -> None:
    assert of_target(PLAN.targets[0]) == [Goal("arr", 24, 1e7)]
    assert of_target(PLAN.targets[1]) == [Goal("headcount", 12, 50.0), Goal("headcount", 12, 60.0, at_most=True)]


@pytest.mark.parametrize(
    ("value", "told"),
    [(40.0, ("40", "10 short")), (55.0, ("55", "met")), (75.0, ("75", "15 over")), (np.nan, ("no value", "missed"))],
)
def test_what_a_plan_has_of_a_promise(value: float, told: tuple[str, str]) -> None:
    target = PLAN.targets[1]
    assert (target_text.reached(PLAN, target, value), target_text.verdict(PLAN, target, value)) == told
