import numpy as np
import pytest

from planner.model.rates import schedule
from planner.model.sellers import (
    RAMP_SPAN,
    capacity_arr,
    counted_anew,
    fill_shortfalls,
    per_time,
    productivity,
    ramped_reps,
    ramping,
    seller_time,
    street_quota,
    time_for_one,
    time_left,
)
from planner.model.simulate import simulate
from planner.plan import Event, Plan


@pytest.mark.parametrize(
    ("tenure", "ramp_months", "share"),
    [
        (0, 0.0, 1.0),
        (0, 6.0, 0.5 / 6),
        (5, 6.0, 5.5 / 6),
        (6, 6.0, 1.0),
        (0, 0.5, 0.75),  # a quarter on average over half a month, then full: 0.25 + 0.5
        (1, 1.5, (1.5**2 - 1) / 3 + 0.5),  # the integral of tau/1.5 from 1 to 1.5, and half a month in full
        (24, 24.0, 1.0),
        (2.5, 6.0, 0.5),  # a fraction of a month later, half way up
        (5.5, 6.0, (36 - 5.5**2) / 12 + 0.5),
    ],
)
def test_productivity_is_the_mean_over_the_month(tenure: float, ramp_months: float, share: float) -> None:
    assert productivity(tenure, ramp_months) == pytest.approx(share)


@pytest.mark.parametrize("ramp_months", [0.0, 0.3, 1.0, 2.5, 7.5, 24.0])
def test_productivity_lost_to_a_ramp_is_half_of_it(ramp_months: float) -> None:
    """The triangle above the ramp: ramp / 2 months of a rep, however the months cut it."""
    shortfall = np.zeros(RAMP_SPAN)
    fill_shortfalls(shortfall, ramp_months)
    assert shortfall.sum() == pytest.approx(ramp_months / 2)
    assert not shortfall[ramping(ramp_months) :].any()


def test_a_fractional_delay_splits_between_two_months() -> None:
    starts = np.zeros(6)
    schedule(starts, 1, 2.25, 4.0)
    schedule(starts, 1, 0.0, 1.0)
    assert starts.tolist() == [0, 1, 0, 3, 1, 0]


def test_kellogg_ramped_rep_equivalents() -> None:
    """Kellblog, bookings productivity and quota capacity (2020): 4, 3, 2, 1 and 10 reps in their first to fifth quarter
    at 0, 25, 50, 75 and 100% are 12.5 ramped reps, and 3,125K a quarter at 1,000K a year.
    """
    shortfall = 1 - np.array([0, 0.25, 0.5, 0.75, 1.0])
    newest_last = np.array([10.0, 1, 2, 3, 4])
    equivalents = ramped_reps(20.0, np.concatenate([[0.0], newest_last]), 1.0, 4, shortfall, 4, 0.0)
    assert equivalents == 12.5
    assert 3 * seller_time(equivalents, 1_000_000, 1.0) == pytest.approx(3_125_000)


def test_cohorts_shrink_with_the_team() -> None:
    """8 joined when half of day one was left; today a quarter is, so 4 of them are, at half productivity."""
    joined = np.array([0.0, 8 / 0.5, 0.0])
    assert ramped_reps(10.0, joined, 0.25, 1, np.array([0.75, 0.5]), 2, 1.0) == pytest.approx(10 - 4 * 0.5)


def test_those_ramping_on_day_one_shrink_with_the_team_too() -> None:
    """Of 6 a quarter is left, who fall short by 80%."""
    joined = np.array([6.0, 0.0, 0.0])
    assert ramped_reps(10.0, joined, 0.25, 1, np.array([0.75, 0.5]), 2, 0.8) == pytest.approx(10 - 1.5 * 0.8)


def test_survival_is_counted_anew_when_nobody_is_left() -> None:
    """Before, a cohort counts hires / survival x survival; after, what is left of it."""
    joined = np.array([4.0, 8 / 0.5, 2 / 0.25, 0.0])
    assert counted_anew(0.25, joined, 2) == 0.25
    assert joined.tolist() == [4, 16, 8, 0]
    assert counted_anew(1e-120, joined, 2) == 1
    assert joined == pytest.approx([4e-120, 16e-120, 8e-120, 0])
    assert counted_anew(0.0, joined, 2) == 1
    assert not joined.any()


@pytest.mark.parametrize(("quota", "acv", "deals"), [(600_000, 25_000, 6), (1_200_000, 175_000, 1.7)])
def test_balderton_deals_a_quarter(quota: float, acv: float, deals: float) -> None:
    """Balderton, Founder's Guide to B2B Sales (2023): quota / price / 4. A fourth of the opportunities is won."""
    opportunities = seller_time(1.0, quota, 1.0) * per_time(time_for_one(acv, 0.25))
    assert round(3 * capacity_arr(opportunities, 0.25, acv) / acv, 1) == deals


def test_street_quota_is_before_attainment() -> None:
    assert street_quota(2.0, 1_200_000, 3.0, 600_000) == 2 * 100_000 + 3 * 50_000
    assert seller_time(2.0, 1_200_000, 0.5) == 100_000


def test_a_better_win_rate_makes_sellers_worth_more() -> None:
    """Time for ten opportunities, of which a fifth was won at 10,000 each; now a fourth at 12,000."""
    possible = time_left(25_000.0, 5_000.0) * per_time(time_for_one(10_000.0, 0.2))
    assert possible == pytest.approx(10)
    assert capacity_arr(possible, 0.2, 10_000.0) == pytest.approx(20_000)
    assert capacity_arr(possible, 0.25, 12_000.0) == pytest.approx(30_000)


def one_team(**levers: float) -> Plan:
    """Four account executives, nobody hired unless said."""
    base = {"reps": 4.0, "ramping_reps": 0.0, "hires_per_quarter": 0.0, "attrition": 0.0, "ramp_months": 3.0}
    people = {f"people.{name}": levers.pop(name) for name in ("backfill", "time_to_hire") if name in levers}
    return Plan(months=24, levers={f"enterprise.{name}": value for name, value in (base | levers).items()} | people)


def test_reps_of_day_one_are_ramped_and_hires_ramp() -> None:
    result = simulate(one_team(hires_per_quarter=3.0))
    assert result["aes"][:3, 0].tolist() == [5, 6, 7]
    share = np.array([0.5, 1.5, 2.5]) / 3
    assert result["ramped_aes"][:4, 0] == pytest.approx(4 + np.array([*share.cumsum(), share.sum() + 1]))


def test_a_year_of_attrition_is_annual_attrition() -> None:
    result = simulate(one_team(attrition=0.2, backfill=0.0))
    assert result["aes"][11, 0] == pytest.approx(4 * 0.8)
    assert result["ramped_aes"][11, 0] == pytest.approx(4 * 0.8)


@pytest.mark.parametrize(("delay", "weights"), [(0.0, [1, 0, 0, 0]), (2.0, [0, 0, 1, 0]), (1.5, [0, 0.5, 0.5, 0])])
def test_leavers_are_replaced_after_the_time_to_hire(delay: float, weights: list[float]) -> None:
    result = simulate(one_team(attrition=0.2, backfill=0.5, time_to_hire=delay))
    leavers, hires = result["ae_leavers"][:, 0], result["ae_hires"][:, 0]
    assert hires == pytest.approx(0.5 * np.convolve(leavers, weights)[:24])


def test_nobody_leaves_in_the_month_of_joining() -> None:
    result = simulate(one_team(reps=0.0, hires_per_quarter=3.0, attrition=0.95, backfill=0.0))
    assert result["ae_leavers"][0, 0] == 0
    assert result["ae_leavers"][1, 0] == pytest.approx(1 - 0.05 ** (1 / 12))


def test_a_shorter_ramp_moves_everybody_along_at_once() -> None:
    plan = one_team(hires_per_quarter=3.0, ramp_months=12.0)
    event = Event(lever="enterprise.ramp_months", change="set", value=0.0, start=6, months=1)
    ramped_aes = simulate(plan)["ramped_aes"][:, 0]
    helped = simulate(plan.changed(events=(event,)))
    assert helped["ramped_aes"][5, 0] == helped["aes"][5, 0]
    assert np.delete(helped["ramped_aes"][:, 0], 5) == pytest.approx(np.delete(ramped_aes, 5))


def test_reps_who_ramp_on_day_one_go_on_where_they_are() -> None:
    """Two who came a month and a half ago: ramped shares of 2 in 3 months on average, then 3, then all."""
    result = simulate(one_team(ramping_reps=2.0, ramping_tenure=1.5))
    shares = [productivity(1.5, 3.0), productivity(2.5, 3.0), 1.0, 1.0]
    assert result.day_one["aes"][0] == 6
    assert result.day_one["ramped_aes"][0] == pytest.approx(4 + 2 * shares[0])
    assert result["aes"][:4, 0].tolist() == [6] * 4
    assert result["ramped_aes"][:4, 0] == pytest.approx(4 + 2 * np.array(shares))


def test_leavers_come_out_of_those_who_ramp_on_day_one_as_well() -> None:
    result = simulate(one_team(reps=0.0, ramping_reps=5.0, ramping_tenure=0.0, attrition=0.4, backfill=0.0))
    staying = 0.6 ** (np.arange(1, 25) / 12)
    shares = [productivity(month, 3.0) for month in range(24)]
    assert result["aes"][:, 0] == pytest.approx(5 * staying)
    assert result["ramped_aes"][:, 0] == pytest.approx(5 * staying * shares)


def test_sellers_time_does_not_follow_win_rate_and_price() -> None:
    levers = {"enterprise.win_rate": [0.22, 0.11], "enterprise.acv": [60_000.0, 90_000.0]}
    result = simulate(Plan(months=12), levers=levers)
    assert np.array_equal(*result["seller_time_enterprise"].T)
    assert result["enterprise_capacity_arr"][:, 1] == pytest.approx(0.75 * result["enterprise_capacity_arr"][:, 0])
