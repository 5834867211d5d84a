"""A plan that came from answers takes new answers and loses nothing that was added to it."""

from dataclasses import replace

import pytest

from planner.analysis.company import Answers, SoldBy, derive
from planner.analysis.company.updated import added, is_of_answers, updated
from planner.plan import Event, Funding, Plan, Target
from planner.plan.differences import differences

ANSWERS = Answers(arr=3.1e6, start="2026-12", sold_by=SoldBy(self_serve=0.6, inside_sales=0.4), cash=2.4e6, months=36)
OLD = derive(ANSWERS)
PLAN = (
    OLD.plan.with_levers({"inside_sales.win_rate": 0.41}, "entered")
    .with_range("self_serve.acv", *(OLD.plan.value("self_serve.acv") * by for by in (0.5, 2)))
    .changed(
        name="Tuned",
        together=0.4,
        targets=(*OLD.plan.targets, Target(month=36, least=1.4e7)),
        events=(*OLD.plan.events, Event(name="Own", lever="marketing.mqls", change="multiply", value=1.5, start=3)),
        funding=(*OLD.plan.funding, Funding(month=20, amount=5e6)),
        notes={**OLD.plan.notes, "inside_sales.win_rate": "Measured in spring"},
    )
)
NEW = derive(replace(ANSWERS, cash=2.6e6, arr=3.3e6))


def test_what_was_added_is_kept_and_the_rest_is_of_the_answers() -> None:
    plan = updated(NEW, PLAN)
    assert plan.name == "Tuned"
    assert [plan.targets, plan.events, plan.funding, plan.together] == [
        PLAN.targets,
        PLAN.events,
        PLAN.funding,
        PLAN.together,
    ]
    assert plan.uncertainty["self_serve.acv"] == PLAN.uncertainty["self_serve.acv"]
    assert plan.notes["inside_sales.win_rate"] == "Measured in spring"
    assert plan.value("finance.cash") == 2.6e6
    assert plan.value("inside_sales.win_rate") == 0.41
    others = {lever: value for lever, value in plan.values().items() if lever != "inside_sales.win_rate"}
    assert others == {lever: value for lever, value in NEW.plan.values().items() if lever in others}


def test_without_anything_added_it_is_the_plan_of_the_answers() -> None:
    assert not added(OLD, OLD.plan)
    assert not differences(NEW.plan, updated(NEW, OLD.plan))


def test_a_number_that_is_answered_now_is_as_answered() -> None:
    plan = OLD.plan.with_levers({"self_serve.gross_retention": 0.5, "finance.cash": 1.0}, "entered")
    assert updated(NEW, plan).value("finance.cash") == 2.6e6
    assert updated(NEW, plan).value("self_serve.gross_retention") == 0.5


def test_only_a_plan_of_such_answers_is_updated() -> None:
    assert is_of_answers(NEW, PLAN)
    assert not is_of_answers(NEW, Plan(start=PLAN.start, currency=PLAN.currency))
    assert not is_of_answers(derive(replace(ANSWERS, start="2027-01")), PLAN)
    assert not is_of_answers(derive(replace(ANSWERS, currency="EUR")), PLAN)


@pytest.mark.parametrize("months", [12, 24, 120])
def test_it_keeps_its_horizon(months: int) -> None:
    assert updated(derive(replace(ANSWERS, months=months)), PLAN).months == 36
