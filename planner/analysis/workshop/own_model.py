"""What people's own models say: the plan with the levers where each of them has set them."""

from collections.abc import Mapping, Sequence

import numpy as np

from planner.model.simulate import simulate
from planner.plan import Plan
from planner.plan.workshop import Question


def results(
    plan: Plan, questions: Sequence[Question], people: Sequence[Mapping[str, float]]
) -> tuple[tuple[float, ...], ...]:
    """What the model says to each question, by person; NaN or infinite where the metric is.

    people: the values of levers that each of them has set, by lever id; others are as planned. PlannerError for an
    unknown lever or metric, or a value outside its bounds.
    """
    if not people:
        return ()
    moved = dict.fromkeys(lever_id for values in people for lever_id in values)
    levers = {
        lever_id: np.array([values.get(lever_id, plan.value(lever_id)) for values in people]) for lever_id in moved
    }
    keep = tuple(dict.fromkeys(question.metric for question in questions))
    found = simulate(plan, levers=levers, keep=keep, threads=1)
    rows = [np.broadcast_to(found[one.metric][one.month - 1], len(people)).tolist() for one in questions]
    return tuple(zip(*rows, strict=True))
