"""The plan in words, from its numbers."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from planner.analysis import churn
from planner.analysis.coverage import Coverage
from planner.analysis.funnel import FLAT, Diagnosis
from planner.analysis.losses import Losses
from planner.analysis.quota import QuotaYear
from planner.analysis.ramp import LEVER as RAMP
from planner.analysis.ramp import Ramps
from planner.analysis.relief import PEOPLE, Relief
from planner.analysis.sensitivity import Swing
from planner.analysis.stations import Station, phases
from planner.exchange.numbers import count, money, month_name, percent, plain, symbol, volume
from planner.levers import CATALOGUE, SEGMENTS, Lever
from planner.model.columns import constraint_names
from planner.model.simulate import Result
from planner.plan import Plan
from planner.ui import levers, theme


def dollars(text: str) -> str:
    """The text with its currency signs safe from being read as formulas."""
    return text.replace("$", "\\$")


def reading(result: Result) -> str:
    """Where the plan leads and what stands in its way, in two sentences."""
    plan, arr = result.plan, result["arr"][:, 0]
    first, last = float(result.day_one["arr"][0]), float(arr[-1])
    years = plan.months / 12
    path = (
        f"from {money(first, plan.currency)} to {money(last, plan.currency)} by {month_name(plan.start, plan.months)}"
    )
    if first > 0 and last > 0:
        pace = (last / first) ** (1 / years) - 1
        verb = "grows" if last >= first else "shrinks"
        path = f"ARR {verb} {path}, {percent(abs(pace))} a year"
    else:
        path = f"ARR goes {path}"
    return dollars(f"{path}{_against_targets(result)}; {_limit(result)}. {_cash(result)}.")


def _against_targets(result: Result) -> str:
    plan, arr = result.plan, result["arr"][:, 0]
    due = [target for target in plan.targets if target.month <= plan.months]
    missed = [target for target in due if arr[target.month - 1] < target.arr]
    if not due:
        return ""
    if not missed:
        return ", and meets every target" if len(due) > 1 else ", and meets its target"
    worst = missed[0]
    gap = money(worst.arr - float(arr[worst.month - 1]), plan.currency)
    return f", {gap} short of what was promised for {month_name(plan.start, worst.month)}"


def _limit(result: Result) -> str:
    codes = result["enterprise_constraint"][:, 0].astype(int)
    names = [theme.CONSTRAINT_NAMES[name] for name in constraint_names("enterprise_constraint")]
    months = np.bincount(codes, minlength=len(names))
    most = int(months.argmax())
    now, later = names[codes[0]], names[codes[-1]]
    if months[most] == len(codes):
        return f"{_spoken(names[most])} limit enterprise sales throughout"
    turn = int(np.flatnonzero(codes != codes[-1])[-1]) + 2
    start = month_name(result.plan.start, turn)
    if now == later:
        return f"{_spoken(names[most])} limit enterprise sales in {months[most]} of {len(codes)} months"
    return f"{_spoken(now)} limit enterprise sales at first, {_spoken(later)} from {start} on"


def _cash(result: Result) -> str:
    plan, cash = result.plan, result["cash"][:, 0]
    out = result.cash_out_month()[0]
    if np.isfinite(out):
        deepest = money(float(cash.min()), plan.currency)
        return f"Cash runs out in {month_name(plan.start, int(out))} and falls to {deepest}"
    low = int(cash.argmin())
    if low == 0 and cash[0] >= result.day_one["cash"][0]:
        return f"Cash never falls below today's {money(float(result.day_one['cash'][0]), plan.currency)}"
    amount, when = money(float(cash[low]), plan.currency), month_name(plan.start, low + 1)
    flow = np.flatnonzero(result["free_cash_flow"][:, 0] < 0)
    turn = int(flow[-1]) + 2 if len(flow) else 1
    if turn > plan.months:
        return f"Cash is lowest in {when} at {amount}, and the plan still burns in its last month"
    return f"Cash is lowest in {when} at {amount}; from {month_name(plan.start, turn)} the plan pays for itself"


def _spoken(constraint: str) -> str:
    return constraint if constraint == "BDRs" else constraint.lower()


def diagnosis(result: Result, found: Diagnosis) -> str:
    """What the community funnel does, with the month that shows it."""
    since, end = (month_name(result.plan.start, month) for month in (found.month, result.months))
    if found.kind == "no sign-ups":
        return f"**No funnel.** Nobody signs up in {end}."
    signups, paying = f"sign-ups {_pace(found.signups)} a year", _pace(found.paying)
    if found.kind == "works":
        same = percent(found.signups) == percent(found.paying)
        follow = "as fast" if same else paying
        return f"**The funnel works.** By {end} {signups}, and those who pay or ask for sales {follow}."
    if found.kind == "no action":
        return (
            f"**Interest does not become action.** It shows from {since}: by {end} visitors {_pace(found.visitors)} a "
            f"year, but {signups}. More people look, no more of them sign up."
        )
    if found.kind == "free is enough":
        behind = f"those who pay or ask for sales {paying}" if found.paid else "nobody pays or asks for sales"
        if found.paid and found.activations < found.paying:
            behind = f"activations {_pace(found.activations)}"
        return (
            f"**The free tier is enough for most.** It shows from {since}: by {end} {signups}, but {behind}. "
            "More people arrive, no more of them need what is paid for."
        )
    if found.pipeline_month:
        later = f"The pipeline shrinks from {month_name(result.plan.start, found.pipeline_month)} on."
    elif found.paid:
        later = f"Those who pay or ask for sales ({paying}) still come from earlier sign-ups and will follow."
    else:
        later = "Nobody pays or asks for sales."
    state = "is flat" if found.signups > -FLAT else "shrinks"
    return f"**The top of the funnel {state}.** It shows from {since}: by {end} {signups}. {later}"


def _pace(growth: float) -> str:
    """A growth a year as a verb: "grow 12%"."""
    if np.isinf(growth):
        return "begin"
    if percent(growth) == "0%":
        return "do not grow"
    return f"{'grow' if growth > 0 else 'shrink'} {percent(abs(growth))}"


def services(result: Result) -> str:
    """Whether professional services pay for the team behind the customers, over the plan's last year."""
    plan, year = result.plan, slice(-12, None)
    revenue, delivery = (float(result[name][year, 0].sum()) for name in ("services_revenue", "services_cost"))
    csms = float(result["csms"][year, 0].sum()) * plan.value("people.csm_cost") / 12
    team = csms + delivery
    if team == 0:
        return "There is no post-sales team, and no services to pay for it."
    if revenue == 0:
        return dollars(
            f"**No services are sold.** The post-sales team costs {money(team, plan.currency)} in the last 12 months."
        )
    share = percent(revenue / team)
    verdict = "pay for the post-sales team" if revenue >= team else f"pay {share} of the post-sales team"
    parts = f"{money(revenue, plan.currency)} of services against {money(csms, plan.currency)} for customer success"
    return dollars(
        f"**Services {verdict}.** In the last 12 months: {parts} and {money(delivery, plan.currency)} delivery."
    )


def people(value: float) -> str:
    """A number of people: "1 person", "12 people"."""
    return f"{count(value)} {'person' if count(value) == '1' else 'people'}"


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
    base = "customers of a year before have left" if not np.isfinite(net) else _base(kept, net, end)
    cost = (
        f"**Churn and contraction take {money(gone, currency)} of ARR by {end}**; without them it would be "
        f"{money(float(lost.arr_without[-1]), currency)}, not {money(float(lost.arr[-1]), currency)}"
    )
    names = dict(zip(SEGMENTS, theme.SEGMENTS, strict=True))
    losing = {segment: float(result[f"lost_arr_{segment}"][:, 0].sum()) for segment in SEGMENTS}
    most, lever = max(losing, key=losing.__getitem__), max(per_point, key=per_point.__getitem__)
    where = f"{names[most]} loses most, {money(losing[most], currency)}"
    move = (
        f"one point more of {names[lever].lower()} gross retention adds "
        f"{money(per_point[lever], currency)}{', more than anywhere else' if len(_some(per_point)) > 1 else ''}"
    )
    return dollars(f"{base}. {cost}. {where}; {move}.")


def _base(kept: float, net: float, end: str) -> str:
    grows = "the base grows by itself" if net > 1 else "the base shrinks unless new business replaces it"
    expanded = f", which expansion makes {percent(net)}" if percent(net) != percent(kept) else ""
    return f"In the year to {end} renewals kept {percent(kept)} of ARR{expanded}: {grows}"


def _some(amounts: Mapping[str, float]) -> list[float]:
    return [amount for amount in amounts.values() if amount > 0]


def coverage(rows: list[Coverage], result: Result) -> str:
    """What the accounts a customer success manager carries do, at both ends of the table."""
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
    """Where the same business ends at two retentions, and how far apart."""
    paths = [(kept, churn.revenue(business, kept)) for kept in sorted(retentions, reverse=True)]
    ends = [float(path[-1]) for _, path in paths]
    scale, digits, unit = (1e9, 2, "B") if ends[0] >= 1e9 else (1e6, 1, "M") if ends[0] >= 1e7 else (1e3, 0, "K")
    sign = symbol(currency)
    high, low = (round(end / scale, digits) for end in ends)
    texts = [f"{sign}{value:,.{digits}f}{unit}" for value in (high, low, high - low)]
    (better, first), (worse, second) = paths
    pace = [percent(churn.annual_growth(path), 1) for path in (first, second)]
    years = f"{business.years} years" if business.years != 1 else "1 year"
    return dollars(
        f"After {years}: **{texts[0]}** with {100 * better:.4g}% kept, {pace[0]} a year, and **{texts[1]}** with "
        f"{100 * worse:.4g}%, {pace[1]} a year. **{texts[2]} apart.**"
    )


def people_and_cash(result: Result, heads: Mapping[str, tuple[int, int]], mover: Swing | None) -> str:
    """Who joins, whether the cash lasts, and what would help when it does not.

    heads: whole people in the first and the last month, by role as people read it. mover: the lever that moves the
    cash of its lowest month most, for a plan whose cash runs out.
    """
    plan = result.plan
    first, last = (sum(pair[at] for pair in heads.values()) for at in (0, 1))
    role = max(heads, key=lambda name: heads[name][1] - heads[name][0])
    added = heads[role][1] - heads[role][0]
    start, end = month_name(plan.start, 1), month_name(plan.start, plan.months)
    verb = "grows" if last > first else "shrinks" if last < first else "stays"
    path = f"from {first:,} in {start} to {last:,} in {end}" if last != first else f"at {last:,}"
    most = f", most of all in {_team(role)} ({added:+,})" if last > first and added > 0 else ""
    sentences = [f"Headcount {verb} {path}{most}", _cash(result)]
    if mover is not None and max(mover.at_low, mover.at_high) > mover.base:
        sentences.append(_rescue(result, mover))
    return dollars(f"{'. '.join(sentences)}.")


def _team(role: str) -> str:
    return role if role in ("BDRs", "G&A") else role.lower()


def _rescue(result: Result, mover: Swing) -> str:
    plan, lever = result.plan, CATALOGUE[mover.lever]
    value, cash = max((mover.low, mover.at_low), (mover.high, mover.at_high), key=lambda end: end[1])
    lowest = int(result["cash"][:, 0].argmin()) + 1
    at = f"{levers.shown(lever, value)} {levers.unit(lever, plan.currency)}".replace(" %", "%")
    return (
        f"**What moves it most:** {lever.label.partition(' (')[0]} at {at} instead of "
        f"{levers.brief(lever, plan.value(mover.lever), plan)} would leave {money(cash, plan.currency)} in "
        f"{month_name(plan.start, lowest)}"
    )


TRIFLE = 5e-4
"""Share of ARR below which a gain counts as nothing."""


def selling(result: Result, found: Sequence[Relief]) -> str:
    """What limits sales, when, and which lever moves it. found: largest gain first."""
    plan, end = result.plan, month_name(result.plan.start, result.months)
    limits = _limits(result)
    year = slice(-12, None)
    could, won = (
        sum(float(result[name][year, 0].sum()) for name in names)
        for names in (
            ("enterprise_capacity_arr", "inside_sales_capacity_arr"),
            ("won_arr_enterprise", "won_arr_inside_sales"),
        )
    )
    did = (
        f"In the last 12 months sales could close {money(could, plan.currency)} and closed {money(won, plan.currency)}"
    )
    trifle = TRIFLE * abs(float(result["arr"][-1, 0]))
    best = found[0]
    if best.gain <= trifle:
        return dollars(f"**{limits[0].upper()}{limits[1:]}.** {did}; no lever of sales moves ARR by {end}.")
    people = [relief for relief in found if relief.lever in PEOPLE]
    others = [relief for relief in found if relief.lever not in PEOPLE]
    moves = f"{_relieved(best, plan)} would add {money(best.gain, plan.currency)} of ARR by {end}"
    if best.lever in PEOPLE:
        second = f"without hiring, {_relieved(others[0], plan)} adds {money(max(0.0, others[0].gain), plan.currency)}"
    elif people[0].gain <= trifle:
        second = "more people to sell would add nothing"
    else:
        second = f"of more people, {_relieved(people[0], plan)} adds most: {money(people[0].gain, plan.currency)}"
    return dollars(f"**{limits[0].upper()}{limits[1:]}.** {did}. {moves[0].upper()}{moves[1:]}; {second}.")


def lever_name(lever_id: str) -> str:
    """A lever's label without the remark it may carry."""
    return re.sub(r" \([^)]*;[^)]*\)", "", CATALOGUE[lever_id].label)


def _relieved(relief: Relief, plan: Plan) -> str:
    name = lever_name(relief.lever)
    return f"{name if name[1].isupper() else name[0].lower() + name[1:]} from {relief_change(relief, plan)}"


def relief_change(relief: Relief, plan: Plan) -> str:
    """What a lever goes from and to: "22% to 24.2%", "5 to 4.5 months"."""
    lever = CATALOGUE[relief.lever]
    now, then = (_three_digits(lever, value, plan) for value in (plan.value(relief.lever), relief.value))
    unit = levers.unit(lever, plan.currency).removeprefix("%").strip()
    return f"{now} to {then} {unit}".strip()


def _three_digits(lever: Lever, value: float, plan: Plan) -> str:
    shown = value * levers.PERCENT if lever.is_share else value
    rounded = float(f"{shown:.3g}") / (levers.PERCENT if lever.is_share else 1.0)
    return levers.brief(lever, rounded, plan)


def _limits(result: Result) -> str:
    teams = {"enterprise": "aes", "inside_sales": "isrs"}
    only_leads = all(
        result[heads][:, 0].any() and [phase.limit for phase in phases(result, team)] == ["leads"]
        for team, heads in teams.items()
    )
    if only_leads:
        return "leads limit both teams throughout"
    return "; ".join(_team_limit(result, team, heads) for team, heads in teams.items())


def _team_limit(result: Result, team: str, heads: str) -> str:
    name = "enterprise sales" if team == "enterprise" else "inside sales"
    found, start = phases(result, team), result.plan.start
    if not result[heads][:, 0].any():
        busy = any(phase.limit != "leads" for phase in found)
        return f"{name} has leads and nobody to sell to them" if busy else f"there are no people in {name}"
    if len(found) == 1:
        return f"{_limiter(found[0].limit)} limit {name} throughout"
    if len(found) == 2:
        turn = month_name(start, found[1].first)
        return f"{_limiter(found[0].limit)} limit {name} at first, {_limiter(found[1].limit)} from {turn} on"
    parts: list[str] = []
    for limit in dict.fromkeys(phase.limit for phase in found if phase.limit != "leads"):
        own = [phase for phase in found if phase.limit == limit]
        months = sum(phase.last - phase.first + 1 for phase in own)
        first, last = month_name(start, own[0].first), month_name(start, own[-1].last)
        when = f"from {first} to {last}" if len(own) == 1 else f"in {months} months between {first} and {last}"
        parts.append(f"{_limiter(limit)} limit {name} {when}" if not parts else f"{_limiter(limit)} {when}")
    rest = " before and after" if len(found) == 3 else " in the other months"
    return ", ".join(parts) + (f", leads{rest}" if any(phase.limit == "leads" for phase in found) else "")


def _limiter(limit: str) -> str:
    return "reps" if limit == "isr" else _spoken(theme.CONSTRAINT_NAMES[limit])


def waiting(found: Sequence[Station], plan: Plan) -> str:
    """What waits and what went cold, at the station where most did."""

    def lost(station: Station, months: int) -> float:
        return float(station.cold[-months:].sum() + station.waiting[-1])

    recent = max(found, key=lambda station: lost(station, 12))
    ever = max(found, key=lambda station: lost(station, plan.months))
    end = month_name(plan.start, plan.months)
    if ever.cold.sum() + ever.waiting.max() < 0.5:
        return "**Nothing waits, nothing goes cold:** every station keeps up with its work."
    if lost(recent, 12) < 0.5:
        peak = int(ever.waiting.argmax())
        return (
            f"**By {end} nothing waits any more.** Most waited in {month_name(plan.start, peak + 1)}: "
            f"{volume(ever.waiting[peak])} {WAITING[ever.name]} for {_limiter(ever.name)}; "
            f"{volume(ever.cold.sum())} went cold in all."
        )
    return (
        f"**{volume(recent.cold[-12:].sum())} {WAITING[recent.name]} went cold** in the last 12 months before "
        f"{_limiter(recent.name)} got to them; {volume(recent.waiting[-1])} wait in {end}."
    )


WAITING = {"bdr": "leads", "se": "opportunities", "ae": "deals", "isr": "deals"}
"""What waits at a station."""


def ramps(found: Ramps, result: Result) -> str:
    """What a month of ramp is worth, or why it is worth nothing."""
    plan, end = result.plan, month_name(result.plan.start, result.months)
    on_top = (
        " Events that change the ramp act on top." if any(e.lever == RAMP and e.active for e in plan.events) else ""
    )
    if not found.compared[0].capacity.any():
        return "There are no account executives in this plan."
    if not found.adds_capacity:
        return f"**Ramp does not matter here:** next to nobody ramps in this plan.{on_top}"
    if not found.matters:
        return dollars(f"**Ramp does not matter here:** {_in_vain(found, result)}{on_top}")
    steps = ", ".join(
        f"from {before.months:g} to {after.months:g} months {money(after.arr - before.arr, plan.currency)}"
        for before, after in pairwise(found.compared)
    )
    worth = money(found.month_worth, plan.currency)
    return dollars(f"**A month less of ramp is worth {worth} of ARR by {end}:** {steps}.{on_top}")


def _in_vain(found: Ramps, result: Result) -> str:
    """Why a shorter ramp sells no more."""
    slow, fast = found.compared[0], found.compared[-1]
    more = money(float(fast.capacity.sum() - slow.capacity.sum()), result.plan.currency)
    could = (
        f"at {fast.months:g} months account executives could close {more} more over the plan than at {slow.months:g}"
    )
    months: dict[str, int] = {}
    for phase in phases(result, "enterprise"):
        months[phase.limit] = months.get(phase.limit, 0) + phase.last - phase.first + 1
    limit = max(months, key=months.__getitem__)
    if limit == "ae":
        return f"{could}, too little to move ARR."
    limits = f"{_limiter(limit)} limit enterprise sales in {months[limit]} of {result.months} months"
    return f"{could}, but there is no more to close. {limits[0].upper()}{limits[1:]}."


def over_assignment(years: Sequence[QuotaYear], plan: Plan) -> str:
    """Whether quota carried covers what was promised, in the last year with a promise, or else against what is won."""
    promised = [year for year in years if np.isfinite(year.needed) and year.needed > 0]
    year = promised[-1] if promised else years[-1]
    when = month_name(plan.start, (year.year - 1) * 12 + year.months)
    if year.street == 0:
        return f"Nobody carries a quota in the year to {when}."
    times = plain(1 + year.over_assignment) if np.isfinite(year.over_assignment) else "∞"
    carried, close = money(year.street, plan.currency), money(year.capacity, plan.currency)
    if not promised:
        return dollars(
            f"**Ramped sellers carry {times} times the quota of what is won** in the year to {when}: {carried} against "
            f"{money(year.won, plan.currency)}. No target says what would be needed."
        )
    gap = year.capacity - year.needed
    verdict = f"{money(abs(gap), plan.currency)} {'more' if gap >= 0 else 'less'} than that"
    return dollars(
        f"**Ramped sellers carry {times} times the quota that the targets need** in the year to {when}: {carried} for "
        f"{money(year.needed, plan.currency)}. They are expected to close {close}, {verdict}; they win "
        f"{money(year.won, plan.currency)}."
    )
