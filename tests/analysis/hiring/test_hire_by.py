"""The hire-by calendar: closed forms of what sellers bring, both sides of every answer, whole people."""

import math
from pathlib import Path

import numpy as np
import pytest
from model.plans import seeded
from support import ROOT

from planner.analysis.hiring.hire_by import (
    FOLLOWING,
    SELLERS,
    Calendar,
    Seat,
    calendar,
    deadlines,
    even_hiring,
    first_month,
    hiring_by_month,
    hiring_in_month,
)
from planner.analysis.levers.goals import Goal
from planner.model.paths import lever_path
from planner.model.simulate import simulate
from planner.plan import Event, Plan, load
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

SHIPPED = sorted((ROOT / "data" / "plans").glob("*.toml"))
HIRES = "enterprise.hires_per_quarter"
MONTHLY = 100_000.0
"""What a seller closes a month in FIELD."""

FIELD = Plan(
    months=36,
    levers={
        **dict.fromkeys((lever for lever in CATALOGUE if lever.endswith((".arr", ".customers", ".reps"))), 0.0),
        **dict.fromkeys((lever for lever in CATALOGUE if lever.endswith((".opening_pipeline", ".attrition"))), 0.0),
        **dict.fromkeys((lever for lever in CATALOGUE if lever.endswith((".cycle_months", ".expansion"))), 0.0),
        **dict.fromkeys((lever for lever in CATALOGUE if lever.endswith(("_retention", "_to_opportunity"))), 1.0),
        **dict.fromkeys(("community.visitors", "community.free_accounts", HIRES), 0.0),
        "inside_sales.hires_per_quarter": 0.0,
        "marketing.mqls": 1e6,
        "marketing.mql_growth": 0.0,
        "enterprise.reps": 4.0,
        "enterprise.mql_share": 1.0,
        "enterprise.win_rate": 1.0,
        "enterprise.reference_win_rate": 1.0,
        "enterprise.leads_per_bdr": 1e5,
        "enterprise.evaluations_per_se": 1e4,
        "enterprise.ramp_months": 0.0,
        "enterprise.quota": 12 * MONTHLY,
        "enterprise.attainment": 1.0,
        "people.time_to_hire": 2.0,
    },
)
"""Four sellers, more leads than they can ever work, nothing lost: a seller-month is 100K of ARR, whoever works it."""


def arr(plan: Plan, month: int) -> float:
    return float(simulate(plan, keep=["arr"])["arr"][month - 1, 0])


def with_hires(plan: Plan, value: float, start: int, months: int | None = None) -> Plan:
    """The plan with hires set from a month on."""
    event = Event(lever=HIRES, change="set", value=value, start=start, months=months)
    return plan.changed(events=(*plan.events, event))


def test_the_plan_to_test_with_is_what_it_is_said_to_be() -> None:
    assert simulate(FIELD)["arr"][:, 0] == pytest.approx(4 * MONTHLY * np.arange(1, 37))


@pytest.mark.parametrize(("delay", "first"), [(0.0, 1), (1.5, 3), (2.0, 3), (12.0, 13)])
def test_a_seat_that_opens_today_is_filled_after_the_time_to_hire(delay: float, first: int) -> None:
    assert first_month(FIELD.with_levers({"people.time_to_hire": delay})) == first


def test_a_later_shorter_time_to_hire_may_fill_a_seat_first() -> None:
    slow = FIELD.with_levers({"people.time_to_hire": 9.0})
    event = Event(lever="people.time_to_hire", change="set", value=1.0, start=4)
    assert first_month(slow.changed(events=(event,))) == 5


@pytest.mark.parametrize("month", [3, 12, 36])
@pytest.mark.parametrize("quarterly", [0.5, 3.0, 700.0])
def test_an_even_level_is_what_seller_months_are_missing(month: int, quarterly: float) -> None:
    """From month 3 on, x / 3 join a month: 1 + 2 + ... + (month - 2) seller-months of a third of x."""
    seller_months = 4 * month + quarterly / 3 * (month - 2) * (month - 1) / 2
    goal = Goal("arr", month, seller_months * MONTHLY)
    found = even_hiring(FIELD, "enterprise", goal)
    assert found.first_month == 3
    assert found.planned == 0
    assert found.hires_per_quarter == pytest.approx(quarterly, rel=1e-9)
    assert found.metric >= goal.target
    assert found.metric == pytest.approx(goal.target, rel=1e-9)
    assert (found.earliest, found.limit) == (None, None)


def test_the_level_replaces_hires_from_then_on() -> None:
    """The plan hires 6 in month 2, 3 a quarter from month 10 and, for a while, twice that."""
    own = (
        Event(lever=HIRES, change="set", value=6.0, start=2, months=1),
        Event(lever=HIRES, change="set", value=3.0, start=10),
        Event(lever=HIRES, change="multiply", value=2.0, start=12, months=4, phase_in=3),
        Event(lever="enterprise.attainment", change="multiply", value=0.5, start=20),
    )
    plan = FIELD.changed(events=own)
    goal = Goal("arr", 30, 45e6)
    assert arr(plan, 30) < goal.target
    found = even_hiring(plan, "enterprise", goal)
    staffed = plan.changed(events=(*plan.events, *found.events))
    assert arr(staffed, 30) == found.metric
    assert arr(with_hires(plan, found.hires_per_quarter, 3), 30) == found.metric
    assert arr(with_hires(plan, found.hires_per_quarter * (1 - 1e-9), 3), 30) < goal.target
    path = simulate(staffed)["ae_hires"][:, 0]
    assert path[:2].tolist() == [0.0, 2.0]
    assert path[2:] == pytest.approx(found.hires_per_quarter / 3)
    planned = 3 * simulate(plan)["ae_hires"][2:30, 0].mean()
    assert found.planned == pytest.approx(planned)


def test_less_than_planned_can_be_enough_and_nothing_at_all() -> None:
    plan = with_hires(FIELD, 9.0, 1)
    goal = Goal("arr", 24, arr(FIELD, 24) + 200 * MONTHLY)
    found = even_hiring(plan, "enterprise", goal)
    assert 0 < found.hires_per_quarter < 9
    assert arr(plan, 24) > goal.target
    nothing = even_hiring(FIELD, "enterprise", Goal("arr", 24, 4 * 24 * MONTHLY * 0.999))
    assert nothing.hires_per_quarter == 0
    assert hiring_in_month(FIELD, HIRES, nothing.goal, 12).sellers == 0
    assert arr(FIELD.changed(events=nothing.events), 24) == nothing.metric


def test_a_goal_of_at_most_needs_no_hires_or_has_no_answer() -> None:
    assert even_hiring(FIELD, "enterprise", Goal("headcount", 12, 200.0, at_most=True)).hires_per_quarter == 0
    assert even_hiring(FIELD, "enterprise", Goal("aes", 12, 3.0, at_most=True)).hires_per_quarter is None


@pytest.mark.parametrize("ramp", [0.0, 3.0, 6.5])
@pytest.mark.parametrize("month", [3, 9, 20])
def test_sellers_of_one_month_make_up_what_is_missing(month: int, ramp: float) -> None:
    """A seller who starts in a month brings min(1, tenure / ramp) of a month's ARR for every month until the goal's."""
    plan = FIELD.with_levers({"enterprise.ramp_months": ramp})
    tenure = np.arange(20 - month + 2)
    worked = np.where(tenure < ramp, tenure**2 / (2 * ramp or 1), tenure - ramp / 2)[-1] * MONTHLY
    for sellers in (1, 7, 100):
        goal = Goal("arr", 20, arr(FIELD, 20) + (sellers - 0.5) * worked)
        found = hiring_in_month(plan, HIRES, goal, month)
        assert (found.month, found.opens, found.sellers) == (month, month - 2, sellers)
        assert found.metric == pytest.approx(arr(FIELD, 20) + sellers * worked, rel=1e-9)
        assert arr(plan.changed(events=(*plan.events, *found.events)), 20) == found.metric


def test_sellers_come_on_top_of_those_the_plan_hires_that_month() -> None:
    plan = with_hires(FIELD, 1.5, 1)
    goal = Goal("arr", 24, arr(plan, 24) + 5 * 13 * MONTHLY)
    found = hiring_in_month(plan, HIRES, goal, 12)
    assert found.sellers == 5
    extra = simulate(plan.changed(events=(*plan.events, *found.events)))["ae_hires"] - simulate(plan)["ae_hires"]
    assert extra[:, 0] == pytest.approx([5.0 if month == 12 else 0.0 for month in range(1, 37)], abs=1e-12)


def test_the_lever_s_bound_is_the_largest_number() -> None:
    """1,000 a quarter is 333 in a month, or 332 with 3 of the plan's own."""
    assert hiring_in_month(FIELD, HIRES, Goal("arr", 12, arr(FIELD, 12) + 333 * MONTHLY), 12).sellers == 333
    too_many = hiring_in_month(FIELD, HIRES, Goal("arr", 12, arr(FIELD, 12) + 334 * MONTHLY), 12)
    assert (too_many.sellers, too_many.events) == (None, ())
    assert too_many.metric == pytest.approx(arr(FIELD, 12) + 333 * MONTHLY)
    busy = with_hires(FIELD, 3.0, 12)
    assert hiring_in_month(busy, HIRES, Goal("arr", 12, arr(busy, 12) + 333 * MONTHLY), 12).sellers is None
    assert hiring_in_month(busy, HIRES, Goal("arr", 12, arr(busy, 12) + 332 * MONTHLY), 12).sellers == 332


def test_the_table_spans_the_first_seat_to_the_goal() -> None:
    """Without ramp, sellers who start in month m bring 13 - m months each: 12 in all are 2 by month 7, ..."""
    goal = Goal("arr", 12, arr(FIELD, 12) + 12 * MONTHLY)
    table = hiring_by_month(FIELD, "enterprise", goal)
    assert [start.month for start in table] == list(range(3, 13))
    assert [start.sellers for start in table] == [math.ceil(12 / (13 - month)) for month in range(3, 13)]
    assert table == [hiring_in_month(FIELD, HIRES, goal, month) for month in range(3, 13)]
    told = [(start.sellers, start.month) for start in deadlines(table)]
    assert told == [(2, 7), (3, 9), (4, 10), (6, 11), (12, 12)]


def test_there_are_no_deadlines_where_nothing_helps() -> None:
    table = hiring_by_month(FIELD, "enterprise", Goal("arr", 12, 1e12))
    assert {start.sellers for start in table} == {None}
    assert deadlines(table) == []


def test_before_any_seat_is_filled_the_table_is_empty() -> None:
    slow, goal = FIELD.with_levers({"people.time_to_hire": 12.0}), Goal("arr", 12, 1e7)
    assert hiring_by_month(slow, "enterprise", goal) == []
    found = even_hiring(slow, "enterprise", goal)
    assert (found.hires_per_quarter, found.planned, found.events) == (None, 0.0, ())
    assert found.earliest == 13


def test_too_late_is_said_with_the_first_possible_month() -> None:
    """At most 333 and a third join a month from month 3 on."""
    most = 1000 / 3

    def reach(month: int) -> float:
        return (4 * month + most * (month - 2) * (month - 1) / 2) * MONTHLY

    found = even_hiring(FIELD, "enterprise", Goal("arr", 12, reach(17) * (1 - 1e-9)))
    assert (found.hires_per_quarter, found.earliest, found.limit) == (None, 17, "ae")
    assert found.metric == pytest.approx(reach(12))
    assert even_hiring(FIELD, "enterprise", Goal("arr", 12, reach(17) * (1 + 1e-9))).earliest == 18
    assert even_hiring(FIELD, "enterprise", Goal("arr", 12, reach(36) * (1 + 1e-9))).earliest is None
    assert even_hiring(FIELD, "enterprise", Goal("arr", 36, reach(36) * (1 + 1e-9))).earliest is None


@pytest.mark.parametrize(
    ("levers", "limit"),
    [
        ({"marketing.mqls": 20.0}, "leads"),
        ({"enterprise.bdr_per_ae": 0.0}, "bdr"),
        ({"enterprise.se_per_ae": 0.0}, "se"),
    ],
)
def test_what_limits_sales_is_said_where_no_number_of_sellers_helps(levers: dict[str, float], limit: str) -> None:
    found = even_hiring(FIELD.with_levers(levers), "enterprise", Goal("arr", 24, 1e12))
    assert (found.hires_per_quarter, found.earliest, found.limit) == (None, None, limit)


def test_inside_sales_has_a_calendar_of_its_own() -> None:
    goal = Goal("arr", 24, 1.5 * arr(Plan(), 24))
    plan = Plan(levers={"community.pql_rate": 0.1})
    found = even_hiring(plan, "inside_sales", goal)
    assert found.hires_per_quarter > 0
    assert {event.lever for event in found.events} == {"inside_sales.hires_per_quarter"}
    assert {seat.role for seat in calendar(plan, "inside_sales", goal, found.events).seats} == {"isrs", "managers"}


WHOLE = FIELD.with_levers(
    {"enterprise.attrition": 0.3, "enterprise.ramp_months": 4.5, "people.reps_per_manager": 3.0, HIRES: 1.0}
)
WHOLE_GOAL = Goal("arr", 30, 1.3 * arr(WHOLE, 30))


def whole_calendar() -> tuple[Plan, Calendar]:
    """The plan with the level that meets the goal, and its calendar."""
    found = even_hiring(WHOLE, "enterprise", WHOLE_GOAL)
    return WHOLE.changed(events=found.events), calendar(WHOLE, "enterprise", WHOLE_GOAL, found.events)


def joining(seats: tuple[Seat, ...], role: str, months: int) -> np.ndarray:
    return np.bincount([seat.starts for seat in seats if seat.role == role], minlength=months + 1)[1:]


def test_whole_people_meet_the_goal_and_never_lag_behind() -> None:
    """Heads by hand: those of the month before less attrition, plus whole starts; never a person more than needed."""
    staffed, found = whole_calendar()
    expected = simulate(staffed)["aes"][:30, 0]
    hired = joining(found.seats, "aes", 30)
    stay, heads = (1 - 0.3) ** (1 / 12), 4.0
    for month, people in enumerate(hired):
        heads = heads * stay + people
        assert heads >= expected[month] - 1e-6
        assert people == 0 or heads - 1 < expected[month]
    assert found.met
    assert found.metric >= WHOLE_GOAL.target
    assert found.metric < 1.1 * WHOLE_GOAL.target


def test_the_metric_is_that_of_a_plan_which_hires_these_people() -> None:
    """Starts as events of one month each, and no replacements on top, since they are among the starts."""
    _, found = whole_calendar()
    hired = joining(found.seats, "aes", 30)
    starting = [
        Event(lever=HIRES, change="set", value=3.0 * people, start=month, months=1)
        for month, people in enumerate(hired, start=1)
    ]
    plan = WHOLE.with_levers({"people.backfill": 0.0}).changed(events=tuple(starting))
    assert found.metric == pytest.approx(arr(plan, 30), rel=1e-12)


def test_support_follows_in_whole_people_and_is_never_short() -> None:
    _, found = whole_calendar()
    heads = 4.0 * np.ones(31)
    for month, people in enumerate(joining(found.seats, "aes", 30), start=1):
        heads[month] = heads[month - 1] * 0.7 ** (1 / 12) + people
    for role, ratio in (("bdrs", 1.0), ("ses", 0.5), ("managers", 1 / 3)):
        needed = np.ceil(np.maximum.accumulate(ratio * heads) - 1e-6)
        assert joining(found.seats, role, 30).cumsum() == pytest.approx(needed[1:] - needed[0])


def test_a_seat_opens_in_time_and_its_seller_ramps() -> None:
    _, found = whole_calendar()
    assert [seat.opens or 0 for seat in found.seats] == sorted(seat.opens or 0 for seat in found.seats)
    for seat in found.seats:
        assert seat.opens == (seat.starts - 2 if seat.starts > 2 else None)
        assert seat.productive == (seat.starts + 5 if seat.role == "aes" else None)
        assert seat.opens is not None or seat.planned == seat.starts
    assert {seat.role for seat in found.seats} == {"aes", *FOLLOWING["enterprise"]}


def test_a_fraction_of_a_month_opens_the_seat_earlier() -> None:
    events = (
        Event(lever="people.time_to_hire", change="set", value=1.0, start=10),
        Event(lever="enterprise.ramp_months", change="set", value=2.0, start=14),
    )
    plan = WHOLE.with_levers({"people.time_to_hire": 2.5}).changed(events=events)
    found = calendar(plan, "enterprise", WHOLE_GOAL, even_hiring(plan, "enterprise", WHOLE_GOAL).events)
    for seat in found.seats:
        early = seat.starts - 3 if seat.starts <= 10 else max(9 if seat.starts < 12 else 0, seat.starts - 1)
        assert seat.opens == (early if early >= 1 else None), seat
        if seat.role == "aes":
            assert seat.productive == min(seat.starts + 5, max(14, seat.starts + 2))


def test_a_seat_knows_when_the_plan_itself_fills_it() -> None:
    """The first of a role here is the first of it there, and so on; what is left is not in the plan by then."""
    _, found = whole_calendar()
    own = calendar(WHOLE, "enterprise", WHOLE_GOAL, ())
    assert all(seat.planned == seat.starts for seat in own.seats)
    assert not own.met
    for role in ("aes", *FOLLOWING["enterprise"]):
        here, there = (sorted(seat.starts for seat in each.seats if seat.role == role) for each in (found, own))
        planned = [seat.planned for seat in sorted(found.seats, key=lambda seat: seat.starts) if seat.role == role]
        assert len(here) > len(there)
        assert planned == there + [None] * (len(here) - len(there))


def test_less_hiring_than_planned_has_no_seat_beyond_the_plan() -> None:
    plan = with_hires(FIELD, 9.0, 1)
    goal = Goal("arr", 24, arr(FIELD, 24) + 200 * MONTHLY)
    seats = calendar(plan, "enterprise", goal, even_hiring(plan, "enterprise", goal).events).seats
    assert all(seat.planned is not None and seat.planned <= seat.starts for seat in seats)


def test_sellers_of_one_month_start_in_it() -> None:
    goal = Goal("arr", 20, arr(FIELD, 20) + 35 * MONTHLY)
    found = hiring_in_month(FIELD, HIRES, goal, 12)
    assert found.sellers == 4
    seats = calendar(FIELD, "enterprise", goal, found.events).seats
    sellers = [seat for seat in seats if seat.role == "aes"]
    assert sellers == [Seat("aes", 10, 12, 12, planned=None)] * 4
    assert calendar(FIELD, "enterprise", goal, found.events).metric == pytest.approx(found.metric, rel=1e-12)


def test_more_than_the_lever_can_hire_in_a_month_waits_for_the_next() -> None:
    """20,000 sellers of whom 95% leave a year need some 4,400 replacements a month: 333 are what the lever allows."""
    plan = FIELD.with_levers({"enterprise.reps": 20_000.0, "enterprise.attrition": 0.95, HIRES: 1000.0})
    seats = calendar(plan, "enterprise", Goal("arr", 12, 1.0), ()).seats
    assert joining(seats, "aes", 12)[3:].tolist() == [333] * 9


@pytest.mark.parametrize(
    ("team", "goal", "sentence"),
    [
        ("enterprize", Goal("arr", 12, 1.0), r"team = enterprize: no such team \(did you mean enterprise\?\)"),
        ("self_serve", Goal("arr", 12, 1.0), r"team = self_serve: no such team"),
        ("enterprise", Goal("arrr", 12, 1.0), r"no such metric \(did you mean arr\?\)"),
        ("enterprise", Goal("arr", 61, 1.0), "month = 61: must be 1 to 60"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(team: str, goal: Goal, sentence: str) -> None:
    for ask in (
        even_hiring,
        hiring_by_month,
        lambda *each: calendar(*each, ()),
    ):
        with pytest.raises(PlannerError, match=sentence) as error:
            ask(Plan(), team, goal)
        assert len(error.value.sentences()) == 1


@pytest.mark.parametrize("months", [12, 120])
def test_any_horizon_will_do(months: int) -> None:
    plan = FIELD.changed(months=months)
    goal = Goal("arr", months, arr(plan, months) + 50 * MONTHLY)
    found = even_hiring(plan, "enterprise", goal)
    assert found.hires_per_quarter == pytest.approx(50 * 3 * 2 / ((months - 2) * (months - 1)), rel=1e-9)
    assert hiring_by_month(plan, "enterprise", goal)[-1].sellers == 50
    assert calendar(plan, "enterprise", goal, found.events).met


@pytest.mark.parametrize("team", list(SELLERS))
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_plan_has_a_calendar(path: Path, team: str) -> None:
    """A goal short of what ten more a quarter would reach, where they reach anything."""
    plan, hires = load(path), f"{team}.hires_per_quarter"
    first, month = first_month(plan), plan.months - 3
    more = plan.changed(events=(*plan.events, Event(lever=hires, change="set", value=10.0, start=first)))
    none = plan.changed(events=(*plan.events, Event(lever=hires, change="set", value=0.0, start=first)))
    goal = Goal("arr", month, 0.6 * arr(more, month) + 0.4 * arr(none, month))
    found = even_hiring(plan, team, goal)
    staffed = plan.changed(events=(*plan.events, *found.events))
    assert arr(staffed, month) == found.metric >= goal.target
    if arr(more, month) > arr(none, month) * (1 + 1e-9):
        assert 0 < found.hires_per_quarter < 10
    assert calendar(plan, team, goal, found.events).met
    for start in hiring_by_month(plan, team, goal)[:: plan.months // 4]:
        reached = arr(plan.changed(events=(*plan.events, *start.events)), month)
        assert (reached >= goal.target) == (start.sellers is not None)


@pytest.mark.parametrize("seed", range(12))
def test_out_of_reach_the_smaller_number_brings_most_of_it(seed: int) -> None:
    """Whatever number is tried from the first month on, none reaches the target, nor comes nearer than the best."""
    plan = seeded(seed).with_levers({"marketing.mqls": 20.0 + seed})
    start = simulate(plan, keep=["arr"])["arr"]
    goal = Goal("arr", plan.months, 3 * float(start.max()) + 1e6)
    found = even_hiring(plan, "inside_sales", goal)
    if found.hires_per_quarter is not None or found.first_month > goal.month:
        return
    hires = "inside_sales.hires_per_quarter"
    path = lever_path(plan, hires)
    own = [Event(lever=hires, change="set", value=float(path[at]), start=at + 1, months=1) for at in range(plan.months)]
    others = [event for event in plan.events if event.lever != hires]

    def reached(number: float) -> float:
        level = Event(lever=hires, change="set", value=number, start=found.first_month)
        events = (*others, *own[: found.first_month - 1], level)
        return float(simulate(plan.changed(events=events), keep=["arr"])["arr"][-1, 0])

    assert found.best_at is not None
    assert reached(found.best_at) == pytest.approx(found.metric, rel=1e-9)
    tried = [reached(number) for number in (0.0, 0.1, 1.0, 3.0, 10.0, 50.0, 300.0, 1000.0)]
    assert max(tried) <= found.metric * (1 + 1e-9) < goal.target
    if found.most_at is not None:
        number, metric = found.most_at
        assert 0 < number <= found.best_at / 2
        assert reached(number) == pytest.approx(metric, rel=1e-9)
        assert metric - tried[0] >= 0.95 * (found.metric - tried[0]) * (1 - 1e-9)
