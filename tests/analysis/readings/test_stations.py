"""Stations: load, phases and what limits agree with the engine."""

from itertools import pairwise

import numpy as np
import pytest
from support import ROOT

from planner import plan as plans
from planner.analysis.readings.stations import phases, stations
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.columns import constraint_names
from planner.vocabulary.teams import TEAMS

SCARCE = {
    "bdr": Plan(levers={"enterprise.bdr_per_ae": 0.1}),
    "se": Plan(levers={"enterprise.evaluations_per_se": 1.0}),
    "ae": Plan(
        levers={"marketing.mqls": 2_000.0, "enterprise.evaluations_per_se": 1e4, "enterprise.leads_per_bdr": 1e5}
    ),
    "isr": Plan(levers={"inside_sales.hires_per_quarter": 0.0}),
}
SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))


@pytest.mark.parametrize("plan", [*SCARCE.values(), *map(plans.load, SHIPPED)])
def test_a_station_above_its_capacity_binds_and_lets_work_wait(plan: Plan) -> None:
    result = simulate(plan)
    for station in stations(result):
        busy = station.load > 1 + 1e-6
        assert ((station.waiting > 0) | ~busy).all()
        assert busy[station.limits].all()
        assert (station.cold[1:] <= station.waiting[:-1]).all()


@pytest.mark.parametrize("name", list(SCARCE))
def test_the_scarce_station_limits(name: str) -> None:
    found = {station.name: station for station in stations(simulate(SCARCE[name]))}
    assert found[name].limits.sum() > 30
    assert np.nanmean(found[name].load) > 1


def test_the_last_station_above_capacity_is_the_constraint() -> None:
    result = simulate(SCARCE["se"])
    found = stations(result)[:3]
    codes = result["enterprise_constraint"][:, 0].astype(int)
    for month, code in enumerate(codes):
        binding = [station.name for station in found if station.load[month] > 1 + 1e-9]
        assert constraint_names("enterprise_constraint")[code] == (binding[-1] if binding else "leads")


def test_work_for_nobody_is_an_infinite_load() -> None:
    nobody = {"enterprise.reps": 0.0, "enterprise.hires_per_quarter": 0.0}
    assert np.isinf(stations(simulate(Plan(levers=nobody)))[0].load).all()
    idle = nobody | {"enterprise.pql_share": 0.0, "enterprise.mql_share": 0.0}
    assert np.isnan(stations(simulate(Plan(levers=idle)))[0].load).all()


@pytest.mark.parametrize("team", TEAMS)
def test_phases_cover_every_month_once(team: str) -> None:
    result = simulate(SCARCE["ae"])
    found = phases(result, team)
    assert found[0].first == 1
    assert found[-1].last == result.months
    assert all(after.first == before.last + 1 for before, after in pairwise(found))
    assert all(after.limit != before.limit for before, after in pairwise(found))
    names = constraint_names(f"{team}_constraint")
    for phase in found:
        months = result[f"{team}_constraint"][phase.first - 1 : phase.last, 0]
        assert (months == names.index(phase.limit)).all()
