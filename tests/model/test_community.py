import pytest

from planner.model.community import free_pool_exits, grown, visitors


def test_growth_compounds() -> None:
    assert grown(grown(1.0, 0.1), 0.1) == pytest.approx(1.21)


def test_free_accounts_bring_visitors() -> None:
    assert visitors(60_000, 1.5, 0.1, 12_000) == 91_200


def test_exits_leave_at_their_rates() -> None:
    assert free_pool_exits(1000, 0.01, 0.02, 0.07) == pytest.approx((10, 20, 70, 900))


def test_exits_that_compete_for_more_than_all_share_the_pool() -> None:
    assert free_pool_exits(1000, 0.5, 0.5, 1.0) == pytest.approx((250, 250, 500, 0))


@pytest.mark.parametrize("rates", [(0.3, 0.3, 0.4), (0.006, 0.01, 1.0), (1.0, 1.0, 1.0), (1 / 3, 1 / 3, 1.0)])
def test_a_pool_that_everybody_leaves_is_exactly_empty(rates: tuple[float, float, float]) -> None:
    *left, staying = free_pool_exits(1e9 / 7, *rates)
    assert staying == 0.0
    assert sum(left) == pytest.approx(1e9 / 7, rel=1e-15)
