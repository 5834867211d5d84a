"""What a role is paid."""

import numpy as np

from planner.model.paths import lever_path
from planner.plan import Plan


def monthly(plan: Plan, lever_id: str) -> np.ndarray:
    """One person's pay by month, (months,): annual cost / 12 x the index of pay (MODEL.md, Cost).

    lever_id: of the role's cost.
    """
    rise = lever_path(plan, "people.pay_rise")
    index = np.concatenate([[1.0], np.cumprod((1.0 + rise[1:]) ** (1 / 12))])
    return lever_path(plan, lever_id) / 12 * index
