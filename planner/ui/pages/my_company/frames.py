"""Tables of the page."""

from collections import Counter
from functools import lru_cache

import pandas as pd

from planner.analysis.company import Company
from planner.analysis.levers import origins
from planner.plan import Plan
from planner.ui.pages.my_company.words import CHOICES
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE

KEPT = 64


def counts(company: Company) -> Counter[str]:
    """How many levers come from where."""
    return Counter(fact.origin for fact in company.facts.values())


def facts(company: Company, origin: str) -> pd.DataFrame:
    """Every lever of a derived plan with where it comes from and how; of one origin, or of all for an empty text."""
    rows = [
        [CATALOGUE[fact.lever].label, _value(company.plan, fact.lever), CHOICES[fact.origin], fact.how]
        for fact in company.facts.values()
        if origin in ("", fact.origin)
    ]
    return pd.DataFrame(rows, columns=["Number", "Value", "Where from", "How"])


@lru_cache(KEPT)
def whose(plan: Plan) -> origins.Completeness:
    """How much of a plan is one's own."""
    return origins.completeness(plan)


def not_mine(plan: Plan) -> pd.DataFrame:
    """The levers of a plan that are not one's own."""
    rows = [
        [lever_text.name(lever), _value(plan, lever.id), origins.ORIGINS[origin]]
        for lever in CATALOGUE.values()
        if (origin := origins.origin(plan, lever.id)) not in origins.OWN
    ]
    return pd.DataFrame(rows, columns=["Number", "Value", "Where from"])


def _value(plan: Plan, lever_id: str) -> str:
    lever = CATALOGUE[lever_id]
    return lever_text.brief(lever, lever_text.rounded(lever, plan.value(lever_id), 3), plan.currency)
