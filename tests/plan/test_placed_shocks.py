"""Shocks in a plan: when they act, for how long, and on top of what."""

import pytest

from planner.model.simulate import simulate
from planner.plan import Event, Plan
from planner.plan.placed_shocks import PlacedShock, with_shocks
from planner.plan.shocks import Shock
from planner.vocabulary.errors import PlannerError

LEADS = Event(lever="marketing.mqls", change="multiply", value=0.5, start=1)
LATER = Event(name="Own name", lever="enterprise.win_rate", change="multiply", value=0.5, start=3, phase_in=2)
BRIEF = Event(lever="retention.usage_change", change="add", value=-0.2, start=2, months=1)
SHOCK = Shock(name="Storm", about="", effects="", months=6, events=(LEADS, LATER, BRIEF))
CALM = Shock(name="Calm", about="", effects="", months=2, events=(LEADS,))


def test_events_start_with_the_shock_and_last_as_long_as_it_does() -> None:
    plan = with_shocks(Plan(), [PlacedShock(SHOCK, 10, 6)])
    places = [(event.name, event.lever, event.start, event.months, event.phase_in) for event in plan.events]
    assert places == [
        ("Storm", "marketing.mqls", 10, 6, 0),
        ("Storm", "enterprise.win_rate", 12, 4, 2),
        ("Storm", "retention.usage_change", 11, 1, 0),
    ]


def test_shocks_add_up_on_top_of_the_plan_s_own_events() -> None:
    own = Event(name="Campaign", lever="marketing.mqls", change="multiply", value=3.0, start=1)
    plan = with_shocks(Plan(events=(own,)), [PlacedShock(SHOCK, 5, 6), PlacedShock(CALM, 6, 2)])
    assert [event.name for event in plan.events] == ["Campaign", "Storm", "Storm", "Storm", "Calm"]
    planned, hit = (simulate(each)["mqls"][:, 0] for each in (Plan(events=(own,)), plan))
    assert hit / planned == pytest.approx([1] * 4 + [0.5] + [0.25] * 2 + [0.5] * 3 + [1] * 50)


@pytest.mark.parametrize(("months", "levers"), [(1, ["marketing.mqls"]), (2, ["marketing.mqls", BRIEF.lever])])
def test_what_comes_after_a_short_shock_is_over_is_left_out(months: int, levers: list[str]) -> None:
    assert [event.lever for event in with_shocks(Plan(), [PlacedShock(SHOCK, 1, months)]).events] == levers


def test_a_shock_may_start_in_the_last_month_and_outlast_the_plan() -> None:
    plan = with_shocks(Plan(months=12), [PlacedShock(SHOCK, 12, 6)])
    assert [(event.lever, event.start) for event in plan.events] == [("marketing.mqls", 12)]
    mqls, planned = (simulate(each)["mqls"][:, 0] for each in (plan, Plan(months=12)))
    assert mqls[11] == pytest.approx(planned[11] / 2)


def test_no_shock_is_no_change() -> None:
    assert with_shocks(Plan(), []) == Plan()


@pytest.mark.parametrize(
    ("start", "months", "sentence"),
    [
        (61, 6, "Storm, start = 61: must be 1 to 60"),
        (0, 6, "Storm, start = 0: must be 1 to 60"),
        (5, 0, "Storm, months = 0: must be 1 or more"),
    ],
)
def test_a_shock_outside_the_plan_is_one_sentence(start: int, months: int, sentence: str) -> None:
    with pytest.raises(PlannerError, match=sentence) as error:
        with_shocks(Plan(), [PlacedShock(CALM, 1, 1), PlacedShock(SHOCK, start, months)])
    assert len(error.value.sentences()) == 1


def test_a_shock_stays_for_good_where_no_length_is_given() -> None:
    plan = with_shocks(Plan(), [PlacedShock(SHOCK, 10, None)])
    assert [(event.lever, event.start, event.months) for event in plan.events] == [
        ("marketing.mqls", 10, None),
        ("enterprise.win_rate", 12, None),
        ("retention.usage_change", 11, 1),
    ]


@pytest.mark.parametrize(
    ("shock", "start", "months", "text"),
    [
        (SHOCK, 13, 12, "12 months from Jan 2027"),
        (SHOCK, 13, None, "for good from Jan 2027"),
        (SHOCK, 1, 1, "2 months from Jan 2026"),
        (CALM, 1, 1, "in Jan 2026"),
        (Shock(name="Once", about="", effects="", months=2, events=(BRIEF,)), 1, None, "2 months from Jan 2026"),
    ],
)
def test_a_shock_says_how_long_it_lasts(shock: Shock, start: int, months: int | None, text: str) -> None:
    assert PlacedShock(shock, start, months).when(Plan()) == text
