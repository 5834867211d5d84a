"""The lists of CONTRIBUTING.md are complete: every test and file that they name is there."""

import re

import pytest
from support import ROOT

from planner.ui.frame.layout import MENU

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
LAYERS = [path.parent for path in (ROOT / "planner").glob("*/__init__.py")]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", TEXT))))
def test_a_test_that_is_named_exists(name: str) -> None:
    assert f"def {name}(" in TESTS


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([\w./]+/[\w.]*)`", TEXT)) - {"pages/NAME.py"}))
def test_a_file_that_is_named_exists(name: str) -> None:
    assert "NAME" in name or (ROOT / name).exists()


def test_every_entry_file_is_in_the_menu() -> None:
    entries = ["app.py", *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))]
    assert sorted(file for group in MENU.values() for file in group) == sorted(entries)


def test_the_layout_in_the_readme_has_every_layer_and_its_rooms() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## Layout")[1].split("planner/\n")[1]
    layers = re.findall(r"^  (\w+)/ (.*(?:\n {4}.*)*)", text, re.MULTILINE)
    named = {layer: set(re.findall(r"(\w+)/", said)) for layer, said in layers}
    rooms = {layer.name: {room.parent.name for room in layer.glob("*/__init__.py")} for layer in LAYERS}
    assert named == rooms
