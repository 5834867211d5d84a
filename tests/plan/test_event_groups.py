from dataclasses import replace

import pytest

from planner import plan as plans
from planner.plan import Event, Plan, event_groups
from planner.plan.event_groups import fresh_id, group, groups, moved, with_play
from planner.vocabulary.errors import PlannerError

VISITORS = Event(name="Event 2", lever="community.visitors", change="multiply", value=2.0, start=1)
MQLS = Event(lever="marketing.mqls", change="multiply", value=3.0, start=1)
PLAY = plans.Play(
    name="Quick start",
    pushes="use",
    about="",
    effects="",
    events=(replace(VISITORS, name="Quick start"), replace(MQLS, name="Quick start")),
)


def test_events_without_an_id_stand_alone_whatever_their_name() -> None:
    same_name = replace(MQLS, name="Event 2")
    for events in ((VISITORS, MQLS), (VISITORS, same_name), (VISITORS, VISITORS)):
        found = groups(events)
        assert [one.positions for one in found] == [(0,), (1,)]
        assert len({one.key for one in found}) == 2


def test_events_of_one_id_are_one_entry_wherever_they_stand() -> None:
    events = [replace(event, id="x") for event in (MQLS, VISITORS)]
    found = groups((events[0], MQLS, events[1]))
    assert [(one.positions, one.name) for one in found] == [((0, 2), "Event 2"), ((1,), "")]


def test_a_group_is_active_while_any_of_its_events_is() -> None:
    off = replace(VISITORS, active=False, id="x")
    assert not groups((off,))[0].active
    assert groups((off, replace(MQLS, id="x")))[0].active


def test_a_key_stays_when_others_go_and_when_it_is_switched_off() -> None:
    key = groups((VISITORS, MQLS))[1].key
    assert group((MQLS,), key) == groups((MQLS,))[0]
    assert group((replace(MQLS, active=False),), key) is not None
    assert group((VISITORS,), key) is None


def test_a_play_added_twice_is_two() -> None:
    plan = with_play(with_play(Plan(), PLAY), PLAY)
    assert [event.id for event in plan.events] == ["quick-start"] * 2 + ["quick-start-2"] * 2
    assert [one.positions for one in groups(plan.events)] == [(0, 1), (2, 3)]
    assert plans.loads(plans.dumps(plan)) == plan


def test_a_play_begins_in_another_month_with_all_of_its_events() -> None:
    both = (replace(PLAY.events[0], latest=4, chance=0.5), replace(PLAY.events[1], start=5, latest=8, chance=0.5))
    plan = with_play(Plan(events=(MQLS,)), replace(PLAY, events=both))
    later = moved(plan, "quick-start", 4)
    assert [(event.start, event.latest) for event in later.events] == [(1, None), (4, 7), (8, 11)]
    assert moved(later, "quick-start", 1) == plan
    assert moved(plan, "gone", 9) == plan
    with pytest.raises(PlannerError):
        moved(plan, "quick-start", 120)


def test_ids_are_made_from_names() -> None:
    assert fresh_id("Hiring freeze", set()) == "hiring-freeze"
    assert fresh_id("Hiring freeze", {"hiring-freeze", "hiring-freeze-2"}) == "hiring-freeze-3"
    assert fresh_id("…", set()) == "event"
    assert event_groups.together([VISITORS], "A/B", [])[0].id == "a-b"
