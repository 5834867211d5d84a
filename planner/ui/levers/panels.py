"""Which levers stand on which page: those that are open, and the rest one click away. Every lever has one place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.segments import SEGMENTS


class Panel(NamedTuple):
    """Levers under one heading. folded: those one click away, by the title of their expander."""

    title: str
    opened: Sequence[str]
    folded: Mapping[str, Sequence[str]]

    def every(self) -> Iterator[str]:
        """All levers of the panel."""
        yield from self.opened
        for folded in self.folded.values():
            yield from folded


def _of(group: str, *names: str) -> list[str]:
    return [f"{group}.{name}" for name in names]


def _by_segment(*names: str) -> list[str]:
    """The levers of these names in every segment that has them."""
    found = [f"{segment}.{name}" for name in names for segment in SEGMENTS]
    return [lever_id for lever_id in found if lever_id in CATALOGUE]


OVERVIEW = (
    Panel(
        "Demand and price",
        [*_of("marketing", "mqls", "mql_growth"), *_by_segment("acv")],
        {
            "Day one and more": [
                *_by_segment("arr", "customers"),
                "marketing.cost_per_mql",
                "growth.use_case_share",
            ]
        },
    ),
)

COMMUNITY = (
    Panel(
        "From visit to customer",
        [
            *_of("community", "visitor_growth", "signup_rate", "activation_rate"),
            *("self_serve.conversion", "community.pql_rate", "community.free_churn"),
        ],
        {
            "Day one and more": [
                *("community.visitors", "community.referral", "self_serve.upgrade_rate"),
                *_of("community", "free_accounts", "signups_to_date", "hosting_per_free_account"),
                *_of("community", "first_month", "market"),
            ]
        },
    ),
)

SALES_CAPACITY = (
    Panel(
        "Enterprise",
        _of("enterprise", "hires_per_quarter", "quota", "ramp_months", "win_rate"),
        {
            "More of enterprise": [
                *_of("enterprise", "reps", "opening_pipeline", "attainment", "attrition", "cycle_months"),
                *_of("enterprise", "pql_share", "mql_share", "pql_to_opportunity", "mql_to_opportunity"),
                *_of("enterprise", "bdr_per_ae", "leads_per_bdr", "se_per_ae", "evaluations_per_se"),
                *_of("enterprise", "outbound_per_bdr", "ramping_reps", "ramping_tenure"),
                *_of("enterprise", "reference_win_rate", "reference_acv"),
            ]
        },
    ),
    Panel(
        "Inside sales",
        _of("inside_sales", "hires_per_quarter", "win_rate"),
        {
            "More of inside sales": [
                *_of("inside_sales", "reps", "opening_pipeline", "quota", "attainment", "ramp_months", "attrition"),
                *_of("inside_sales", "cycle_months", "pql_to_opportunity", "mql_to_opportunity"),
                *_of("inside_sales", "ramping_reps", "ramping_tenure", "reference_win_rate", "reference_acv"),
            ]
        },
    ),
    Panel(
        "Both teams",
        [],
        {
            "More of both teams": [
                *_of("sales", "goes_cold", "expansion_sold"),
                *_of("people", "backfill", "time_to_hire", "reps_per_manager"),
            ]
        },
    ),
)


def in_order(panels: Sequence[Panel], groups: Sequence[str]) -> list[Panel]:
    """Panels of the groups named first, in that order, then the others as they stand."""
    places = {group: at for at, group in enumerate(groups)}
    group_of = [next(panel.every()).partition(".")[0] for panel in panels]
    return [panels[at] for at in sorted(range(len(panels)), key=lambda at: places.get(group_of[at], len(places)))]


NET_RETENTION = [f"{segment}.net_retention" for segment in SEGMENTS]
"""Entries that are no levers: today's net retention of a segment; they set its expansion."""

RETENTION = (
    Panel(
        "Renewal and coverage",
        [*reversed(_by_segment("gross_retention")), "customer_success.accounts_per_csm"],
        {
            "Customers, expansion, contracts": [
                *_by_segment("logo_retention", "expansion", "committed_share"),
                *_of("retention", "expansion_fade", "contraction_share", "usage_change", "price_rise"),
                *_of("customer_success", "reference_accounts", "elasticity", "expansion_elasticity"),
            ]
        },
    ),
    Panel("Net retention today", NET_RETENTION, {}),
)

PEOPLE_AND_CASH = (
    Panel(
        "Hiring and cash",
        [
            *_of("people", "engineer_hires_per_quarter", "marketer_hires_per_quarter"),
            *_of("people", "customers_per_support_engineer", "ga_per_head", "engineer_cost"),
            "finance.cash",
        ],
        {
            "Pay and overhead": [
                *(f"people.{role}_cost" for role in ("ae", "isr", "bdr", "se", "csm", "manager", "marketer")),
                *_of("people", "support_engineer_cost", "ga_cost", "overhead_per_head", "pay_rise", "attrition"),
            ],
            "Commission and services": [
                *_of("sales", "commission_rate", "payg_quota_credit"),
                *_of("customer_success", "services_rate", "services_cost_ratio", "cost_of_revenue_share"),
            ],
            "Day one and hosting": [
                "people.engineers",
                "people.marketers",
                *_of("finance", "hosting_share", "collection_months"),
            ],
        },
    ),
)
