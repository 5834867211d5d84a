"""`explain` against `project`."""

import json
from pathlib import Path

import pytest
from shell import Run, refused, table, worked
from support import ROOT

SHIPPED = ROOT / "data" / "plans"

OURS = """
[plan]
name = "Ours"
months = 36
catalogue = 2

[enterprise]
win_rate = 0.25

[[events]]
name = "Freeze"
id = "freeze"
lever = "enterprise.hires_per_quarter"
change = "multiply"
value = 0.0
start = 3
months = 6

[[events]]
name = "Slow"
lever = "enterprise.ramp_months"
change = "multiply"
value = 1.5
start = 4
"""

THEIRS = """
[plan]
name = "Theirs"
start = "2026-07"
months = 48
catalogue = 2

[enterprise]
win_rate = 0.28

[inside_sales]
win_rate = 0.35

[[events]]
name = "Slow"
lever = "enterprise.ramp_months"
change = "multiply"
value = 1.2
start = 4

[[funding]]
month = 6
amount = 5e6

[[funding]]
month = 6
amount = 1e6
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    ours, theirs = tmp_path / "a.toml", tmp_path / "b.toml"
    ours.write_text(OURS)
    theirs.write_text(THEIRS)
    return ours, theirs


def projected(capsys: pytest.CaptureFixture[str], plan: Path, metric: str, month: int) -> float:
    return float(table(worked(capsys, "project", plan, "--format", "csv"))[month - 1][metric])


def test_csv(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    rows = table(worked(capsys, "explain", *files, "--metric", "cash", "--month", "30", "--format", "csv"))
    assert list(rows[0]) == ["item", "kind", "from", "to", "effect", "standard_error"]
    by_item = {row["item"]: row for row in rows}
    assert {item: (row["kind"], row["from"], row["to"]) for item, row in by_item.items() if item != "total"} == {
        "enterprise.win_rate": ("lever", "0.25", "0.28"),
        "inside_sales.win_rate": ("lever", "0.3", "0.35"),
        "freeze": ("event", "Account executives hired × 0, from Mar 2026 for 6 months", ""),
        "Slow": (
            "event",
            "Account executive ramp × 1.5, from Apr 2026 for good",
            "Account executive ramp × 1.2, from Oct 2026 for good",
        ),
        "funding:6": ("funding", "", "6000000.0"),
        "start": ("settings", "2026-01", "2026-07"),
        "months": ("settings", "36", "48"),
    }
    total = rows[-1]
    before, after = (projected(capsys, plan, "cash", 30) for plan in files)
    assert (total["item"], total["kind"], float(total["standard_error"])) == ("total", "", 0)
    assert (float(total["from"]), float(total["to"])) == pytest.approx((before, after), rel=1e-12)
    assert sum(float(row["effect"]) for row in rows[:-1]) == pytest.approx(after - before, abs=0.005)
    assert float(by_item["funding:6"]["effect"]) == pytest.approx(6e6)
    assert [float(by_item[item]["effect"]) for item in ("start", "months")] == [0, 0]
    sizes = [abs(float(row["effect"])) for row in rows[:-1]]
    assert sizes == sorted(sizes, reverse=True)


def test_json_says_the_same(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(worked(capsys, "explain", *files, "--month", "30", "--format", "json"))
    rows = table(worked(capsys, "explain", *files, "--month", "30", "--format", "csv"))
    assert [one["item"] for one in told["items"]] == [row["item"] for row in rows]
    assert [one["effect"] for one in told["items"]] == [float(row["effect"]) for row in rows]
    assert (told["plans"], told["month"], told["other_month"], told["orders"]) == (["Ours", "Theirs"], 30, 30, 0)
    assert {"enterprise.win_rate", "Slow", "freeze"} >= {*told["interaction"]["items"]}


def test_table(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    text = worked(capsys, "explain", *files, "--month", "36")
    assert "Why ARR differs between Ours (Dec 2028) and Theirs (Jun 2029), USD:" in text
    assert "Slow" in text
    assert " interact most: " in text
    assert max(map(len, text.splitlines())) < 200


def test_the_calendar_month_of_the_first_plan(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(worked(capsys, "explain", *files, "--month", "36", "--calendar", "--format", "json"))
    assert (told["month"], told["other_month"]) == (36, 30)
    assert told["items"][-1]["to"] == pytest.approx(projected(capsys, files[1], "arr", 30))
    assert next(one["effect"] for one in told["items"] if one["item"] == "start") < 0


def test_many_differences_have_standard_errors(capsys: pytest.CaptureFixture[str]) -> None:
    plans = [SHIPPED / f"{name}.toml" for name in ("mongodb-2017", "datadog-2018")]
    command = ["explain", *plans, "--month", "24", "--format", "csv"]
    rows = table(worked_with_updates(capsys, *command))
    assert sum(float(row["effect"]) for row in rows[:-1]) == pytest.approx(float(rows[-1]["effect"]), abs=0.005)
    assert sum(float(row["standard_error"]) > 0 for row in rows) > 12
    assert table(worked_with_updates(capsys, *command)) == rows
    assert table(worked_with_updates(capsys, *command, "--seed", "2")) != rows
    folded = table(worked_with_updates(capsys, *command, "--fold"))
    groups = {row["item"] for row in folded if row["kind"] == "lever"}
    assert "enterprise" in groups
    assert not any("." in group for group in groups)
    assert float(folded[-1]["effect"]) == float(rows[-1]["effect"])


def worked_with_updates(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What a command says about plans of an earlier catalogue, which it says on standard error too."""
    run = Run(capsys, *arguments)
    assert run.code == 0
    return run.out


def test_what_is_refused(files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = files
    assert refused(capsys, "explain", ours, theirs, "--month", "37") == [
        "month = 37: must be 1 to 36, the months of Ours"
    ]
    assert refused(capsys, "explain", ours, theirs, "--metric", "ar")[0].startswith("ar: no such metric")
    unlike = refused(capsys, "explain", ours, theirs, "--metric", "nonsense")[0]
    assert unlike.startswith("nonsense: no such metric (a metric is a column of project, such as arr, cash")
    assert refused(capsys, "explain", ours, theirs, "--seed", "-1") == ["seed = -1: must be 0 or more"]
    kronor = tmp_path / "kronor.toml"
    kronor.write_text('[plan]\nname = "Kronor"\ncurrency = "SEK"\ncatalogue = 2\n')
    assert refused(capsys, "explain", ours, kronor) == [
        "Kronor, currency = SEK: stands beside USD; say in [plan] what one SEK is in USD, as usd"
    ]
    assert "Missing argument" in refused(capsys, "explain", ours)[0]
