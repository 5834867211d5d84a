"""The Community page in words."""

from collections.abc import Mapping

import numpy as np

from planner.analysis.readings.funnel import FLAT, LEVELS, Diagnosis, Kind
from planner.analysis.readings.marketing import OUTBOUND, PROGRAMMES, Switch
from planner.model.simulate import Result
from planner.plan import Plan
from planner.vocabulary.numbers import money, month_name, rate

FLATTEST = 0.005
"""Smaller growth a year counts as none."""


def diagnosis(result: Result, found: Diagnosis) -> str:
    """The diagnosis of the community funnel, and since when it holds."""
    since, end = (month_name(result.plan.start, month) for month in (found.month, result.months))
    if found.kind == "no sign-ups":
        return f"**No funnel.** Nobody signs up in {end}."
    signups, paying = f"sign-ups {_pace(found.signups)}", _pace(found.paying)
    if found.kind == "nobody activates":
        return f"**Nobody becomes active.** It shows from {since}: by {end} {signups}, but none of them is activated."
    if found.kind in LEVELS:
        few, of = FEW[found.kind]
        share, usual = rate(found.share), rate(LEVELS[found.kind].usual)
        return f"**{few}.** It shows from {since}: in {end} {share} of {of}, when {usual} or more is usual."
    if found.kind == "works":
        follow = "as fast" if abs(found.signups - found.paying) < FLATTEST else paying
        return f"**The funnel works.** By {end} {signups}, and those who pay or ask for sales {follow}."
    if found.kind == "no action":
        return (
            f"**Interest does not become action.** It shows from {since}: by {end} visitors "
            f"{_pace(found.visitors)}, but {signups}. More people visit, but no more of them sign up."
        )
    if found.kind == "free is enough":
        behind = f"those who pay or ask for sales {paying}" if found.paid else "nobody pays or asks for sales"
        if found.paid and found.activations < found.paying:
            behind = f"activations {_pace(found.activations)}"
        return (
            f"**The free tier is enough for most.** It shows from {since}: by {end} {signups}, but {behind}. "
            "More people sign up, but no more of them pay."
        )
    if found.pipeline_month:
        later = f"The pipeline shrinks from {month_name(result.plan.start, found.pipeline_month)} on."
    elif found.paid:
        later = f"Those who pay or ask for sales ({paying}) still come from earlier sign-ups and will follow."
    else:
        later = "Nobody pays or asks for sales."
    state = "is flat" if found.signups > -FLAT else "shrinks"
    return f"**The top of the funnel {state}.** It shows from {since}: by {end} {signups}. {later}"


FEW: Mapping[Kind, tuple[str, str]] = {
    "few sign up": ("Few visitors sign up", "visitors do"),
    "few activate": ("Few who sign up become active", "sign-ups do"),
    "few pay": ("The free tier is enough for most", "active free accounts convert or ask for sales in the month"),
}
"""What is too low, and of whom, by the diagnosis that says so."""


def _pace(growth: float) -> str:
    """A yearly growth as a verb: "grow 12% a year"."""
    if np.isinf(growth):
        return "begin"
    if abs(growth) < FLATTEST:
        return "do not grow"
    return f"{'grow' if growth > 0 else 'shrink'} {rate(abs(growth))} a year"


BOUGHT = {PROGRAMMES: "programmes", OUTBOUND: "BDRs who prospect"}


def switches(found: Mapping[str, Switch], plan: Plan) -> list[str]:
    """What closing the free tier and spending its hosting elsewhere would do, a sentence per way."""
    end = month_name(plan.start, plan.months)
    sentences = []
    for way, switch in found.items():
        moved, arr, planned, cash, planned_cash = (
            money(amount, plan.currency)
            for amount in (switch.moved, switch.arr, switch.planned, switch.cash, switch.planned_cash)
        )
        sentences.append(
            f"With the free tier closed to newcomers and the hosting that this saves month by month, {moved} over the "
            f"plan, spent on {BOUGHT[way]} instead, ARR in {end} would be {arr} ({planned} as planned), "
            f"and lowest cash {cash} ({planned_cash} as planned)."
        )
    return sentences
