"""What churn costs: the plan with its losses and without them."""

from dataclasses import dataclass

import numpy as np

from planner.model.simulate import simulate
from planner.plan import LOSS_LEVERS, Plan
from planner.vocabulary.segments import SEGMENTS


@dataclass(frozen=True)
class Losses:
    """ARR by month: with the plan's losses, without any, and what has been lost up to the month. Each (months,)."""

    arr: np.ndarray
    arr_without: np.ndarray
    lost_to_date: np.ndarray


def cost_of_churn(plan: Plan) -> Losses:
    """The plan beside the same plan in which every renewal keeps everything, loss events included.

    What stays expands, too: that is why ARR without losses is usually more than ARR plus what was lost. Falls in usage
    stay in both.
    """
    calm = tuple(event for event in plan.events if event.lever not in LOSS_LEVERS)
    kept = dict.fromkeys(LOSS_LEVERS, 1.0)
    columns = ("arr", "contraction_arr", "churned_arr")
    actual = simulate(plan, keep=columns)
    without = simulate(plan.changed(events=calm), levers=kept, keep=("arr",))
    lost = actual["contraction_arr"] + actual["churned_arr"]
    return Losses(actual["arr"][:, 0], without["arr"][:, 0], np.cumsum(lost[:, 0]))


POINT = 0.01


def arr_per_point(plan: Plan) -> dict[str, float]:
    """What one point more of a segment's gross retention adds to the plan's last ARR, by segment."""
    levers = [f"{segment}.gross_retention" for segment in SEGMENTS]
    values = {lever: np.full(len(levers) + 1, plan.value(lever)) for lever in levers}
    for draw, lever in enumerate(levers):
        values[lever][draw] = min(1.0, plan.value(lever) + POINT)
    arr = simulate(plan, levers=values, keep=("arr",))["arr"][-1]
    return {segment: float(arr[draw] - arr[-1]) for draw, segment in enumerate(SEGMENTS)}
