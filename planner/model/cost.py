"""Cost by function. MODEL.md, Cost. Everything is per month."""

from planner.model.compiled import stage
from planner.model.rates import monthly_staying


@stage
def pay_growth(pay_rise: float) -> float:
    """What pay and overhead grow to in a month: ``(1 + pay_rise)^(1/12)``."""
    return monthly_staying(1.0 + pay_rise)


@stage
def pay_index(opening: float, growth: float) -> float:
    """``opening × (1 + pay_rise)^(1/12)``; 1 in the first month."""
    return opening * growth


@stage
def pay(heads: float, annual_cost: float, index: float) -> float:
    """A month's pay of a role: ``heads × annual cost / 12 × pay index``."""
    return heads * annual_cost / 12.0 * index


@stage
def credit(committed_share: float, payg_quota_credit: float) -> float:
    """Share of ARR sold that counts towards quota: ``committed + (1 − committed) × payg_quota_credit``."""
    return committed_share + (1.0 - committed_share) * payg_quota_credit


@stage
def credited_arr(
    inside_sales_won: float,
    inside_sales_expansion: float,
    inside_sales_credit: float,
    enterprise_won: float,
    enterprise_expansion: float,
    enterprise_credit: float,
) -> float:
    """``(ARR won + expansion sold) × (committed + (1 − committed) × payg_quota_credit)`` of both teams."""
    inside_sales = (inside_sales_won + inside_sales_expansion) * inside_sales_credit
    return inside_sales + (enterprise_won + enterprise_expansion) * enterprise_credit


@stage
def commissions(credited: float, commission_rate: float) -> float:
    """``credited_arr × commission_rate``."""
    return credited * commission_rate


@stage
def services_revenue(
    services_rate: float,
    opening_inside_sales: float,
    opening_enterprise: float,
    inside_sales: float,
    enterprise: float,
) -> float:
    """``services_rate × (opening + closing ARR of inside sales and enterprise) / 2 / 12``. Services are not ARR."""
    opening = opening_inside_sales + opening_enterprise
    return services_rate * (opening + (inside_sales + enterprise)) / 2.0 / 12.0


@stage
def services_cost(services: float, services_cost_ratio: float) -> float:
    """``services_revenue × services_cost_ratio``."""
    return services * services_cost_ratio


@stage
def hosting_cost(revenue: float, hosting_share: float) -> float:
    """``revenue × hosting_share``."""
    return revenue * hosting_share


@stage
def free_hosting_cost(free_accounts: float, hosting_per_free_account: float) -> float:
    """``opening free_accounts × hosting_per_free_account``, booked as marketing."""
    return free_accounts * hosting_per_free_account


@stage
def cogs(hosting: float, services: float, support_pay: float, csm_pay: float, cost_of_revenue_share: float) -> float:
    """``hosting_cost + services_cost + support engineers' pay + cost_of_revenue_share × csms' pay``."""
    return hosting + services + support_pay + cost_of_revenue_share * csm_pay


@stage
def marketing_programs(mqls: float, cost_per_mql: float) -> float:
    """``mqls × cost_per_mql``."""
    return mqls * cost_per_mql


@stage
def sales_marketing(
    programs: float,
    free_hosting: float,
    commissions_: float,
    ae_pay: float,
    isr_pay: float,
    bdr_pay: float,
    se_pay: float,
    manager_pay: float,
    marketer_pay: float,
    csm_pay: float,
    cost_of_revenue_share: float,
) -> float:
    """Programmes, hosting of free accounts, commissions, and the pay of everybody who sells.

    Of customer success managers' pay, what is not cost of revenue: ``(1 − cost_of_revenue_share) × csms' pay``.
    """
    team = ae_pay + isr_pay + bdr_pay + se_pay + manager_pay + marketer_pay + (1.0 - cost_of_revenue_share) * csm_pay
    return programs + free_hosting + commissions_ + team


@stage
def research_development(engineer_pay: float) -> float:
    """Engineers' pay."""
    return engineer_pay


@stage
def general_administrative(ga_pay: float, headcount: float, overhead_per_head: float, index: float) -> float:
    """``G&A pay + overhead_per_head / 12 × headcount × pay index``."""
    return ga_pay + overhead_per_head / 12.0 * headcount * index


@stage
def operating_cost(
    cogs_: float, sales_marketing_: float, research_development_: float, general_administrative_: float
) -> float:
    """The four functions together."""
    return cogs_ + sales_marketing_ + research_development_ + general_administrative_


@stage
def operating_income(revenue: float, services: float, operating_cost_: float) -> float:
    """``revenue + services_revenue − operating_cost``."""
    return revenue + services - operating_cost_
