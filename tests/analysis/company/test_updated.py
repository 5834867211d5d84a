"""A plan that came from answers takes new ones and loses nothing that was changed in it since."""

from dataclasses import replace

import numpy as np
import pytest
from analysis.company.test_derive import random_answers

from planner.analysis.company import Answers, Company, Sellers, SoldBy, derive
from planner.analysis.company.updated import can_update, own, updated
from planner.plan import Case, Event, Funding, Plan, Target
from planner.plan.differences import differences

ANSWERS = Answers(
    arr=3.1e6,
    start="2026-12",
    sold_by=SoldBy(self_serve=0.6, inside_sales=0.4),
    cash=2.4e6,
    price=900.0,
    round=Funding(month=12, amount=1e7),
    targets=(Target(month=24, least=1e7),),
    sellers=(Sellers(team="inside_sales", people=4, since="2027-06"),),
)
OLD = derive(ANSWERS)
NEW = derive(replace(ANSWERS, cash=2.6e6, arr=3.3e6))
OWN_EVENT = Event(name="Own", lever="marketing.mqls", change="multiply", value=1.5, start=3)
TUNED = (
    OLD.plan.with_levers({"inside_sales.win_rate": 0.41}, "entered")
    .with_range("self_serve.acv", 450.0, 1800.0)
    .changed(
        name="Tuned",
        together=0.4,
        months=48,
        targets=(*OLD.plan.targets, Target(month=36, least=1.4e7)),
        events=(*OLD.plan.events, OWN_EVENT),
        funding=(*OLD.plan.funding, Funding(month=20, amount=5e6)),
        notes={**OLD.plan.notes, "inside_sales.win_rate": "Measured in spring", "finance.cash": "Bank"},
    )
)


def test_what_was_changed_is_kept_and_the_rest_is_of_the_answers() -> None:
    plan = updated(OLD, NEW, TUNED)
    kept = ("name", "targets", "events", "funding", "together", "months", "start")
    assert [getattr(plan, one) for one in kept] == [getattr(TUNED, one) for one in kept]
    assert plan.uncertainty["self_serve.acv"] == (450.0, 1800.0)
    assert {"inside_sales.win_rate": "Measured in spring", "finance.cash": "Bank"}.items() <= plan.notes.items()
    assert (plan.value("finance.cash"), plan.value("inside_sales.win_rate")) == (2.6e6, 0.41)
    others = {lever: value for lever, value in plan.values().items() if lever != "inside_sales.win_rate"}
    assert others == {lever: value for lever, value in NEW.plan.values().items() if lever in others}


ELSEWHERE = {
    "a later round": replace(ANSWERS, round=Funding(month=18, amount=1e7)),
    "no round": replace(ANSWERS, round=None),
    "a later target": replace(ANSWERS, targets=(Target(month=36, least=1e7),)),
    "later sellers": replace(ANSWERS, sellers=(Sellers(team="inside_sales", people=4, since="2027-09"),)),
    "no price": replace(ANSWERS, price=None),
    "nobody active": replace(ANSWERS, activation=0.0, paying=0.0),
    "a longer plan": replace(ANSWERS, months=60),
    "another name": replace(ANSWERS, name="Other"),
}


@pytest.mark.parametrize("answers", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_is_answered_otherwise_goes(answers: Answers) -> None:
    new = derive(answers)
    assert not own(OLD, new, OLD.plan)
    assert updated(OLD, new, OLD.plan) == new.plan


CHANGED = {
    "a second round": OLD.plan.changed(funding=(*OLD.plan.funding, Funding(month=12, amount=3e6))),
    "the round off": OLD.plan.changed(funding=tuple(replace(one, active=False) for one in OLD.plan.funding)),
    "a higher target": OLD.plan.changed(targets=(Target(month=24, least=1.5e7),)),
    "no target": OLD.plan.changed(targets=()),
    "no ranges": OLD.plan.changed(uncertainty={}, origin={k: v for k, v in OLD.plan.origin.items() if ":" not in k}),
    "a hand-set answer": OLD.plan.with_levers({"self_serve.acv": 1200.0}, "entered"),
    "a workshop's decision": OLD.plan.with_levers({"inside_sales.acv": 23_456.0}, "room"),
    "a lever with its range": OLD.plan.with_levers({"inside_sales.win_rate": 0.5}, "entered"),
}


@pytest.mark.parametrize("plan", CHANGED.values(), ids=CHANGED)
def test_what_was_changed_stays(plan: Plan) -> None:
    found = updated(OLD, NEW, plan)
    assert found.targets == plan.targets
    assert sorted(found.funding, key=str) == sorted(plan.funding, key=str)
    for one in differences(OLD.plan, plan):
        if one.kind == "lever":
            assert found.value(one.item) == plan.value(one.item)
        if one.kind == "range":
            assert found.uncertainty.get(one.item) == plan.uncertainty.get(one.item)


def test_a_number_that_is_answered_now_is_as_answered() -> None:
    plan = OLD.plan.with_levers({"self_serve.acv": 1200.0}, "entered")
    assert updated(OLD, derive(replace(ANSWERS, price=1500.0)), plan).value("self_serve.acv") == 1500.0


def test_only_a_plan_of_the_old_answers_is_updated() -> None:
    assert can_update(OLD, NEW, TUNED)
    assert not can_update(OLD, NEW, Plan(start=TUNED.start, currency=TUNED.currency))
    assert not can_update(OLD, NEW, derive(replace(ANSWERS, arr=5e6)).plan)
    assert not can_update(OLD, derive(replace(ANSWERS, start="2027-01")), TUNED)
    assert not can_update(OLD, derive(replace(ANSWERS, currency="EUR")), TUNED)


def tuned(company: Company, rng: np.random.Generator) -> Plan:
    """The plan after somebody has worked on it."""
    plan, levers = company.plan, ["enterprise.acv", "community.visitors", "people.attrition"]
    one = str(rng.choice(levers))
    plan = plan.with_levers({one: plan.value(one) * float(rng.uniform(0.7, 1.4))}, "entered")
    month = int(rng.integers(1, plan.months))
    added = (
        {"targets": (*plan.targets, Target(month=month, metric="headcount", most=500.0))},
        {"funding": (*plan.funding, Funding(month=month, amount=1e6))},
        {"events": (*plan.events, replace(OWN_EVENT, start=month, chance=0.5, id="own"))},
        {"cases": (*plan.cases, Case(name="Own", levers={"enterprise.win_rate": 0.3}))},
        {"notes": {**plan.notes, one: "Why"}},
    )
    for at in rng.permutation(len(added))[:3]:
        plan = plan.changed(**added[at])
    return plan


@pytest.mark.parametrize("seed", range(40))
def test_any_answers_update_any_plan_and_lose_nothing(seed: int) -> None:
    rng = np.random.default_rng((20261128, seed))
    first, second = (replace(random_answers(seed + at), currency="USD", start="2026-03") for at in (0, 1000))
    old, new = derive(first), derive(second)
    plan = tuned(old, rng)
    found = updated(old, new, plan)
    for part in ("targets", "funding", "events", "cases"):
        mine = [one for one in getattr(plan, part) if one not in getattr(old.plan, part)]
        assert set(mine) <= set(getattr(found, part)), part
        gone = [one for one in getattr(old.plan, part) if one not in getattr(new.plan, part)]
        months = {one.month for one in mine} if part == "funding" else set()
        assert not [one for one in gone if one in getattr(found, part) and getattr(one, "month", 0) not in months], part
    assert {
        key: text for key, text in plan.notes.items() if old.plan.notes.get(key) != text
    }.items() <= found.notes.items()
    hand = {lever for lever in plan.levers if plan.value(lever) != old.plan.value(lever)}
    answered = {lever for lever, fact in new.facts.items() if fact.origin == "entered"}
    for lever, value in found.values().items():
        assert value == (plan if lever in hand - answered else new.plan).value(lever), lever
    assert updated(new, new, found) == found
