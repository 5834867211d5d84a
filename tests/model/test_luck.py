"""Whole deals, customers and people: their distributions, and what must stay true of every draw."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model.plans import anywhere, plans, seeded
from model.test_properties import SIGNED, UNDEFINED, draws, identical, same
from model.ufuncs import over_arrays
from scipy import special, stats

from planner.model import luck
from planner.model.checks import check
from planner.model.sellers import productivity
from planner.model.simulate import Result, simulate
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.segments import SEGMENTS

POINTS = 100_000
LEVELS = (np.arange(POINTS) + 0.5) / POINTS
Z = special.ndtri(LEVELS)
FAR_AND_NEAR = np.linspace(-9, 9, 1801)
ONE_IN_THOUSANDS = 3e-4

poisson = over_arrays(luck.poisson, "f8(f8, f8)")
binomial = over_arrays(luck.binomial, "f8(f8, f8, f8)")


def numbers(seed: int, count: int, months: int) -> np.ndarray:
    """Standard normal numbers for a simulation."""
    return np.random.default_rng(seed).standard_normal((count, months, luck.KINDS))


def near(found: np.ndarray, expected: np.ndarray, errors: float = 5.0) -> bool:
    """Whether the means over the draws, (months, draws), are those expected, within standard errors."""
    error = found.std(axis=1) / np.sqrt(found.shape[1])
    return bool((np.abs(found.mean(axis=1) - expected) <= errors * error + 1e-9 * np.abs(expected)).all())


def test_there_is_a_number_for_everything_and_steps_of_four() -> None:
    assert sum(int(np.prod(luck.LUCK[name].shape)) for name in luck.LUCK.names or ()) == luck.KINDS
    assert luck.KINDS % 4 == 0


@pytest.mark.parametrize("mean", [0.0, 1e-9, 0.03, 0.4, 1.0, 7.3, 15.99])
def test_few_events_are_poisson(mean: float) -> None:
    assert (poisson(mean, Z) == (stats.poisson.ppf(LEVELS, mean) if mean else 0.0)).all()


@pytest.mark.parametrize("mean", [16.0, 16.5, 17.0, 40.0, 300.0, 1e5])
def test_many_events_are_poisson_but_for_one_now_and_then(mean: float) -> None:
    off = poisson(mean, Z) - stats.poisson.ppf(LEVELS, mean)
    assert np.abs(off).max() <= 1
    assert (off != 0).mean() < ONE_IN_THOUSANDS
    assert abs(off.mean()) < ONE_IN_THOUSANDS


@pytest.mark.parametrize("people", [0.0, 1.0, 2.0, 30.0, 60.0, 70.0, 500.0, 20_000.0])
@pytest.mark.parametrize("chance", [0.0, 1e-14, 0.01, 0.3, 0.5, 0.51, 0.9, 1.0])
def test_whole_people_are_binomial(people: float, chance: float) -> None:
    count = binomial(people, chance, Z)
    off = count - np.maximum(0.0, stats.binom.ppf(LEVELS, people, chance) if people else 0.0)
    few = people * chance * (1 - chance) < luck.FEW
    assert np.abs(off).max() <= (0 if few else 1)
    assert (off != 0).mean() < ONE_IN_THOUSANDS
    assert count.min() >= 0
    assert count.max() <= people


@pytest.mark.parametrize("chance", [0.02, 0.4, 0.8])
def test_a_fraction_of_a_person_is_one_more_of_that_weight(chance: float) -> None:
    """Of 3.25 people: three whole ones and, on their own, a quarter."""
    values, counts = np.unique(binomial(3.25, chance, Z), return_counts=True)
    law = {
        whole + 0.25 * quarter: stats.binom.pmf(whole, 3, chance) * (chance if quarter else 1 - chance)
        for whole in range(4)
        for quarter in (0, 1)
    }
    found = dict(zip(values.tolist(), counts / POINTS, strict=True))
    assert found == pytest.approx({value: law[value] for value in found}, abs=2 / POINTS)
    assert sum(law[value] for value in found) > 1 - 8 / POINTS


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 200) | st.floats(0, 1e6), st.floats(0, 1))
def test_the_mean_is_people_times_chance(people: float, chance: float) -> None:
    count = binomial(people, chance, Z)
    whole = np.floor(people)
    variance = chance * (1 - chance) * (whole + (people - whole) ** 2)
    assert count.mean() == pytest.approx(people * chance, rel=1e-4, abs=5e-4)
    assert count.var() == pytest.approx(variance, rel=2e-3, abs=2e-3)
    assert count.min() >= 0
    assert count.max() <= people


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 50) | st.floats(0, 1e6), st.floats(0, 1))
def test_more_luck_never_makes_a_count_smaller(size: float, chance: float) -> None:
    assert (np.diff(poisson(size, FAR_AND_NEAR)) >= 0).all()
    assert (np.diff(binomial(size, chance, FAR_AND_NEAR)) >= 0).all()


def test_the_same_luck_wins_no_fewer_deals_when_more_are_expected() -> None:
    for means in (np.linspace(0, 40, 4001), np.linspace(15.9, 17.1, 601), np.geomspace(40, 1e6, 2000)):
        assert (np.diff(poisson(means[:, np.newaxis], FAR_AND_NEAR), axis=0) >= 0).all()


@pytest.mark.parametrize("people", [0.4, 1.0, 12.7, 63.9])
def test_the_same_luck_loses_no_fewer_when_each_is_likelier_to_leave(people: float) -> None:
    chances = np.linspace(0, 1, 1001)[:, np.newaxis]
    assert (np.diff(binomial(people, chances, FAR_AND_NEAR), axis=0) >= 0).all()


@pytest.mark.parametrize("chance", [0.01, 0.2, 0.5, 0.8])
def test_more_people_at_the_same_luck_lose_no_fewer(chance: float) -> None:
    """But for one around the size from which counts are approximate."""
    steps = np.diff(binomial(np.linspace(0, 200, 4001)[:, np.newaxis], chance, FAR_AND_NEAR), axis=0)
    assert steps.min() >= -1
    assert (steps < -1e-9).mean() < 1e-4


NO_LEADS = {
    **dict.fromkeys(("community.visitors", "community.free_accounts", "marketing.mqls"), 0.0),
    **dict.fromkeys(("inside_sales.opening_pipeline", "enterprise.opening_pipeline"), 0.0),
    "self_serve.upgrade_rate": 0.0,
}
NOBODY_WAITS = {
    **dict.fromkeys(("enterprise.reps", "inside_sales.reps"), 1e4),
    **dict.fromkeys(("enterprise.bdr_per_ae", "enterprise.se_per_ae"), 10.0),
    "self_serve.upgrade_rate": 0.0,
}


def test_the_mean_of_draws_is_the_plan_where_nothing_limits() -> None:
    plan = Plan(months=24, levers=NOBODY_WAITS)
    expected, found = simulate(plan), simulate(plan, luck=numbers(1, 4000, 24))
    names = ("arr", "customers", "churned_customers", "won_pql_arr", "aes", "ramped_aes", "collections", "headcount")
    assert [name for name in names if not near(found[name], expected[name][:, 0])] == []
    assert near(found["nrr"][11:12], expected["nrr"][11])
    assert found["arr"].std(axis=1).min() > 0


@pytest.mark.parametrize("segment", ["enterprise", "inside_sales"])
def test_wins_spread_like_poisson(segment: str) -> None:
    plan = Plan(months=12, levers=NOBODY_WAITS)
    expected = simulate(plan)[f"won_customers_{segment}"][:, 0]
    wins = simulate(plan, luck=numbers(2, 4000, 12), keep=[f"won_customers_{segment}"])[f"won_customers_{segment}"]
    assert (wins == np.floor(wins)).all()
    assert wins.var(axis=1) == pytest.approx(expected, rel=0.15)
    assert wins.mean(axis=1) == pytest.approx(expected, rel=0.1)


def test_customers_of_a_pool_leave_whole() -> None:
    levers = {"enterprise.customers": 10.0, "enterprise.committed_share": 0.0, "enterprise.logo_retention": 0.7}
    plan = Plan(months=12, levers=NO_LEADS | levers | {"customer_success.elasticity": 0.0})
    left = simulate(plan, luck=numbers(3, 4000, 12), keep=["customers_enterprise"])["customers_enterprise"]
    assert left == pytest.approx(np.round(left), abs=1e-9)
    counted = np.bincount(np.round(left[-1]).astype(int), minlength=11) / 4000
    assert counted == pytest.approx(stats.binom.pmf(np.arange(11), 10, 0.7), abs=0.025)


def test_one_rep_stays_or_leaves() -> None:
    levers = {"reps": 1.0, "attrition": 0.4, "hires_per_quarter": 0.0}
    plan = Plan(months=12, levers={f"enterprise.{name}": value for name, value in levers.items()})
    result = simulate(plan.with_levers({"people.backfill": 0.0}), luck=numbers(4, 4000, 12))
    assert set(np.unique(result["aes"])) == {0.0, 1.0}
    assert (result["ae_leavers"].sum(axis=0) == 1 - result["aes"][-1]).all()
    assert result["aes"][-1].mean() == pytest.approx(0.6, abs=0.03)
    assert (result["ramped_aes"] == result["aes"]).all()


def test_a_leaver_is_replaced_whole() -> None:
    levers = {"enterprise.reps": 3.0, "enterprise.attrition": 0.6, "enterprise.hires_per_quarter": 0.0}
    plan = Plan(months=24, levers=levers | {"people.backfill": 1.0, "people.time_to_hire": 2.0})
    result = simulate(plan, luck=numbers(5, 50, 24))
    assert result["ae_hires"][2:] == pytest.approx(result["ae_leavers"][:-2])
    assert result["ae_hires"] == pytest.approx(np.round(result["ae_hires"]), abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_everybody_may_leave_and_ramps_stay_those_of_the_cohorts(seed: int) -> None:
    """Cohorts counted again from hires and leavers, one by one, in teams that empty and fill."""
    random = np.random.default_rng(seed)
    levers = {"reps": float(random.choice([0.0, 1.0, 2.5])), "attrition": 0.95, "hires_per_quarter": 1.0 + seed / 2}
    ramp, months = float(random.uniform(2, 24)), 120
    plan = Plan(months=months, levers={f"enterprise.{name}": value for name, value in levers.items()})
    result = simulate(plan.with_levers({"enterprise.ramp_months": ramp}), luck=numbers(seed, 60, months))
    cohorts = np.zeros((months + 1, 60))
    cohorts[-1] = levers["reps"]
    heads = cohorts[-1].copy()
    for t in range(months):
        leavers = result["ae_leavers"][t]
        cohorts *= 1 - np.divide(leavers, heads, out=np.zeros(60), where=heads > 0)
        cohorts[t] = result["ae_hires"][t]
        share = [productivity(t - start, ramp) for start in range(t + 1)]
        assert result["ramped_aes"][t] == pytest.approx(cohorts[-1] + share @ cohorts[: t + 1], rel=1e-9, abs=1e-12)
        heads = result["aes"][t]
    assert (result["ae_leavers"][1:] == result["aes"][:-1])[result["aes"][:-1] > 0].any()


def test_customers_lost_take_their_share_of_arr_with_them() -> None:
    """Retention of ARR and of customers alike: everybody brings the same, and who goes takes it."""
    levers = {"enterprise.gross_retention": 0.8, "enterprise.logo_retention": 0.8, "enterprise.expansion": 0.0}
    result = simulate(Plan(months=12, levers=NO_LEADS | levers), luck=numbers(6, 300, 12))
    of_customers = result["churned_customers_enterprise"] / result["customers_enterprise"]
    of_arr = result["lost_arr_enterprise"] / result["arr_enterprise"]
    assert (of_customers > 0).any()
    assert of_arr == pytest.approx(of_customers)


def test_more_customers_lost_is_more_arr_lost() -> None:
    levers = {"enterprise.gross_retention": 0.9, "enterprise.logo_retention": 0.7, "enterprise.committed_share": 0.0}
    lost = simulate(Plan(months=12, levers=NO_LEADS | levers), luck=numbers(7, 300, 12))
    customers, arr = lost["churned_customers_enterprise"][0], lost["lost_arr_enterprise"][0]
    in_order = np.lexsort((arr, customers))
    assert (np.diff(arr[in_order]) >= 0).all()
    assert len(np.unique(arr)) > 1


def test_retention_metrics_follow_what_happened() -> None:
    """Nothing sold and nobody new: what a metric follows is the whole company."""
    result = simulate(Plan(months=36, levers=NO_LEADS), luck=numbers(8, 40, 36))
    arr = np.concatenate([result.day_one["arr"][np.newaxis], result["arr"]])
    customers = np.concatenate([result.day_one["customers"][np.newaxis], result["customers"]])
    assert result["nrr"][11:] == pytest.approx(arr[12:] / arr[:-12])
    assert result["logo_retention"][11:] == pytest.approx(customers[12:] / customers[:-12])
    assert (result["grr"][11:] <= result["nrr"][11:]).all()
    assert len(np.unique(result["grr"][11])) == 40


def test_arr_without_customers_is_lost_as_expected() -> None:
    nobody = {f"{segment}.customers": 0.0 for segment in ("self_serve", "inside_sales", "enterprise")}
    plan = Plan(months=24, levers=NO_LEADS | nobody)
    expected, found = simulate(plan), simulate(plan, luck=numbers(9, 3, 24))
    assert (found["arr"] == expected["arr"]).all()
    assert expected["churned_arr"].min() > 0
    assert not found["customers"].any()


def test_where_nothing_is_left_to_chance_luck_changes_nothing() -> None:
    """Nobody leaves, nothing is lost, no leads: the same to the last bit."""
    kept = {lever_id: 1.0 for lever_id in CATALOGUE if lever_id.endswith(("gross_retention", "logo_retention"))}
    plan = Plan(months=24, levers=NO_LEADS | kept | {"enterprise.attrition": 0.0, "inside_sales.attrition": 0.0})
    assert same(simulate(plan, luck=numbers(10, 1, 24)), simulate(plan))


DECIDES = {
    "ae_leavers": ({"ae_leavers"},),
    "isr_leavers": ({"isr_leavers"},),
    "enterprise_wins": (
        {"won_customers_enterprise", "won_pql_arr", "won_pql_customers", "payg_arr_enterprise"},
        {"won_customers_enterprise", "won_upgrade_arr", "payg_arr_enterprise", "payg_arr_self_serve"},
        {"won_customers_enterprise", "won_mql_arr", "won_mql_customers", "payg_arr_enterprise"},
    ),
    "inside_sales_wins": (
        {"won_customers_inside_sales", "won_pql_arr", "won_pql_customers", "payg_arr_inside_sales"},
        {"won_customers_inside_sales", "won_upgrade_arr", "payg_arr_inside_sales", "payg_arr_self_serve"},
        {"won_customers_inside_sales", "won_mql_arr", "won_mql_customers", "payg_arr_inside_sales"},
    ),
    "renewing": tuple({f"churned_customers_{segment}"} for segment in SEGMENTS),
    "pool": tuple({f"churned_customers_{segment}", f"payg_arr_{segment}"} for segment in SEGMENTS),
    "outbound_wins": (
        {"won_customers_enterprise", "won_outbound_arr", "won_outbound_customers", "payg_arr_enterprise"},
    ),
    "spare": (set(),),
}
"""What a month's number of a kind moves in that month."""


def test_every_number_decides_one_thing_in_its_month() -> None:
    enough = {"reps": 200.0, "cycle_months": 1.0, "win_rate": 0.3}
    levers = {f"{chain}.{name}": value for chain in ("enterprise", "inside_sales") for name, value in enough.items()}
    levers |= {"enterprise.pql_share": 0.5, "enterprise.mql_share": 0.5, "enterprise.outbound_per_bdr": 0.1}
    plan = Plan(months=12, levers=levers)
    month, kinds = 8, np.arange(luck.KINDS)
    chance = np.zeros((luck.KINDS + 1, 12, luck.KINDS))
    chance[kinds, month, kinds] = 2.5
    result = simulate(plan, luck=chance)
    watched = set().union(*(names for kind in DECIDES.values() for names in kind))
    moves = {name: result[name][month] != result[name][month, -1] for name in watched}
    moved = [{name for name in watched if moves[name][kind]} for kind in kinds]
    assert moved == [names for kind in (luck.LUCK.names or ()) for names in DECIDES[kind]]
    assert all((result[name][:month] == result[name][:month, -1:]).all() for name in watched)


def test_the_same_luck_with_better_odds_wins_no_fewer_deals() -> None:
    plan, rates = Plan(months=24, levers=NOBODY_WAITS), np.linspace(0.05, 0.4, 200)
    shared = np.broadcast_to(numbers(11, 1, 24), (200, 24, luck.KINDS))
    wins = simulate(plan, levers={"enterprise.win_rate": rates}, luck=shared)["won_customers_enterprise"]
    assert (np.diff(wins, axis=1) >= 0).all()
    assert np.diff(wins, axis=1).max() <= 3


@settings(max_examples=60, deadline=None)
@given(plans(longest=60), st.integers(0, 10**6))
def test_identities_hold_whatever_the_levers_and_the_luck(plan: Plan, seed: int) -> None:
    result = simulate(plan, luck=numbers(seed, 3, plan.months))
    assert [found.name for found in check(result) if not found.holds] == []


@settings(max_examples=30, deadline=None)
@given(plans(longest=36), st.integers(0, 10**6))
def test_nothing_that_counts_is_negative_or_no_number(plan: Plan, seed: int) -> None:
    result = simulate(plan, luck=3 * numbers(seed, 3, plan.months))
    for name in set(COLUMNS) - SIGNED - UNDEFINED:
        assert np.isfinite(result[name]).all(), name
        assert not (result[name] < 0).any(), name


@pytest.mark.parametrize("seed", range(0, 12, 3))
def test_a_lucky_draw_does_not_depend_on_the_others(seed: int) -> None:
    plan, levers = seeded(seed), draws(seed, 150)
    chance = numbers(seed, 150, plan.months)
    together = simulate(plan, levers=levers, luck=chance, threads=1)
    assert same(simulate(plan, levers=levers, luck=chance, threads=2), together)
    for first, last in pairwise([0, 1, 9, 32, 70, 150]):
        part_of_levers = {lever_id: values[first:last] for lever_id, values in levers.items()}
        part = simulate(plan, levers=part_of_levers, luck=chance[first:last])
        assert all(identical(part[name], together[name][:, first:last]) for name in COLUMNS)


def test_luck_may_come_in_any_layout_and_is_left_alone() -> None:
    chance = numbers(12, 5, 12)
    before = chance.copy()
    expected = simulate(Plan(months=12), luck=chance)
    layouts: list[np.ndarray] = [np.asfortranarray(chance), np.repeat(chance, 2, axis=0)[::2]]
    found: list[Result] = [simulate(Plan(months=12), luck=each) for each in layouts]
    assert all(same(each, expected) for each in found)
    assert (chance == before).all()
    assert chance.flags.writeable


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_the_future_does_not_change_the_past(data: st.DataObject) -> None:
    plan = Plan(months=24, levers={"enterprise.win_rate": data.draw(anywhere("enterprise.win_rate"))})
    chance = numbers(data.draw(st.integers(0, 10**6)), 2, 24)
    month = data.draw(st.integers(1, 23))
    other = np.concatenate([chance[:, :month], numbers(0, 2, 24)[:, month:]], axis=1)
    before, after = simulate(plan, luck=chance), simulate(plan, luck=other)
    assert all(identical(before[name][:month], after[name][:month]) for name in COLUMNS)
