"""What a plan claims about its sellers, where that is not what they were measured at."""

from collections.abc import Iterator

from planner.plan.plan import Plan
from planner.vocabulary.lever_text import brief, name
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import significant

FAR = 1 / 3
"""How far a win rate or a contract value may lie from its reference without a remark, relative."""

MEASURED = {
    f"{team}.{what}": f"{team}.reference_{what}"
    for team in ("enterprise", "inside_sales")
    for what in ("win_rate", "acv")
}
"""Levers that quota and attainment were measured at, and the levers that hold what they were then."""


def on_references(plan: Plan) -> Iterator[str]:
    """A sentence for each win rate or contract value that is far from its reference."""
    for lever_id, reference_id in MEASURED.items():
        value, reference = plan.value(lever_id), plan.value(reference_id)
        times = value / reference
        if abs(times - 1) > FAR:
            lever = CATALOGUE[lever_id]
            now, then = (brief(lever, one, plan.currency) for one in (value, reference))
            yield (
                f"{name(lever)} is {now}, and was {then} when quota and attainment were measured ({reference_id}): "
                f"the plan says that a seller's time is worth {_times(times)}."
            )


def _times(times: float) -> str:
    return f"{significant(times, 3)} times as much" if times else "nothing"
