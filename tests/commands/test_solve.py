import json
from pathlib import Path

import pytest
from shell import process, refused, table, worked

from planner.analysis.levers.sensitivity import FLOWS
from planner.model.simulate import simulate
from planner.plan import Plan, load
from planner.vocabulary.levers import CATALOGUE

GOAL = ("--metric", "arr", "--month", "24", "--target", "2.5e7")


def arr(plan: Plan, **values: float) -> float:
    named = {key.replace("__", "."): value for key, value in values.items()}
    return float(simulate(plan.with_levers(named))["arr"][23, 0])


def test_one_lever_as_csv(plan: Path) -> None:
    run = process("solve", plan, "--lever", "enterprise.acv", *GOAL, "--format", "csv")
    assert (run.returncode, run.stderr) == (0, "")
    (row,) = table(run.stdout)
    assert list(row) == ["lever", "today", "value", "status", "metric_value", "best", "best_at", "distance", "others"]
    assert (row["lever"], row["status"], row["best"], row["best_at"]) == ("enterprise.acv", "found", "", "")
    as_it_is = load(plan)
    today, value = float(row["today"]), float(row["value"])
    assert today == as_it_is.value("enterprise.acv")
    assert arr(as_it_is) < 2.5e7 <= arr(as_it_is, enterprise__acv=value)
    assert arr(as_it_is, enterprise__acv=value * (1 - 1e-8)) < 2.5e7
    assert float(row["metric_value"]) == arr(as_it_is, enterprise__acv=value)


def test_one_lever_in_words(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = table(worked(capsys, "solve", plan, "--lever", "enterprise.acv", *GOAL, "--format", "csv"))
    (line,) = worked(capsys, "solve", plan, "--lever", "enterprise.acv", *GOAL).splitlines()
    value = f"{float(row['value']):,.0f}"
    today = f"{CATALOGUE['enterprise.acv'].default:,.0f}"
    assert line.startswith(f"enterprise.acv would have to be {value} EUR")
    assert f" instead of {today} EUR" in line
    assert line.endswith(" for ARR of €25M or more in Dec 2027.")


def test_what_is_met_already(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    easy = ("--lever", "enterprise.acv", "--target", "1e6")
    line = worked(capsys, "solve", plan, *easy)
    assert line.startswith("Already met: ARR in Dec 2027 is €")
    (row,) = table(worked(capsys, "solve", plan, *easy, "--format", "csv"))
    assert (row["status"], row["value"]) == ("met", row["today"])
    assert float(row["metric_value"]) == arr(load(plan))
    assert worked(capsys, "solve", plan, "--target", "1e6") == line


@pytest.mark.parametrize(
    ("metric", "target", "meant"),
    [("arr", "€25M", 2.5e7), ("arr", "25 Mio.", 2.5e7), ("arr_growth", "24%", 0.24), ("arr_growth", "0,24", 0.24)],
)
def test_a_target_is_read_as_it_was_meant(
    plan: Path, capsys: pytest.CaptureFixture[str], metric: str, target: str, meant: float
) -> None:
    lever = ("--lever", "enterprise.acv", "--format", "json")
    told = json.loads(worked(capsys, "solve", plan, "--metric", metric, "--target", target, *lever))
    assert told["target"] == meant


def test_what_is_not_within_bounds_is_an_answer(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hard = ("--lever", "people.backfill", "--target", "5e7")
    line = worked(capsys, "solve", plan, *hard)
    assert line.startswith("Not within bounds: best reachable is €")
    assert ", with people.backfill at " in line
    (row,) = table(worked(capsys, "solve", plan, *hard, "--format", "csv"))
    assert (row["status"], row["value"], row["metric_value"], row["distance"]) == ("out of reach", "", "", "")
    assert float(row["best"]) == arr(load(plan), people__backfill=float(row["best_at"])) < 5e7


def test_a_metric_that_is_to_be_small(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    goal = ("--metric", "headcount", "--target", "60", "--at-most", "--lever", "people.engineer_hires_per_quarter")
    (row,) = table(worked(capsys, "solve", plan, *goal, "--format", "csv"))
    as_it_is = load(plan)
    before = simulate(as_it_is)["headcount"][-1, 0]
    if row["status"] == "found":
        after = simulate(as_it_is.with_levers({row["lever"]: float(row["value"])}))["headcount"][-1, 0]
        assert after <= 60 < before
    else:
        best = simulate(as_it_is.with_levers({row["lever"]: float(row["best_at"])}))["headcount"][-1, 0]
        assert 60 < best == float(row["best"]) <= before


def test_every_lever_ranked(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = table(worked(capsys, "solve", plan, *GOAL, "--format", "csv"))
    assert {row["lever"] for row in rows} == set(FLOWS)
    found = [row for row in rows if row["status"] == "found"]
    assert rows[: len(found)] == found
    assert 3 < len(found) < len(rows)
    distances = [float(row["distance"]) for row in found]
    assert distances == sorted(distances)
    lines = worked(capsys, "solve", plan, *GOAL).splitlines()
    assert lines[0] == "Test: for ARR of €25M or more in Dec 2027, each lever alone:"
    assert [line.split()[0] for line in lines[3:]] == [row["lever"] for row in rows]
    assert ["not within bounds" in line for line in lines[3:]] == [row["status"] == "out of reach" for row in rows]


def test_json_says_the_same(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(worked(capsys, "solve", plan, *GOAL, "--format", "json"))
    assert (told["metric"], told["month"], told["target"], told["at_most"]) == ("arr", 24, 2.5e7, False)
    rows = table(worked(capsys, "solve", plan, *GOAL, "--format", "csv"))
    for lever, row in zip(told["levers"], rows, strict=True):
        assert ";".join(map(str, lever.pop("others"))) == row.pop("others")
        assert {key: "" if value is None else str(value) for key, value in lever.items()} == row


def test_levers_can_be_set(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--lever", "enterprise.acv", *GOAL, "--set", "enterprise.win_rate=0.3", "--format", "csv")
    (row,) = table(worked(capsys, "solve", plan, *arguments))
    changed = load(plan).with_levers({"enterprise.win_rate": 0.3})
    assert float(row["metric_value"]) == arr(changed, enterprise__acv=float(row["value"]))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "Missing option '--target'. (python -m planner solve --help says more)"),
        (["--target", "nan"], '--target = "nan": must be an amount in EUR, such as 35,000 or 1.2M'),
        (["--target", "1e308"], '--target = "1e308": must be at most 1e15, either way'),
        (
            ["--target", "$5M"],
            '--target = "$5M": is in $, the plan in EUR; convert it, and leave the sign out or write EUR',
        ),
        (
            ["--target", "1", "--lever", "enterprise.ramp_month"],
            "enterprise.ramp_month: no such lever in enterprise (did you mean ramp_months?)",
        ),
        (["--target", "1", "--metric", "arrr"], "arrr: no such metric (did you mean arr?)"),
        (["--target", "1", "--month", "61"], "month = 61: must be 1 to 24, the plan's months"),
    ],
)
def test_bad_arguments(plan: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str) -> None:
    assert refused(capsys, "solve", plan, *arguments) == [expected]
