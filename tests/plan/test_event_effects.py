"""What events make of a lever, against the model's own paths; and where they are held at a bound."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import plan as plans
from planner.model.paths import weight as weights
from planner.plan import LOSS_LEVERS, Event, Plan, event_text
from planner.plan.event_effects import Held, held, value_in, weight
from planner.vocabulary.levers import CATALOGUE

WIN_RATE, RETENTION = "enterprise.win_rate", "enterprise.gross_retention"
POINTS = Plan(
    events=(
        Event(name="Better demos", lever=WIN_RATE, change="add", value=5.0, start=3),
        Event(name="Retention at 95 per cent", lever=RETENTION, change="multiply", value=95.0, start=3),
    )
)


def on(change: str, value: float, start: int = 1, **more: object) -> Event:
    return Event(lever=RETENTION, change=change, value=value, start=start, **more)


EVENTS = st.builds(
    on,
    st.just("add"),
    st.floats(-1, 1),
    st.integers(1, 30),
    months=st.none() | st.integers(1, 12),
    phase_in=st.integers(0, 6),
)


@given(EVENTS)
def test_weights_are_the_model_s(event: Event) -> None:
    expected = weights(event, 24).tolist()
    assert [weight(event, month) for month in range(1, 25)] == pytest.approx(expected, abs=1e-15)


def test_an_event_comes_back() -> None:
    event = on("add", 1.0, start=2, months=2, every=6, phase_in=2)
    assert [weight(event, month) for month in range(1, 11)] == [0, 0.5, 1, 0, 0, 0, 0, 0.5, 1, 0]
    forever = on("add", 1.0, start=2, every=3, phase_in=2)
    assert [weight(forever, month) for month in range(1, 8)] == [0, 0.5, 1, 1, 0.5, 1, 1]


@pytest.mark.parametrize(
    ("event", "value"),
    [
        (on("multiply", 0.5), 0.45),
        (on("multiply_loss", 1.5), 0.85),
        (on("add", -0.2), 0.7),
        (on("set", 0.4), 0.4),
        (on("at_most", 0.8), 0.8),
        (on("at_most", 0.95), 0.9),
        (on("at_least", 0.95), 0.95),
        (on("at_least", 0.8), 0.9),
        (on("set", 0.4, phase_in=2), 0.65),
        (on("set", 0.4, active=False), 0.9),
        (on("set", 0.4, chance=0.5), 0.9),
    ],
)
def test_every_change(event: Event, value: float) -> None:
    plan = Plan(levers={RETENTION: 0.9}, events=(event,))
    assert value_in(plan, RETENTION, 1) == pytest.approx(value)
    assert event.lever in LOSS_LEVERS


def test_points_written_for_shares_are_named() -> None:
    found = held(POINTS)
    assert found == [Held(0, 1.0, 3, None), Held(1, 1.0, 3, None)]
    assert event_text.at_bound(POINTS, found[0]) == "is at its bound, 100%, from Mar 2026 on"


def test_an_event_that_reaches_a_bound_later_is_named_from_then_on() -> None:
    rising = on("add", 0.2, start=2, months=6, phase_in=4)
    plan = Plan(levers={RETENTION: 0.9}, events=(rising,))
    assert held(plan) == [Held(0, 1.0, 4, 7)]
    assert event_text.at_bound(plan, held(plan)[0]) == "is at its bound, 100%, from Apr 2026 to Jul 2026"


@pytest.mark.parametrize(
    "events",
    [
        (),
        (on("set", 1.0),),
        (on("add", 0.05),),
        (on("add", 5.0, active=False),),
        (on("add", 5.0, start=61),),
        (on("add", 5.0), on("set", 0.9)),
        (on("add", 5.0, months=3), on("add", -5.0, months=3)),
    ],
)
def test_a_lever_within_its_bounds_is_not_named(events: tuple[Event, ...]) -> None:
    assert held(Plan(levers={RETENTION: 0.9}, events=events)) == []


@given(st.lists(st.builds(on, st.sampled_from(["multiply", "add"]), st.floats(-9, 9), st.integers(1, 40)), max_size=5))
def test_whoever_is_named_ends_at_that_bound(events: list[Event]) -> None:
    plan, lever = Plan(months=36, events=tuple(events)), CATALOGUE[RETENTION]
    for one in held(plan):
        event = plan.events[one.position]
        last = one.last or plan.months
        assert one.bound in (lever.min, lever.max)
        assert event.start <= one.first <= last
        for month in range(one.first, last + 1):
            value = value_in(plan, RETENTION, month)
            assert not lever.min <= value <= lever.max or not math.isfinite(value)


# In words


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (on("multiply", 1.5, 7, months=6), "× 1.5, from Jul 2026 for 6 months"),
        (on("multiply_loss", 1.5, 7), "losses × 1.5, from Jul 2026 for good"),
        (on("add", -0.05, 7, months=1), "- 5 percentage points, from Jul 2026 for a month"),
        (on("set", 0.95, 61), "= 95% a year, from Jan 2031 (after the plan's last month) for good"),
        (on("at_most", 0.9, 1, phase_in=3), "at most 90% a year, from Jan 2026 for good, phased in over 3 months"),
        (
            on("at_least", 0.9, 1, months=2, every=12),
            "at least 90% a year, from Jan 2026 for 2 months, again every 12 months",
        ),
        (
            on("multiply", 0.9, 1, months=3, latest=4, chance=0.3),
            "× 0.9, from a month between Jan 2026 and Apr 2026 for 3 months, in 30% of the draws only",
        ),
    ],
)
def test_an_event_is_one_sentence(event: Event, text: str) -> None:
    assert event_text.sentence(Plan(), event) == f"Enterprise gross revenue retention {text}"


def test_large_factors_and_points_are_written_out() -> None:
    price = Event(lever="enterprise.acv", change="multiply", value=2.5e6, start=1)
    wins = Event(lever="enterprise.win_rate", change="add", value=25_000.0, start=1)
    assert event_text.sentence(Plan(), price).startswith("Enterprise contract value × 2,500,000, from ")
    assert event_text.sentence(Plan(), wins).startswith("Enterprise win rate + 2,500,000 percentage points, from ")


def test_what_an_event_does_is_said() -> None:
    plan = Plan(levers={WIN_RATE: 0.22})
    add = Event(lever=WIN_RATE, change="add", value=5.0, start=3)
    assert event_text.consequence(plan, add) == "22% → 100% in Mar 2026, held at its bound"
    assert event_text.consequence(plan, replace(add, value=0.05)) == "22% → 27% in Mar 2026"
    slow = replace(add, value=0.05, phase_in=6, months=3)
    assert event_text.consequence(plan, slow) == "22% → 24.5% in May 2026"
    acv = Event(lever="enterprise.acv", change="multiply", value=1.1, start=61)
    assert event_text.consequence(plan, acv) == "$60K → $66K in Jan 2031"
    twice = plans.Plan(levers={WIN_RATE: 0.22}, events=(replace(add, value=0.08),))
    assert event_text.consequence(twice, replace(add, value=0.1), 0) == "22% → 32% in Mar 2026"
    assert event_text.consequence(twice, replace(add, value=0.1)) == "30% → 40% in Mar 2026"
