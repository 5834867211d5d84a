"""The report of a plan: what a board asks, in the order in which it asks."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from planner.analysis.draws import promises, uncertainty
from planner.analysis.draws.sampling import given
from planner.analysis.explain import item_text
from planner.analysis.explain.explanation import explain
from planner.analysis.hiring.by_quarter import by_quarter
from planner.analysis.levers import origins
from planner.analysis.levers.breaking_points import BreakingPoint, breaking_points
from planner.analysis.readings import lowest_cash
from planner.analysis.readings.promises import marks
from planner.analysis.readings.stations import existing
from planner.exchange import summary_text
from planner.exchange.by_month import by_month
from planner.exchange.report.document import Chart, Document, Section, Series, Table
from planner.model.simulate import Result, simulate
from planner.plan import Plan, shocks, target_text
from planner.plan.placed_shocks import PlacedShock, usual_start, with_shocks
from planner.ui.figures import charts, frames, shared_charts, shared_frames, theme
from planner.ui.figures.picture import Drawing
from planner.vocabulary import lever_text, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE, Lever
from planner.vocabulary.numbers import FAINT, MISSING, is_faint, likely, money, month_name, symbol
from planner.vocabulary.roles import ROLES
from planner.vocabulary.sentences import counted, opening, within
from planner.vocabulary.teams import CONSTRAINTS

SHOCKS = Path(__file__).parents[3] / "data" / "shocks"
YEAR = 12
THINNEST = 5
"""Breaking points that are named."""

DIGITS = 4
"""Of a number that is assumed."""

CHANGES = 10
"""Differences from the baseline that are named, the largest first."""

BROKEN = {"cash": "cash runs out", "burn_multiple": "the burn multiple passes 2"}


def board(plan: Plan, baseline: Plan | None = None, today: date | None = None, origin: Sequence[str] = ()) -> Document:
    """The report of a plan.

    baseline: what changes are measured against, where there is one. today: its date. origin: lines that say where the
    plan is found, and in which version.
    """
    result = simulate(plan)
    drawn = uncertainty.run(plan, keep=(*promises.columns(plan), "arr", "cash"))
    low, high = (uncertainty.LEVELS.index(level) for level in (0.10, 0.90))
    fans = {name: uncertainty.quantiles(drawn[name]) for name in ("arr", "cash")}
    varies = any((drawn[name] != drawn[name][:, :1]).any() for name in ("arr", "cash"))
    ends = {name: (fan[low], fan[high]) for name, fan in fans.items()} if varies else None
    seen = _Drawn(result, simulate(baseline) if baseline else result, ends)
    about = [
        f"{plan.months} months from {month_name(plan.start, 1)}, in {plan.currency}",
        f"Report of {today:%d %B %Y}" if today else "",
        f"Measured against {baseline.name}" if baseline else "",
        *origin,
    ]
    sections = [
        Section("Key numbers by year", (), _by_year(result)),
        Section("ARR and cash", (), None, _arr_and_cash(seen)),
        _limits(seen),
        Section(
            "Who is hired",
            ["People who join in each year, replacements among them."],
            _hires(result),
            [_people(result)],
        ),
        Section("What breaks it", list(_thinnest(plan)), _shocks(plan, result)),
    ]
    if baseline:
        sections.append(_changed(baseline, plan))
    hero, lines = _hero(result, drawn, varies), [line for line in about if line]
    return Document(plan.name, lines, hero, plan.currency, sections, [_levers(plan)], _reading(result, drawn, varies))


def _by_year(result: Result) -> Table:
    header, *rows = summary_text.by_year(result)
    return Table(header, rows[:-1])  # what limits sales has a table of its own


def _hero(result: Result, drawn: Result, varies: bool) -> str:
    """Whether what was promised holds, and how likely."""
    plan, targets = result.plan, [one for one in result.plan.acting_targets() if one.month <= result.months]
    kept = [one for one in targets if one.met(float(result[one.metric][one.month - 1, 0]))]
    if not targets:
        said = f"ARR comes to {money(float(result['arr'][-1, 0]), plan.currency)} by {_last(plan)}; nothing is promised"
    elif len(kept) == len(targets):
        said = f"The promise is met: {target_text.promised(plan, targets[0])}"
        said = said if len(targets) == 1 else f"All {len(targets)} promises are met"
    else:
        said = f"{len(kept)} of {len(targets)} promises are met"
    if not varies:
        return f"{said}."
    found = promises.of(drawn)
    if not targets:
        return f"{said}; cash lasts in {likely(found.cash_lasts)} of the draws, {given(plan)}."
    odds = likely(found.everything)
    return f"{said}; everything promised holds, and cash lasts, in {odds} of the draws, {given(plan)}."


def _reading(result: Result, drawn: Result, varies: bool) -> list[str]:
    """Targets and cash in sentences, and how likely each is."""
    cash = summary_text.cash_in_words(result)
    if not varies:
        return [*summary_text.targets_in_words(result), cash]
    held = promises.of(drawn)
    odds = {one.target: likely(one.probability) for one in held.chances}
    lasts = f"{opening(given(result.plan))}, cash lasts in {likely(held.cash_lasts)} of the draws."
    return [*summary_text.targets_in_words(result, odds), cash, lasts]


class _Drawn(NamedTuple):
    """What charts are drawn of. baseline: the plan itself where there is none. ends: of fans, where anything varies."""

    result: Result
    baseline: Result
    ends: frames.Ends | None

    def note(self, points: str = "") -> str:
        """What the marks of a chart are. points: what its diamonds are."""
        said = [
            "Between the thin lines: 8 of 10 draws." if self.ends else "",
            "Dashed: the baseline." if self.baseline is not self.result else "",
            f"Diamonds: {points}." if points else "",
        ]
        return " ".join(filter(None, said))


def _arr_and_cash(drawn: _Drawn) -> list[Chart]:
    result, baseline, ends = drawn
    plan = result.plan
    fan = [Series("P10", "8 of 10 draws: low", theme.NEUTRAL), Series("P90", "8 of 10 draws: high", theme.NEUTRAL)]
    before = Series("Baseline", "Baseline", theme.BASELINE)
    promised = marks(plan, "arr", result["arr"][:, 0])
    sign = symbol(plan.currency)
    segments = pd.DataFrame(shared_frames.arr(result, baseline, ends))
    followed = pd.DataFrame(shared_frames.followed(result, baseline, ends, "cash"))
    band = ", and between what 8 of 10 draws lie" if ends else ""
    arr, cash = (money(float(result[name][-1, 0]), plan.currency) for name in ("arr", "cash"))
    return [
        Chart(
            "ARR",
            Drawing(shared_charts.arr(shared_frames.limited(result)), segments, sign),
            segments,
            [Series("ARR", "ARR", theme.quantity("arr")), *fan, before, Series("Target", "Promised", theme.TARGET)],
            "money",
            f"ARR by month, {arr} in {_last(plan)}{band}",
            drawn.note("targets" if promised else ""),
            points="Target",
        ),
        Chart(
            "Cash",
            Drawing(charts.fanned("cash", "Cash"), followed, sign),
            followed,
            [Series("Cash", "Cash", theme.quantity("cash")), *fan, before],
            "money",
            f"Cash by month, {cash} in {_last(plan)}{band}",
            drawn.note(),
        ),
    ]


def _capacity(drawn: _Drawn) -> Chart:
    """What sales could close and what there is to close, over a strip of what limits each team."""
    result, baseline, _ = drawn
    teams = existing(result)
    figure = shared_charts.capacity(theme.CAPACITY, tuple(team.id for team in teams))
    frame = pd.DataFrame(shared_frames.capacity(result, baseline, teams))
    colours = {"Won": theme.GAIN, "Capacity": theme.CAPACITY, "Demand": theme.DEMAND, "Needed": theme.TARGET}
    series = [*(Series(name, name, colour) for name, colour in colours.items())]
    return Chart(
        "Capacity and demand, ARR a month",
        Drawing(figure, frame, symbol(result.plan.currency)),
        frame,
        [*series, Series("Baseline", "Baseline", theme.BASELINE)],
        "money",
        "What sales could close, what there is to close and what is won, and what limits each team in every month",
        "Capacity is what sellers could close; below, what limits each team in every month.",
    )


def _people(result: Result) -> Chart:
    heads = shared_frames.heads(result)
    return Chart(
        "People by role",
        Drawing(shared_charts.people(), heads, symbol(result.plan.currency)),
        heads,
        [Series(name, name, colour) for name, colour in theme.ROLES.items()],
        "people",
        f"Whole people by role and month, {int(heads['Everyone'].iloc[-1]):,} in {_last(result.plan)}",
        stacked=True,
    )


def _limits(drawn: _Drawn) -> Section:
    """What limits each team, month by month, and in most months of each year."""
    title, result, teams = "What limits growth", drawn.result, existing(drawn.result)
    if not teams:
        return Section(title, ["Nobody sells, and there are no deals to close: growth comes from self-serve alone."])
    columns, rows = by_month(result), []
    years = [range(first, min(first + YEAR, result.months)) for first in range(0, result.months, YEAR)]
    for team in teams:
        cells = []
        for year in years:
            names = [str(columns[f"{team.id}_constraint"][month]) for month in year]
            most = max(dict.fromkeys(names), key=names.count)
            cells.append(f"{CONSTRAINTS[most].label}, {names.count(most)} of {len(year)}")
        rows.append([team.label, *cells])
    table = Table(["", *(f"to {month_name(result.plan.start, year.stop)}" for year in years)], rows)
    return Section(title, ["In most months of each year, and in how many."], table, [_capacity(drawn)])


def _hires(result: Result) -> Table:
    """Whole people who join in each year, by role, and everybody at its end."""
    ends = [*range(YEAR, result.months, YEAR), result.months]
    rows, everybody = [], np.zeros(len(ends), dtype=int)
    for role in by_quarter(result):
        quarters = [range(first, min(first + 4, len(role.hires))) for first in range(0, len(role.hires), 4)]
        joined = [int(role.hires[list(year)].sum()) for year in quarters]
        everybody += np.array([int(role.heads[year[-1]]) for year in quarters])
        if any(joined):
            rows.append([ROLES[role.role].label, *map(str, joined)])
    rows.append(["Headcount at the end", *(f"{heads:,}" for heads in everybody)])
    return Table(["People who join", *(f"to {month_name(result.plan.start, month)}" for month in ends)], rows)


def _shocks(plan: Plan, result: Result) -> Table:
    """What each shock of the pack alone, from its usual start on, does to ARR at the end and to cash at its lowest."""
    start, rows = usual_start(plan), []
    for file in sorted(SHOCKS.glob("*.toml")):
        shock = shocks.load(file)
        placed = PlacedShock(shock, start, shock.months)
        hit = simulate(with_shocks(plan, [placed]), keep=("arr", "cash"))
        change = _effect(float(result["arr"][-1, 0]), float(hit["arr"][-1, 0]), plan.currency)
        when = month_name(plan.start, lowest_cash.month(hit))
        lowest = f"{money(lowest_cash.amount(hit), plan.currency)} in {when}"
        rows.append([shock.name, placed.when(plan), change, lowest])
    return Table(["Shock", "When", f"Change of ARR in {_last(plan)}", "Lowest cash"], rows)


def _effect(before: float, after: float, currency: str) -> str:
    """By how much an amount changes: "-$1.2M"; "under 0.1% less" where its rounding hides it."""
    if is_faint(after - before, before):
        return f"{FAINT} {'less' if after < before else 'more'}"
    return money(after - before, currency)


def _thinnest(plan: Plan) -> Iterator[str]:
    """What is broken already, and the levers with the least room before a limit breaks."""
    points = breaking_points(plan)
    for point in points:
        if point.already and point.month:
            yield opening(f"{_broken(plan, point)} as planned, in {month_name(plan.start, point.month)}.")
    for point in [one for one in points if one.lever and one.value is not None][:THINNEST]:
        yield _margin(plan, point)


def _margin(plan: Plan, point: BreakingPoint) -> str:
    lever = CATALOGUE[str(point.lever)]
    write = units.of_lever(lever).digits
    today, there = (write(float(value or 0.0), plan.currency, 3) for value in (point.today, point.value))
    when = month_name(plan.start, point.month or 1)
    return opening(f"{_broken(plan, point)} in {when} when {lever_text.name(lever)} goes from {today} to {there}.")


def _broken(plan: Plan, point: BreakingPoint) -> str:
    """What happens where a limit breaks; a target is named by what it asks."""
    if point.limit != "target":
        return BROKEN[point.limit]
    missed = [one for one in plan.acting_targets() if (one.month, one.metric) == (point.month, point.metric)]
    asked = " or ".join(f"{within(COLUMNS[one.metric].label)} of {target_text.bounds(plan, one)}" for one in missed)
    return f"the target of {asked} is missed"


def _changed(baseline: Plan, plan: Plan) -> Section:
    """Why ARR at the end is another one than in the baseline."""
    month = min(baseline.months, plan.months)
    title = f"What changed since {baseline.name}"
    try:
        found = explain(baseline, plan, "arr", month)
    except PlannerError:  # without a rate of exchange
        said = f"The baseline is in {baseline.currency}, the plan in {plan.currency}, and no rate is stated."
        return Section(title, [f"{said} What changed is not compared."])
    before, after, whole = (
        money(value, baseline.currency) for value in (found.before, found.after, found.after - found.before)
    )
    if not found.effects:
        return Section(title, ["Nothing that moves ARR."])
    rows = []
    for one in found.effects[:CHANGES]:
        sides = item_text.sides(baseline, plan, one.item)
        texts = [text or MISSING for text in sides]
        rows.append([item_text.label(baseline, plan, one.item), *texts, money(one.effect, baseline.currency)])
    if rest := found.effects[CHANGES:]:
        rows.append([f"{len(rest)} more", "", "", money(sum(one.effect for one in rest), baseline.currency)])
    rows.append(["Total", before, after, whole])
    when = month_name(plan.start, month)
    sentence = f"ARR in {when} is {after}, {before} in the baseline; the difference by what differs, in any order."
    return Section(title, [sentence], Table(["Item", "Before", "Now", "ARR"], rows))


def _levers(plan: Plan) -> Section:
    """Every lever that the plan states, with why or where it comes from; the others are defaults."""
    rows = []
    for lever_id, value in plan.levers.items():
        lever = CATALOGUE[lever_id]
        ends = plan.uncertainty.get(lever_id)
        span, stated = (_rounded(plan, lever, *values) if values else "" for values in (ends, (value,)))
        rows.append([lever_text.name(lever), stated, span, _why(plan, lever)])
    sentences = [plan.notes["plan"]] if "plan" in plan.notes else []
    if others := len(CATALOGUE) - len(rows):
        sentences.append(f"Not listed: {counted(others, 'levers')} at the defaults of the program.")
    ranges = "8 in 10 between" if plan.ends == "p10-p90" else "Never below or above"
    return Section("What is assumed", sentences, Table(["Lever", "Value", ranges, "Why, or source"], rows, prose=True))


def _rounded(plan: Plan, lever: Lever, *values: float) -> str:
    """A value, or a range, in four digits."""
    return lever_text.span(lever, plan.currency, *(lever_text.rounded(lever, value, DIGITS) for value in values))


def _why(plan: Plan, lever: Lever) -> str:
    """Why a lever is what it is, else where it comes from, as far as the plan or the catalogue says."""
    found = origins.origin(plan, lever.id)
    if lever.id in plan.notes or found not in (origins.FILE, "shipped"):
        return plan.notes.get(lever.id) or origins.ORIGINS[found]
    return opening(lever_text.source_of_default(lever)) if plan.value(lever.id) == lever.default else ""


def _last(plan: Plan) -> str:
    return month_name(plan.start, plan.months)
