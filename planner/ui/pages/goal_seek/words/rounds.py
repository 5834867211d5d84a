"""Rounds that keep cash above a floor, in words."""

from planner.analysis.funding import Round
from planner.plan import Plan
from planner.ui.kit.words import dollars
from planner.vocabulary.numbers import money, month_name


def about(floor: float, plan: Plan) -> str:
    """What a round is asked to do."""
    return f"On top of the plan's own rounds, to keep cash at {money(floor, plan.currency)} or more in every month."


def none(found: Round, plan: Plan) -> str:
    """That cash stays at the floor or above it without another round."""
    lowest, when = money(found.lowest_cash, plan.currency), month_name(plan.start, found.lowest_month)
    return dollars(
        f"**No round is needed:** cash stays at {money(found.floor, plan.currency)} or more, at its lowest {lowest} in "
        f"{when}."
    )


def answer(found: Round, plan: Plan, by: str) -> str:
    """The round that it takes, or why none does. by: "month" when its amount was asked for, "amount" when its month."""
    floor, amount = money(found.floor, plan.currency), money(found.amount, plan.currency)
    below = f"Without one cash falls below {floor} in {month_name(plan.start, found.below or 1)}."
    if found.status == "found" and found.month is not None:
        when = month_name(plan.start, found.month)
        text = (
            f"The smallest round in {when} is {amount}" if by == "month" else f"The latest month of {amount} is {when}"
        )
        return dollars(f"**{text}.** {below}")
    if found.status == "not needed":
        return none(found, plan)
    if by == "amount":
        return dollars(f"**A round of {amount} is too small in any month.** {below}")
    if found.below is not None and found.month is not None and found.below < found.month:
        return dollars(f"**A round in {month_name(plan.start, found.month)} comes too late.** {below}")
    return dollars(f"**No round is large enough.** {below}")


def added(plan: Plan, month: int, amount: float) -> str:
    """What was added: "A round of $5M in Jun 2027 is in the plan"."""
    return f"A round of {money(amount, plan.currency)} in {month_name(plan.start, month)} is in the plan"
