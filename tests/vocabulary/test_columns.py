"""What MODEL.md says exists is what exists."""

import inspect
import re
from pathlib import Path

import pytest

from planner import model
from planner.model.checks import IDENTITIES
from planner.model.simulate import simulate
from planner.plan import Plan
from planner.vocabulary.columns import COLUMNS, ENTERPRISE_CONSTRAINTS, INSIDE_SALES_CONSTRAINTS, constraint_names
from planner.vocabulary.levers import CATALOGUE

FOLDER = Path(str(model.__file__)).parent
TEXT = (FOLDER / "MODEL.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE))


def test_the_model_lists_every_column_in_order() -> None:
    groups = re.findall(r"^\*\*.*?:\*\*(.*?)\.$", SECTIONS["Columns"], re.DOTALL | re.MULTILINE)
    assert re.findall(r"`(\w+)`", " ".join(groups)) == list(COLUMNS)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_modules_point_to_sections_that_exist(path: Path) -> None:
    pointed = re.findall(r"MODEL\.md, ([A-Z][a-z ]+)", path.read_text(encoding="utf-8"))
    assert set(pointed) <= set(SECTIONS)


def test_every_lever_is_in_the_equations() -> None:
    """By its name, or for the pay of a role by the word."""
    words = set(re.findall(r"\w+", TEXT))
    pay = {lever.name for lever in CATALOGUE.values() if lever.name.endswith("_cost")}
    day_one = {"arr", "customers", "reps", "engineers", "marketers", "cash", "opening_pipeline"}
    hires = {"engineer_hires_per_quarter", "marketer_hires_per_quarter"}
    assert {lever.name for lever in CATALOGUE.values()} - words <= pay | day_one | hires


def test_metrics_of_the_table_are_columns() -> None:
    table = re.findall(r"^\| (`.*?) \|", SECTIONS["Metrics"], re.MULTILINE)
    names = [name for cell in table for name in re.findall(r"`(\w+)`", cell)]
    assert names == list(COLUMNS)[list(COLUMNS).index("nrr") : list(COLUMNS).index("runway_months") + 1]


def test_the_model_lists_every_identity() -> None:
    listed = re.findall(r"^\| (.+?) \| (.+) \|$", SECTIONS["Identities"], re.MULTILINE)[1:]
    assert dict(listed) == {name: " ".join(str(inspect.getdoc(gap)).split()) for name, gap in IDENTITIES.items()}


def test_constraints_are_codes_of_words() -> None:
    assert constraint_names("enterprise_constraint") == ENTERPRISE_CONSTRAINTS
    assert constraint_names("inside_sales_constraint") == INSIDE_SALES_CONSTRAINTS
    codes = simulate(Plan(months=12))["enterprise_constraint"]
    assert set(codes.flat) <= set(range(len(ENTERPRISE_CONSTRAINTS)))


def test_columns_of_segments_come_in_threes() -> None:
    for name in COLUMNS:
        if name.endswith("_self_serve"):
            stem = name.removesuffix("self_serve")
            assert {f"{stem}inside_sales", f"{stem}enterprise"} <= set(COLUMNS)
