import numpy as np
import pytest

from planner.model import retention, retention_metrics
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
    assert retention.coverage(accounts, 75.0, elasticity) == pytest.approx(effect)
    assert retention.renewal_rate(0.9, effect) == pytest.approx(1 - 0.1 * effect)
    assert retention.expansion_coverage(accounts, 75.0, elasticity) == pytest.approx(1 / effect)


def test_losses_cannot_exceed_everything() -> None:
    assert retention.renewal_rate(0.5, 1000.0) == 0.0
    assert retention.renewal_rate(1.0, 1000.0) == 1.0


def test_one_slot_renews_and_the_pool_loses_a_twelfth_of_the_year() -> None:
    book = np.full(13, 100.0)
    monthly = 0.9 ** (1 / 12)
    lost = retention.lost_arr(book[3], 0.9, book[retention.POOL], monthly)
    retention.keep(book, 3, 0.9, monthly)
    assert book[3] == pytest.approx(90)
    assert book[12] == pytest.approx(100 * 0.9 ** (1 / 12))
    assert np.delete(book, [3, 12]).tolist() == [100] * 11
    assert lost == pytest.approx(1300 - book.sum())


def test_expansion_compounds_to_the_annual_rate() -> None:
    book, gained = np.full(13, 100.0), 0.0
    for _ in range(12):
        rate = retention.expansion_rate(0.3, 1.0, 1.0)
        gained += retention.expanded(retention.contents(book), rate)
        retention.grow(book, retention.expansion_factor(rate))
    assert book == pytest.approx(np.full(13, 130.0))
    assert gained == pytest.approx(390)
    assert (1 + retention.expansion_rate(0.3, 0.5, 1.0)) ** 12 == pytest.approx(1.15)
    assert (1 + retention.expansion_rate(0.3, 0.5, 2.0)) ** 12 == pytest.approx(1.3)


def test_usage_moves_the_pool_only() -> None:
    book = np.full(13, 100.0)
    assert retention.use(book, 0.1) == pytest.approx(10)
    assert retention.use(book, -0.5) == pytest.approx(-55)
    assert book.tolist() == pytest.approx([100.0] * 12 + [55.0])


def test_losses_split_into_contraction_and_churn() -> None:
    assert retention.contraction_arr(100.0, 0.25, 7.0) == 32
    assert retention.churned_arr(100.0, 0.25) == 75


def test_rises_are_expansion_and_falls_are_contraction() -> None:
    assert retention.segment_expansion_arr(10.0, 5.0, -3.0) == 15
    assert retention.falls(5.0, -3.0) == 3
    assert retention.segment_expansion_arr(10.0, -5.0, 3.0) == 13
    assert retention.falls(-5.0, 3.0) == 5


def test_prices_rise_where_contracts_renew() -> None:
    book = np.full(13, 100.0)
    monthly = retention.price_factor_monthly(0.1)
    added = retention.reprice(book, 3, 0.1, monthly)
    assert book[3] == pytest.approx(110)
    assert book[12] == pytest.approx(100 * 1.1 ** (1 / 12))
    assert np.delete(book, [3, 12]).tolist() == [100] * 11
    assert added == pytest.approx(book.sum() - 1300)


@pytest.mark.parametrize(("time", "done", "reached"), [(60.0, 1.0, 0.02), (20.0, 0.5, 0.015), (0.0, 0.0, 0.01)])
def test_sold_expansion_is_bounded_by_seller_time(time: float, done: float, reached: float) -> None:
    """Of 4000 with 2% expansion, half is theirs to sell: 40."""
    wanted = retention.wanted_expansion(4000.0, 0.02, 0.5)
    assert wanted == 40
    assert retention.share_sold(wanted, time) == done
    assert retention.sold_expansion_arr(wanted, time) == 40 * done
    assert retention.rate_reached(0.02, 0.5, done) == pytest.approx(reached)


def test_where_nothing_is_wanted_everything_is_done() -> None:
    assert retention.share_sold(0.0, 0.0) == 1


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
    slots = retention_metrics.renewed_slots(book, np.ones(12))
    assert retention_metrics.left_of(slots, 1.0, book[12], 1.0) == retention.contents(book)


ALONE = {
    **{f"{segment}.{name}": 0.0 for segment in ("self_serve", "inside_sales") for name in ("arr", "customers")},
    "enterprise.arr": 1200.0,
    "enterprise.customers": 12.0,
    "finance.collection_months": 0.0,
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


def test_nothing_lost_is_nothing_lost_however_it_is_spread() -> None:
    """No rounding error: a lifetime would be its inverse."""
    kept = {f"{segment}.gross_retention": 1.0 for segment in ("self_serve", "inside_sales", "enterprise")}
    odd = {"self_serve.arr": 1e6 / 7, "enterprise.arr": 1e6 / 3, "retention.usage_change": 0.013}
    result = simulate(Plan(months=36, levers=kept | odd))
    assert (result["grr"][11:] == 1.0).all()
    assert np.isfinite(result["ltv_to_cac"][11:]).all()


def test_coverage_moves_expansion_of_sales_led_segments() -> None:
    """Half as thin, at an elasticity of 1: twice the expansion."""
    levers = {"customer_success__accounts_per_csm": 37.5, "customer_success__expansion_elasticity": 1.0}
    result = alone(**levers)
    assert result["expansion_factor_enterprise"][:, 0] == pytest.approx(np.full(24, 1.6 ** (1 / 12)))
    assert result["expansion_factor_self_serve"][0, 0] == pytest.approx(1.25 ** (1 / 12))
    assert result["grr"][11, 0] == pytest.approx(0.9 + 0.1 * (1 - 0.5**0.2))


def test_a_price_rise_counts_in_net_retention_and_a_fall_in_gross() -> None:
    levers = {"enterprise__expansion": 0.0, "enterprise__gross_retention": 1.0}
    dearer, cheaper = alone(retention__price_rise=0.1, **levers), alone(retention__price_rise=-0.2, **levers)
    assert dearer["nrr"][11, 0] == pytest.approx(1.1)
    assert dearer["grr"][11, 0] == 1.0
    assert dearer["expansion_arr"][:12, 0].sum() == pytest.approx(0.1 * 1200)
    assert not dearer["contraction_arr"].any()
    assert cheaper["nrr"][11, 0] == cheaper["grr"][11, 0] == pytest.approx(0.8)
    assert cheaper["contraction_arr"][:12, 0].sum() == pytest.approx(0.2 * 1200)
    assert not cheaper["expansion_arr"].any()
    assert not dearer["lost_arr_enterprise"].any()


def test_sellers_short_of_time_sell_less_expansion() -> None:
    """Everything is theirs to sell, and their time is enough for a part of it; nothing is left for new business."""
    levers = {"enterprise__reps": 1.0, "enterprise__hires_per_quarter": 0.0, "enterprise__attrition": 0.0}
    levers |= {"enterprise__quota": 60.0, "enterprise__attainment": 1.0, "sales__expansion_sold": 1.0}
    levers |= {"enterprise__gross_retention": 1.0}
    result = alone(**levers)
    assert result["seller_time_enterprise"][:, 0] == pytest.approx(np.full(24, 5.0))
    assert result["sold_expansion_arr_enterprise"][:, 0] == pytest.approx(np.full(24, 5.0))
    assert result["expansion_arr_enterprise"][:, 0] == pytest.approx(np.full(24, 5.0))
    assert not result["enterprise_capacity_arr"].any()
    nobody = alone(**levers | {"enterprise__reps": 0.0})
    assert not nobody["expansion_arr_enterprise"].any()


UPGRADING = ALONE | {
    "enterprise.arr": 0.0,
    "enterprise.customers": 0.0,
    "self_serve.arr": 1200.0,
    "self_serve.customers": 12.0,
    "self_serve.committed_share": 0.0,
    "self_serve.gross_retention": 1.0,
    "self_serve.logo_retention": 1.0,
    "self_serve.expansion": 0.0,
    "self_serve.upgrade_rate": 0.25,
    "enterprise.pql_share": 0.0,
    "inside_sales.pql_to_opportunity": 1.0,
    "inside_sales.win_rate": 1.0,
    "inside_sales.cycle_months": 0.0,
    "inside_sales.acv": 1000.0,
    "inside_sales.reps": 100.0,
    "inside_sales.gross_retention": 1.0,
    "inside_sales.expansion": 0.0,
}
"""Twelve self-serve customers of 100 each, of whom a fourth upgrades to 1000 every month."""


def test_net_retention_follows_customers_who_upgrade() -> None:
    result = simulate(Plan(months=12, levers=UPGRADING))
    left = 0.75**12
    assert result["arr"][11, 0] == pytest.approx(1200 * left + 12_000 * (1 - left))
    assert result["nrr"][11, 0] == pytest.approx(left + 10 * (1 - left))
    assert result["grr"][11, 0] == 1.0
    assert result["logo_retention"][11, 0] == 1.0
    assert result["nrr_self_serve"][11, 0] == 1.0


def test_upgraded_customers_expand_and_lose_in_their_new_books() -> None:
    """Nothing sold but upgrades, and all in one book: net retention is what became of ARR."""
    levers = {"inside_sales.expansion": 0.5, "inside_sales.gross_retention": 0.8, "inside_sales.committed_share": 0.0}
    levers |= {"retention.price_rise": 0.1, "self_serve.logo_retention": 0.6, "self_serve.committed_share": 0.5}
    result = simulate(Plan(months=24, levers=UPGRADING | levers))
    assert result["nrr"][11, 0] == pytest.approx(result["arr"][11, 0] / 1200)
    assert result["nrr"][23, 0] == pytest.approx(result["arr"][23, 0] / result["arr"][11, 0])


def test_upgrades_from_elsewhere_bring_nothing_to_a_cohort() -> None:
    """All raise a hand at once and twice win: the second time nobody is left who could bring anything."""
    levers = {"self_serve.upgrade_rate": 1.0, "inside_sales.cycle_months": 1.0}
    result = simulate(Plan(months=12, levers=UPGRADING | levers))
    assert result["upgraded_customers"][:3, 0] == pytest.approx([0, 12, 0])
    assert result["won_customers_inside_sales"][:3, 0] == pytest.approx([0, 12, 12])
    assert result["nrr"][11, 0] == pytest.approx(10)
