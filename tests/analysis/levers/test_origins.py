import pytest
from support import ROOT

from planner.analysis.company import Answers, derive
from planner.analysis.levers import origins
from planner.model.simulate import simulate
from planner.plan import Plan, load
from planner.vocabulary.levers import CATALOGUE

PLANS = [derive(Answers(arr=arr)).plan for arr in (3e5, 3e6, 3e7)]
PLANS += [derive(Answers(stage="seed", arr=620e3, sold_by={"self_serve": 1.0}, sellers=(), signups=3100)).plan]


def test_where_a_lever_comes_from() -> None:
    plan = Plan(levers={"enterprise.acv": 5e4, "enterprise.quota": 9e5}, origin={"enterprise.quota": "shipped"})
    assert origins.origin(plan, "enterprise.acv") == "file"
    assert origins.origin(plan, "enterprise.quota") == "shipped"
    assert origins.origin(plan, "enterprise.ramp_months") == "catalogue"
    assert set(origins.ORIGINS) >= {"entered", "derived", "stage", "shipped", "room"} | origins.OWN


@pytest.mark.parametrize("plan", PLANS)
def test_what_is_said_of_the_next_to_ask_is_so(plan: Plan) -> None:
    """Half the distance between a tenth less and a tenth more; nothing that is not one's own moves more in all."""
    found = origins.completeness(plan)
    assert 0 < found.share < 1
    assert len(found.next) == 3
    for metric in origins.METRICS:  # figures that are told one under the other fall
        moved = [ask.by for ask in found.next if ask.metric == metric]
        assert moved == sorted(moved, reverse=True)
    for ask in found.next:
        lever, value = CATALOGUE[ask.lever], plan.value(ask.lever)
        ends = [max(0.9 * value, lever.min), min(1.1 * value, lever.max)]
        low, high = (float(simulate(plan, levers={ask.lever: end})[ask.metric][-1, 0]) for end in ends)
        assert ask.by == pytest.approx(abs(high - low) / 2)
        assert origins.origin(plan, ask.lever) not in origins.OWN


@pytest.mark.parametrize("plan", PLANS)
def test_what_is_entered_completes_the_plan(plan: Plan) -> None:
    found = origins.completeness(plan)
    first = found.next[0]
    then = origins.completeness(plan.with_levers({first.lever: plan.value(first.lever)}, "entered"))
    assert then.share == pytest.approx(found.share + first.share)
    assert first.lever not in [ask.lever for ask in then.next]
    everything = plan.with_levers(plan.values(), "entered")
    assert origins.completeness(everything) == origins.Completeness(pytest.approx(1.0), ())


def test_a_file_is_one_s_own() -> None:
    plan = load(ROOT / "data" / "plans" / "open-source-database.toml")
    shipped = plan.with_levers(plan.levers, "shipped")
    assert origins.completeness(shipped).share == 0
    assert origins.completeness(plan).share > 0.5
