import numpy as np
import pytest
from model.test_retention import ALONE

from planner.model import cash, checks
from planner.model.metrics import cash_out_month
from planner.model.simulate import simulate
from planner.plan import Funding, Plan


def test_growth_since_billing_is_billed_monthly() -> None:
    book = np.array([110.0] * 12 + [1e6])
    assert cash.grown_since(book, np.full(12, 100.0)) == pytest.approx(120)
    assert cash.collections(500.0, 100.0, 140.0, 5.0) == 500 + 10 + 5


def test_free_cash_flow_and_funding_move_cash() -> None:
    assert cash.free_cash_flow(500.0, 50.0, 700.0) == -150
    assert cash.cash(1000.0, -150.0, 2000.0) == 2850


def test_annual_contracts_are_billed_at_renewal() -> None:
    """Slots of 100 that keep 90%, grow 30% a year: a renewal is billed before that month's expansion."""
    result = simulate(Plan(months=24, levers=ALONE | {"enterprise.committed_share": 1.0}))
    factor = 1.3 ** (1 / 12)
    slots, bases, collected, grown = np.full(12, 100.0), np.full(12, 100.0), [], 0.0
    for t in range(24):
        slots[t % 12] *= 0.9
        bases[t % 12] = slots[t % 12]
        slots *= factor
        before, grown = grown, (slots - bases).sum()
        collected.append(bases[t % 12] + (before + grown) / 2 / 12)
    assert result["collections"][:, 0] == pytest.approx(collected)
    assert collected[0] == pytest.approx(90 + (11 * 100 + 90) * (factor - 1) / 24)


def test_pay_as_you_go_is_collected_a_month_in_arrears() -> None:
    result = simulate(Plan(months=12, levers=ALONE | {"enterprise.committed_share": 0.0}))
    arr = np.concatenate([[1200.0], result["arr"][:, 0]])
    assert result["collections"][0, 0] == pytest.approx(1200 / 12)
    assert result["collections"][1:, 0] == pytest.approx((arr[:-2] + arr[1:-1]) / 2 / 12)
    assert result["receivables"][:, 0] == pytest.approx((arr[:-1] + arr[1:]) / 2 / 12)
    assert result["collections"][1:, 0] == pytest.approx(result["revenue"][:-1, 0])


def test_new_contracts_are_billed_for_a_year() -> None:
    levers = ALONE | {"enterprise.arr": 0.0, "community.free_accounts": 1000.0, "self_serve.committed_share": 1.0}
    levers |= {
        "community.free_churn": 0.0,
        "community.first_month": 0.0,
        "self_serve.expansion": 0.0,
        "community.pql_rate": 0.0,
    }
    result = simulate(Plan(months=12, levers=levers | {"self_serve.upgrade_rate": 0.0}))
    assert result["collections"][:, 0] == pytest.approx(result["conversions"][:, 0] * 1200)


def test_funding_of_one_month_adds_up() -> None:
    rounds = (Funding(month=3, amount=5e6), Funding(month=3, amount=2e6), Funding(month=12, amount=1e6))
    funded, alone = simulate(Plan(months=12, funding=rounds)), simulate(Plan(months=12))
    assert np.flatnonzero(funded["funding"][:, 0]).tolist() == [2, 11]
    assert funded["cash"][:, 0] - alone["cash"][:, 0] == pytest.approx([0, 0] + [7e6] * 9 + [8e6])


def test_the_month_cash_runs_out() -> None:
    held = np.array([[5.0, 5.0, -1.0], [0.0, -1.0, -1.0], [3.0, 4.0, 9.0]])
    assert cash_out_month(held, np.zeros(3))[1:].tolist() == [2.0, 1.0]
    assert np.isnan(cash_out_month(held, np.zeros(3))[0])
    result = simulate(Plan(months=12), levers={"finance.cash": [0.0, 1e9]})
    assert result.cash_out_month()[0] == 1.0
    assert np.isnan(result.cash_out_month()[1])


def test_rounding_does_not_run_out_of_cash() -> None:
    """Half a cent, or a billionth of the most there has been so far."""
    held = np.array([[1e9, 5.0, 5.0], [-0.9, -0.0049, -0.0051], [-0.9, 1.0, 1.0]])
    found = cash_out_month(held, np.full(3, 10.0))
    assert np.isnan(found[:2]).all()
    assert found[2] == 2.0
    assert cash_out_month(held[1:], np.array([1e8, 10.0, 10.0]))[0] == 1.0
    assert np.isnan(cash_out_month(held[1:], np.array([1e9, 10.0, 10.0]))[0])


@pytest.mark.parametrize(("months", "paid"), [(0.0, [1, 0, 0, 0]), (1.0, [0, 1, 0, 0]), (2.25, [0, 0, 0.75, 0.25])])
def test_invoices_are_paid_later(months: float, paid: list[float]) -> None:
    levers = ALONE | {"enterprise.committed_share": 1.0, "enterprise.expansion": 0.0}
    result = simulate(Plan(months=24, levers=levers | {"finance.collection_months": months}))
    invoiced, before = result["invoiced"][:, 0], np.full(24, 100.0)
    assert invoiced == pytest.approx([90.0] * 12 + [81.0] * 12)
    still = np.array([cash.months_still_paid(months, t) for t in range(24)])
    assert still.sum() == pytest.approx(months)
    assert result["collections"][:, 0] == pytest.approx(np.convolve(invoiced, paid)[:24] + before * still)
    assert result.day_one["receivables"][0] == pytest.approx(100 * months)
    owed = 100 * months + np.cumsum(result["invoiced"] - result["collections"])
    assert result["receivables"][:, 0] == pytest.approx(owed, abs=1e-9)


def test_deferred_revenue_is_what_is_invoiced_and_not_earned() -> None:
    """A contract sold in a month has half of it behind at its end, and the rest before it."""
    for slot, month, deferred in ((0, 0, 1150), (0, 11, 50), (11, 0, 1050)):
        bases = np.zeros((3, 12))
        bases[2, slot] = 1200.0
        assert cash.deferred_revenue(bases, month) == pytest.approx(deferred)
    result = simulate(Plan(months=12, levers=ALONE | {"enterprise.committed_share": 1.0}))
    assert result.day_one["deferred_revenue"][0] == pytest.approx(1200 / 2)


def test_customers_who_upgrade_forfeit_what_they_prepaid() -> None:
    """A tenth leaves: of what was invoiced this month all, of the month before eleven months, and so on."""
    assert cash.forfeited_prepayments(np.array([1200.0, *[0.0] * 11]), 0, 0.1) == pytest.approx(120)
    assert cash.forfeited_prepayments(np.array([1200.0, *[0.0] * 11]), 1, 0.1) == pytest.approx(110)


def test_the_ledger_closes() -> None:
    result = simulate(Plan(months=60, levers={"finance.collection_months": 2.5, "self_serve.committed_share": 0.7}))
    assert result["forfeited_prepayments"][1:].min() > 0
    assert checks.ledger(result) < 1e-12


@pytest.mark.parametrize(("needed", "closes"), [(0.0, True), (5_000_000.0, True), (5_100_000.0, False)])
def test_a_round_in_month_one_looks_at_day_one(needed: float, closes: bool) -> None:
    result = simulate(Plan(months=12, funding=(Funding(month=1, amount=1e6, needs_arr=needed),)))
    assert result["funding"][0, 0] == (1e6 if closes else 0.0)


def test_a_round_closes_in_the_draws_that_have_the_arr_for_it() -> None:
    rounds = (Funding(month=9, amount=5e6, needs_arr=9e6), Funding(month=9, amount=1e6))
    result = simulate(Plan(months=12, funding=rounds), levers={"enterprise.win_rate": np.linspace(0.05, 0.6, 40)})
    enough = result["arr"][7] >= 9e6
    assert 0 < enough.sum() < 40
    assert (result["funding"][8] == np.where(enough, 6e6, 1e6)).all()
