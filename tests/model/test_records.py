"""One declaration per name: the static types of the engine's records are what its arrays are made of."""

import numpy as np
import pytest
from model import lever_types

from planner.model.lanes import LANES
from planner.model.records import LEVERS, PLACES
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS, ROW, Row
from planner.vocabulary.levers import CATALOGUE

PLAN = Plan(months=30, levers={"sales.expansion_sold": 0.3, "enterprise.outbound_per_bdr": 1.0})
EVERYTHING = simulate(PLAN)


def test_the_type_of_levers_is_that_of_the_catalogue() -> None:
    """Written by `python tests/model/lever_types.py`."""
    assert lever_types.FILE.read_text(encoding="utf-8") == lever_types.text()


def test_every_lever_has_a_place_of_its_own() -> None:
    assert list(PLACES) == list(CATALOGUE)
    assert len(set(PLACES.values())) == len(CATALOGUE)
    assert max(PLACES.values()) < LEVERS.itemsize // (8 * LANES)


def test_every_column_has_a_place_of_its_own() -> None:
    places = [column.at for column in COLUMNS.values()]
    assert len(set(places)) == len(places)
    assert max(places) < ROW.itemsize // 8
    assert list(ROW.names or ()) == list(Row.__annotations__)


def test_a_column_shows_what_its_place_holds() -> None:
    """Each customer book of day one under its own name."""
    levers = {"self_serve.customers": 7.0, "inside_sales.customers": 5.0, "enterprise.customers": 3.0}
    teams = {"enterprise.reps": 11.0, "inside_sales.reps": 13.0, "enterprise.ramping_reps": 0.0}
    result = simulate(Plan(months=12, levers=levers | teams | {"inside_sales.ramping_reps": 0.0}))
    for segment in ("self_serve", "inside_sales", "enterprise"):
        assert np.isclose(result.day_one[f"customers_{segment}"][0], levers[f"{segment}.customers"])
    assert (result.day_one["aes"][0], result.day_one["isrs"][0]) == (11.0, 13.0)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_kept_alone_is_the_column_kept_with_all(name: str) -> None:
    assert np.array_equal(simulate(PLAN, keep=(name,))[name], EVERYTHING[name], equal_nan=True)
