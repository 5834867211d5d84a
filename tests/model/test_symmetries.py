"""What must be equal, doubled or left alone when a plan is changed in a way that the equations do not care about."""

from collections.abc import Collection

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from model.plans import TEAMS, plans
from model.test_properties import identical

from planner.model.simulate import Result, simulate
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE, Lever

MONEY_LEVERS = [lever.id for lever in CATALOGUE.values() if lever.unit.startswith("USD") and "USD of" not in lever.unit]
SIZE_LEVERS = [
    *(f"community.{name}" for name in ("signups_to_date", "free_accounts", "visitors", "market")),
    *(f"{segment}.{name}" for segment in ("self_serve", *TEAMS) for name in ("customers", "arr")),
    *(f"{team}.{name}" for team in TEAMS for name in ("reps", "ramping_reps", "opening_pipeline", "hires_per_quarter")),
    *("marketing.mqls", "finance.cash", "people.engineers", "people.engineer_hires_per_quarter"),
    *("people.marketers", "people.marketer_hires_per_quarter"),
]
TINY = 1e-280
OF_CASH = {"collections", "receivables", "free_cash_flow", "cash", "burn_multiple", "rule_of_40", "runway_months"}
"""What depends on when money comes in."""


def doubled(plan: Plan, levers: Collection[str]) -> tuple[Result, Result]:
    """A plan without events or funding, and the same with twice the value of some levers: exactly twice in floats."""
    plan = plan.changed(events=(), funding=())
    bounds = {lever_id: half_of_bounds(CATALOGUE[lever_id]) for lever_id in levers}
    half = {lever_id: float(np.clip(plan.value(lever_id), *bounds[lever_id])) for lever_id in levers}
    plan = plan.with_levers(half)
    return simulate(plan), simulate(plan.with_levers({lever_id: 2 * value for lever_id, value in half.items()}))


def half_of_bounds(lever: Lever) -> tuple[float, float]:
    """What may be doubled."""
    return max(lever.min, lever.min / 2), lever.max / 2


def times(factor: float, one: np.ndarray, other: np.ndarray) -> bool:
    """Whether one array is the other times a power of two, exactly, but where a float has no digits left."""
    return identical(np.where(np.abs(one) < TINY, 0, factor * one), np.where(np.abs(other) < 2 * TINY, 0, other))


def same_but_for(one: Result, other: Result, allowed: Collection[str] = ()) -> list[str]:
    return [name for name in COLUMNS if name not in allowed and not identical(one[name], other[name])]


@settings(max_examples=40, deadline=None)
@given(plans(longest=40))
def test_the_unit_of_money_does_not_matter(plan: Plan) -> None:
    """Twice the money everywhere is twice the money, and nothing else."""
    once, twice = doubled(plan, MONEY_LEVERS)
    for name, column in COLUMNS.items():
        assert times(2 if column.unit == "money" else 1, once[name], twice[name]), name


@settings(max_examples=40, deadline=None)
@given(plans(longest=40))
def test_twice_the_company_is_two_companies(plan: Plan) -> None:
    """Twice the accounts, leads, customers, people and cash: everything that can be counted doubles, no rate moves."""
    once, twice = doubled(plan, SIZE_LEVERS)
    for name, column in COLUMNS.items():
        counted = column.unit not in ("share", "ratio", "months", "constraint") and name != "arr_per_head"
        assert times(2 if counted else 1, once[name], twice[name]), name


@settings(max_examples=30, deadline=None)
@given(plans(longest=40), st.floats(0, 12))
def test_when_customers_pay_moves_cash_alone(plan: Plan, delay: float) -> None:
    lever_id = "finance.collection_months"
    plan = plan.changed(events=tuple(event for event in plan.events if event.lever != lever_id))
    later = plan.with_levers({lever_id: delay})
    assert same_but_for(simulate(plan), simulate(later), OF_CASH) == []


@settings(max_examples=30, deadline=None)
@given(plans(longest=40), st.floats(0, 0.95))
def test_replacing_people_moves_no_column(plan: Plan, attrition: float) -> None:
    plan = plan.changed(events=tuple(event for event in plan.events if event.lever != "people.attrition"))
    assert same_but_for(simulate(plan), simulate(plan.with_levers({"people.attrition": attrition}))) == []


@settings(max_examples=40, deadline=None)
@given(plans(longest=40))
def test_at_its_reference_a_team_brings_in_its_time(plan: Plan) -> None:
    """Whatever the cycle: what expansion leaves of seller time is capacity, where wins are as large and as likely."""
    references = {
        f"{team}.reference_{name}": max(plan.value(f"{team}.{name}"), CATALOGUE[f"{team}.reference_{name}"].min)
        for team in TEAMS
        for name in ("win_rate", "acv")
    }
    actual = {lever_id.replace("reference_", ""): value for lever_id, value in references.items()}
    unmoved = {*references, *actual}
    events = tuple(event for event in plan.events if event.lever not in unmoved)
    result = simulate(plan.changed(events=events).with_levers({**references, **actual}))
    for team in TEAMS:
        time, sold = result[f"seller_time_{team}"], result[f"sold_expansion_arr_{team}"]
        gap = np.abs(time - sold - result[f"{team}_capacity_arr"])
        assert (gap <= 1e-9 * time).all()


@settings(max_examples=40, deadline=None)
@given(plans(longest=40))
def test_no_wait_is_negative(plan: Plan) -> None:
    """At a loss on every sale money never comes back; it does not come back before it was spent."""
    result = simulate(plan)
    for name in ("cac_payback_months", "blended_cac_payback_months", "runway_months", "burn_multiple"):
        assert not (result[name] < 0).any(), name


@settings(max_examples=40, deadline=None)
@given(plans(longest=40))
def test_without_upgrades_net_retention_is_that_of_the_books(plan: Plan) -> None:
    """And at least gross retention; the segments' own weigh as their ARR of a year ago."""
    events = tuple(event for event in plan.events if event.lever != "self_serve.upgrade_rate")
    nobody = {"self_serve.upgrade_rate": 0.0, "inside_sales.opening_pipeline": 0.0, "enterprise.opening_pipeline": 0.0}
    result = simulate(plan.changed(events=events).with_levers(nobody))
    segments = ("self_serve", *TEAMS)
    before = {s: np.concatenate([result.day_one[f"arr_{s}"][np.newaxis], result[f"arr_{s}"]])[:-12] for s in segments}
    today = sum(np.nan_to_num(result[f"nrr_{s}"][11:]) * before[s] for s in segments)
    net, gross = result["nrr"][11:], result["grr"][11:]
    total = sum(before.values())
    assert (np.abs(today - np.nan_to_num(net) * total) <= 1e-9 * np.maximum(today, total)).all()
    assert not (gross > net * (1 + 1e-12)).any()


@settings(max_examples=40, deadline=None)
@given(plans(longest=60))
def test_every_contract_was_signed_in_some_year(plan: Plan) -> None:
    result = simulate(plan)
    signed = sum(result[name] for name in COLUMNS if name.startswith("arr_signed_year_"))
    assert (np.abs(signed - result["arr"]) <= 1e-9 * result["arr"]).all()


@settings(max_examples=40, deadline=None)
@given(plans(longest=36), st.booleans())
def test_without_leads_only_prospecting_wins(plan: Plan, prospecting: bool) -> None:
    """No leads, no pipeline: sales wins what BDRs find, and without outbound nothing."""
    nothing = {
        **dict.fromkeys(("community.visitors", "community.free_accounts", "marketing.mqls"), 0.0),
        **dict.fromkeys(("inside_sales.opening_pipeline", "enterprise.opening_pipeline"), 0.0),
        **dict.fromkeys(("self_serve.customers", "self_serve.arr"), 0.0),
        **({} if prospecting else {"enterprise.outbound_per_bdr": 0.0}),
    }
    events = tuple(event for event in plan.events if event.lever not in nothing)
    result = simulate(plan.changed(events=events).with_levers(nothing))
    for name in (
        "pqls",
        "mqls",
        "upgrade_leads",
        "upgraded_customers",
        "won_pql_arr",
        "won_mql_arr",
        "won_upgrade_arr",
    ):
        assert not result[name].any(), name
    assert identical(result["new_arr"], result["won_outbound_arr"])
    assert identical(result["won_outbound_arr"], result["won_arr_enterprise"])
    if not prospecting:
        assert not result["new_arr"].any()
