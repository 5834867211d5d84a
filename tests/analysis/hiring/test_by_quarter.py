"""Whole people add up: over roles to headcount, over quarters to heads."""

from pathlib import Path

import numpy as np
import pytest
from support import ROOT

from planner.analysis.hiring import by_quarter
from planner.model.simulate import simulate
from planner.plan import Event, Plan, load
from planner.vocabulary.roles import ROLES

SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))
SHIPPED_PLANS = pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
FREEZE = Plan(
    events=(
        Event(lever="enterprise.hires_per_quarter", change="set", value=0.0, start=7),
        Event(lever="people.backfill", change="set", value=0.0, start=7),
    )
)


@SHIPPED_PLANS
def test_roles_add_up_to_headcount_and_are_within_one(path: Path) -> None:
    result = simulate(load(path))
    people = by_quarter.whole_people(result)
    whole = np.array(list(people.values()))[:, 1:]
    exact = np.array([result[role][:, 0] for role in people])
    assert (whole.sum(axis=0) == np.floor(result["headcount"][:, 0] + 0.5)).all()
    assert np.abs(whole - exact).max() < 1


@SHIPPED_PLANS
def test_rounding_dismisses_nobody(path: Path) -> None:
    result = simulate(load(path))
    people = by_quarter.whole_people(result)
    whole = np.array(list(people.values()))[:, 1:]
    exact = np.array([result[role][:, 0] for role in people])
    assert not ((np.diff(whole) < 0) & (np.diff(exact) >= 0)).any()


@pytest.mark.parametrize("months", [12, 36, 40, 61])
@pytest.mark.parametrize("events", [(), FREEZE.events], ids=["growing", "frozen"])
def test_heads_are_heads_before_plus_hires_less_leavers(months: int, events: tuple[Event, ...]) -> None:
    result = simulate(Plan(months=months, events=events))
    quarters = by_quarter.by_quarter(result)
    assert [quarter.role for quarter in quarters] == list(ROLES)
    for quarter in quarters:
        before = np.concatenate([[quarter.day_one], quarter.heads[:-1]])
        assert (quarter.heads == before + quarter.hires - quarter.leavers).all()
        assert (quarter.hires >= 0).all()
        assert (quarter.leavers >= 0).all()
    ends = np.array(by_quarter.quarter_ends(months)) - 1
    heads = np.sum([quarter.heads for quarter in quarters], axis=0)
    assert (heads == np.floor(result["headcount"][ends, 0] + 0.5)).all()


def test_sellers_who_are_replaced_count_on_both_sides() -> None:
    result = simulate(Plan(months=60))
    sellers = next(quarter for quarter in by_quarter.by_quarter(result) if quarter.role == "aes")
    assert abs(sellers.hires.sum() - result["ae_hires"].sum()) <= 1
    assert abs(sellers.leavers.sum() - result["ae_leavers"].sum()) <= 1


def test_day_one_is_what_the_plan_says() -> None:
    plan = Plan(levers={"enterprise.reps": 5.0, "people.engineers": 30.0})
    day_one = {quarter.role: quarter.day_one for quarter in by_quarter.by_quarter(simulate(plan))}
    assert day_one["aes"] == 5
    assert day_one["engineers"] == 30


@pytest.mark.parametrize(("months", "ends"), [(12, [3, 6, 9, 12]), (13, [3, 6, 9, 12, 13]), (14, [3, 6, 9, 12, 14])])
def test_the_last_quarter_ends_with_the_plan(months: int, ends: list[int]) -> None:
    assert by_quarter.quarter_ends(months) == ends


def test_everybody_who_leaves_is_replaced_in_the_hiring_plan() -> None:
    """Attrition of the other roles moves no head, and adds as many starts as it adds leavers."""
    calm, busy = (simulate(Plan(levers={"people.attrition": share})) for share in (0.0, 0.3))
    heads = busy["engineers"][:, 0]
    before = np.concatenate([[busy.day_one["engineers"][0]], heads[:-1]])
    expected = before * (1 - 0.7 ** (1 / 12))
    assert by_quarter.leavers_by_month(busy, "engineers") == pytest.approx(expected)
    for stays, leaves in zip(by_quarter.by_quarter(calm), by_quarter.by_quarter(busy), strict=True):
        assert (stays.heads == leaves.heads).all()
        assert leaves.leavers.sum() >= stays.leavers.sum()
        assert leaves.hires.sum() - stays.hires.sum() == leaves.leavers.sum() - stays.leavers.sum()
    engineers = next(role for role in by_quarter.by_quarter(busy) if role.role == "engineers")
    assert engineers.leavers.sum() == pytest.approx(expected.sum(), abs=1)
