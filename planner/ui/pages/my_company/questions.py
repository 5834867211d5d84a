"""The questions, in the words of a founder."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from planner.analysis.company.answers import MOST_ARR, MOST_COUNT, MOST_PEOPLE
from planner.vocabulary.typed import Quantity


class Number(NamedTuple):
    """A question that is answered with a number. quantity: what is typed, by the plan's currency."""

    label: str
    quantity: Callable[[str], Quantity]
    help: str


def _money(low: float, high: float, unit: str = "") -> Callable[[str], Quantity]:
    return lambda currency: Quantity(f"{currency}{unit}", currency, low=low, high=high)


def _count(unit: str, high: float, *, whole: bool = False) -> Callable[[str], Quantity]:
    return lambda currency: Quantity(unit, low=0, high=high, whole=whole)


def _share(low: float = 0.0) -> Callable[[str], Quantity]:
    return lambda currency: Quantity("%", share="percent", low=low, high=1.0)


NUMBERS: Mapping[str, Number] = {
    "arr": Number(
        "ARR today, in all",
        _money(0, MOST_ARR),
        "What all customers of today pay in a year. 0 where there is no revenue yet.",
    ),
    "sold_by.self_serve": Number("Self-serve, share of ARR (%)", _share(), "Customers who buy with a card, alone."),
    "sold_by.inside_sales": Number(
        "Inside sales, share of ARR (%)", _share(), "Smaller contracts that somebody sells by phone and mail."
    ),
    "sold_by.enterprise": Number(
        "Enterprise, share of ARR (%)", _share(), "Larger contracts that account executives sell."
    ),
    "customers": Number("Paying customers", _count("customers", MOST_COUNT, whole=True), "Everybody who pays today."),
    "signups": Number(
        "Sign-ups a month",
        _count("sign-ups", MOST_COUNT, whole=True),
        "New accounts, installations or downloads that you can count, last month. 0 where there is no community.",
    ),
    "activation": Number(
        "Sign-ups that become active (%)", _share(), "Those who really use it, however you define it."
    ),
    "paying": Number(
        "Active free accounts that ever start to pay (%)",
        _share(),
        "Over their lifetime, with a card and without a seller.",
    ),
    "price": Number("Price of a new self-serve customer, a year", _money(1, 1e7), "What one pays in the first year."),
    "inside_sales_contract": Number(
        "Contract of a new inside-sales customer, a year", _money(1, 1e8), "The usual first contract."
    ),
    "enterprise_contract": Number(
        "Contract of a new enterprise customer, a year", _money(1, 1e8), "The usual first contract."
    ),
    "gross_retention": Number(
        "ARR of a year ago that is still there (%)",
        _share(0.01),
        "Gross revenue retention over all customers: without what they bought more of.",
    ),
    "quota": Number("Quota of an account executive, a year", _money(1, 1e9), "New ARR that one is asked for."),
    "inside_sales_quota": Number(
        "Quota of an inside sales rep, a year", _money(1, 1e9), "New ARR that one is asked for."
    ),
    "headcount": Number("Everybody, founders included", _count("people", MOST_PEOPLE), "On the first day of the plan."),
    "people.engineering": Number("Engineering and product", _count("people", MOST_PEOPLE), ""),
    "people.marketing": Number("Marketing", _count("people", MOST_PEOPLE), ""),
    "people.sales": Number("Sales: sellers, managers, BDRs, sales engineers", _count("people", MOST_PEOPLE), ""),
    "people.customer_success": Number("Customer success", _count("people", MOST_PEOPLE), ""),
    "people.support": Number("Support", _count("people", MOST_PEOPLE), ""),
    "people.general": Number("Everybody else", _count("people", MOST_PEOPLE), ""),
    "cash": Number("Cash in the bank", _money(-1e12, 1e12), "On the first day of the plan."),
    "burn": Number(
        "Burn a month",
        _money(-1e10, 1e10),
        "By how much cash falls in a month, rounds aside; below 0 where it rises.",
    ),
}
"""Every question that is a number, by key; those of a table by table and key."""

DEPARTMENTS = tuple(key for key in NUMBERS if key.startswith("people."))
