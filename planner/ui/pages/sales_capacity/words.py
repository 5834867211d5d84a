"""The Sales capacity page in words."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from planner.analysis.levers.improvements import RATIOS, Improvement, Improvements, worthwhile
from planner.analysis.readings import lowest_cash
from planner.analysis.readings.quota import QuotaYear
from planner.analysis.readings.ramp import LEVER as RAMP
from planner.analysis.readings.ramp import Ramp, Ramps
from planner.analysis.readings.seller_time import Pipeline, SellerTime
from planner.analysis.readings.stations import Station, phases
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui.kit.limits import limits
from planner.ui.kit.words import dollars, limiter, step
from planner.ui.pages.sales_capacity.frames import View
from planner.vocabulary import lever_text
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import money, month_name, percent, plain, volume
from planner.vocabulary.sentences import counted, opening
from planner.vocabulary.teams import STATIONS, TEAMS

YEAR = 12


def about(view: View) -> str:
    """How to read the capacity chart of some teams."""
    several = len(view.teams) > 1
    needed = " Needed: what would meet the targets." if several else ""
    below = "what limits each team" if several else "what limits sales"
    demand = "Demand: deals that are ready to be signed, those that wait included."
    return f"ARR per month. {demand}{needed} Below the chart: {below}."


def selling(result: Result, found: Improvements) -> str:
    """What limits sales, when, which lever a tenth better moves it most, and what more people would bring."""
    plan, end = result.plan, month_name(result.plan.start, result.months)
    year = slice(-12, None)
    could, won = (
        sum(float(result[name][year, 0].sum()) for name in names)
        for names in (
            [f"{team}_capacity_arr" for team in TEAMS],
            [f"won_arr_{team}" for team in TEAMS],
        )
    )
    did = (
        f"In the last 12 months sales could close {money(could, plan.currency)} and closed {money(won, plan.currency)}"
    )
    return dollars(
        f"**{opening(limits(result))}.** {did}. {_tenth(result, found, end)}. {_more_people(result, found, end)}."
    )


def _tenth(result: Result, found: Improvements, end: str) -> str:
    if not found.tenths or not worthwhile(found.tenths[0], result):
        return f"No lever of sales a tenth better moves ARR by {end}"
    best = found.tenths[0]
    return (
        f"Of the levers of sales, quotas, attainment, prices and routing aside, {_improved(best, result.plan)}, "
        f"a tenth better, adds most: {money(best.gain, result.plan.currency)} of ARR by {end}, "
        f"{_lowest_cash(best, result)}"
    )


def _more_people(result: Result, found: Improvements, end: str) -> str:
    best = found.people[0]
    if not worthwhile(best, result):
        return "One person more to sell adds next to nothing"
    gain = money(best.gain, result.plan.currency)
    more = "one person more a quarter" if best.lever.endswith("hires_per_quarter") else "one person more"
    who = _improved(best, result.plan)
    if best.lever in RATIOS:
        change = step(best.lever, result.plan.value(best.lever), best.value, result.plan)
        who = f"{lever_text.name_within(CATALOGUE[best.lever])}, {change},"
    return f"Of {more}, {who} adds most: {gain}, {_lowest_cash(best, result)}"


def _lowest_cash(one: Improvement, result: Result) -> str:
    """What it does to cash: "with lowest cash $12.1M ($12.9M as planned)"."""
    amounts = one.lowest_cash, lowest_cash.amount(result)
    then, planned = (money(amount, result.plan.currency) for amount in amounts)
    return (
        f"with lowest cash {then} ({planned} as planned)" if then != planned else f"with lowest cash as planned, {then}"
    )


def _improved(one: Improvement, plan: Plan) -> str:
    lever = CATALOGUE[one.lever]
    change = lever_text.change(lever, plan.value(one.lever), one.value, plan.currency)
    return f"{lever_text.name_within(lever)} from {change}"


def time(split: SellerTime, result: Result) -> str:
    """How sellers spent the plan's last 12 months, in shares of their time."""
    sums = [float(hours[-YEAR:].sum()) for hours in (split.new_business, split.expansion, split.idle)]
    everything = sum(sums)
    if not everything:
        return "Nobody sells in the last 12 months."
    new, expansion, idle = (percent(hours / everything) for hours in sums)
    end = month_name(result.plan.start, result.months)
    return (
        f"In the 12 months to {end} sellers spend {new} of their time on new business and {expansion} on expansion; "
        f"{idle} is idle, with nothing to sell."
    )


def pipeline(found: Pipeline, result: Result) -> str:
    """What the open pipeline is worth where the targets last ask for something, and how much of that it covers."""
    plan, known = result.plan, np.flatnonzero(~np.isnan(found.needed))
    if not len(known):
        at = result.months - 1
        worth = money(float(found.worth[at]), plan.currency)
        return dollars(
            f"In {month_name(plan.start, at + 1)} the open pipeline is worth {worth}; no target says what is needed."
        )
    at = int(known[-1])
    worth, needed = (money(float(path[at]), plan.currency) for path in (found.worth, found.needed))
    when = month_name(plan.start, at + 1)
    if not found.needed[at] > 0:
        return dollars(f"In {when} the open pipeline is worth {worth}; the targets need no deals in the next quarter.")
    return dollars(
        f"In {when} the open pipeline is worth {worth}: {percent(float(found.coverage[at]))} of the {needed} that "
        "the targets need in the next quarter."
    )


def waiting(found: Sequence[Station], plan: Plan) -> str:
    """Work that waits or went cold, at the station that lost most."""

    def lost(station: Station, months: int) -> float:
        return float(station.cold[-months:].sum() + station.waiting[-1])

    recent = max(found, key=lambda station: lost(station, 12))
    ever = max(found, key=lambda station: float(station.waiting.max()))
    end = month_name(plan.start, plan.months)
    if all(station.cold.sum() + station.waiting.max() < 0.5 for station in found):
        return "**No work waits or goes cold:** every station keeps up."
    if lost(recent, 12) < 0.5:
        peak = int(ever.waiting.argmax())
        return (
            f"**By {end} no work waits any more.** Most waited in {month_name(plan.start, peak + 1)}: "
            f"{volume(ever.waiting[peak])} {STATIONS[ever.name].waits} for {limiter(ever.name)}; "
            f"{volume(ever.cold.sum())} of these went cold over the plan."
        )
    return (
        f"**{volume(recent.cold[-12:].sum())} {STATIONS[recent.name].waits} went cold** in the last 12 months before "
        f"{limiter(recent.name)} got to them; {volume(recent.waiting[-1])} wait in {end}."
    )


def ramps(found: Ramps, result: Result) -> str:
    """What one month less of ramp adds to ARR, or why it adds nothing."""
    plan, end = result.plan, month_name(result.plan.start, result.months)
    on_top = (
        " Events that change the ramp act on top." if any(e.lever == RAMP and e.active for e in plan.events) else ""
    )
    if not result["aes"].any():
        return "There are no account executives in this plan."
    if not found.matters and not found.compared[-1].capacity.any():
        return f"**Ramp does not matter here:** account executives can close nothing in this plan.{on_top}"
    if not found.matters:
        if not found.adds_capacity:
            return f"**Ramp does not matter here:** hardly anybody ramps in this plan.{on_top}"
        return dollars(f"**Ramp does not matter here:** {_in_vain(found, result)}{on_top}")
    steps = ", ".join(
        f"from {before.months:g} to {_months(after)} {money(after.arr - before.arr, plan.currency)}"
        for before, after in pairwise(found.compared)
    )
    worth, adds = money(abs(found.month_worth), plan.currency), "adds" if found.month_worth > 0 else "costs"
    return dollars(f"**On average one month less of ramp {adds} {worth} of ARR by {end}:** {steps}.{on_top}")


def _months(ramp: Ramp) -> str:
    return counted(f"{ramp.months:g}", "months")


def _in_vain(found: Ramps, result: Result) -> str:
    """Why a shorter ramp sells no more."""
    slow, fast = found.compared[0], found.compared[-1]
    more = money(float(fast.capacity.sum() - slow.capacity.sum()), result.plan.currency)
    could = f"at {_months(fast)} account executives could close {more} more over the plan than at {slow.months:g}"
    months: dict[str, int] = {}
    for phase in phases(result, "enterprise"):
        months[phase.limit] = months.get(phase.limit, 0) + phase.last - phase.first + 1
    limit = max(months, key=months.__getitem__)
    if limit == "ae":
        return f"{could}, too little to move ARR."
    limiting = f"{limiter(limit)} limit enterprise sales in {months[limit]} of {result.months} months"
    return f"{could}, but demand does not allow more. {opening(limiting)}."


def over_assignment(years: Sequence[QuotaYear], plan: Plan) -> str:
    """Quota carried against what the targets need, in the last year with a target, or else against ARR won."""
    known = [year for year in years if np.isfinite(year.needed)]
    promised = [year for year in known if year.needed > 0]
    year = (promised or known or list(years))[-1]
    when = month_name(plan.start, (year.year - 1) * 12 + year.months)
    if year.street == 0:
        return f"Nobody carries a quota in the year to {when}."
    times = plain(1 + year.over_assignment) if np.isfinite(year.over_assignment) else "∞"
    carried, close = money(year.street, plan.currency), money(year.capacity, plan.currency)
    if known and not promised:
        return dollars(
            f"**The targets need nothing to be sold** in the year to {when}: ramped sellers carry {carried} and win "
            f"{money(year.won, plan.currency)}."
        )
    if not known:
        due = any(target.month <= plan.months for target in plan.arr_targets())
        compared = "No target reaches the end of a year" if due else "The plan has no target to compare with"
        return dollars(
            f"**Ramped sellers carry {times} times the quota of what is won** in the year to {when}: {carried} against "
            f"{money(year.won, plan.currency)}. {compared}."
        )
    gap = year.capacity - year.needed
    verdict = f"{money(abs(gap), plan.currency)} {'more' if gap >= 0 else 'less'} than that"
    return dollars(
        f"**Ramped sellers carry {times} times the quota that the targets need** in the year to {when}: {carried} for "
        f"{money(year.needed, plan.currency)}. They are expected to close {close}, {verdict}; they win "
        f"{money(year.won, plan.currency)}."
    )
