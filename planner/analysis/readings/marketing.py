"""The free tier as marketing: what it costs and brings, beside programmes and outbound."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.analysis.readings import pay
from planner.model.simulate import Result, simulate
from planner.plan import Event, Plan
from planner.vocabulary.levers import CATALOGUE

YEAR = 12
BDR_COST = "people.bdr_cost"
FREE_TIER, PROGRAMMES, OUTBOUND = "free_tier", "programmes", "outbound"


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
        return self.cost / self.reached if self.reached else np.nan

    @property
    def per_customer(self) -> float:
        """Cost per customer won; NaN without any."""
        return self.cost / self.customers if self.customers else np.nan

    @property
    def per_won(self) -> float:
        """Cost per unit of ARR won; NaN where nothing is won."""
        return self.cost / self.won if self.won else np.nan


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
    """Money that goes from one way to another from a month on.

    monthly: money moved each month. arr: ARR at the end of the plan with it, planned: without; cash, planned_cash: the
    lowest of the plan.
    """

    monthly: float
    arr: float
    planned: float
    cash: float
    planned_cash: float


def switches(plan: Plan, result: Result) -> Mapping[str, Switch]:
    """What moving the free tier's hosting to the other ways would do, by way; only those that the plan has.

    New sign-ups stop in month 1 and existing accounts fade, so its hosting does; what it costs in month 1 buys MQLs at
    their cost, or BDRs at their pay. PlannerError never; a lever stops at its hard bound.
    """
    hosting = float(result["free_hosting_cost"][0, 0])
    if hosting <= 0:
        return {}
    closed = Event(name="Free tier closed", lever="community.signup_rate", change="set", value=0.0, start=1)
    found = {}
    for way, lever, cost in (
        (PROGRAMMES, "marketing.mqls", plan.value("marketing.cost_per_mql")),
        (OUTBOUND, "enterprise.bdr_per_ae", float(pay.monthly(plan, BDR_COST)[0] * result["aes"][0, 0])),
    ):
        if cost <= 0 or (way == OUTBOUND and not plan.value("enterprise.outbound_per_bdr")):
            continue
        room = CATALOGUE[lever].max - plan.value(lever)
        more = Event(name="Its money", lever=lever, change="add", value=min(hosting / cost, room), start=1)
        after = simulate(plan.changed(events=(*plan.events, closed, more)), keep=("arr", "cash"))
        found[way] = Switch(
            hosting,
            float(after["arr"][-1, 0]),
            float(result["arr"][-1, 0]),
            float(after["cash"].min()),
            float(result["cash"].min()),
        )
    return found
