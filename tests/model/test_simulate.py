from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from planner.model.luck import KINDS
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.errors import PlannerError

PLAN = Plan(months=12)


def test_all_columns_of_one_plan() -> None:
    result = simulate(PLAN)
    assert list(result.columns) == list(COLUMNS)
    assert (result.months, result.draws) == (12, 1)
    assert all(column.shape == (12, 1) for column in result.columns.values())
    assert all(column.shape == (1,) for column in result.day_one.values())


def test_columns_to_keep_and_draws() -> None:
    result = simulate(PLAN, levers={"enterprise.win_rate": np.full(9, 0.2)}, keep=["cash", "arr"], seed=4)
    assert list(result.columns) == ["cash", "arr"]
    assert result["arr"].shape == (12, 9)
    assert (result.draws, result.seed) == (9, 4)


def test_day_one_is_the_plan_s() -> None:
    day_one = simulate(PLAN).day_one
    opening = {"aes": 5, "isrs": 3, "free_accounts": 12_000, "arr": 5_000_000, "customers": 1060, "cash": 30_000_000}
    assert {name: day_one[name][0] for name in opening} == pytest.approx(opening)
    assert np.isnan(day_one["new_arr"][0])


def test_results_are_frozen() -> None:
    result = simulate(PLAN)
    with pytest.raises(AttributeError):
        result.plan = Plan()  # type: ignore[misc]
    with pytest.raises(TypeError):
        result.columns["arr"] = np.zeros((12, 1))  # type: ignore[index]


def test_simulating_changes_nothing_it_was_given() -> None:
    draws = np.array([0.1, 0.2])
    simulate(PLAN, levers={"enterprise.win_rate": draws})
    assert draws.tolist() == [0.1, 0.2]
    assert Plan(months=12) == PLAN


@pytest.mark.parametrize(
    ("levers", "says"),
    [
        ({"enterprise.winrate": 0.2}, r"enterprise\.winrate.*did you mean"),
        ({"enterprise.win_rate": 1.5}, r"enterprise\.win_rate = 1\.5: must be 0 to 1"),
        ({"enterprise.win_rate": float("nan")}, r"enterprise\.win_rate = nan"),
        ({"enterprise.win_rate": [0.2, float("nan")]}, r"enterprise\.win_rate = nan"),
        ({"enterprise.win_rate": [0.2, float("inf")]}, r"enterprise\.win_rate = 0\.2 to inf"),
        ({"enterprise.win_rate": [-0.1, 0.2]}, r"enterprise\.win_rate = -0\.1 to 0\.2: must be 0 to 1"),
        ({"enterprise.win_rate": []}, "one number per draw"),
        ({"enterprise.win_rate": [[0.2]]}, "one number per draw"),
        ({"enterprise.win_rate": [0.1, 0.2], "enterprise.acv": [1e4] * 3}, "as many draws"),
    ],
)
def test_bad_levers_are_refused(levers: Mapping[str, Any], says: str) -> None:
    with pytest.raises(PlannerError, match=says):
        simulate(PLAN, levers=levers)


@pytest.mark.parametrize(
    ("luck", "says"),
    [
        (np.zeros((2, 13, KINDS)), r"luck = an array of \(2, 13, 16\): must be \(draws, 12, 16\)"),
        (np.zeros((2, 12, 3)), "a number for every draw, month and kind"),
        (np.zeros((12, KINDS)), "luck = an array of"),
        (np.zeros(()), "luck = an array of"),
        (np.zeros((0, 12, KINDS)), "luck = an array of"),
        (np.full((2, 12, KINDS), np.nan), "luck: must be standard normal numbers, all finite"),
        (np.full((2, 12, KINDS), np.inf), "all finite"),
        (np.zeros((3, 12, KINDS)), "draws = 2, 3: every lever, event by chance and luck needs as many draws"),
    ],
)
def test_bad_luck_is_refused(luck: np.ndarray, says: str) -> None:
    with pytest.raises(PlannerError, match=says):
        simulate(PLAN, levers={"enterprise.win_rate": [0.1, 0.2]}, luck=luck)


def test_a_plan_made_by_hand_is_held_to_the_bounds() -> None:
    """Plans are checked where they are read; one put together in code could carry anything into the kernel."""
    with pytest.raises(PlannerError, match=r"enterprise\.cycle_months = 1,000,000: must be 0 to 24"):
        simulate(Plan(months=12, levers={"enterprise.cycle_months": 1e6}))


def test_unknown_columns_are_refused() -> None:
    with pytest.raises(PlannerError, match=r"arrr.*did you mean arr"):
        simulate(PLAN, keep=["arrr"])
    with pytest.raises(PlannerError, match=r"cash.*no such column here"):
        simulate(PLAN, keep=["arr"])["cash"]


def test_one_number_counts_for_every_draw() -> None:
    levers = {"enterprise.win_rate": [0.1, 0.2], "enterprise.acv": 90_000.0}
    result = simulate(PLAN, levers=levers, keep=["arr"])
    alone = simulate(PLAN.with_levers({"enterprise.acv": 90_000.0, "enterprise.win_rate": 0.2}), keep=["arr"])
    assert (result["arr"][:, 1] == alone["arr"][:, 0]).all()
