"""What a plan that was derived says to each question: what an answer that is not known was taken as."""

from collections.abc import Mapping

import numpy as np

from planner.analysis.company.derive import Company
from planner.analysis.company.people import DEPARTMENTS, HIRES
from planner.model.simulate import simulate
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.teams import TEAMS

SALES = ("aes", "isrs", "bdrs", "ses", "managers")
ROLES = {
    "engineering": ("engineers",),
    "marketing": ("marketers",),
    "sales": SALES,
    "customer_success": ("csms",),
    "support": ("support_engineers",),
    "general": ("ga_staff",),
}
"""The roles of a department."""


def meant(company: Company) -> Mapping[str, float]:
    """Every question that is a number, by its key, or by "sold_by.self_serve", "sellers.enterprise", "people.sales"."""
    plan, value = company.plan, company.plan.value
    heads = [role for department in DEPARTMENTS for role in ROLES[department]]
    without = simulate(plan, levers=dict.fromkeys(HIRES, 0.0), keep=("headcount", *heads))
    first = {name: float(values[0, 0]) for name, values in without.columns.items()}
    result = simulate(plan, keep=("signups", "free_cash_flow"))
    arr = sum(value(f"{segment}.arr") for segment in SEGMENTS)
    exits = ("self_serve.conversion", "community.pql_rate", "community.free_churn")
    kept = sum(value(f"{segment}.arr") * value(f"{segment}.gross_retention") for segment in SEGMENTS)
    return {
        "arr": arr,
        **{f"sold_by.{one}": value(f"{one}.arr") / arr if arr else 0.0 for one in SEGMENTS},
        "customers": sum(value(f"{segment}.customers") for segment in SEGMENTS),
        "signups": float(result["signups"][0, 0]),
        "activation": value("community.activation_rate"),
        "paying": value("self_serve.conversion") / sum(map(value, exits)),
        **{f"sellers.{team}": value(f"{team}.reps") + value(f"{team}.ramping_reps") for team in TEAMS},
        "quota": value("enterprise.quota"),
        "inside_sales_quota": value("inside_sales.quota"),
        "price": value("self_serve.acv"),
        "inside_sales_contract": value("inside_sales.acv"),
        "enterprise_contract": value("enterprise.acv"),
        "gross_retention": kept / arr if arr else value("self_serve.gross_retention"),
        "headcount": first["headcount"],
        **{f"people.{one}": sum(first[role] for role in ROLES[one]) for one in DEPARTMENTS},
        "cash": value("finance.cash"),
        "burn": float(-np.mean(result["free_cash_flow"][:3, 0])),
    }
