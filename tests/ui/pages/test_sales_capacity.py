"""Sales capacity: frames, charts, tables and what limits sales in words."""

import numpy as np
import pandas as pd
import pytest

from planner.analysis.levers import improvements
from planner.analysis.readings import quota, ramp, ratios, stations
from planner.model.simulate import Result, simulate
from planner.plan import Plan, Target
from planner.ui.figures import shared_frames
from planner.ui.kit import limits, tiles
from planner.ui.levers import panels
from planner.ui.pages.sales_capacity import frames, key_numbers, words
from planner.vocabulary.teams import STATIONS, TEAMS

BASE = simulate(Plan(targets=(Target(month=36, least=40e6),)))
BUSY = simulate(
    Plan(levers={"marketing.mqls": 900.0, "enterprise.hires_per_quarter": 0.5}, targets=(Target(month=36, least=40e6),))
)
EMPTY = ("enterprise.reps", "enterprise.hires_per_quarter", "inside_sales.reps", "inside_sales.hires_per_quarter")
NO_LEADS = (
    *("enterprise.opening_pipeline", "inside_sales.opening_pipeline", "marketing.mqls", "self_serve.upgrade_rate"),
    *("community.visitors", "community.referral", "community.free_accounts"),
)
NOBODY = simulate(Plan(levers=dict.fromkeys(EMPTY + NO_LEADS, 0.0)))
IDLE = simulate(Plan(levers=dict.fromkeys(EMPTY, 0.0)))
EVERY_VIEW = pytest.mark.parametrize("view", frames.VIEWS.values(), ids=frames.VIEWS)


NO_ENTERPRISE = simulate(
    Plan(
        levers={
            **dict.fromkeys(("enterprise.reps", "enterprise.hires_per_quarter", "enterprise.opening_pipeline"), 0.0),
            **dict.fromkeys(("enterprise.pql_share", "enterprise.mql_share", "enterprise.outbound_per_bdr"), 0.0),
        }
    )
)


@pytest.mark.parametrize(
    ("result", "first"), [(BASE, "enterprise"), (NO_ENTERPRISE, "inside_sales")], ids=["both teams", "no enterprise"]
)
def test_a_team_that_exists_stands_first(result: Result, first: str) -> None:
    teams = limits.ordered(result)
    assert teams[0].id == first
    assert [view.id for view in frames.views(teams)] == ["both", *(team.id for team in teams)]
    shown = panels.in_order(panels.SALES_CAPACITY, [team.id for team in teams])
    assert [next(panel.every()).partition(".")[0] for panel in shown] == [*(team.id for team in teams), "sales"]
    assert sorted(shown) == sorted(panels.SALES_CAPACITY)
    heads = [kpi.label for kpi in key_numbers.of(teams) if kpi.label in ("AEs", "Inside sales reps")]
    assert heads == [{"enterprise": "AEs", "inside_sales": "Inside sales reps"}[team.id] for team in teams]


@EVERY_VIEW
def test_capacity_is_the_teams_columns(view: frames.View) -> None:
    frame = pd.DataFrame(shared_frames.capacity(BUSY, BASE, view.teams))
    parts = [team.id for team in view.teams]
    for name, column in (("Won", "won_arr_{}"), ("Capacity", "{}_capacity_arr"), ("Demand", "{}_demand_arr")):
        total = sum(BUSY[column.format(part)][:, 0] for part in parts)
        assert frame[name].to_numpy() == pytest.approx(total)
    assert frame["Baseline"].to_numpy() == pytest.approx(sum(BASE[f"won_arr_{part}"][:, 0] for part in parts))
    assert frame["Needed"].notna().any() == (view.id == "both")
    assert {f"Limit {TEAMS[team].label}" for team in frames.strips(view)} <= set(frame)


@EVERY_VIEW
def test_ramped_and_ramping_add_up_to_heads(view: frames.View) -> None:
    frame = pd.DataFrame(frames.sellers(BUSY, BASE, view))
    heads = sum(BUSY[team.seller.id][:, 0] for team in view.teams)
    assert (frame["Ramped"] + frame["Ramping"]).to_numpy() == pytest.approx(heads)
    assert (frame["Ramping"] > -1e-9).all()


def test_attainment_with_enough_leads_is_never_below_attainment() -> None:
    frame = pd.DataFrame(frames.attainment(BUSY, BASE))
    known = frame.dropna(subset=["Attainment"])
    assert len(known) == 49
    assert (known["With leads"] >= known["Attainment"] - 1e-9).all()


def test_a_trailing_sum_begins_with_month_12() -> None:
    total = frames.trailing(np.arange(14.0))
    assert np.isnan(total[:11]).all()
    assert total[11:] == pytest.approx([66, 78, 90])
    assert tiles.last_year(BASE, "won_arr_enterprise", "won_arr_inside_sales") == pytest.approx(
        quota.won(BASE)[-12:].sum()
    )


def test_load_is_drawn_up_to_the_cap_where_there_is_work() -> None:
    found = stations.stations(BUSY)
    frame = frames.load(found, BUSY.plan)
    assert list(frames.loaded(found)) == [STATIONS[station.name].label for station in found]
    assert frame.drop(columns="date").max(axis=None) <= frames.CAP
    assert frames.loaded(stations.stations(NOBODY)) == ()


def test_stations_say_how_busy_they_are_and_how_long_they_limit() -> None:
    table = frames.station_table(stations.stations(BUSY))
    limits = int((BUSY["enterprise_constraint"][:, 0] == 3).sum())
    assert table.loc[2, "Limits sales in"] == f"{limits} of 60 months"
    assert frames.station_table(stations.stations(NOBODY)).loc[0, "Busy"] == "no work"


def test_ramps_are_lines_of_capacity_beside_demand() -> None:
    found = ramp.compare(BUSY.plan)
    frame = frames.ramps(found, BUSY.plan)
    assert list(frame) == ["date", "9 months", "6 months", "4 months", "Demand"]
    assert (frame["9 months"] <= frame["4 months"] + 1e-9).all()


def test_quota_by_year_has_what_targets_need() -> None:
    years = quota.by_year(BASE)
    frame = frames.quotas(years, BASE.plan)
    assert list(frame["year"]) == [f"to Dec {year}" for year in range(2026, 2031)]
    assert frame["Needed"].notna().tolist() == [True, True, True, False, False]
    assert frames.quota_table(years, BASE.plan)["Over-assigned"].str.endswith("%").all()


def test_gains_name_the_lever_and_its_change() -> None:
    frame = frames.gains(improvements.of(BASE.plan).tenths[:3], BASE.plan)
    assert frame["title"][0] == "Enterprise win rate: 22% to 24.2%"
    assert frame["gain"].is_monotonic_decreasing
    assert frame["text"].str.startswith("+$").all()


@pytest.mark.parametrize(
    ("sellers", "change"),
    [
        (3.0, "one more for 3 account executives"),
        (1.0, "one more for each account executive"),
        (2.5, "one more for 2.5 account executives"),
    ],
)
def test_one_person_more_is_whole(sellers: float, change: str) -> None:
    plan = Plan(levers={"enterprise.reps": sellers, "enterprise.ramping_reps": 0.0, "enterprise.bdr_per_ae": 0.6})
    found = improvements.of(plan)
    by_lever = {one.lever: one for one in found.people}
    assert frames.gains([by_lever["enterprise.bdr_per_ae"]], plan)["change"].tolist() == [change]
    assert frames.gains([by_lever["enterprise.hires_per_quarter"]], plan)["change"][0].endswith("people per quarter")
    tenth = next(one for one in found.tenths if one.lever == "enterprise.bdr_per_ae")
    assert frames.gains([tenth], plan)["change"].tolist() == ["0.6 to 0.66 people per AE"]


def test_ratios_stand_beside_their_usual_range() -> None:
    table = frames.ratio_table(ratios.ratios(BASE), BASE.plan)
    assert list(table["Usually"]) == ["0.25 to 1.5", "0.25 to 2", "50 to 100", "5 to 10"]
    assert list(table["Dec 2030"]) == ["1", "0.5", "75", "7"]
    assert frames.ratio_table(ratios.ratios(NOBODY), NOBODY.plan)["Dec 2030"][0] == "–"


def test_there_is_somebody_who_sells_in_the_plan_or_its_baseline() -> None:
    somebody, view = simulate(Plan(levers={"enterprise.reps": 2.0})), frames.VIEWS["both"]
    assert not frames.anybody(NOBODY, NOBODY, view)
    assert frames.anybody(NOBODY, somebody, view)
    assert frames.anybody(somebody, NOBODY, view)


def test_who_sells_nothing_to_nobody_does_not_exist() -> None:
    assert not any(frames.exists(NOBODY, team) for team in frames.VIEWS.values())
    assert all(frames.exists(BASE, team) for team in frames.VIEWS.values())


def test_what_limits_sales_in_words() -> None:
    text = words.selling(BASE, improvements.of(BASE.plan))
    assert text.startswith(
        "**Leads limit enterprise sales throughout; reps limit inside sales from Mar 2026 to Jan 2027"
    )
    assert "routing aside, enterprise win rate from 22% to 24.2%, a tenth better, adds most: \\$" in text
    assert (
        "Of one person more a quarter, inside sales reps hired from 0.5 to 1.5 people per quarter adds most: " in text
    )
    text = words.selling(BUSY, improvements.of(BUSY.plan))
    assert "account executives from " in text
    text = words.selling(NOBODY, improvements.of(NOBODY.plan))
    assert text.startswith("**Nobody sells.**")
    assert text.endswith(
        "No lever of sales a tenth better moves ARR by Dec 2030. One person more to sell adds next to nothing."
    )


def test_leads_that_nobody_can_work_are_named() -> None:
    result = simulate(Plan(levers={"enterprise.reps": 0.0, "enterprise.hires_per_quarter": 0.0}))
    assert (
        "enterprise sales has leads and nobody to sell to them"
        in words.selling(result, improvements.of(result.plan)).lower()
    )


def test_what_waits_in_words() -> None:
    idle = simulate(Plan(levers={"inside_sales.reps": 100.0}))
    assert "every station keeps up" in words.waiting(stations.stations(idle), idle.plan)
    assert "no work waits any more" in words.waiting(stations.stations(BASE), BASE.plan)
    few_bdrs = simulate(Plan(levers={"enterprise.bdr_per_ae": 0.25}))
    found = stations.stations(few_bdrs)
    text = words.waiting(found, few_bdrs.plan)
    assert f"{found[0].cold[-12:].sum():,.0f} leads went cold" in text
    assert "before BDRs got to them" in text


def test_what_ramp_is_worth_in_words() -> None:
    assert "Ramp does not matter here" in words.ramps(ramp.compare(BASE.plan), BASE)
    assert "Leads limit enterprise sales in 60 of 60 months" in words.ramps(ramp.compare(BASE.plan), BASE)
    assert "On average one month less of ramp adds" in words.ramps(ramp.compare(BUSY.plan), BUSY)
    assert "no account executives" in words.ramps(ramp.compare(NOBODY.plan), NOBODY)


def test_over_assignment_in_words() -> None:
    text = words.over_assignment(quota.by_year(BASE), BASE.plan)
    assert "times the quota that the targets need** in the year to Dec 2028" in text
    no_targets = simulate(Plan())
    assert "the quota of what is won" in words.over_assignment(quota.by_year(no_targets), no_targets.plan)
    assert "Nobody carries a quota" in words.over_assignment(quota.by_year(NOBODY), NOBODY.plan)
