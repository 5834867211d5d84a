"""Everybody who does not carry a quota, by the work there is. MODEL.md, People."""

from planner.model.compiled import stage


@stage
def engineers(opening: float, hires_per_quarter: float) -> float:
    """``opening + hires_per_quarter / 3``; they do not leave."""
    return opening + hires_per_quarter / 3.0


@stage
def marketers(opening: float, hires_per_quarter: float) -> float:
    """``opening + hires_per_quarter / 3``; they do not leave."""
    return opening + hires_per_quarter / 3.0


@stage
def csms(inside_sales_customers: float, enterprise_customers: float, accounts_per_csm: float) -> float:
    """``(customers_inside_sales + customers_enterprise) / accounts_per_csm``."""
    return (inside_sales_customers + enterprise_customers) / accounts_per_csm


@stage
def managers(aes: float, isrs: float, reps_per_manager: float) -> float:
    """``(aes + isrs) / reps_per_manager``."""
    return (aes + isrs) / reps_per_manager


@stage
def support_engineers(customers: float, customers_per_support_engineer: float) -> float:
    """``customers / customers_per_support_engineer``."""
    return customers / customers_per_support_engineer


@stage
def others(
    aes: float,
    isrs: float,
    bdrs: float,
    ses: float,
    csms_: float,
    managers_: float,
    support_engineers_: float,
    engineers_: float,
    marketers_: float,
) -> float:
    """Heads of every role but G&A."""
    return aes + isrs + bdrs + ses + csms_ + managers_ + support_engineers_ + engineers_ + marketers_


@stage
def ga_staff(other_heads: float, ga_per_head: float) -> float:
    """``ga_per_head × all other heads``."""
    return other_heads * ga_per_head


@stage
def headcount(other_heads: float, ga_staff_: float) -> float:
    """Everyone."""
    return other_heads + ga_staff_
