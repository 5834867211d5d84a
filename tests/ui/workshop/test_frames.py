"""Dots of a room: everyone is drawn, in its place, within its row."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.workshop import summary
from planner.ui.workshop.charts import ROOM
from planner.ui.workshop.frames import MARGIN, Row, Value, spread

VALUES = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=200)


def row(values: list[float], planned: float | None = None, own: int | None = None) -> pd.DataFrame:
    said = [Value(person, value, f"{value:g}") for person, value in enumerate(values)]
    return spread([Row("Title", "Text", said, summary.of(values), planned, "{:g}".format, own=own)])


@given(VALUES)
def test_every_person_has_a_dot_within_the_row(values: list[float]) -> None:
    frame = row(values)
    dots = frame[frame["kind"] == "dot"]
    assert sorted(dots["says"]) == sorted(f"{value:g}" for value in values)
    assert dots["x"].between(0, 1).all()
    assert dots["lift"].between(0, ROOM).all()


@given(VALUES)
def test_a_higher_value_lies_further_right(values: list[float]) -> None:
    frame = row(values)
    dots = frame[frame["kind"] == "dot"]
    places = {float(says): x for says, x in zip(dots["says"], dots["x"], strict=True)}
    assert sorted(places.values()) == [places[value] for value in sorted(places)]


def test_dots_that_would_overlap_stand_on_each_other() -> None:
    dots = row([0.2] * 5)[lambda frame: frame["kind"] == "dot"]
    assert dots["x"].nunique() == 1
    assert dots["lift"].nunique() == 5


def test_the_plan_the_middle_half_and_the_ends_are_in_their_places() -> None:
    head = row([10.0, 20.0, 30.0, 40.0], planned=50.0).iloc[0]
    assert (head["left"], head["right"]) == ("10", "50")
    assert head["planned"] == pytest.approx(1 - MARGIN)
    assert head["median"] == pytest.approx(MARGIN + (1 - 2 * MARGIN) * 15 / 40)
    assert head["lower"] < head["median"] < head["upper"]


def test_one_s_own_dot_stands_out() -> None:
    dots = row([1.0, 2.0, 3.0], own=1)[lambda frame: frame["kind"] == "dot"]
    (mine,) = dots[dots["who"] == "own"]["says"]
    assert mine == "2"
    assert dots[dots["who"] == "own"]["size"].item() > dots[dots["who"] == "others"]["size"].max()


@given(st.permutations([3.0, 1.0, 2.0, 2.0001, 5.0, 4.0, 1.5]))
def test_dots_do_not_tell_in_which_order_people_came(values: list[float]) -> None:
    dots = row(values)[lambda frame: frame["kind"] == "dot"]
    assert list(dots["says"]) == [f"{value:g}" for value in sorted(values)]


def test_what_is_no_number_has_no_dot() -> None:
    frame = row([1.0, np.inf, np.nan])
    assert (frame["kind"] == "dot").sum() == 1
