import numpy as np
import pytest
from model.test_retention import ALONE

from planner.model import cash
from planner.model.metrics import cash_out_month
from planner.model.simulate import simulate
from planner.plan import Funding, Plan


def test_growth_since_billing_is_billed_monthly() -> None:
    book = np.array([110.0] * 12 + [1e6])
    assert cash.unbilled(book, np.full(12, 100.0)) == pytest.approx(120)
    assert cash.collections(300.0, 200.0, 120.0, 60.0) == 300 + 200 + 10 + 5


def test_free_cash_flow_and_funding_move_cash() -> None:
    assert cash.free_cash_flow(500.0, 50.0, 700.0) == -150
    assert cash.closing(1000.0, -150.0, 2000.0) == 2850


def test_annual_contracts_are_billed_at_renewal_and_their_growth_monthly() -> None:
    """Slots of 100 that keep 90%, grow 30% a year: a renewal is billed before that month's expansion."""
    result = simulate(Plan(months=24, levers=ALONE | {"enterprise.committed_share": 1.0}))
    factor = 1.3 ** (1 / 12)
    slots, bases, collected = np.full(12, 100.0), np.full(12, 100.0), []
    for t in range(24):
        slots[t % 12] *= 0.9
        bases[t % 12] = slots[t % 12]
        slots *= factor
        collected.append(bases[t % 12] + (slots - bases).sum() / 12)
    assert result["collections"][:, 0] == pytest.approx(collected)
    assert collected[0] == pytest.approx(90 + (11 * 100 + 90) * (factor - 1) / 12)


def test_pay_as_you_go_is_collected_a_month_in_arrears() -> None:
    result = simulate(Plan(months=12, levers=ALONE | {"enterprise.committed_share": 0.0}))
    assert result["collections"][0, 0] == pytest.approx(1200 / 12)
    assert result["collections"][1:, 0] == pytest.approx(result["arr"][:-1, 0] / 12)


def test_new_contracts_are_billed_for_a_year() -> None:
    levers = ALONE | {"enterprise.arr": 0.0, "community.free_accounts": 1000.0, "self_serve.committed_share": 1.0}
    levers |= {"community.free_churn": 0.0, "self_serve.expansion": 0.0, "community.pql_rate": 0.0}
    result = simulate(Plan(months=12, levers=levers | {"self_serve.upgrade_rate": 0.0}))
    assert result["collections"][:, 0] == pytest.approx(result["conversions"][:, 0] * 1200)


def test_funding_of_one_month_adds_up() -> None:
    rounds = (Funding(month=3, amount=5e6), Funding(month=3, amount=2e6), Funding(month=12, amount=1e6))
    funded, alone = simulate(Plan(months=12, funding=rounds)), simulate(Plan(months=12))
    assert np.flatnonzero(funded["funding"][:, 0]).tolist() == [2, 11]
    assert funded["cash"][:, 0] - alone["cash"][:, 0] == pytest.approx([0, 0] + [7e6] * 9 + [8e6])


def test_the_month_cash_runs_out() -> None:
    held = np.array([[5.0, 5.0, -1.0], [0.0, -1.0, -1.0], [3.0, 4.0, 9.0]])
    assert cash_out_month(held)[1:].tolist() == [2.0, 1.0]
    assert np.isnan(cash_out_month(held)[0])
    result = simulate(Plan(months=12), levers={"finance.cash": [0.0, 1e9]})
    assert result.cash_out_month()[0] == 1.0
    assert np.isnan(result.cash_out_month()[1])
