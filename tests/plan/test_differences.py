"""Differences between plans, and what is taken over."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from model.plans import seeded

from planner.plan import Case, Correlation, Event, Funding, Plan, Target
from planner.plan.differences import ORDER, Difference, differences, taken
from planner.vocabulary.errors import PlannerError

FREEZE = Event(name="Freeze", lever="enterprise.hires_per_quarter", change="multiply", value=0.0, start=7, id="freeze")
RAMP = Event(name="Slower ramp", lever="enterprise.ramp_months", change="multiply", value=1.5, start=3)
WIN = Event(lever="enterprise.win_rate", change="add", value=0.02, start=5)


def told(plan: Plan, other: Plan) -> list[tuple[str, str]]:
    return [(one.kind, one.item) for one in differences(plan, other)]


def counted(found: Iterable[Difference]) -> Counter[tuple[str, str]]:
    """How often an item differs, of the kinds whose differences do not depend on what else differs."""
    kinds = ("lever", "funding", "settings", "target", "event")
    return Counter((one.kind, one.item) for one in found if one.kind in kinds and one.item != ORDER)


def meaning(plan: Plan) -> tuple[object, ...]:
    """What a plan says, whatever its name, the order of rounds, and which defaults it names."""
    return (
        *(plan.values(), [replace(event, id=None) for event in sorted(plan.events, key=lambda event: event.lever)]),
        *(sorted(map(repr, plan.funding)), sorted(map(repr, plan.targets)), dict(plan.uncertainty)),
        *({(min(one.a, one.b), max(one.a, one.b)): one.rank for one in plan.correlations}, set(plan.cases)),
        *((plan.start, plan.months, plan.currency, plan.usd, plan.lumpy, plan.size_spread), dict(plan.notes)),
    )


def full(seed: int) -> Plan:
    """A plan with something of everything."""
    random, plan = np.random.default_rng(seed), seeded(seed)
    ranged = [str(one) for one in random.choice(["enterprise.win_rate", "sales.goes_cold", "finance.cash"], 2, False)]
    events = [*plan.events, *(one for one in (FREEZE, RAMP, WIN) if random.random() < 0.6)]
    events = [replace(one, phase_in=one.phase_in + int(random.choice([0, 2]))) for one in events]
    random.shuffle(events)  # type: ignore[arg-type]
    ids = [one.id for one in events if one.id]
    months = plan.months
    return plan.changed(
        events=tuple(events),
        targets=tuple(Target(month=int(at), least=1e6 * at) for at in set(random.integers(1, 36, 2))),
        uncertainty={one: tuple(sorted((0.5 * plan.value(one), plan.value(one)))) for one in ranged},
        correlations=(Correlation(a=ranged[0], b=ranged[1], rank=0.5),) if random.random() < 0.5 else (),
        cases=(Case(name="Down", levers={"enterprise.win_rate": 0.1 * seed % 1}, off=tuple(ids)),),
        start=str(random.choice(["2026-01", "2026-07"])),
        months=months,
        lumpy=bool(random.random() < 0.5),
        notes={
            "plan": f"Note {seed}",
            "enterprise.win_rate": f"Because {seed}",
            **{f"event:{one}": "Why" for one in ids},
        },
    )


@pytest.mark.parametrize("seed", range(30))
def test_taking_all_over_gives_the_other_plan(seed: int) -> None:
    plan, other = full(2 * seed), full(2 * seed + 1).changed(name="Another")
    found = differences(plan, other)
    assert meaning(taken(plan, other, found)) == meaning(other)
    assert taken(plan, other, found).name == plan.name
    assert not differences(taken(plan, other, found), other)
    assert taken(plan, other, ()) == plan.changed(funding=taken(plan, other, ()).funding, targets=plan.targets)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_taken_over_differs_no_more(seed: int) -> None:
    plan, other = full(seed), full(seed + 100).changed(months=120)
    plan = plan.changed(months=120)
    found, random = differences(plan, other), np.random.default_rng(seed)
    chosen = [one for one in found if one.kind != "range" and random.random() < 0.5]
    left = differences(taken(plan, other, chosen), other)
    assert counted(left) == counted(one for one in found if one not in chosen)


def test_a_plan_does_not_differ_from_itself() -> None:
    assert not differences(full(3), full(3))
    assert not differences(Plan(name="A"), Plan(name="B"))


def test_a_default_that_is_named_is_no_difference() -> None:
    plan = Plan()
    assert not differences(plan, plan.with_levers({"enterprise.win_rate": plan.value("enterprise.win_rate")}))


def test_events_are_paired_by_id_then_by_name_lever_and_start() -> None:
    plan = Plan(events=(FREEZE, RAMP, WIN))
    renamed = replace(FREEZE, name="Hiring stop", start=9)
    assert told(plan, Plan(events=(renamed, RAMP, WIN))) == [("event", "freeze")]
    assert told(plan, Plan(events=(replace(FREEZE, id=None), RAMP, WIN))) == []
    assert told(plan, Plan(events=(FREEZE, replace(RAMP, value=2.0), WIN))) == [("event", "Slower ramp")]
    later = [("event", "Slower ramp"), ("event", "Slower ramp")]
    assert told(plan, Plan(events=(FREEZE, replace(RAMP, start=4), WIN))) == later
    assert told(plan, Plan(events=(FREEZE, RAMP))) == [("event", "enterprise.win_rate")]


def test_the_same_event_is_paired_before_one_that_is_alike() -> None:
    stronger = replace(RAMP, value=2.0)
    (one,) = differences(Plan(events=(RAMP, stronger)), Plan(events=(stronger,)))
    assert (one.before, one.after) == ((RAMP,), None)


def test_events_of_an_id_are_one_difference() -> None:
    both = (FREEZE, replace(FREEZE, lever="people.backfill", value=0.5))
    (one,) = differences(Plan(), Plan(events=both))
    assert one == Difference("event", "freeze", None, both, 0, "event:freeze")
    assert taken(Plan(), Plan(events=both), [one]).events == both


def test_another_order_of_events_on_a_lever_is_a_difference() -> None:
    first, second = WIN, replace(WIN, change="set", value=0.4, name="Set")
    plan, other = Plan(events=(first, second)), Plan(events=(second, first))
    assert told(plan, other) == [("event", ORDER)]
    assert taken(plan, other, differences(plan, other)).events == other.events
    assert told(Plan(events=(first, RAMP)), Plan(events=(RAMP, first))) == []


def test_reasons_go_with_what_they_are_about() -> None:
    plan = Plan(levers={"enterprise.win_rate": 0.2}, notes={"plan": "Board"})
    other = Plan(
        levers={"enterprise.win_rate": 0.25, "enterprise.ramp_months": 4.0},
        notes={"plan": "Board", "enterprise.win_rate": "New pricing"},
        origin={"enterprise.win_rate": "entered"},
    )
    ramp, win = differences(plan, other)
    assert taken(plan, other, [win]).notes == other.notes
    assert taken(plan, other, [win]).origin == other.origin
    assert taken(plan, other, [ramp]).notes == plan.notes
    assert told(other, other.changed(notes={"plan": "Crew"})) == [("note", "plan"), ("note", "enterprise.win_rate")]


def test_a_range_is_widened_to_enclose_its_lever() -> None:
    plan = Plan(levers={"enterprise.win_rate": 0.1})
    other = Plan(levers={"enterprise.win_rate": 0.3}, uncertainty={"enterprise.win_rate": (0.2, 0.4)})
    (ranged,) = (one for one in differences(plan, other) if one.kind == "range")
    assert taken(plan, other, [ranged]).uncertainty == {"enterprise.win_rate": (0.1, 0.4)}


def test_a_round_beyond_the_horizon_is_refused() -> None:
    plan, other = Plan(months=24), Plan(months=36, funding=(Funding(month=30, amount=1e6),))
    (funding,) = (one for one in differences(plan, other) if one.kind == "funding")
    with pytest.raises(PlannerError, match="must be within the plan's months, 1 to 24"):
        taken(plan, other, [funding])
    assert taken(plan, other, differences(plan, other)).funding == other.funding
