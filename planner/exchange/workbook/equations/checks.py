"""The identities of planner/model/checks.py as formulas, a row each, true or false in every month."""

from collections.abc import Mapping

from planner.exchange.workbook.rows import Line
from planner.model.checks import IDENTITIES
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.teams import STATIONS

TOLERANCE = "1e-9"
"""Relative to the largest term; below 1, absolute."""

TEAMS = ("inside_sales", "enterprise")
EVER = "[-120:0]"
"""All months so far: no horizon is longer."""


def _equal(total: str, *terms: str, beside: str = "1") -> str:
    """Whether terms add up to a total. beside: an amount that a rounding error may be measured by, too."""
    largest = ", ".join([beside, *(f"ABS({term})" for term in (total, *terms))])
    return f"ABS({' + '.join(f'({term})' for term in terms)} - ({total})) <= {TOLERANCE} * MAX({largest})"


def _at_most(part: str, limit: str) -> str:
    """Whether a part keeps to a limit."""
    return f"{part} - ({limit}) <= {TOLERANCE} * MAX(1, ABS({limit}))"


def _all(*conditions: str) -> str:
    return f"AND({', '.join(conditions)})"


def _of_segments(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{segment}" for segment in SEGMENTS)


BRIDGE = ("new_arr", "upgrade_arr", "expansion_arr", "-contraction_arr", "-churned_arr")
THROUGH = "day_one(arr) + " + " + ".join(f"SUM({flow.removeprefix('-')}{EVER})" for flow in BRIDGE)
SOURCES = ("won_pql_arr", "won_upgrade_arr", "won_mql_arr", "won_outbound_arr")
SINCE = "SUM(new_arr{0}) + SUM(upgrade_arr{0}) + SUM(expansion_arr{0}) - SUM(contraction_arr{0}) - SUM(churned_arr{0})"
PEOPLE = ("aes", "isrs", "bdrs", "ses", "csms", "managers", "support_engineers", "engineers", "marketers", "ga_staff")


def _customers(segment: str) -> str:
    moves = ("-upgraded_customers",) if segment == "self_serve" else ()
    flows = (f"won_customers_{segment}", f"-churned_customers_{segment}", *moves)
    return _equal(f"customers_{segment}", f"customers_{segment}[-1]", *flows)


def _opportunities(seller: str) -> str:
    team = STATIONS[seller].team
    opened = (f"open_opportunities_{team}[-1]", f"{team}_opportunities")
    return _equal(f"open_opportunities_{team}", *opened, f"{seller}_queue - {seller}_work", f"-{seller}_cold")


FORMULAS: Mapping[str, str] = {
    "ARR bridge": _equal("arr", "arr[-1]", *BRIDGE),
    "ARR since day one": _equal("arr", "day_one(arr)", SINCE.format(EVER), beside=THROUGH),
    "ARR by segment": _equal("arr", *_of_segments("arr")),
    "Expansion and churn by segment": _all(
        _equal("expansion_arr", *_of_segments("expansion_arr")),
        _equal("churned_customers", *_of_segments("churned_customers")),
    ),
    "Customers": _all(*(_customers(segment) for segment in SEGMENTS)),
    "Customers by segment": _equal("customers", *_of_segments("customers")),
    "ARR won by source": _equal("won_arr_inside_sales + won_arr_enterprise", *SOURCES),
    "Free accounts": _equal(
        "free_accounts", "free_accounts[-1]", "activations", "-conversions", "-pqls", "-free_churned"
    ),
    "Sign-ups to date": _equal("signups_to_date", "day_one(signups_to_date)", f"SUM(signups{EVER})"),
    "Reps": _all(*(_equal(f"{rep}s", f"{rep}s[-1]", f"{rep}_hires", f"-{rep}_leavers") for rep in ("ae", "isr"))),
    "Seller time": _all(
        *(_at_most(f"sold_expansion_arr_{team} + new_business_time_{team}", f"seller_time_{team}") for team in TEAMS)
    ),
    "Sold expansion": _all(*(_at_most(f"sold_expansion_arr_{team}", f"expansion_arr_{team}") for team in TEAMS)),
    "Outbound": _all(
        _at_most("idle_bdrs + IF(bdr_capacity > 0, MIN(1, bdr_work / bdr_capacity), 0) * bdrs", "bdrs"),
        "OR(idle_bdrs > 0, outbound_opportunities == 0)",
    ),
    "Opportunities": _all(_opportunities("ae"), _opportunities("isr")),
    "Headcount": _equal("headcount", *PEOPLE),
    "Operating cost": _equal(
        "operating_cost", "cogs", "sales_marketing", "research_development", "general_administrative"
    ),
    "Ledger": _equal(
        f"SUM(collections{EVER}) - SUM(revenue{EVER})",
        "deferred_revenue - day_one(deferred_revenue)",
        "day_one(receivables) - receivables",
        f"SUM(forfeited_prepayments{EVER})",
        beside=f"SUM(collections{EVER}) + SUM(revenue{EVER})",
    ),
    "Free cash flow": _equal("free_cash_flow", "collections", "services_revenue", "-operating_cost"),
    "Cash": _equal("cash", "cash[-1]", "free_cash_flow", "funding"),
    "Growth": 'IF(arr_per_customer == "", True, '
    + _equal("arr", "customer_factor * use_case_factor * price_factor * day_one(arr)")
    + ")",
}
"""By the name of the identity."""

ROWS = tuple(Line(name, FORMULAS[name], about=(IDENTITIES[name].__doc__ or name).strip()) for name in IDENTITIES)
