"""Sparklines: where lines and dots are in their box."""

import numpy as np
import pytest

from planner.ui.kit.sparks import HEIGHT, POINTS, WIDTH, spark


def points(path: str) -> list[tuple[float, ...]]:
    return [tuple(map(float, point.split())) for point in path.removeprefix("M").split("L") if point]


def test_a_path_spans_all_months_above_0() -> None:
    drawn = spark(np.array([0.0, 5.0, 10.0]))
    assert points(drawn.path) == [(0, HEIGHT), (WIDTH / 2, HEIGHT / 2), (WIDTH, 0)]
    assert (drawn.before, drawn.zero) == ("", None)


def test_baseline_and_promises_share_the_scale() -> None:
    drawn = spark(np.array([0.0, 5.0]), np.array([np.nan, 20.0]), [(2, 10.0)])
    assert points(drawn.path)[-1] == (WIDTH, 21)
    assert points(drawn.before) == [(WIDTH, 0)]
    assert drawn.dots == [(100, 50)]


def test_a_line_below_0_says_where_0_is() -> None:
    assert spark(np.array([30.0, -10.0])).zero == 75


@pytest.mark.parametrize("values", [np.zeros(3), np.full(4, np.nan), np.array([1.0]), np.array([1e40, -1e40])])
def test_any_values_are_drawn(values: np.ndarray) -> None:
    drawn = spark(values)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points(drawn.path))


def test_a_long_plan_is_drawn_in_few_points() -> None:
    path = points(spark(np.arange(120.0)).path)
    assert len(path) == POINTS
    assert (path[0], path[-1]) == ((0, HEIGHT), (WIDTH, 0))
