"""The layers hold: imports run downward only, and each layer keeps to its own tools."""

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

from planner.vocabulary.columns import COLUMNS
from planner.vocabulary.segments import SEGMENTS

ROOT = Path(__file__).parents[1]
LAYERS = {
    "planner.vocabulary": 1,
    "planner.plan": 2,
    "planner.model": 3,
    "planner.analysis": 4,
    "planner.store": 4,
    "planner.exchange": 5,
    "planner.ui": 6,
    "planner.commands": 7,
    "planner.__main__": 8,
    "pages": 8,
    "app": 8,
}
FILES = sorted([*ROOT.glob("planner/**/*.py"), *ROOT.glob("pages/**/*.py"), *ROOT.glob("*.py")])
EVERY = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
EQUATIONS = (
    *(
        "rates",
        "community",
        "luck",
        "sizes",
        "sellers",
        "retention",
        "stations",
        "sales",
        "new_business",
        "people",
        "cost",
    ),
    *("cash", "metrics", "retention_metrics"),
)
WIRING = ("kernel", "month", "by_luck", "selling", "books", "spending", "following", "month_metrics")
COUNTED = {
    *(
        "t",
        "month",
        "months",
        "question",
        "past",
        "first",
        "last",
        "start",
        "end",
        "some",
        "lane",
        "draw",
        "draws",
        "size",
        "at",
        "moved",
    ),
    *("BLOCK", "LANES", "QUARTER", "RING", "ROW", "YEAR", "max", "int", "float", "str"),
}
"""What the wiring may count with."""
INPUT_OUTPUT = {
    *("io", "pathlib", "tempfile", "shutil", "glob", "subprocess", "socket", "sqlite3", "urllib", "http", "logging"),
    *("pickle", "csv", "json", "tomllib", "sys"),
}


def module(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def layer(name: str) -> str | None:
    """The layer a module belongs to; None for the package itself and for what is not ours."""
    return next((known for known in LAYERS if name == known or name.startswith(f"{known}.")), None)


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module a file imports, wherever in the file; `from planner import plan` counts as planner.plan."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {str(node.module)} | {name for name in names if name.startswith("planner.")}
    return frozenset(found)


def test_there_is_something_to_hold() -> None:
    assert {layer(module(path)) for path in FILES} >= set(LAYERS)


@EVERY
def test_imports_run_downward(path: Path) -> None:
    own = layer(module(path))
    if own is None:
        assert module(path) == "planner"
        assert not imports(path)
        return
    for name in imports(path):
        other = layer(name)
        assert other is None or other == own or LAYERS[other] < LAYERS[own], f"{module(path)} imports {name}"


@EVERY
def test_the_browser_is_the_ui_s_alone(path: Path) -> None:
    """Outside it, nothing needs Streamlit or Altair: the analyses and the formats run without."""
    own, packages = layer(module(path)), {name.partition(".")[0] for name in imports(path)}
    if own not in ("planner.ui", "pages", "app"):
        assert not packages & {"streamlit", "altair"}


def test_the_command_line_needs_no_streamlit() -> None:
    """Of the interface it takes the report alone, whose figures know Altair and no widget."""
    taken = {name for path in ROOT.glob("planner/commands/*.py") for name in imports(path)}
    assert {".".join(name.split(".")[:3]) for name in taken if name.startswith("planner.ui")} == {"planner.ui.report"}
    for path in (*ROOT.glob("planner/ui/figures/*.py"), *ROOT.glob("planner/ui/report/*.py")):
        assert "streamlit" not in imports(path), path


@pytest.mark.parametrize("path", sorted(ROOT.glob("planner/model/*.py")), ids=lambda path: path.stem)
def test_the_model_reads_and_writes_nothing(path: Path) -> None:
    """But for the place of the compiled kernel, the model is arithmetic."""
    packages = {name.partition(".")[0] for name in imports(path)}
    assert packages - {"planner", "numpy", "numba", "llvmlite"} <= sys.stdlib_module_names
    if path.stem == "compiled":
        return
    assert not packages & INPUT_OUTPUT
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert not {call.id for call in calls if isinstance(call, ast.Name)} & {"open", "print", "input", "exec", "eval"}
    assert {ast.unparse(call) for call in calls if ast.unparse(call).startswith("os.")} <= {
        "os.cpu_count",
        "os.register_at_fork",
    }


@pytest.mark.parametrize("stage", EQUATIONS)
def test_a_stage_stands_alone(stage: str) -> None:
    """No stage imports another, and none takes the whole plan; the kernel wires them."""
    ours = {name for name in imports(ROOT / "planner" / "model" / f"{stage}.py") if name.startswith("planner")}
    modules = {".".join(name.split(".")[:3]) for name in ours} - {"planner.model"}
    assert modules <= {f"planner.model.{name}" for name in ("compiled", "lanes", "rates")} | {
        "planner.vocabulary.columns"
    }


@pytest.mark.parametrize("stage", WIRING)
def test_stages_are_wired_without_arithmetic(stage: str) -> None:
    """But for counting months, years and places in arrays."""
    tree = ast.parse((ROOT / "planner" / "model" / f"{stage}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.AugAssign):
            names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            assert names <= COUNTED, f"{stage}.py:{node.lineno}: {ast.unparse(node)}"


def functions() -> list[str]:
    """Every function of the model's equations."""
    trees = [ast.parse((ROOT / "planner" / "model" / f"{stage}.py").read_text(encoding="utf-8")) for stage in EQUATIONS]
    return [node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]


def test_every_column_has_one_function_of_its_name() -> None:
    """Its own name, or that of its quantity, which several segments, teams, stations or years share."""
    found, quantities = functions(), [column.quantity for column in COLUMNS.values()]
    assert {quantity: found.count(quantity) for quantity in quantities} == dict.fromkeys(quantities, 1)
    alone = [column.name for column in COLUMNS.values() if quantities.count(column.quantity) == 1]
    assert all(COLUMNS[name].quantity == name for name in alone)


def test_a_segment_s_column_is_named_after_its_function() -> None:
    for column in COLUMNS.values():
        segment = next((segment for segment in SEGMENTS if column.name.endswith(f"_{segment}")), None)
        if segment:
            stem = column.name.removesuffix(f"_{segment}")
            assert column.quantity in (stem, f"segment_{stem}")


def test_simulate_and_kernel_are_imported_by_few() -> None:
    """Whoever needs numbers calls simulate; the kernel is its own affair."""
    for path in FILES:
        if layer(module(path)) != "planner.model":
            assert "planner.model.kernel" not in imports(path), module(path)


UI = ("figures", "report", "kit", "session", "levers", "frame", "editors", "workshop", "pages")
"""The rooms of the interface; a room imports itself and those before it. A page's room imports no other page's."""


def room(name: str) -> str | None:
    """The room of the interface that a module belongs to: "kit", "pages.overview"."""
    parts = name.split(".")
    if parts[:2] != ["planner", "ui"] or len(parts) < 4:
        return None
    return ".".join(parts[2:4]) if parts[2] == "pages" else parts[2]


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("planner/ui/*/**/*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_rooms_of_the_interface_import_one_way(path: Path) -> None:
    own = room(f"{module(path)}.x")
    for name in imports(path):
        other = room(name)
        if other and own and other != own:
            assert UI.index(other.split(".")[0]) < UI.index(own.split(".")[0]), f"{module(path)} imports {name}"


def test_pages_are_changed_in_one_place() -> None:
    """Where Back leads, and what the address keeps, is settled there."""
    calls = [path for path in FILES if "st.switch_page(" in path.read_text(encoding="utf-8")]
    assert [module(path) for path in calls] == ["planner.ui.session.pages"]


KIT = ("words", "limits")


@pytest.mark.parametrize("part", ["charts", "frames", "words"])
def test_what_pages_draw_say_and_show_is_free_of_widgets(part: str) -> None:
    """Only charts know Altair, and none of the three knows Streamlit, the session or a widget."""
    for path in (ROOT / "planner" / "ui" / "pages").glob(f"*/{part}.py"):
        others = {".".join(name.split(".")[2:4]) for name in imports(path) if name.startswith("planner.ui.")}
        others = {name for name in others if not name.startswith("figures")} - {f"pages.{path.parent.name}"}
        assert others <= {"kit", *(f"kit.{name}" for name in KIT)}, path
        assert "streamlit" not in imports(path)
        assert part == "charts" or "altair" not in imports(path)


def test_an_entry_file_only_shows_its_page() -> None:
    for path in (ROOT / "app.py", *(ROOT / "pages").glob("*.py")):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 10
        assert all(name.startswith("planner.ui.pages.") for name in imports(path) if name != "planner.ui.pages")


def test_names_of_tests_are_short() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    names = [name for text in texts for name in re.findall(r"def (test_\w+)", text)]
    assert len(names) > 1_500
    assert not [name for name in names if len(name) > 64]
