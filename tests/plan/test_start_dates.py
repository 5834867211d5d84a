import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.plan import Event, Funding, Plan, Target
from planner.plan.event_effects import weight
from planner.plan.start_dates import dates, with_dates_kept
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.numbers import month_name

DATED = Plan(
    funding=(Funding(month=18, amount=2e7), Funding(month=36, amount=3e7)),
    targets=(Target(month=12, least=1.2e7), Target(month=36, least=3.5e7), Target(month=60, least=8e7)),
)
LEVER = "enterprise.win_rate"


def months(plan: Plan) -> list[str]:
    return [month_name(plan.start, row.month) for row in (*plan.funding, *plan.targets)]


def test_dates_are_kept_and_what_lies_before_the_start_is_named() -> None:
    before = months(DATED)
    kept = with_dates_kept(DATED, "2027-01")
    assert kept.plan.start == "2027-01"
    assert months(kept.plan) == [month for month in before if month != "Dec 2026"]
    assert kept.changed == ("Target of $12M in Dec 2026 lies before the start and is left out.",)
    assert with_dates_kept(kept.plan, "2026-01").plan.funding == DATED.funding


def test_an_earlier_start_can_push_a_round_beyond_the_plan() -> None:
    plan = Plan(months=24, funding=(Funding(month=24, amount=5e6),), targets=(Target(month=120, least=1e7),))
    kept = with_dates_kept(plan, "2025-12")
    assert (kept.plan.funding, kept.plan.targets) == ((), ())
    assert [sentence.split(" lies ")[1] for sentence in kept.changed] == ["beyond the plan and is left out."] * 2


def on(start: int, **more: object) -> Event:
    return Event(name="E", lever=LEVER, change="add", value=0.1, start=start, **more)


def test_an_event_under_way_acts_for_what_is_left_of_it() -> None:
    plan = Plan(events=(on(3, months=6), on(2, months=3), on(3), on(3, phase_in=6)))
    kept = with_dates_kept(plan, "2026-06")
    assert kept.plan.events == (on(1, months=3), on(1), on(1, phase_in=3))
    assert kept.changed == (
        "E is over before the start and is left out.",
        "E is under way; it phases in anew over the 3 months left.",
    )


EVENTS = st.builds(
    lambda start, months, more: on(start, months=months, every=more and (months or 1) + more - 1),
    st.integers(1, 40),
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 12),
)


@given(EVENTS, st.integers(-12, 40))
def test_an_event_acts_in_the_same_calendar_months(event: Event, shift: int) -> None:
    plan = Plan(start="2030-01", events=(event,))
    kept = with_dates_kept(plan, f"{2030 + shift // 12}-{shift % 12 + 1:02}").plan
    for month in range(1, 61):
        acts = 0.0 if month + shift < 1 else weight(event, month + shift)
        assert sum(weight(one, month) for one in kept.events) == acts
    if shift <= 0 or event.start > shift:
        assert len(kept.events) == 1


def test_what_has_a_date_is_counted() -> None:
    assert dates(Plan()) == ""
    assert dates(Plan(events=(on(1),))) == "an event"
    assert dates(DATED) == "2 funding rounds and 3 targets"
    both = Plan(funding=(Funding(month=1, amount=1.0),), targets=(Target(month=1, least=1.0),), events=(on(1), on(2)))
    assert dates(both) == "a funding round, a target and 2 events"


def test_a_start_that_is_none_is_refused() -> None:
    with pytest.raises(PlannerError, match="must be a month from 1900 on"):
        with_dates_kept(DATED, "2027-13")
