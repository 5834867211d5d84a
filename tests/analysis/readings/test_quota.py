"""Quota against what is expected, won and promised."""

import numpy as np
import pytest

from planner.analysis.readings.quota import QuotaYear, by_year, needed, won
from planner.model.simulate import simulate
from planner.plan import Plan, Target


def with_targets(*targets: tuple[int, float], months: int = 60) -> Plan:
    return Plan(months=months, targets=tuple(Target(month=month, least=arr) for month, arr in targets))


def test_a_target_that_the_plan_just_meets_needs_what_the_plan_wins() -> None:
    result = simulate(Plan())
    plan = with_targets(*((month, float(result["arr"][month - 1, 0])) for month in (12, 36)))
    need, wins = needed(simulate(plan)), won(result)
    assert need[:12].sum() == pytest.approx(wins[:12].sum())
    assert need[12:36].sum() == pytest.approx(wins[12:36].sum())
    assert np.isnan(need[36:]).all()


def test_a_gap_is_made_up_before_its_target_and_only_once() -> None:
    result = simulate(Plan())
    arr, wins = result["arr"][:, 0], won(result)
    need = needed(simulate(with_targets((24, float(arr[23]) + 1e6), (48, float(arr[47]) + 1.5e6))))
    assert need[:24] == pytest.approx((wins[:24].sum() + 1e6) / 24)
    assert need[24:48] == pytest.approx((wins[24:48].sum() + 0.5e6) / 24)


def test_a_target_far_behind_the_plan_needs_nothing() -> None:
    assert (needed(simulate(with_targets((24, 0.0))))[:24] == 0).all()


def test_a_target_beyond_the_horizon_does_not_count() -> None:
    assert np.isnan(needed(simulate(with_targets((36, 1e9), months=24)))).all()


def test_years_add_up_to_the_columns() -> None:
    result = simulate(Plan(months=30))
    years = by_year(result)
    assert [year.months for year in years] == [12, 12, 6]
    assert sum(year.street for year in years) == pytest.approx(result["street_quota"].sum())
    assert sum(year.won for year in years) == pytest.approx(won(result).sum())
    assert all(year.capacity <= year.street for year in years)


def test_over_assignment_is_against_what_is_needed_or_else_won() -> None:
    year = QuotaYear(year=1, months=12, street=13e6, capacity=9e6, won=8e6, needed=10e6)
    assert year.over_assignment == pytest.approx(0.3)
    year = QuotaYear(year=1, months=12, street=13e6, capacity=9e6, won=8e6, needed=np.nan)
    assert year.over_assignment == pytest.approx(13 / 8 - 1)
    year = QuotaYear(year=1, months=12, street=13e6, capacity=9e6, won=0, needed=np.nan)
    assert np.isnan(year.over_assignment)
