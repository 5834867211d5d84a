"""Every table that the program shows of a plan, as numbers."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np

from planner.analysis.draws import promises
from planner.analysis.draws.sampling import uncertain
from planner.analysis.draws.uncertainty import LEVELS, mean, quantiles, run
from planner.analysis.hiring.by_quarter import by_quarter, quarter_ends
from planner.analysis.levers.breaking_points import BreakingPoint, breaking_points
from planner.analysis.levers.sensitivity import one_way
from planner.analysis.readings import bands, bridge, cash_bridge, cohorts, coverage, growth, marketing, quota, ratios
from planner.analysis.readings.funnel import stages
from planner.analysis.readings.stations import stations
from planner.commands.chance_rows import CHANCES, chance_rows
from planner.exchange import tables
from planner.exchange.tables import Table
from planner.model.checks import check
from planner.model.simulate import Result
from planner.plan import Plan

YEAR = 12
QUANTILES = tuple(f"p{100 * level:.0f}" for level in LEVELS)
SPREAD = ("arr", "headcount", "cash")
"""What has quantiles."""


def every_table(result: Result) -> Iterator[Table]:
    """Every table of a plan; result: with every column."""
    plan = result.plan
    yield tables.numbers(result)
    yield from tables.of_plan(plan)
    yield tables.targets(result)
    yield from _readings(result)
    yield from _people(result)
    yield from _levers(plan)
    yield from _uncertain(plan)
    found = [(one.name, one.meaning, one.gap, one.holds) for one in check(result)]
    yield Table("checks", ["identity", "meaning", "gap", "holds"], found)


def _records(name: str, found: list[Any], kind: type) -> Table:
    """A table of a list of records: one column per field."""
    header = [field.name for field in fields(kind)]
    return Table(name, header, [[getattr(one, field) for field in header] for one in found])


def _readings(result: Result) -> Iterator[Table]:
    plan = result.plan
    yield _records("arr-bridge-by-year", bridge.by_year(result), bridge.YearBridge)
    years = growth.by_year(result)
    names = list(years[0].factors)
    factors = [[one.year, one.months, one.arr, *(one.factors[name] for name in names)] for one in years]
    yield Table("growth-by-year", ["year", "months", "arr", *names], factors)
    yield _records("revenue-to-cash-by-year", cash_bridge.by_year(result), cash_bridge.YearCash)
    yield _records("quota-by-year", quota.by_year(result), quota.QuotaYear)
    yield Table("funnel-by-year", ["year", "stage", "volume_a_month", "conversion"], list(_funnel(result)))
    ways = marketing.ways(result)
    header = ["way", "cost", "share", "reached", "won", "cost_per_reached", "cost_per_arr_won"]
    costs = [[name, w.cost, w.share, w.reached, w.won, w.per_reached, w.per_won] for name, w in ways.items()]
    yield Table("ways-to-customers", header, costs)
    header = ["month", *(f"{one.name}_{what}" for one in stations(result) for what in ("load", "waiting", "cold"))]
    columns = [column for one in stations(result) for column in (one.load, one.waiting, one.cold)]
    yield Table("stations", header, [[month, *row] for month, row in enumerate(np.stack(columns, axis=1).tolist(), 1)])
    found = ratios.ratios(result)
    values = np.stack([one.value for one in found], axis=1).tolist()
    yield Table("ratios", ["month", *(one.lever for one in found)], [[at, *row] for at, row in enumerate(values, 1)])
    cells = cohorts.triangle(result).tolist()
    header = ["signed_in_year", "day_one", *(f"end_of_year_{year}" for year in range(1, len(cells)))]
    yield Table("arr-by-year-of-contract", header, [[year, *row] for year, row in enumerate(cells)])
    yield _records("coverage", coverage.by_accounts(plan), coverage.Coverage)
    header = ["metric", "value", "low", "high", "verdict", "moved_most_by", "source"]
    judged = [
        [one.band.column, one.value, one.band.low, one.band.high, one.verdict, one.mover, one.band.source]
        for one in bands.readings(result)
    ]
    yield Table("efficiency", header, judged)


def _funnel(result: Result) -> Iterator[list[Any]]:
    for year, first in enumerate(range(0, result.months, YEAR), 1):
        found = stages(result, slice(first, first + YEAR))
        for stage, volume in found.volumes.items():
            yield [year, stage, volume, found.shares[stage]]


def _people(result: Result) -> Iterator[Table]:
    ends = quarter_ends(result.months)
    rows = [
        [role.role, end, *(int(part[at]) for part in (role.heads, role.hires, role.leavers))]
        for role in by_quarter(result)
        for at, end in enumerate(ends)
    ]
    yield Table("hiring-by-quarter", ["role", "to_month", "heads", "hires", "leavers"], rows)


def _levers(plan: Plan) -> Iterator[Table]:
    header = ["lever", "lever_low", "lever_high", "arr_at_low", "arr_at_high", "arr"]
    swings = one_way(plan, "arr", plan.months)
    rows = [[one.lever, one.low, one.high, one.at_low, one.at_high, one.base] for one in swings]
    yield Table("sensitivity-of-arr", header, rows)
    yield _records("breaking-points", breaking_points(plan), BreakingPoint)


def _uncertain(plan: Plan) -> Iterator[Table]:
    """Quantiles by month and the chance of each promise; none for a plan in which nothing is uncertain."""
    if not uncertain(plan):
        return
    drawn = run(plan, keep=dict.fromkeys((*SPREAD, *promises.columns(plan))))
    rows = [
        [name, month, *row]
        for name in SPREAD
        for month, row in enumerate(np.vstack([quantiles(drawn[name]), mean(drawn[name])]).T.tolist(), 1)
    ]
    yield Table("quantiles", ["metric", "month", *QUANTILES, "mean"], rows)
    yield Table("chances", CHANCES, list(chance_rows(plan, promises.of(drawn))))
