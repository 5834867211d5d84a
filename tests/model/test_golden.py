"""One plan with every lever pinned keeps its numbers. They come from the reference, not from the engine."""

import csv
import tomllib
from pathlib import Path

import pytest

from planner.model.simulate import Result, simulate
from planner.plan import load
from planner.vocabulary.columns import COLUMNS, constraint_names
from planner.vocabulary.levers import CATALOGUE, GROUPS

HERE = Path(__file__).parent
MONTHS = (1, 12, 24)
with (HERE / "golden.csv").open(encoding="utf-8", newline="") as file:
    GOLDEN = {name: cells for name, *cells in list(csv.reader(file))[1:]}


@pytest.fixture(scope="module")
def result() -> Result:
    return simulate(load(HERE / "golden.toml"))


def test_every_lever_of_its_version_is_pinned(result: Result) -> None:
    """Later ones are what they are in a plan of an earlier version, which must change nothing."""
    document = tomllib.loads((HERE / "golden.toml").read_text(encoding="utf-8"))
    named = {f"{group}.{name}" for group in GROUPS for name in document[group]}
    assert named == {lever.id for lever in CATALOGUE.values() if lever.since <= document["plan"]["catalogue"]}
    assert list(GOLDEN) == list(COLUMNS)[: len(GOLDEN)]


@pytest.mark.parametrize("name", GOLDEN)
def test_a_column_is_what_it_was(name: str, result: Result) -> None:
    values = [result[name][month - 1, 0] for month in MONTHS]
    if name.endswith("_constraint"):
        assert [constraint_names(name)[int(value)] for value in values] == GOLDEN[name]
    else:
        expected = [float(cell or "nan") for cell in GOLDEN[name]]
        assert values == pytest.approx(expected, rel=1e-9, abs=0, nan_ok=True)
