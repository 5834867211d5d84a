"""Levers as people see them: everything a control shows, from the plan and its baseline."""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planner.analysis.company import stages
from planner.analysis.draws import pert
from planner.analysis.levers import origins
from planner.plan import Plan
from planner.plan.moved_range import moved_range
from planner.ui.levers import entries
from planner.ui.levers.entries import MARGIN, quantity
from planner.ui.levers.panels import NET_RETENTION
from planner.vocabulary import lever_text, reference_currency, typed
from planner.vocabulary.lever_text import PERCENT, brief, scaled, shown, span, usual_range
from planner.vocabulary.levers import CATALOGUE, Lever
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.sentences import within

RANGES = {"shipped": ", as shipped", "stage": ", a default", "room": ", as the room said"}
"""What is said of a range that is not the reader's own, by where it comes from."""


STAGE = "stage"
"""Where a default of the stage comes from, as a plan has it."""


class Pair(NamedTuple):
    """Two ends, as shown."""

    low: float
    high: float


class Written(NamedTuple):
    """Two ends, as their fields show them."""

    low: str
    high: str


class Partner(NamedTuple):
    """Another lever that a lever was correlated with in the baseline and is no more. varies: whether it has a range."""

    id: str
    rank: float
    varies: bool


class Spread(NamedTuple):
    """A PERT distribution: its ends and its mode, as shown."""

    low: float
    mode: float
    high: float


class Doubt(NamedTuple):
    """How uncertain a lever is said to be.

    text: beside it: "8 in 10 between 15% and 30%, as shipped". lead: before the fields of the two ends. spread: the
    distribution, for its shape. outer: where that ends, in words.
    """

    text: str
    lead: str
    spread: Spread
    outer: str


@dataclass(frozen=True)
class Control:
    """What of a lever's control, or of that of a number that sets one, does not change when levers move.

    name: beside the number. label: in full. step: of the slider; slides: whether there is one. usual, band: where most
    companies lie, and what has been published. All numbers of a control on the scale on which they are read.
    """

    id: str
    name: str
    label: str
    unit: str
    about: str
    step: float = 1.0
    slides: bool = False
    usual: Pair | None = None
    band: Pair | None = None


@dataclass(frozen=True)
class Reading:
    """What of a control changes with the plan.

    text: the value as its field shows it, one that was worked out in few digits. low, high: ends of
    the slider. uncertain: the ends of its range; ends: the same as its fields show them; doubt: in words, and what lies
    behind it. origin: where the value comes from; own: whether that makes it the reader's; source: the same with who
    published it, and where its range comes from. pinned: the baseline's value. was: what of the lever was otherwise in
    the baseline. notes: sentences below. why: what the plan's notes say of it and of its range.
    """

    id: str
    value: float
    text: str
    low: float = 0.0
    high: float = 0.0
    uncertain: Pair | None = None
    ends: Written | None = None
    doubt: Doubt | None = None
    origin: str = ""
    own: bool = True
    source: str = ""
    pinned: float | None = None
    was: str | None = None
    notes: Sequence[str] = ()
    why: str = ""


@functools.cache
def control(entry: str, currency: str, usd: float | None = None) -> Control:
    """A lever by its id, or today's net retention of a segment: "enterprise.net_retention".

    usd: USD for one unit of the currency, which converts what is usual.
    """
    if entry in NET_RETENTION:
        segment = SEGMENTS[entry.partition(".")[0]].label
        return Control(
            id=entry,
            name=f"{segment}: net retention",
            label=f"{segment}: net retention today",
            unit="% a year",
            about="Gross retention x (1 + expansion). A new value here sets the expansion of customers who stay.",
        )
    lever = reference_currency.lever(entry, currency, usd)
    published, about = reference_currency.benchmark(entry, currency, usd), lever_text.explain(lever, currency)
    if hidden := reference_currency.hidden(entry, currency, usd):
        about += f" {hidden}."
    if published:
        about += f" Published: {span(lever, currency, published.low, published.high)}, {published.source}."
    return Control(
        id=lever.id,
        name=lever_text.name(lever),
        label=lever.label,
        unit=lever_text.unit(lever, currency),
        about=about,
        step=scaled(lever, lever.step),
        slides=True,
        usual=_pair(lever, lever.usual_low, lever.usual_high),
        band=_pair(lever, published.low, published.high) if published else None,
    )


def reading(entry: str, plan: Plan, baseline: Plan) -> Reading:
    """What a control shows of a plan and its baseline."""
    value = entries.value(plan, entry)
    if entry in NET_RETENTION:
        return Reading(entry, round(value * PERCENT, 6), entries.written(plan, entry))
    ends, before = plan.uncertainty.get(entry), baseline.uncertainty.get(entry)
    currency = plan.currency, plan.usd
    doubt = _doubt(plan, entry) if ends else None
    origin = origins.origin(plan, entry)
    source = _source(entry, origin, plan.origin.get(f"range:{entry}", "") if ends else "")
    return _reading(
        entry,
        currency,
        value,
        ends,
        doubt,
        origin,
        source,
        baseline.value(entry),
        origins.origin(baseline, entry),
        before,
        _lost(entry, plan, baseline),
        _why(plan, entry),
    )


def _source(lever_id: str, origin: str, of_range: str) -> str:
    """Where a value comes from, and its range where that is the stage's. origin, of_range: as the plan has them."""
    text = origins.ORIGINS[origin]
    if origin == STAGE:
        known = stages.usual().get(lever_id)
        text += f", {known.said}" if known else ", worked out from others"
    if of_range == STAGE:
        text += f". Its range: {within(origins.ORIGINS[STAGE])}, {stages.usual()['range'].said}"
    return text


def _why(plan: Plan, lever_id: str) -> str:
    """Why a lever is what it is, and its range, as the plan's notes say."""
    about = {"": plan.notes.get(lever_id), "Range: ": plan.notes.get(f"range:{lever_id}")}
    return "\n".join(f"{name}{note}" for name, note in about.items() if note)


def _doubt(plan: Plan, lever_id: str) -> Doubt:
    """How uncertain a lever with a range is, in words and numbers."""
    lever, found = CATALOGUE[lever_id], pert.distribution(plan, lever_id)
    low, high = (brief(lever, entries.short(end), plan.currency) for end in plan.uncertainty[lever_id])
    shipped = RANGES.get(plan.origin.get(f"range:{lever_id}", ""), "")
    first, last = (brief(lever, float(f"{end:.3g}"), plan.currency) for end in (found.low, found.high))
    spread = Spread(*(scaled(lever, end) for end in (found.low, found.mode, found.high)))
    if low == high:
        return Doubt(f"Taken as certain{shipped}", "Between", spread, "")
    if plan.ends == "limits":
        return Doubt(f"Never below {low} or above {high}{shipped}", "Always between", spread, "")
    return Doubt(
        f"8 in 10 between {low} and {high}{shipped}", "8 in 10 between", spread, f"Possible: {first} to {last}."
    )


def slider_range(lever: Lever, value: float, baseline: float | None = None) -> Pair:
    """Ends of a lever's slider, as shown.

    The usual range and a margin, widened to the lever's value and the baseline's and kept within the hard bounds. A
    lever without a usual range gets one from 0 to about three times the baseline.
    """
    step, baseline = lever.step, value if baseline is None else baseline
    if lever.usual_low is not None and lever.usual_high is not None:
        margin = MARGIN * (lever.usual_high - lever.usual_low)
        low, high = lever.usual_low - margin, lever.usual_high + margin
    else:
        top = max(3 * abs(baseline), 20 * step)
        magnitude = 10 ** math.floor(math.log10(top))
        low, high = 0.0, math.ceil(top / magnitude) * magnitude
    first, last = _up(lever.min / step) * step, _down(lever.max / step) * step
    low = lever.min if value < first else max(_down(min(low, value, baseline) / step) * step, first)
    high = lever.max if value > last else min(_up(max(high, value, baseline) / step) * step, last)
    return Pair(scaled(lever, low), scaled(lever, high))


DUST = 2e-15
"""What binary fractions add to a number of steps, relative."""


def _down(steps: float) -> int:
    return math.floor(steps + DUST * abs(steps))


def _up(steps: float) -> int:
    return math.ceil(steps - DUST * abs(steps))


Ends = tuple[float, float] | None
"""A range of a lever, as the plan holds it."""


@functools.lru_cache(4096)
def _reading(
    lever_id: str,
    known: tuple[str, float | None],
    value: float,
    ends: Ends,
    doubt: Doubt | None,
    origin: str,
    source: str,
    pinned: float,
    pinned_origin: str,
    before: Ends,
    lost: tuple[Partner, ...],
    why: str,
) -> Reading:
    """What a lever shows. Most levers stay when one moves.

    known: the currency, and USD for one unit of it. pinned, pinned_origin, before: value, where it comes from, and
    range in the baseline.
    """
    currency, usd = known
    lever, asked = reference_currency.lever(lever_id, currency, usd), quantity(lever_id, currency)
    low, high = slider_range(lever, value, pinned)
    was = [f"was {entries.text_of(lever_id, pinned, pinned_origin, currency)}"] if value != pinned else []
    if ends != before:
        was.append(_range_was(lever, ends, before, value, pinned))
    told = lever.outside_usual(value) and origin != STAGE
    notes = [f"outside the usual {usual_range(lever, currency)}"] if told else []
    for partner in lost:
        name = lever_text.name(CATALOGUE[partner.id])
        if partner.varies:
            was.append(f"moved with {name} ({partner.rank:g})")
        else:
            notes.append(f"moves with {name} ({partner.rank:g}) again once that has its range back")
    return Reading(
        id=lever_id,
        value=scaled(lever, value),
        text=entries.text_of(lever_id, value, origin, currency),
        low=low,
        high=high,
        uncertain=_pair(lever, *ends) if ends else None,
        ends=Written(*(typed.written(entries.short(end), asked) for end in ends)) if ends else None,
        doubt=doubt,
        origin=origins.ORIGINS[origin],
        own=origin in origins.OWN,
        source=source,
        pinned=scaled(lever, pinned),
        was=", ".join(was) or None,
        notes=notes,
        why=why,
    )


def _range_was(lever: Lever, ends: Ends, before: Ends, value: float, pinned: float) -> str:
    """What a range was in the baseline, and whether it is another one because its lever moved."""
    if before is None:
        return "had no range"
    was = f"{shown(lever, before[0])} to {shown(lever, before[1])}"
    moved = moved_range(lever, before, pinned, value)
    along = ends is not None and all(map(math.isclose, ends, moved))
    return f"its range moved with it, from {was}" if along else f"range was {was}"


def _pair(lever: Lever, low: float | None, high: float | None) -> Pair | None:
    return None if low is None or high is None else Pair(scaled(lever, low), scaled(lever, high))


def _lost(lever_id: str, plan: Plan, baseline: Plan) -> tuple[Partner, ...]:
    """The levers that one was correlated with in the baseline and is not in the plan."""
    if plan.correlations == baseline.correlations:
        return ()
    gone = [pair for pair in baseline.correlations if pair not in plan.correlations and lever_id in (pair.a, pair.b)]
    others = [(pair.b if pair.a == lever_id else pair.a, pair.rank) for pair in gone]
    return tuple(Partner(other, rank, other in plan.uncertainty) for other, rank in others)
