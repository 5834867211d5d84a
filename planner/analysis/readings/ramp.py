"""What ramp time is worth: the same plan with account executives who ramp in 9, 6 and 4 months."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.model.simulate import simulate
from planner.plan import Plan

RAMPS = (9.0, 6.0, 4.0)
LEVER = "enterprise.ramp_months"
MATTERS = 0.005
"""Share of ARR below which a difference is not worth a sentence."""


@dataclass(frozen=True)
class Ramp:
    """The plan at one ramp time.

    months: of ramp. arr: at the end of the plan. won: by account executives over the plan. capacity: what they could
    close, ARR a month, (months,).
    """

    months: float
    arr: float
    won: float
    capacity: np.ndarray


@dataclass(frozen=True)
class Ramps:
    """Ramp times side by side. planned: the plan as it is. demand: ARR ready to be closed in it, a month, (months,)."""

    planned: Ramp
    compared: tuple[Ramp, ...]
    demand: np.ndarray

    @property
    def month_worth(self) -> float:
        """ARR at the end of the plan that one month less of ramp adds, on average from the longest to the shortest."""
        longest, shortest = self.compared[0], self.compared[-1]
        return (shortest.arr - longest.arr) / (longest.months - shortest.months)

    @property
    def matters(self) -> bool:
        """Whether the choice moves ARR by more than a trifle."""
        return abs(self.compared[-1].arr - self.compared[0].arr) > MATTERS * abs(self.planned.arr)

    @property
    def adds_capacity(self) -> bool:
        """Whether the choice moves what the account executives could close: not without hires, say."""
        longest, shortest = (float(ramp.capacity.sum()) for ramp in (self.compared[0], self.compared[-1]))
        return shortest > longest * (1 + MATTERS)


def compare(plan: Plan, ramps: Sequence[float] = RAMPS) -> Ramps:
    """The plan with each ramp time, in one simulation. ramps: longest first; the plan's events act on top."""
    values = np.array([plan.value(LEVER), *ramps])
    keep = ("arr", "won_arr_enterprise", "enterprise_capacity_arr", "enterprise_demand_arr")
    result = simulate(plan, levers={LEVER: values}, keep=keep)
    planned, *compared = (
        Ramp(
            months=float(months),
            arr=float(result["arr"][-1, draw]),
            won=float(result["won_arr_enterprise"][:, draw].sum()),
            capacity=result["enterprise_capacity_arr"][:, draw],
        )
        for draw, months in enumerate(values)
    )
    return Ramps(planned, tuple(compared), result["enterprise_demand_arr"][:, 0])
