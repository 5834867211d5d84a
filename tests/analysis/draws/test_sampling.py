"""Draws follow the ranges and correlations of a plan, and do not depend on how they are cut into batches."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from support import ROOT

from planner.analysis.draws.copula import signs
from planner.analysis.draws.sampling import BLOCK, draws, luck
from planner.analysis.draws.uncertainty import run
from planner.model.luck import KINDS
from planner.plan import Correlation, Plan, load
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

WINS, PRICE, RAMP, COLD = "enterprise.win_rate", "enterprise.acv", "enterprise.ramp_months", "sales.goes_cold"
RANGES = {WINS: (0.1, 0.3), PRICE: (40e3, 150e3), RAMP: (7.5, 12.0), COLD: (0.0, 1.0)}
PLAN = Plan(uncertainty=RANGES)
TIED = PLAN.changed(correlations=(Correlation(a=PRICE, b=WINS, rank=-0.6), Correlation(a=WINS, b=RAMP, rank=0.4)))
SHIPPED = load(ROOT / "data" / "plans" / "open-source-database.toml").changed(ends="limits")


@pytest.mark.parametrize("plan", [PLAN, TIED, SHIPPED], ids=["independent", "correlated", "shipped"])
def test_levers_follow_their_pert_distribution(plan: Plan) -> None:
    """Against SciPy's Beta; the means of 2**15 quasi-random draws come within a millionth of the range."""
    drawn = draws(plan, 2**15, seed=5)
    assert drawn.keys() == plan.uncertainty.keys()
    for lever_id, (low, high) in plan.uncertainty.items():
        mode, values = plan.value(lever_id), drawn[lever_id]
        alpha, beta = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
        close = 1e-6 if not plan.correlations else 1e-3
        assert values.mean() == pytest.approx((low + 4 * mode + high) / 6, abs=close * (high - low))
        assert low <= values.min() < values.max() <= high
        shares = np.array([0.01, 0.1, 0.5, 0.9, 0.99])
        expected = stats.beta.ppf(shares, alpha, beta, loc=low, scale=high - low)
        assert np.quantile(values, shares) == pytest.approx(expected, abs=3e-3 * (high - low))


def test_a_range_without_width_is_a_constant() -> None:
    plan = Plan(uncertainty={WINS: (0.22, 0.22), PRICE: (50e3, 70e3)})
    drawn = draws(plan, 7, seed=1)
    assert (drawn[WINS] == 0.22).all()
    assert len(set(drawn[PRICE])) == 7


def test_correlations_are_those_that_were_asked_for() -> None:
    drawn = draws(TIED, 2**14, seed=3)
    found = stats.spearmanr(np.stack([drawn[lever_id] for lever_id in (PRICE, WINS, RAMP, COLD)]), axis=1).statistic
    expected = [(0, 1, -0.6), (1, 2, 0.4), (0, 2, 0.0), (0, 3, 0.0), (1, 3, 0.0), (2, 3, 0.0)]
    for a, b, rank in expected:
        assert found[a, b] == pytest.approx(rank, abs=0.01)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_levers_can_move_as_one(sign: float) -> None:
    tied = PLAN.changed(correlations=(Correlation(a=RAMP, b=COLD, rank=sign),))
    drawn = draws(tied, 5_000, seed=1)
    order = np.argsort(drawn[RAMP], kind="stable")
    assert (sign * np.diff(drawn[COLD][order]) >= 0).all()
    assert np.ptp(drawn[COLD]) > 0.5


CYCLE, PAY = "enterprise.cycle_months", "people.engineer_cost"
GOOD_AND_BAD = Plan(
    uncertainty={WINS: (0.1, 0.3), PRICE: (40e3, 150e3), CYCLE: (1.0, 9.0), COLD: (0.0, 1.0), PAY: (150e3, 250e3)},
    together=0.3,
)


@pytest.mark.parametrize("rank", [0.5, -0.3, -0.9])
def test_levers_go_well_together(rank: float) -> None:
    """Measured rank correlations: 0.3 as normal scores, minus it for a lever of which more is bad; a pair overrides."""
    plan = GOOD_AND_BAD.changed(correlations=(Correlation(a=WINS, b=PRICE, rank=rank),), together=0.1)
    drawn = draws(plan, 2**14, seed=3)
    found = stats.spearmanr(np.stack([drawn[lever_id] for lever_id in (PRICE, WINS, CYCLE, COLD)]), axis=1).statistic
    common = 6 / np.pi * np.arcsin(0.1 / 2)
    signed = [(0, 1, rank), (0, 2, -common), (0, 3, -common), (1, 2, -common), (1, 3, -common), (2, 3, common)]
    for a, b, wanted in signed:
        assert found[a, b] == pytest.approx(wanted, abs=0.01)


def test_what_moves_no_arr_goes_its_own_way() -> None:
    """The cost of an engineer moves cash, not ARR."""
    assert signs(GOOD_AND_BAD) == {PRICE: 1.0, WINS: 1.0, CYCLE: -1.0, COLD: -1.0, PAY: 0.0}
    drawn, alone = draws(GOOD_AND_BAD, 500, seed=1), draws(GOOD_AND_BAD.changed(together=0.0), 500, seed=1)
    assert [lever_id for lever_id in drawn if (drawn[lever_id] == alone[lever_id]).all()] == [PAY]


def test_a_bad_year_is_bad_for_everything() -> None:
    """Levers that go together spread ARR further; its middle stays where it is."""
    spread = {}
    for together in (0.0, 0.3, 0.9):
        result = run(PLAN.changed(together=together), 1_000, keep=("arr",))
        low, middle, high = np.quantile(result["arr"][-1], (0.1, 0.5, 0.9))
        spread[together] = (high - low) / middle
    assert 1.1 * spread[0.0] < spread[0.3] < spread[0.9] / 1.1


def test_what_cannot_go_together_is_refused() -> None:
    plan = GOOD_AND_BAD.changed(together=0.9, correlations=(Correlation(a=WINS, b=PRICE, rank=-0.9),))
    with pytest.raises(PlannerError) as caught:
        draws(plan, 10, seed=1)
    assert str(caught.value) == (
        f"correlations: these cannot all hold at once: {WINS} and {PRICE} -0.9, {WINS} and {CYCLE} -0.9 by together, "
        f"{PRICE} and {CYCLE} -0.9 by together; bring them nearer to 0"
    )


def test_levers_without_a_correlation_keep_their_draws() -> None:
    free, tied = draws(PLAN, 500, seed=1), draws(TIED, 500, seed=1)
    assert (free[COLD] == tied[COLD]).all()
    assert (free[WINS] != tied[WINS]).any()


def test_another_range_leaves_the_other_levers_alone() -> None:
    before, after = draws(TIED, 500, seed=1), draws(TIED.with_range("enterprise.quota", 9e5, 2e6), 500, seed=1)
    assert after.keys() - before.keys() == {"enterprise.quota"}
    assert all((after[lever_id] == values).all() for lever_id, values in before.items())
    moved = draws(TIED.with_levers({WINS: 0.25}), 500, seed=1)
    assert {lever_id for lever_id in before if (before[lever_id] != moved[lever_id]).any()} == {WINS}
    together = GOOD_AND_BAD.changed(correlations=(Correlation(a=WINS, b=PRICE, rank=-0.3),))
    before, after = draws(together, 500, seed=1), draws(together.with_range("enterprise.quota", 9e5, 2e6), 500, seed=1)
    assert all((after[lever_id] == values).all() for lever_id, values in before.items())


def test_another_pair_leaves_the_other_levers_alone() -> None:
    plan = GOOD_AND_BAD.changed(correlations=(Correlation(a=CYCLE, b=COLD, rank=0.4),))
    before = draws(plan, 500, seed=1)
    for a, b in ((PRICE, WINS), (WINS, CYCLE), (PAY, COLD)):
        after = draws(plan.changed(correlations=(*plan.correlations, Correlation(a=a, b=b, rank=0.2))), 500, seed=1)
        assert {lever_id for lever_id in before if (before[lever_id] != after[lever_id]).any()} <= {a, b}


def test_the_order_of_the_ranges_does_not_matter() -> None:
    turned = PLAN.changed(uncertainty=dict(reversed(RANGES.items())))
    assert turned == PLAN
    one, other = draws(PLAN, 100, seed=1), draws(turned, 100, seed=1)
    assert list(one) == list(other)
    assert all((one[lever_id] == other[lever_id]).all() for lever_id in one)


CUTS = [0, 1, 2, 9, 100, 613, 1_000]


@pytest.mark.parametrize("plan", [PLAN, TIED], ids=["independent", "correlated"])
def test_draws_do_not_depend_on_the_batch(plan: Plan) -> None:
    whole = draws(plan, 1_000, seed=4)
    parts = [draws(plan, end - start, seed=4, first=start) for start, end in pairwise(CUTS)]
    large = draws(plan, 2 * BLOCK + 5, seed=4)
    late = draws(plan, 9, seed=4, first=BLOCK - 4)
    for lever_id, values in whole.items():
        assert (np.concatenate([part[lever_id] for part in parts]) == values).all()
        assert (large[lever_id][:1_000] == values).all()
        assert (large[lever_id][BLOCK - 4 : BLOCK + 5] == late[lever_id]).all()


def test_luck_does_not_depend_on_the_batch() -> None:
    plan = Plan(months=13, lumpy=True)
    whole = luck(plan, 1_000, seed=4)
    assert whole is not None
    assert whole.shape == (1_000, 13, KINDS)
    for start, end in pairwise(CUTS):
        part = luck(plan, end - start, seed=4, first=start)
        assert part is not None
        assert (part == whole[start:end]).all()


def test_luck_is_standard_normal_and_only_for_lumpy_plans() -> None:
    assert luck(Plan(), 10, seed=1) is None
    numbers = luck(Plan(lumpy=True), 400, seed=1)
    assert numbers is not None
    assert np.isfinite(numbers).all()
    assert stats.kstest(numbers.ravel(), "norm").pvalue > 1e-3
    flat = numbers.reshape(400, -1)
    neighbours = [
        np.corrcoef(flat[:-1].ravel(), flat[1:].ravel()),
        np.corrcoef(flat[:, :-1].ravel(), flat[:, 1:].ravel()),
    ]
    assert max(abs(pair[0, 1]) for pair in neighbours) < 0.01


def test_another_seed_gives_other_draws_and_the_same_seed_the_same() -> None:
    lumpy = PLAN.changed(lumpy=True)
    first, again, other = (draws(lumpy, 50, seed=seed)[WINS] for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).all()
    chance, same, another = (luck(lumpy, 5, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(chance, same)  # type: ignore[arg-type]
    assert not np.isin(chance, another).any()  # type: ignore[arg-type]


def test_what_is_handed_out_can_be_changed_without_harm() -> None:
    first = draws(PLAN, 50, seed=1)[WINS]
    kept = first.copy()
    first[:] = 0
    assert (draws(PLAN, 50, seed=1)[WINS] == kept).all()
    numbers = luck(Plan(lumpy=True), 5, seed=1)
    with pytest.raises(ValueError, match="read-only"):
        numbers[:] = 0  # type: ignore[index]


def test_every_lever_can_be_uncertain_over_all_of_its_bounds() -> None:
    plan = Plan(uncertainty={lever.id: (lever.min, lever.max) for lever in CATALOGUE.values()})
    for lever_id, values in draws(plan, 256, seed=1).items():
        assert CATALOGUE[lever_id].min <= values.min() < values.max() <= CATALOGUE[lever_id].max


def test_a_plan_that_is_sure_of_everything_has_no_draws() -> None:
    assert draws(Plan(), 100, seed=1) == {}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"count": 0}, "draws = 0: must be 1 or more"),
        ({"count": -3}, "draws = -3: must be 1 or more"),
        ({"count": 2_000_000_000}, "draws = 2000000000: must be 1,000,000,000 or fewer"),
        ({"count": 2, "first": 999_999_999}, "draws = 1000000001: must be 1,000,000,000 or fewer"),
        ({"seed": -1}, "seed = -1: must be 0 or more"),
        ({"first": -1}, "first draw = -1: must be 0 or more"),
    ],
)
def test_what_cannot_be_drawn(asked: dict[str, int], expected: str) -> None:
    for plan in (Plan(), PLAN, PLAN.changed(lumpy=True)):
        with pytest.raises(PlannerError) as caught:
            draws(plan, **{"count": 5, "seed": 1, **asked})
        assert str(caught.value) == expected
