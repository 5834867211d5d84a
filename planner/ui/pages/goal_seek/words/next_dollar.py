"""Where the next dollar goes, in words."""

import math
from collections.abc import Mapping, Sequence

from planner.analysis import next_dollar
from planner.analysis.next_dollar import Step
from planner.plan import Plan
from planner.ui.kit import words
from planner.ui.kit.words import dollars
from planner.ui.pages.goal_seek.words import goals
from planner.vocabulary import lever_text, sentences
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import MISSING, likely, money, month_name, significant

COST = (
    "Cost: operating cost with the step less without, both without commissions, hosting of paying customers and "
    "delivery of services, which follow revenue; a play costs what its events change, and nothing else. Pays: the "
    "chance, over the plan's draws, that free cash flow over these months is higher with the step."
)


def about(plan: Plan) -> str:
    """What is compared."""
    months = min(next_dollar.MONTHS, plan.months)
    return f"One step of each alone, over the {months} months to {month_name(plan.start, months)}."


def first(found: Sequence[Step], plan: Plan) -> str:
    """What adds most ARR per unit of cost, of what costs something."""
    paid = [step for step in found if step.arr > 0 and step.cost > 0]
    if not paid:
        return "**Nothing that costs something adds ARR by then.**"
    best = paid[0]
    free = len([step for step in found if step.arr > 0 and step.cost <= 0])
    rest = f" {free} more {'add' if free > 1 else 'adds'} ARR at no cost that the model knows." if free else ""
    return dollars(
        f"**{_name(best)} adds most for its cost:** {money(best.arr, plan.currency)} of ARR for "
        f"{money(best.cost, plan.currency)}.{rest}"
    )


def _name(step: Step) -> str:
    return step.name if step.kind == "play" else lever_text.name(CATALOGUE[step.name])


def table(found: Sequence[Step], plan: Plan) -> Mapping[str, list[str]]:
    """The steps that add ARR, as texts by the heading of the column."""
    adding = [step for step in found if step.arr > 0]
    columns = {
        "Step": [_name(step) for step in adding],
        "From, to": [
            MISSING if step.start is None or step.end is None else words.step(step.name, step.start, step.end, plan)
            for step in adding
        ],
        "Costs": [money(step.cost, plan.currency) for step in adding],
        "Adds ARR": [money(step.arr, plan.currency) for step in adding],
        "ARR per 1 of cost": [
            significant(step.arr_per_cost, 2) if math.isfinite(step.arr_per_cost) else "no cost" for step in adding
        ],
        "Pays": [MISSING if step.pays is None else likely(step.pays) for step in adding],
    }
    return {name: [goals.unbroken(text) for text in texts] for name, texts in columns.items()}


def idle(found: Sequence[Step]) -> str:
    """The steps that add no ARR."""
    idle = [sentences.within(_name(step)) for step in found if step.arr <= 0]
    return f"These add no ARR by then: {', '.join(idle)}." if idle else "Every step adds ARR by then."
