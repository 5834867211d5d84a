"""What one step of each hire, programme and play costs and brings, against the plan recomputed with each."""

import math
from dataclasses import replace

import numpy as np
import pytest
from model.plans import seeded
from support import ROOT

from planner.analysis import next_dollar
from planner.analysis.draws import sampling
from planner.model.simulate import simulate
from planner.plan import Event, Plan, load
from planner.plan.plays import Play, load_play
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

PLAYS = {path.stem: load_play(path) for path in sorted((ROOT / "data/plays").glob("*.toml"))}
SHIPPED = sorted((ROOT / "data/plans").glob("*.toml"))


def comes_to(plan: Plan, months: int) -> tuple[float, float, float]:
    """Cost apart from what follows revenue, ARR at the end, and free cash flow, from every month's numbers."""
    result = simulate(plan)
    cost = flow = 0.0
    for month in range(months):
        cost += result["operating_cost"][month, 0] - result["commissions"][month, 0]
        cost -= result["hosting_cost"][month, 0] + result["services_cost"][month, 0]
        flow += result["free_cash_flow"][month, 0]
    return cost, float(result["arr"][months - 1, 0]), flow


@pytest.mark.parametrize("seed", range(12))
def test_steps_are_plans_in_the_order_of_arr_per_cost(seed: int) -> None:
    plan = load(SHIPPED[seed % len(SHIPPED)]) if seed % 2 else seeded(seed)
    months = min(36, plan.months)
    found = next_dollar.ranked(plan, PLAYS, draws=2)
    cost, arr, flow = comes_to(plan, months)
    for step in found:
        if step.kind == "play":
            play = next(play for play in PLAYS.values() if play.name == step.name)
            other = plan.changed(events=(*plan.events, *play.events))
        else:
            assert step.end is not None
            assert step.end != step.start == plan.value(step.name)
            other = plan.changed(uncertainty={}, correlations=()).with_levers({step.name: step.end})
        cost_then, arr_then, flow_then = comes_to(other, months)
        assert step.cost == pytest.approx(cost_then - cost, rel=1e-6, abs=1e-8 * max(cost, cost_then, 1.0))
        assert step.arr == pytest.approx(arr_then - arr, rel=1e-6, abs=1e-8 * max(arr, arr_then, 1.0))
        if abs(flow_then - flow) > 1e-6 * max(abs(flow), 1.0):
            assert step.paid == (flow_then > flow)
    adding = [step for step in found if step.arr > 0]
    worth = [math.inf if step.cost <= 0 else step.arr / step.cost for step in adding]
    assert found[: len(adding)] == adding
    assert worth == sorted(worth, reverse=True)


def test_steps_are_whole_people_and_steps_of_sliders() -> None:
    plan = Plan(levers={"enterprise.reps": 4.0, "enterprise.ramping_reps": 1.0, "enterprise.customers": 30.0})
    steps = {step.name: (step.start, step.end) for step in next_dollar.ranked(plan, {})}
    assert steps["enterprise.hires_per_quarter"] == (1.0, 2.0)
    assert steps["enterprise.bdr_per_ae"] == (1.0, 1.2)
    assert steps["marketing.mqls"] == (250.0, 260.0)
    csms = (plan.value("inside_sales.customers") + 30) / 75
    assert steps["customer_success.accounts_per_csm"][1] == pytest.approx(75 * csms / (csms + 1))


def test_what_cannot_go_further_is_no_step() -> None:
    plan = Plan(levers={"enterprise.hires_per_quarter": CATALOGUE["enterprise.hires_per_quarter"].max})
    assert "enterprise.hires_per_quarter" not in {step.name for step in next_dollar.ranked(plan, {})}


def test_the_chance_compares_the_same_draws() -> None:
    """Each draw with the step is the same draw without it, its lever one step further; events act on both."""
    freeze = Event(lever="enterprise.hires_per_quarter", change="multiply", value=0.5, start=9)
    ranges = {
        "enterprise.hires_per_quarter": (0.5, 4.0),
        "enterprise.acv": (30e3, 200e3),
        "enterprise.win_rate": (0.1, 0.5),
    }
    plan = Plan(uncertainty=ranges, events=(freeze,), levers={"marketing.mqls": 3000.0}, lumpy=True, months=48)
    found = {step.name: step for step in next_dollar.ranked(plan, PLAYS, 40, draws=300, seed=5)}
    drawn, luck = sampling.draws(plan, 300, 5), sampling.luck(plan, 300, 5)

    def flow(of: Plan, **levers: np.ndarray) -> np.ndarray:
        return simulate(of, levers={**drawn, **levers}, luck=luck)["free_cash_flow"][:40].sum(axis=0)

    before, hires = flow(plan), drawn["enterprise.hires_per_quarter"]
    more = {"enterprise.hires_per_quarter": hires + 1.0}
    assert found["enterprise.hires_per_quarter"].pays == (flow(plan, **more) > before).mean()
    play = PLAYS["better-leads"]
    played = flow(plan.changed(events=(*plan.events, *play.events)))
    assert found[play.name].pays == (played > before).mean()
    assert {step.pays for step in next_dollar.ranked(Plan(), PLAYS)} == {None}


def test_sizes_of_deals_are_in_the_chance() -> None:
    """Few large customers, whose sizes decide whether an account executive pays."""
    ranges = {"enterprise.acv": (30e3, 200e3)}
    plan = Plan(uncertainty=ranges, levers={"marketing.mqls": 3000.0}, months=36, lumpy=True, size_spread=3.0)
    found = {step.name: step.pays for step in next_dollar.ranked(plan, {}, draws=300, seed=5)}
    drawn, one = vars(sampling.drawn(plan, 300, 5)), "enterprise.hires_per_quarter"
    more = {**drawn["levers"], one: np.full(300, plan.value(one) + 1)}
    flows = (simulate(plan, **{**drawn, "levers": levers})["free_cash_flow"] for levers in (drawn["levers"], more))
    before, after = (flow.sum(axis=0) for flow in flows)
    assert found[one] == (after > before).mean()


def test_a_step_does_not_change_in_which_draws_events_happen() -> None:
    """A squeeze in four of ten draws from one of five months on; in the others the plan is as planned."""
    squeeze = Event(lever="enterprise.win_rate", change="set", value=0.05, start=3, id="squeeze", chance=0.4, latest=7)
    plan = Plan(events=(squeeze,), levers={"marketing.mqls": 3000.0}, months=36)
    found = {step.name: step for step in next_dollar.ranked(plan, PLAYS, draws=200, seed=3)}
    months = sampling.later(plan, 200, 3)[0]
    play = PLAYS["enterprise-tier"]
    paying = 0
    for late in months.tolist():
        sure = () if late < 0 else (replace(squeeze, chance=1.0, start=3 + late, latest=None),)
        flows = [
            float(simulate(plan.changed(events=(*sure, *more)), keep=["free_cash_flow"])["free_cash_flow"].sum())
            for more in ((), play.events)
        ]
        paying += flows[1] > flows[0]
    assert found[play.name].pays == paying / 200


def test_progress_is_told_step_by_step() -> None:
    told: list[tuple[int, int]] = []
    found = next_dollar.ranked(Plan(), PLAYS, 12, tell=lambda done, total: told.append((done, total)))
    assert told == [(done, len(found)) for done in range(1, len(found) + 1)]


@pytest.mark.parametrize("months", [0, 61])
def test_months_beyond_the_plan_are_refused(months: int) -> None:
    with pytest.raises(PlannerError, match=f"months = {months}: must be 1 to 60, the plan's months"):
        next_dollar.ranked(Plan(), dict[str, Play](), months)
