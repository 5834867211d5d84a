"""Plans whose workbooks are recalculated, and what somebody changes in them."""

from dataclasses import replace
from typing import Any

from support import ROOT

from planner import plan as plans
from planner.plan import Event, Funding, Plan
from planner.vocabulary.levers import CATALOGUE

ELABORATE = Plan(
    name="Everything at once",
    months=60,
    levers={
        "community.market": 4e6,
        "community.first_month": 4.0,
        "enterprise.ramp_months": 7.3,
        "enterprise.ramping_reps": 2.0,
        "enterprise.ramping_tenure": 1.5,
        "enterprise.cycle_months": 4.6,
        "enterprise.outbound_per_bdr": 1.5,
        "enterprise.leads_per_bdr": 90.0,
        "inside_sales.ramp_months": 2.4,
        "inside_sales.ramping_reps": 1.0,
        "inside_sales.cycle_months": 1.5,
        "people.time_to_hire": 2.4,
        "sales.expansion_sold": 0.5,
        "retention.price_rise": 0.04,
        "finance.collection_months": 1.7,
        "customer_success.accounts_per_csm": 60.0,
        "customer_success.expansion_elasticity": 0.2,
        "customer_success.cost_of_revenue_share": 0.4,
    },
    events=(
        Event(name="Longer cycle", lever="enterprise.cycle_months", change="multiply", value=1.6, start=9, phase_in=4),
        Event(lever="inside_sales.cycle_months", change="set", value=0.0, start=20, months=5),
        Event(lever="enterprise.ramp_months", change="add", value=-2.2, start=12, phase_in=6),
        Event(name="Market thaws", lever="people.time_to_hire", change="at_least", value=3.5, start=5, months=14),
        Event(lever="enterprise.win_rate", change="at_most", value=0.17, start=15, months=9, phase_in=3),
        Event(lever="enterprise.win_rate", change="multiply", value=1.1, start=30),
        Event(lever="self_serve.gross_retention", change="multiply_loss", value=1.5, start=10, months=12, phase_in=3),
        Event(name="Season", lever="marketing.mqls", change="multiply", value=1.4, start=3, months=2, every=12),
        Event(lever="retention.usage_change", change="set", value=-0.03, start=18, months=6),
        Event(lever="finance.collection_months", change="add", value=1.3, start=24, months=10, phase_in=2),
        Event(lever="enterprise.hires_per_quarter", change="multiply", value=0.0, start=26, months=6, active=False),
        Event(lever="enterprise.acv", change="multiply", value=2.0, start=6, chance=0.5),
    ),
    funding=(
        Funding(month=6, amount=1e7),
        Funding(month=20, amount=2e7, needs_arr=9e6),
        Funding(month=28, amount=3e7, active=False),
    ),
)
"""Events of every kind; fractional ramp, cycle and time to hire; ramping reps, sold expansion, outbound."""

MOVING_UP = Plan(
    name="=All of self-serve moves up",
    months=30,
    levers={
        "self_serve.customers": 40.0,
        "self_serve.arr": 9e4,
        "self_serve.upgrade_rate": 0.9,
        "enterprise.ramp_months": 0.0,
        "enterprise.cycle_months": 0.0,
        "inside_sales.attainment": 2.0,
        "inside_sales.reps": 30.0,
        "inside_sales.pql_to_opportunity": 1.0,
        "inside_sales.win_rate": 1.0,
        "people.time_to_hire": 0.0,
        "retention.price_rise": -0.05,
        "finance.collection_months": 0.0,
    },
    events=(Event(lever="enterprise.cycle_months", change="set", value=3.0, start=8, months=9),),
)

NOTHING_YET = Plan(
    name="No customers yet",
    months=25,
    levers={
        f"{segment}.{name}": 0.0
        for segment in ("self_serve", "inside_sales", "enterprise")
        for name in ("customers", "arr")
    }
    | {"enterprise.reps": 0.0, "enterprise.hires_per_quarter": 0.0, "finance.cash": 4e5},
)

SHIPPED = plans.load(ROOT / "data/plans/mongodb-2017.toml")

PLANS = (ELABORATE, MOVING_UP, NOTHING_YET, SHIPPED)

TWENTY = (
    *("community.visitors", "community.signup_rate", "self_serve.conversion", "self_serve.committed_share"),
    *("marketing.mqls", "marketing.mql_growth", "inside_sales.quota", "inside_sales.arr", "enterprise.arr"),
    *("enterprise.ramp_months", "enterprise.cycle_months", "enterprise.attrition", "enterprise.win_rate"),
    *("enterprise.se_per_ae", "enterprise.gross_retention", "sales.goes_cold", "people.time_to_hire"),
    *("people.pay_rise", "finance.cash", "finance.collection_months"),
)
"""Levers that somebody changes."""


def changes(plan: Plan) -> dict[str, Any]:
    """New values by the defined name of their cell: twenty levers, and an event where there is one."""
    found: dict[str, Any] = {
        lever_id.replace(".", "_"): _moved(plan.value(lever_id), CATALOGUE[lever_id].min, CATALOGUE[lever_id].max)
        for lever_id in TWENTY
    }
    if plan.events:
        first = _changed_event(plan.events[0])
        found |= {f"event_1_{key}": getattr(first, key) for key in ("value", "start", "months", "phase_in")}
        last = len(plan.events)
        found[f"event_{last}_active"] = not plan.events[-1].active
    return found


def changed(plan: Plan) -> Plan:
    """The plan with these changes."""
    values = changes(plan)
    levers = {lever_id: values[lever_id.replace(".", "_")] for lever_id in TWENTY}
    events = list(plan.events)
    if events:
        events[0] = _changed_event(events[0])
        events[-1] = replace(events[-1], active=not events[-1].active)
    return plan.with_levers(levers).changed(events=tuple(events))


def _moved(value: float, low: float, high: float) -> float:
    return min(max(value * 0.9 + 0.01, low), high)


def _changed_event(event: Event) -> Event:
    return replace(event, value=event.value * 0.9, start=event.start + 1, months=7, phase_in=3)
