"""What the screens of a workshop say."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from planner.analysis.workshop.spread import LeverSpread, QuestionSpread
from planner.analysis.workshop.summary import Summary
from planner.plan import Plan
from planner.plan.workshop import Question
from planner.store.room import State
from planner.vocabulary import lever_text, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import month_name


def question(plan: Plan, asked: Question) -> str:
    """What is asked: "ARR in Dec 2028"."""
    return f"{COLUMNS[asked.metric].label} in {month_name(plan.start, asked.month)}"


def value_of(plan: Plan, metric: str) -> Callable[[float], str]:
    """How a value of a metric is written."""
    return lambda value: units.of(metric).precise(value, plan.currency)


def lever_value(plan: Plan, lever_id: str) -> Callable[[float], str]:
    """How a value of a lever is written."""
    lever = CATALOGUE[lever_id]
    return lambda value: lever_text.brief(lever, lever_text.rounded(lever, value, 3), plan.currency)


def left(state: State) -> str:
    """What is left of a step that has a timer: "2:05 left"; empty without one."""
    if state.deadline is None:
        return ""
    seconds = max(0, round((state.deadline - datetime.now(UTC)).total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02} left"


def answered(state: State) -> str:
    """How many have answered: "4 of 7 have answered"."""
    return f"{state.submitted} of {max(state.joined, state.submitted)} have answered"


def lever_spread(plan: Plan, found: LeverSpread, ends: tuple[float, float] | None = None) -> str:
    """What a room says of a lever, in two lines. ends: between what 8 in 10 of people's own ranges lie together."""
    write, five = lever_value(plan, found.lever), found.summary
    moved = f"{found.moved} of {five.count} moved it"
    about = f". 8 in 10 of all their ranges: {_span(write, *ends)}" if ends else f" from {write(found.planned)}"
    return f"{_five(write, five)}\n{moved}{about}."


def guesses(plan: Plan, found: QuestionSpread) -> str:
    """What people guessed, in a line."""
    if found.guesses is None:
        return "Nobody has guessed."
    write, five = value_of(plan, found.question.metric), found.guesses
    return _five(write, five)


def models(plan: Plan, found: QuestionSpread) -> str:
    """What people's own models say, in a line."""
    if found.results is None:
        return "Nobody has submitted."
    write, five = value_of(plan, found.question.metric), found.results
    compared = f"\n{found.above} guessed more than their own model says, {found.below} less."
    return _five(write, five) + (compared if found.guesses else "")


def _five(write: Callable[[float], str], five: Summary) -> str:
    """A median and the middle half around it, as a sentence."""
    if write(five.lower) == write(five.upper):
        return f"Median and middle half {write(five.median)}."
    return f"Median {write(five.median)}, middle half {_span(write, five.lower, five.upper)}."


def middle(write: Callable[[float], str], five: Summary) -> str:
    """A median and the middle half around it: "24% (20% to 27%)"."""
    return f"{write(five.median)} ({_span(write, five.lower, five.upper)})"


def _span(write: Callable[[float], str], low: float, high: float) -> str:
    return write(low) if write(low) == write(high) else f"{write(low)} to {write(high)}"


def listed(names: Sequence[str], most: int) -> str:
    """Names in a line, those beyond so many counted."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
