"""`next`: where the next dollar goes."""

import json
from pathlib import Path

import pytest
from shell import process, refused, table, worked
from support import ROOT

from planner.analysis.draws.sampling import DRAWS
from planner.commands.next_dollar import next_dollar
from planner.plan import dumps, load
from planner.plan.plays import load_play

PLAYS = sorted((ROOT / "data/plays").glob("*.toml"))


def projected(capture: pytest.CaptureFixture[str], *arguments: object) -> tuple[float, float, float]:
    """Cost without what follows revenue, ARR at the end and free cash flow, of 20 months of a projection as CSV."""
    rows = table(worked(capture, "project", *arguments, "--format", "csv"))[:20]
    sums = {
        name: sum(float(row[name]) for row in rows)
        for name in ("operating_cost", "commissions", "hosting_cost", "services_cost", "free_cash_flow")
    }
    cost = sums["operating_cost"] - sums["commissions"] - sums["hosting_cost"] - sums["services_cost"]
    return cost, float(rows[-1]["arr"]), sums["free_cash_flow"]


def test_two_projections_give_the_same(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = process("next", plan, "--months", 20, "--format", "csv")
    assert (run.returncode, run.stderr) == (0, "")
    rows = table(run.stdout)
    assert list(rows[0]) == ["kind", "name", "start", "end", "cost", "arr", "arr_per_cost", "paid", "pays"]
    assert {row["kind"] for row in rows} == {"hire", "programme", "play"}
    cost, arr, flow = projected(capsys, plan)
    plays = {play.name: play for play in map(load_play, PLAYS)}
    for row in rows:
        if row["kind"] == "play":
            opened = load(plan)
            played = tmp_path / "played.toml"
            played.write_text(dumps(opened.changed(events=(*opened.events, *plays[row["name"]].events))))
            cost_then, arr_then, flow_then = projected(capsys, played)
        else:
            cost_then, arr_then, flow_then = projected(capsys, plan, "--set", f"{row['name']}={row['end']}")
        assert float(row["cost"]) == pytest.approx(cost_then - cost, abs=1e-8 * cost)
        assert float(row["arr"]) == pytest.approx(arr_then - arr, abs=1e-8 * arr)
        if float(row["cost"]) > 0:
            assert float(row["arr_per_cost"]) == pytest.approx(float(row["arr"]) / float(row["cost"]))
        assert (row["paid"] == "True") == (flow_then - flow > 1e-6)
        assert 0 <= float(row["pays"]) <= 1


def test_as_json_and_in_words(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(worked(capsys, "next", plan, "--format", "json"))
    assert (document["currency"], document["months"]) == ("EUR", 24)
    adding = [step["name"] for step in document["steps"] if step["arr"] > 0]
    text = worked(capsys, "next", plan)
    assert text.startswith("Test: one step each, over 24 months to Dec 2027:\n")
    assert [line.split("  ")[0] for line in text.splitlines()[3 : 3 + len(adding)]] == adding
    assert "These add no ARR by then: " in text


def test_months_beyond_the_plan_are_one_sentence(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "next", plan, "--months", 25) == ["months = 25: must be 1 to 24, the plan's months"]


def test_the_help_says_over_how_many_draws() -> None:
    assert f"over {DRAWS:,} draws" in " ".join((next_dollar.__doc__ or "").split())
