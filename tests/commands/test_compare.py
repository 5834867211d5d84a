"""`compare`, `screen` and `stress` of many plans, against the commands for one."""

import json
from pathlib import Path

import pytest
from shell import refused, table, worked
from support import ROOT

from planner.analysis.levers.breaking_points import breaking_points
from planner.plan import dumps, house, load, loads
from planner.vocabulary.levers import CATALOGUE

FIRST = """
[plan]
name = "First"
months = 36
catalogue = 2
[enterprise]
win_rate = 0.25
[notes]
"enterprise.win_rate" = "As last year"
[[targets]]
month = 24
arr = 20e6
[[targets]]
month = 36
arr = 12e6
[uncertainty]
"enterprise.win_rate" = [0.1, 0.3]
[[events]]
name = "Freeze"
id = "freeze"
lever = "enterprise.hires_per_quarter"
change = "multiply"
value = 0.0
start = 3
"""

SECOND = """
[plan]
name = "Second"
start = "2026-07"
months = 30
catalogue = 2
currency = "EUR"
usd = 1.25
[enterprise]
win_rate = 0.35
acv = 300_000
reps = 0
hires_per_quarter = 40
[finance]
cash = 1e5
[notes]
"enterprise.win_rate" = "New pricing"
[origin]
"enterprise.win_rate" = "entered"
"""

HOUSE = """
[house]
name = "Careful"
[[events]]
name = "Slower ramp"
id = "freeze"
lever = "enterprise.ramp_months"
change = "multiply"
value = 1.5
start = 2
[uncertainty]
"enterprise.win_rate" = [0.2, 0.3]
"inside_sales.win_rate" = [0.1, 0.2]
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    for name, text in (("first", FIRST), ("second", SECOND), ("house", HOUSE)):
        (tmp_path / f"{name}.toml").write_text(text)
    return [tmp_path / "first.toml", tmp_path / "second.toml"]


def projected(capsys: pytest.CaptureFixture[str], plan: Path, month: int) -> dict[str, str]:
    return table(worked(capsys, "project", plan, "--format", "csv"))[month - 1]


def test_key_numbers_are_those_of_one_month_in_one_currency(
    files: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for calendar, months in (((), (24, 24)), (("--calendar",), (24, 18))):
        rows = table(worked(capsys, "compare", *files, "--month", "24", *calendar, "--format", "csv"))
        numbers = {(row["plan"], row["item"]): row for row in rows if row["kind"] == "number"}
        for file, month, rate in zip(files, months, (1.0, 1.25), strict=True):
            own = projected(capsys, file, month)
            for item, factor in (("arr", rate), ("cash", rate), ("nrr", 1.0), ("headcount", 1.0)):
                expected = pytest.approx(factor * float(own[item]), rel=1e-12)
                assert float(numbers[file.name, item]["value"]) == expected
        cash_out = json.loads(worked(capsys, "project", files[1], "--format", "json"))["cash_out_month"]
        assert float(numbers["second.toml", "cash_out_month"]["value"]) == cash_out
        assert numbers["second.toml", "cash_out_month"]["mark"] == "worst"
        assert numbers["first.toml", "cash_out_month"]["mark"] == "best"
        assert {numbers[file.name, "headcount"]["mark"] for file in files} == {""}


def test_what_differs_with_its_reasons(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    rows = table(worked(capsys, "compare", *files, "--format", "csv"))
    found = {(row["kind"], row["item"], row["plan"]): row for row in rows if row["kind"] != "number"}
    first, second = (found["lever", "enterprise.win_rate", name] for name in ("first.toml", "second.toml"))
    assert [first[key] for key in ("value", "origin", "reason")] == ["0.25", "", "As last year"]
    assert [second[key] for key in ("value", "origin", "reason")] == ["0.35", "entered", "New pricing"]
    assert float(found["lever", "enterprise.acv", "second.toml"]["value"]) == 375_000
    assert found["event", "freeze", "second.toml"]["value"] == ""
    assert found["range", "range:enterprise.win_rate", "first.toml"]["value"] == "10 to 30%"
    assert found["settings", "currency", "second.toml"]["value"] == "EUR"
    assert {item for kind, item, _ in found if kind == "lever"} == {
        *("enterprise.win_rate", "enterprise.acv", "enterprise.reps", "enterprise.hires_per_quarter", "finance.cash")
    }
    told = json.loads(worked(capsys, "compare", *files, "--format", "json"))
    assert [one["month"] for one in told["plans"]] == [30, 30]
    assert {one["item"] for one in told["different"]} == {item for _, item, _ in found}


def test_table(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    text = worked(capsys, "compare", *files, files[0])
    assert "Second is in EUR, converted: one EUR is 1.25 USD." in text
    assert "Second, Enterprise win rate: New pricing" in text
    assert "* best, ! worst" in text


def test_a_currency_without_a_rate_is_not_compared(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    files[1].write_text(SECOND.replace("usd = 1.25\n", ""))
    rows = table(worked(capsys, "compare", *files, "--format", "csv"))
    (arr,) = (row for row in rows if (row["item"], row["plan"]) == ("arr", "second.toml"))
    assert (arr["value"], arr["mark"]) == ("nan", "")
    assert "not compared" in worked(capsys, "compare", *files)


def test_too_few_plans_and_months_that_are_not_there(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "compare", files[0]) == ["plans = 1: must be 2 to 6"]
    assert refused(capsys, "compare", *files * 4) == ["plans = 8: must be 2 to 6"]
    (line,) = refused(capsys, "compare", *files, "--month", "36")
    assert line == "month = 36: must be 1 to 30, the months of Second"
    (line,) = refused(capsys, "compare", *files, "--month", "3", "--calendar")
    assert line == "month = -3: must be 1 to 30, the months of Second, Jul 2026 to Dec 2028"


def test_each_cell_of_a_screen_is_that_of_the_single_command(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laid, few = ["--house", tmp_path / "house.toml"], ["--draws", 300, "--seed", 4]
    rows = table(worked(capsys, "screen", *files, *laid, *few, "--format", "csv"))
    assert [row["plan"] for row in rows] == [file.name for file in files]
    for file, row in zip(files, rows, strict=True):
        stressed = json.loads(worked(capsys, "stress", file, *laid, *few, "--metric", "arr", "--format", "json"))
        (plan,) = stressed["plans"]
        assert float(row["cash_lasts"]) == plan["cash_lasts"]
        promise = min(plan["targets"], key=lambda target: target["probability"], default=None)
        asked = ("month", "metric", "least", "most", "probability")
        found = [row[name] for name in (*(f"promise_{one}" for one in asked[:4]), "chance")]
        assert found == (["" if promise[one] is None else str(promise[one]) for one in asked] if promise else [""] * 5)
        result = json.loads(worked(capsys, "project", file, *laid, "--format", "json"))
        assert row["cash_out_month"] == str(result["cash_out_month"] or "")
        thinnest = breaking_points(house.laid_over(load(file), house.load(tmp_path / "house.toml")))[0]
        assert (row["limit"], row["lever"]) == (thinnest.limit, thinnest.lever or "")
        assert float(row["margin"]) == thinnest.margin
        checked = json.loads(worked(capsys, "check", file, "--format", "json"))
        assert int(row["outside"]) == sum("outside the usual" in line for line in checked["unusual"])
        assert float(row["defaults"]) == 1 - checked["levers"] / len(CATALOGUE)
    told = json.loads(worked(capsys, "screen", *files, *laid, *few, "--format", "json"))
    assert [str(one["outside"]) for one in told["plans"]] == [row["outside"] for row in rows]
    shown = worked(capsys, "screen", *files, *laid, *few)
    assert [name in shown for name in ("First", "Second")] == [True, True]


def test_a_house_lies_over_a_plan(files: list[Path], tmp_path: Path) -> None:
    plan, view = load(files[0]), house.load(tmp_path / "house.toml")
    laid = house.laid_over(plan, view)
    assert [(event.name, event.id) for event in laid.events] == [("Freeze", "freeze"), ("Slower ramp", "freeze-2")]
    assert laid.uncertainty["enterprise.win_rate"] == (0.2, 0.3)
    assert laid.uncertainty["inside_sales.win_rate"] == (0.1, plan.value("inside_sales.win_rate"))
    assert (laid.targets, laid.levers, view.name) == (plan.targets, plan.levers, "Careful")
    assert loads(dumps(laid)) == laid


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[house]", "house: lays nothing over a plan; it needs [[events]], or ranges in [uncertainty]"),
        ("[enterprise]\nquota = 1", "enterprise = a table of quota: unknown table"),
        ('[uncertainty]\n"enterprise.quta" = [1, 2]', "no such lever"),
        ('[uncertainty]\n"enterprise.win_rate" = [0.3, 0.2]', "low and high must be 0 to 1 (share), low first"),
        ("[house]\nname = 3\n[[events]]\nlever = 1", "house, name = 3"),
    ],
)
def test_what_is_wrong_with_a_house(
    text: str, sentence: str, files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "house.toml"
    wrong.write_text(text)
    lines = refused(capsys, "screen", *files, "--house", wrong)
    assert sentence in lines[0]
    assert lines[0].startswith(str(wrong))


def test_the_shipped_house_can_be_laid_over_every_shipped_plan() -> None:
    view = house.load(ROOT / "data/houses/careful.toml")
    for path in (ROOT / "data/plans").glob("*.toml"):
        plan = load(path)
        assert len(house.laid_over(plan, view).events) == len(plan.events) + 5


def test_many_plans_under_shocks_are_one_table(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    command = ["stress", "--draws", 200, "--metric", "arr", "--shock", "hiring-freeze@7+6"]
    text = worked(capsys, *command, *files)
    lines = text.splitlines()
    assert lines[:2] == ["2 plans; 200 draws, seed 1", "With Hiring freeze: 6 months from month 7"]
    head, first, second = (line for line in lines if line.startswith(("        ", "First", "Second")))
    assert head.split("  ")[-1].strip() == "everything"
    assert [line.split()[-1].rstrip("%").isdigit() for line in (first, second)] == [True, False]
    rows = table(worked(capsys, *command, *files, "--format", "csv"))
    for line, file, month, sign in ((first, files[0], "36", "$"), (second, files[1], "30", "€")):
        (row,) = (row for row in rows if (row["plan"], row["month"]) == (file.name, month))
        millions = f"{float(row['p50']) / 1e6:.3g}"
        assert f"{sign}{millions}" in line
    assert "met in" in worked(capsys, *command, files[0])
