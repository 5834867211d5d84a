"""Tables of the page."""

from collections import Counter
from functools import lru_cache

import pandas as pd

from planner.analysis.company import Company, stages
from planner.analysis.levers import origins
from planner.plan import Plan
from planner.ui.pages.my_company.words import CHOICES
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, rate, significant
from planner.vocabulary.sentences import opening

CACHED = 64


def counts(company: Company) -> Counter[str]:
    """How many levers come from where."""
    return Counter(_origin(company, lever_id)[0] for lever_id in CATALOGUE)


def facts(company: Company, origin: str) -> pd.DataFrame:
    """Every lever of a derived plan with where it comes from and how; of one origin, or of all for an empty text."""
    rows = []
    for lever in CATALOGUE.values():
        found, how = _origin(company, lever.id)
        if origin in ("", found):
            rows.append([lever_text.name(lever), _value(company.plan, lever.id), CHOICES[found], how])
    return pd.DataFrame(rows, columns=["Number", "Value", "Where from", "How"])


def _origin(company: Company, lever_id: str) -> tuple[str, str]:
    """Where a lever comes from, and how."""
    if fact := company.facts.get(lever_id):
        return fact.origin, fact.how
    return origins.CATALOGUE_S, f"{opening(lever_text.source_of_default(CATALOGUE[lever_id]))}."


def usual(company: Company) -> pd.DataFrame:
    """Every default of the company's stage, with who published it and how good that is."""
    plan, rows = company.plan, []
    for key, row in stages.usual().items():
        value = company.defaults.value(key)
        if key in CATALOGUE:
            label, text = lever_text.name(CATALOGUE[key]), lever_text.brief(CATALOGUE[key], value, plan.currency)
        else:
            label, text = row.label, money(value, plan.currency) if row.money else _plain(value, row.unit)
        rows.append([label, text, opening(stages.GRADES[row.grade]), row.source])
    return pd.DataFrame(rows, columns=["Default", "Value", "Source", "Who says so"])


def _plain(value: float, unit: str) -> str:
    """A number that is no amount, with its unit: "90% a year"."""
    share, per, time = unit.partition("/")
    if share.startswith("share"):
        return f"{rate(value)}{f' a {time}' if time in ('month', 'year') else ''}"
    return f"{significant(value, 3)} {unit.replace('/', ' a ') if per else unit}"


@lru_cache(CACHED)
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
