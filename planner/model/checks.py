"""Identities that every result satisfies, as code. The docstring of each says what equals what.

An identity returns its gap: the largest difference of its two sides in any month of any draw, relative to the largest
term of either. Where one side is a limit, the gap is how far the other passes it.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from planner.model.simulate import Result
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.teams import STATIONS, TEAMS

TOLERANCE = 1e-9
SELLERS = ("ae", "isr")
"""The stations at which opportunities are decided."""

_TINY = 1e-290
"""Below it a float has no nine digits left."""


@dataclass(frozen=True)
class Check:
    """One identity of a result. meaning: what equals what. gap: relative, see the module."""

    name: str
    meaning: str
    gap: float
    tolerance: float = TOLERANCE

    @property
    def holds(self) -> bool:
        """Whether the two sides are equal but for rounding."""
        return self.gap <= self.tolerance


def check(result: Result) -> tuple[Check, ...]:
    """Every identity of a result; PlannerError when a column that one needs was not kept."""
    return tuple(Check(name, inspect.getdoc(gap) or name, gap(result)) for name, gap in IDENTITIES.items())


def arr_bridge(result: Result) -> float:
    """Opening ARR + new + upgrade + expansion - contraction - churned = ARR, every month."""
    return _gap(result["arr"], _opening(result, "arr"), *_bridge(result))


def arr_since_day_one(result: Result) -> float:
    """ARR of day one + everything the bridge added and took since = ARR, every month."""
    opening, steps = result.day_one["arr"], _bridge(result)
    size = np.abs(opening) + np.cumsum(sum(np.abs(step) for step in steps), axis=0)
    return _relative(opening + np.cumsum(sum(steps), axis=0) - result["arr"], size)


def arr_by_segment(result: Result) -> float:
    """ARR of the three segments = ARR."""
    return _gap(result["arr"], *(result[f"arr_{segment}"] for segment in SEGMENTS))


def flows_by_segment(result: Result) -> float:
    """Expansion and churned customers of the three segments = those of the company."""
    return max(
        _gap(result[name], *(result[f"{name}_{segment}"] for segment in SEGMENTS))
        for name in ("expansion_arr", "churned_customers")
    )


def customers(result: Result) -> float:
    """Opening customers + won - churned - upgraded = customers, in every segment."""
    upgraded = {"self_serve": result["upgraded_customers"]}
    return max(
        _gap(
            result[f"customers_{segment}"],
            _opening(result, f"customers_{segment}"),
            result[f"won_customers_{segment}"],
            -result[f"churned_customers_{segment}"],
            -upgraded.get(segment, np.zeros(1)),
        )
        for segment in SEGMENTS
    )


def customers_by_segment(result: Result) -> float:
    """Customers of the three segments = customers."""
    return _gap(result["customers"], *(result[f"customers_{segment}"] for segment in SEGMENTS))


def won_by_source(result: Result) -> float:
    """ARR won from PQLs, upgrades, MQLs and prospecting = ARR won by inside sales and enterprise."""
    by_source = [result[f"won_{source}_arr"] for source in ("pql", "upgrade", "mql", "outbound")]
    return _gap(np.sum(by_source, axis=0), *(result[f"won_arr_{team}"] for team in TEAMS))


def opportunities(result: Result) -> float:
    """Opportunities open before + opened - decided by sellers - gone cold = open, of both teams."""
    return max(
        _gap(
            result[f"open_opportunities_{team}"],
            _opening(result, f"open_opportunities_{team}"),
            result[f"{team}_opportunities"],
            result[f"{seller}_queue"] - result[f"{seller}_work"],
            -result[f"{seller}_cold"],
        )
        for seller, team in ((seller, STATIONS[seller].team) for seller in SELLERS)
    )


def seller_time(result: Result) -> float:
    """Time that sellers spend on expansion and on new business <= the time they have, in both teams."""
    return max(
        _excess(
            result[f"sold_expansion_arr_{team}"] + result[f"new_business_time_{team}"], result[f"seller_time_{team}"]
        )
        for team in TEAMS
    )


def sold_expansion(result: Result) -> float:
    """Expansion that sellers sell <= expansion, in both teams."""
    return max(_excess(result[f"sold_expansion_arr_{team}"], result[f"expansion_arr_{team}"]) for team in TEAMS)


def outbound(result: Result) -> float:
    """BDRs without leads <= BDRs that the leads at hand leave over, and only they find opportunities."""
    work, capacity, bdrs = result["bdr_work"], result["bdr_capacity"], result["bdrs"]
    busy = np.minimum(1.0, np.divide(work, capacity, out=np.zeros_like(work), where=capacity > 0))
    alone = np.where(result["idle_bdrs"] > 0, 0.0, result["outbound_opportunities"])
    return max(_excess(result["idle_bdrs"] + busy * bdrs, bdrs), _excess(alone, np.zeros(1)))


def free_pool(result: Result) -> float:
    """Opening free accounts + activations - conversions - PQLs - gone quiet = free accounts."""
    leaving = (-result[name] for name in ("conversions", "pqls", "free_churned"))
    return _gap(result["free_accounts"], _opening(result, "free_accounts"), result["activations"], *leaving)


def signups(result: Result) -> float:
    """Sign-ups of day one + sign-ups since = sign-ups to date."""
    return _gap(result["signups_to_date"], result.day_one["signups_to_date"], np.cumsum(result["signups"], axis=0))


def reps(result: Result) -> float:
    """Opening heads + hired - left = heads, of account executives and of inside sales reps."""
    return max(
        _gap(result[f"{role}s"], _opening(result, f"{role}s"), result[f"{role}_hires"], -result[f"{role}_leavers"])
        for role in ("ae", "isr")
    )


def headcount(result: Result) -> float:
    """Heads of every role = headcount."""
    sellers = ("aes", "isrs", "bdrs", "ses", "csms", "managers")
    others = ("support_engineers", "engineers", "marketers", "ga_staff")
    return _gap(result["headcount"], *(result[role] for role in sellers + others))


def cost_of_functions(result: Result) -> float:
    """Cost of revenue + sales and marketing + research and development + general = operating cost."""
    functions = ("cogs", "sales_marketing", "research_development", "general_administrative")
    return _gap(result["operating_cost"], *(result[function] for function in functions))


def cash_flow(result: Result) -> float:
    """Collections + services - operating cost = free cash flow."""
    return _gap(result["free_cash_flow"], result["collections"], result["services_revenue"], -result["operating_cost"])


def cash(result: Result) -> float:
    """Opening cash + free cash flow + funding = cash."""
    return _gap(result["cash"], _opening(result, "cash"), result["free_cash_flow"], result["funding"])


def ledger(result: Result) -> float:
    """Collections - revenue since day one = rise of deferred revenue - rise of receivables + forfeited prepayments."""
    flows = ("collections", "revenue", "forfeited_prepayments")
    collected, earned, forfeited = (np.cumsum(result[name], axis=0) for name in flows)
    deferred, owed = (result[name] - result.day_one[name] for name in ("deferred_revenue", "receivables"))
    size = np.maximum(np.abs(collected) + earned + forfeited, result["deferred_revenue"] + np.abs(owed))
    return _relative(collected - earned - deferred + owed - forfeited, size + np.abs(result.day_one["receivables"]))


def growth(result: Result) -> float:
    """Growth by customers x by use cases x by price = ARR / ARR of day one, where both days have customers."""
    started = np.minimum(result.day_one["arr"], result.day_one["customers"]) > _TINY
    started = started & (result["customers"] > _TINY)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        product = result["customer_factor"] * result["use_case_factor"] * result["price_factor"]
        grown = result["arr"] / result.day_one["arr"]
    return _gap(np.where(started, product, 0.0), np.where(started, grown, 0.0))


IDENTITIES: Mapping[str, Callable[[Result], float]] = MappingProxyType(
    {
        "ARR bridge": arr_bridge,
        "ARR since day one": arr_since_day_one,
        "ARR by segment": arr_by_segment,
        "Expansion and churn by segment": flows_by_segment,
        "Customers": customers,
        "Customers by segment": customers_by_segment,
        "ARR won by source": won_by_source,
        "Free accounts": free_pool,
        "Sign-ups to date": signups,
        "Reps": reps,
        "Seller time": seller_time,
        "Sold expansion": sold_expansion,
        "Outbound": outbound,
        "Opportunities": opportunities,
        "Headcount": headcount,
        "Operating cost": cost_of_functions,
        "Ledger": ledger,
        "Free cash flow": cash_flow,
        "Cash": cash,
        "Growth": growth,
    }
)
"""The identities by name."""


def _opening(result: Result, name: str) -> np.ndarray:
    return np.concatenate([result.day_one[name][np.newaxis], result[name][:-1]])


def _bridge(result: Result) -> tuple[np.ndarray, ...]:
    grown = (result[name] for name in ("new_arr", "upgrade_arr", "expansion_arr"))
    return (*grown, -result["contraction_arr"], -result["churned_arr"])


def _gap(total: np.ndarray, *terms: np.ndarray) -> float:
    size = np.abs(total)
    for term in terms:
        size = np.maximum(size, np.abs(term))
    return _relative(sum(terms) - total, size)


def _excess(part: np.ndarray, limit: np.ndarray) -> float:
    """How far a part passes its limit, relative to the larger of the two."""
    return _relative(np.maximum(part - limit, 0.0), np.maximum(np.abs(part), np.abs(limit)))


def _relative(difference: np.ndarray, size: np.ndarray) -> float:
    return float((np.abs(difference) / np.maximum(size, _TINY)).max())
