"""What the page says."""

from collections import Counter
from collections.abc import Mapping, Sequence

from planner.analysis.levers.origins import CATALOGUE_S, Completeness
from planner.plan import Plan
from planner.plan.differences import Difference, Kind
from planner.vocabulary import lever_text
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, percent
from planner.vocabulary.sentences import counted, listed, within

ORIGINS: Mapping[str, str] = {
    "entered": "entered",
    "derived": "derived from answers",
    "stage": "defaults of the stage",
    CATALOGUE_S: "general defaults",
}
CHOICES: Mapping[str, str] = {
    "entered": "Entered",
    "derived": "Derived",
    "stage": "Stage default",
    CATALOGUE_S: "General default",
}

TOPICS: Mapping[str, str] = {
    "sold_by": "How it is sold",
    "customers": "Customers",
    "signups": "Sign-ups",
    "price": "Price",
    "sellers": "Sellers",
    "headcount": "Headcount",
    "people": "Departments",
    "cash": "Cash",
    "burn": "Burn",
    "targets": "Promises",
    "last_round": "Last round",
    "round": "Round",
    "currency": "Currency",
}
"""What a remark is about, by the key of the answer."""


UPDATE = "The plan on screen takes the answers, and keeps what you changed in it and your notes. Undo takes them back."

PARTS: Mapping[Kind, str] = {
    "lever": "levers",
    "event": "events",
    "funding": "rounds",
    "settings": "settings",
    "target": "targets",
    "range": "ranges",
    "correlation": "correlations",
    "case": "cases",
}
"""What may have been changed in a plan, in the order in which it is told."""


def kept(own: Sequence[Difference], *, saved: bool) -> str:
    """What a plan keeps when it takes new answers, and what a new plan would not have."""
    many = Counter(one.kind for one in own)
    parts = [counted(many[kind], part) for kind, part in PARTS.items() if many[kind]]
    parts += ["its saved versions"] if saved else []
    if not parts:
        return "Nothing was changed in the plan since it was made from answers."
    return f"Updating keeps what was changed since it was made from answers: {listed(parts)}. A new plan is without."


def share(plan: Plan, found: Completeness) -> str:
    """How much of a plan is one's own."""
    return f"{percent(found.share)} of what moves {plan.name} is yours."


def worth_asking(plan: Plan, found: Completeness) -> list[str]:
    """What is worth asking for next, and why."""
    sentences = []
    for ask in found.next:
        lever, metric = CATALOGUE[ask.lever], within(COLUMNS[ask.metric].label)
        by = money(ask.by, plan.currency)
        name = within(lever_text.name(lever))
        sentences.append(f"Your {name}: a tenth of it moves {metric} at the end by ±{by}.")
    return sentences
