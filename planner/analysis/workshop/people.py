"""How many spoke, in words."""

from collections.abc import Sequence

from planner.plan.workshop import Submission


def counted(submissions: Sequence[Submission]) -> str:
    """How many people submitted: "12 people", "1 person and 20 simulated ones"."""
    said = [one for one in submissions if one.submitted]
    simulated = sum(one.simulated for one in said)
    real = len(said) - simulated
    if not simulated:
        return _people(real)
    if not real:
        return f"{simulated} simulated {'person' if simulated == 1 else 'people'}"
    return f"{_people(real)} and {simulated} simulated {'one' if simulated == 1 else 'ones'}"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
