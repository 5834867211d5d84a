"""Cases of a plan: its base, an upside, a downside."""

from dataclasses import replace

import pytest

from planner.model.simulate import simulate
from planner.plan import Case, Event, Plan, Target, dumps, loads
from planner.plan.cases import base_name, case_of, in_case, kept, stretched
from planner.plan.history import Standing
from planner.vocabulary.errors import PlannerError

WIN_RATE, QUOTA = "enterprise.win_rate", "enterprise.quota"
FREEZE = Event(lever="enterprise.hires_per_quarter", change="multiply", value=0.0, start=7, id="freeze", active=False)
PRICE = Event(lever="enterprise.acv", change="multiply", value=1.1, start=13, id="price")
MORE = Event(lever="marketing.mqls", change="add", value=5.0, start=3)
PLAN = Plan(
    levers={WIN_RATE: 0.22},
    events=(FREEZE, PRICE),
    uncertainty={WIN_RATE: (0.18, 0.3), QUOTA: (1e6, 1.2e6)},
    ends="p10-p90",
    cases=(
        Case(name="Downside", levers={WIN_RATE: 0.15, "self_serve.acv": 900.0}, on=("freeze",), off=("price",)),
        Case(name="Upside", levers={WIN_RATE: 0.25}),
    ),
)


def test_a_case_is_the_plan_with_its_levers_and_events() -> None:
    down = in_case(PLAN, "Downside")
    by_hand = PLAN.changed(
        cases=(),
        levers={**PLAN.levers, WIN_RATE: 0.15, "self_serve.acv": 900.0},
        events=(replace(FREEZE, active=True), replace(PRICE, active=False)),
        uncertainty={WIN_RATE: (0.15, 0.3), QUOTA: (1e6, 1.2e6)},
    )
    assert down == by_hand
    assert simulate(down)["arr"][-1, 0] < simulate(PLAN)["arr"][-1, 0]


def test_a_range_keeps_its_ends_unless_the_case_lies_outside() -> None:
    assert in_case(PLAN, "Upside").uncertainty[WIN_RATE] == (0.18, 0.3)
    assert list(stretched(PLAN, "Upside")) == []
    assert list(stretched(PLAN, "Downside")) == [
        f'The range of {WIN_RATE} ends at its value in the case "Downside": 15 to 30%.'
    ]


def test_a_case_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(PlannerError, match=r'case = "downside": no such case.*Downside'):
        in_case(PLAN, "downside")
    with pytest.raises(PlannerError, match="no such case; the plan has none"):
        in_case(Plan(), "Upside")


def test_what_a_plan_changes_becomes_a_case_of_its_base() -> None:
    case = case_of(in_case(PLAN, "Downside"), PLAN, "Bad year")
    assert (case.name, case.levers, case.on, case.off) == (
        "Bad year",
        {WIN_RATE: 0.15, "self_serve.acv": 900.0},
        ("freeze",),
        ("price",),
    )
    kept = PLAN.changed(cases=(*PLAN.cases, case))
    assert in_case(loads(dumps(kept), "plan.toml"), "Bad year") == in_case(PLAN, "Downside")


def test_what_no_case_can_hold_is_refused() -> None:
    with pytest.raises(PlannerError, match="has nothing to hold yet"):
        case_of(PLAN, PLAN, "Same")
    added = PLAN.changed(events=(*PLAN.events, MORE))
    with pytest.raises(PlannerError, match="has nothing to hold yet"):
        case_of(added, PLAN, "More")
    nameless = PLAN.changed(events=(replace(PRICE, id=None),), cases=())
    with pytest.raises(PlannerError, match=r"needs an id for the event on enterprise\.acv"):
        case_of(nameless.changed(events=(replace(nameless.events[0], active=False),)), nameless, "Cheap")


def test_a_case_is_kept_beside_what_else_was_changed() -> None:
    changed = PLAN.with_levers({WIN_RATE: 0.19}).changed(
        events=(MORE, replace(FREEZE, active=True), PRICE), targets=(Target(month=24, metric="arr", least=1e7),)
    )
    new = kept(changed, PLAN, "Mild")
    assert new.cases == (*PLAN.cases, Case(name="Mild", levers={WIN_RATE: 0.19}, on=("freeze",)))
    assert new.events == (MORE, FREEZE, PRICE)
    assert new.targets == changed.targets
    assert (new.levers, new.uncertainty) == (PLAN.levers, PLAN.uncertainty)
    assert in_case(new, "Mild").events == changed.events


def test_cases_are_viewed_one_after_the_other_and_nothing_is_lost() -> None:
    down = Standing(PLAN, PLAN).viewed("Downside")
    assert down == Standing(in_case(PLAN, "Downside").changed(cases=PLAN.cases), PLAN, "", "Downside")
    assert down.whole == down.viewed("").plan == PLAN
    assert down.viewed("Upside") == Standing(PLAN, PLAN).viewed("Upside")
    target = Target(month=24, metric="arr", least=1e7)
    edited = down._replace(plan=down.plan.with_levers({WIN_RATE: 0.1}).changed(targets=(target,)))
    back = edited.viewed("")
    assert back.plan.value(WIN_RATE) == 0.22
    assert back.plan.targets == (target,)
    assert back.plan == back.baseline == edited.whole
    assert back.viewed("Downside").plan.value(WIN_RATE) == 0.1
    assert back.viewed("Upside").plan.value(WIN_RATE) == 0.25
    assert back.viewed("Upside").viewed("").plan == back.plan


def test_a_case_without_changes_stays_a_case() -> None:
    up = Standing(PLAN, PLAN).viewed("Upside")
    same = up._replace(plan=up.plan.with_levers({WIN_RATE: 0.22}))
    assert same.whole.cases == (PLAN.cases[0], Case(name="Upside"))


def test_a_range_given_in_a_case_holds_the_plan_s_value_afterwards() -> None:
    plan = PLAN.changed(uncertainty={})
    up = Standing(plan, plan).viewed("Upside")
    ranged = up._replace(plan=up.plan.with_range(WIN_RATE, 0.24, 0.26))
    assert ranged.whole.uncertainty == {WIN_RATE: (0.22, 0.26)}


def test_the_plan_itself_has_a_name_that_no_case_has() -> None:
    assert base_name(PLAN) == "Base"
    both = PLAN.changed(cases=(Case(name="base"), Case(name="The plan")))
    assert base_name(both) == "The plan itself"
