"""Cost by function. MODEL.md, Cost. Everything is per month."""

from planner.model.compiled import stage


@stage
def pay(heads: float, annual_cost: float) -> float:
    """A month's pay of a role."""
    return heads * annual_cost / 12.0


@stage
def credited_arr(won_arr: float, committed_share: float, payg_quota_credit: float) -> float:
    """ARR won that counts towards quota: committed in full, pay-as-you-go in part."""
    return won_arr * (committed_share + (1.0 - committed_share) * payg_quota_credit)


@stage
def services_revenue(services_rate: float, opening_arr: float, closing_arr: float) -> float:
    """Professional services sold, as a share of sales-led revenue. Not ARR."""
    return services_rate * (opening_arr + closing_arr) / 2.0 / 12.0


@stage
def cogs(hosting_cost: float, services_cost: float, support_pay: float) -> float:
    """Cost of revenue: hosting of paying customers, services, support."""
    return hosting_cost + services_cost + support_pay


@stage
def sales_marketing(
    marketing_programs: float,
    free_hosting_cost: float,
    commissions: float,
    ae_pay: float,
    isr_pay: float,
    bdr_pay: float,
    se_pay: float,
    csm_pay: float,
    manager_pay: float,
    marketer_pay: float,
) -> float:
    """Sales and marketing: programmes, hosting of free accounts, commissions and the pay of everybody who sells."""
    team = ae_pay + isr_pay + bdr_pay + se_pay + csm_pay + manager_pay + marketer_pay
    return marketing_programs + free_hosting_cost + commissions + team


@stage
def general_administrative(ga_pay: float, headcount: float, overhead_per_head: float) -> float:
    """G&A pay, and overhead for everybody."""
    return ga_pay + overhead_per_head / 12.0 * headcount


@stage
def operating_cost(
    cogs_: float, sales_marketing_: float, research_development: float, general_administrative_: float
) -> float:
    """The four functions together."""
    return cogs_ + sales_marketing_ + research_development + general_administrative_


@stage
def operating_income(revenue: float, services: float, operating_cost_: float) -> float:
    """Revenue and services less operating cost."""
    return revenue + services - operating_cost_
