"""Where cash is lowest and what would raise it most."""

import numpy as np
import pytest
from model.plans import seeded
from support import ROOT

from planner.analysis.levers.sensitivity import FLOWS
from planner.analysis.readings import lowest_cash
from planner.model.simulate import simulate
from planner.plan import Plan, load
from planner.vocabulary.levers import BEYOND_CONTROL, CATALOGUE

OPENING = load(ROOT / "data/plans/open-source-database.toml")


def test_the_lowest_month() -> None:
    result = simulate(Plan(levers={"finance.cash": 2e6, "people.engineer_hires_per_quarter": 6.0}))
    assert result["cash"][lowest_cash.month(result) - 1, 0] == result["cash"].min()


def test_a_plan_whose_cash_lasts_needs_no_rescue() -> None:
    assert lowest_cash.rescues(simulate(Plan(levers={"finance.cash": 1e9}))) == ()


def test_too_many_account_executives_are_named_and_not_the_engineers() -> None:
    (best,) = lowest_cash.rescues(simulate(OPENING.with_levers({"enterprise.hires_per_quarter": 10.0})))
    assert (best.lever, best.value) == ("enterprise.hires_per_quarter", 9.0)


@pytest.mark.parametrize("seed", range(10))
def test_no_lever_raises_the_lowest_cash_more(seed: int) -> None:
    plan = seeded(seed).with_levers({"finance.cash": 1e5})
    result = simulate(plan)
    reached = {
        (lever_id, end): float(cash)
        for lever_id in FLOWS
        for value, lever in [(plan.value(lever_id), CATALOGUE[lever_id])]
        for ends in [np.clip([value - abs(value) / 10, value + abs(value) / 10], lever.min, lever.max).tolist()]
        for end, cash in zip(ends, simulate(plan, levers={lever_id: np.array(ends)})["cash"].min(axis=0), strict=True)
    }
    now, rescues = float(result["cash"].min()), lowest_cash.rescues(result)
    if now >= 0:
        assert rescues == ()
        return
    best = max(reached.values()), max(cash for (lever, _), cash in reached.items() if lever not in BEYOND_CONTROL)
    helpful = [cash for cash in best if cash > now]
    assert [one.lowest for one in (rescues * 2)[: len(helpful)]] == pytest.approx(helpful, rel=1e-9)
    for one in rescues:
        assert one.lowest == pytest.approx(reached[one.lever, one.value], rel=1e-9)
