from datetime import date
from pathlib import Path

import pytest
from shell import Run, process, refused, worked
from support import ROOT

from planner.analysis.company import derive, load
from planner.analysis.company.answers import KEYS
from planner.analysis.company.people import DEPARTMENTS
from planner.plan import load as load_plan
from planner.plan import loads

EXAMPLE = ROOT / "data" / "answers.toml"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return tmp_path / "answers.toml"


def test_a_plan_of_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "plan.toml"
    assert worked(capsys, "start", EXAMPLE, "--out", out) == ""
    plan = load_plan(out)
    known, notes = load(EXAMPLE)
    assert plan == derive(known, notes).plan
    text = out.read_text()
    assert "catalogue = 2" in text
    assert '"self_serve.acv" = "entered"' in text
    assert '"self_serve.gross_retention" = "Billing, last four quarters"' in text
    assert plan.origin["community.visitors"] == "derived"
    assert plan.origin["community.free_churn"] == "stage"
    worked(capsys, "check", out)


def test_the_example_has_every_question() -> None:
    text = EXAMPLE.read_text()
    optional = {"name", "months"}
    assert [key for key in (*KEYS, *DEPARTMENTS) if key not in text and key not in optional] == []


def test_arr_alone_starts_this_month(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers.write_text("answers.arr = 5e7")
    plan = loads(worked(capsys, "start", answers))
    assert plan.start == f"{date.today():%Y-%m}"
    assert plan.value("self_serve.arr") + plan.value("inside_sales.arr") + plan.value("enterprise.arr") == 5e7


def test_contradictions_are_told_and_never_block(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers.write_text("[answers]\narr = 1e6\ncash = 1e5\nburn = 2e5\nsold_by = { self_serve = 0.9, enterprise = 0.3 }")
    run = Run(capsys, "start", answers)
    assert run.code == 0
    assert loads(run.out).value("finance.cash") == 1e5
    lines = run.err.splitlines()
    assert lines[0].startswith(f"{answers}: sold_by: The shares of ARR add up to 120%, not 100%")
    assert any(line.startswith(f"{answers}: cash: Cash of $100K does not last a month") for line in lines)


def test_bad_answers_as_a_shell_sees_them(answers: Path, tmp_path: Path) -> None:
    answers.write_text("[answers]\nsignup = 5\nburn = 'much'")
    run = process("start", answers, "--out", tmp_path / "plan.toml")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.splitlines() == [
        f"{answers}: answers, arr: is missing",
        f"{answers}: answers, burn = 'much': must be a number",
        f"{answers}: answers, signup = 5: unknown key (did you mean signups?)",
    ]
    assert not (tmp_path / "plan.toml").exists()


def test_answers_are_not_overwritten(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers.write_text("answers.arr = 5e7")
    assert "choose another file" in refused(capsys, "start", answers, "--out", answers)[0]
    assert answers.read_text() == "answers.arr = 5e7"
