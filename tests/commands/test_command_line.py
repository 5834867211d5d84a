import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import COLUMNS as PUBLISHED_COLUMNS
from shell import PLAN, Run, process, refused, table, worked
from support import ROOT

from planner.commands import output
from planner.exchange.csv_text import result_as_csv
from planner.exchange.summary_text import summary
from planner.model import simulate as engine
from planner.model.simulate import simulate
from planner.plan import Plan, load, loads
from planner.vocabulary.levers import CATALOGUE, FIELDS


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN)
    return file


# As a shell sees it


def test_a_projection_as_csv(plan: Path) -> None:
    run = process("project", plan, "--format", "csv")
    assert (run.returncode, run.stderr) == (0, "")
    header = run.stdout.splitlines()[0].split(",")
    assert header[: len(PUBLISHED_COLUMNS) + 2] == ["month", "date", *PUBLISHED_COLUMNS]
    rows = table(run.stdout)
    assert [row["month"] for row in rows] == [str(month) for month in range(1, 25)]
    result = simulate(load(plan))
    assert [float(row["arr"]) for row in rows] == result["arr"][:, 0].tolist()
    assert [float(row["funding"]) for row in rows] == [0, 0, 5e6, *[0] * 21]
    assert [row["nrr"] for row in rows[:11]] == ["nan"] * 11
    assert {row["enterprise_constraint"] for row in rows} <= {"leads", "bdr", "se", "ae"}
    assert {row["inside_sales_constraint"] for row in rows} <= {"leads", "isr"}
    assert run.stdout == result_as_csv(result)


def test_a_bad_plan_as_a_shell_sees_it(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text("[enterprise]\nwin_rate = 2\nquotas = 3\n[[targets]]\nmonth = 1")
    for command in (("project", file), ("check", file)):
        run = process(*command)
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.splitlines() == [
            f"{file}: enterprise.win_rate = 2: must be 0 to 1 (share)",
            f"{file}: enterprise.quotas = 3: no such lever in enterprise (did you mean quota?)",
            f"{file}: target 1, arr: is missing; or else a metric, with least or most",
        ]


def test_a_bad_argument_as_a_shell_sees_it(plan: Path) -> None:
    run = process("project", plan, "--chatty")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "No such option: --chatty (python -m planner project --help says more)\n"


def test_a_reader_that_has_had_enough(plan: Path) -> None:
    command = [sys.executable, "-m", "planner", "project", str(plan), "--format", "json"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as run:  # type: ignore[call-overload]
        run.stdout.read(10)
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("arguments", [("levers",), ("--help",)])
def test_an_output_that_is_full(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "planner", *arguments]
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert run.returncode == 2
    assert run.stderr == "standard output: No space left on device\n"


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_an_output_that_is_closed() -> None:
    command = ["sh", "-c", f"'{sys.executable}' -m planner levers >&-"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (run.returncode, run.stderr) == (2, "standard output: is closed\n")


def test_a_terminal_without_unicode(plan: Path) -> None:
    run = process("project", plan, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert (run.returncode, run.stderr) == (0, "")
    assert "€" in run.stdout


def test_catalogue_and_check_do_without_the_compiler() -> None:
    code = "import sys, planner.__main__; assert not {'numba', 'pandas', 'streamlit'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


# Projections


def test_the_table_is_the_default(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = simulate(load(plan))
    assert worked(capsys, "project", plan) == f"{summary(result)}\n"
    assert worked(capsys, "project", plan, "--format", "table") == f"{summary(result)}\n"


WRITTEN = {"workbook": "xlsx", "report": "pdf", "tables": "folder"}


def test_an_empty_heading_is_all_defaults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "defaults.toml"
    file.write_text("[plan]")
    run = Run(capsys, "project", file, "--format", "csv")
    assert (run.code, run.out) == (0, result_as_csv(simulate(loads("[plan]"))))
    assert "(the file names none)" in run.err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"# ours\n", "has nothing but comments"),
        (b"\x00\xff", "is not text; a plan is a TOML file in UTF-8"),
        (None, "cannot be read (Is a directory)"),
    ],
    ids=["empty", "blank", "comments", "binary", "directory"],
)
def test_a_file_with_nothing_to_read_is_one_sentence(
    content: bytes | None, sentence: str, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "given"
    file.mkdir() if content is None else file.write_bytes(content)
    alone = [(command,) for command in ["check", "project", "stress", "sensitivity", "solve", "next", "start"]]
    beside = [("explain", plan), ("compare", plan), ("screen", plan), ("screen", plan, "--house")]
    written = [(command, "--out", tmp_path / f"out.{end}") for command, end in WRITTEN.items()]
    for words in alone + beside + written:
        run = Run(capsys, *words, file)
        assert (run.code, run.out, run.err) == (2, "", f"{file}: file: {sentence}\n"), words


def test_json_says_the_same(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    told = json.loads(worked(capsys, "project", plan, "--format", "json"), parse_constant=refuse)
    assert (told["name"], told["start"], told["months"], told["currency"]) == ("Test", "2026-01", 24, "EUR")
    assert (told["catalogue"], told["cash_out_month"]) == (2, None)
    rows = table(worked(capsys, "project", plan, "--format", "csv"))
    assert ["month", "date", *list(told["columns"])[1:]] == list(rows[0])
    for name, values in told["columns"].items():
        for value, row in zip(values, rows, strict=True):
            assert row[name] == ("nan" if value is None else str(value))


def test_levers_can_be_set(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = load(plan).with_levers({"enterprise.ramp_months": 4, "enterprise.win_rate": 0.5})
    expected = result_as_csv(simulate(changed))
    spellings = [
        ("--set", "enterprise.ramp_months=4", "--set", "enterprise.win_rate=0.5"),
        ("--set", "enterprise.ramp_months=4", "enterprise.win_rate=5e-1"),
        ("--set=enterprise.ramp_months=4.0", "--set", "enterprise.win_rate= 0.5"),
        ("--set", "enterprise.win_rate=0.1", "--set", "enterprise.ramp_months=4", "--set", "enterprise.win_rate=0.5"),
    ]
    for spelling in spellings:
        assert worked(capsys, "project", plan, *spelling, "--format", "csv") == expected
    assert worked(capsys, "project", plan, "--format", "csv") != expected


CASE = """
[[cases]]
name = "Downside"
levers = { "enterprise.win_rate" = 0.15 }
"""


def test_a_case_is_the_plan_with_its_levers_set(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by_hand = worked(capsys, "project", str(plan), "--set", "enterprise.win_rate=0.15", "--format", "csv")
    plan.write_text(plan.read_text() + CASE)
    project = ("project", str(plan), "--format", "csv")
    assert worked(capsys, *project, "--case", "Downside") == by_hand
    assert worked(capsys, *project) != by_hand
    assert refused(capsys, *project, "--case", "Upside") == ['case = "Upside": no such case (allowed: Downside)']


def test_output_to_a_file(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    out.write_text("what was there before " * 100_000)
    for form in ("csv", "json", "table"):
        assert worked(capsys, "project", plan, "--format", form, "--out", out) == ""
        assert out.read_bytes().decode() == worked(capsys, "project", plan, "--format", form)


def test_the_plan_is_not_overwritten(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(plan)
    assert refused(capsys, "project", plan, "--out", link) == [
        f"--out = {link}: is the input itself; choose another file"
    ]
    assert plan.read_text() == PLAN


def test_who_waits_at_a_terminal_is_told_what_for(
    plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(plan: Plan) -> Any:
        time.sleep(0.2)
        return simulate(plan)

    monkeypatch.setattr(engine, "simulate", slow)
    monkeypatch.setattr(output, "PATIENCE", 0.01)
    assert worked(capsys, "project", plan)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    run = Run(capsys, "project", plan)
    assert (run.code, run.err.count("\n")) == (0, 1)
    assert run.err.startswith("Compiling the engine")


# Catalogue and check


def test_the_catalogue_as_csv_parses_back_exactly(capsys: pytest.CaptureFixture[str]) -> None:
    text = worked(capsys, "levers", "--format", "csv")
    assert text.splitlines()[0] == (
        "id,label,unit,min,max,usual_low,usual_high,step,default,kind,source"  # what other programs rely on
    )
    rows = table(text)
    assert [row["id"] for row in rows] == list(CATALOGUE)
    for row in rows:
        for field in FIELDS:
            value = getattr(CATALOGUE[row["id"]], field)
            assert (float(row[field]) == value) if isinstance(value, float) else (row[field] == (value or ""))


def test_the_catalogue_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    lines = worked(capsys, "levers").splitlines()
    assert lines[0].split() == ["default", "min", "max", "usual", "unit"]
    assert len(lines) == len(CATALOGUE) + 1
    (line,) = [line for line in lines if line.startswith("enterprise.quota ")]
    assert line.split() == [
        *("enterprise.quota", "1,100,000", "1", "1,000,000,000", "1,000,000", "to", "1,200,000", "USD/rep/year"),
        *("Account", "executive", "quota"),
    ]


def test_a_plan_that_is_fine(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert worked(capsys, "check", plan) == (
        f"{plan} is fine: Test, 24 months from Jan 2026, 1 lever, 1 funding round, 1 range.\n"
    )


OLD = '[plan]\nname = "Old"\n[enterprise]\nwin_rate = 0.35\n'


def test_check_says_what_was_brought_up_to_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "old.toml"
    file.write_text(OLD)
    first, second, *rest = worked(capsys, "check", file).splitlines()
    assert first.startswith(f"{file} is fine: Old, 60 months from Jan 2026")
    assert second == load(file).updates[0]
    assert "(the file names none) to version 2" in second
    assert not [line for line in rest if "when quota and attainment were measured" in line]
    assert json.loads(worked(capsys, "check", file, "--format", "json"))["updates"] == [second]


def test_every_command_says_what_was_brought_up_to_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "old.toml"
    file.write_text(OLD)
    run = Run(capsys, "project", file, "--set", "enterprise.win_rate=0.5")
    assert (run.code, run.err) == (0, f"{file}: {load(file).updates[0]}\n")


def test_check_names_a_win_rate_that_is_far_from_its_reference(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = worked(capsys, "check", plan, "--set", "enterprise.win_rate=50%")
    assert "Enterprise win rate is 50%, and was 22% when quota and attainment were measured" in said


MEANT = {
    "enterprise.win_rate=24%": 0.24,
    "enterprise.win_rate=0.24": 0.24,
    "enterprise.win_rate=0,24": 0.24,
    "enterprise.win_rate= 24 %": 0.24,
    "enterprise.quota=1.2M": 1_200_000,
    "enterprise.quota=1,1 Mio. €": 1_100_000,
    "enterprise.quota=1.150.000,00 €": 1_150_000,
    "enterprise.ramp_months=4,5": 4.5,
    "finance.cash=(1,500,000)": -1_500_000,
    "finance.cash=\u22122000000": -2_000_000,
}


@pytest.mark.parametrize(("setting", "meant"), MEANT.items())
def test_check_prints_what_was_understood(
    plan: Path, capsys: pytest.CaptureFixture[str], setting: str, meant: float
) -> None:
    lever = setting.partition("=")[0]
    told = json.loads(worked(capsys, "check", plan, "--set", setting, "--format", "json"))
    assert told["set"] == {lever: meant}
    assert (told["name"], told["start"], told["months"], told["currency"]) == ("Test", "2026-01", 24, "EUR")
    for command in ("project", "sensitivity"):
        as_number = (command, plan, "--set", f"{lever}={meant!r}", "--format", "csv")
        assert worked(capsys, command, plan, "--set", setting, "--format", "csv") == worked(capsys, *as_number)


def test_check_says_what_was_understood(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = worked(capsys, "check", plan, "--set", "enterprise.win_rate=24%", "enterprise.quota=1,1 Mio.")
    assert said.splitlines()[1:] == [
        "enterprise.win_rate is set to 24%.",
        "enterprise.quota is set to 1,100,000 EUR per rep a year.",
        "The range of enterprise.win_rate moves with it: 14.4 to 28.8%, was 15 to 30%.",
    ]


def test_what_is_unusual_is_said_and_does_not_fail(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text(
        """
        [plan]
        months = 24
        catalogue = 2
        [enterprise]
        win_rate = 0.5
        quota = 1_100_000
        arr = 0
        [[events]]
        lever = "enterprise.quota"
        change = "multiply"
        value = 1
        start = 25
        [[targets]]
        month = 60
        arr = 1
        """
    )
    assert worked(capsys, "check", plan).splitlines()[1:] == [
        "enterprise.win_rate = 0.5 is outside the usual 0.15 to 0.3 (share).",
        "Enterprise win rate is 50%, and was 22% when quota and attainment were measured "
        "(enterprise.reference_win_rate): the plan says that a seller's time is worth 2.27 times as much.",
        "event 1 is in month 25, after the last one, 24.",
        "target 1 is in month 60, after the last one, 24.",
    ]


def test_check_says_what_is_switched_off(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    off = "\nactive = false"
    event = '\n[[events]]\nlever = "enterprise.acv"\nchange = "multiply"\nvalue = 2.0\nstart = 3'
    target = "\n[[targets]]\nmonth = 90\narr = 1.0"
    plan.write_text(f"[plan]\ncatalogue = 2{event}{off}{event}{target}{off}\n[[funding]]\nmonth = 9\namount = 1.0")
    assert worked(capsys, "check", plan).splitlines() == [
        f"{plan} is fine: Untitled plan, 60 months from Jan 2026, "
        "2 events (1 switched off), 1 funding round, 1 target (1 switched off).",
    ]
    found = json.loads(worked(capsys, "check", plan, "--format", "json"))
    assert found["switched_off"] == {"events": 1, "funding_rounds": 0, "targets": 1}


def test_check_names_events_that_hit_a_bound(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text(
        """
        [plan]
        catalogue = 2
        [[events]]
        name = "Better demos"
        lever = "enterprise.win_rate"
        change = "add"
        value = 5
        start = 3
        [[events]]
        lever = "enterprise.gross_retention"
        change = "multiply"
        value = 95
        start = 3
        months = 6
        """
    )
    expected = [
        'event 1 "Better demos": enterprise.win_rate is at its bound, 100%, from Mar 2026 on.',
        "event 2: enterprise.gross_retention is at its bound, 100%, from Mar 2026 to Aug 2026.",
    ]
    assert worked(capsys, "check", plan).splitlines()[1:] == expected
    assert json.loads(worked(capsys, "check", plan, "--format", "json"))["unusual"] == expected


# Whatever is wrong


BAD_SETTINGS = {
    ("enterprise.quota",): ["--set: enterprise.quota: must be LEVER=VALUE, such as sales.goes_cold=0.2"],
    ("=4",): ['--set:  = "4": no such lever; a lever is group.name, in one of the groups ' + "{groups}"],
    ("enterprise.quotas=4",): ['--set: enterprise.quotas = "4": no such lever in enterprise (did you mean quota?)'],
    ("enterprise.quota=a lot",): [
        '--set: enterprise.quota = "a lot": must be an amount in EUR, such as 35,000 or 1.2M'
    ],
    ("enterprise.quota=",): ['--set: enterprise.quota is empty: must be an amount in EUR, such as 35,000 or 1.2M'],
    ("enterprise.quota=$5",): [
        '--set: enterprise.quota = "$5": is in $, the plan in EUR; convert it, and leave the sign out or write EUR'
    ],
    ("enterprise.reps=2\t3",): ['--set: enterprise.reps = "2\\t3": holds more than one number; enter one'],
    ("enterprise.win_rate=24",): ["--set: enterprise.win_rate = 24.0: must be 0 to 1 (share)"],
    ("enterprise.win_rate=120%",): ["--set: enterprise.win_rate = 1.2: must be 0 to 1 (share)"],
    ("enterprise.win_rate=1.01",): ["--set: enterprise.win_rate = 1.01: must be 0 to 1 (share)"],
    ("enterprise.win_rate=nan",): [
        '--set: enterprise.win_rate = "nan": must be a percentage, such as 22.5% or 0.225'
    ],
    ("enterprise.win_rate=-inf",): [
        '--set: enterprise.win_rate = "-inf": must be a percentage, such as 22.5% or 0.225'
    ],
    ("enterprise.win_rate=1=2",): [
        '--set: enterprise.win_rate = "1=2": "=2" is not understood here; '
        "must be a percentage, such as 22.5% or 0.225"
    ],
    ("enterprise=4",): ['--set: enterprise = "4": no such lever in enterprise (allowed: {enterprise})'],
    ("a\nb=4",): ['--set: a\\nb = "4": no such lever; a lever is group.name, in one of the groups {groups}'],
    ("x", "sales.goes_cold=2", "enterprise.win_rate=z"): [
        "--set: x: must be LEVER=VALUE, such as sales.goes_cold=0.2",
        '--set: enterprise.win_rate = "z": must be a percentage, such as 22.5% or 0.225',
        "--set: sales.goes_cold = 2.0: must be 0 to 1 (share/month)",
    ],
}  # fmt: skip
NAMES = {
    "groups": ", ".join(dict.fromkeys(lever.group for lever in CATALOGUE.values())),
    "enterprise": ", ".join(lever.name for lever in CATALOGUE.values() if lever.group == "enterprise"),
}


@pytest.mark.parametrize(("given_", "expected"), BAD_SETTINGS.items())
def test_bad_settings(
    plan: Path, capsys: pytest.CaptureFixture[str], given_: Sequence[str], expected: list[str]
) -> None:
    arguments = [part for setting in given_ for part in ("--set", setting)]
    assert refused(capsys, "project", plan, *arguments) == [line.format(**NAMES) for line in expected]


MORE = "(python -m planner project --help says more)"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "Missing command. (python -m planner --help says more)"),
        (["projct"], "No such command 'projct'. Did you mean 'project'? (python -m planner --help says more)"),
        (["--bogus"], "No such option: --bogus (python -m planner --help says more)"),
        (["project"], f"Missing argument 'PLAN.toml'. {MORE}"),
        (["project", "PLAN", "--chatty=1"], f"No such option: --chatty {MORE}"),
        (["project", "PLAN", "--formt", "csv"], f"No such option: --formt (Possible options: --format, --out) {MORE}"),
        (
            ["project", "PLAN", "--format", "xml"],
            f"Invalid value for '--format': 'xml' is not one of 'table', 'csv', 'json'. {MORE}",
        ),
        (["project", "PLAN", "--set"], "Option '--set' requires an argument. (python -m planner --help says more)"),
        (["project", "PLAN", "extra"], "--set: extra: must be LEVER=VALUE, such as sales.goes_cold=0.2"),
        (["project", "PLAN", "--out", "DIR"], "--out = DIR: cannot be written (Is a directory)"),
        (["project", "PLAN", "--out", "DIR/no/x"], "--out = DIR/no/x: cannot be written (No such file or directory)"),
        (["project", "DIR"], "DIR: file: cannot be read (Is a directory)"),
        (["check", "DIR/none.toml"], "DIR/none.toml: file: cannot be read (No such file or directory)"),
        (["check", "DIR/a\nb"], "DIR/a\\nb: file: cannot be read (No such file or directory)"),
        (["check", ""], ".: file: cannot be read (Is a directory)"),
        (["check"], "Missing argument 'PLAN.toml'. (python -m planner check --help says more)"),
        (["check", "PLAN", "x"], "--set: x: must be LEVER=VALUE, such as sales.goes_cold=0.2"),
        (
            ["check", "PLAN", "--format", "csv"],
            "Invalid value for '--format': 'csv' is not one of 'table', 'json'. "
            "(python -m planner check --help says more)",
        ),
        (
            ["levers", "--format", "json"],
            "Invalid value for '--format': 'json' is not one of 'table', 'csv'. "
            "(python -m planner levers --help says more)",
        ),
    ],
)
def test_bad_arguments(plan: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str) -> None:
    def real(text: str) -> str:
        return text.replace("PLAN", str(plan)) if text == "PLAN" else text.replace("DIR", str(plan.parent))

    assert refused(capsys, *map(real, arguments)) == [expected.replace("DIR", str(plan.parent))]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bytes(range(256)), "file: is not text; a plan is a TOML file in UTF-8"),
        (b"\x7fELF\x02\x01\x01\0\0", "file: is not text; a plan is a TOML file in UTF-8"),
        (b"[plan", "line 1 = '[plan': is not TOML: Expected ']' at the end of a table declaration"),
        (b"#" * (2**20 + 1), "file: is too large; a plan has at most 1,048,576 bytes"),
    ],
)
def test_files_that_are_not_plans(
    plan: Path, capsys: pytest.CaptureFixture[str], content: bytes, sentence: str
) -> None:
    plan.write_bytes(content)
    for command in ("project", "check"):
        assert refused(capsys, command, plan) == [f"{plan}: {sentence}"]


def test_a_mistake_of_ours_is_one_line(
    plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(plan: Plan) -> None:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(engine, "simulate", broken)
    run = Run(capsys, "project", plan)
    assert (run.code, run.out) == (1, "")
    assert run.err.count("\n") == 1
    assert "ZeroDivisionError('division\\nby zero')" in run.err


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_typed_is_answered(plan: Path, capsys: pytest.CaptureFixture[str], data: st.DataObject) -> None:
    words = st.sampled_from(
        [
            *(
                "project",
                "sensitivity",
                "solve",
                "levers",
                "check",
                "--target",
                "--set",
                "--format",
                "csv",
                "json",
                "table",
                "--help",
                "-",
                "--",
                "-x",
            ),
            *(str(plan), "enterprise.quota=1e6", "enterprise.quota=", "sales.goes_cold=9"),
        ]
    )
    arguments = data.draw(st.lists(words | st.text(max_size=8).filter(lambda text: "\0" not in text), max_size=6))
    run = Run(capsys, *arguments)
    assert run.code in (0, 2)
    assert bool(run.err) == (run.code == 2)
    assert bool(run.out) == (run.code == 0)
    assert all(line.strip() for line in run.err.splitlines())


COMMANDS = (
    *("start", "project", "stress", "sensitivity", "solve", "next", "explain", "compare", "screen"),
    *("workbook", "report", "tables", "levers", "check"),
)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    text = worked(capsys, "--help")
    for command in COMMANDS:
        assert f"  {command} " in text
        assert worked(capsys, command, "-h").startswith(f"Usage: python -m planner {command} ")


def test_what_the_readme_shows_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("python -m planner ")]
    assert {line.split()[3] for line in lines} == {*COMMANDS, "library"}
    for line in lines:
        if "--scheduler" not in line and " library " not in line:  # test_cluster.py and test_library.py have these
            text = line.removeprefix("python -m planner ").replace("data/", f"{ROOT}/data/")
            run = Run(capsys, *text.replace("--out ", f"--out {tmp_path}/").split())
            assert run.code == 0, run.err
