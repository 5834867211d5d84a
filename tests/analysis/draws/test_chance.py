"""Events by chance: a loop over single simulations, each with the events of its draw for sure, gives the same."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from support import decided

from planner.analysis.draws import promises, sampling, uncertainty
from planner.model.simulate import simulate
from planner.plan import Event, Plan, Target

RAMP = {"lever": "enterprise.ramp_months", "change": "multiply", "value": 2.0, "start": 4, "months": 9, "phase_in": 2}
WINS = {"lever": "enterprise.win_rate", "change": "multiply", "value": 0.7, "start": 6}
PLAN = Plan(
    months=24,
    uncertainty={"enterprise.acv": (40e3, 90e3), "enterprise.win_rate": (0.15, 0.3)},
    events=(Event(lever="enterprise.quota", change="multiply", value=1.1, start=3),),
)
ARR = 21e6
COLUMNS = ("arr", "cash", "headcount", "nrr")


def with_events(*events: Event) -> Plan:
    return PLAN.changed(events=(*PLAN.events, *events))


def same(one: Plan, other: Plan, count: int = 300) -> bool:
    results = [uncertainty.run(plan, count, 1, COLUMNS) for plan in (one, other)]
    return all(np.array_equal(results[0][name], results[1][name], equal_nan=True) for name in COLUMNS)


@pytest.mark.parametrize("lumpy", [False, True])
def test_a_chance_of_0_or_1_is_the_plan_without_or_with_the_event(lumpy: bool) -> None:
    """Bit for bit, in the draws and in the plan itself."""
    never = with_events(Event(**RAMP, chance=0.0, id="a"), Event(**WINS, chance=0.0)).changed(lumpy=lumpy)
    always = with_events(Event(**RAMP, chance=1.0, id="a"), Event(**WINS, chance=1.0)).changed(lumpy=lumpy)
    assert same(never, PLAN.changed(lumpy=lumpy))
    assert same(always, with_events(Event(**RAMP), Event(**WINS)).changed(lumpy=lumpy))
    assert not same(never, always)
    assert (simulate(never)["arr"] == simulate(PLAN)["arr"]).all()


def test_draws_are_those_of_a_loop_with_the_events_for_sure() -> None:
    plan = with_events(
        Event(**RAMP, chance=0.4, latest=9, id="slow"),
        Event(**WINS, chance=0.3),
        Event(lever="sales.goes_cold", change="set", value=0.5, start=8, chance=0.4, latest=13, id="slow"),
    ).changed(targets=(Target(month=24, least=ARR),))
    result, drawn = uncertainty.run(plan, 100, 3, ("arr", "cash")), sampling.drawn(plan, 100, 3)
    assert drawn.later.keys() == {1, 2, 3}
    failed = 0
    for draw in range(100):
        months = {place: int(values[draw]) for place, values in drawn.later.items()}
        events = [
            replace(event, start=event.start + months.get(place, 0), latest=None, chance=1.0)
            for place, event in enumerate(plan.events)
            if months.get(place, 0) >= 0
        ]
        levers = {lever_id: values[draw] for lever_id, values in drawn.levers.items()}
        one = simulate(plan.changed(events=tuple(events)), levers=levers, keep=("arr", "cash"))
        for name in ("arr", "cash"):
            assert (one[name][:, 0] == result[name][:, draw]).all()
        failed += one["arr"][23, 0] < ARR or one["cash"].min() < 0
    assert promises.of(result).everything == pytest.approx(1 - failed / 100)
    assert 5 < failed < 95


def test_events_of_one_id_happen_together_and_others_on_their_own() -> None:
    other = Event(**WINS, chance=0.4, id="b")
    late = Event(lever="sales.goes_cold", change="set", value=0.5, start=8, chance=0.4, latest=13, id="a")
    drawn = sampling.later(with_events(Event(**RAMP, chance=0.4, latest=9, id="a"), late, other), 4096, 1)
    assert (drawn[1] == drawn[2]).all()
    assert abs(np.corrcoef(drawn[1] >= 0, drawn[3] >= 0)[0, 1]) < 0.05


def test_an_event_happens_in_its_share_of_the_draws() -> None:
    drawn = sampling.later(with_events(Event(**RAMP, chance=0.3, latest=9, id="a")), 2560, 1)[1]
    assert (drawn >= 0).mean() == pytest.approx(0.3, abs=0.004)
    counts = np.bincount(drawn[drawn >= 0], minlength=6)
    assert len(counts) == 6
    assert stats.chisquare(counts).pvalue > 0.2
    sure = sampling.later(with_events(Event(**RAMP, latest=9)), 2560, 1)[1]
    assert sorted(set(sure.tolist())) == [0, 1, 2, 3, 4, 5]


def test_the_draws_of_an_event_do_not_depend_on_others() -> None:
    first = Event(**RAMP, chance=0.4, latest=9, id="a")
    before = sampling.drawn(with_events(first), 500, 1)
    more = PLAN.changed(events=(*PLAN.events, Event(**WINS, chance=0.3), first)).with_range("sales.goes_cold", 0.0, 0.3)
    after = sampling.drawn(more, 500, 1)
    assert (before.later[1] == after.later[2]).all()
    assert all((after.levers[lever] == values).all() for lever, values in before.levers.items())
    moved = sampling.later(with_events(replace(first, value=3.0)), 500, 1)
    assert (moved[1] == before.later[1]).all()


def test_draws_of_events_do_not_depend_on_the_batch() -> None:
    plan = with_events(Event(**RAMP, chance=0.4, latest=9))
    whole = sampling.later(plan, 1_000, 4)[1]
    cuts = [0, 1, 2, 255, 256, 613, 1_000]
    parts = [sampling.later(plan, end - start, 4, start)[1] for start, end in pairwise(cuts)]
    assert (np.concatenate(parts) == whole).all()
    assert (sampling.later(plan, 1_000, 5)[1] != whole).any()


def test_an_event_that_is_switched_off_never_happens() -> None:
    plan = with_events(Event(**RAMP, chance=0.4, active=False), Event(**WINS, latest=9, active=False))
    assert sampling.later(plan, 10, 1) == {}
    assert same(plan, PLAN)


def test_a_plan_with_nothing_uncertain_but_an_event_has_two_ends() -> None:
    plan = Plan(months=12, events=(Event(**WINS, chance=0.25),))
    assert sampling.uncertain(plan)
    assert not sampling.uncertain(Plan(events=(Event(**WINS),)))
    arr = uncertainty.run(plan, 256, 1, ("arr",))["arr"][-1]
    assert sorted(set(arr.tolist())) == sorted(
        float(simulate(decided(plan, key, happens))["arr"][-1, 0])
        for key in [sampling.groups(plan.events)[0].key]
        for happens in (True, False)
    )
    assert (arr == arr.min()).mean() == 0.25


def test_events_that_break_promises_are_told_by_their_share() -> None:
    dearer = Event(lever="people.ga_cost", change="add", value=1.0, start=2, chance=0.5)
    plan = with_events(Event(**WINS, chance=0.2, id="a"), dearer)
    plan = plan.changed(targets=(Target(month=24, least=ARR),))
    result, drawn = uncertainty.run(plan, 500, 1, promises.columns(plan)), sampling.drawn(plan, 500, 1)
    first, second = promises.happenings(result, drawn.later)
    failed = promises.broken(result)
    assert first.event.id == "a"
    assert first.usual == (drawn.later[1] >= 0).mean() == pytest.approx(0.2, abs=0.01)
    assert first.failing == (drawn.later[1] >= 0)[failed].mean() > 0.25
    assert second.failing == pytest.approx(0.5, abs=0.1)
