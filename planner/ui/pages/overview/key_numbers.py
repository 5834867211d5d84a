"""The key numbers of the Overview: the next promise, what stands beside it, and the reading in chips."""

import numpy as np

from planner.analysis.draws.promises import Promises
from planner.analysis.readings import promises
from planner.model.simulate import Result
from planner.plan import Plan, Target, target_text
from planner.ui.figures.frames import last_month
from planner.ui.kit import promise_text, reading
from planner.ui.kit.tiles import Chip, Hero, Kind, Kpi, at_end, change
from planner.ui.session.forecasts import Forecast
from planner.vocabulary import units
from planner.vocabulary.numbers import money, months_apart
from planner.vocabulary.units import PROBABILITY

EVEN = 0.5
"""The probability from which on something counts as more likely than not."""


def of(result: Result) -> list[Kpi]:
    """The key numbers of a result."""
    return [
        at_end("arr", f"ARR in {last_month(result.plan)}"),
        at_end("arr_growth", "ARR growth", note="Over the last 12 months"),
        at_end("nrr", "Net retention", note="Net revenue retention over the last 12 months"),
        at_end("burn_multiple", better="down", note="Cash burnt per unit of ARR added, last 12 months"),
    ]


def hero(result: Result, drawn: Forecast | None, baseline: Forecast | None, there: Plan) -> Hero:
    """The next promise: reached or short by how much, and how likely.

    drawn: where the plan's draws lie, where something is uncertain. baseline, there: the same of the baseline, and its
    plan.
    """
    plan, due = result.plan, promises.due(result)
    if not due:
        reached = money(float(result["arr"][-1, 0]), plan.currency)
        return Hero("No ARR is promised within this plan", reached, "", f"in {last_month(plan)}")
    first = due[0]
    label = f"Next promise: {target_text.promised(plan, first.target)}"
    verdict, about = _standing(plan, first)
    kind: Kind = "good" if first.kept else "bad"
    if drawn is None:
        return Hero(label, verdict, kind, about, "Give a lever a range with ±, and see how likely it is")
    share = next(one.probability for one in drawn.promised.chances if one.target == first.target)
    before = _before(baseline, plan, there, first.target)
    moved = None if before is None else change(PROBABILITY, share, before, "")
    return Hero(label, verdict, kind, about, f"{PROBABILITY.value(share, '')} likely", share, moved)


def _standing(plan: Plan, promise: promises.Promise) -> tuple[str, str]:
    """Whether a promise is kept, and what the plan has; of ARR also what is short or to spare."""
    reached = units.of(promise.target.metric).value(promise.reached, plan.currency)
    if not promise.of_arr:
        about = "no value by then" if np.isnan(promise.reached) else f"{reached} as planned"
        return ("Reached" if promise.kept else "Missed"), about
    gap = money(abs(promise.gap), plan.currency)
    return ("Reached", f"{reached}, {gap} to spare") if promise.kept else (f"Short by {gap}", f"{reached} as planned")


def _before(baseline: Forecast | None, plan: Plan, there: Plan, target: Target) -> float | None:
    """How likely the same promise is in the baseline; None where it is not made there, or nothing is uncertain."""
    month = target.month - months_apart(plan.start, there.start)
    chances = baseline.promised.chances if baseline else ()
    same = (one.probability for one in chances if (one.target.month, _asks(one.target)) == (month, _asks(target)))
    return next(same, None)


def _asks(target: Target) -> tuple[str, float | None, float | None]:
    return target.metric, target.least, target.most


def chips(result: Result, drawn: Forecast | None) -> list[Chip]:
    """The reading of the plan, and with draws how likely everything promised is, or that cash lasts."""
    if drawn is None:
        return reading.chips(result)
    return [*reading.chips(result, drawn.promised.cash_lasts), _everything(result.plan, drawn.promised)]


def _everything(plan: Plan, found: Promises) -> Chip:
    kind: Kind = "good" if found.everything >= reading.SAFE else "bad" if found.everything < EVEN else "mixed"
    verdict, note = f"{PROBABILITY.value(found.everything, '')} likely", f"{promise_text.headline(plan, found)}."
    text = "Nothing breaks it in any draw" if found.chances else promise_text.NOT_DUE
    if found.breaks and found.chances:
        text = f"Most often broken first: {promise_text.promise(plan, found.breaks[0])}"
        note += f" {promise_text.first_broken(plan, found)}."
    return Chip(promise_text.whole(found), verdict, kind, text, note, "./stress_test")
