"""Where the next dollar goes: what one step of each hire, programme and play costs, and what ARR it adds."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from planner.analysis.draws import sampling
from planner.analysis.levers.improvements import RATIOS, one_person
from planner.model.simulate import Result, simulate
from planner.plan import Event, Plan
from planner.plan.event_groups import with_play
from planner.plan.plays import Play
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.levers import CATALOGUE

MONTHS = 36
"""How far ahead is looked, unless the plan ends before."""

FOLLOWS_REVENUE = ("commissions", "hosting_cost", "services_cost")
"""The part of operating cost that what is sold and used brings with it: it is no cost of the step."""

COLUMNS = ("arr", "operating_cost", *FOLLOWS_REVENUE, "free_cash_flow")

Kind = Literal["hire", "programme", "play"]

STEPS: Mapping[str, Kind] = {
    **dict.fromkeys(
        (
            *("enterprise.hires_per_quarter", "inside_sales.hires_per_quarter", *RATIOS),
            *("customer_success.accounts_per_csm", "people.reps_per_manager", "people.customers_per_support_engineer"),
            *("people.engineer_hires_per_quarter", "people.marketer_hires_per_quarter"),
        ),
        "hire",
    ),
    "marketing.mqls": "programme",
}
"""The levers that put people to work or buy leads."""

SERVED: Mapping[str, tuple[str, ...]] = {
    "customer_success.accounts_per_csm": ("inside_sales.customers", "enterprise.customers"),
    "people.customers_per_support_engineer": ("self_serve.customers", "inside_sales.customers", "enterprise.customers"),
    "people.reps_per_manager": tuple(
        f"{team}.{who}" for team in ("enterprise", "inside_sales") for who in ("reps", "ramping_reps")
    ),
}
"""Who on day one is served by one person, by the lever that says by how many; these levers fall with more people."""

TRIFLE = 1e-9
"""Smaller differences, relative to what is compared, are roundings."""


@dataclass(frozen=True)
class Step:
    """One step, and what comes of it over some months.

    kind, name: a lever's id, or the name of a play. start, end: the lever's values without and with the step; None for
    a play. cost: operating cost of these months with the step, less that without, both without what follows revenue
    (`FOLLOWS_REVENUE`); below 0 when it saves. arr: ARR at the end of the last of them, with less without. pays:
    probability that free cash flow over these months is higher with the step; None for a plan without uncertainty.
    paid: whether it is in the plan itself.
    """

    kind: Kind
    name: str
    start: float | None
    end: float | None
    cost: float
    arr: float
    paid: bool
    pays: float | None

    @property
    def arr_per_cost(self) -> float:
        """ARR added per unit of cost; inf where ARR comes at no cost, NaN where neither does, or where both fall."""
        if self.cost > 0:
            return self.arr / self.cost
        return math.inf if self.arr > 0 else math.nan


def ranked(
    plan: Plan,
    plays: Mapping[str, Play],
    months: int | None = None,
    *,
    draws: int = sampling.DRAWS,
    seed: int = sampling.SEED,
    tell: Callable[[int, int], None] | None = None,
) -> list[Step]:
    """Every step alone, most ARR per unit of cost first; of those at no cost, the one that adds most ARR.

    A step of a hire or a programme is taken from the first month on, before the plan's events act on the lever: one
    seller, engineer or marketer more a quarter; one person more beside those of day one for roles that follow from
    others; one step of the slider for leads. A play is added as it is. plays: by any key. months: 36 unless the plan is
    shorter. tell: is told the steps done and all of them. PlannerError for months beyond the plan or draws below 1.
    """
    span = min(MONTHS, plan.months) if months is None else months
    if not 1 <= span <= plan.months:
        raise PlannerError(Problem("months", str(span), f"must be 1 to {plan.months}, the plan's months"))
    levers = {lever_id: _better(plan, lever_id) for lever_id in STEPS}
    changed: list[tuple[Kind, str, float | None, Plan]] = [
        (STEPS[lever_id], lever_id, end, with_step(plan, lever_id, end))
        for lever_id, end in levers.items()
        if end != plan.value(lever_id)
    ]
    changed += [("play", play.name, None, with_play(plan, play)) for play in plays.values()]
    drawn = sampling.drawn(plan, draws, seed)

    def flows(of: Plan) -> Result:
        """The same draws of levers, luck, sizes and events by chance for every plan."""
        made = replace(drawn, later=sampling.later(of, draws, seed))
        return simulate(of, **vars(made), keep=("free_cash_flow",), seed=seed)

    before = simulate(plan, keep=COLUMNS)
    unsure = flows(plan) if sampling.uncertain(plan) else None
    found = []
    for done, (kind, name, end, other) in enumerate(changed, start=1):
        after = simulate(other, keep=COLUMNS)
        found.append(
            Step(
                kind,
                name,
                start=None if end is None else plan.value(name),
                end=end,
                cost=_difference(_cost(before, span), _cost(after, span)),
                arr=_difference(_arr(before, span), _arr(after, span)),
                paid=bool(_pays(before, after, span)[0]),
                pays=None if unsure is None else float(_pays(unsure, flows(other), span).mean()),
            )
        )
        if tell is not None:
            tell(done, len(changed))
    return sorted(found, key=_rank)


def with_step(plan: Plan, lever_id: str, value: float) -> Plan:
    """The plan with a lever at another value, in the plan itself and, by as much, in every draw."""
    by = value - plan.value(lever_id)
    step = Event(name="One step", lever=lever_id, change="add", value=by, start=1)
    return plan.changed(events=(step, *plan.events))


def _better(plan: Plan, lever_id: str) -> float:
    """The lever's value with one step more; its own value where a step is not possible."""
    value, lever = plan.value(lever_id), CATALOGUE[lever_id]
    if lever_id in SERVED:
        served = sum(plan.value(each) for each in SERVED[lever_id])
        return max(served / (served / value + 1), lever.min) if served > 0 else value
    if lever_id in RATIOS:
        return min(value + one_person(plan, lever_id), lever.max)
    return min(value + (lever.step if STEPS[lever_id] == "programme" else 1.0), lever.max)


def _cost(result: Result, months: int) -> float:
    cost = result["operating_cost"][:months, 0].sum()
    return float(cost - sum(result[name][:months, 0].sum() for name in FOLLOWS_REVENUE))


def _arr(result: Result, months: int) -> float:
    return float(result["arr"][months - 1, 0])


def _difference(before: float, after: float) -> float:
    by = after - before
    return by if abs(by) > TRIFLE * max(abs(before), abs(after)) else 0.0


def _pays(before: Result, after: Result, months: int) -> np.ndarray:
    """Whether free cash flow over the months is higher after, (draws,)."""
    sums = [result["free_cash_flow"][:months].sum(axis=0) for result in (before, after)]
    return sums[1] - sums[0] > TRIFLE * np.maximum(abs(sums[0]), abs(sums[1]))


def _rank(step: Step) -> tuple[float, ...]:
    """Most ARR per unit of cost first; what comes at no cost by ARR; what adds no ARR last, the cheapest first."""
    if step.arr <= 0:
        return 1.0, -step.arr, step.cost
    return 0.0, -step.arr_per_cost, -step.arr
