import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from shell import PLAN, Run, process, refused, table, worked
from support import ROOT

from planner.analysis import arguments
from planner.analysis.draws import promises, uncertainty
from planner.analysis.draws import sweep as sweeping
from planner.commands.stress import DEFAULT_METRICS
from planner.model.simulate import Result, simulate
from planner.plan import Plan, load, shocks
from planner.plan.placed_shocks import PlacedShock, with_shocks
from planner.vocabulary.numbers import likely

HEADER = "metric,month,p5,p10,p25,p50,p75,p90,p95,mean"
FEW = ("--draws", "200", "--format", "csv")
TARGETS = """
[[targets]]
month = 12
arr = 9e6

[[targets]]
month = 24
arr = 1.2e7
"""


def assert_is_the_spread_of(rows: list[dict[str, str]], result: Result, metrics: tuple[str, ...]) -> None:
    """The rows hold, to the last digit, what the analysis says of these draws."""
    months = range(1, result.months + 1)
    assert [(row["metric"], int(row["month"])) for row in rows] == [
        (name, month) for name in metrics for month in months
    ]
    for name in metrics:
        own = [row for row in rows if row["metric"] == name]
        levels = [[float(row[level]) for row in own] for level in ("p5", "p10", "p25", "p50", "p75", "p90", "p95")]
        assert repr(levels) == repr(uncertainty.quantiles(result[name]).tolist())
        assert repr([float(row["mean"]) for row in own]) == repr(uncertainty.mean(result[name]).tolist())


# For other programs


def test_quantiles_as_csv(plan: Path) -> None:
    run = process("stress", plan, "--draws", 500, "--seed", 3, "--metric", "arr", "--metric", "nrr", "--format", "csv")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[0] == HEADER
    result = uncertainty.run(load(plan), 500, 3, ("arr", "nrr"))
    assert_is_the_spread_of(table(run.stdout), result, ("arr", "nrr"))


def test_what_a_board_asks_for_is_the_default(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = table(worked(capsys, "stress", plan, *FEW))
    assert tuple(dict.fromkeys(row["metric"] for row in rows)) == DEFAULT_METRICS
    assert len(rows) == 24 * len(DEFAULT_METRICS)


def test_every_number_on_demand(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = table(worked(capsys, "stress", plan, *FEW, "--metric", "all"))
    assert tuple(dict.fromkeys(row["metric"] for row in rows)) == arguments.METRICS


def test_draws_are_ten_thousand_of_seed_1_by_default(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = table(worked(capsys, "stress", plan, "--metric", "arr", "--format", "csv"))
    assert_is_the_spread_of(rows, uncertainty.run(load(plan), 10_000, 1, ("arr",)), ("arr",))


def test_levers_set_and_shocks(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    freeze = shocks.load(ROOT / "data" / "shocks" / "hiring-freeze.toml")
    cheaper = shocks.load(ROOT / "data" / "shocks" / "price-cut.toml")
    changed = load(plan).with_levers({"enterprise.acv": 50_000.0, "enterprise.quota": 1e6})
    shocked = with_shocks(
        changed,
        [PlacedShock(freeze, 7, 12), PlacedShock(cheaper, 3, cheaper.months), PlacedShock(freeze, 1, freeze.months)],
    )
    settings = ("--set", "enterprise.acv=50000", "enterprise.quota=1e6")
    pack = ("--shock", "hiring-freeze@7+12", "--shock", "price-cut@3", "--shock", "hiring-freeze")
    rows = table(worked(capsys, "stress", plan, *FEW, *settings, *pack, "--metric", "arr"))
    assert_is_the_spread_of(rows, uncertainty.run(shocked, 200, 1, ("arr",)), ("arr",))


def test_several_plans(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.toml"
    other.write_text(PLAN.replace("months = 24", "months = 12").replace("win_rate = 0.25", "win_rate = 0.2"))
    text = worked(capsys, "stress", plan, other, *FEW, "--metric", "cash")
    assert text.splitlines()[0] == f"plan,{HEADER}"
    rows = table(text)
    for file, months in ((plan, 24), (other, 12)):
        own = [row for row in rows if row["plan"] == file.name]
        assert len(own) == months
        assert_is_the_spread_of(own, uncertainty.run(load(file), 200, 1, ("cash",)), ("cash",))


def test_plans_whose_files_are_called_alike(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twin = tmp_path / "folder" / plan.name
    twin.parent.mkdir()
    twin.write_text(PLAN)
    rows = table(worked(capsys, "stress", plan, twin, *FEW, "--metric", "arr"))
    assert list(dict.fromkeys(row["plan"] for row in rows)) == [str(plan), str(twin)]


def test_json_says_the_same(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    plan.write_text(PLAN + TARGETS)
    arguments = (
        "stress",
        plan,
        "--draws",
        200,
        "--metric",
        "nrr",
        "--metric",
        "runway_months",
        "--shock",
        "price-cut@2",
    )
    told = json.loads(worked(capsys, *arguments, "--format", "json"), parse_constant=refuse)
    assert (told["draws"], told["seed"], told["shocks"]) == (200, 1, ["price-cut@2"])
    assert told["source"] == "quantiles are exact, from 200 draws stored on disk"
    (only,) = told["plans"]
    assert (only["plan"], only["name"], only["months"], only["currency"]) == (plan.name, "Test", 24, "EUR")
    cheaper = shocks.load(ROOT / "data" / "shocks" / "price-cut.toml")
    shocked = with_shocks(load(plan), [PlacedShock(cheaper, 2, cheaper.months)])
    held = promises.of(uncertainty.run(shocked, 200, 1, ("arr", "cash")))
    assert (only["everything"], only["cash_lasts"]) == (held.everything, held.cash_lasts)
    assert [(one["month"], one["metric"], one["arr"], one["probability"]) for one in only["targets"]] == [
        (one.target.month, "arr", one.target.least, one.probability) for one in held.chances
    ]
    assert [one["share"] for one in only["fails_first"]] == [one.share for one in held.breaks]
    for row in table(worked(capsys, *arguments, "--format", "csv")):
        for level in HEADER.split(",")[2:]:
            value = only["metrics"][row["metric"]][level][int(row["month"]) - 1]
            assert row[level] == ("nan" if value is None else str(value))


# For people


def test_a_table_says_what_to_expect(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text(PLAN + TARGETS)
    lines = worked(capsys, "stress", plan, "--draws", 2000, "--shock", "hiring-freeze@7").splitlines()
    assert lines[0] == "Test: 24 months from Jan 2026, EUR; 2,000 draws, seed 1"
    assert lines[1] == "With Hiring freeze: 6 months from Jul 2026"
    assert lines[3].split() == ["Dec", "2026", "Dec", "2027"]
    freeze = shocks.load(ROOT / "data" / "shocks" / "hiring-freeze.toml")
    result = uncertainty.run(with_shocks(load(plan), [PlacedShock(freeze, 7, 6)]), 2000, 1, ("arr", "cash"))
    (median,) = [line for line in lines if line.startswith("ARR p50")]
    for month, shown in zip((12, 24), median.split()[2:], strict=True):
        exact = float(uncertainty.quantiles(result["arr"])[3, month - 1])
        assert float(shown.strip("€M")) * 1e6 == pytest.approx(exact, rel=5e-3)
    assert sum(line.startswith(("ARR p", "ARR mean", "Cash p")) for line in lines) == 11
    held = promises.of(result)
    first, second = (likely(chance.probability) for chance in held.chances)
    assert f"Target of €9M ARR by Dec 2026: met in {first} of the draws." in lines
    assert f"Target of €12M ARR by Dec 2027: met in {second} of the draws." in lines
    assert f"Cash lasts all 24 months in {likely(held.cash_lasts)} of the draws." in lines
    all_of_it = f"everything promised holds and cash lasts all 24 months in {likely(held.everything)} of the draws."
    assert f"Given your ranges, {all_of_it}" in lines
    (explained,) = [line for line in lines if "explain" in line]
    assert explained.startswith("Levers that explain the spread of ARR in Dec 2027, by rank correlation: ")
    assert explained.endswith(": enterprise.win_rate +1.00.")
    assert lines[-1] == "The quantiles are exact, from 2,000 draws stored on disk."


MORE = """
[[targets]]
month = 18
arr = 16_500_000

[[targets]]
month = 24
metric = "runway_months"
most = 80.0

[[funding]]
month = 13
amount = 5_000_000
needs_arr = 12_500_000

[[events]]
name = "Squeeze"
lever = "enterprise.win_rate"
change = "multiply"
value = 0.5
start = 3
chance = 0.3
"""
CLOSES = "The round of €5M in Jan 2027 needs €12.5M ARR and closes in {}: cash lasts with it in {}, without it in {}."


def test_promises_of_any_kind_and_what_breaks_them(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text(PLAN + TARGETS + MORE)
    held = promises.of(uncertainty.run(load(plan), 500, 1, promises.columns(load(plan))))
    lines = worked(capsys, "stress", plan, "--draws", 500).splitlines()
    (round_,) = held.rounds
    assert 0.05 < round_.closes < 0.95
    assert CLOSES.format(*map(likely, (round_.closes, round_.lasts_with, round_.lasts_without))) in lines
    chance = likely(held.chances[3].probability)
    assert f"Target of Runway at most 80 months in Dec 2027: met in {chance} of the draws." in lines
    assert any(line.startswith("Of the draws that fail, so many fail first by: ") for line in lines)
    assert any(line.startswith("Squeeze happens in ") for line in lines)
    (told,) = json.loads(worked(capsys, "stress", plan, "--draws", 500, "--format", "json"))["plans"]
    assert told["rounds"][0]["closes"] == round_.closes
    assert [one["name"] for one in told["events_where_it_fails"]] == ["Squeeze"]
    assert [one["lever"] for one in told["levers_where_it_fails"]] == ["enterprise.win_rate"]


def test_chances_as_csv(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text(PLAN + TARGETS + MORE)
    held = promises.of(uncertainty.run(load(plan), 500, 1, promises.columns(load(plan))))
    rows = table(worked(capsys, "stress", plan, "--draws", 500, "--format", "csv", "--chances"))
    assert [(row["what"], row["month"], row["metric"], row["least"], row["most"]) for row in rows] == [
        ("target", "12", "arr", "9000000.0", ""),
        ("target", "24", "arr", "12000000.0", ""),
        ("target", "18", "arr", "16500000.0", ""),
        ("target", "24", "runway_months", "", "80.0"),
        ("round closes", "13", "arr", "12500000.0", ""),
        ("cash lasts with it", "24", "cash", "0.0", ""),
        ("cash lasts without it", "24", "cash", "0.0", ""),
        ("cash lasts", "24", "cash", "0.0", ""),
        ("everything", "24", "", "", ""),
    ]
    (round_,), chances = held.rounds, [float(row["chance"]) for row in rows]
    assert chances[:4] == [one.probability for one in held.chances]
    assert chances[4:] == [round_.closes, round_.lasts_with, round_.lasts_without, held.cash_lasts, held.everything]


@pytest.mark.parametrize(
    ("ranges", "sentence"),
    [
        ("", "The plan has no ranges in [uncertainty], so nothing varies."),
        ("[uncertainty]\nlumpy = true", "The plan has no ranges in [uncertainty], so only luck varies."),
        (
            '[uncertainty]\n"enterprise.win_rate" = [0.25, 0.25]',
            "The plan has no ranges in [uncertainty], so nothing varies.",
        ),
        (
            '[uncertainty]\n"customer_success.elasticity" = [0.0, 1.0]',
            "No lever alone explains the spread of sign-ups in Dec 2027.",
        ),
    ],
)
def test_what_explains_nothing_is_said(
    plan: Path, capsys: pytest.CaptureFixture[str], ranges: str, sentence: str
) -> None:
    plan.write_text(PLAN[: PLAN.index("[uncertainty]")] + ranges)
    lines = worked(capsys, "stress", plan, "--draws", 50, "--metric", "signups").splitlines()
    assert sentence in lines


# Whatever is wrong


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--draws", "0"], "draws = 0: must be 1 to 1,000,000,000"),
        (["--draws", "-3"], "draws = -3: must be 1 to 1,000,000,000"),
        (["--seed", "-1"], "seed = -1: must be 0 or more"),
        (["--metric", "ar"], "ar: no such metric (did you mean arr?)"),
        (
            ["--metric", "enterprise_constraint"],
            "enterprise_constraint: names what limits sales; choose a metric that is a number",
        ),
        (
            ["--set", "enterprise.quotas=4"],
            '--set: enterprise.quotas = "4": no such lever in enterprise (did you mean quota?)',
        ),
        (["--shock", "hirng-freeze"], "--shock = hirng-freeze: no such shock (did you mean hiring-freeze?)"),
        (["--shock", "hiring-freeze@25"], "Hiring freeze, start = 25: must be 1 to 24, the plan's months"),
        (["--shock", "hiring-freeze@2+0"], "Hiring freeze, months = 0: must be 1 or more"),
        (
            ["--shock", "hiring-freeze@soon"],
            "--shock = 'hiring-freeze@soon': must be NAME[@START[+MONTHS]], such as hiring-freeze@7+6",
        ),
        (["--out", "DIR"], "--out = DIR: cannot be written (Is a directory)"),
        (["--out", "DIR/plan.toml"], "--out = DIR/plan.toml: is the input itself; choose another file"),
        (["DIR/none.toml"], "DIR/none.toml: file: cannot be read (No such file or directory)"),
    ],
)
def test_bad_arguments(plan: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str) -> None:
    folder = str(plan.parent)
    given = [argument.replace("DIR", folder) for argument in arguments]
    assert refused(capsys, "stress", plan, *given) == [expected.replace("DIR", folder)]


def test_a_plan_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "stress", "--set", "sales.goes_cold=0.1", "enterprise.quota=1e6") == [
        "PLAN.toml: is missing"
    ]


def test_a_file_that_cannot_be_written_is_said_before_the_work(
    plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "sweep", lambda *args, **kwargs: pytest.fail("worked"))
    out = plan.parent / "no" / "out.csv"
    assert refused(capsys, "stress", plan, "--out", out) == [
        f"--out = {out}: cannot be written (No such file or directory)"
    ]


# Interrupted


def test_an_interruption_leaves_the_file_as_it_was(
    plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sweeping, "sweep", interrupted)
    old, new = plan.parent / "old.csv", plan.parent / "new.csv"
    old.write_text("as it was")
    for out in (old, new):
        run = Run(capsys, "stress", plan, "--out", out)
        assert (run.code, run.out, run.err) == (130, "", "Interrupted; nothing was written.\n")
    assert sorted(file.name for file in plan.parent.iterdir()) == ["old.csv", "plan.toml"]
    assert old.read_text() == "as it was"


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX terminal")
def test_at_a_terminal_progress_is_shown_and_control_c_stops_it(plan: Path, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    out, folder = tmp_path / "out.csv", tmp_path / "temporary"
    folder.mkdir()
    command = [sys.executable, "-m", "planner", "stress", str(plan), "--draws", "5000000", "--metric", "arr"]
    with subprocess.Popen(
        [*command, "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        # A shell that starts tests in the background has them ignore control-C, and so would the command.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as run:
        os.close(theirs)
        said = b""
        while b" 1%" not in said:
            assert select.select([ours], [], [], 120)[0], said
            said += os.read(ours, 1000)
        run.send_signal(signal.SIGINT)
        assert run.wait(60) == 130
        assert run.stdout is not None
        assert run.stdout.read() == b""
    said = b""
    try:
        while part := os.read(ours, 1000):
            said += part
    except OSError:  # what Linux says at the end of a terminal that was closed
        pass
    os.close(ours)
    assert said.decode().splitlines()[-1] == "Interrupted; nothing was written."
    assert b"Traceback" not in said
    assert list(folder.iterdir()) == []
    assert not out.exists()


def test_progress_is_for_terminals_only(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Run(capsys, "stress", plan, *FEW).err == ""


def test_help_tells_the_columns(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(worked(capsys, "stress", "--help").split())
    for column in HEADER.split(","):
        assert column in text
    for option in ("--draws", "--seed", "--metric", "--shock", "--set", "--scheduler", "--format", "--out"):
        assert option in text


def test_every_shock_of_the_pack_can_be_asked_for(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = worked(capsys, "stress", plan, *FEW, "--metric", "arr", "--metric", "cash")
    for file in sorted((ROOT / "data" / "shocks").glob("*.toml")):
        assert worked(capsys, "stress", plan, *FEW, "--metric", "arr", "--metric", "cash", "--shock", file.stem) != base


def test_a_plan_without_ranges_has_one_outcome(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.toml"
    file.write_text("[plan]\ncatalogue = 2\n", encoding="utf-8")
    rows = table(worked(capsys, "stress", file, *FEW, "--metric", "arr"))
    for row, arr in zip(rows, simulate(Plan())["arr"][:, 0].tolist(), strict=True):
        assert {float(row[level]) for level in ("p5", "p50", "p95")} == {arr}


def test_a_range_that_moves_with_its_lever_is_said(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = f"{plan}: The range of enterprise.win_rate moves with it: 30 to 60%, was 15 to 30%.\n"
    run = Run(capsys, "stress", plan, "--draws", 10, "--set", "enterprise.win_rate=50%")
    assert (run.code, run.err) == (0, said)
    assert said.partition(": ")[2] in worked(capsys, "check", plan, "--set", "enterprise.win_rate=50%")
    assert worked(capsys, "project", plan, "--set", "enterprise.win_rate=50%")


def test_a_shock_can_be_for_good(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shock = shocks.load(ROOT / "data" / "shocks" / "fewer-mqls.toml")
    rows = table(worked(capsys, "stress", plan, *FEW, "--metric", "arr", "--shock", "fewer-mqls@7+good"))
    hit = uncertainty.run(with_shocks(load(plan), [PlacedShock(shock, 7, None)]), 200, 1, ("arr",))
    assert_is_the_spread_of(rows, hit, ("arr",))
    said = worked(capsys, "stress", plan, "--draws", 20, "--shock", "fewer-mqls@7+good")
    assert f"With {shock.name}: for good from Jul 2026" in said
    beside = worked(capsys, "stress", plan, plan, "--draws", 20, "--metric", "arr", "--shock", "fewer-mqls@7+good")
    assert f"With {shock.name}: for good from Jul 2026" in beside


def test_a_plan_beside_its_own_draws_says_so(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = "The plan lies outside 8 of 10 of its own draws"
    assert said not in worked(capsys, "stress", plan, "--draws", 200)
    plan.write_text(plan.read_text().replace("[0.15, 0.30]", "[0.25, 0.90]"))
    assert said in worked(capsys, "stress", plan, "--draws", 200)
