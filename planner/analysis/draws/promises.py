"""Whether what was promised holds: each target, cash that lasts, and all of it at once, over the draws of a plan.

How to use it: run the plan with the columns that its promises need, and read them from the result.

    result = uncertainty.run(plan, keep=(*promises.columns(plan), "headcount"))
    found = promises.of(result)
    found.everything                 # chance that every target within the horizon is met and cash lasts
    found.chances, found.cash_lasts  # chance of each target, in the plan's order; chance that cash lasts
    found.breaks                     # of the draws that fail, which promise fails first; the most frequent one first
    found.rounds                     # rounds that need an ARR: how likely they close, cash with and without them

    drawn = sampling.drawn(plan)                   # the same draws
    promises.leanings(result, drawn.levers)        # where levers lie in the draws that fail
    promises.happenings(result, drawn.later)       # how often events by chance happen there

Chances are shares of the draws, 0 to 1; `numbers.likely` writes them, to 5 points but for the ends. They are no surer
than the ranges of the plan. MODEL.md, Uncertainty.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis.readings.promises import room
from planner.model.metrics import above_dust
from planner.model.simulate import Result
from planner.plan import Event, Funding, Plan, Target

Row = Callable[[str, int], np.ndarray]
"""The values of a column at the end of a month (from 1; 0 is day one), (draws,)."""


@dataclass(frozen=True)
class TargetChance:
    """How likely a target is met, 0 to 1."""

    target: Target
    probability: float


@dataclass(frozen=True)
class Break:
    """How often a promise is the first that fails, as a share of the draws that fail. target: None for cash."""

    target: Target | None
    share: float


@dataclass(frozen=True)
class RoundChance:
    """A round that needs an ARR. Shares of all draws, so that the last two add up to the chance that cash lasts.

    closes: the round closes. lasts_with: it closes and cash lasts. lasts_without: it does not, and cash lasts.
    """

    round: Funding
    closes: float
    lasts_with: float
    lasts_without: float


@dataclass(frozen=True)
class Promises:
    """What holds of what was promised. Chances are shares of the draws, given the plan's ranges.

    chances: of the targets within the horizon, in the plan's order. cash_lasts: no month ends with cash below 0.
    everything: all of it in the same draw; without targets that is cash alone. breaks: of the draws in which something
    fails, which promise fails first (in the same month: the earlier target, then cash), the most frequent one first.
    rounds: those within the horizon that need an ARR.
    """

    draws: int
    chances: tuple[TargetChance, ...]
    cash_lasts: float
    everything: float
    breaks: tuple[Break, ...]
    rounds: tuple[RoundChance, ...]


@dataclass(frozen=True)
class Leaning:
    """Where an uncertain lever lies in the draws that fail.

    position: mean place among all draws, 0 (lowest) to 1 (highest); 0.5 where it makes no difference. failing, usual:
    the lever's median in the draws that fail, and in all.
    """

    lever: str
    position: float
    failing: float
    usual: float


@dataclass(frozen=True)
class Happening:
    """How often an event by chance happens: in the draws that fail, and in all. Shares of these draws."""

    event: Event
    failing: float
    usual: float


def columns(plan: Plan) -> tuple[str, ...]:
    """The columns that a plan's promises need."""
    return tuple(dict.fromkeys(("arr", "cash", *(target.metric for target in _due(plan, plan.months)))))


def met(target: Target, values: np.ndarray) -> np.ndarray:
    """Where a target is met, of any shape: at least its least, at most its most. NaN does not meet it."""
    return room(target, values) >= 0


def of(result: Result) -> Promises:
    """What holds over the draws of a result. Needs `columns`."""
    return summary(result.plan, _row(result), result.months)


def summary(plan: Plan, row: Row, months: int | None = None) -> Promises:
    """The same from columns wherever they are. months: the horizon, the plan's by default."""
    months = months or plan.months
    due = _due(plan, months)
    lasting, fails = _months_of_failure(plan, row, months)
    first = fails.argmin(axis=0)
    failed = np.isfinite(fails.min(axis=0))
    names, counts = (*due, None), np.bincount(first[failed], minlength=len(fails))
    places = [at for at in np.argsort(-counts, kind="stable") if counts[at]]
    dependent = [one for one in plan.acting_funding() if one.needs_arr and one.month <= months]
    kept = np.isinf(fails).mean(axis=1).tolist()
    return Promises(
        draws=len(failed),
        chances=tuple(TargetChance(*pair) for pair in zip(due, kept[:-1], strict=True)),
        cash_lasts=float(kept[-1]),
        everything=float((~failed).mean()),
        breaks=tuple(Break(names[at], float(counts[at] / failed.sum())) for at in places),
        rounds=tuple(_round(one, row, lasting) for one in dependent),
    )


def broken(result: Result) -> np.ndarray:
    """Where something promised fails, (draws,). Needs `columns`."""
    return np.isfinite(_months_of_failure(result.plan, _row(result), result.months)[1].min(axis=0))


def leanings(result: Result, levers: Mapping[str, np.ndarray]) -> list[Leaning]:
    """Where each uncertain lever lies in the draws that fail, those that lie furthest to one side first.

    levers: the draws behind the result, (draws,) by lever id; one that does not vary is left out. Empty where nothing
    fails.
    """
    failed, found = broken(result), []
    if not failed.any():
        return []
    for lever_id, values in levers.items():
        if values.min() < values.max():
            places = np.empty(len(values))
            places[np.argsort(values, kind="stable")] = (np.arange(len(values)) + 0.5) / len(values)
            medians = float(np.median(values[failed])), float(np.median(values))
            found.append(Leaning(lever_id, float(places[failed].mean()), *medians))
    return sorted(found, key=lambda one: -abs(one.position - 0.5))


def happenings(result: Result, later: Mapping[int, np.ndarray]) -> list[Happening]:
    """How often each event by chance happens in the draws that fail; those that make the largest difference first.

    later: by place in the plan's events, months by which each starts later in a draw, below 0 where it does not act. An
    id has one entry, its first event. Empty where nothing fails.
    """
    failed, found = broken(result), dict[object, Happening]()
    if not failed.any():
        return []
    for at, months in later.items():
        event = result.plan.events[at]
        if event.chance < 1:
            happens = months >= 0
            shares = float(happens[failed].mean()), float(happens.mean())
            found.setdefault(event.id or at, Happening(event, *shares))
    return sorted(found.values(), key=lambda one: -abs(one.failing - one.usual))


def _due(plan: Plan, months: int) -> Sequence[Target]:
    return [target for target in plan.acting_targets() if target.month <= months]


def _row(result: Result) -> Row:
    return lambda name, month: result[name][month - 1] if month else result.day_one[name]


def _months_of_failure(plan: Plan, row: Row, months: int) -> tuple[np.ndarray, np.ndarray]:
    """Where cash lasts, (draws,); and when each target and, last, cash fails, (targets + 1, draws), inf for never."""
    largest = row("cash", 0)
    out = np.full(largest.shape, np.inf)
    for month in range(1, months + 1):
        cash = row("cash", month)
        largest = np.maximum(largest, cash)
        if (cash < 0).any():
            out[np.isinf(out) & (above_dust(cash, largest) < 0)] = month
    missed = [
        np.where(met(target, row(target.metric, target.month)), np.inf, target.month) for target in _due(plan, months)
    ]
    return np.isinf(out), np.stack([*missed, out])


def _round(one: Funding, row: Row, lasting: np.ndarray) -> RoundChance:
    closes = row("arr", one.month - 1) >= (one.needs_arr or 0.0)
    shares = (closes, closes & lasting, ~closes & lasting)
    return RoundChance(one, *(float(share.mean()) for share in shares))
