"""Why some of the levers that are moved together stay as they are, in sentences."""

from collections.abc import Callable, Iterator, Mapping

from planner.analysis.levers.goals import Goal
from planner.analysis.levers.together import WITHOUT_RANGE, Stays, Together
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import money, percent
from planner.vocabulary.sentences import within

WHY: Mapping[Stays, str] = {
    "no way": f"it is 0, of which {percent(WITHOUT_RANGE)} is 0, and has no usual range",
    "no difference": "it makes no difference to the goal",
    "better end": "it is at its better end or beyond",
    "cash": "at an end that is better for {metric}, cash falls below {floor}",
    "no nearer": "neither end of its usual range is better for {metric}",
}
"""What the reason is called."""


def stays(found: Together, goal: Goal, plan: Plan, called: Callable[[str], str]) -> Iterator[str]:
    """A sentence for each lever that stays: "Enterprise quota stays as it is: it makes no difference to the goal.".

    called: what a lever is called, by its id.
    """
    floor = "" if goal.cash_floor is None else money(goal.cash_floor, plan.currency)
    for lever_id, why in zip(found.levers, found.stays, strict=True):
        if why:
            reason = WHY[why].format(metric=within(COLUMNS[goal.metric].label), floor=floor)
            yield f"{called(lever_id)} stays as it is: {reason}."
