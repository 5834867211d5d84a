"""How many spoke, in words."""

from collections.abc import Sequence

from planner.plan.workshop import Submission
from planner.vocabulary import sentences


def counted(submissions: Sequence[Submission]) -> str:
    """How many people submitted: "12 people", "1 person and 20 simulated ones"."""
    said = [one for one in submissions if one.submitted]
    simulated = sum(one.simulated for one in said)
    real = len(said) - simulated
    if not simulated:
        return sentences.counted(real, "people")
    if not real:
        return sentences.counted(simulated, "simulated people")
    return f"{sentences.counted(real, 'people')} and {sentences.counted(simulated, 'simulated ones')}"
