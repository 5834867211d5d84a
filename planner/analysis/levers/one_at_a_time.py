"""Levers moved one at a time, all of them in one simulation."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from planner.model.simulate import Result, simulate
from planner.plan import Plan
from planner.vocabulary.levers import lever


def moved(plan: Plan, levers: Sequence[str], values: ArrayLike, keep: Iterable[str]) -> Result:
    """The plan with one lever moved in every draw, and all others as planned.

    levers: which one moves, by draw, at least one. values: what it becomes, (draws,); the plan's events act on top.
    keep: columns to store. Raises PlannerError for an unknown lever or column, or a value outside the hard bounds.
    """
    rows = {lever_id: row for row, lever_id in enumerate(dict.fromkeys(levers))}
    today = [plan.value(lever(lever_id).id) for lever_id in rows]
    table = np.repeat(np.array(today)[:, None], len(levers), axis=1)
    table[[rows[lever_id] for lever_id in levers], np.arange(len(levers))] = values
    return simulate(plan, levers=dict(zip(rows, table, strict=True)), keep=keep)
