"""What Compare says."""

from collections.abc import Sequence

from planner.analysis.explain import item_text
from planner.analysis.explain.comparison import Comparison
from planner.analysis.explain.explanation import Explanation
from planner.vocabulary import units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import count, month_name, significant
from planner.vocabulary.sentences import within


def apart(found: Comparison, names: Sequence[str], calendar: bool) -> list[str]:
    """How the plans differ in start, horizon and currency, and what that means for the comparison; sentences."""
    plans, first, said = found.plans, found.plans[0], []
    for plan, name, month, rate in zip(plans[1:], names[1:], found.months[1:], found.rates[1:], strict=True):
        if plan.start != first.start:
            when = "the same calendar month" if calendar else f"its month {month}, {month_name(plan.start, month)}"
            said.append(f"{name} starts in {month_name(plan.start, 1)}; it is read in {when}.")
        if plan.months != first.months:
            said.append(f"{name} has {plan.months} months, {names[0]} {first.months}.")
        if plan.currency == first.currency:
            continue
        if rate is None:
            said.append(
                f"{name} is in {plan.currency}, and what one is worth in {first.currency} is not known: amounts are "
                "not compared. Plan settings can say what a currency is worth in USD."
            )
        else:
            worth = f"one {plan.currency} is {significant(rate, 6)} {first.currency}"
            said.append(f"{name} is in {plan.currency}: amounts are converted, {worth}.")
    return said


def explained(found: Explanation, names: tuple[str, str]) -> str:
    """How much differs, between what, and the two that interact most."""
    unit, currency = units.of(found.metric), found.plan.currency
    label, whole = within(COLUMNS[found.metric].label), found.after - found.before
    when = month_name(found.plan.start, found.month)
    if not found.effects or whole == 0:
        return f"{names[1]} has the same {label} in {when} as {names[0]}."
    more = "more" if whole > 0 else "less"
    text = f"In {when}, {names[1]} has {unit.difference(abs(whole), currency)} {more} {label} than {names[0]}."
    most = item_text.interaction(found)
    return f"{text} {most}" if most else text


def exactness(found: Explanation) -> str:
    """What the bars are, and how exact."""
    about = "What each difference does on average over every order in which they could be made; the bars add up."
    if not found.orders:
        return about
    return f"{about} Estimated from {count(found.orders)} orders, ± its standard error."
