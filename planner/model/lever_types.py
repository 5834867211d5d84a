"""The levers of one draw in one month. Written from data/levers.csv by tests/model/lever_types.py.

A lever that all segments have, or both teams, stands under `segments` or `teams`, one number for each; the others
stand under their group.
"""

from planner.vocabulary.columns import BySegment, ByTeam


class Segments:
    """Levers of segments."""

    customers: BySegment
    arr: BySegment
    acv: BySegment
    logo_retention: BySegment
    gross_retention: BySegment
    expansion: BySegment
    committed_share: BySegment


class Teams:
    """Levers of teams."""

    reps: ByTeam
    ramping_reps: ByTeam
    ramping_tenure: ByTeam
    opening_pipeline: ByTeam
    hires_per_quarter: ByTeam
    quota: ByTeam
    attainment: ByTeam
    reference_win_rate: ByTeam
    reference_acv: ByTeam
    ramp_months: ByTeam
    attrition: ByTeam
    mql_to_opportunity: ByTeam
    pql_to_opportunity: ByTeam
    win_rate: ByTeam
    cycle_months: ByTeam


class Community:
    """Levers of community."""

    signups_to_date: float
    free_accounts: float
    visitors: float
    visitor_growth: float
    referral: float
    signup_rate: float
    market: float
    activation_rate: float
    free_churn: float
    pql_rate: float
    hosting_per_free_account: float
    first_month: float


class SelfServe:
    """Levers of self serve."""

    conversion: float
    upgrade_rate: float


class Marketing:
    """Levers of marketing."""

    mqls: float
    mql_growth: float
    cost_per_mql: float


class Enterprise:
    """Levers of enterprise."""

    pql_share: float
    mql_share: float
    bdr_per_ae: float
    leads_per_bdr: float
    outbound_per_bdr: float
    se_per_ae: float
    evaluations_per_se: float


class Sales:
    """Levers of sales."""

    goes_cold: float
    commission_rate: float
    payg_quota_credit: float
    expansion_sold: float


class CustomerSuccess:
    """Levers of customer success."""

    accounts_per_csm: float
    reference_accounts: float
    elasticity: float
    expansion_elasticity: float
    cost_of_revenue_share: float
    services_rate: float
    services_cost_ratio: float


class Retention:
    """Levers of retention."""

    expansion_fade: float
    contraction_share: float
    usage_change: float
    price_rise: float


class Growth:
    """Levers of growth."""

    use_case_share: float


class People:
    """Levers of people."""

    backfill: float
    attrition: float
    time_to_hire: float
    reps_per_manager: float
    customers_per_support_engineer: float
    engineers: float
    engineer_hires_per_quarter: float
    marketers: float
    marketer_hires_per_quarter: float
    ga_per_head: float
    ae_cost: float
    isr_cost: float
    bdr_cost: float
    se_cost: float
    csm_cost: float
    manager_cost: float
    marketer_cost: float
    support_engineer_cost: float
    engineer_cost: float
    ga_cost: float
    overhead_per_head: float
    pay_rise: float


class Finance:
    """Levers of finance."""

    cash: float
    collection_months: float
    hosting_share: float


class Levers:
    """Every lever."""

    segments: Segments
    teams: Teams
    community: Community
    self_serve: SelfServe
    marketing: Marketing
    enterprise: Enterprise
    sales: Sales
    customer_success: CustomerSuccess
    retention: Retention
    growth: Growth
    people: People
    finance: Finance
