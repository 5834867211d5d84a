"""Which lever moves sales: each a tenth better, and apart from that whole people more; all in one simulation."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.analysis.levers.one_at_a_time import moved
from planner.model.simulate import Result
from planner.plan import Plan
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.teams import TEAMS

TENTH = 0.1
NEGLIGIBLE = 5e-4
"""Share of ARR below which a gain counts as nothing."""

HIRES = tuple(f"{team}.hires_per_quarter" for team in TEAMS)
RATIOS = ("enterprise.bdr_per_ae", "enterprise.se_per_ae")
PEOPLE = (*HIRES, *RATIOS)
"""Levers that put more people to work: sellers hired a quarter, and people per account executive."""

BETTER: Mapping[str, float] = {
    **dict.fromkeys(PEOPLE, 1.0),
    **{f"{team}.{name}": -1.0 for team in TEAMS for name in ("ramp_months", "cycle_months", "attrition")},
    **dict.fromkeys(("sales.goes_cold", "people.time_to_hire"), -1.0),
    "people.backfill": 1.0,
    "enterprise.leads_per_bdr": 1.0,
    "enterprise.evaluations_per_se": 1.0,
    "enterprise.outbound_per_bdr": 1.0,
    "enterprise.win_rate": 1.0,
    "inside_sales.win_rate": 1.0,
    "enterprise.pql_to_opportunity": 1.0,
    "inside_sales.pql_to_opportunity": 1.0,
    "enterprise.mql_to_opportunity": 1.0,
    "inside_sales.mql_to_opportunity": 1.0,
    "marketing.mqls": 1.0,
    "community.pql_rate": 1.0,
    "self_serve.upgrade_rate": 1.0,
}
"""The levers that could relieve sales, and which way is better. Quotas, attainment and prices are not among them: to
raise those on paper sells nothing. Nor is which team a lead goes to: neither way is better.
"""


@dataclass(frozen=True)
class Improvement:
    """A lever at a better value. gain: ARR at the end of the plan against the plan as it is. lowest_cash: then."""

    lever: str
    value: float
    gain: float
    lowest_cash: float


@dataclass(frozen=True)
class Improvements:
    """What levers of sales would bring, each alone; the largest gain first.

    tenths: every lever that is not 0, a tenth better; less where its bounds end. people: one seller more hired a
    quarter, or one BDR or sales engineer more for the account executives of day one.
    """

    tenths: tuple[Improvement, ...]
    people: tuple[Improvement, ...]


def of(plan: Plan) -> Improvements:
    """What each lever of sales alone would bring."""
    tenths = {lever_id: _tenth_better(plan, lever_id) for lever_id in BETTER if plan.value(lever_id)}
    people = {lever_id: plan.value(lever_id) + one_person(plan, lever_id) for lever_id in PEOPLE}
    ids, values = [*tenths, *people], [*tenths.values(), *people.values()]
    held = [min(value, CATALOGUE[lever_id].max) for lever_id, value in zip(ids, values, strict=True)]
    as_it_is = (ids[0], plan.value(ids[0]))
    result = moved(plan, [*ids, as_it_is[0]], [*held, as_it_is[1]], ("arr", "cash"))
    *reached, before = result["arr"][-1].tolist()
    *lowest, _ = result["cash"].min(axis=0).tolist()
    each = zip(ids, held, reached, lowest, strict=True)
    found = [Improvement(lever_id, value, arr - before, cash) for lever_id, value, arr, cash in each]
    parts = found[: len(tenths)], found[len(tenths) :]
    return Improvements(*(tuple(sorted(part, key=lambda one: one.gain, reverse=True)) for part in parts))


def one_person(plan: Plan, lever_id: str) -> float:
    """The step of a lever of `PEOPLE` that is one person: a quarter, or beside the account executives of day one."""
    sellers = plan.value("enterprise.reps") + plan.value("enterprise.ramping_reps")
    return 1.0 if lever_id in HIRES else 1.0 / max(sellers, 1.0)


def worthwhile(improvement: Improvement, result: Result) -> bool:
    """Whether a gain is more than a trifle beside the plan's ARR."""
    return improvement.gain > NEGLIGIBLE * abs(float(result["arr"][-1, 0]))


def _tenth_better(plan: Plan, lever_id: str) -> float:
    lever, value = CATALOGUE[lever_id], plan.value(lever_id)
    return min(max(value * (1 + TENTH * BETTER[lever_id]), lever.min), lever.max)
