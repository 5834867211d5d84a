"""A round or target that is switched off counts in nothing: all is as in the plan without it."""

from dataclasses import replace

import numpy as np
import pytest

from planner.analysis.draws import promises as chances
from planner.analysis.draws import uncertainty
from planner.analysis.explain.explanation import explain
from planner.analysis.levers.breaking_points import breaking_points
from planner.analysis.levers.repairs import repairs
from planner.analysis.readings import promises
from planner.model.simulate import simulate
from planner.plan import Funding, Plan, Target
from planner.plan.difference_text import shown
from planner.plan.differences import differences
from planner.vocabulary.columns import COLUMNS

WITHOUT = Plan(
    months=36,
    levers={"finance.cash": 6e6},
    funding=(Funding(month=9, amount=8e6, needs_arr=1e6),),
    targets=(Target(month=12, least=6e6), Target(month=24, metric="nrr", least=1.05)),
    uncertainty={"enterprise.win_rate": (0.1, 0.4)},
)
OFF = WITHOUT.changed(
    funding=(Funding(month=20, amount=3e7, needs_arr=2e6, active=False), *WITHOUT.funding),
    targets=(
        Target(month=18, least=9e9, active=False),
        *WITHOUT.targets,
        Target(month=48, least=2e10, active=False),
    ),
)
ON = OFF.changed(
    funding=tuple(replace(one, active=True) for one in OFF.funding),
    targets=tuple(replace(one, active=True) for one in OFF.targets),
)


def test_it_moves_no_column() -> None:
    off, without, on = (simulate(plan) for plan in (OFF, WITHOUT, ON))
    for column in COLUMNS:
        np.testing.assert_array_equal(off[column], without[column], err_msg=column)
    assert on["cash"][-1] == pytest.approx(off["cash"][-1] + 3e7)


def test_it_is_no_promise_and_no_chance() -> None:
    off, without, on = (simulate(plan) for plan in (OFF, WITHOUT, ON))
    assert promises.due(off) == promises.due(without) != promises.due(on)
    arr = off["arr"][:, 0]
    assert promises.marks(OFF, "arr", arr) == promises.marks(WITHOUT, "arr", arr) != promises.marks(ON, "arr", arr)
    assert OFF.arr_targets() == WITHOUT.arr_targets()
    found = [
        chances.of(uncertainty.run(plan, 200, 1, keep=tuple(chances.columns(plan)))) for plan in (OFF, WITHOUT, ON)
    ]
    assert found[0] == found[1] != found[2]


def test_nothing_breaks_it_and_nothing_repairs_it() -> None:
    assert breaking_points(OFF) == breaking_points(WITHOUT) != breaking_points(ON)
    assert repairs(OFF) == repairs(WITHOUT) != repairs(ON)


def test_what_differs_says_that_it_is_off_and_explains_nothing() -> None:
    assert {one.kind for one in differences(OFF, ON)} == {"funding", "target"}
    sides = [
        shown(plan, one, side) for one in differences(OFF, ON) for plan, side in ((OFF, one.before), (ON, one.after))
    ]
    assert {side.startswith("switched off: ") for side in sides[::2]} == {True}
    assert not [side for side in sides[1::2] if "switched off" in side]
    effects = {one.item.item: one.effect for one in explain(OFF, WITHOUT, "cash", 36).effects}
    assert effects == {"funding:20": 0.0}
