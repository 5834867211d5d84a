"""PERT distributions: SciPy's Beta, by limits and by the quantiles at 10% and 90%."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from planner.analysis.draws.pert import Pert, between_quantiles, distributions
from planner.plan import Plan
from planner.vocabulary.levers import CATALOGUE

WINS, PRICE = "enterprise.win_rate", "enterprise.acv"


def beta(pert: Pert) -> stats.rv_continuous:
    """The same in SciPy, by MODEL.md."""
    span = pert.high - pert.low
    alpha = 1 + 4 * (pert.mode - pert.low) / span
    return stats.beta(alpha, 6 - alpha, loc=pert.low, scale=span)


@pytest.mark.parametrize(("mode", "shape"), [(0.0, (1, 5)), (1.0, (5, 1)), (0.5, (3, 3))])
def test_the_shape_of_pert(mode: float, shape: tuple[float, float]) -> None:
    assert Pert(0.0, mode, 1.0).shape == shape
    assert Pert(10.0, 10 + 2 * mode, 12.0).shape == shape


@pytest.mark.parametrize("mode", [0.0, 1e-9, 0.01, 0.3, 0.5, 0.8, 0.999, 1.0])
def test_quantiles_are_scipys_to_a_billionth(mode: float) -> None:
    shares = np.concatenate([np.linspace(0.0005, 0.9995, 1000), [2.0**-31, 1 - 2.0**-31]])
    expected = stats.beta.ppf(shares, 1 + 4 * mode, 5 - 4 * mode)
    assert np.abs(Pert(0.0, mode, 1.0).ppf(shares) - expected).max() < 1e-9


def test_the_ends_of_a_range_are_reached_and_not_passed() -> None:
    values = Pert(0.3, 0.9, 0.9).ppf(np.array([0.0, 0.5, 1.0]))
    assert 0.3 <= values[0] < 0.31
    assert 0.9 - 1e-12 < values[2] <= 0.9
    assert values.tolist() == Pert(0.3, 0.9, 0.9).at(np.array([-np.inf, 0.0, np.inf])).tolist()


def test_a_tenth_lies_below_low_and_above_high() -> None:
    """Solved to a millionth of the range, wherever the mode lies: also at an end."""
    for scale, share in product((1e-3, 1.0, 1e9), (0.0, 1e-6, 0.1, 0.5, 0.8, 1.0)):
        low, high = 2 * scale, 3 * scale
        mode = low + share * (high - low)
        pert = between_quantiles(low, mode, high, -1e15, 1e15)
        assert pert.mode == mode
        assert beta(pert).ppf([0.1, 0.9]) == pytest.approx([low, high], abs=1e-6 * (high - low))
        assert pert.ppf(np.array([0.1, 0.9])) == pytest.approx([low, high], abs=1e-6 * (high - low))


def test_a_symmetric_range_has_a_symmetric_distribution() -> None:
    """Beta(3, 3) has its 10% quantile at 0.24664 (R: qbeta(0.1, 3, 3) = 0.2466362)."""
    pert = between_quantiles(-1.0, 0.0, 1.0, -10.0, 10.0)
    assert pert.high == pytest.approx(1 / (1 - 2 * 0.2466362), rel=1e-6)
    assert pert.low == pytest.approx(-pert.high)


def test_an_end_beyond_a_bound_is_held_there() -> None:
    free = between_quantiles(0.1, 0.2, 0.6, -10.0, 10.0)
    assert free.low < 0.05
    low = between_quantiles(0.1, 0.2, 0.6, 0.05, 10.0)
    assert (low.low, low.mode) == (0.05, 0.2)
    assert beta(low).sf(0.6) == pytest.approx(0.1, abs=1e-9)
    assert low.high != pytest.approx(free.high, abs=1e-3)
    high = between_quantiles(0.1, 0.2, 0.6, -10.0, 0.65)
    assert high.high == 0.65 < free.high
    assert beta(high).cdf(0.1) == pytest.approx(0.1, abs=1e-9)
    assert between_quantiles(0.1, 0.2, 0.6, 0.05, 0.65) == Pert(0.05, 0.2, 0.65)
    assert between_quantiles(0.1, 0.1, 0.6, 0.1, 0.6) == Pert(0.1, 0.1, 0.6)


def test_bounds_are_those_of_the_lever() -> None:
    """A win rate between 5% and 95% would go below 0 and above 1; a price within its bounds does not."""
    plan = Plan(levers={WINS: 0.5}, uncertainty={WINS: (0.05, 0.95), PRICE: (40e3, 90e3)}, ends="p10-p90")
    found = distributions(plan)
    assert found[WINS] == Pert(0.0, 0.5, 1.0)
    assert beta(found[PRICE]).ppf([0.1, 0.9]) == pytest.approx([40e3, 90e3])
    assert CATALOGUE[PRICE].min <= found[PRICE].low < 40e3
    assert distributions(plan.changed(ends="limits"))[PRICE] == Pert(40e3, plan.value(PRICE), 90e3)


def test_a_range_without_width_stays_a_constant() -> None:
    assert between_quantiles(0.3, 0.3, 0.3, 0.0, 1.0).ppf(np.array([0.1, 0.9])).tolist() == [0.3, 0.3]
