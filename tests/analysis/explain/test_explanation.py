"""Explanations against Shapley's definition, by single simulations of plans that take over one difference at a time."""

from dataclasses import replace
from itertools import permutations
from math import fsum

import numpy as np
import pytest
from model.plans import seeded

from planner.analysis.explain import explanation
from planner.analysis.explain.explanation import Explanation, explain
from planner.analysis.explain.items import in_currency_of, items
from planner.model.simulate import simulate
from planner.plan import Event, Funding, Plan, currencies, start_dates
from planner.plan.differences import ORDER, taken
from planner.vocabulary.errors import PlannerError
from planner.vocabulary.levers import CATALOGUE

CENT = 0.005
MONTH = 20
WIN, RAMP, HIRES = "enterprise.win_rate", "enterprise.ramp_months", "enterprise.hires_per_quarter"
FREEZE = Event(name="Freeze", lever=HIRES, change="multiply", value=0.0, start=4, id="freeze")
BETTER = Event(name="Better", lever=WIN, change="add", value=0.05, start=5)


def metric(plan: Plan, name: str, month: int) -> float:
    return float(simulate(plan, keep=(name,))[name][month - 1, 0])


def apart(seed: int) -> tuple[Plan, Plan]:
    """Two plans of two years that differ in two or three levers, an event, a round and perhaps an event's effect."""
    random, base = np.random.default_rng(seed), seeded(3 * seed + 2)
    plan = Plan(months=24, levers=base.levers, events=(FREEZE, BETTER), funding=(Funding(month=3, amount=1e6),))
    levers = [str(one) for one in random.choice([WIN, RAMP, "enterprise.acv", "sales.goes_cold"], 2, replace=False)]
    other = plan.with_levers({one: max(CATALOGUE[one].min, 0.8 * plan.value(one)) for one in levers})
    events = [(FREEZE, BETTER), (BETTER,), (FREEZE, replace(BETTER, value=0.1)), ()][seed % 4]
    rounds = [(), (Funding(month=3, amount=1e6, needs_arr=1e7),), plan.funding][seed % 3]
    return plan, other.changed(events=events, funding=rounds)


def by_definition(plan: Plan, other: Plan, name: str, month: int) -> dict[str, float]:
    """Mean over all orders of what a difference does when it is taken over, a whole plan at a time."""
    found = items(plan, other)
    known: dict[frozenset[int], float] = {}

    def value(chosen: frozenset[int]) -> float:
        if chosen not in known:
            parts = [part for at in chosen for part in found[at].parts]
            known[chosen] = metric(taken(plan, other, parts), name, month)
        return known[chosen]

    orders = list(permutations(range(len(found))))
    return {
        item.item: fsum(
            value(frozenset(order[: order.index(at) + 1])) - value(frozenset(order[: order.index(at)]))
            for order in orders
        )
        / len(orders)
        for at, item in enumerate(found)
    }


def effects(found: Explanation) -> dict[str, float]:
    return {one.item.item: one.effect for one in found.effects}


def adds_up(found: Explanation) -> bool:
    whole = found.after - found.before
    return abs(fsum(one.effect for one in found.effects) - whole) < max(CENT, 1e-12 * abs(whole))


@pytest.mark.parametrize("name", ["arr", "cash", "headcount"])
@pytest.mark.parametrize("seed", range(8))
def test_effects_are_the_mean_over_all_orders(seed: int, name: str) -> None:
    plan, other = apart(seed)
    found = explain(plan, other, name, MONTH)
    expected = by_definition(plan, other, name, MONTH)
    assert effects(found) == pytest.approx(expected, rel=1e-9, abs=1e-4)
    assert (found.before, found.after) == (metric(plan, name, MONTH), metric(other, name, MONTH))
    assert adds_up(found)
    assert {one.standard_error for one in found.effects} == {0.0}


@pytest.mark.parametrize("seed", range(6))
def test_any_two_plans_are_explained_to_the_cent(seed: int) -> None:
    """Of different horizon, with stacks of events on any lever; the ends are what `simulate` says of the plans."""
    plan, other = seeded(3 * seed + 1), seeded(3 * seed + 40)
    month = min(plan.months, other.months)
    found = explain(plan, other, "arr", month, seed=seed)
    assert found.orders > 0
    assert found.before == pytest.approx(metric(plan, "arr", month), rel=1e-12)
    assert found.after == pytest.approx(metric(other, "arr", month), rel=1e-12)
    assert adds_up(found)
    if plan.months != other.months:
        assert effects(found)["months"] == 0


def test_an_item_that_does_nothing_gets_nothing() -> None:
    """What is switched off, starts later, is left to chance or costs no ARR; every effect of one item is the whole."""
    plan = Plan(months=36)
    events = (
        *(replace(FREEZE, id="off", active=False), replace(FREEZE, id="late", start=30)),
        replace(FREEZE, id="chance", chance=0.5),
    )
    other = plan.changed(levers={WIN: 0.5}, events=events, funding=(Funding(month=5, amount=1e6),), lumpy=True)
    found = explain(plan, other, "arr", MONTH)
    nothing = dict.fromkeys(("off", "late", "chance", "funding:5"), 0.0)
    assert effects(found) == {WIN: found.after - found.before, **nothing}
    assert found.after > found.before
    assert found.interaction is None


def test_swapping_two_plans_turns_every_effect_around() -> None:
    plan, other = apart(2)
    there, back = (effects(explain(*pair, "arr", MONTH)) for pair in ((plan, other), (other, plan)))
    assert there == pytest.approx({item: -effect for item, effect in back.items()}, abs=1e-4)


def test_items_that_do_the_same_have_the_same_effect() -> None:
    events = tuple(replace(FREEZE, id=name, value=0.5) for name in ("one", "two"))
    found = effects(explain(Plan(), Plan(events=events), "arr", 48))
    assert found["one"] == pytest.approx(found["two"])
    assert found["one"] < 0


@pytest.mark.parametrize("seed", range(3))
def test_drawn_orders_agree_with_every_mix(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, other = apart(seed)
    other = other.with_levers({f"{team}.quota": 5e5 for team in ("enterprise", "inside_sales")})
    exact = explain(plan, other, "arr", MONTH)
    monkeypatch.setattr(explanation, "MOST_EXACT", 3)
    drawn = explain(plan, other, "arr", MONTH, seed=seed)
    assert (exact.orders, drawn.orders > 100) == (0, True)
    assert adds_up(drawn)
    for item, effect in effects(exact).items():
        (one,) = (one for one in drawn.effects if one.item.item == item)
        assert abs(one.effect - effect) <= 4 * one.standard_error + 1e-12 * abs(effect), item
    assert explain(plan, other, "arr", MONTH, seed=seed) == drawn


def test_levers_of_a_group_are_folded_into_one() -> None:
    plan = Plan()
    other = plan.changed(
        levers={WIN: 0.3, RAMP: 4.0, "inside_sales.win_rate": 0.35},
        events=(FREEZE,),
        funding=(Funding(month=2, amount=1e6),),
    )
    single, folded = explain(plan, other, "arr", 36), explain(plan, other, "arr", 36, fold=True)
    assert {*effects(folded)} == {"enterprise", "inside_sales", "freeze", "funding:2"}
    assert adds_up(folded)
    (enterprise,) = (one.item for one in folded.effects if one.item.item == "enterprise")
    assert [part.item for part in enterprise.parts] == [key for key in CATALOGUE if key in (WIN, RAMP)]
    assert folded.after == single.after


def test_the_pair_that_interacts_most() -> None:
    """Freezing hires takes away part of what a better win rate brings; the round has to do with neither."""
    other = Plan(levers={WIN: 0.4}, events=(replace(FREEZE, start=1),), funding=(Funding(month=2, amount=1e6),))
    found = explain(Plan(), other, "arr", 36).interaction
    assert found
    assert {found.first.item, found.second.item} == {WIN, "freeze"}
    levers, freeze, both = ({"levers": other.levers}, {"events": other.events}, {})
    alone = [metric(Plan(**fields), "arr", 36) for fields in (levers, freeze, both)]
    assert found.effect == pytest.approx(metric(other, "arr", 36) - alone[0] - alone[1] + alone[2])


def test_an_order_of_events_is_an_item() -> None:
    double, most = (
        replace(BETTER, change="multiply", value=2.0),
        replace(BETTER, name="Most", change="at_most", value=0.3),
    )
    plan, other = Plan(events=(double, most)), Plan(events=(most, double))
    found = explain(plan, other, "arr", 36)
    assert effects(found) == {ORDER: found.after - found.before}
    assert found.after == metric(other, "arr", 36) > found.before


def test_the_same_number_of_months_after_another_start() -> None:
    plan, other = Plan(start="2026-01"), Plan(start="2026-07", levers={WIN: 0.3})
    found = explain(plan, other, "arr", 24)
    assert effects(found)["start"] == 0
    assert found.after == metric(other, "arr", 24)


def test_the_same_calendar_month_after_another_start() -> None:
    """A start half a year later that keeps its dates is one item, and so is a change beside it."""
    plan = Plan(
        start="2026-01",
        events=(replace(FREEZE, start=9), replace(BETTER, start=20)),
        funding=(Funding(month=12, amount=1e6),),
    )
    other = start_dates.with_dates_kept(plan, "2026-07").plan
    found = explain(plan, other, "arr", 36, other_month=30)
    assert effects(found) == {"start": found.after - found.before}
    assert found.after == metric(other, "arr", 30) < found.before
    more = explain(plan, other.with_levers({WIN: 0.3}), "arr", 36, other_month=30)
    assert {*effects(more)} == {"start", WIN}
    assert adds_up(more)


def test_another_currency_is_one_item() -> None:
    plan = Plan(levers={"enterprise.acv": 80_000.0}, events=(replace(BETTER, lever="enterprise.acv", value=5000.0),))
    converted = currencies.converted(plan, "EUR", 1.1)
    kept = currencies.renamed(plan, "EUR", 1.1)
    for other, effect in ((converted, 0.0), (kept, 0.1)):
        found = explain(plan, other, "arr", 36)
        assert effects(found) == {"currency": found.after - found.before}
        assert found.after == pytest.approx((1 + effect) * found.before, rel=1e-5)
        assert found.after == pytest.approx(1.1 * metric(other, "arr", 36), rel=1e-12)
        changed = explain(plan, other.with_levers({"enterprise.acv": 50_000.0, WIN: 0.3}), "arr", 36)
        assert {*effects(changed)} == {"currency", "enterprise.acv", WIN}
        assert adds_up(changed)
    assert in_currency_of(plan, plan) is plan


def test_currencies_without_a_rate_are_refused() -> None:
    with pytest.raises(
        PlannerError, match=r"Kronor, currency = SEK: stands beside USD; say in \[plan\] what one SEK is in USD"
    ):
        explain(Plan(), Plan(name="Kronor", currency="SEK"), "arr", 12)
    with pytest.raises(PlannerError, match="currency = SEK: stands beside EUR"):
        explain(Plan(currency="SEK"), Plan(currency="EUR", usd=1.1), "arr", 12)


def test_what_cannot_be_asked() -> None:
    with pytest.raises(PlannerError, match=r"month = 61: must be 1 to 60, the months of Ours"):
        explain(Plan(name="Ours"), Plan(months=120), "arr", 61)
    with pytest.raises(PlannerError, match=r"month = 20: must be 1 to 12, the months of Short"):
        explain(Plan(), Plan(name="Short", months=12), "arr", 20)
    with pytest.raises(PlannerError, match="no such metric"):
        explain(Plan(), Plan(), "arrr", 12)
    with pytest.raises(PlannerError, match="nrr: is not a finite number at the end of month 3 in every mix"):
        explain(Plan(), Plan(levers={WIN: 0.3}), "nrr", 3)


def test_plans_that_do_not_differ() -> None:
    found = explain(Plan(), Plan(name="Twin"), "arr", 12)
    assert (found.effects, found.interaction, found.before) == ((), None, found.after)
