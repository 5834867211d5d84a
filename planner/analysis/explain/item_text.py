"""Items of an explanation as people and as programs read them."""

from planner.analysis.explain.explanation import Explanation
from planner.analysis.explain.items import Item
from planner.plan import Plan, difference_text
from planner.plan.differences import Difference
from planner.vocabulary import units
from planner.vocabulary.sentences import opening


def label(plan: Plan, other: Plan, item: Item) -> str:
    """What an item is called, in plain words: "Enterprise win rate", and for folded levers "Enterprise: 3 levers"."""
    if folded(item):
        count = len(item.parts)
        return f"{opening(item.item.replace('_', ' '))}: {count} {'levers' if count > 1 else 'lever'}"
    return difference_text.label(plan, other, item.parts[0])


def folded(item: Item) -> bool:
    """Whether an item stands for a group of levers."""
    return item.kind == "lever" and item.item != item.parts[0].item


def sides(plan: Plan, other: Plan, item: Item) -> tuple[str, str]:
    """What an item is in each of two plans, for people; empty where it is absent."""
    before, after = (_side(plan, other, item, second, False) for second in (False, True))
    return str(before), str(after)


def plain_sides(plan: Plan, other: Plan, item: Item) -> tuple[str | float | None, str | float | None]:
    """What an item is in each of two plans, for programs: a number where it is one; None where it is absent."""
    before, after = (_side(plan, other, item, second, True) for second in (False, True))
    return before, after


def interaction(found: Explanation) -> str:
    """The two items that interact most, and by how much; empty where that does not show beside the metric."""
    pair, unit = found.interaction, units.of(found.metric)
    if pair is None or not unit.shows(pair.effect, beside=found.after):
        return ""
    ends = (label(found.plan, found.other, item) for item in (pair.first, pair.second))
    together = unit.signed(pair.effect, found.plan.currency)
    return f"{' and '.join(ends)} interact most: {together} together beyond what each does alone."


def _side(plan: Plan, other: Plan, item: Item, second: bool, plainly: bool) -> str | float | None:
    """A side of an item. other: in the first plan's currency."""
    there = other if second else plan
    write = difference_text.plain if plainly else difference_text.shown

    def value(part: Difference) -> str | float | None:
        return write(there, part, part.after if second else part.before)

    if not folded(item):
        return value(item.parts[0])
    names = (
        (part.item.partition(".")[2] if plainly else difference_text.label(plan, other, part)) for part in item.parts
    )
    return "; ".join(f"{name} {value(part)}" for name, part in zip(names, item.parts, strict=True))
