"""Cases of a plan: its base, an upside, a downside."""

from dataclasses import replace

import pytest

from planner.model.simulate import simulate
from planner.plan import Case, Event, Plan, dumps, loads
from planner.plan.cases import case_of, in_case, stretched
from planner.vocabulary.errors import PlannerError

WIN_RATE, QUOTA = "enterprise.win_rate", "enterprise.quota"
FREEZE = Event(lever="enterprise.hires_per_quarter", change="multiply", value=0.0, start=7, id="freeze", active=False)
PRICE = Event(lever="enterprise.acv", change="multiply", value=1.1, start=13, id="price")
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
    with pytest.raises(PlannerError, match="is the plan itself"):
        case_of(PLAN, PLAN, "Same")
    other = PLAN.changed(events=(*PLAN.events, Event(lever="marketing.mqls", change="add", value=5.0, start=3)))
    with pytest.raises(PlannerError, match="other events belong into the plan"):
        case_of(other, PLAN, "More")
