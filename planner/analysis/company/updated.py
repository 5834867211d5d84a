"""A plan that came from answers, after answers changed: it keeps what was changed in it since."""

from planner.analysis.company.derive import Company
from planner.plan import Plan
from planner.plan.checks import subjects
from planner.plan.differences import Difference, differences, taken


def came_from(old: Company, plan: Plan) -> bool:
    """Whether a plan came from these answers: what they give is there, but for what was set by hand since."""
    derived = [one for one, fact in old.facts.items() if fact.origin == "derived" == plan.origin.get(one)]
    return bool(derived) and all(plan.value(one) == old.plan.value(one) for one in derived) and _fits(old, plan)


def _fits(company: Company, plan: Plan) -> bool:
    return (plan.start, plan.currency) == (company.plan.start, company.plan.currency)


def own(old: Company, new: Company, plan: Plan) -> tuple[Difference, ...]:
    """What was changed in a plan since it came from the old answers, and differs from what the new ones give.

    A lever that is answered otherwise now is not among it, nor are the notes of what stays.
    """
    since = {(one.kind, one.item, one.after) for one in differences(old.plan, plan)}
    return tuple(
        one
        for one in differences(new.plan, plan)
        if (one.kind, one.item, one.after) in since and not (one.kind == "lever" and _answered(old, new, one.item))
    )


def _answered(old: Company, new: Company, lever_id: str) -> bool:
    """Whether the new answers say a lever, and the old ones said it otherwise or not."""
    fact = new.facts.get(lever_id)
    return fact is not None and fact.origin == "entered" and fact.value != old.plan.value(lever_id)


def can_update(old: Company, new: Company, plan: Plan) -> bool:
    """Whether a plan of the old answers can take the new ones: in its currency, from its first month."""
    return came_from(old, plan) and _fits(new, plan)


def updated(old: Company, new: Company, plan: Plan) -> Plan:
    """The plan that the new answers mean, with what was changed in `plan` since it came from the old ones.

    PlannerError where that does not go together, such as a round beyond the horizon.
    """
    found = taken(new.plan, plan, own(old, new, plan))
    parts = ([vars(one) for one in rows] for rows in (found.events, found.funding, found.targets))
    known, before = subjects(found.uncertainty, *parts), old.plan.notes
    written = {key: text for key, text in plan.notes.items() if before.get(key) != text and not known.wrong(key)}
    name = new.plan.name if plan.name == old.plan.name else plan.name
    return found.changed(name=name, notes={**found.notes, **written})
