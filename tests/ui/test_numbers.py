"""NUMBERS.md has every heading of the pages, and what it names works numbers out there."""

import ast
import re
from collections.abc import Iterator
from functools import cache, reduce
from importlib import import_module
from pathlib import Path

import pytest
from support import ROOT

from planner.ui.frame.layout import MENU
from planner.vocabulary.columns import COLUMNS

UI = ROOT / "planner" / "ui"
SECTIONS = dict(re.findall(r"^## (.+)\n\n((?:\|.*\n)+)", (UI / "NUMBERS.md").read_text(encoding="utf-8"), re.MULTILINE))
ROWS = {page: dict(re.findall(r"^\| (.+?) \| (.+) \|$", rows, re.MULTILINE)[1:]) for page, rows in SECTIONS.items()}
ROOMS = {
    title: [UI / "pages" / (Path(file).stem if file != "app.py" else "overview")]
    for group in MENU.values()
    for file, (title, _) in group.items()
    if title != "Join a workshop"
}
ROOMS["Workshop"] += [UI / "pages" / "join", UI / "workshop"]
HEADINGS = ("section", "titled", "months", "header", "subheader", "_figure")
NAMES = [(page, name) for page, rows in ROWS.items() for said in rows.values() for name in re.findall("`(.+?)`", said)]


def headings(page: str) -> set[str]:
    """What stands as a heading on a page, by its code; a number in it is "N"."""
    found = set()
    for path in (path for room in ROOMS[page] for path in room.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in HEADINGS and node.args:
                found |= set(_text(node.args[0]))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r'<h2 class="section">([^{<]+)</h2>', node.value))
    return found


def _text(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "N" for part in node.values)


@cache
def reached(path: Path) -> frozenset[str]:
    """What a module imports, and what the modules of the interface import that it imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    inner = [ROOT / f"{name.replace('.', '/')}.py" for name in found if name.startswith("planner.ui.")]
    return frozenset(found).union(*(reached(one) for one in inner if one.is_file() and one != path))


def test_every_page_has_its_section() -> None:
    assert ROWS.keys() == {"Everywhere", *ROOMS}


@pytest.mark.parametrize("page", ROOMS)
def test_every_heading_says_what_works_its_numbers_out(page: str) -> None:
    found, said = headings(page), ROWS[page].keys()
    assert found <= said
    texts = [path.read_text(encoding="utf-8") for room in ROOMS[page] for path in room.rglob("*.py")]
    assert not [row for row in said - found if not any(row in text for text in texts)]


@pytest.mark.parametrize(("page", "name"), NAMES)
def test_what_is_named_works_numbers_out_there(page: str, name: str) -> None:
    """A column, or a function of a module that the page draws from."""
    if "." not in name:
        assert name in COLUMNS
        return
    module, *inner = name.split(".Result.") if ".Result." in name else name.rsplit(".", 1)
    found = import_module(f"planner.{module}")
    assert callable(reduce(getattr, ["Result", *inner] if "Result." in name else inner, found))
    if page != "Everywhere":
        modules = {one for room in ROOMS[page] for path in room.rglob("*.py") for one in reached(path)}
        own = {f"planner.ui.{'.'.join(path.relative_to(UI).with_suffix('').parts)}" for path in UI.rglob("*.py")}
        assert f"planner.{module}" in modules | own, f"{page} draws nothing from {module}"
