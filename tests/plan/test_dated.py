"""What has a date: what it is, and that moving it moves its months alone."""

from dataclasses import replace

import pytest

from planner.plan import Event, Funding, Plan, Target, dated
from planner.vocabulary.errors import PlannerError

FREEZE = "enterprise.hires_per_quarter"
PLAN = Plan(
    start="2026-01",
    months=36,
    targets=(Target(month=24, least=1e7), Target(month=12, metric="nrr", least=1.1), Target(month=48, least=2e7)),
    funding=(Funding(month=18, amount=5e6, needs_arr=8e6),),
    events=(
        Event(name="Freeze", lever=FREEZE, change="set", value=0, start=7, months=6, latest=9, id="freeze"),
        Event(
            name="Squeeze", lever="enterprise.win_rate", change="multiply", value=0.8, start=5, chance=0.2, phase_in=6
        ),
        Event(name="Freeze", lever="people.backfill", change="set", value=0, start=9, months=6, latest=11, id="freeze"),
        Event(lever="enterprise.acv", change="multiply", value=1.1, start=40),
    ),
    notes={
        "event:freeze": "the board asked for it",
        "target:24": "promised in March",
        "funding:18": "the lead said so",
    },
)


def move(plan: Plan, item: str, month: int) -> Plan:
    found = dated.found(plan, item)
    assert found
    return dated.moved(plan, item, found.mark, month)


def test_everything_with_a_date_is_found_in_the_order_of_its_months() -> None:
    found = dated.everything(PLAN)
    assert [(one.id, one.label, one.month, one.months) for one in found] == [
        ("target:1", "Net revenue retention at least 110%", 12, 1),
        ("target:0", "$10M ARR", 24, 1),
        ("target:2", "$20M ARR", 48, 1),
        ("funding:0", "$5M if ARR is $8M by then", 18, 1),
        ("event:1", "Squeeze", 5, None),
        ("event:0", "Freeze", 7, 8),
        ("event:3", "Enterprise contract value", 40, None),
    ]
    assert [one.acts for one in found] == [True] * 4 + [False, True, True]
    assert found[3].about == "$5M in Jun 2027, if ARR is $8M by then"
    assert [PLAN.notes.get(one.note) for one in found[1:4:2]] == ["promised in March", "the lead said so"]


def test_a_target_and_a_round_move_with_their_notes_and_nothing_else() -> None:
    later = move(move(PLAN, "target:0", 30), "funding:0", 20)
    assert later.targets == (replace(PLAN.targets[0], month=30), *PLAN.targets[1:])
    assert later.funding == (replace(PLAN.funding[0], month=20),)
    assert later.notes == {
        "event:freeze": "the board asked for it",
        "target:30": "promised in March",
        "funding:20": "the lead said so",
    }
    assert move(move(later, "target:0", 24), "funding:0", 18) == PLAN


def test_an_event_keeps_its_window_its_chance_and_its_phase_in() -> None:
    later = move(move(PLAN, "event:0", 10), "event:1", 8)
    assert later.events == (
        replace(PLAN.events[0], start=10, latest=12),
        replace(PLAN.events[1], start=8),
        replace(PLAN.events[2], start=12, latest=14),
        PLAN.events[3],
    )
    assert move(move(later, "event:0", 7), "event:1", 5) == PLAN


@pytest.mark.parametrize(
    ("item", "first", "last"),
    [("target:0", 1, 36), ("target:2", 1, 36), ("funding:0", 1, 36), ("event:0", 1, 32), ("event:1", 1, 36)],
)
def test_nothing_is_moved_out_of_the_plan(item: str, first: int, last: int) -> None:
    for month, held in ((-99, first), (0, first), (999, last)):
        found = dated.found(move(PLAN, item, month), item)
        assert found
        assert found.month == held
    assert max(event.latest or event.start for event in move(PLAN, item, 999).events[:3]) <= 36


def test_a_month_that_another_target_of_the_metric_has_is_taken() -> None:
    plan = PLAN.changed(targets=(*PLAN.targets, Target(month=30, least=1.5e7)))
    assert [one.taken for one in dated.everything(plan) if one.id == "target:0"] == [(30, 48)]
    with pytest.raises(PlannerError, match="a month has one target"):
        move(plan, "target:0", 30)


def test_what_is_gone_is_neither_moved_nor_taken_out() -> None:
    found = dated.found(PLAN, "funding:0")
    assert found
    without = dated.without(PLAN, found.id, found.mark)
    assert without.funding == ()
    other = without.changed(funding=(Funding(month=18, amount=1e6),))
    assert dated.without(other, found.id, found.mark) is other
    assert dated.moved(other, found.id, found.mark, 3) is other


def test_a_play_is_taken_out_with_all_its_events() -> None:
    found = dated.found(PLAN, "event:0")
    assert found
    assert dated.without(PLAN, found.id, found.mark).events == (PLAN.events[1], PLAN.events[3])
