"""The Retention page in words."""

from collections.abc import Mapping

import numpy as np

from planner.analysis.readings import churn, losses
from planner.analysis.readings.coverage import Coverage
from planner.analysis.readings.losses import Losses
from planner.model.simulate import Result
from planner.ui.kit.words import dollars
from planner.vocabulary.numbers import money, month_name, percent, short, symbol
from planner.vocabulary.segments import SEGMENTS
from planner.vocabulary.sentences import counted
from planner.vocabulary.units import SHARE, told_apart


def retention(result: Result, lost: Losses, per_point: Mapping[str, float]) -> str:
    """What churn costs this plan, where, and which lever moves it. per_point: of `losses.arr_per_point`."""
    plan = result.plan
    end, currency = month_name(plan.start, plan.months), plan.currency
    gone = float(lost.lost_to_date[-1])
    if not result["arr"].any():
        return "This plan has no ARR to keep or to lose."
    if gone <= 0:
        return "Nothing is lost in this plan: every renewal keeps everything."
    kept, net = (float(result[name][-1, 0]) for name in ("grr", "nrr"))
    base = _base(kept, net, end) if np.isfinite(net) else f"There was no ARR a year before {end} to be kept"
    cost = f"**Churn and contraction take {money(gone, currency)} of ARR by {end}**"
    without, planned = (money(float(arr[-1]), currency) for arr in (lost.arr_without, lost.arr))
    if without != planned:
        cost += f"; without them it would be {without}, not {planned}"
    losing = losses.by_segment(result)
    most, lever = max(losing, key=losing.__getitem__), max(per_point, key=per_point.__getitem__)
    if per_point[lever] <= 0:
        return dollars(f"{base}. {cost}. {SEGMENTS[most].label} loses most, {money(losing[most], currency)}.")
    where = f"{SEGMENTS[most].label} loses most, {money(losing[most], currency)}"
    move = (
        f"one point more of {SEGMENTS[lever].within} gross retention adds "
        f"{money(per_point[lever], currency)}{', more than in any other segment' if len(_some(per_point)) > 1 else ''}"
    )
    return dollars(f"{base}. {cost}. {where}; {move}.")


def _base(kept: float, net: float, end: str) -> str:
    grows = "the base grows by itself" if net > 1 else "the base shrinks unless new business replaces it"
    with_expansion, _ = told_apart(SHARE, net, [1.0], "")
    expanded = f", which expansion makes {with_expansion}" if SHARE.shows(net - kept, net) else ""
    return f"In the year to {end} renewals kept {SHARE.precise(kept, '')} of ARR{expanded}: {grows}"


def _some(amounts: Mapping[str, float]) -> list[float]:
    return [amount for amount in amounts.values() if amount > 0]


def coverage(rows: list[Coverage], result: Result) -> str:
    """ARR and cash at the fewest and at the most accounts per customer success manager."""
    plan = result.plan
    elasticity, own = (plan.value(f"customer_success.{name}") for name in ("elasticity", "accounts_per_csm"))
    if elasticity == 0:
        return "Coverage changes no losses in this plan: its elasticity is 0."
    few, many = rows[0], rows[-1]
    ends = [
        f"with {row.accounts:,.6g} accounts per CSM ARR is {_change(row.arr - now.arr, plan.currency)} "
        f"and cash {_change(row.cash - now.cash, plan.currency)}"
        for now in rows
        if now.accounts == own
        for row in (few, many)
        if row is not now
    ]
    end = month_name(plan.start, plan.months)
    return dollars(f"In {end}, against this plan's {own:,.6g}: {'; '.join(ends)}.")


def _change(amount: float, currency: str) -> str:
    return f"{money(abs(amount), currency)} {'more' if amount >= 0 else 'less'}"


def two_businesses(business: churn.Business, retentions: tuple[float, float], currency: str) -> str:
    """Revenue of the same business at two retentions, and the difference."""
    paths = [(kept, churn.revenue(business, kept)) for kept in sorted(retentions, reverse=True)]
    ends = [float(path[-1]) for _, path in paths]
    texts = [short(value, symbol(currency), digits=4) for value in (*ends, ends[0] - ends[1])]
    (better, first), (worse, second) = paths
    pace = [percent(churn.annual_growth(path), 1) for path in (first, second)]
    years = counted(business.years, "years")
    return dollars(
        f"After {years}: **{texts[0]}** with {100 * better:.4g}% kept, {pace[0]} a year, and **{texts[1]}** with "
        f"{100 * worse:.4g}%, {pace[1]} a year. **{texts[2]} apart.**"
    )
