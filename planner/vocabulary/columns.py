"""The columns: every quantity the engine produces, in the order of the equations. One quantity, one name everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

ENTERPRISE_CONSTRAINTS = ("leads", "bdr", "se", "ae")
INSIDE_SALES_CONSTRAINTS = ("leads", "isr")
"""What limits a chain, by the code its column holds."""


@dataclass(frozen=True)
class Column:
    """One named quantity. unit: "money" is in the plan's currency, "share" is a fraction, "constraint" is a code."""

    name: str
    unit: str
    label: str


_COLUMNS = (
    # Community
    Column("visitors", "visitors", "Visitors"),
    Column("signups", "accounts", "Sign-ups"),
    Column("signups_to_date", "accounts", "Sign-ups to date"),
    Column("activations", "accounts", "Activations"),
    Column("free_accounts", "accounts", "Active free accounts"),
    Column("conversions", "customers", "Conversions to self-serve"),
    Column("pqls", "leads", "Product-qualified leads"),
    Column("free_churned", "accounts", "Free accounts gone quiet"),
    Column("upgrade_leads", "leads", "Self-serve customers asking for sales"),
    Column("mqls", "leads", "Marketing-qualified leads"),
    # Reps and capacity
    Column("aes", "people", "Account executives"),
    Column("ae_hires", "people", "Account executives hired"),
    Column("ae_leavers", "people", "Account executives who left"),
    Column("ramped_aes", "ramped reps", "Ramped account executives"),
    Column("isrs", "people", "Inside sales reps"),
    Column("isr_hires", "people", "Inside sales reps hired"),
    Column("isr_leavers", "people", "Inside sales reps who left"),
    Column("ramped_isrs", "ramped reps", "Ramped inside sales reps"),
    Column("bdrs", "people", "BDRs"),
    Column("ses", "people", "Sales engineers"),
    Column("street_quota", "money", "Street quota"),
    # Sales chains
    Column("enterprise_opportunities", "opportunities", "Enterprise opportunities"),
    Column("enterprise_capacity_arr", "money", "Enterprise capacity"),
    Column("enterprise_demand_arr", "money", "Enterprise demand"),
    Column("enterprise_constraint", "constraint", "Enterprise constraint"),
    Column("inside_sales_opportunities", "opportunities", "Inside-sales opportunities"),
    Column("inside_sales_capacity_arr", "money", "Inside-sales capacity"),
    Column("inside_sales_demand_arr", "money", "Inside-sales demand"),
    Column("inside_sales_constraint", "constraint", "Inside-sales constraint"),
    # Retention and new business: self-serve
    Column("lost_arr_self_serve", "money", "Self-serve ARR lost"),
    Column("expansion_arr_self_serve", "money", "Self-serve expansion"),
    Column("churned_customers_self_serve", "customers", "Self-serve customers churned"),
    Column("won_customers_self_serve", "customers", "Self-serve customers won"),
    Column("won_arr_self_serve", "money", "Self-serve ARR won"),
    Column("arr_self_serve", "money", "Self-serve ARR"),
    Column("customers_self_serve", "customers", "Self-serve customers"),
    # Retention and new business: inside-sales
    Column("lost_arr_inside_sales", "money", "Inside-sales ARR lost"),
    Column("expansion_arr_inside_sales", "money", "Inside-sales expansion"),
    Column("churned_customers_inside_sales", "customers", "Inside-sales customers churned"),
    Column("won_customers_inside_sales", "customers", "Inside-sales customers won"),
    Column("won_arr_inside_sales", "money", "Inside-sales ARR won"),
    Column("arr_inside_sales", "money", "Inside-sales ARR"),
    Column("customers_inside_sales", "customers", "Inside-sales customers"),
    # Retention and new business: enterprise
    Column("lost_arr_enterprise", "money", "Enterprise ARR lost"),
    Column("expansion_arr_enterprise", "money", "Enterprise expansion"),
    Column("churned_customers_enterprise", "customers", "Enterprise customers churned"),
    Column("won_customers_enterprise", "customers", "Enterprise customers won"),
    Column("won_arr_enterprise", "money", "Enterprise ARR won"),
    Column("arr_enterprise", "money", "Enterprise ARR"),
    Column("customers_enterprise", "customers", "Enterprise customers"),
    # ARR bridge
    Column("new_arr", "money", "New ARR"),
    Column("upgrade_arr", "money", "Upgrade ARR"),
    Column("upgraded_customers", "customers", "Customers upgraded"),
    Column("expansion_arr", "money", "Expansion ARR"),
    Column("contraction_arr", "money", "Contraction ARR"),
    Column("churned_arr", "money", "Churned ARR"),
    Column("won_pql_arr", "money", "ARR won from PQLs"),
    Column("won_upgrade_arr", "money", "ARR won from upgrades"),
    Column("won_mql_arr", "money", "ARR won from MQLs"),
    Column("arr", "money", "ARR"),
    Column("customers", "customers", "Customers"),
    Column("churned_customers", "customers", "Customers churned"),
    Column("revenue", "money", "Revenue"),
    # People
    Column("engineers", "people", "Engineers"),
    Column("marketers", "people", "Marketers"),
    Column("csms", "people", "Customer success managers"),
    Column("managers", "people", "Sales managers"),
    Column("support_engineers", "people", "Support engineers"),
    Column("ga_staff", "people", "G&A staff"),
    Column("headcount", "people", "Headcount"),
    # Cost
    Column("credited_arr", "money", "ARR credited to quota"),
    Column("commissions", "money", "Commissions"),
    Column("services_revenue", "money", "Services revenue"),
    Column("services_cost", "money", "Services cost"),
    Column("hosting_cost", "money", "Hosting of paying customers"),
    Column("free_hosting_cost", "money", "Hosting of free accounts"),
    Column("cogs", "money", "Cost of revenue"),
    Column("marketing_programs", "money", "Marketing programmes"),
    Column("sales_marketing", "money", "Sales and marketing"),
    Column("research_development", "money", "Research and development"),
    Column("general_administrative", "money", "General and administrative"),
    Column("operating_cost", "money", "Operating cost"),
    Column("operating_income", "money", "Operating income"),
    # Cash
    Column("collections", "money", "Collections"),
    Column("funding", "money", "Funding"),
    Column("free_cash_flow", "money", "Free cash flow"),
    Column("cash", "money", "Cash"),
    # Metrics
    Column("nrr", "share", "Net revenue retention"),
    Column("grr", "share", "Gross revenue retention"),
    Column("logo_retention", "share", "Logo retention"),
    Column("arr_growth", "share", "ARR growth"),
    Column("quick_ratio", "ratio", "Quick ratio"),
    Column("gross_margin", "share", "Gross margin"),
    Column("cac_payback_months", "months", "CAC payback"),
    Column("ltv_to_cac", "ratio", "LTV to CAC"),
    Column("magic_number", "ratio", "Magic number"),
    Column("burn_multiple", "ratio", "Burn multiple"),
    Column("rule_of_40", "share", "Rule of 40"),
    Column("attainment", "share", "Attainment"),
    Column("arr_per_head", "money", "ARR per head"),
    Column("paying_share", "share", "Paying share of sign-ups"),
    Column("customer_factor", "ratio", "Growth by customers"),
    Column("use_case_factor", "ratio", "Growth by use cases"),
    Column("price_factor", "ratio", "Growth by price"),
    Column("runway_months", "months", "Runway"),
    # Queues at each station, and what went cold there
    Column("bdr_queue", "leads", "Leads waiting for BDRs"),
    Column("bdr_cold", "leads", "Leads gone cold before a BDR"),
    Column("se_queue", "opportunities", "Opportunities waiting for sales engineers"),
    Column("se_cold", "opportunities", "Opportunities gone cold before a sales engineer"),
    Column("ae_queue", "deals", "Deals waiting for account executives"),
    Column("ae_cold", "deals", "Deals gone cold before an account executive"),
    Column("isr_queue", "deals", "Deals waiting for inside sales reps"),
    Column("isr_cold", "deals", "Deals gone cold before an inside sales rep"),
    # What the books did
    Column("renewal_rate_self_serve", "share", "Self-serve renewal rate after coverage"),
    Column("logo_renewal_rate_self_serve", "share", "Self-serve logo renewal rate after coverage"),
    Column("expansion_factor_self_serve", "ratio", "Self-serve monthly expansion factor"),
    Column("committed_won_arr_self_serve", "money", "Self-serve ARR won on annual contracts"),
    Column("payg_arr_self_serve", "money", "Self-serve pay-as-you-go ARR"),
    Column("nrr_self_serve", "share", "Self-serve net revenue retention"),
    Column("grr_self_serve", "share", "Self-serve gross revenue retention"),
    Column("logo_retention_self_serve", "share", "Self-serve logo retention"),
    Column("renewal_rate_inside_sales", "share", "Inside-sales renewal rate after coverage"),
    Column("logo_renewal_rate_inside_sales", "share", "Inside-sales logo renewal rate after coverage"),
    Column("expansion_factor_inside_sales", "ratio", "Inside-sales monthly expansion factor"),
    Column("committed_won_arr_inside_sales", "money", "Inside-sales ARR won on annual contracts"),
    Column("payg_arr_inside_sales", "money", "Inside-sales pay-as-you-go ARR"),
    Column("nrr_inside_sales", "share", "Inside-sales net revenue retention"),
    Column("grr_inside_sales", "share", "Inside-sales gross revenue retention"),
    Column("logo_retention_inside_sales", "share", "Inside-sales logo retention"),
    Column("renewal_rate_enterprise", "share", "Enterprise renewal rate after coverage"),
    Column("logo_renewal_rate_enterprise", "share", "Enterprise logo renewal rate after coverage"),
    Column("expansion_factor_enterprise", "ratio", "Enterprise monthly expansion factor"),
    Column("usage_factor", "ratio", "Monthly usage factor of the pay-as-you-go pools"),
    Column("committed_won_arr_enterprise", "money", "Enterprise ARR won on annual contracts"),
    Column("payg_arr_enterprise", "money", "Enterprise pay-as-you-go ARR"),
    Column("nrr_enterprise", "share", "Enterprise net revenue retention"),
    Column("grr_enterprise", "share", "Enterprise gross revenue retention"),
    Column("logo_retention_enterprise", "share", "Enterprise logo retention"),
    Column("upgraded_share", "share", "Share of self-serve that upgraded"),
)

COLUMNS: Mapping[str, Column] = MappingProxyType({column.name: column for column in _COLUMNS})
"""Every column by name, in order."""

ROW = np.dtype([(name, np.float64) for name in COLUMNS])
"""One month of one draw."""

_NAMES = tuple(COLUMNS)
FOLLOWED = frozenset(name for name in COLUMNS if name.startswith(("nrr", "grr", "logo_retention", "ltv_to_cac")))
"""Columns that need the books of 12 months ago followed to today."""

FACTORS = frozenset(("customer_factor", "use_case_factor", "price_factor"))
"""How growth since day one factors."""

METRICS = FOLLOWED | frozenset(_NAMES[_NAMES.index("nrr") : _NAMES.index("runway_months") + 1]) - FACTORS
"""Columns that are worked out from the months so far."""


def constraint_names(name: str) -> tuple[str, ...]:
    """What the codes of a constraint column mean."""
    return ENTERPRISE_CONSTRAINTS if name == "enterprise_constraint" else INSIDE_SALES_CONSTRAINTS
