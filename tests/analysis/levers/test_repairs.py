"""What repairs a broken plan, by simulating the plan with it."""

import numpy as np
import pytest
from support import ROOT

from planner.analysis.levers.repairs import Repair, repairs
from planner.analysis.levers.sensitivity import DECISIONS
from planner.model.simulate import Result, simulate
from planner.plan import Funding, Plan, Target, load
from planner.plan.placed_shocks import PlacedShock, with_shocks
from planner.plan.shocks import load as load_shock
from planner.vocabulary.levers import CATALOGUE

GROWTH = Target(month=24, metric="arr_growth", least=0.5)
TARGETS = (
    Target(month=24, least=9e6),
    Target(month=36, least=2e7),
    GROWTH,
    Target(month=30, metric="headcount", most=90),
)
SQUEEZE = load_shock(ROOT / "data" / "shocks" / "slow-squeeze.toml")


def broken(result: Result) -> dict[tuple[str, Target | None], bool]:
    """What is broken, worked out from the columns alone."""
    found: dict[tuple[str, Target | None], bool] = {("cash", None): bool((result["cash"][:, 0] < 0).any())}
    found["burn_multiple", None] = bool((result["burn_multiple"][11:, 0] > 2).any())
    for one in result.plan.targets:
        if one.month <= result.months:
            found["target", one] = not one.met(float(result[one.metric][one.month - 1, 0]))
    return found


def random_plan(seed: int) -> Plan:
    """Some levers anywhere in their usual ranges, little cash, targets of several metrics, at times a shock."""
    rng = np.random.default_rng(seed)
    moved = rng.choice(DECISIONS, 8, replace=False)
    levers = {}
    for lever_id in moved:
        lever = CATALOGUE[lever_id]
        if lever.usual_low is not None and lever.usual_high is not None:
            levers[lever_id] = float(rng.uniform(lever.usual_low, lever.usual_high))
    levers["finance.cash"] = float(rng.uniform(1e6, 2e7))
    plan = Plan(months=36, levers=levers, targets=TARGETS)
    return with_shocks(plan, [PlacedShock(SQUEEZE, 7, None)]) if seed % 2 else plan


def test_what_is_said_to_repair_a_plan_does_and_breaks_nothing_else() -> None:
    repaired = 0
    for seed in range(12):
        plan = random_plan(seed)
        before = broken(simulate(plan))
        found = repairs(plan)
        things = [key for key, wrong in before.items() if wrong]
        assert [(one.what, one.target) for one in found if one.what != "all"] == sorted(
            things, key=lambda key: (key[0] != "cash", key[0] != "burn_multiple", key[1].month if key[1] else 0)
        )
        assert (found[:1] == [] or found[0].what == "all") is (len(things) != 1)
        for one in found:
            mended = set(things) if one.what == "all" else {(one.what, one.target)}
            for move in one.moves:
                after = broken(simulate(plan.with_levers({move.lever: move.value})))
                assert not any(after[key] for key in mended), (seed, one.what, move)
                assert not any(after[key] for key, wrong in before.items() if not wrong), (seed, move)
                repaired += 1
            if one.round:
                assert one.round.month is not None
                more = (*plan.funding, Funding(month=one.round.month, amount=one.round.amount + 0.01))
                assert not broken(simulate(plan.changed(funding=more)))["cash", None]
    assert repaired > 20


def test_nothing_is_to_be_repaired_where_nothing_is_broken() -> None:
    assert repairs(Plan(levers={"finance.cash": 1e9}, targets=(Target(month=12, least=1.0),))) == []


def test_what_no_lever_repairs_says_so() -> None:
    found = repairs(Plan(levers={"finance.cash": 1e9}, targets=(Target(month=1, least=1e14),)))
    assert found == [Repair("target", Target(month=1, least=1e14))]


def test_an_opening_plan_in_a_squeeze_for_good() -> None:
    plan = with_shocks(load(ROOT / "data" / "plans" / "open-source-database.toml"), [PlacedShock(SQUEEZE, 13, None)])
    for one in repairs(plan):
        if one.target and one.target.month == 36:
            assert one.moves
            nearest = one.moves[0]
            reached = simulate(plan.with_levers({nearest.lever: nearest.value}))["arr"][35, 0]
            assert one.target.least is not None
            assert one.target.least <= reached == pytest.approx(one.target.least, rel=0.02)
