"""`tables`: every table of a plan as files."""

from pathlib import Path

import openpyxl
import pytest
from shell import refused, table, worked

from planner.analysis.readings import bridge
from planner.model.simulate import simulate
from planner.plan import load


def test_every_table_is_written(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "made" / "tables"
    worked(capsys, "tables", plan, "--out", out)
    files = {file.name for file in out.iterdir()}
    assert {"numbers.csv", "numbers.xlsx", "levers.csv", "hiring-by-quarter.csv", "quantiles.csv"} <= files
    assert len(files) >= 22
    for file in out.glob("*.csv"):
        header, *rows = file.read_text(encoding="utf-8").splitlines()
        assert header, file
        assert rows or file.stem in ("events", "targets", "chances"), file
    result = simulate(load(plan))
    arr = [float(row["arr"]) for row in table((out / "numbers.csv").read_text())]
    assert arr == result["arr"][:, 0].tolist()
    years = [float(row["closing"]) for row in table((out / "arr-bridge-by-year.csv").read_text())]
    assert years == [year.closing for year in bridge.by_year(result)]
    sheet = openpyxl.load_workbook(out / "numbers.xlsx", read_only=True).active
    assert sum(1 for _ in sheet.iter_rows()) == 25


def test_a_certain_plan_has_no_quantiles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text("[plan]\nmonths = 12\ncatalogue = 2\n")
    worked(capsys, "tables", plan, "--out", tmp_path / "tables")
    assert not (tmp_path / "tables" / "quantiles.csv").exists()


def test_an_event_by_chance_that_is_off_draws_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    event = 'lever = "enterprise.acv"\nchange = "multiply"\nvalue = 2.0\nstart = 3\nchance = 0.5\nactive = false'
    plan.write_text(f"[plan]\nmonths = 12\ncatalogue = 2\n[[events]]\n{event}")
    worked(capsys, "tables", plan, "--out", tmp_path / "tables")
    assert not (tmp_path / "tables" / "quantiles.csv").exists()


def test_a_file_is_no_folder(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "tables", plan, "--out", plan) == [f"--out = {plan}: is no folder to write to (File exists)"]
