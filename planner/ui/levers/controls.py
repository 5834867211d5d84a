"""Levers as people see them: everything a control shows, from the plan and its baseline."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planner.plan import Correlation, Plan
from planner.ui.levers import entries
from planner.ui.levers.entries import MARGIN, quantity
from planner.ui.levers.panels import NET_RETENTION, Panel
from planner.vocabulary import lever_text, typed
from planner.vocabulary.lever_text import PERCENT, scaled, shown, span, usual_range
from planner.vocabulary.levers import BENCHMARKS, CATALOGUE, Lever
from planner.vocabulary.segments import SEGMENTS


class Pair(NamedTuple):
    """Two ends, as shown."""

    low: float
    high: float


class Written(NamedTuple):
    """Two ends, as their fields show them."""

    low: str
    high: str


@dataclass(frozen=True)
class Control:
    """One lever, or one number that sets a lever. All numbers on the scale on which they are read.

    name: beside the number. label: in full. text: the value as its field shows it. low, high: ends of the slider, None
    for a number without one. usual, band: where most companies lie, and what has been published; uncertain: between
    what the plan says it may lie, in numbers and as the fields show it. pinned: the baseline's value. was: what of the
    lever was otherwise in the baseline. notes: sentences below.
    """

    id: str
    name: str
    label: str
    unit: str
    about: str
    value: float
    text: str
    step: float
    low: float | None = None
    high: float | None = None
    usual: Pair | None = None
    band: Pair | None = None
    uncertain: Pair | None = None
    ends: Written | None = None
    pinned: float | None = None
    was: str | None = None
    notes: Sequence[str] = ()


FOLLOWS = ("id", "value", "text", "low", "high", "uncertain", "ends", "pinned", "was", "notes")
"""What of a control changes while levers move."""


@dataclass(frozen=True)
class Group:
    """Controls under one heading. folded: those one click away, by title."""

    title: str
    opened: Sequence[Control]
    folded: Mapping[str, Sequence[Control]]

    def every(self) -> Iterator[Control]:
        """All controls of the group."""
        yield from self.opened
        for folded in self.folded.values():
            yield from folded


def group(panel: Panel, plan: Plan, baseline: Plan) -> Group:
    """A panel with today's values."""
    return Group(
        panel.title,
        [control(entry, plan, baseline) for entry in panel.opened],
        {title: [control(entry, plan, baseline) for entry in entries] for title, entries in panel.folded.items()},
    )


def control(entry: str, plan: Plan, baseline: Plan) -> Control:
    """A lever by its id, or today's net retention of a segment: "enterprise.net_retention"."""
    return _net_retention(entry, plan) if entry in NET_RETENTION else _lever(CATALOGUE[entry], plan, baseline)


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


def _down(steps: float) -> int:
    return math.floor(steps + 1e-9)


def _up(steps: float) -> int:
    return math.ceil(steps - 1e-9)


def _lever(lever: Lever, plan: Plan, baseline: Plan) -> Control:
    value, pinned, currency = plan.value(lever.id), baseline.value(lever.id), plan.currency
    low, high = slider_range(lever, value, pinned)
    published, about = BENCHMARKS.get(lever.id), lever_text.explain(lever, currency)
    if published:
        about += f" Published: {span(lever, currency, published.low, published.high)}, {published.source}."
    asked, ends = quantity(lever.id, currency), plan.uncertainty.get(lever.id)
    return Control(
        id=lever.id,
        name=lever_text.name(lever),
        label=lever.label,
        unit=lever_text.unit(lever, currency),
        about=about,
        value=scaled(lever, value),
        text=typed.written(value, asked),
        step=scaled(lever, lever.step),
        low=low,
        high=high,
        usual=_pair(lever, lever.usual_low, lever.usual_high),
        band=_pair(lever, published.low, published.high) if published else None,
        uncertain=_pair(lever, *ends) if ends else None,
        ends=Written(*(typed.written(end, asked) for end in ends)) if ends else None,
        pinned=scaled(lever, pinned),
        was=_was(lever, plan, baseline),
        notes=_notes(lever, plan, baseline),
    )


def _pair(lever: Lever, low: float | None, high: float | None) -> Pair | None:
    return None if low is None or high is None else Pair(scaled(lever, low), scaled(lever, high))


def _was(lever: Lever, plan: Plan, baseline: Plan) -> str | None:
    """What resetting the lever would bring back; None when nothing."""
    found = []
    if plan.value(lever.id) != baseline.value(lever.id):
        found.append(f"was {shown(lever, baseline.value(lever.id))}")
    before = baseline.uncertainty.get(lever.id)
    if plan.uncertainty.get(lever.id) != before:
        found.append(f"range was {shown(lever, before[0])} to {shown(lever, before[1])}" if before else "had no range")
    for pair, other in _lost(lever, plan, baseline):
        if other in plan.uncertainty:
            found.append(f"moved with {lever_text.name(CATALOGUE[other])} ({pair.rank:g})")
    return ", ".join(found) or None


def _notes(lever: Lever, plan: Plan, baseline: Plan) -> list[str]:
    notes = []
    if lever.outside_usual(plan.value(lever.id)):
        notes.append(f"outside the usual {usual_range(lever, plan.currency)}")
    for pair, other in _lost(lever, plan, baseline):
        if other not in plan.uncertainty:
            name = lever_text.name(CATALOGUE[other])
            notes.append(f"moves with {name} ({pair.rank:g}) again once that has its range back")
    return notes


def _lost(lever: Lever, plan: Plan, baseline: Plan) -> list[tuple[Correlation, str]]:
    """The baseline's correlations of a lever that the plan has not, each with the other lever."""
    return [
        (pair, pair.b if pair.a == lever.id else pair.a)
        for pair in baseline.correlations
        if lever.id in (pair.a, pair.b) and pair not in plan.correlations
    ]


def _net_retention(entry: str, plan: Plan) -> Control:
    segment, net = entry.partition(".")[0], entries.value(plan, entry)
    return Control(
        id=entry,
        name=f"{SEGMENTS[segment].label}: net retention",
        label=f"{SEGMENTS[segment].label}: net retention today",
        unit="% a year",
        about="Gross retention x (1 + expansion). A new value here sets the expansion of customers who stay.",
        value=round(net * PERCENT, 6),
        text=typed.written(net, quantity(entry, plan.currency)),
        step=1.0,
    )
