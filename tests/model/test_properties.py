"""What must be true of every plan, whatever its numbers."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model.plans import FLOWS, anywhere, plans, seeded

from planner.model.simulate import Result, simulate
from planner.plan import LOSS_LEVERS, Event, Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE

SIGNED = {
    *("upgrade_arr", "operating_income", "collections", "receivables", "free_cash_flow", "cash"),
    *("arr_growth", "gross_margin", "ltv_to_cac", "magic_number", "rule_of_40", "quick_ratio"),
    *("cac_payback_months", "blended_cac_payback_months"),
}
"""Columns that may be below 0."""

UNDEFINED = {name for name, column in COLUMNS.items() if column.needs} - {"arr_per_head"}
"""Columns that have no value in some months."""

SEEDS = pytest.mark.parametrize("seed", range(12))


def draws(seed: int, count: int) -> dict[str, np.ndarray]:
    """Draws of every lever but the first few."""
    random = np.random.default_rng(seed)
    values = [seeded(int(other)).levers for other in random.integers(0, 300, count)]
    return {lever_id: np.array([each[lever_id] for each in values]) for lever_id in list(CATALOGUE)[seed % 3 :]}


def identical(ours: np.ndarray, theirs: np.ndarray) -> bool:
    """Whether two arrays are equal bit for bit, but for which NaN."""
    return bool(((ours == theirs) | (np.isnan(ours) & np.isnan(theirs))).all())


def same(one: Result, other: Result, names: Sequence[str] = tuple(COLUMNS)) -> bool:
    return all(
        identical(one[name], other[name]) and identical(one.day_one[name], other.day_one[name]) for name in names
    )


@SEEDS
def test_a_draw_does_not_depend_on_the_others(seed: int) -> None:
    """Batches cut anywhere, also inside the blocks the kernel writes."""
    plan, levers = seeded(seed), draws(seed, 80)
    together = simulate(plan, levers=levers)
    cuts = [0, 1, 9, 32, 70, 80]
    for first, last in pairwise(cuts):
        part = simulate(plan, levers={lever_id: values[first:last] for lever_id, values in levers.items()})
        assert all(identical(part[name], together[name][:, first:last]) for name in COLUMNS)


@pytest.mark.parametrize("threads", [2, 3, 5])
def test_draws_do_not_depend_on_threads(threads: int) -> None:
    plan, levers = seeded(threads), draws(threads, 333)
    keep = ["arr", "cash", "nrr", "enterprise_constraint"]
    one, several = (simulate(plan, levers=levers, keep=keep, threads=count) for count in (1, threads))
    assert same(one, several, keep)


@SEEDS
def test_one_plan_is_the_same_plan_as_a_draw(seed: int) -> None:
    plan = seeded(seed)
    drawn = simulate(plan.changed(levers={}), levers={lever_id: [value] for lever_id, value in plan.levers.items()})
    assert same(simulate(plan), drawn)


@SEEDS
def test_what_is_kept_changes_nothing(seed: int) -> None:
    plan = seeded(seed)
    everything = simulate(plan)
    random = np.random.default_rng(seed)
    alone = [[name] for name in COLUMNS]
    for names in [*alone, list(random.permutation(list(COLUMNS))[:20])]:
        assert same(simulate(plan, keep=names), everything, names)


@SEEDS
def test_running_again_gives_the_same(seed: int) -> None:
    assert same(simulate(seeded(seed)), simulate(seeded(seed)))


@settings(max_examples=40, deadline=None)
@given(plans(longest=40), st.data())
def test_events_without_weight_change_nothing(plan: Plan, data: st.DataObject) -> None:
    """Multiplying by 1, adding 0, what is switched off, and what starts after the horizon."""
    lever_id = data.draw(st.sampled_from(FLOWS) | st.sampled_from(LOSS_LEVERS))
    idle = [
        Event(lever=lever_id, change="multiply", value=1.0, start=2),
        Event(lever=lever_id, change="add", value=0.0, start=2, phase_in=5),
        Event(lever=lever_id, change="set", value=data.draw(anywhere(lever_id)), start=plan.months + 1),
        Event(lever=lever_id, change="multiply", value=3.0, start=1, active=False),
        Event(lever=lever_id, change="at_most", value=CATALOGUE[lever_id].min, start=1, chance=0.9),
    ]
    if lever_id in LOSS_LEVERS:
        idle.append(Event(lever=lever_id, change="multiply_loss", value=3.0, start=plan.months + 1))
    busy = plan.changed(events=(*plan.events, *idle))
    assert same(simulate(plan), simulate(busy))


@settings(max_examples=40, deadline=None)
@given(plans(longest=36), st.data())
def test_the_future_does_not_change_the_past(plan: Plan, data: st.DataObject) -> None:
    lever_id = data.draw(st.sampled_from(FLOWS))
    start = data.draw(st.integers(1, plan.months))
    event = Event(lever=lever_id, change="set", value=data.draw(anywhere(lever_id)), start=start)
    later = plan.changed(events=(*plan.events, event))
    before, after = simulate(plan), simulate(later)
    if start > 1:
        assert all(identical(before[name][: start - 1], after[name][: start - 1]) for name in COLUMNS)


@settings(max_examples=40, deadline=None)
@given(plans(longest=48), st.sampled_from(LOSS_LEVERS), st.floats(0.01, 1))
def test_more_churn_never_raises_arr_or_customers(plan: Plan, lever_id: str, retention: float) -> None:
    """Where customers cost nothing: no upgrade to a cheaper contract, no time of sellers that their expansion takes."""
    free = {"self_serve.upgrade_rate": 0.0, "sales.expansion_sold": 0.0}
    plan = plan.changed(events=(), levers={**plan.levers, **free})
    low, high = sorted((retention, plan.value(lever_id)))
    result = simulate(plan, levers={lever_id: [low, high]}, keep=["arr", "customers"])
    for name in ("arr", "customers"):
        worse, better = result[name].T
        assert (worse <= better * (1 + 1e-12)).all()


RAISES = {
    "community.visitors": ("free_accounts", "arr", "customers"),
    "community.signup_rate": ("free_accounts", "arr", "customers"),
    "community.activation_rate": ("free_accounts", "arr", "customers"),
    "community.referral": ("visitors", "free_accounts", "arr"),
    "marketing.mqls": ("mqls",),
    "self_serve.acv": ("arr",),
    "self_serve.expansion": ("arr",),
    "inside_sales.expansion": ("arr",),
    "enterprise.expansion": ("arr",),
    "retention.usage_change": ("arr",),
    "retention.price_rise": ("arr",),
    "inside_sales.win_rate": ("arr", "customers"),
    "enterprise.win_rate": ("arr", "customers"),
    "enterprise.acv": ("arr",),
    "enterprise.outbound_per_bdr": ("outbound_opportunities", "arr"),
    "enterprise.ramping_reps": ("aes", "ramped_aes"),
    "enterprise.hires_per_quarter": ("aes", "ramped_aes", "headcount"),
    "enterprise.quota": ("seller_time_enterprise", "street_quota"),
    "community.market": ("signups_to_date",),
    "people.pay_rise": ("operating_cost",),
    "finance.cash": ("cash",),
    "finance.collection_months": ("receivables",),
    "people.engineer_cost": ("operating_cost",),
}


@pytest.mark.parametrize("lever_id", RAISES)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_more_of_a_good_thing_is_never_less(lever_id: str, data: st.DataObject) -> None:
    """Where nobody queues, and no lead takes the time of a BDR from one that is worth more."""
    plan = data.draw(plans(longest=30))
    plenty = {
        "enterprise.reps": 1e5,
        "inside_sales.reps": 1e5,
        "enterprise.bdr_per_ae": 10.0,
        "enterprise.se_per_ae": 10.0,
        "enterprise.leads_per_bdr": 1e5,
        "enterprise.pql_to_opportunity": 1.0,
        "enterprise.mql_to_opportunity": 1.0,
        "enterprise.evaluations_per_se": 1e4,
        "enterprise.attainment": 2.0,
        "inside_sales.attainment": 2.0,
        **{f"{team}.quota": 1e9 for team in ("enterprise", "inside_sales")},
        **{f"{team}.reference_acv": 1.0 for team in ("enterprise", "inside_sales")},
        "sales.expansion_sold": 0.0,
        "community.market": 0.0,
        "self_serve.upgrade_rate": 0.0,
    }
    plan = plan.changed(events=(), levers={**plan.levers, **plenty})
    low, high = sorted((data.draw(anywhere(lever_id)), data.draw(anywhere(lever_id))))
    if lever_id == "community.market" and low == 0:
        low, high = high, low  # a market of 0 has no limit
    result = simulate(plan, levers={lever_id: [low, high]}, keep=RAISES[lever_id])
    for name in RAISES[lever_id]:
        less, more = result[name].T
        assert (less <= more + 1e-12 * np.abs(more).max()).all(), name  # later months keep earlier rounding errors


@settings(max_examples=30, deadline=None)
@given(plans(longest=36))
def test_nothing_that_counts_is_negative_or_no_number(plan: Plan) -> None:
    result = simulate(plan)
    for name in set(COLUMNS) - SIGNED:
        column = result[name]
        if name not in UNDEFINED:
            assert np.isfinite(column).all(), name
        assert not (column < 0).any(), name
