"""What becomes of what is entered at a lever: another plan, or a refusal in the words of the page."""

import math
from collections.abc import Mapping
from typing import Any, TypeVar

from planner.analysis.levers import origins
from planner.plan import Plan, reference_data
from planner.ui.levers.panels import NET_RETENTION
from planner.vocabulary import lever_text, typed
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.lever_text import PERCENT, span
from planner.vocabulary.levers import CATALOGUE, Lever
from planner.vocabulary.typed import Quantity

T = TypeVar("T")

DIGITS = 5
"""Digits in which an end of a range is shown."""

ENTERED = "entered"
"""Where a number comes from that somebody set by hand, as [origin] of a plan has it."""

WORKED_OUT, FEW = ("derived", "stage"), 4
"""Where a value comes from that nobody wrote, and the digits in which it is shown: the plan keeps all of them."""

MARGIN = 0.2
"""How far sliders and first ranges reach, as a share of the usual range."""


def label(entry: str) -> str:
    """What is entered, as undoing names it."""
    return "net retention" if entry in NET_RETENTION else CATALOGUE[entry].label


def quantity(entry: str, currency: str) -> Quantity:
    """What is typed there: a lever's value, or a net retention."""
    if entry in NET_RETENTION:
        return Quantity("% a year", share="percent")
    return typed.of_lever(CATALOGUE[entry], currency)


def value(plan: Plan, entry: str) -> float:
    """A lever's value in a plan, or today's net retention of a segment."""
    if entry not in NET_RETENTION:
        return plan.value(entry)
    segment = entry.partition(".")[0]
    return round(plan.value(f"{segment}.gross_retention") * (1 + plan.value(f"{segment}.expansion")), 8)


def written(plan: Plan, entry: str) -> str:
    """A lever's value, or a net retention, as its field shows it."""
    source = f"{entry.partition('.')[0]}.expansion" if entry in NET_RETENTION else entry
    return text_of(entry, value(plan, entry), origins.origin(plan, source), plan.currency)


def text_of(entry: str, value: float, origin: str, currency: str) -> str:
    """A value as text: what was worked out in few digits, whole from 1,000 on; what somebody wrote in all of its own.

    origin: where the value comes from, a key of ORIGINS.
    """
    asked = quantity(entry, currency)
    if origin in WORKED_OUT and value:
        read = abs(value) * (PERCENT if asked.share else 1)
        digits = max(FEW, math.floor(math.log10(read)) + 1)
        value = float(f"{value:.{digits}g}")
    return typed.written(value, asked)


def moved(plan: Plan, entry: str, shown: float) -> Plan:
    """The plan once a slider was moved. shown: on the scale on which the lever is read."""
    lever = CATALOGUE[entry]
    if shown == lever_text.scaled(lever, plan.value(entry)):
        return plan
    return _with_lever(plan, lever, lever_text.unscaled(lever, shown))


def entered(plan: Plan, entry: str, text: str) -> Plan:
    """The plan once a text has been typed into the field of a lever, or of a net retention.

    The number that the field shows stands for the exact value behind it.
    """
    asked, shown = quantity(entry, plan.currency), written(plan, entry)
    if text == shown:
        return plan
    before = typed.number(label(entry), shown, asked)
    meant = typed.changed(label(entry), text, asked, before)
    if meant == before:
        meant = value(plan, entry)
    return (
        _with_net_retention(plan, entry, meant)
        if entry in NET_RETENTION
        else _with_lever(plan, CATALOGUE[entry], meant)
    )


def ranged(plan: Plan, lever_id: str, low: str, high: str) -> Plan:
    """The plan once texts have been typed into the fields of a lever's range."""
    lever, asked, currency = CATALOGUE[lever_id], quantity(lever_id, plan.currency), plan.currency
    place = f"{lever.label}, range"
    kept = plan.uncertainty.get(lever_id)
    if kept is None:
        ends = tuple(typed.number(place, text, asked) for text in (low, high))
    else:
        ends = tuple(
            end if text == typed.written(short(end), asked) else typed.changed(place, text, asked, short(end))
            for end, text in zip(kept, (low, high), strict=True)
        )
    for end in ends:
        _check(plan, lever, end)
    if not ends[0] <= plan.value(lever_id) <= ends[1]:
        allowed = f"must enclose the lever's own value, {span(lever, currency, plan.value(lever_id))}"
        raise PlannerError(Problem(place, span(lever, currency, *ends), allowed))
    return stated(plan, lever_id, *ends)


def short(end: float) -> float:
    """An end of a range in the digits that its field shows: one that moved with its lever has many."""
    return float(f"{end:.{DIGITS}g}")


def doubted(plan: Plan, lever_id: str) -> Plan:
    """The plan with a first range for a lever: a share of its usual range to either side, within the hard bounds.

    The first range of a plan says what its ends are: a tenth of the draws lies below low, a tenth above high.
    """
    lever, value = reference_data.lever(plan, lever_id), plan.value(lever_id)
    low, high = lever.usual_low, lever.usual_high
    reach = MARGIN * (abs(value) if low is None or high is None else high - low)
    reach = max(round(reach / lever.step), 1) * lever.step
    ends = max(lever.min, value - reach), min(lever.max, value + reach)
    if not plan.uncertainty:
        plan = plan.changed(ends="p10-p90")
    return stated(plan, lever_id, *(float(f"{end:.12g}") for end in ends))


def stated(plan: Plan, lever_id: str, low: float, high: float) -> Plan:
    """The plan with a range that somebody stands for."""
    new = plan.with_range(lever_id, low, high)
    return new.changed(origin={**new.origin, f"range:{lever_id}": ENTERED})


def on_steps(plan: Plan, lever_id: str) -> Plan:
    """The plan with the ends of a lever's range on its steps, as far as they enclose its value within hard bounds."""
    if lever_id not in plan.uncertainty:
        return plan
    lever, value = reference_data.lever(plan, lever_id), plan.value(lever_id)
    low, high = (
        min(max(float(f"{round(end / lever.step) * lever.step:.12g}"), lever.min), lever.max)
        for end in plan.uncertainty[lever_id]
    )
    return plan.changed(uncertainty={**plan.uncertainty, lever_id: (min(low, value), max(high, value))})


def restored(plan: Plan, baseline: Plan, lever_id: str) -> Plan:
    """The plan with all that belongs to a lever as in the baseline: value, range, and correlations.

    A correlation needs the range of the other lever too; without it, it stays away.
    """
    levers = _with_own(plan.levers, baseline.levers, lever_id)
    ranges = _with_own(plan.uncertainty, baseline.uncertainty, lever_id)
    apart = [pair for pair in plan.correlations if lever_id not in (pair.a, pair.b)]
    own = [pair for pair in baseline.correlations if lever_id in (pair.a, pair.b) and {pair.a, pair.b} <= set(ranges)]
    known = [pair for pair in baseline.correlations if pair in apart or pair in own]
    correlations = (*known, *(pair for pair in apart if pair not in known))
    origin = dict(plan.origin)
    for of in (lever_id, f"range:{lever_id}"):
        origin = _with_own(origin, baseline.origin, of)
    return _with_ends(plan, baseline, levers=levers, uncertainty=ranges, correlations=correlations, origin=origin)


def dropped(plan: Plan, baseline: Plan, lever_id: str) -> Plan:
    """The plan without a lever's range and its correlations."""
    new = plan.without_range(lever_id)
    return _with_ends(new, baseline)


def _with_ends(plan: Plan, baseline: Plan, **fields: Any) -> Plan:
    """The plan with other fields; with the baseline's ranges, what their ends are is as there, too."""
    new = plan.changed(**fields)
    return new.changed(ends=baseline.ends) if new.uncertainty == baseline.uncertainty else new


def _with_own(now: Mapping[str, T], before: Mapping[str, T], lever_id: str) -> dict[str, T]:
    """The entries as they are now, with the entry of one key as it was before."""
    others = {other: value for other, value in now.items() if other != lever_id}
    return others | ({lever_id: before[lever_id]} if lever_id in before else {})


def _with_lever(plan: Plan, lever: Lever, value: float) -> Plan:
    _check(plan, lever, value)
    return plan.with_levers({lever.id: value}, ENTERED)


def _check(plan: Plan, lever: Lever, value: float) -> None:
    if not lever.min <= value <= lever.max:
        allowed = f"must be {span(lever, plan.currency, lever.min, lever.max)}"
        raise PlannerError(Problem(lever.label, span(lever, plan.currency, value), allowed))


def _with_net_retention(plan: Plan, entry: str, net: float) -> Plan:
    segment = entry.partition(".")[0]
    kept, lever = plan.value(f"{segment}.gross_retention"), CATALOGUE[f"{segment}.expansion"]
    expansion = round(net / kept - 1, 12)
    if lever.min <= expansion <= lever.max:
        return plan.with_levers({lever.id: expansion}, ENTERED)
    low, high = (f"{PERCENT * kept * (1 + end):.6g}" for end in (lever.min, lever.max))
    problem = Problem("Net retention", f"{PERCENT * net:.6g}%", f"must be {low} to {high}%; gross retention is {low}%")
    raise PlannerError(problem)
