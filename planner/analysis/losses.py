"""What churn costs: the plan with its losses and without them."""

from dataclasses import dataclass

import numpy as np

from planner.model.simulate import simulate
from planner.plan import LOSS_LEVERS, Plan


@dataclass(frozen=True)
class Losses:
    """ARR by month: with the plan's losses, without any, and what has been lost up to the month. Each (months,)."""

    arr: np.ndarray
    arr_without: np.ndarray
    lost_to_date: np.ndarray


def cost_of_churn(plan: Plan) -> Losses:
    """The plan beside the same plan in which nobody leaves or shrinks, loss events included.

    ARR without losses is more than ARR plus what was lost: what stays expands, too.
    """
    calm = tuple(event for event in plan.events if event.lever not in LOSS_LEVERS)
    kept = dict.fromkeys(LOSS_LEVERS, 1.0)
    columns = ("arr", "contraction_arr", "churned_arr")
    actual = simulate(plan, keep=columns)
    without = simulate(plan.model_copy(update={"events": calm}), levers=kept, keep=("arr",))
    lost = actual["contraction_arr"] + actual["churned_arr"]
    return Losses(actual["arr"][:, 0], without["arr"][:, 0], np.cumsum(lost[:, 0]))
