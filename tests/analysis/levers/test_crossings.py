"""The grid every lever is tried on, and where a condition is answered differently on it."""

from dataclasses import replace

import numpy as np
import pytest

from planner.analysis.levers.crossings import Crossing, Scan, grid, width
from planner.vocabulary.levers import CATALOGUE


@pytest.mark.parametrize("where", ["min", "default", "max"])
@pytest.mark.parametrize("lever_id", list(CATALOGUE))
def test_a_grid_spans_the_bounds_and_holds_today_and_the_usual_range(lever_id: str, where: str) -> None:
    lever = CATALOGUE[lever_id]
    today = getattr(lever, where)
    values = grid(lever, today)
    assert (values[0], values[-1]) == (lever.min, lever.max)
    assert (np.diff(values) > 0).all()
    assert {today, lever.usual_low, lever.usual_high} - {None} <= set(values.tolist())
    assert len(values) < 200


@pytest.mark.parametrize("lever_id", list(CATALOGUE))
def test_a_grid_grows_by_at_most_half_its_distance_from_today(lever_id: str) -> None:
    lever = CATALOGUE[lever_id]
    values = grid(lever, lever.default)
    away = np.abs(values - lever.default)
    gaps = np.diff(values)
    assert (gaps <= width(lever, lever.default) / 60 + 0.5 * np.maximum(away[1:], away[:-1])).all()


WAVES = Scan(
    "enterprise.acv",
    today=5.0,
    values=np.arange(10.0),
    scores=np.array([[-1, -1, 1, -1, 1, 2, 3, -1, 1, -1], [1, 1, 1, 1, 1, 1, 1, 1, 1, -1]]) * 1.0,
)


def test_a_usual_range_without_width_is_no_measure() -> None:
    """In a currency of small units it may lie beyond the hard bound, which is all that is left of it."""
    of = CATALOGUE["people.engineer_cost"]
    held = replace(of, usual_low=of.max, usual_high=of.max)
    assert width(held, of.max) == of.max
    assert np.isfinite(grid(held, of.max)).all()


def test_crossings_are_where_neighbours_disagree() -> None:
    pairs = [(one.met, one.unmet) for one in WAVES.crossings()]
    assert pairs == [(2, 1), (2, 3), (4, 3), (6, 7), (8, 7), (8, 9)]
    assert WAVES.crossings(1) == [Crossing("enterprise.acv", 1, 8.0, 9.0)]


def test_around_today_are_the_nearest_on_either_side_if_any() -> None:
    assert [(one.met, one.unmet) for one in WAVES.around_today()] == [(4, 3), (6, 7)]
    assert [(one.met, one.unmet) for one in WAVES.around_today(1)] == [(8, 9)]


@pytest.mark.parametrize(("today", "nearest"), [(4.0, [(4, 3), (6, 7)]), (0.0, [(2, 1)]), (9.0, [(8, 9)])])
def test_a_crossing_that_begins_today_counts(today: float, nearest: list[tuple[int, int]]) -> None:
    scan = Scan("enterprise.acv", today, WAVES.values, WAVES.scores)
    assert [(one.met, one.unmet) for one in scan.around_today()] == nearest
