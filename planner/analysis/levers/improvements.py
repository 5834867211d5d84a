"""Which lever moves sales: each one a tenth better, alone, all of them in one simulation."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.analysis.levers.one_at_a_time import moved
from planner.model.simulate import Result
from planner.plan import Plan
from planner.vocabulary.levers import CATALOGUE

TENTH = 0.1
NEGLIGIBLE = 5e-4
"""Share of ARR below which a gain counts as nothing."""

PEOPLE = (
    "enterprise.hires_per_quarter",
    "inside_sales.hires_per_quarter",
    "enterprise.bdr_per_ae",
    "enterprise.se_per_ae",
)
"""Levers that put more people to work."""

BETTER: Mapping[str, float] = {
    **dict.fromkeys(PEOPLE, 1.0),
    "enterprise.ramp_months": -1.0,
    "inside_sales.ramp_months": -1.0,
    "enterprise.cycle_months": -1.0,
    "inside_sales.cycle_months": -1.0,
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
raise those on paper sells nothing.
"""


@dataclass(frozen=True)
class Improvement:
    """A lever a tenth better. value: what it becomes. gain: ARR at the end of the plan against the plan as it is."""

    lever: str
    value: float
    gain: float


def ranked(plan: Plan) -> list[Improvement]:
    """What each lever of sales alone would bring, largest gain first.

    A lever at 0 takes one step of its slider instead; what already is as good as its bounds allow brings 0.
    """
    ids = list(BETTER)
    better = [_better(plan, lever_id) for lever_id in ids]
    as_it_is = (ids[0], plan.value(ids[0]))
    *reached, before = moved(plan, [*ids, as_it_is[0]], [*better, as_it_is[1]], ("arr",))["arr"][-1].tolist()
    each = zip(ids, better, reached, strict=True)
    found = [Improvement(lever_id, value, arr - before) for lever_id, value, arr in each]
    return sorted(found, key=lambda one: one.gain, reverse=True)


def worthwhile(improvement: Improvement, result: Result) -> bool:
    """Whether a gain is more than a trifle beside the plan's ARR."""
    return improvement.gain > NEGLIGIBLE * abs(float(result["arr"][-1, 0]))


def _better(plan: Plan, lever_id: str) -> float:
    lever, value = CATALOGUE[lever_id], plan.value(lever_id)
    change = TENTH * value if value else lever.step
    return min(max(value + BETTER[lever_id] * change, lever.min), lever.max)
