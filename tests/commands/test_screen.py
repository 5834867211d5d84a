"""Every cell of `screen` is worked out again over random plans, draw by draw and lever by lever."""

from pathlib import Path

import numpy as np
import pytest
from model.plans import seeded
from shell import table, worked

from planner.analysis.draws import uncertainty
from planner.analysis.levers.sensitivity import ASSUMPTIONS
from planner.model.simulate import Result, simulate
from planner.plan import Plan, Target, dumps, house
from planner.vocabulary.levers import CATALOGUE
from planner.vocabulary.numbers import likely, month_name, short

VIEW = """
[house]
name = "Ours"
[[events]]
lever = "enterprise.win_rate"
change = "multiply"
value = 0.8
start = 4
months = 8
[uncertainty]
"enterprise.acv" = [50e3, 90e3]
"""
DRAWS, SEED = 60, 3


def promising(seed: int) -> Plan:
    """A random plan with up to two targets near what it reaches, a lowest cash or some ARR."""
    plan, random = seeded(seed), np.random.default_rng(seed)
    result = simulate(plan, keep=("arr", "cash"))
    targets = []
    for month in sorted(random.choice(np.arange(6, plan.months + 1), seed % 3, replace=False).tolist()):
        metric = str(random.choice(["arr", "cash"]))
        least = float(result[metric][month - 1, 0]) * float(random.choice([0.9, 1.0, 1.05]))
        targets.append(Target(month=month, metric=metric, least=min(max(least, -1e15), 1e15)))
    wins = plan.value("enterprise.win_rate")
    ranges = {"enterprise.win_rate": (0.7 * wins, min(1.2 * wins + 0.01, 1.0))}
    return plan.changed(name=f"Plan {seed}", targets=tuple(targets), uncertainty=ranges, correlations=())


def broken(result: Result, plan: Plan) -> list[set[str]]:
    """What is broken in each draw: cash, the burn multiple after a year, targets."""
    cash, burn = result["cash"], result["burn_multiple"]
    found = {
        "cash": (cash < -np.maximum(0.005, 1e-9 * np.maximum.accumulate(cash, axis=0))).any(axis=0),
        "burn_multiple": (burn[11:] > 2).any(axis=0),
    }
    for at, one in enumerate(plan.targets):
        found[f"target {at}"] = result[one.metric][one.month - 1] < one.least
    return [{name for name, some in found.items() if some[draw]} for draw in range(cash.shape[1])]


@pytest.mark.parametrize("seed", range(18))
def test_every_cell_is_worked_out_again(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = promising(seed)
    file, view = tmp_path / "plan.toml", tmp_path / "house.toml"
    file.write_text(dumps(own))
    view.write_text(VIEW)
    laid = seed % 2 * ["--house", str(view)]
    plan = house.laid_over(own, house.load(view)) if laid else own
    command = ["screen", file, *laid, "--draws", DRAWS, "--seed", SEED]
    (row,) = table(worked(capsys, *command, "--format", "csv"))
    text = worked(capsys, *command).splitlines()[1]
    drawn = uncertainty.run(plan, DRAWS, SEED, ("arr", "cash"))
    kept = [float((drawn[one.metric][one.month - 1] >= one.least).mean()) for one in plan.targets]
    assert row["chance"] == ("" if not kept else str(min(kept)))
    if kept:
        promise = plan.targets[kept.index(min(kept))]
        named = (row["promise_month"], row["promise_metric"], row["promise_least"], row["promise_most"])
        assert named == (str(promise.month), promise.metric, str(promise.least), "")
        assert month_name(plan.start, promise.month) in text
        assert short(promise.least or 0.0, "$", 4) in text
        assert likely(min(kept)) in text
    assert float(row["cash_lasts"]) == float(np.isnan(drawn.cash_out_month()).mean())
    today = simulate(plan)
    out = today.cash_out_month()[0]
    assert row["cash_out_month"] == ("" if np.isnan(out) else str(int(out)))
    assert np.isnan(out) or month_name(plan.start, int(out)) in text
    outside = [
        one.id
        for one in CATALOGUE.values()
        if one.usual_low is not None and not one.usual_low - 1e-9 <= own.value(one.id) <= (one.usual_high or 0.0) + 1e-9
    ]
    assert int(row["outside"]) == len(outside)
    assert float(row["defaults"]) == pytest.approx(np.mean([one not in own.levers for one in CATALOGUE]))
    already = broken(today, plan)[0]
    assert (row["lever"] == "") == bool(already)
    if already or row["margin"] == "inf":
        return
    moving, margin = [one for one in ASSUMPTIONS if plan.value(one)], float(row["margin"])
    assert not any(broken(simulate(plan, levers=both_ways(plan, moving, 0.98 * margin)), plan))
    if row["lever"] in moving:
        there = broken(simulate(plan, levers=both_ways(plan, [row["lever"]], 1.01 * margin)), plan)
        assert any(row["limit"] in name for some in there for name in some)
    assert f"{row['lever']} (" in text


def both_ways(plan: Plan, levers: list[str], share: float) -> dict[str, np.ndarray]:
    """Each of some levers alone moved down and up by a share of its value, (draws,) by lever."""
    values = {lever: np.full(2 * len(levers), plan.value(lever)) for lever in levers}
    for at, lever in enumerate(levers):
        for side, sign in ((0, -1), (1, 1)):
            moved = plan.value(lever) * (1 + sign * share)
            values[lever][2 * at + side] = min(max(moved, CATALOGUE[lever].min), CATALOGUE[lever].max)
    return values
