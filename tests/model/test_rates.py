import math

import pytest

from planner.model.rates import monthly_leaving, monthly_staying, ratio, share_of


@pytest.mark.parametrize("annual", [0.0, 0.2, 0.95, 1.0])
def test_monthly_rates_compound_to_annual_ones(annual: float) -> None:
    assert (1 - monthly_leaving(annual)) ** 12 == pytest.approx(1 - annual)
    assert monthly_staying(annual) ** 12 == pytest.approx(annual)


def test_nobody_leaves_and_everybody_stays_exactly() -> None:
    assert monthly_leaving(0.0) == 0.0
    assert monthly_staying(1.0) == 1.0


def test_a_quotient_by_zero_has_no_value() -> None:
    assert math.isnan(ratio(1.0, 0.0))
    assert math.isnan(ratio(0.0, 0.0))
    assert ratio(1.0, 4.0) == 0.25


def test_a_share_of_nothing_is_nothing() -> None:
    assert share_of(0.0, 0.0) == 0.0
    assert share_of(1.0, 4.0) == 0.25
