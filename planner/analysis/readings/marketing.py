"""The free tier as marketing: what it costs and brings, beside programmes and outbound."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.analysis.readings import lowest_cash, pay
from planner.model.paths import lever_path
from planner.model.simulate import Result, simulate
from planner.plan import Event, Plan
from planner.vocabulary.levers import CATALOGUE

YEAR = 12
BDR_COST = "people.bdr_cost"
CLOSED = Event(name="Free tier closed", lever="community.signup_rate", change="set", value=0.0, start=1)
FREE_TIER, PROGRAMMES, OUTBOUND = "free_tier", "programmes", "outbound"

NONE = 1e-9
"""What counts as nothing of accounts, leads, customers and money."""


def _each(cost: float, count: float) -> float:
    """Cost of each of so many; NaN without any: what is left of a queue of day one is none."""
    return cost / count if count > NONE else np.nan


@dataclass(frozen=True)
class Way:
    """One way to be found, over the plan's last 12 months.

    cost: money spent on it. share: of sales and marketing. reached: active free accounts at the end, MQLs, or
    opportunities found by prospecting, in the 12 months. won, customers: ARR and customers won from it.
    """

    cost: float
    share: float
    reached: float
    won: float
    customers: float

    @property
    def per_reached(self) -> float:
        """Cost per account, lead or opportunity; NaN without any."""
        return _each(self.cost, self.reached)

    @property
    def per_customer(self) -> float:
        """Cost per customer won; NaN without any."""
        return _each(self.cost, self.customers)

    @property
    def per_won(self) -> float:
        """Cost per unit of ARR won; NaN where nothing is won."""
        return _each(self.cost, self.won)


def ways(result: Result, draw: int = 0) -> dict[str, Way]:
    """Free tier, programmes and outbound of one draw.

    The free tier costs its hosting and brings self-serve conversions and deals from PQLs. Programmes bring MQLs.
    Outbound costs the pay of BDRs for the time that they prospect.
    """

    def total(values: np.ndarray) -> float:
        return float(values[-YEAR:].sum())

    def column(name: str) -> np.ndarray:
        return result[name][:, draw]

    spent = total(column("sales_marketing"))
    costs = {
        FREE_TIER: total(column("free_hosting_cost")),
        PROGRAMMES: total(column("marketing_programs")),
        OUTBOUND: total(column("idle_bdrs") * pay.monthly(result.plan, BDR_COST)) if _prospects(result, draw) else 0.0,
    }
    reached = {
        FREE_TIER: float(column("free_accounts")[-1]),
        PROGRAMMES: total(column("mqls")),
        OUTBOUND: total(column("outbound_opportunities")),
    }
    won = {
        FREE_TIER: total(column("won_arr_self_serve") + column("won_pql_arr")),
        PROGRAMMES: total(column("won_mql_arr")),
        OUTBOUND: total(column("won_outbound_arr")),
    }
    customers = {
        FREE_TIER: total(column("conversions") + column("won_pql_customers")),
        PROGRAMMES: total(column("won_mql_customers")),
        OUTBOUND: total(column("won_outbound_customers")),
    }
    return {
        way: Way(costs[way], costs[way] / spent if spent else np.nan, reached[way], won[way], customers[way])
        for way in (FREE_TIER, PROGRAMMES, OUTBOUND)
    }


def _prospects(result: Result, draw: int) -> bool:
    return bool(result["outbound_opportunities"][:, draw].any())


@dataclass(frozen=True)
class Switch:
    """Money that goes from the free tier to another way, month by month.

    moved: money moved over the plan. arr: ARR at the end of the plan with it, planned: without; cash, planned_cash: the
    lowest of the plan.
    """

    moved: float
    arr: float
    planned: float
    cash: float
    planned_cash: float


def switches(plan: Plan, result: Result) -> Mapping[str, Switch]:
    """What moving the free tier's hosting to the other ways would do, by way; only those that the plan has.

    New sign-ups stop in month 1 and existing accounts fade, so their hosting does; what that saves in a month buys MQLs
    at their cost, or BDRs at their pay, in that month. A way that cannot take the money is left out: one that costs
    nothing, BDRs without account executives or without outbound, or more of either than its lever may be.
    """
    closed = plan.changed(events=(*plan.events, CLOSED))
    saved = result["free_hosting_cost"][:, 0] - simulate(closed, keep=("free_hosting_cost",))["free_hosting_cost"][:, 0]
    moved = float(saved.sum())
    if not moved > 0:
        return {}
    found = {}
    cost_per_mql, bdr_pay = lever_path(plan, "marketing.cost_per_mql"), pay.monthly(plan, BDR_COST)
    for way, lever, price, bought, cost in (
        (PROGRAMMES, "marketing.mqls", cost_per_mql * _index(plan), "mqls", cost_per_mql),
        (OUTBOUND, "enterprise.bdr_per_ae", bdr_pay * result["aes"][:, 0], "bdrs", bdr_pay),
    ):
        if not price.all() or (way == OUTBOUND and not lever_path(plan, "enterprise.outbound_per_bdr").any()):
            continue
        more = saved / price
        if (lever_path(plan, lever) + more > CATALOGUE[lever].max).any():
            continue
        months = [
            Event(name="Its money", lever=lever, change="add", value=float(value), start=month, months=1)
            for month, value in enumerate(more, start=1)
        ]
        after = simulate(closed.changed(events=(*closed.events, *months)), keep=("arr", "cash", bought))
        if not np.allclose((after[bought] - result[bought])[:, 0] * cost, saved, rtol=1e-6, atol=1e-6 * moved):
            continue
        found[way] = Switch(
            moved,
            float(after["arr"][-1, 0]),
            float(result["arr"][-1, 0]),
            lowest_cash.amount(after),
            lowest_cash.amount(result),
        )
    return found


def _index(plan: Plan) -> np.ndarray:
    """MQLs of a month for one of the lever, (months,): the growth since month 1."""
    return np.concatenate([[1.0], np.cumprod(1.0 + lever_path(plan, "marketing.mql_growth")[1:])])
