"""Levers as people see and enter them: everything a control shows, and what becomes of what is entered.

Drawn by `live` as sliders that move the charts while they are dragged, or by `plain` as Streamlit's own.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from planner.ui.levers.panels import NET_RETENTION, Panel
from planner.ui.session import state
from planner.vocabulary import lever_text
from planner.vocabulary.errors import PlannerError, Problem
from planner.vocabulary.lever_text import PERCENT, scaled, shown, span, usual_range
from planner.vocabulary.levers import BENCHMARKS, CATALOGUE, Lever
from planner.vocabulary.segments import SEGMENTS

MARGIN = 0.2
"""How far a slider reaches beyond the usual range, as a share of it."""


class Pair(NamedTuple):
    """Two ends, as shown."""

    low: float
    high: float


@dataclass(frozen=True)
class Control:
    """One lever, or one number that sets a lever. All numbers on the scale on which they are read.

    name: beside the number. label: in full. low, high, step: of the slider, None for a number without one. decimals: of
    the number. usual, band: where most companies lie, and what has been published; uncertain: between what the plan
    says it may lie. baseline: what it was, where it has changed. notes: sentences below. problems: why the last entry
    was refused.
    """

    id: str
    name: str
    label: str
    unit: str
    about: str
    value: float
    decimals: int
    step: float
    low: float | None = None
    high: float | None = None
    usual: Pair | None = None
    band: Pair | None = None
    uncertain: Pair | None = None
    pinned: float | None = None
    baseline: str | None = None
    notes: Sequence[str] = ()
    problems: Sequence[str] = ()


FOLLOWS = ("id", "value", "decimals", "uncertain", "baseline", "notes", "problems")
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


def group(panel: Panel) -> Group:
    """A panel with today's values."""
    folded = {title: [control(lever_id) for lever_id in levers] for title, levers in panel.folded.items()}
    return Group(panel.title, [control(lever_id) for lever_id in panel.opened], folded)


def control(entry: str) -> Control:
    """A lever by its id, or today's net retention of a segment: "enterprise.net_retention"."""
    return _net_retention(entry) if entry in NET_RETENTION else _lever(CATALOGUE[entry])


def enter(entry: str, value: float) -> None:
    """Take an entry, on the scale on which it is read; a refusal is shown beside it."""
    if entry in NET_RETENTION:
        _enter_net_retention(entry, value)
        return
    lever = CATALOGUE[entry]
    if value != scaled(lever, state.plan().value(entry)):
        exact = unscaled(lever, value)
        if _within(lever, exact, entry):
            state.set_lever(entry, exact)


def enter_range(entry: str, low: float, high: float) -> None:
    """Take a range of uncertainty, on the scale on which it is read; a refusal is shown beside the lever."""
    lever = CATALOGUE[entry]
    ends = unscaled(lever, low), unscaled(lever, high)
    value, currency = state.plan().value(entry), state.plan().currency
    if not all(_within(lever, end, entry) for end in ends):
        return
    if ends[0] <= value <= ends[1]:
        state.set_range(entry, *ends)
    else:
        allowed = f"must enclose the lever's own value, {span(lever, currency, value)}"
        state.refuse(PlannerError(Problem(f"{lever.label}, range", span(lever, currency, *ends), allowed)), entry)


def doubt(entry: str) -> None:
    """Give a lever a range to start from: a fifth of its usual range to either side, within the hard bounds."""
    lever, value = CATALOGUE[entry], state.plan().value(entry)
    low, high = lever.usual_low, lever.usual_high
    reach = MARGIN * (abs(value) if low is None or high is None else high - low)
    reach = max(round(reach / lever.step), 1) * lever.step
    ends = max(lever.min, value - reach), min(lever.max, value + reach)
    state.set_range(entry, *(float(f"{end:.12g}") for end in ends))


def unscaled(lever: Lever, value: float) -> float:
    """A value as the plan holds it, from one on the scale on which it is read; without the dust of binary fractions."""
    return float(Decimal(repr(float(value))) / Decimal(repr(lever_text.scale(lever))))


def slider_range(lever: Lever, baseline: float) -> Pair:
    """Ends of a lever's slider, as shown; constant while it is moved.

    The usual range and a margin, widened to the baseline's value and kept within the hard bounds. A lever without a
    usual range gets one from 0 to about three times the baseline.
    """
    step = lever.step
    if lever.usual_low is not None and lever.usual_high is not None:
        margin = MARGIN * (lever.usual_high - lever.usual_low)
        low, high = min(lever.usual_low - margin, baseline), max(lever.usual_high + margin, baseline)
    else:
        top = max(3 * abs(baseline), 20 * step)
        magnitude = 10 ** math.floor(math.log10(top))
        low, high = min(0.0, baseline), math.ceil(top / magnitude) * magnitude
    low = max(_down(low / step), _up(lever.min / step)) * step
    high = min(_up(high / step), _down(lever.max / step)) * step
    return Pair(scaled(lever, low), scaled(lever, high))


def _down(steps: float) -> int:
    return math.floor(steps + 1e-9)


def _up(steps: float) -> int:
    return math.ceil(steps - 1e-9)


def decimals(number: float) -> int:
    """Digits after the point that a number needs."""
    exponent = Decimal(f"{number:.10g}").normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _lever(lever: Lever) -> Control:
    plan, baseline = state.plan(), state.baseline_plan().value(lever.id)
    value, currency = plan.value(lever.id), plan.currency
    step = scaled(lever, lever.step)
    low, high = slider_range(lever, baseline)
    usual = None
    if lever.usual_low is not None and lever.usual_high is not None:
        usual = Pair(scaled(lever, lever.usual_low), scaled(lever, lever.usual_high))
    published, about = BENCHMARKS.get(lever.id), lever_text.explain(lever, currency)
    if published:
        about += f" Published: {span(lever, currency, published.low, published.high)}, {published.source}."
    notes = [f"outside the usual {usual_range(lever, currency)}"] if lever.outside_usual(value) else []
    return Control(
        id=lever.id,
        name=lever_text.name(lever),
        label=lever.label,
        unit=lever_text.unit(lever, currency),
        about=about,
        value=scaled(lever, value),
        decimals=max(decimals(step), decimals(scaled(lever, value))),
        step=step,
        low=low,
        high=high,
        usual=usual,
        band=Pair(scaled(lever, published.low), scaled(lever, published.high)) if published else None,
        uncertain=_pair(lever, plan.uncertainty.get(lever.id)),
        pinned=scaled(lever, baseline),
        baseline=shown(lever, baseline) if value != baseline else None,
        notes=notes,
        problems=state.problems(lever.id),
    )


def _pair(lever: Lever, ends: tuple[float, float] | None) -> Pair | None:
    return Pair(scaled(lever, ends[0]), scaled(lever, ends[1])) if ends else None


def _within(lever: Lever, value: float, at: str) -> bool:
    if lever.min <= value <= lever.max:
        return True
    currency = state.plan().currency
    allowed = f"must be {span(lever, currency, lever.min, lever.max)}"
    state.refuse(PlannerError(Problem(lever.label, span(lever, currency, value), allowed)), at)
    return False


def _net_retention(entry: str) -> Control:
    segment = entry.partition(".")[0]
    kept, expansion = (state.plan().value(f"{segment}.{name}") for name in ("gross_retention", "expansion"))
    return Control(
        id=entry,
        name=f"{SEGMENTS[segment].label}: net retention",
        label=f"{SEGMENTS[segment].label}: net retention today",
        unit="% a year",
        about="Gross retention x (1 + expansion). A new value here sets the expansion of customers who stay.",
        value=round(kept * (1 + expansion) * PERCENT, 6),
        decimals=1,
        step=1.0,
        problems=state.problems(entry),
    )


def _enter_net_retention(entry: str, value: float) -> None:
    segment = entry.partition(".")[0]
    kept, lever = state.plan().value(f"{segment}.gross_retention"), CATALOGUE[f"{segment}.expansion"]
    expansion = round(value / PERCENT / kept - 1, 12)
    if lever.min <= expansion <= lever.max:
        state.set_lever(lever.id, expansion)
    else:
        low, high = (f"{PERCENT * kept * (1 + end):.6g}" for end in (lever.min, lever.max))
        problem = Problem("Net retention", f"{value:.6g}%", f"must be {low} to {high}%; gross retention is {low}%")
        state.refuse(PlannerError(problem), entry)
