"""A plan that came from answers, after answers changed: it keeps what was added to it since."""

from planner.analysis.company.derive import Company
from planner.plan import Plan
from planner.plan.differences import Difference, differences, taken

ENTERED = "entered"
OWN_SETTINGS = ("months", "lumpy", "size_spread", "ends", "together")
"""Fields of a plan that it keeps."""


def is_of_answers(company: Company, plan: Plan) -> bool:
    """Whether a plan came from answers as these are: numbers are derived, its first month and currency are the same."""
    same = (plan.start, plan.currency) == (company.plan.start, company.plan.currency)
    return same and not {"derived", "stage"}.isdisjoint(plan.origin.values())


def added(company: Company, plan: Plan) -> tuple[Difference, ...]:
    """What a plan has besides what answers mean: parts that they do not give, and levers and ranges set by hand."""
    return tuple(one for one in differences(company.plan, plan) if _is_own(company, plan, one))


def _is_own(company: Company, plan: Plan, one: Difference) -> bool:
    if one.after is None:
        return False
    if one.kind == "settings":
        return one.item in OWN_SETTINGS
    if one.kind == "lever":
        known = company.facts.get(one.item)
        return plan.origin.get(one.item) == ENTERED and (known is None or known.origin != ENTERED)
    return one.before is None or one.kind == "note" or plan.origin.get(one.subject or "") == ENTERED


def updated(company: Company, plan: Plan) -> Plan:
    """The plan that answers mean, under the name of `plan` and with what was `added` to it.

    PlannerError where that does not go together.
    """
    return taken(company.plan, plan, added(company, plan)).changed(name=plan.name)
