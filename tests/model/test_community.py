import numpy as np
import pytest

from planner.model import community
from planner.model.simulate import Result, simulate
from planner.plan import Plan


def test_growth_compounds() -> None:
    assert community.index(community.index(1.0, 0.1), 0.1) == pytest.approx(1.21)


def test_free_accounts_bring_visitors() -> None:
    assert community.visitors(60_000, 1.5, 0.1, 12_000) == 91_200


def pool(**levers: float) -> Result:
    """A thousand free accounts, and a hundred activated every month."""
    base = {
        "community.free_accounts": 1000.0,
        "community.visitors": 100.0,
        "community.signup_rate": 1.0,
        "community.activation_rate": 1.0,
        "community.visitor_growth": 0.0,
        "community.referral": 0.0,
        "community.free_churn": 0.07,
        "community.pql_rate": 0.02,
        "self_serve.conversion": 0.01,
    }
    return simulate(Plan(months=12, levers=base | {name.replace("__", "."): value for name, value in levers.items()}))


FLOWS = ("conversions", "pqls", "free_churned", "free_accounts")


def first(result: Result) -> list[float]:
    return [result[name][0, 0] for name in FLOWS]


def test_exits_leave_at_their_rates() -> None:
    assert first(pool()) == pytest.approx([10, 20, 70, 900 + 100])


def test_exits_that_compete_for_more_than_all_share_the_pool() -> None:
    rates = {"self_serve__conversion": 0.5, "community__pql_rate": 0.5, "community__free_churn": 1.0}
    assert first(pool(**rates)) == pytest.approx([250, 250, 500, 100])


def test_newcomers_are_likelier_to_act_at_once() -> None:
    """Ten times likelier in the first month: a tenth of the hundred converts, a fifth becomes a PQL."""
    assert first(pool(community__first_month=10.0)) == pytest.approx([10 + 10, 20 + 20, 70, 900 + 70])


def test_newcomers_who_all_act_at_once_share_themselves_out() -> None:
    """100 times: shares of 1 and 2, scaled to a third and two thirds; nobody is left of them."""
    found = first(pool(community__first_month=100.0))
    assert found == pytest.approx([10 + 100 / 3, 20 + 200 / 3, 70, 900])


@pytest.mark.parametrize("rates", [(0.3, 0.3, 0.4), (0.006, 0.01, 1.0), (1.0, 1.0, 1.0), (1 / 3, 1 / 3, 1.0)])
def test_a_pool_that_everybody_leaves_is_exactly_empty(rates: tuple[float, float, float]) -> None:
    everything = community.exits(*rates)
    assert community.free_accounts(1e9 / 7, community.staying(everything), 0.0, 1.0) == 0.0
    conversion, pql_rate, free_churn = rates
    scale = community.scale(everything)
    left = (
        community.conversions(1e9 / 7, conversion, scale, 0.0, 0.0, 1.0),
        community.pqls(1e9 / 7, pql_rate, scale, 0.0, 0.0, 1.0),
        community.free_churned(1e9 / 7, free_churn, scale),
    )
    assert sum(left) == pytest.approx(1e9 / 7, rel=1e-15)


def test_a_market_fills_up() -> None:
    assert community.room(250.0, 0.0) == 1
    assert community.room(250.0, 1000.0) == 0.75
    assert community.room(1250.0, 1000.0) == 0
    result = pool(community__signups_to_date=950.0, community__market=1000.0)
    to_date = np.concatenate([[950.0], result["signups_to_date"][:, 0]])
    assert result["signups"][:, 0] == pytest.approx(100 * (1 - to_date[:-1] / 1000))
    assert (np.diff(to_date) >= 0).all()
    assert to_date[-1] < 1000
