"""Sizes of deals and customers: SciPy's Gamma and Beta, and what follows of them in the model."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model.plans import plans
from model.ufuncs import over_arrays
from scipy import stats

from planner.model import luck, sizes
from planner.model.checks import check
from planner.model.simulate import Result, simulate
from planner.plan import Plan
from planner.vocabulary.errors import PlannerError

DRAWS = 100_000

contracts = over_arrays(sizes.contracts, "f8(f8, f8, i8)")
share_lost = over_arrays(sizes.share_lost, "f8(f8, f8, f8, i8)")


def seeds(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, sizes.SEEDS, shape or DRAWS)


def near(found: np.ndarray, mean: float, variance: float) -> bool:
    """Whether mean and variance are those expected, within five standard errors."""
    off = found - mean
    return bool(
        abs(off.mean()) <= 5 * np.sqrt(variance / found.size)
        and abs(found.var() - variance) <= 5 * np.sqrt(((off**2 - variance) ** 2).mean() / found.size)
    )


def test_there_is_a_seed_for_everything_and_steps_of_four() -> None:
    assert sum(int(np.prod(sizes.SIZES[name].shape)) for name in sizes.SIZES.names or ()) == sizes.SIZE_KINDS
    assert sizes.SIZE_KINDS % 4 == 0


@pytest.mark.parametrize("spread", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("deals", [1.0, 3.0, 40.0])
def test_what_deals_bring_is_gamma(deals: float, spread: float) -> None:
    found = contracts(deals, spread, seeds(1))
    assert near(found, deals, deals * spread**2)
    law = stats.gamma(deals / spread**2, scale=spread**2)
    assert stats.kstest(found, law.cdf).pvalue > 1e-3


@pytest.mark.parametrize(
    ("lost", "customers", "spread"),
    [(0.2, 10.0, 1.0), (0.02, 3.0, 2.0), (0.5, 1.5, 1.0), (0.25, 2_000.0, 1.0), (0.9, 40.0, 3.0), (1 / 7, 7.0, 0.4)],
)
def test_what_goes_with_customers_is_beta(lost: float, customers: float, spread: float) -> None:
    found = share_lost(lost, customers, spread, seeds(2))
    each = customers / spread**2
    assert near(found, lost, lost * (1 - lost) / (each + 1))
    assert stats.kstest(found, stats.beta(lost * each, (1 - lost) * each).cdf).pvalue > 1e-3


def test_the_share_of_some_customers_is_that_of_their_sizes() -> None:
    """Three of eight customers with Gamma sizes: measured on sizes drawn one by one."""
    drawn = np.random.default_rng(3).gamma(1 / 1.5**2, size=(DRAWS, 8))
    by_hand = drawn[:, :3].sum(axis=1) / drawn.sum(axis=1)
    assert stats.ks_2samp(share_lost(3 / 8, 8.0, 1.5, seeds(3)), by_hand).pvalue > 1e-3


def test_where_there_is_no_spread_or_nothing_to_spread_all_stays() -> None:
    every = seeds(4, 10)
    assert (contracts([0.0, 3.0], [[1.0], [0.0]], 1) == [[0.0, 3.0], [0.0, 3.0]]).tolist()[1] == [True, True]
    assert (contracts(0.0, 1.0, every) == 0).all()
    for lost, customers, spread in ((0.0, 5.0, 1.0), (1.0, 5.0, 1.0), (0.3, 0.0, 1.0), (0.3, 5.0, 0.0)):
        assert (share_lost(lost, customers, spread, every) == lost).all()


def test_sizes_move_little_when_a_little_more_is_expected() -> None:
    """Comparisons between plans need the same luck; one number in hundreds may be drawn anew."""
    before, after = (share_lost(lost, 30.0, 1.0, seeds(5)) for lost in (0.2, 0.201))
    assert np.corrcoef(before, after)[0, 1] > 0.97
    assert (np.abs(after - before) < 0.01).mean() > 0.97


def test_extremes_are_numbers() -> None:
    every = seeds(6, 1_000)
    for deals in (1e-3, 1.0, 1e9):
        found = contracts(deals, 5.0, every)
        assert (np.isfinite(found) & (found >= 0)).all()
    for lost, customers in ((1e-9, 1e-6), (1 - 1e-9, 1e-6), (0.5, 1e9), (0.5, 1e-6)):
        found = share_lost(lost, customers, 5.0, every)
        assert ((found >= 0) & (found <= 1)).all()
    assert (contracts(1.0, 1.0, [0, sizes.SEEDS - 1]) > 0).all()


PLAN = Plan(
    months=24,
    lumpy=True,
    size_spread=1.2,
    levers={
        "enterprise.customers": 30.0,
        "enterprise.gross_retention": 0.8,
        "enterprise.logo_retention": 0.8,
        "enterprise.expansion": 0.0,
        "sales.expansion_sold": 0.0,
    },
)


def drawn(plan: Plan, count: int = 2_000, sized: bool = True) -> Result:
    chance = np.random.default_rng(7).standard_normal((count, plan.months, luck.KINDS))
    whales = seeds(8, count, plan.months, sizes.SIZE_KINDS) if sized else None
    return simulate(plan, luck=chance, sizes=whales)


def test_without_spread_draws_are_what_they_were_bit_for_bit() -> None:
    plan = PLAN.changed(size_spread=0.0)
    without, with_seeds = drawn(plan, 50, sized=False), drawn(plan, 50)
    for name, column in without.columns.items():
        assert np.array_equal(column, with_seeds[name], equal_nan=True), name


def test_arr_won_varies_by_the_spread_and_customers_do_not() -> None:
    """Of k deals at contract value a: mean a k, variance a² c² k."""
    sized, plain = drawn(PLAN), drawn(PLAN, sized=False)
    first, acv = 0, PLAN.value("enterprise.acv")
    wins = plain["won_customers_enterprise"][first]
    assert (sized["won_customers_enterprise"][first] == wins).all()
    off = sized["won_arr_enterprise"][first] / acv - wins
    assert (off[wins == 0] == 0).all()
    assert abs(off.mean()) <= 5 * np.sqrt(1.2**2 * wins.mean() / len(wins))
    assert (off**2).mean() == pytest.approx(1.2**2 * wins.mean(), rel=0.15)
    by_source = sum(sized[f"won_{source}_arr"] for source in ("pql", "upgrade", "mql", "outbound"))
    assert by_source == pytest.approx(sized["won_arr_enterprise"] + sized["won_arr_inside_sales"])


def test_arr_lost_varies_by_the_spread_and_customers_do_not() -> None:
    """The slot of the first month: of n customers the share m goes, with a variance of m (1 − m) / (n / c² + 1)."""
    plan = PLAN.with_levers({"enterprise.committed_share": 1.0, "enterprise.customers": 60.0})
    sized, plain = drawn(plan), drawn(plan, sized=False)
    assert (sized["churned_customers_enterprise"][0] == plain["churned_customers_enterprise"][0]).all()
    slot, each = plan.value("enterprise.arr") / 12, 60 / 12 / 1.2**2
    gone, expected = sized["lost_arr_enterprise"][0] / slot, plain["lost_arr_enterprise"][0] / slot
    assert (gone[expected == 0] == 0).all()
    variance = (expected * (1 - expected) / (each + 1)).mean()
    assert abs((gone - expected).mean()) <= 5 * np.sqrt(variance / len(gone))
    assert ((gone - expected) ** 2).mean() == pytest.approx(variance, rel=0.15)


def test_whales_widen_arr_and_leave_its_mean() -> None:
    sized, plain = drawn(PLAN)["arr"][-1], drawn(PLAN, sized=False)["arr"][-1]
    assert sized.mean() == pytest.approx(plain.mean(), abs=5 * sized.std() / np.sqrt(len(sized)))
    assert sized.std() > 1.1 * plain.std()


@settings(max_examples=25, deadline=None)
@given(plans(longest=36), st.integers(0, 2**32), st.floats(0.1, 5))
def test_identities_hold_whatever_the_sizes(plan: Plan, seed: int, spread: float) -> None:
    random = np.random.default_rng(seed)
    chance = random.standard_normal((3, plan.months, luck.KINDS))
    whales = random.integers(0, sizes.SEEDS, (3, plan.months, sizes.SIZE_KINDS))
    result = simulate(plan.changed(size_spread=spread), luck=chance, sizes=whales)
    assert [one.name for one in check(result) if not one.holds] == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (
            np.zeros((2, 13, sizes.SIZE_KINDS), np.int64),
            r"sizes = an array of \(2, 13, 16\): must be \(draws, 12, 16\)",
        ),
        (np.zeros((2, 12, sizes.SIZE_KINDS)), "sizes: must be whole numbers from 0 to 4,611,686,018,427,387,903"),
        (np.full((2, 12, sizes.SIZE_KINDS), -1), "sizes: must be whole numbers"),
    ],
)
def test_bad_seeds_are_refused(wrong: np.ndarray, says: str) -> None:
    with pytest.raises(PlannerError, match=says):
        simulate(Plan(months=12, lumpy=True, size_spread=1.0), sizes=wrong)
