"""Every role, team, segment and the like is declared once and known by its id, never by its place in a list."""

import ast
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary import functions, roles, segments, sources, stages, teams
from planner.vocabulary.columns import COLUMNS, ENTERPRISE_CONSTRAINTS, INSIDE_SALES_CONSTRAINTS
from planner.vocabulary.declared import Declared, by_id
from planner.vocabulary.levers import CATALOGUE, GROUPS

HERE = Path(__file__).parent
FILES = sorted(ROOT.glob("planner/**/*.py"))


def test_the_order_of_declarations_changes_no_label() -> None:
    """A page that looks a label up by its place would give it to another role once the order is reversed."""
    sys.path.insert(0, str(HERE))
    from labelled import facts, labelled

    found, script = facts(), [sys.executable, str(HERE / "labelled.py")]
    given, places = pickle.dumps(found), {**os.environ, "PYTHONPATH": str(ROOT)}
    reverse = subprocess.run(script, cwd=ROOT, env=places, input=given, capture_output=True, check=True)
    assert json.loads(reverse.stdout) == json.loads(json.dumps(labelled(found)))


def declared(node: ast.expr) -> bool:
    """Whether an expression is a list that is written down in the code: a name in capitals, or a literal."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and declared(node.func.value)
    if isinstance(node, ast.Tuple | ast.List | ast.Dict):
        return True
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name.isupper()


def paired_lists(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "zip" and sum(map(declared, node.args)) > 1:
            yield f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"


def test_no_two_hand_kept_lists_are_paired_by_position() -> None:
    assert [found for path in FILES for found in paired_lists(path)] == []


@pytest.mark.parametrize(
    ("call", "paired"),
    [
        ("zip(theme.ROLES.values(), ROLES, strict=True)", 2),
        ("zip(('a', 'b'), NAMES)", 2),
        ("zip(ROWS, given)", 1),
    ],
)
def test_paired_lists_are_found(call: str, paired: int) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert sum(map(declared, node.args)) == paired


DECLARED = [segments.SEGMENTS, roles.ROLES, teams.TEAMS, teams.STATIONS, teams.CONSTRAINTS, sources.SOURCES]
DECLARED += [functions.FUNCTIONS, stages.STAGES]


@pytest.mark.parametrize("things", DECLARED, ids=lambda things: type(next(iter(things.values()))).__name__)
def test_a_declaration_goes_by_its_id_and_has_a_colour(things: dict[str, Declared]) -> None:
    for name, thing in things.items():
        assert thing.id == name
        assert thing.label[0].isupper()
        assert int(thing.colour.removeprefix("#"), 16) < 2**24


def test_nothing_is_declared_twice() -> None:
    one = Declared("a", "A", "#000000")
    for other in (Declared("a", "B", "#000000"), Declared("b", "A", "#000000")):
        with pytest.raises(ValueError, match="declared twice"):
            by_id(one, other)


def test_ids_are_those_of_columns_and_levers() -> None:
    result = simulate(Plan(months=12))
    assert sum(result[role] for role in roles.ROLES) == pytest.approx(result["headcount"])
    assert sum(result[function] for function in functions.FUNCTIONS) == pytest.approx(result["operating_cost"])
    assert {role.leavers for role in roles.ROLES.values()} - {None} <= set(COLUMNS)
    assert set(segments.SEGMENTS) < set(GROUPS)
    for team in teams.TEAMS.values():
        assert {f"{team.id}_capacity_arr", f"won_arr_{team.id}", f"{team.id}_constraint"} <= set(COLUMNS)
        assert f"{team.id}.hires_per_quarter" in CATALOGUE
    assert set(teams.CONSTRAINTS) == {*ENTERPRISE_CONSTRAINTS, *INSIDE_SALES_CONSTRAINTS}
    for station in teams.STATIONS.values():
        assert {f"{station.id}_queue", f"{station.id}_cold", station.role} <= set(COLUMNS)


def test_the_sources_bring_everything_that_is_won() -> None:
    result = simulate(Plan(months=24))
    won = sum(result[f"won_arr_{segment}"] for segment in segments.SEGMENTS)
    assert sum(result[source.won] for source in sources.SOURCES.values()) == pytest.approx(won)
    assert {source.leads for source in sources.SOURCES.values()} - {None} <= set(COLUMNS)
