"""What churn costs: the plan with its losses and without them."""

from dataclasses import dataclass

import numpy as np

from planner.model.simulate import Result, simulate
from planner.plan import LOSS_LEVERS, Event, Plan
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.teams import TEAMS

FALLS = ("retention.usage_change", "retention.price_rise")
"""The levers of which customers who stay pay less when they are below 0."""


@dataclass(frozen=True)
class Losses:
    """ARR by month: with the plan's losses, without any, and what has been lost up to the month. Each (months,)."""

    arr: np.ndarray
    arr_without: np.ndarray
    lost_to_date: np.ndarray


def cost_of_churn(plan: Plan) -> Losses:
    """The plan beside the same plan in which every renewal keeps everything, and neither prices nor usage fall.

    What stays expands, too: that is why ARR without losses is usually more than ARR plus what was lost.
    """
    calm = [event for event in plan.events if event.lever not in LOSS_LEVERS]
    calm += [Event(lever=lever_id, change="at_least", value=0.0, start=1) for lever_id in FALLS]
    kept = dict.fromkeys(LOSS_LEVERS, 1.0)
    columns = ("arr", "contraction_arr", "churned_arr")
    actual = simulate(plan, keep=columns)
    without = simulate(plan.changed(events=tuple(calm)), levers=kept, keep=("arr",))
    lost = actual["contraction_arr"] + actual["churned_arr"]
    return Losses(actual["arr"][:, 0], without["arr"][:, 0], np.cumsum(lost[:, 0]))


def by_segment(result: Result, draw: int = 0) -> dict[str, float]:
    """ARR that each segment loses over the plan, to renewals and to falls of prices and usage; its id by amount.

    Of inside sales and enterprise it is what is missing between what they had, won and expanded by, and what they have;
    of self-serve, which others upgrade from, what is left of all contraction and churn.
    """
    lost = {
        segment: float(
            result.day_one[f"arr_{segment}"][draw]
            + result[f"won_arr_{segment}"][:, draw].sum()
            + result[f"expansion_arr_{segment}"][:, draw].sum()
            - result[f"arr_{segment}"][-1, draw]
        )
        for segment in TEAMS
    }
    everything = float((result["contraction_arr"] + result["churned_arr"])[:, draw].sum())
    rest = {segment: everything - sum(lost.values()) for segment in SEGMENTS if segment not in lost}
    return {segment: max(0.0, (lost | rest)[segment]) for segment in SEGMENTS}


POINT = 0.01


def arr_per_point(plan: Plan) -> dict[str, float]:
    """What one point more of a segment's gross retention adds to the plan's last ARR, by segment."""
    levers = [f"{segment}.gross_retention" for segment in SEGMENTS]
    values = {lever: np.full(len(levers) + 1, plan.value(lever)) for lever in levers}
    for draw, lever in enumerate(levers):
        values[lever][draw] = min(1.0, plan.value(lever) + POINT)
    arr = simulate(plan, levers=values, keep=("arr",))["arr"][-1]
    return {segment: float(arr[draw] - arr[-1]) for draw, segment in enumerate(SEGMENTS)}
