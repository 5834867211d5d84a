"""Runs of draws, and what is read from them: quantiles, drivers and Sobol indices."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats
from support import ROOT

from planner.analysis.draws.sampling import draws, luck
from planner.analysis.draws.uncertainty import (
    LEVELS,
    drivers,
    indices,
    mean,
    quantiles,
    run,
)
from planner.model.simulate import Result, simulate
from planner.plan import Correlation, Event, Plan, load
from planner.vocabulary.errors import PlannerError

WINS, PRICE, RAMP, COLD = "enterprise.win_rate", "enterprise.acv", "enterprise.ramp_months", "sales.goes_cold"
PLAN = Plan(months=24, uncertainty={WINS: (0.1, 0.3), PRICE: (40e3, 150e3)})
SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))


def result(plan: Plan, **columns: list[list[float]]) -> Result:
    kept = {name: np.array(rows, dtype=float) for name, rows in columns.items()}
    return Result(plan, kept, {name: np.full(rows.shape[1], 1.0) for name, rows in kept.items()})


def test_a_run_is_a_simulation_of_the_draws() -> None:
    found = run(PLAN, 100, seed=3, keep=("arr", "nrr"), first=10)
    expected = simulate(PLAN, levers=draws(PLAN, 100, seed=3, first=10), keep=("arr", "nrr"))
    assert found["arr"].shape == (24, 100)
    assert np.array_equal(found["arr"], expected["arr"])
    assert np.array_equal(found["nrr"], expected["nrr"], equal_nan=True)
    assert (found.seed, found.draws, list(found.columns)) == (3, 100, ["arr", "nrr"])


@pytest.mark.parametrize("lumpy", [False, True])
def test_runs_of_blocks_add_up_to_the_run_whatever_the_threads(lumpy: bool) -> None:
    plan = PLAN.changed(lumpy=lumpy, correlations=[Correlation(a=WINS, b=PRICE, rank=-0.5)])
    whole = run(plan, 300, threads=2)
    blocks = [run(plan, count, first=first, threads=1) for first, count in ((0, 1), (1, 130), (131, 169))]
    for name in ("arr", "cash", "headcount"):
        assert (np.hstack([block[name] for block in blocks]) == whole[name]).all()


def test_events_act_on_top_of_what_is_drawn() -> None:
    """A price that is drawn and then doubled is the price that is drawn from twice the range."""
    levers = {"enterprise.acv": 60e3, "enterprise.opening_pipeline": 50.0}
    doubled = Event(lever=PRICE, change="multiply", value=2.0, start=1)
    plan = Plan(months=24, levers=levers, uncertainty={PRICE: (40e3, 90e3)}, events=(doubled,))
    twice = Plan(months=24, levers=levers | {PRICE: 120e3}, uncertainty={PRICE: (80e3, 180e3)})
    assert run(plan, 50)["arr"] == pytest.approx(run(twice, 50)["arr"], rel=1e-12)
    assert np.ptp(run(plan, 50)["arr"][-1]) > 1e5
    fixed = plan.changed(events=(Event(lever=PRICE, change="set", value=60e3, start=1),))
    assert np.ptp(run(fixed, 50)["arr"][-1]) == 0


def test_a_lumpy_plan_is_run_with_its_luck() -> None:
    plan = Plan(months=24, lumpy=True)
    found = run(plan, 50, seed=2, keep=("arr",))
    assert np.array_equal(found["arr"], simulate(plan, luck=luck(plan, 50, seed=2), keep=("arr",))["arr"])
    assert np.ptp(found["arr"][-1]) > 1e5
    both = PLAN.changed(lumpy=True)
    drawn, chance = draws(both, 50, seed=2), luck(both, 50, seed=2)
    assert np.array_equal(run(both, 50, seed=2)["arr"], simulate(both, levers=drawn, luck=chance)["arr"])


def test_a_plan_that_is_sure_of_everything_gives_equal_draws() -> None:
    found, once = run(Plan(), 7, seed=9, keep=("arr", "nrr")), simulate(Plan(), keep=("arr", "nrr"))
    assert (found.seed, found.draws) == (9, 7)
    assert found["arr"].shape == (60, 7)
    assert found.day_one["arr"].shape == (7,)
    assert np.array_equal(found["nrr"], np.repeat(once["nrr"], 7, axis=1), equal_nan=True)
    assert (quantiles(found["arr"]) == once["arr"][:, 0]).all()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_plans_run_within_their_bounds(path: object) -> None:
    plan = load(str(path))
    found = run(plan, 64)
    assert np.isfinite(found["arr"]).all()
    assert found["arr"].shape == (plan.months, 64)
    assert {index.lever for index in indices(plan, "arr", plan.months, size=16)} == plan.uncertainty.keys()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"count": 0}, "draws = 0: must be 1 or more"),
        ({"seed": -1}, "seed = -1: must be 0 or more"),
        ({"keep": ("arrr",)}, "arrr: no such column (did you mean arr?)"),
    ],
)
def test_what_cannot_be_run(asked: dict[str, object], expected: str) -> None:
    for plan in (Plan(), PLAN):
        with pytest.raises(PlannerError) as caught:
            run(plan, **{"count": 5, **asked})  # type: ignore[arg-type]
        assert str(caught.value) == expected


VALUES = hnp.arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 40)), elements=st.floats(-1e9, 1e9))


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_quantiles_and_means_are_numpys(values: np.ndarray) -> None:
    assert quantiles(values) == pytest.approx(np.quantile(values, LEVELS, axis=1), rel=1e-12, abs=1e-6)
    assert mean(values) == pytest.approx(values.mean(axis=1), rel=1e-12, abs=1e-6)


@settings(max_examples=200, deadline=None)
@given(VALUES, st.data())
def test_draws_without_a_value_are_left_out(values: np.ndarray, data: st.DataObject) -> None:
    holes = data.draw(hnp.arrays(np.bool_, values.shape))
    missing = np.where(holes, np.nan, values)
    for month, row in enumerate(values):
        known = row[~holes[month]]
        expected = np.quantile(known, LEVELS) if known.size else np.full(len(LEVELS), np.nan)
        assert quantiles(missing)[:, month] == pytest.approx(expected, rel=1e-12, abs=1e-6, nan_ok=True)
        average = known.mean() if known.size else np.nan
        assert mean(missing)[month] == pytest.approx(average, rel=1e-12, abs=1e-6, nan_ok=True)


INF, NAN = np.inf, np.nan


@pytest.mark.parametrize(
    ("draws_of_a_month", "expected", "average"),
    [
        # 21 draws: the levels stand at draws 1, 2, 5, 10, 15, 18 and 19, counted from 0.
        ([*range(16), *[INF] * 5], [1, 2, 5, 10, 15, INF, INF], INF),
        ([*range(15), *[INF] * 6], [1, 2, 5, 10, INF, INF, INF], INF),
        ([*[-INF] * 3, *range(3, 21)], [-INF, -INF, 5, 10, 15, 18, 19], -INF),
        # 3 draws: at 0.1, 0.2, 0.5, 1, 1.5, 1.8 and 1.9, between a number and an infinity but for the middle.
        ([1.0, 2.0, INF], [1.1, 1.2, 1.5, 2.0, INF, INF, INF], INF),
        ([2.0, -INF, 1.0], [-INF, -INF, -INF, 1.0, 1.5, 1.8, 1.9], -INF),
        ([NAN, INF, 2.0, NAN, 1.0], [1.1, 1.2, 1.5, 2.0, INF, INF, INF], INF),
        ([INF, INF, NAN], [INF] * 7, INF),
        ([-INF, INF], [NAN] * 7, NAN),
        ([-INF, 0.0, INF], [-INF, -INF, -INF, 0.0, INF, INF, INF], NAN),
        ([NAN, NAN], [NAN] * 7, NAN),
        ([7.0], [7.0] * 7, 7.0),
        ([0.1] * 9, [0.1] * 7, 0.1),
    ],
)
@pytest.mark.filterwarnings("error")
def test_quantiles_beside_infinity(draws_of_a_month: list[float], expected: list[float], average: float) -> None:
    values = np.array([draws_of_a_month, np.arange(len(draws_of_a_month))], dtype=float)
    assert quantiles(values)[:, 0] == pytest.approx(expected, rel=1e-12, nan_ok=True)
    assert quantiles(values)[:, 1] == pytest.approx(np.quantile(values[1], LEVELS))
    assert mean(values)[0] == pytest.approx(average, nan_ok=True)


def test_quantiles_leave_what_they_are_asked_of_alone() -> None:
    values = np.array([[3.0, 1.0, 2.0]])
    quantiles(values)
    mean(values)
    assert values.tolist() == [[3.0, 1.0, 2.0]]


def test_drivers_are_rank_correlations_strongest_first() -> None:
    """Arr falls with the ramp without exception, rises with the price in part, and does not know the constant."""
    levers = {
        COLD: np.full(6, 0.1),
        PRICE: np.array([1.0, 2.0, 4.0, 3.0, 6.0, 5.0]),
        RAMP: np.array([6.0, 5.0, 4.0, 3.0, 2.0, 1.0]),
    }
    arr = np.array([[0.0] * 6, [1.0, 10.0, 11.0, 100.0, 1e5, 1e6]])
    found = drivers(result(Plan(), arr=arr.tolist()), levers, "arr", 2)
    assert [driver.lever for driver in found] == [RAMP, PRICE, COLD]
    assert [driver.rank_correlation for driver in found] == pytest.approx(
        [-1.0, stats.spearmanr(levers[PRICE], arr[1]).statistic, 0.0]
    )
    assert {driver.rank_correlation for driver in drivers(result(Plan(), arr=arr.tolist()), levers, "arr", 1)} == {0.0}


def test_drivers_leave_out_draws_without_a_value() -> None:
    levers = {RAMP: np.array([1.0, 2.0, 3.0, 4.0])}
    (found,) = drivers(result(Plan(), nrr=[[3.0, NAN, 2.0, INF]]), levers, "nrr", 1)
    assert found.rank_correlation == pytest.approx(stats.spearmanr([1, 3, 4], [2, 1, 3]).statistic)
    (none,) = drivers(result(Plan(), nrr=[[NAN] * 4]), levers, "nrr", 1)
    assert none.rank_correlation == 0
    assert drivers(result(Plan(), nrr=[[1.0, 2.0]]), {}, "nrr", 1) == []


def test_drivers_of_a_plan_are_spearmans() -> None:
    found, levers = run(PLAN, 500), draws(PLAN, 500, seed=1)
    for driver in drivers(found, levers, "arr", 24):
        expected = stats.spearmanr(levers[driver.lever], found["arr"][23]).statistic
        assert driver.rank_correlation == pytest.approx(expected)
        assert driver.rank_correlation > 0.3


SEED_MONEY = "finance.cash"


def test_only_the_lever_that_matters_explains_the_variance() -> None:
    """Cash on day one moves cash and nothing else, and nothing else is uncertain about ARR."""
    plan = Plan(months=24, uncertainty={WINS: (0.1, 0.3), SEED_MONEY: (10e6, 50e6)})
    first, second = indices(plan, "arr", 24, size=256)
    assert (first.lever, second.lever) == (WINS, SEED_MONEY)
    assert (first.first, first.total) == pytest.approx((1.0, 1.0), abs=0.01)
    assert (second.first, second.total) == (0.0, 0.0)


def test_indices_of_a_sum_are_shares_of_variance() -> None:
    """Cash = opening cash + what the plan earns; both parts' variances are known by themselves."""
    ranges = {WINS: (0.1, 0.3), SEED_MONEY: (28e6, 33e6)}
    plan = Plan(months=24, uncertainty=ranges)
    alone = {
        lever: run(plan.without_range(other), 2**13)["cash"][-1].var()
        for lever, other in [(WINS, SEED_MONEY), (SEED_MONEY, WINS)]
    }
    for index in indices(plan, "cash", 24, size=2048):
        share = alone[index.lever] / sum(alone.values())
        assert 0.05 < share < 0.95
        assert (index.first, index.total) == pytest.approx((share, share), abs=0.01)


def test_interactions_count_in_the_total_only() -> None:
    """ARR won is deals times price: of a product of two, the total indices exceed the first ones."""
    plan = Plan(months=24, uncertainty={WINS: (0.0, 1.0), PRICE: (1e3, 200e3)})
    plenty = plan.with_levers({"enterprise.reps": 500.0, "enterprise.expansion": 0.0})
    for index in indices(plenty, "won_arr_enterprise", 24):
        assert index.first + 0.01 < index.total < 1


def test_indices_leave_correlations_and_luck_out() -> None:
    tied = PLAN.changed(lumpy=True, correlations=(Correlation(a=WINS, b=PRICE, rank=0.9),))
    assert indices(tied, "arr", 24, size=64) == indices(PLAN, "arr", 24, size=64)
    assert indices(PLAN, "arr", 24, size=64, seed=2) != indices(PLAN, "arr", 24, size=64)


def test_indices_of_one_lever_of_constants_and_of_nothing() -> None:
    (only,) = indices(Plan(uncertainty={WINS: (0.1, 0.3)}), "arr", 60, size=256)
    assert (only.first, only.total) == pytest.approx((1.0, 1.0), abs=0.02)
    value = Plan().value(COLD)
    sure = Plan(uncertainty={WINS: (0.1, 0.3), COLD: (value, value)})
    assert [(index.lever, index.total) for index in indices(sure, "arr", 60, size=256)][1] == (COLD, 0.0)
    assert indices(Plan(), "arr", 60) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"metric": "arrr"}, "arrr: no such metric (did you mean arr?)"),
        (
            {"metric": "enterprise_constraint"},
            "enterprise_constraint: names what limits sales; choose a metric that is a number",
        ),
        ({"month": 25}, "month = 25: must be 1 to 24, the plan's months"),
        ({"month": 0}, "month = 0: must be 1 to 24, the plan's months"),
    ],
)
def test_metrics_and_months_are_checked(asked: dict[str, object], expected: str) -> None:
    given_: dict[str, object] = {"metric": "arr", "month": 24, **asked}
    with pytest.raises(PlannerError, match=re.escape(expected)):
        indices(PLAN, **given_)  # type: ignore[arg-type]
    with pytest.raises(PlannerError, match=re.escape(expected)):
        drivers(run(PLAN, 5), draws(PLAN, 5, seed=1), **given_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"size": 1000}, "size = 1000: must be a power of 2"),
        ({"size": 0}, "size = 0: must be a power of 2"),
        ({"seed": -1}, "seed = -1: must be 0 or more"),
        (
            {"metric": "nrr", "month": 3},
            "nrr: is not a finite number in every run at the end of month 3; choose another metric or month",
        ),
    ],
)
def test_what_has_no_indices(asked: dict[str, object], expected: str) -> None:
    with pytest.raises(PlannerError) as caught:
        indices(PLAN, **{"metric": "arr", "month": 24, **asked})  # type: ignore[arg-type]
    assert str(caught.value) == expected
