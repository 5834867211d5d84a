"""What is usual, in a plan's currency. Reference data is in US dollars; `usd` of a plan converts it."""

from planner.plan.plan import Plan
from planner.vocabulary import reference_currency
from planner.vocabulary.levers import Benchmark, Lever


def lever(plan: Plan, lever_id: str) -> Lever:
    """A lever with its usual range in the plan's currency; without one where it is money and the plan has no rate."""
    return reference_currency.lever(lever_id, plan.currency, plan.usd)


def benchmark(plan: Plan, lever_id: str) -> Benchmark | None:
    """What has been published about a lever, in the plan's currency."""
    return reference_currency.benchmark(lever_id, plan.currency, plan.usd)


def missing(plan: Plan, lever_id: str) -> str:
    """Why what is usual for a lever is not shown; empty where it is, or where nobody knows any."""
    return reference_currency.hidden(lever_id, plan.currency, plan.usd)


def outside_usual(plan: Plan) -> list[str]:
    """The levers that a plan names and that lie outside their usual range, in its order."""
    return [lever_id for lever_id, value in plan.levers.items() if lever(plan, lever_id).outside_usual(value)]
