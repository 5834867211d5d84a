"""The report of a plan: what a board asks, in the order in which it asks."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from planner.analysis.draws import promises, uncertainty
from planner.analysis.explain import item_text
from planner.analysis.explain.explanation import explain
from planner.analysis.hiring.by_quarter import by_quarter
from planner.analysis.levers.breaking_points import BreakingPoint, breaking_points
from planner.analysis.readings.promises import marks
from planner.exchange import summary_text
from planner.exchange.by_month import by_month, first_days
from planner.exchange.report.document import Chart, Document, Section, Table
from planner.model.simulate import Result, simulate
from planner.plan import Plan, shocks, target_text
from planner.plan.placed_shocks import PlacedShock, with_shocks
from planner.vocabulary import lever_text, units
from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import MISSING, likely, money, month_name
from planner.vocabulary.roles import ROLES
from planner.vocabulary.sentences import opening, within
from planner.vocabulary.teams import CONSTRAINTS, TEAMS

SHOCKS = Path(__file__).parents[3] / "data" / "shocks"
DRAWS, SEED, YEAR = 2000, 1, 12
FIRST_SHOCK = 7
"""The month in which every shock begins."""

THINNEST = 5
"""Breaking points that are named."""

CHANGES = 12
"""Differences from the baseline that are named, the largest first."""

BROKEN = {"cash": "cash runs out", "burn_multiple": "the burn multiple passes 2"}


def board(plan: Plan, baseline: Plan | None = None, today: date | None = None, origin: Sequence[str] = ()) -> Document:
    """The report of a plan.

    baseline: what changes are measured against, where there is one. today: its date. origin: lines that say where the
    plan is found, and in which version.
    """
    result = simulate(plan)
    drawn = uncertainty.run(plan, DRAWS, SEED, keep=(*promises.columns(plan), "arr", "cash"))
    varies = any((drawn[name] != drawn[name][:, :1]).any() for name in ("arr", "cash"))
    about = [
        f"{plan.months} months from {month_name(plan.start, 1)}, in {plan.currency}",
        f"Report of {today:%d %B %Y}" if today else "",
        f"Measured against {baseline.name}" if baseline else "",
        *origin,
    ]
    sections = [
        Section("Key numbers by year", _reading(result, drawn, varies), _by_year(result)),
        Section("ARR and cash", (), None, list(_charts(result, drawn, varies))),
        Section("What limits growth", ["In most months of each year, and in how many."], _limits(result)),
        Section("Who is hired", ["People who join in each year, replacements among them."], _hires(result)),
        Section("What breaks it", list(_thinnest(plan)), _shocks(plan, result)),
    ]
    if baseline:
        sections.append(_changed(baseline, plan))
    hero, lines = _hero(result, drawn, varies), [line for line in about if line]
    return Document(plan.name, lines, hero, plan.currency, sections, [_levers(plan)])


def _by_year(result: Result) -> Table:
    header, *rows = summary_text.by_year(result)
    return Table(header, rows[:-1])  # what limits sales has a table of its own


def _hero(result: Result, drawn: Result, varies: bool) -> str:
    """Whether what was promised holds, and how likely."""
    plan, targets = result.plan, [one for one in result.plan.targets if one.month <= result.months]
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
    odds = likely(promises.of(drawn).everything)
    return f"{said}; everything promised holds, and cash lasts, in {odds} of the draws, given your ranges."


def _reading(result: Result, drawn: Result, varies: bool) -> list[str]:
    """Targets and cash in sentences, and how likely each is."""
    plan = result.plan
    found = [summary_text.cash_in_words(result), *summary_text.targets_in_words(result)]
    if varies:
        held = promises.of(drawn)
        found.append(f"Given your ranges, cash lasts in {likely(held.cash_lasts)} of the draws.")
        found += [
            f"{target_text.promised(plan, one.target)}: {likely(one.probability)} likely." for one in held.chances
        ]
    return found


def _charts(result: Result, drawn: Result, varies: bool) -> Iterator[Chart]:
    plan, months = result.plan, first_days(result)
    low, high = (uncertainty.LEVELS.index(level) for level in (0.10, 0.90))
    for column, name in (("arr", "ARR"), ("cash", "Cash")):
        fan = uncertainty.quantiles(drawn[column]) if varies else None
        band = None if fan is None else (fan[low], fan[high])
        last = money(float(result[column][-1, 0]), plan.currency)
        alt = f"{name} by month, {last} in {_last(plan)}" + (", and between what 8 of 10 draws lie" if band else "")
        points = {month - 1: bound for month, bound in marks(plan, column, result[column][:, 0]).items()}
        yield Chart(name, months, {name: result[column][:, 0]}, "money", alt, band, points)


def _limits(result: Result) -> Table:
    """What limits each team in most months of each year."""
    columns, rows = by_month(result), []
    years = [range(first, min(first + YEAR, result.months)) for first in range(0, result.months, YEAR)]
    for team in TEAMS.values():
        if not result[team.seller.id].any():
            continue
        cells = []
        for year in years:
            names = [str(columns[f"{team.id}_constraint"][month]) for month in year]
            most = max(dict.fromkeys(names), key=names.count)
            cells.append(f"{CONSTRAINTS[most].label}, {names.count(most)} of {len(year)}")
        rows.append([team.label, *cells])
    return Table(["", *(f"to {month_name(result.plan.start, year.stop)}" for year in years)], rows)


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
    return Table(["", *(f"to {month_name(result.plan.start, month)}" for month in ends)], rows)


def _shocks(plan: Plan, result: Result) -> Table:
    """What each shock of the pack alone does to ARR at the end and to cash at its lowest."""
    start, rows = min(FIRST_SHOCK, plan.months), []
    for file in sorted(SHOCKS.glob("*.toml")):
        shock = shocks.load(file)
        placed = PlacedShock(shock, start, shock.months)
        hit = simulate(with_shocks(plan, [placed]), keep=("arr", "cash"))
        arr, cash = hit["arr"][:, 0], hit["cash"][:, 0]
        low = int(cash.argmin())
        change = money(float(arr[-1] - result["arr"][-1, 0]), plan.currency)
        lowest = f"{money(float(cash[low]), plan.currency)} in {month_name(plan.start, low + 1)}"
        rows.append([shock.name, placed.when(plan), change, lowest])
    return Table(["Shock", "When", f"Change of ARR in {_last(plan)}", "Lowest cash"], rows)


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
    missed = [one for one in plan.targets if (one.month, one.metric) == (point.month, point.metric)]
    asked = " or ".join(f"{within(COLUMNS[one.metric].label)} of {target_text.bounds(plan, one)}" for one in missed)
    return f"the target of {asked} is missed"


def _changed(baseline: Plan, plan: Plan) -> Section:
    """Why ARR at the end is another one than in the baseline."""
    month = min(baseline.months, plan.months)
    found = explain(baseline, plan, "arr", month, seed=SEED)
    before, after, whole = (
        money(value, baseline.currency) for value in (found.before, found.after, found.after - found.before)
    )
    title = f"What changed since {baseline.name}"
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
    """Every lever that the plan states, with why or where it comes from."""
    rows = []
    for lever_id, value in plan.levers.items():
        lever = CATALOGUE[lever_id]
        ends = plan.uncertainty.get(lever_id)
        span = lever_text.span(lever, plan.currency, *ends) if ends else ""
        why = plan.notes.get(lever_id) or (lever.source if value == lever.default else "")
        rows.append([lever.label, lever_text.span(lever, plan.currency, value), span, why])
    sentences = [plan.notes["plan"]] if "plan" in plan.notes else []
    ranges = "8 in 10 between" if plan.ends == "p10-p90" else "Never below or above"
    return Section("What is assumed", sentences, Table(["Lever", "Value", ranges, "Why, or source"], rows, prose=True))


def _last(plan: Plan) -> str:
    return month_name(plan.start, plan.months)
