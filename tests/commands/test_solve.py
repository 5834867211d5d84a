import json
import re
from pathlib import Path

import numpy as np
import pytest
from shell import process, refused, table, worked

from planner.analysis.levers.sensitivity import FLOWS
from planner.commands.solve_output import HEADER
from planner.model.simulate import simulate
from planner.plan import Plan, load
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import count, money, month_name

GOAL = ("--metric", "arr", "--month", "24", "--target", "2.5e7")


def arr(plan: Plan, **values: float) -> float:
    named = {key.replace("__", "."): value for key, value in values.items()}
    return float(simulate(plan.with_levers(named))["arr"][23, 0])


def test_one_lever_as_csv(plan: Path) -> None:
    run = process("solve", plan, "--lever", "enterprise.acv", *GOAL, "--format", "csv")
    assert (run.returncode, run.stderr) == (0, "")
    (row,) = table(run.stdout)
    first = ["lever", "today", "value", "status", "metric_value", "best", "best_at", "distance", "others"]
    assert list(row)[:9] == first
    assert tuple(row) == HEADER
    assert (row["lever"], row["status"], row["best"], row["best_at"]) == ("enterprise.acv", "found", "", "")
    as_it_is = load(plan)
    today, value = float(row["today"]), float(row["value"])
    assert today == as_it_is.value("enterprise.acv")
    assert arr(as_it_is) < 2.5e7 <= arr(as_it_is, enterprise__acv=value)
    assert arr(as_it_is, enterprise__acv=value * (1 - 1e-8)) < 2.5e7
    assert float(row["metric_value"]) == arr(as_it_is, enterprise__acv=value)


def test_one_lever_in_words(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = table(worked(capsys, "solve", plan, "--lever", "enterprise.acv", *GOAL, "--format", "csv"))
    line, cost = worked(capsys, "solve", plan, "--lever", "enterprise.acv", *GOAL).splitlines()
    today = f"{CATALOGUE['enterprise.acv'].default:,.0f}"
    told = re.fullmatch(
        rf"enterprise.acv would have to be ([\d,]+) EUR a year instead of {today} EUR a year "
        "for ARR of €25M or more in Dec 2027.",
        line,
    )
    assert told
    value = float(told[1].replace(",", ""))
    assert value == pytest.approx(float(row["value"]), rel=1e-3)
    result = simulate(load(plan).with_levers({"enterprise.acv": value}))
    assert result["arr"][23, 0] >= 2.5e7
    low = int(result["cash"][:, 0].argmin())
    lowest = f"{money(float(result['cash'].min()), 'EUR')} in {month_name('2026-01', low + 1)}"
    people, arr_then = count(result["headcount"][23, 0]), money(float(result["arr"][-1, 0]), "EUR")
    assert cost == f"Lowest cash {lowest}, {people} people in Dec 2027, ARR {arr_then} in Dec 2027."


def test_what_is_met_already(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    easy = ("--lever", "enterprise.acv", "--target", "1e6")
    line = worked(capsys, "solve", plan, *easy)
    assert line.startswith("Already met: ARR in Dec 2027 is €")
    assert line.endswith(". It stays met whatever enterprise.acv is.\n")
    (row,) = table(worked(capsys, "solve", plan, *easy, "--format", "csv"))
    assert (row["status"], row["value"]) == ("met", row["today"])
    assert float(row["metric_value"]) == arr(load(plan))
    assert worked(capsys, "solve", plan, "--target", "1e6").startswith(line.split(" It stays met")[0])


def test_how_far_a_lever_may_go_for_a_goal_that_is_met(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    goal = ("--target", str(0.98 * arr(load(plan))))
    rows = table(worked(capsys, "solve", plan, *goal, "--format", "csv"))
    (row,) = [row for row in rows if row["lever"] == "enterprise.win_rate"]
    end = float(row["met_from"])
    assert float(row["met_to"]) == 1
    assert arr(load(plan), enterprise__win_rate=end) >= 0.98 * arr(load(plan))
    assert arr(load(plan), enterprise__win_rate=end * (1 - 1e-6)) < 0.98 * arr(load(plan))
    line = worked(capsys, "solve", plan, *goal, "--lever", "enterprise.win_rate")
    told = float(re.search(r"It stays met while enterprise.win_rate is ([\d.]+)% or more.", line)[1]) / 100
    assert end <= told <= end + 0.001
    lines = worked(capsys, "solve", plan, *goal).splitlines()
    assert lines[0].endswith("Each lever alone may go:")
    (own,) = [line for line in lines if line.startswith("enterprise.win_rate ")]
    assert f"{100 * told:g}%" in own


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
    assert "Not within bounds: best reachable is €" in line
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
    control = [row for row in rows if row["beyond_control"] == "False"]
    assert rows[: len(control)] == control
    found = [row for row in control if row["status"] == "found"]
    assert control[: len(found)] == found
    assert 3 < len(found) < len(control)
    lasting = [row for row in found if not row["cash_out_month"]]
    assert found[: len(lasting)] == lasting
    distances = [float(row["distance"]) for row in lasting]
    assert distances == sorted(distances)
    lines = worked(capsys, "solve", plan, *GOAL).splitlines()
    assert lines[0] == "Test: for ARR of €25M or more in Dec 2027, each lever alone:"
    told = [line.split() for line in lines[3:] if line and not line.endswith(":")]
    assert [words[0] for words in told] == [row["lever"] for row in rows]
    assert [words[1:].count("bounds") for words in told] == [int(row["status"] == "out of reach") for row in rows]
    titles = [line for line in lines[3:] if line.endswith(":")]
    assert titles[-2:] == ["Not within bounds, with the best they reach:", "Nobody in the company decides on these:"]


def test_what_brings_most_of_the_gain_comes_first(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = table(worked(capsys, "solve", plan, *GOAL, "--format", "csv"))
    base = arr(load(plan))
    named = [row for row in rows if row["part_way"]]
    assert named
    for row in named:
        after = float(simulate(load(plan).with_levers({row["lever"]: float(row["part_way"])}))["arr"][23, 0])
        best = float(row["metric_value"] or row["best"])
        assert float(row["part_way_metric"]) == pytest.approx(after, rel=1e-12)
        assert float(row["part_way_share"]) == pytest.approx((after - base) / (best - base), rel=1e-6)
        assert float(row["part_way_share"]) > 0.95 - 1e-8
    lines = worked(capsys, "solve", plan, *GOAL, "--lever", named[0]["lever"]).splitlines()
    assert lines[0].startswith(f"{named[0]['lever']} at ")
    assert re.search(r" brings (9[5-9]|100)% of the gain:$", lines[0])


def test_a_floor_for_cash(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    low = float(simulate(load(plan))["cash"].min())
    arguments = (*GOAL, "--cash-floor", str(low + 1e5), "--format", "csv")
    rows = table(worked(capsys, "solve", plan, *arguments))
    found = [row for row in rows if row["status"] == "found"]
    assert found
    for row in found:
        result = simulate(load(plan).with_levers({row["lever"]: float(row["value"])}))
        assert result["cash"].min() >= low + 1e5 - 0.01
        assert float(row["lowest_cash"]) == pytest.approx(result["cash"].min(), rel=1e-9)
    lines = worked(capsys, "solve", plan, *GOAL, "--cash-floor", "1M").splitlines()
    assert lines[0].endswith("Dec 2027, with cash at €1M or more, each lever alone:")


LEVERS = ("enterprise.acv", "enterprise.win_rate", "marketing.mqls")


def test_levers_together(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("solve", plan, *GOAL, "--together", ",".join(LEVERS))
    rows = table(worked(capsys, *arguments, "--format", "csv"))
    assert [row["lever"] for row in rows] == list(LEVERS)
    assert {row["status"] for row in rows} == {"found"}
    values = {row["lever"]: float(row["value"]) for row in rows}
    shares = [(float(row["value"]) - float(row["today"])) / (float(row["end"]) - float(row["today"])) for row in rows]
    assert shares == pytest.approx([float(row["share"]) for row in rows])
    after = simulate(load(plan).with_levers(values))
    assert 2.5e7 <= after["arr"][23, 0] <= 2.5e7 * (1 + 1e-9)
    told = json.loads(worked(capsys, *arguments, "--format", "json"))
    assert {lever["lever"]: lever["value"] for lever in told["levers"]} == values
    assert told["share"] == float(rows[0]["share"])
    lines = worked(capsys, *arguments).splitlines()
    assert lines[0].startswith(
        f"Test: {100 * told['share']:.1f}% of the way of each lever is the least for ARR of €25M"
    )
    assert [line.split()[0] for line in lines[3:6]] == list(LEVERS)
    assert "Lowest cash" in lines[-1]


def test_levers_together_that_do_not_reach_it(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("solve", plan, "--target", "1B", "--together", "enterprise.acv,enterprise.win_rate")
    assert "not within their usual ranges; the nearest to ARR of €1B" in worked(capsys, *arguments)
    easy = ("solve", plan, "--target", "1", "--together", "enterprise.acv,enterprise.win_rate")
    assert worked(capsys, *easy).startswith("Already met: ARR in Dec 2027 is €")


def test_the_smallest_round_and_the_latest_month(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cash = simulate(load(plan))["cash"][:, 0]
    floor = float(cash[-1]) + 2e6
    assert cash.argmin() == len(cash) - 1
    month = int(np.flatnonzero(cash < floor)[0]) + 1
    arguments = ("solve", plan, "--cash-floor", str(floor))
    (row,) = table(worked(capsys, *arguments, "--round-month", month, "--format", "csv"))
    assert (row["status"], row["month"], row["below_month"]) == ("found", str(month), str(month))
    assert float(row["amount"]) == pytest.approx(2e6, abs=0.02)
    (late,) = table(worked(capsys, *arguments, "--round-month", month + 1, "--format", "csv"))
    assert late["status"] == "out of reach"
    (latest,) = table(worked(capsys, *arguments, "--round-amount", "3M", "--format", "csv"))
    assert (latest["status"], latest["month"]) == ("found", str(month))
    told = json.loads(worked(capsys, *arguments, "--round-amount", "1M", "--format", "json"))
    assert (told["status"], told["month"]) == ("out of reach", None)
    when = month_name("2026-01", month)
    assert worked(capsys, *arguments, "--round-month", month).startswith("A round of EUR 2,000,00")
    assert f" in {when} keeps cash at " in worked(capsys, *arguments, "--round-amount", "3M")
    assert "comes too late" in worked(capsys, *arguments, "--round-month", month + 1)
    assert "is too small in any month" in worked(capsys, *arguments, "--round-amount", "1M")
    assert worked(capsys, "solve", plan, "--round-month", 1, "--cash-floor=-1e9").startswith("No round is needed")


def test_json_says_the_same(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(worked(capsys, "solve", plan, *GOAL, "--format", "json"))
    assert (told["metric"], told["month"], told["target"], told["at_most"]) == ("arr", 24, 2.5e7, False)
    rows = table(worked(capsys, "solve", plan, *GOAL, "--format", "csv"))
    assert told["cash_floor"] is None
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
        ([], "--target, --round-month and --round-amount: are missing; give one"),
        (["--target", "1", "--round-month", "3"], "--target and --round-month: go not together; give one"),
        (["--round-month", "25"], "month = 25: must be 1 to 24, the plan's months"),
        (["--round-amount", "0"], "round = 0: must be above 0 and at most 1e15"),
        (["--target", "1", "--together", "enterprise.acv"], "together = enterprise.acv: must be 2 to 6 levers"),
        (
            ["--target", "1", "--lever", "enterprise.acv", "--together", "enterprise.acv,enterprise.win_rate"],
            "--lever and --together: go not together; give one",
        ),
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
