import json
from pathlib import Path

import pytest
from shell import process, refused, table, worked

from planner.analysis.levers.sensitivity import FLOWS
from planner.model.simulate import simulate
from planner.plan import load
from planner.vocabulary.levers import CATALOGUE


def test_swings_as_csv(plan: Path) -> None:
    run = process("sensitivity", plan, "--metric", "cash", "--month", 18, "--format", "csv")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[0] == "lever,low,high,lever_low,lever_high,base"
    rows = table(run.stdout)
    assert {row["lever"] for row in rows} == set(FLOWS)
    sizes = [abs(float(row["high"]) - float(row["low"])) for row in rows]
    assert sizes == sorted(sizes, reverse=True)
    as_it_is = load(plan)
    base = simulate(as_it_is)["cash"][17, 0]
    for row in rows[:8]:
        assert float(row["base"]) == base
        for end in ("low", "high"):
            moved = simulate(as_it_is.with_levers({row["lever"]: float(row[f"lever_{end}"])}))
            assert float(row[end]) == moved["cash"][17, 0]


def test_the_plan_s_own_range_counts(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {row["lever"]: row for row in table(worked(capsys, "sensitivity", plan, "--format", "csv"))}
    assert (rows["enterprise.win_rate"]["lever_low"], rows["enterprise.win_rate"]["lever_high"]) == ("0.15", "0.3")
    acv = CATALOGUE["enterprise.acv"]
    assert float(rows["enterprise.acv"]["lever_high"]) == pytest.approx(1.1 * acv.default)  # no rate, no usual range
    plan.write_text(plan.read_text().replace('currency = "EUR"', 'currency = "EUR"\nusd = 1.1'))
    rows = {row["lever"]: row for row in table(worked(capsys, "sensitivity", plan, "--format", "csv"))}
    assert acv.usual_high is not None
    assert float(rows["enterprise.acv"]["lever_high"]) == pytest.approx(acv.usual_high / 1.1, rel=0.005)


def test_arr_at_the_end_is_the_default(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explicit = worked(capsys, "sensitivity", plan, "--metric", "arr", "--month", 24, "--format", "csv")
    assert worked(capsys, "sensitivity", plan, "--format", "csv") == explicit


def test_levers_can_be_set(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spelling = ("--set", "enterprise.win_rate=0.2", "enterprise.acv=5e4")
    rows = table(worked(capsys, "sensitivity", plan, *spelling, "--format", "csv"))
    changed = load(plan).with_levers({"enterprise.win_rate": 0.2, "enterprise.acv": 5e4})
    assert float(rows[0]["base"]) == simulate(changed)["arr"][-1, 0]


def test_json_says_the_same(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(worked(capsys, "sensitivity", plan, "--metric", "nrr", "--format", "json"))
    assert (told["name"], told["metric"], told["month"]) == ("Test", "nrr", 24)
    rows = table(worked(capsys, "sensitivity", plan, "--metric", "nrr", "--format", "csv"))
    assert [{key: str(value) for key, value in lever.items()} for lever in told["levers"]] == rows


def test_a_metric_without_a_value_is_no_mistake(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = table(worked(capsys, "sensitivity", plan, "--metric", "nrr", "--month", 3, "--format", "csv"))
    assert {row["base"] for row in rows} == {"nan"}
    told = json.loads(worked(capsys, "sensitivity", plan, "--metric", "nrr", "--month", 3, "--format", "json"))
    assert told["levers"][0]["base"] is None


def test_a_table_counts_what_makes_no_difference(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = worked(capsys, "sensitivity", plan).splitlines()
    rows = table(worked(capsys, "sensitivity", plan, "--format", "csv"))
    moving = [row for row in rows if row["low"] != row["high"]]
    assert lines[0].startswith("Test: ARR in Dec 2027 is €")
    assert lines[2].split() == ["low", "ARR", "high", "ARR"]
    assert [line.split()[0] for line in lines[3:-2]] == [row["lever"] for row in moving]
    assert lines[-1] == f"{len(rows) - len(moving)} more levers make no difference."


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--metric", "arrr"], "arrr: no such metric (did you mean arr?)"),
        (["--month", "25"], "month = 25: must be 1 to 24, the plan's months"),
        (["--month", "0"], "month = 0: must be 1 to 24, the plan's months"),
        (["--set", "enterprise.quota"], "--set: enterprise.quota: must be LEVER=VALUE, such as sales.goes_cold=0.2"),
    ],
)
def test_bad_arguments(plan: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str) -> None:
    assert refused(capsys, "sensitivity", plan, *arguments) == [expected]
