"""The reading of a plan in a few chips: its targets, what limits each team, its cash; each leads to its explanation."""

from collections.abc import Sequence

import numpy as np

from planner.analysis.draws.sampling import uncertain
from planner.analysis.readings import lowest_cash, promises
from planner.analysis.readings.stations import existing
from planner.model.simulate import Result
from planner.plan import Plan, target_text
from planner.ui.kit import limits, words
from planner.ui.kit.tiles import Chip, Kind
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.numbers import money, month_name, percent
from planner.vocabulary.sentences import listed, opening, within
from planner.vocabulary.teams import CONSTRAINTS
from planner.vocabulary.units import PROBABILITY

SAFE = 0.9
"""The probability from which on something counts as safe."""

AS_PLANNED = "Lasts as planned"
"""What is said of the cash of an uncertain plan that was not drawn: how likely that is, Overview knows."""


def chips(result: Result, cash_lasts: float | None = None, here: str = "") -> list[Chip]:
    """Targets, what limits both teams and cash, each with a verdict, what it rests on, and the page that explains it.

    cash_lasts: how likely it is to last, where the plan was drawn. here: a page that explains one of them itself.
    """
    found = [_targets(result), _bottleneck(result), _cash(result, cash_lasts)]
    return [chip for chip in found if chip.path != here]


def _targets(result: Result) -> Chip:
    due = promises.due(result)
    missed = sum(not one.kept for one in due)
    kind: Kind = "" if not due else "good" if not missed else "bad" if missed == len(due) else "mixed"
    return Chip("Targets", *_with(kind, kept(result)), full_targets(result), "./goal_seek")


def _bottleneck(result: Result) -> Chip:
    return Chip("Bottleneck", *_with("mixed", bottleneck(result)), full_limits(result), "./sales_capacity")


def _cash(result: Result, lasts: float | None) -> Chip:
    verdict, kind = _lasting(result, lasts)
    odds = "" if lasts is None else f"; {PROBABILITY.value(lasts, '')} likely to last"
    text = f"{lowest(result)}{odds}"
    return Chip("Cash", verdict, kind, text, full_cash(result), "./people_and_cash")


def _lasting(result: Result, lasts: float | None) -> tuple[str, Kind]:
    if np.isfinite(result.cash_out_month()[0]):
        return "Runs out", "bad"
    if lasts is None and uncertain(result.plan):
        return AS_PLANNED, ""
    return ("Lasts", "good") if lasts is None or lasts >= SAFE else ("At risk", "mixed")


def _with(kind: Kind, said: tuple[str, str]) -> tuple[str, Kind, str]:
    verdict, text = said
    return verdict, kind, text


def growth(result: Result) -> str:
    """Opening and closing ARR, and the growth a year between them."""
    plan, arr = result.plan, result["arr"][:, 0]
    first, last = float(result.day_one["arr"][0]), float(arr[-1])
    start, end = (money(amount, plan.currency) for amount in (first, last))
    month = month_name(plan.start, plan.months)
    if start == end:
        return f"ARR is {end} in {month}, as at the start"
    path = f"from {start} to {end} by {month}"
    if first > 0 and last > 0:
        pace = (last / first) ** (12 / plan.months) - 1
        return f"ARR {'grows' if last >= first else 'shrinks'} {path}, {percent(abs(pace))} a year"
    return f"ARR goes {path}"


def kept(result: Result) -> tuple[str, str]:
    """How many promises are kept, and by how much the others are missed."""
    plan, due, later = result.plan, promises.due(result), _beyond(result.plan)
    missed = [one for one in due if not one.kept]
    if not due:
        return ("None due yet" if later else "Nothing promised"), f"{growth(result)}{later}"
    if not missed:
        return "Reached" if len(due) == 1 else f"All {len(due)} reached", f"{_spare(due, plan)}{later}"
    gaps = [f"{money(-one.gap, plan.currency)} in {month_name(plan.start, one.month)}" for one in missed if one.of_arr]
    verdict = "Missed" if len(due) == 1 else f"{len(due) - len(missed)} of {len(due)} reached"
    parts = [f"short by {listed(gaps)}"] if gaps else []
    parts += [_instead(one, plan) for one in missed if not one.of_arr]
    return verdict, f"{opening('; '.join(parts))}{later}"


def _instead(one: promises.Promise, plan: Plan) -> str:
    """A promise of another metric that is missed: "runway is 8 months in Dec 2028, not at least 12 months"."""
    return f"{_has(one, plan)}, not {target_text.bounds(plan, one.target)}"


def _has(one: promises.Promise, plan: Plan) -> str:
    """What a plan has of what was promised: "runway is 8 months in Dec 2028"."""
    reached = target_text.reached(plan, one.target, one.reached)
    has = "has no value" if np.isnan(one.reached) else f"is {reached}"
    return f"{within(COLUMNS[one.target.metric].label)} {has} in {month_name(plan.start, one.month)}"


def _beyond(plan: Plan) -> str:
    """How many promises lie beyond the plan's horizon, to go on with; nothing when none does."""
    count = sum(target.month > plan.months for target in plan.acting_targets())
    end = month_name(plan.start, plan.months)
    return f"; {count} more {'is' if count == 1 else 'are'} due after {end}" if count else ""


def _spare(due: Sequence[promises.Promise], plan: Plan) -> str:
    least = min(due, key=lambda one: one.spare)
    if least.of_arr:
        return f"The closest in {month_name(plan.start, least.month)}, {money(least.gap, plan.currency)} to spare"
    return f"The closest: {_has(least, plan)}, {target_text.bounds(plan, least.target)} was promised"


def bottleneck(result: Result) -> tuple[str, str]:
    """What limits each team in most months, and in how many."""
    teams, found = existing(result), limits.most(result)
    if not teams:
        return "Nobody sells", "There are no sellers, and no deals to close"
    stuck = [why for team in teams if (why := limits.stuck(result, team))]
    if not found:
        sellers = any(result[team.seller.id].any() for team in teams)
        return "No deal is won" if sellers else "Nobody sells", opening("; ".join(stuck))
    names = dict.fromkeys(CONSTRAINTS[one.limit].label for one in found)
    first, *others = names
    verdict = " and ".join([first, *map(within, others)])
    parts = [f"{CONSTRAINTS[one.limit].plural} limit {one.team.sales} in {one.months}" for one in found]
    return verdict, opening("; ".join([f"{listed(parts)} of {result.months} months", *stuck]))


def lowest(result: Result) -> str:
    """Cash at its lowest, and when."""
    plan, when = result.plan, month_name(result.plan.start, lowest_cash.month(result))
    return f"Lowest in {when}, at {money(lowest_cash.amount(result), plan.currency)}"


def full_limits(result: Result) -> str:
    """What limits each team from month to month, as a sentence."""
    return f"{opening(limits.limits(result))}."


def full_targets(result: Result) -> str:
    """The growth of ARR and every promise, as a sentence."""
    _, about = kept(result)
    return f"{about}." if not promises.due(result) else f"{growth(result)}. {about}."


def full_cash(result: Result) -> str:
    """Cash at its lowest and what follows, as a sentence."""
    return f"{words.cash(result)}."
