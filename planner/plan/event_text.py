"""Events as people read them."""

from dataclasses import replace

from planner.plan.event_effects import Held, value_in
from planner.plan.parts import Event
from planner.plan.plan import Plan
from planner.vocabulary.lever_text import PERCENT, brief, name, span
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import in_full, month_name, percent, significant
from planner.vocabulary.sentences import counted


def sentence(plan: Plan, event: Event) -> str:
    """An event in one line: "Account executive ramp × 1.5, from Jul 2026 for 6 months"."""
    since, late = month_name(plan.start, event.start), " (after the plan's last month)"
    if event.spread:
        since = f"a month between {since} and {month_name(plan.start, event.start + event.spread)}"
    from_when = f"from {since}{late if event.start > plan.months else ''} {_length(event)}"
    parts = [f"{name(CATALOGUE[event.lever])} {_change(plan, event)}", from_when]
    if event.every:
        parts.append(f"again every {counted(event.every, 'months')}")
    if event.phase_in:
        parts.append(f"phased in over {counted(event.phase_in, 'months')}")
    if event.chance < 1:
        parts.append(f"in {percent(event.chance)} of the draws only")
    return ", ".join(parts)


def consequence(plan: Plan, event: Event, position: int | None = None) -> str:
    """What an event makes of its lever when it has its full effect: "22% → 100% in Mar 2026, held at its bound".

    position: of the event in the plan that this one replaces; None for one that is added.
    """
    lever = CATALOGUE[event.lever]
    ends = [plan.months, *([event.start + event.months - 1] if event.months else [])]
    month = max(event.start, min(event.start + max(event.phase_in, 1) - 1, *ends))
    acting = replace(event, active=True, chance=1.0)
    at = len(plan.events) if position is None else position
    before, after = plan.events[:at], plan.events[at + (position is not None) :]
    without = value_in(plan, lever.id, month, [*before, *after])
    reached = value_in(plan, lever.id, month, [*before, acting, *after])
    values = (min(max(value, lever.min), lever.max) for value in (without, reached))
    arrow = " → ".join(brief(lever, value, plan.currency) for value in values)
    held = "" if lever.min <= reached <= lever.max else ", held at its bound"
    return f"{arrow} in {month_name(plan.start, month)}{held}"


def by_chance(plan: Plan, event: Event) -> str:
    """What is left to chance: "Happens in 20% of the draws, from Jan to Dec 2027; the plan is shown without it."."""
    first, last = (month_name(plan.start, month) for month in (event.start, event.start + event.spread))
    when = f"and starts in a month from {first} to {last}, each as likely" if event.spread else f"and starts in {first}"
    if event.chance < 1:
        return f"Happens in {percent(event.chance)} of the draws, {when}. The plan itself is shown without it."
    return f"Happens in every draw, {when}; in the plan itself in {first}." if event.spread else ""


def at_bound(plan: Plan, held: Held) -> str:
    """Where an event takes its lever: "is at its bound, 100%, from Mar 2026 on"."""
    bound = brief(CATALOGUE[plan.events[held.position].lever], held.bound, plan.currency)
    first = month_name(plan.start, held.first)
    until = "on" if held.last is None else f"to {month_name(plan.start, held.last)}"
    return f"is at its bound, {bound}, from {first} {until}"


def _change(plan: Plan, event: Event) -> str:
    """What happens to the lever: "× 1.5", "+ 5 points", "= 6 months"."""
    lever = CATALOGUE[event.lever]
    amount = span(lever, plan.currency, abs(event.value))
    match event.change:
        case "multiply":
            return f"× {in_full(event.value)}"
        case "multiply_loss":
            return f"losses × {in_full(event.value)}"
        case "add":
            points = f"{significant(PERCENT * abs(event.value), 6)} percentage points" if lever.is_share else amount
            return f"{'-' if event.value < 0 else '+'} {points}"
        case "set":
            return f"= {amount}"
        case "at_most":
            return f"at most {amount}"
        case "at_least":
            return f"at least {amount}"


def _length(event: Event) -> str:
    if event.months is None:
        return "for good"
    return "for a month" if event.months == 1 else f"for {event.months} months"
