import numpy as np
import pytest

from planner.model import retention
from planner.model.simulate import Result, simulate
from planner.plan import Event, Plan


def test_a_book_opens_evenly() -> None:
    book = np.empty(13)
    retention.open_book(book, 1200.0, 0.25)
    assert book.tolist() == [25.0] * 12 + [900.0]
    assert retention.contents(book) == 1200


@pytest.mark.parametrize(
    ("accounts", "elasticity", "effect"), [(75, 0.2, 1), (150, 1, 2), (150, 0, 1), (37.5, 2, 0.25)]
)
def test_thin_coverage_raises_losses(accounts: float, elasticity: float, effect: float) -> None:
    assert retention.coverage_effect(accounts, 75.0, elasticity) == pytest.approx(effect)
    assert retention.kept_share(0.9, effect) == pytest.approx(1 - 0.1 * effect)


def test_losses_cannot_exceed_everything_and_nothing_lost_stays_nothing() -> None:
    assert retention.kept_share(0.5, 1000.0) == 0.0
    assert retention.kept_share(1.0, 1000.0) == 1.0


def test_one_slot_renews_and_the_pool_loses_a_twelfth_of_the_year() -> None:
    book = np.full(13, 100.0)
    lost = retention.lose(book, 3, 0.9, 0.9 ** (1 / 12))
    assert book[3] == pytest.approx(90)
    assert book[12] == pytest.approx(100 * 0.9 ** (1 / 12))
    assert np.delete(book, [3, 12]).tolist() == [100] * 11
    assert lost == pytest.approx(1300 - book.sum())


def test_expansion_compounds_to_the_annual_rate() -> None:
    book, gained = np.full(13, 100.0), 0.0
    for _ in range(12):
        gained += retention.expand(book, retention.expansion_factor(0.3, 1.0))
    assert book == pytest.approx(np.full(13, 130.0))
    assert gained == pytest.approx(390)
    assert retention.expansion_factor(0.3, 0.5) ** 12 == pytest.approx(1.15)


def test_usage_moves_the_pool_only() -> None:
    book = np.full(13, 100.0)
    assert retention.use(book, 0.1) == pytest.approx((10, 0))
    assert retention.use(book, -0.5) == pytest.approx((0, 55))
    assert book.tolist() == pytest.approx([100.0] * 12 + [55.0])


def test_losses_split_into_contraction_and_churn() -> None:
    assert retention.contraction(100.0, 0.25, 7.0) == 32
    assert retention.churn(100.0, 0.25) == 75


def test_a_sale_renews_a_year_later() -> None:
    book = np.zeros(13)
    retention.sell(book, 5, 100.0, 0.6)
    assert (book[5], book[12]) == pytest.approx((60, 40))


def test_release_takes_the_same_share_of_everything() -> None:
    book = np.arange(13.0)
    retention.release(book, 0.25)
    assert book == pytest.approx(0.75 * np.arange(13.0))
    retention.release(book, 1.0)
    assert not book.any()


def test_a_book_that_kept_everything_is_worth_exactly_what_it_held() -> None:
    book = np.random.default_rng(1).uniform(0, 1e6, 13)
    slots = retention.renewed_slots(book, np.ones(12))
    assert retention.left_of(slots, 1.0, book[12], 1.0) == retention.contents(book)


ALONE = {
    **{f"{segment}.{name}": 0.0 for segment in ("self_serve", "inside_sales") for name in ("arr", "customers")},
    "enterprise.arr": 1200.0,
    "enterprise.customers": 12.0,
    "enterprise.committed_share": 0.5,
    "enterprise.gross_retention": 0.9,
    "enterprise.logo_retention": 0.8,
    "enterprise.expansion": 0.3,
    "retention.expansion_fade": 0.0,
    "community.free_accounts": 0.0,
    "community.visitors": 0.0,
    "marketing.mqls": 0.0,
    "enterprise.opening_pipeline": 0.0,
    "inside_sales.opening_pipeline": 0.0,
}
"""Enterprise customers and nothing that sells."""


def alone(*events: Event, **levers: float) -> Result:
    named = {name.replace("__", "."): value for name, value in levers.items()}
    return simulate(Plan(months=24, levers=ALONE | named, events=events))


def test_a_year_keeps_gross_retention_times_expansion() -> None:
    result = alone()
    assert result["arr"][11, 0] == pytest.approx(1200 * 0.9 * 1.3)
    assert result["nrr"][11, 0] == pytest.approx(0.9 * 1.3)
    assert result["grr"][11, 0] == pytest.approx(0.9)
    assert result["logo_retention"][11, 0] == pytest.approx(0.8)
    assert result["customers"][23, 0] == pytest.approx(12 * 0.8**2)


def test_thin_coverage_costs_sales_led_segments() -> None:
    result = alone(customer_success__accounts_per_csm=150.0, customer_success__elasticity=1.0)
    assert result["grr"][11, 0] == pytest.approx(0.8)
    assert result["logo_retention"][11, 0] == pytest.approx(0.6)
    assert result["renewal_rate_self_serve"][0, 0] == 0.75


def test_expansion_fades_from_the_second_month_on() -> None:
    result = alone(retention__expansion_fade=0.5)
    fade = 0.5 ** (np.arange(24) / 12)
    assert result["expansion_factor_enterprise"][:, 0] == pytest.approx((1 + 0.3 * fade) ** (1 / 12))


def test_committed_arr_is_lost_at_renewal_only() -> None:
    result = alone(enterprise__committed_share=1.0, enterprise__expansion=0.0)
    assert result["lost_arr_enterprise"][:12, 0] == pytest.approx(np.full(12, 10.0))
    assert result["lost_arr_enterprise"][12:, 0] == pytest.approx(np.full(12, 9.0))


def test_usage_counts_in_net_retention_and_falls_in_gross() -> None:
    shock = Event(lever="retention.usage_change", change="set", value=-0.2, start=3, months=1)
    boom = Event(lever="retention.usage_change", change="set", value=0.5, start=4, months=1)
    levers = {"enterprise__committed_share": 0.0, "enterprise__gross_retention": 1.0, "enterprise__expansion": 0.0}
    result = alone(shock, boom, **levers)
    assert result["nrr"][11, 0] == pytest.approx(0.8 * 1.5)
    assert result["grr"][11, 0] == pytest.approx(0.8)
    assert result["contraction_arr"][2, 0] == pytest.approx(240)
    assert result["expansion_arr_enterprise"][3, 0] == pytest.approx(480)
    assert result["lost_arr_enterprise"].sum() == 0
    assert result["usage_factor"][2:4, 0].tolist() == [0.8, 1.5]
    assert result["nrr"][15, 0] == pytest.approx(1.0)


def test_gross_and_logo_retention_do_not_imply_each_other() -> None:
    result = alone(enterprise__gross_retention=1.0)
    assert result["grr"][11, 0] == 1.0
    assert result["logo_retention"][11, 0] == pytest.approx(0.8)


def test_nothing_lost_has_no_lifetime() -> None:
    """A lifetime value divides by what is lost: none while nothing is, however the ARR is spread."""
    kept = {f"{segment}.gross_retention": 1.0 for segment in ("self_serve", "inside_sales", "enterprise")}
    odd = {"self_serve.arr": 1e6 / 7, "enterprise.arr": 1e6 / 3, "retention.usage_change": 0.013}
    result = simulate(Plan(months=36, levers=kept | odd))
    assert (result["grr"][11:] == 1.0).all()
    assert np.isnan(result["ltv_to_cac"]).all()
