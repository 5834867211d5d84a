"""The grid every lever is tried on."""

import numpy as np
import pytest

from planner.analysis.crossings import grid, width
from planner.levers import CATALOGUE


@pytest.mark.parametrize("where", ["min", "default", "max"])
@pytest.mark.parametrize("lever_id", list(CATALOGUE))
def test_a_grid_goes_from_bound_to_bound_through_today_and_the_usual_range(lever_id: str, where: str) -> None:
    lever = CATALOGUE[lever_id]
    today = getattr(lever, where)
    values = grid(lever, today)
    assert (values[0], values[-1]) == (lever.min, lever.max)
    assert (np.diff(values) > 0).all()
    assert {today, lever.usual_low, lever.usual_high} - {None} <= set(values.tolist())
    assert len(values) < 200


@pytest.mark.parametrize("lever_id", list(CATALOGUE))
def test_a_grid_is_fine_near_today_and_grows_by_at_most_the_half_of_what_it_has_left_behind(lever_id: str) -> None:
    lever = CATALOGUE[lever_id]
    values = grid(lever, lever.default)
    away = np.abs(values - lever.default)
    gaps = np.diff(values)
    assert (gaps <= width(lever, lever.default) / 60 + 0.5 * np.maximum(away[1:], away[:-1])).all()
