"""Frames, charts and words of the People and cash page."""

import numpy as np
import pandas as pd
import pytest

from planner.analysis.hiring.seats import seats
from planner.analysis.readings import lowest_cash
from planner.model.simulate import simulate
from planner.plan import Funding, Plan
from planner.ui.figures import shared_frames, theme
from planner.ui.pages.people_and_cash import frames, key_numbers, words
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, money
from planner.vocabulary.teams import TEAMS

PLAN = Plan(months=40, funding=(Funding(month=6, amount=5e6), Funding(month=6, amount=1e6)))
RESULT = simulate(PLAN)
POOR = simulate(Plan(levers={"finance.cash": 2e6, "people.engineer_hires_per_quarter": 6.0}))


def test_heads_are_whole_and_everyone_is_the_headcount_on_screen() -> None:
    frame = shared_frames.heads(RESULT)
    assert list(frame) == ["date", "Everyone", *theme.ROLES]
    assert (frame[list(theme.ROLES)].sum(axis=1) == frame["Everyone"]).all()
    assert count(frame["Everyone"].iloc[-1]) == count(RESULT["headcount"][-1, 0])


def test_the_hiring_plan_adds_up() -> None:
    hires, leavers, heads = (frames.hiring_plan(RESULT, what) for what in frames.HIRING)
    assert list(hires)[:2] == ["In all", "Mar 2026"]
    assert next(iter(heads)) == "Day one"
    assert list(heads)[-1] == "Apr 2029"
    for table in (hires, leavers, heads):
        assert (table.loc["Everyone"] == table.drop("Everyone").sum()).all()
    for table in (hires, leavers):
        sums = [name for name in table if name.startswith(frames.YEAR_TO)]
        assert sums == ["Year to Dec 2026", "Year to Dec 2027", "Year to Dec 2028", "Year to Apr 2029"]
        assert (table[sums].sum(axis=1) == table["In all"]).all()
        assert (table.loc[:, "Mar 2026":"Dec 2026"].sum(axis=1) == table["Year to Dec 2026"]).all()
        assert list(table)[6] == "Mar 2027"
    assert (heads["Day one"] + hires["In all"] - leavers["In all"] == heads["Apr 2029"]).all()
    assert heads.loc["Everyone", "Apr 2029"] == shared_frames.heads(RESULT)["Everyone"].iloc[-1]


@pytest.mark.parametrize("what", frames.HIRING)
def test_roles_that_nobody_has_are_not_in_the_hiring_plan(what: str) -> None:
    teams = [lever for lever in CATALOGUE if lever.partition(".")[0] in TEAMS]
    alone = simulate(Plan(levers={lever: 0.0 for lever in teams if CATALOGUE[lever].min == 0}))
    rows = frames.hiring_plan(alone, what)
    everybody = shared_frames.heads(alone)
    assert set(rows.index) - {"Everyone"} == {name for name in theme.ROLES if everybody[name].any()} != set(theme.ROLES)
    assert (rows.loc["Everyone"] == rows.drop("Everyone").sum()).all()


def test_seats_are_listed_with_what_they_cost() -> None:
    found = seats(RESULT)
    table = frames.seats(found, PLAN)
    people = frames.hiring_plan(RESULT, "hires")["In all"]["Everyone"]
    assert table["How many"].astype(int).sum() == sum(some.people for some in found) == people
    first = table.iloc[0]
    assert first["Open by"].endswith(", before the plan")
    assert first["Cost a year, each"] == money(found[0].cost, "USD")
    assert first["Cost a year, all"] == money(found[0].people * found[0].cost, "USD")


def test_functions_add_up_to_all_cost() -> None:
    frame = pd.DataFrame(frames.costs(RESULT))
    np.testing.assert_allclose(frame[list(theme.FUNCTIONS)].sum(axis=1), frame["All cost"], rtol=1e-12)
    np.testing.assert_allclose(frame["Revenue"] - frame["All cost"], RESULT["operating_income"][:, 0], rtol=1e-9)


def test_rounds_of_one_month_are_marked_once_with_their_sum() -> None:
    frame = pd.DataFrame(frames.cash(RESULT, RESULT))
    marked = frame[frame["Round"].notna()]
    assert list(marked["Funding"]) == ["$6M round"]
    assert marked["Round"].iloc[0] == RESULT["cash"][5, 0]
    assert not marked["Late"].iloc[0]


def test_free_cash_flow_and_runway_are_the_engine_s() -> None:
    flow = pd.DataFrame(frames.flow(RESULT, RESULT))
    np.testing.assert_array_equal(flow["Free cash flow"], RESULT["free_cash_flow"][:, 0])
    assert (flow["until"] > flow["date"]).all()
    runway = frames.runway(RESULT, RESULT)
    assert not np.isinf(runway["Runway"]).any()
    assert key_numbers.shortest_runway(RESULT) == pytest.approx(np.nanmin(RESULT["runway_months"]))


def test_who_never_burns_has_no_end_of_runway() -> None:
    rich = simulate(Plan(months=12, levers={"enterprise.arr": 1e9}))
    assert key_numbers.shortest_runway(rich) == np.inf
    assert pd.DataFrame(frames.runway(rich, rich))["Runway"].isna().all()


def test_a_plan_that_lasts_in_words() -> None:
    heads = shared_frames.heads(RESULT)
    text = words.people_and_cash(RESULT, frames.first_and_last(heads), lowest_cash.rescues(RESULT))
    assert f"to {heads['Everyone'].iloc[-1]} in Apr 2029" in text
    assert "most of all in engineering" in text
    assert "What raises it most" not in text


def test_a_plan_that_runs_dry_says_when_and_what_would_help() -> None:
    text = words.people_and_cash(POOR, frames.first_and_last(shared_frames.heads(POOR)), lowest_cash.rescues(POOR))
    assert "Cash runs out in" in text
    assert "**What raises it most, by a tenth:** " in text
    assert " would leave " in text
    assert text.count("$") == text.count("\\$")
